"""Days as people write them become the first day that can be meant, and nothing becomes a day that names none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.dates import read_date
from matcher.reading.lunar import lunar_day, lunar_of, lunar_words, spring_festival

BEFORE_THE_FESTIVAL = date(2026, 2, 1)  # a Sunday; the festival is on the 17th

SAID = [
    ("2026.2.8", "2026-02-08"), ("2026-02-08 00:00:00", "2026-02-08"), ("2026/2/8", "2026-02-08"), ("20260208", "2026-02-08"),
    ("2026年2月8日", "2026-02-08"), ("２０２６年２月８日", "2026-02-08"), ("26年3月1日", "2026-03-01"), ("二〇二六年二月八日", "2026-02-08"),
    ("1984.3.5", "1984-03-05"),
    ("2-8", "2026-02-08"), ("2月8号", "2026-02-08"), ("2月8日", "2026-02-08"), ("2.8", "2026-02-08"), ("十二月二十五号", "2026-12-25"), ("1月20日",
    "2026-01-20"),
    ("12月30日", "2026-12-30"), ("8号走", "2026-02-08"), ("下月8号", "2026-03-08"),
    ("正月初八", "2026-02-24"), ("免费大巴正月初八发车", "2026-02-24"), ("初八", "2026-02-24"), ("初十以后走, 最好有包车", "2026-02-26"),
    ("正月十六", "2026-03-04"),
    ("腊月二十", "2026-02-07"), ("腊月廿八", "2026-02-15"), ("腊月底", "2026-02-16"), ("大年三十", "2026-02-16"), ("除夕", "2026-02-16"),
    ("三月初三", "2026-04-19"),
    ("农历三月十五", "2026-05-01"), ("农历二月底", "2026-04-16"), ("元宵后", "2026-03-03"), ("过完十五", "2026-03-04"), ("过了初六", "2026-02-23"),
    ("端午", "2026-06-19"),
    ("二月底", "2026-02-28"), ("屋头种完地才出来, 4月底", "2026-04-30"), ("3月初", "2026-03-01"), ("三月中旬", "2026-03-11"), ("2026年3月",
    "2026-03-01"), ("3月份", "2026-03-01"),
    ("月底", "2026-02-28"), ("下月初", "2026-03-01"), ("年底", "2026-12-31"),
    ("今天", "2026-02-01"), ("明天", "2026-02-02"), ("大后天", "2026-02-04"), ("下周一", "2026-02-02"), ("周三", "2026-02-04"), ("下下周一",
    "2026-02-09"),
    ("半个月后", "2026-02-16"), ("10天以后", "2026-02-11"), ("随时能走", "2026-02-01"), ("年后", "2026-02-17"), ("五一以后", "2026-05-01"),
]
NO_DAY = ["", "一月六七千就行", "随便", "6-8千", "18-45岁", "工期三个月", "12小时两班倒", "月休四天", "每月15号发工资",
          "15号发工资", "2月30日", "初中毕业",
    "底薪2660", "1号线", "年底双薪",
          "13800000000", "个月", "两个月", "月薪5000", "三班倒", "以后天天加班", "23元/小时", "2026"]


@pytest.mark.parametrize(("text", "day"), SAID)
def test_a_day_is_read_as_the_first_that_can_be_meant(text: str, day: str) -> None:
    assert read_date(text, BEFORE_THE_FESTIVAL).value == date.fromisoformat(day)


@pytest.mark.parametrize("text", NO_DAY)
def test_what_names_no_day_gives_none(text: str) -> None:
    assert read_date(text, BEFORE_THE_FESTIVAL).value is None


def test_the_span_covers_the_words_read() -> None:
    text = "免费大巴正月初八发车"
    (start, end), = read_date(text, BEFORE_THE_FESTIVAL).spans
    assert text[start:end] == "正月初八"


def test_a_bare_lunar_day_far_from_the_festival_is_doubtful() -> None:
    reading = read_date("初十以后走", date(2026, 9, 1))
    assert reading.value == date(2027, 2, 15)
    assert reading.confidence < 0.6


def test_a_day_just_gone_by_stays_in_its_year() -> None:
    assert read_date("正月初八", date(2026, 2, 26)).value == date(2026, 2, 24)
    assert read_date("正月初八", date(2026, 4, 20)).value == date(2027, 2, 13)


@pytest.mark.parametrize(("day", "words"), [
    (date(2026, 2, 24), "正月初八"), (date(2026, 2, 16), "腊月二十九"), (date(2025, 8, 1), "闰六月初八"), (date(2027, 1, 27), "腊月二十"),
    (date(2024, 1, 11), "腊月初一"),
    (date(1970, 1, 1), ""), (date(2060, 1, 1), ""),
])
def test_slips_say_the_lunar_day(day: date, words: str) -> None:
    assert lunar_words(day) == words


@pytest.mark.parametrize(("year", "day"), [(1990, "1990-01-27"), (2000, "2000-02-05"), (2024, "2024-02-10"), (2025, "2025-01-29"),
    (2026, "2026-02-17"), (2033, "2033-01-31"), (2050, "2050-01-23")])
def test_the_festival_falls_on_its_published_day(year: int, day: str) -> None:
    assert spring_festival(year) == date.fromisoformat(day)


@given(st.dates(date(1990, 2, 1), date(2050, 12, 31)))
def test_every_day_goes_to_the_lunar_calendar_and_back(day: date) -> None:
    found = lunar_of(day)
    assert found is not None
    year, month, again, number = found
    if not again:
        assert lunar_day(year, month, number) == day
        assert read_date(f"{year}年{lunar_words(day)}" if month in (1, 11, 12) else f"农历{year}年{lunar_words(day)}", day).value == day


@given(st.dates(date(1995, 1, 1), date(2045, 12, 31)))
def test_a_written_date_is_read_back_whatever_today_is(day: date) -> None:
    today = day + timedelta(days=400)
    for text in (day.isoformat(), f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日"):
        assert read_date(text, today).value == day


@given(st.text(max_size=60), st.dates(date(1995, 1, 1), date(2045, 12, 31)))
def test_any_text_is_read_without_an_error(text: str, today: date) -> None:
    reading = read_date(text, today)
    assert (reading.value is None) == (not reading.spans)


@given(st.text(alphabet="0123456789一二三四五六七八九十廿初正腊月日号年后前底周下天过完了春节.-/ 以", max_size=14), st.dates(date(1985, 1, 1),
    date(2060, 12, 31)))
def test_any_mixture_of_date_words_is_read_without_an_error(text: str, today: date) -> None:
    reading = read_date(text, today)
    assert reading.value is None or isinstance(reading.value, date)
