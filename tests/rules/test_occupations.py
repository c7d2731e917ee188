"""Titles are read to the occupation they mean; what is not understood stays without value and keeps guesses."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.occupations import family
from matcher.reading.occupations import Occupations

BOOK = Occupations.load()
TITLES = Path(__file__).with_name("occupation_titles.csv")
ASKED = 0.9  # of the titles below, invented in the manner of real ones and judged by hand


def test_nine_of_ten_titles_fall_into_the_right_small_class() -> None:
    with TITLES.open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    readings = [(row, BOOK.find(row["title"], row["employer_and_industry"]).value) for row in rows]
    wrong = [(row["title"], value and value.code) for row, value in readings if value is None or not value.code.startswith(row["small_class"])]
    assert len(rows) >= 150
    assert len(wrong) <= (1 - ASKED) * len(rows), wrong


@pytest.mark.parametrize(("industry", "code"), [
    ("机械/设备/重工", "6-18-01-01"), ("", "6-18-01-01"), ("服装/纺织/皮革", "6-05-01-03"), ("某某鞋业", "6-05-01-03"),
])
def test_one_word_means_another_trade_in_another_branch(industry: str, code: str) -> None:
    value = BOOK.find("车工", industry).value
    assert value is not None
    assert value.code == code


@pytest.mark.parametrize(("text", "code"), [
    ("汽车座椅厂 缝纫工20名 月综合6500-8000 计件多劳多得", "6-05-01-03"), ("保安 白班8小时 4000/月 60岁以下 有证优先 (南京江宁)", "4-07-05-01"),
    ("会踩平车, 缝纫十来年咧, 计件最好", "6-05-01-03"), ("叉车工 有证 白夜倒 7200左右 五险 长期", "6-30-05-01"),
    ("挖机司机 证齐 8500-9500 包吃住 榆林", "6-30-05-05"),
    ("月嫂/住家保姆 5500-6500 上户先见面 不收中介费", "4-10-01-06"), ("氩弧焊 二保焊 400-450一天 自带面罩", "6-18-02-04"), ("仓 管", "4-02-06-01"),
    ("高薪保安招聘", "4-07-05-01"),
])
def test_postings_as_people_write_them_are_read(text: str, code: str) -> None:
    value = BOOK.find(text).value
    assert value is not None
    assert value.code == code


def test_the_last_word_of_a_title_is_its_head_and_the_first_of_a_list_is_its_value() -> None:
    sales, hall = BOOK.find("电焊机销售").value, BOOK.find("餐厅服务员/洗碗/收银").value
    assert sales is not None
    assert sales.code == "4-01-02-01"
    assert hall is not None
    assert (hall.code, hall.alternatives) == ("4-03-02-05", ("4-01-02-04",))


def test_a_general_hand_is_doubtful_where_nothing_tells_the_branch() -> None:
    assert BOOK.find("普工").confidence < 0.6 <= BOOK.find("普工", "某某电子").confidence


@pytest.mark.parametrize("text", ["", "   ", "随便", "qwertz", "12345"])
def test_what_names_no_work_gives_no_value(text: str) -> None:
    reading = BOOK.find(text)
    assert reading.value is None
    assert len(reading.guesses) <= 3


def test_an_unknown_word_keeps_its_nearest_names_as_guesses() -> None:
    assert [BOOK.by_code(code).name for code in BOOK.find("收派小哥哥").guesses if BOOK.by_code(code)][:1] == ["快递员"]  # type: ignore[union-attr]


def test_the_span_covers_the_trade_word_as_written() -> None:
    text = "【急】招二保焊　师傅"
    (start, end), *_ = BOOK.find(text).spans
    assert "二保焊" in text[start:end]


def test_neighbours_come_from_the_small_class_before_the_middle_class() -> None:
    codes = [each.code for each in BOOK.neighbours("6-05-01-03")]
    small = [code for code in codes if code.startswith("6-05-01")]
    assert "6-05-01-02" in small
    assert codes[:len(small)] == small
    assert "6-05-01-03" not in codes
    assert all(code.startswith("6-05") for code in codes)


@pytest.mark.parametrize(("prefix", "name"), [("6-05-01", "纺织品和服装剪裁缝纫人员"), ("6-05", "纺织品、服装和皮革、毛皮制品加工制作人员"),
    ("6-05-01-00", "纺织品和服装剪裁缝纫人员"),
                                              ("6-05-01-03", "缝纫工"), ("9-99", ""), ("", "")])
def test_a_group_is_named_by_its_prefix(prefix: str, name: str) -> None:
    assert BOOK.family_name(prefix) == name


def test_typing_offers_official_names_first_and_trade_words_too() -> None:
    assert [each.name for each in BOOK.search("缝纫")][:2] == ["缝纫工", "缝纫品整型工"]
    assert "焊工" in [each.name for each in BOOK.search("二保")]
    assert len(BOOK.search("工")) <= 20
    assert BOOK.search(" ") == []


def test_every_code_that_can_be_read_is_an_occupation_or_group_of_the_classification() -> None:
    codes = {*BOOK._words.words.values(), *(code for words in BOOK._words.of_branch.values() for code in words.values())}
    assert {code for code in codes if BOOK.by_code(code) is None} == set()


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_text_is_read_without_an_error(text: str, industry: str) -> None:
    reading = BOOK.find(text, industry)
    assert reading.value is None or BOOK.family_name(family(reading.value.code))
    assert all(0 <= start < end <= len(text) for start, end in reading.spans)


@given(st.lists(st.sampled_from(["招聘", "普工", "/", "、", " ", "(", "）", "焊工", "师傅", "工程师", "厂", "包住", "急", "5K", "保安", "+"]),
    max_size=12).map("".join))
def test_any_mixture_of_title_words_is_read_without_an_error(text: str) -> None:
    assert BOOK.find(text).confidence <= 1
