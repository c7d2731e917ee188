"""Live comments: who wants to go, how old, from where; and no phone on the screen."""

import pytest

from matcher.reading.comments import read_comment
from matcher.reading.places import Places
from matcher.reading.shapes import as_json

LUONAN = "611021"


@pytest.fixture(scope="module")
def places():
    return Places.load()


@pytest.mark.parametrize(("text", "signal", "age", "town"), [
    pytest.param("1 42 麻坪", True, 42, "麻坪", id="the usual form"),
    pytest.param("1，45岁，商州的", True, 45, "商州", id="commas and 岁"),
    pytest.param("扣1 38 女 石坡镇", True, 38, "石坡镇", id="sex is passed over"),
    pytest.param("111", True, None, "", id="several ones"),
    pytest.param("😀1 30", True, 30, "", id="after an emoji"),
    pytest.param("42麻坪", False, 42, "麻坪", id="no signal"),
    pytest.param("我想去 四十三岁 老家洛南古城镇的", True, 43, "洛南古城镇", id="as spoken"),
    pytest.param("1 55可以吗", True, 55, "", id="a signal and a question"),
    pytest.param("我帮我弟报名 28 景村", True, 28, "景村", id="for somebody else"),
])
def test_a_sign_up_is_caught(text, signal, age, town):
    comment = read_comment(text).value
    assert (comment.signal, comment.age, comment.town) == (signal, age, town)


@pytest.mark.parametrize("text", ["工资多少", "多大年龄要？", "一个月能拿多少啊", "主播好", "好", "1个月多少钱", ""])
def test_a_question_or_a_greeting_is_no_sign_up(text):
    assert read_comment(text).value is None


def test_the_short_code_of_a_post_is_caught_in_any_writing():
    for text in ("LN-0731 42 麻坪", "ln0731+42+麻坪", "ＬＮ－０７３１ 42 麻坪"):
        comment = read_comment(text).value
        assert (comment.code, comment.age, comment.town) == ("LN-0731", 42, "麻坪")


def test_a_town_is_looked_for_near_the_show_first(places):
    comment = read_comment("1 42 麻坪", places, LUONAN).value
    assert (comment.place.name, comment.place.code[:6]) == ("麻坪镇", LUONAN)


def test_a_phone_is_kept_for_the_call_and_never_shown():
    comment = read_comment("1 38 石坡镇 13812345678").value
    assert comment.phone == "13812345678"
    assert comment.shown == "1 38 石坡镇 138****5678"
    assert "13812345678" not in repr(comment) + str(as_json(comment))


def test_spans_cover_signal_age_and_town():
    text = "1 42 麻坪"
    assert [text[a:b] for a, b in read_comment(text).spans] == ["1", "42", "麻坪"]
