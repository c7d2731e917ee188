"""The same search finds the same documents on both engines, and those that a plain reading of its meaning finds."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sought import entry, facet, is_hit, name, newest_first, query

from matcher.catalogue.port import Catalogue
from matcher.domain.errors import Invalid
from matcher.domain.search import Cut, Entry, Query
from matcher.reading.tokens import loosen

POSTS = {
    1: "家电工厂招操作工", 2: "电工, 有证", 3: "劳保安全员", 4: "保安, 两班倒", 5: "针车 平车熟手", 6: "苏州电子厂普工 包吃住", 7: "叉车司机",
    8: "PLC 编程 C++", 9: "氩弧焊工 二保焊", 10: "縫紉車位工",
}


@pytest.mark.parametrize(("words", "found"), [
    pytest.param("电工", {2}, id="电工 is not inside 家电工厂"),
    pytest.param("保安", {4}, id="保安 is not inside 劳保安全"),
    pytest.param("针车", {5}, id="a word of the shop floor"),
    pytest.param("苏州电子厂普工", {6}, id="a phrase without blanks"),
    pytest.param("普工 苏州", {6}, id="two words, both needed"),
    pytest.param("普工 上海", set(), id="two words, one missing"),
    pytest.param("焊", {9}, id="one character"),
    pytest.param("plc", {8}, id="Latin in any case"),
    pytest.param("ＰＬＣ", {8}, id="full-width Latin"),
    pytest.param("c++", {8}, id="signs that belong to a name"),
    pytest.param("缝纫", {10}, id="simplified finds traditional"),
    pytest.param("", set(POSTS), id="no words, everything"),
    pytest.param("，。!", set(POSTS), id="only signs, everything"),
])
def test_words_find_what_a_person_means(catalogue: Catalogue, words: str, found: set[int]) -> None:
    catalogue.put([entry(number, text) for number, text in POSTS.items()])
    assert set(catalogue.find(query(words)).ids) == {name(number) for number in found}


def test_the_letters_alone_find_what_the_dictionary_reads_otherwise(catalogue: Catalogue) -> None:
    catalogue.put([entry(1, POSTS[1])])
    strict = query("电工")
    assert catalogue.find(strict).total == 0
    assert catalogue.find(query(required=loosen(strict.required))).total == 1


def test_who_has_the_words_side_by_side_stands_first(catalogue: Catalogue) -> None:
    catalogue.put([entry(n, text, numbers={"posted": 9 - n}) for n, text in ((1, "苏州招普工"), (2, "普工苏州站接"), (3, "苏州普工"))])
    assert catalogue.find(query("苏州普工")).ids[0] == name(3)


def test_a_document_without_a_number_passes_its_bounds_and_stands_last_by_date(catalogue: Catalogue) -> None:
    catalogue.put([entry(1, numbers={}), entry(2, numbers={"pay": 5000, "posted": 7}), entry(3, numbers={"pay": 3000, "posted": 8})])
    found = catalogue.find(query(at_least={"pay": 4000}, at_most={"pay": 9000}, sort="newest"))
    assert found.ids == (name(2), name(1))


def test_no_value_asked_for_is_no_value_held(catalogue: Catalogue) -> None:
    catalogue.put([entry(1, tags={"place": ("32",)})])
    assert catalogue.find(query(any_tags={"place": ()})).total == 0
    assert catalogue.find(query(any_tags={"place": ("99",)})).total == 0


def test_facets_count_all_hits_most_frequent_first(catalogue: Catalogue) -> None:
    catalogue.put([entry(n, tags={"place": ("32", f"320{n % 3}"), "shift": ()}) for n in range(7)])
    found = catalogue.find(query(facets=("place", "shift"), size=1))
    assert list(found.facets["place"].items()) == [("32", 7), ("3200", 3), ("3201", 2), ("3202", 2)]
    assert found.facets["shift"] == {}


def test_kinds_are_kept_apart(catalogue: Catalogue) -> None:
    catalogue.put([entry(1), entry(1, kind="worker")])
    assert catalogue.find(query(kind="worker")).ids == (name(1, "worker"),)
    assert (catalogue.count("vacancy"), catalogue.count("worker")) == (1, 1)


def test_an_empty_catalogue_answers(catalogue: Catalogue) -> None:
    assert catalogue.find(query("缝纫", facets=("place",))).total == 0
    assert catalogue.count("worker") == 0
    assert catalogue.ready()


@pytest.mark.parametrize("sort", ["best", "newest"])
@pytest.mark.parametrize("words", ["", "缝纫"])
def test_paging_gives_each_document_once(catalogue: Catalogue, words: str, sort: str) -> None:
    catalogue.put([entry(n, "缝纫 " * (n % 3 + 1), numbers={"posted": n % 4} if n % 5 else {}) for n in range(23)])
    whole = catalogue.find(query(words, sort=sort))
    paged = list(pages(catalogue, query(words, sort=sort, size=4)))
    assert [id for page in paged for id in page] == list(whole.ids)
    assert len(whole.ids) == 23
    assert [len(page) for page in paged] == [4, 4, 4, 4, 4, 3]


def test_a_last_page_that_is_full_has_no_cursor(catalogue: Catalogue) -> None:
    catalogue.put([entry(n) for n in range(4)])
    assert [len(page) for page in pages(catalogue, query(size=2))] == [2, 2]


@pytest.mark.parametrize("cursor", ["x", "", "bnVsbA", "WzFd", "W251bGwsMSwyXQ", "文"])
def test_a_cursor_that_is_not_ours_is_refused(catalogue: Catalogue, cursor: str) -> None:
    catalogue.put([entry(1)])
    with pytest.raises(Invalid):
        catalogue.find(query("缝纫", cursor=cursor))


def pages(catalogue: Catalogue, asked: Query) -> Iterator[tuple[str, ...]]:
    cursor = asked.cursor
    while True:
        found = catalogue.find(Query(kind=asked.kind, required=asked.required, sort=asked.sort, size=asked.size, cursor=cursor))
        yield found.ids
        if found.cursor is None:
            return
        cursor = found.cursor


TERMS = st.sampled_from(["普工", "电工", "c++", "c", "x1", "é", "ß", "ǆ", "普", "İ", "0x61", "a.b", "\"", "𠮷野"])
CUTS = st.builds(Cut, words=st.lists(TERMS, max_size=4).map(tuple), bigrams=st.lists(TERMS, max_size=4).map(tuple))
NUMBERS = st.dictionaries(st.sampled_from(["pay", "closes", "posted"]), st.integers(-3, 3))
PLACES = st.sampled_from(["32", "3201", "320115", "s", ""])
CORPORA = st.lists(st.builds(
    dict, cut=CUTS, numbers=NUMBERS, gone=st.booleans(), version=st.integers(1, 3),
    tags=st.fixed_dictionaries({}, optional={"place": st.lists(PLACES, max_size=3), "shift": st.lists(PLACES, max_size=1)}),
), min_size=1, max_size=8)
QUERIES = st.builds(
    query, required=st.lists(CUTS.filter(lambda c: bool(c.words or c.bigrams)), max_size=2).map(tuple), sort=st.sampled_from(["best", "newest"]),
    any_tags=st.dictionaries(st.sampled_from(["place", "shift"]), st.lists(PLACES, max_size=2), max_size=1), at_least=NUMBERS, at_most=NUMBERS,
    facets=st.just(("place", "shift")),
)


def test_any_search_finds_what_its_meaning_says(catalogue: Catalogue) -> None:
    state: dict[str, Entry] = {}

    @settings(max_examples=60, deadline=None)
    @given(corpus=CORPORA, asked=st.lists(QUERIES, min_size=1, max_size=4))
    def check(corpus: list[dict[str, object]], asked: list[Query]) -> None:
        written = [entry(number, **{**made, "version": 10 * len(state) + made["version"]}) for number, made in enumerate(corpus)]  # type: ignore[arg-type,operator]
        catalogue.put(written)
        for each in written:
            if each.id not in state or each.version > state[each.id].version:
                state[each.id] = each
        for one in asked:
            hits = [each for each in state.values() if is_hit(each, one)]
            found = catalogue.find(one)
            assert set(found.ids) == {hit.id for hit in hits}
            assert found.total == len(found.ids) == len(hits)
            assert {field: dict(values) for field, values in found.facets.items()} == {field: facet(hits, field) for field in one.facets}
            if one.sort == "newest":
                assert list(found.ids) == newest_first(hits)

    check()
