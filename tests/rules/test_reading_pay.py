"""Pay phrases: what is paid, for what time, and whether overtime is in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.pay import read_pay, read_pays
from matcher.reading.shapes import as_json


def case(text, meant, *, because):
    return pytest.param(text, meant, id=because)


def plain(reading):
    """month 6000..8000 gross 13薪; an open end is left blank, an unknown kind is not written."""
    pay = reading.value
    if pay is None:
        return None
    high = "" if pay.high is None else f"{pay.high:g}"
    words = [pay.basis, f"{pay.low:g}..{high}", pay.kind if pay.kind != "unknown" else "", f"{pay.months}薪" if pay.months else ""]
    return " ".join(word for word in words if word)


MONTHS = [
    case("6-8千", "month 6000..8000", because="a bare range with 千 is a month's"),
    case("6K-7.5K", "month 6000..7500", because="K on both ends"),
    case("4.5-6k", "month 4500..6000", because="one k serves both ends"),
    case("8千-1.2万", "month 8000..12000", because="千 and 万 in one range"),
    case("1-1.5万·13薪", "month 10000..15000 13薪", because="salaries a year"),
    case("7千-1万 十三薪", "month 7000..10000 13薪", because="salaries a year in words"),
    case("18-25k*14薪", "month 18000..25000 14薪", because="a star before the salaries"),
    case("0.8-1.1万/月", "month 8000..11000", because="less than one 万"),
    case("5000~7000", "month 5000..7000", because="a wave"),
    case("5000—7000元", "month 5000..7000", because="a long dash"),
    case("5200----6800元/月", "month 5200..6800", because="a dash drawn long"),
    case("五千到七千", "month 5000..7000", because="words to words"),
    case("六到八千", "month 6000..8000", because="the unit at the end serves both"),
    case("3-5000元", "month 3000..5000", because="half of the first figure is left out"),
    case("六七千", "month 6000..7000", because="neighbours are a range"),
    case("七八千块", "month 7000..8000", because="neighbours with 块"),
    case("一万二", "month 12000..12000", because="the unit after 万 is left out"),
    case("1万2到1万5", "month 12000..15000", because="digits and 万 mixed"),
    case("六千五左右", "month 6175..6825", because="左右 is five in a hundred either way"),
    case("约5000元", "month 4750..5250", because="约 is the same as 左右"),
    case("7200上下", "month 6840..7560", because="上下 is the same as 左右"),
    case("一万冒头", "month 10000..10500", because="冒头 is a little more"),
    case("八千出头", "month 8000..8400", because="出头 is a little more"),
    case("六千多一个月", "month 6000..6600", because="多 is more than a little"),
    case("将近6000", "month 5700..6000", because="将近 is a little less"),
    case("5800起", "month 5800..", because="起 is open"),
    case("5800起, 上不封顶", "month 5800..", because="no ceiling is no second figure"),
    case("8000以上元/月", "month 8000..", because="open, then the unit"),
    case("不低于4500元/月", "month 4500.. floor", because="not less than"),
    case("6000+", "month 6000..", because="a plus that adds nothing is open"),
    case("3千及以下", "month 0..3000", because="up to"),
    case("最高9000", "month 0..9000", because="at most"),
    case("6,500-7,800元", "month 6500..7800", because="commas in thousands"),
    case("￥5500-6500／月", "month 5500..6500", because="full-width slash and sign"),
    case("６０００－７０００元", "month 6000..7000", because="full-width digits"),
    case("6000-8000元/月(含加班)", "month 6000..8000 gross", because="overtime in brackets"),
    case("4000-6000不等", "month 4000..6000", because="不等 adds nothing"),
    case("工资：5500元每月", "month 5500..5500", because="unit in words"),
    case("1.2w-1.5w", "month 12000..15000", because="w is 万"),
    case("3.3500-4500元/月", "month 3500..4500", because="the number of the line is no part of the sum"),
    case("①5800-6500", "month 5800..6500", because="a circled number is no digit"),
]
KINDS = [
    case("底薪2660", "month 2660..2660 base", because="底薪"),
    case("无责底薪3000-4000+提成", "month 3000..4000 base", because="无责底薪 and commission"),
    case("月综合6500-8000 计件多劳多得", "month 6500..8000 gross", because="综合 has overtime in it"),
    case("综合工资7000+", "month 7000.. gross", because="综合 and open"),
    case("到手5500", "month 5500..5500 net", because="到手 before"),
    case("6500到手", "month 6500..6500 net", because="到手 after"),
    case("5000打底", "month 5000..5000 floor", because="打底 after"),
    case("保底4500", "month 4500..4500 floor", because="保底 before"),
    case("4000+提成", "month 4000..4000 base", because="what stands before a commission stands firm"),
    case("3800+全勤300", "month 3800..3800 base", because="an allowance is not added"),
    case("底薪+提成 6000-9000", "month 6000..9000 gross", because="the sum of both"),
    case("底薪2660+加班费1.5/2/3倍, 综合六千五左右", "month 6175..6825 gross", because="the whole pay speaks for the post"),
    case("底薪1900, 包吃住, 综合5500-7000", "month 5500..7000 gross", because="base first, whole second"),
    case("一般七八千 手快的一万冒头", "month 7000..8000", because="the usual before the exceptional"),
    case("试用期3500, 转正4500-5500", "month 4500..5500", because="after probation before probation"),
]
OTHER_BASES = [
    case("23元/小时", "hour 23..23 base", because="the price of a normal hour"),
    case("20-25元/时", "hour 20..25 base", because="a range by the hour"),
    case("时薪26", "hour 26..26", because="hour before"),
    case("每小时二十五块", "hour 25..25", because="words by the hour"),
    case("工价25 返费2000 满35天", "hour 25..25", because="工价 is by the hour and the rebate stays apart"),
    case("400-450一天", "day 400..450", because="一天 after"),
    case("190/天", "day 190..190", because="/天"),
    case("日薪260", "day 260..260", because="day before"),
    case("三百五一天", "day 350..350", because="words by the day"),
    case("大工350", "day 350..350", because="building trades are paid by the day"),
    case("220元/天 日结", "day 220..220", because="日结"),
    case("1.5千/天", "day 1500..1500", because="千 by the day"),
    case("1000-4000元/周", "week 1000..4000", because="by the week"),
    case("年薪12万", "year 120000..120000", because="年薪 before"),
    case("15-20万/年", "year 150000..200000", because="by the year"),
    case("年收入8万左右", "year 76000..84000", because="about, by the year"),
    case("计件单价0.8元/件", "piece 0.8..0.8", because="by the piece"),
    case("1.2-1.5元/双", "piece 1.2..1.5", because="by the pair of shoes"),
]
NOTHING = [
    pytest.param("面议", id="to be agreed"),
    pytest.param("3000~500", id="cut off: the upper end is lower"),
    pytest.param("13-20万", id="too much for a month and no year said"),
    pytest.param("6-8", id="no unit at all"),
    pytest.param("18-48岁", id="ages"),
    pytest.param("20名", id="heads"),
    pytest.param("夜班18:00-6:00", id="clock"),
    pytest.param("12小时两班倒", id="hours"),
    pytest.param("2026.2.8", id="a date"),
    pytest.param("成立于2005年", id="a year"),
    pytest.param("13812345678", id="a phone"),
    pytest.param("0914-7321234", id="a landline"),
    pytest.param("返费5000", id="a rebate is not pay"),
    pytest.param("服装押金200元", id="a deposit is not pay"),
    pytest.param("餐补10元/天", id="an allowance is not pay"),
    pytest.param("房补300元/月", id="a month's allowance is not pay"),
    pytest.param("先交资料费298", id="a fee is not pay"),
    pytest.param("注册资本5000万元", id="capital"),
    pytest.param("新松江路1292弄", id="a house number"),
    pytest.param("了解ISO 16949体系", id="a standard"),
    pytest.param("身高175以上", id="height"),
    pytest.param("", id="nothing"),
]


@pytest.mark.parametrize(("text", "meant"), MONTHS + KINDS + OTHER_BASES)
def test_a_pay_phrase_is_read_as_it_was_meant(text, meant):
    assert plain(read_pay(text)) == meant


@pytest.mark.parametrize("text", NOTHING)
def test_no_pay_is_invented(text):
    assert read_pays(text) == ()
    assert read_pay(text).value is None


def test_every_figure_of_a_phrase_is_kept_and_no_base_is_made_from_the_whole():
    readings = read_pays("底薪2660+加班费1.5/2/3倍, 综合六千五左右")
    assert [plain(reading) for reading in readings] == ["month 2660..2660 base", "month 6175..6825 gross"]
    assert [pay.value.kind for pay in read_pays("综合6500-8000")] == ["gross"]


def test_two_roles_with_two_day_rates_are_two_figures():
    assert [reading.value.low for reading in read_pays("工地小工220大工350 管住")] == [220, 350]


def test_the_span_covers_the_words_as_they_were_typed():
    text = "汽车座椅厂 月綜合６５００－８０００元/月 包住"
    (reading,) = read_pays(text)
    (start, end), = reading.spans
    assert text[start:end] == "６５００－８０００元/月" == reading.value.raw


def test_a_figure_with_its_unit_is_surer_than_a_bare_one():
    assert read_pay("4000元/月").confidence > read_pay("挖机司机 8500-9500 包吃住").confidence > 0.6


def test_pay_prints_in_the_agreed_shape():
    assert as_json(read_pay("5800起").value) == {"basis": "month", "low": 5800, "high": None, "kind": "unknown", "months": None}
    assert as_json(read_pay("3千及以下").value)["low"] is None


@given(low=st.integers(10, 300), wide=st.integers(0, 200), unit=st.sampled_from(["", "元", "元/月"]))
def test_any_plain_range_of_monthly_pay_reads_as_itself(low, wide, unit):
    pay = read_pay(f"{low}00-{low + wide}00{unit}").value
    assert (pay.basis, pay.low, pay.high) == ("month", low * 100, (low + wide) * 100)
