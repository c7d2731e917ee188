"""Versions, gone entries, rebuilding, threads and forks."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from sought import ROW, Feed, entry, name, query, row

from matcher.catalogue.embedded import Embedded
from matcher.catalogue.port import Catalogue
from matcher.domain.errors import Conflict, Unavailable
from matcher.domain.search import Entry, Question

ENGINES = ["embedded", "elasticsearch"]


@pytest.mark.parametrize("late", [1, 2], ids=["older", "the same"])
def test_a_version_that_is_not_newer_changes_nothing(catalogue: Catalogue, late: int) -> None:
    catalogue.put([entry(1, "电工", version=2)])
    catalogue.put([entry(1, "焊工", version=late, tags={"place": ("32",)})])
    assert catalogue.find(query("电工", facets=("place",))).facets["place"] == {}
    assert catalogue.find(query("焊工")).total == 0


def test_a_newer_version_takes_the_place_of_the_older_whole(catalogue: Catalogue) -> None:
    catalogue.put([entry(1, "电工", tags={"place": ("32",)}, numbers={"pay": 5000})])
    catalogue.put([entry(1, "焊工", version=2, tags={"shift": ("day",)})])
    found = catalogue.find(query("焊工", facets=("place", "shift"), at_least={"pay": 9000}))
    assert (found.ids, found.facets) == ((name(1),), {"place": {}, "shift": {"day": 1}})
    assert catalogue.find(query("电工")).total == 0
    assert catalogue.count("vacancy") == 1


def test_of_several_versions_in_one_put_the_newest_stays(catalogue: Catalogue) -> None:
    catalogue.put([entry(1, "电工", version=3), entry(1, "焊工", version=2)])
    assert catalogue.find(query("电工")).total == 1
    assert catalogue.find(query("焊工")).total == 0


def test_what_is_gone_stays_gone_however_late_an_older_write_arrives(catalogue: Catalogue) -> None:
    catalogue.put([entry(1, version=1), entry(2)])
    catalogue.put([entry(1, version=3, gone=True)])
    catalogue.put([entry(1, version=2)])
    assert catalogue.find(query()).ids == (name(2),)
    assert catalogue.count("vacancy") == 1
    catalogue.put([entry(1, version=4)])
    assert catalogue.find(query()).total == 2


def test_what_is_gone_before_it_was_ever_here_stays_gone(catalogue: Catalogue) -> None:
    catalogue.put([entry(1, version=2, gone=True)])
    catalogue.put([entry(1, version=1)])
    assert catalogue.find(query()).total == 0


def test_bulk_work_is_found_at_the_latest_after_the_next_put_that_waits(catalogue: Catalogue) -> None:
    catalogue.put([entry(n) for n in range(50)], wait=False)
    catalogue.put([entry(50)])
    assert catalogue.find(query()).total == 51


def test_nothing_to_put_is_no_fault(catalogue: Catalogue) -> None:
    catalogue.put([])
    assert catalogue.count("vacancy") == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_rebuild_serves_the_old_until_the_new_is_complete(fresh: Callable[[str], Catalogue], engine: str) -> None:
    catalogue = fresh(engine)
    catalogue.put([entry(1, "电工"), entry(9, "旧")])
    with catalogue.rebuild() as new:
        new.put([entry(1, "电工"), entry(2, "焊工"), entry(3, version=5, gone=True)])
        assert catalogue.find(query("焊工")).total == 0
        catalogue.put([entry(4, "木工")])  # written meanwhile, to the old one
        assert catalogue.find(query("木工")).total == 1
        new.switch({"vacancy": 2, "worker": 0})
    catalogue.put([entry(4, "木工"), entry(1, "电工"), entry(3)])  # the follower replays what changed since the start
    assert set(catalogue.find(query()).ids) == {name(1), name(2), name(4)}
    assert catalogue.count("vacancy") == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_an_incomplete_rebuild_is_dropped_and_the_old_one_serves_on(fresh: Callable[[str], Catalogue], engine: str) -> None:
    catalogue = fresh(engine)
    catalogue.put([entry(1), entry(2)])

    def build(entries: Sequence[Entry], switch: bool) -> None:
        with catalogue.rebuild() as new:
            new.put(entries)
            if switch:
                new.switch({"vacancy": 2, "worker": 0})

    with pytest.raises(Conflict, match="不完整"):
        build([entry(1)], switch=True)
    build([entry(7), entry(8)], switch=False)
    catalogue.put([entry(3)])
    assert set(catalogue.find(query()).ids) == {name(1), name(2), name(3)}


@pytest.mark.parametrize("engine", ENGINES)
def test_searches_and_writes_go_on_while_an_index_is_rebuilt(fresh: Callable[[str], Catalogue], engine: str) -> None:
    catalogue = fresh(engine)
    first = [entry(n) for n in range(100)]
    catalogue.put(first)
    done: list[Entry] = []

    def write() -> None:
        for n in range(100, 130):
            done.append(entry(n))
            catalogue.put([done[-1]], wait=False)

    def search() -> set[int]:
        return {catalogue.find(query(size=500)).total for _ in range(30)}

    with ThreadPoolExecutor(2) as pool:
        written, totals = pool.submit(write), pool.submit(search)
        with catalogue.rebuild() as new:
            for n in range(0, 100, 10):
                new.put(first[n : n + 10])
            new.switch({"vacancy": 100, "worker": 0})
        assert min(totals.result()) >= 100
        written.result()
    catalogue.put(done)
    assert catalogue.find(query(size=500)).total == catalogue.count("vacancy") == 130


def test_threads_that_write_and_search_at_once_see_whole_entries(catalogue: Catalogue) -> None:
    def write(first: int) -> None:
        for version in range(1, 6):
            odd = version % 2
            text, tags = "电工" if odd else "焊工", {"shift": (str(odd),)}
            catalogue.put([entry(n, text, version=version, tags=tags) for n in range(first, first + 5)])

    def search(_: int) -> Sequence[tuple[int, int]]:
        found = [catalogue.find(query("电工", facets=("shift",))) for _ in range(15)]
        return [(each.total, each.facets["shift"].get("1", 0)) for each in found]

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, first) for first in (0, 5)]
        for totals in pool.map(search, range(2)):
            assert all(total == tagged for total, tagged in totals)
        for writer in writers:
            writer.result()
    assert catalogue.find(query("电工")).total == 10


def test_a_child_process_searches_and_ranks_on_its_own(fresh: Callable[[str], Catalogue], feed: Feed) -> None:
    catalogue = fresh("embedded")
    catalogue.put([entry(1)])
    feed.save(name(1), row(1))
    assert len(catalogue.best_rows("vacancy", Question(), 5).columns["key"]) == catalogue.find(query()).total == 1
    child = os.fork()
    if child == 0:
        feed.save(name(2), row(2))
        catalogue.put([entry(2)])
        right = catalogue.find(query()).total == 2 and len(catalogue.best_rows("vacancy", Question(), 5).columns["key"]) == 2
        os._exit(0 if right else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert catalogue.find(query()).total == 2


def test_a_second_process_sees_what_the_first_wrote_and_rebuilt(tmp_path: Path, feed: Feed) -> None:
    one, other = (Embedded(tmp_path / "catalogue.db", feed, {"vacancy": ROW, "worker": ROW}) for _ in range(2))
    one.put([entry(1, "电工")])
    assert other.find(query("电工")).total == 1
    with one.rebuild() as new:
        new.put([entry(2, "电工"), entry(3, "电工")])
        new.switch({"vacancy": 2})
    assert set(other.find(query("电工")).ids) == {name(2), name(3)}
    for each in (one, other):
        each.close()


def test_a_board_worn_by_many_changes_is_read_anew(fresh: Callable[[str], Catalogue]) -> None:
    catalogue = fresh("embedded")
    for version in range(1, 8):
        catalogue.put([entry(n, version=version, tags={"shift": (str(version),)}) for n in range(2000)])
        found = catalogue.find(query(facets=("shift",), size=1))
        assert (found.total, found.facets["shift"]) == (2000, {str(version): 2000})


def test_a_file_that_is_no_database_is_a_search_that_is_away(tmp_path: Path, feed: Feed) -> None:
    (tmp_path / "catalogue.db").write_bytes(b"no database at all" * 100)
    broken = Embedded(tmp_path / "catalogue.db", feed, {"vacancy": ROW})
    assert not broken.ready()
    with pytest.raises(Unavailable, match="搜索暂时不可用"):
        broken.find(query())
    with pytest.raises(Unavailable):
        broken.put([entry(1)])


def test_rows_in_memory_follow_the_ledger_and_a_snapshot_never_changes(fresh: Callable[[str], Catalogue], feed: Feed) -> None:
    catalogue = fresh("embedded")
    dice = np.random.default_rng(1)
    held: dict[int, int] = {}
    snapshots: list[tuple[dict[int, int], dict[int, int]]] = []
    for step in range(400):
        number = int(dice.integers(0, 60))
        if dice.random() < 0.3:
            held.pop(number, None)
            feed.save(name(number), None)
        else:
            held[number] = step
            feed.save(name(number), row(number, yuan=step, day=-step))
        if step % 3 == 0:
            columns = catalogue.best_rows("vacancy", Question(), 5).columns
            assert (columns["day"] == -columns["yuan"]).all()
            snapshots.append((columns, dict(held)))  # type: ignore[arg-type]
    for columns, then in snapshots:
        assert dict(zip(columns["key"].tolist(), columns["yuan"].tolist(), strict=True)) == then  # type: ignore[attr-defined]
        assert all(column.flags.c_contiguous for column in columns.values())  # type: ignore[attr-defined]
