"""Folding: what was typed in many ways is written in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.reading.normal import fold, fold_with_origin, original_span


@pytest.mark.parametrize(("text", "folded"), [
    pytest.param("１３８００", "13800", id="full-width digits"),
    pytest.param("電話", "电话", id="traditional"),
    pytest.param("6Ｋ—7.5K", "6k-7.5k", id="dashes and case"),
    pytest.param("4000～5000", "4000~5000", id="waves"),
    pytest.param("二〇二六", "二零二六", id="two ways of zero"),
    pytest.param("限\u200b男\ufeff性", "限男性", id="zero-width noise"),
    pytest.param("①5800", "1 5800", id="a numbered line does not grow the sum"),
    pytest.param("1️⃣ 缝纫", "1  缝纫", id="keycap emoji"),
    pytest.param("⒈5800", "1. 5800", id="a digit with its full stop"),
])
def test_the_same_thing_is_folded_to_the_same_letters(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text):
    once = fold(text)
    assert fold(once) == once


@given(st.text(max_size=60))
def test_every_folded_letter_knows_where_it_came_from(text):
    folded, origin = fold_with_origin(text)
    assert folded == fold(text)
    assert len(origin) == len(folded)
    assert list(origin) == sorted(origin)
    assert all(folded[i] in fold(text[at]) for i, at in enumerate(origin))


def test_a_span_of_folded_text_leads_back_to_the_words_typed():
    folded, origin = fold_with_origin("①工資６０００元")
    start = folded.index("6000")
    assert original_span(origin, start, start + 4) == (3, 7)
