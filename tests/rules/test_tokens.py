"""Text is cut so that short everyday words find what they mean and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.search import Cut
from matcher.reading.tokens import LONGEST, cut_query, cut_text, loosen


def finds(words: str, text: str) -> bool:
    held = cut_text(text)
    return all(set(cut.words) <= set(held.words) if cut.words else set(cut.bigrams) <= set(held.bigrams) for cut in cut_query(words))


@pytest.mark.parametrize(("words", "text"), [
    ("电工", "家电工厂招普工"), ("保安", "劳保安全用品"), ("工人", "化工人才市场"), ("车工", "汽车工业园"), ("木工", "土木工程师"),
    ("司机", "公司机要员"), ("钳工", "老虎钳工具"), ("会计", "社会计划"), ("平车", "公平车辆评估"), ("保洁", "环保洁具"),
    ("护工", "设备维护工作"), ("家政", "按国家政策享受"), ("java", "javascript"), ("50", "5000元"),
])
def test_a_word_is_not_found_across_the_borders_of_others(words: str, text: str) -> None:
    assert not finds(words, text)


@pytest.mark.parametrize(("words", "text"), [
    ("电工", "招电工2名"), ("电工", "持电工证"), ("保安", "夜班保安员"), ("针车", "鞋厂针车熟手"), ("平车", "平车工, 坐着做"),
    ("车位", "服装厂车位工"),
    ("普工", "电子厂普工"), ("打螺丝", "坐着打螺丝"), ("缝纫", "缝纫工"), ("叉车", "叉车司机"), ("叉车司机", "招叉车司机"), ("氩弧焊", "氩弧焊工"),
    ("包吃住", "包吃住"), ("苏州电子厂普工", "普工, 电子厂, 在苏州"), ("焊", "二保焊"),
    ("女", "女工"), ("PLC", "会ＰＬＣ编程"), ("C++", "c++开发"),
    ("電工", "招电工"), ("缝纫工", "縫紉工"), ("质检", "质检员"), ("保洁", "保洁阿姨"), ("月嫂", "招月嫂育婴师"), ("长白班", "长白班坐班"),
    ("车工", "数控车工"), ("焊工", "氩弧焊工"), ("模具", "注塑模具维修"), ("服务员", "售后服务员"), ("电子", "电子厂"), ("客服", "电话客服专员"),
])
def test_everyday_words_find_what_they_name(words: str, text: str) -> None:
    assert finds(words, text)


def test_each_typed_word_is_asked_for_once_and_signs_are_none() -> None:
    assert [cut.words for cut in cut_query(" 电工 ，  电工 焊工！ ")] == [("电工",), ("焊工",)]
    assert cut_query("  ，。! ") == ()


def test_what_the_dictionary_lacks_is_asked_for_by_its_pairs() -> None:
    assert cut_query("麻坪") == (Cut(bigrams=("麻坪",)),)
    assert finds("麻坪", "麻坪镇的人")
    assert not finds("麻坪", "坪上种麻")


def test_loosened_a_query_asks_for_letters_alone() -> None:
    assert loosen(cut_query("电工")) == (Cut(bigrams=("电工",)),)


def test_a_pasted_link_is_one_short_term() -> None:
    assert max(map(len, cut_text("x" * 5000).words)) == LONGEST
    assert finds("x" * 5000, "x" * 5000)


@given(st.text(max_size=40))
def test_terms_have_no_blanks_and_every_character_of_a_text_finds_it(text: str) -> None:
    held = cut_text(text)
    assert all(term and not any(c.isspace() for c in term) for term in (*held.words, *held.bigrams))
    for cut in cut_query(text):
        assert set(cut.bigrams) <= set(held.bigrams)
        assert all(cut_query(c) and finds(c, text) for c in cut.bigrams if len(c) == 1)
