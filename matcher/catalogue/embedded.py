"""The catalogue without a server: words in SQLite FTS5, tags, numbers and feature rows as columns in this process's memory."""

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from matcher.catalogue import generations
from matcher.catalogue.board import MISSING, Board, Ints, Mask, Snapshot
from matcher.catalogue.columns import Columns
from matcher.catalogue.cursors import read_cursor, write_cursor
from matcher.catalogue.file import CatalogueFile
from matcher.domain.errors import Conflict, Unavailable
from matcher.domain.identifiers import id_of
from matcher.domain.search import Entry, Found, Listed, Query, Question, Retrieved, RowFeed

WEIGHED = 1000  # so many hits, the newest, are ordered by relevance; bm25 of every hit of a very common word would take 100 ms


class Embedded:
    """Keeps the promises of port.Catalogue in one SQLite file, which may be the ledger's own."""

    def __init__(self, path: Path, feed: RowFeed, dtypes: Mapping[Listed, np.dtype[Any]]) -> None:
        self._file = CatalogueFile(path)
        self._feed, self._dtypes = feed, dtypes
        self._memory = Memory(feed, dtypes)

    def put(self, entries: Sequence[Entry], *, wait: bool = True) -> None:
        """Findable when this returns, `wait` or not."""
        if not entries:
            return
        with self._file.writing() as connection:
            serving = generations.serving(connection) or generations.create(connection, serve=True)
            generations.store(connection, serving, entries)

    def find(self, query: Query) -> Found:
        with self._file.reading() as connection:
            generation, board = self._in_memory().board(connection, query.kind)
            if generation is None:
                return Found(facets={field: {} for field in query.facets})
            table = generations.words_table(query.kind, generation)
            hits = matching(board, query)
            if query.required:
                hits &= text_hits(connection, table, board, query)
            return _found(board, query, hits, relevance(connection, table, board, query, hits))

    def best_rows(self, kind: Listed, question: Question, limit: int) -> Retrieved:
        """All rows: they are in memory, so nothing is gained by leaving some out."""
        return Retrieved(columns=self._in_memory().columns[kind].current(), complete=True)

    @contextmanager
    def rebuild(self) -> Iterator["EmbeddedRebuild"]:
        with self._file.writing() as connection:
            generation = generations.create(connection, serve=False)
        rebuild = EmbeddedRebuild(self._file, generation)
        try:
            yield rebuild
        finally:
            if not rebuild.switched:
                with self._file.writing() as connection:
                    generations.drop(connection, generation)

    def count(self, kind: Listed) -> int:
        with self._file.reading() as connection:
            generation = generations.serving(connection)
            return 0 if generation is None else generations.count(connection, kind, generation)

    def ready(self) -> bool:
        try:
            with self._file.reading() as connection:
                generations.serving(connection)
        except Unavailable:
            return False
        return True

    def close(self) -> None:
        self._file.close()

    def _in_memory(self) -> "Memory":
        if self._memory.process != os.getpid():  # a lock copied by a fork may be held by a thread that is not here
            self._memory = Memory(self._feed, self._dtypes)
        return self._memory


class EmbeddedRebuild:
    """A generation being filled; puts are short transactions, so that the service goes on writing between them."""

    def __init__(self, file: CatalogueFile, generation: int) -> None:
        self._file, self._generation = file, generation
        self.switched = False

    def put(self, entries: Sequence[Entry]) -> None:
        with self._file.writing() as connection:
            generations.store(connection, self._generation, entries)

    def switch(self, expected: Mapping[Listed, int]) -> None:
        with self._file.writing() as connection:
            held = {kind: generations.count(connection, kind, self._generation) for kind in expected}
            if held != dict(expected):
                raise Conflict(f"新索引不完整 (应有 {dict(expected)}, 实有 {held}), 仍用旧索引。请再运行一次 matcher reindex。")
            old = generations.serving(connection)
            if old is not None:
                generations.drop(connection, old)
            connection.execute("UPDATE catalogue_generation SET serving = 1 WHERE number = ?", (self._generation,))
        self.switched = True


class Memory:
    """What this process holds: a board of each kind, brought up to date before each search, and the feature rows."""

    def __init__(self, feed: RowFeed, dtypes: Mapping[Listed, np.dtype[Any]]) -> None:
        self.process = os.getpid()
        self.columns = {kind: Columns(feed, kind, dtype) for kind, dtype in dtypes.items()}
        self._lock = Lock()
        self._boards: dict[Listed, tuple[int, Board, Snapshot]] = {}

    def board(self, connection: sqlite3.Connection, kind: Listed) -> tuple[int | None, Snapshot]:
        """The serving generation and its board as of this connection's transaction, which begins here: inside the lock, so that the
        board is never ahead of what the connection sees."""
        with self._lock:
            generation = generations.serving(connection)
            if generation is None:
                return None, Board().snapshot()
            held = self._boards.get(kind)
            fresh = held is None or held[0] != generation or held[1].worn
            board = Board() if held is None or fresh else held[1]
            rows = generations.rows_after(connection, kind, generation, board.upto)
            if rows or fresh or held is None:
                board.learn(generations.values_after(connection, kind, board.last_code))
                if rows:
                    board.add(rows)
                held = self._boards[kind] = generation, board, board.snapshot()
            return generation, held[2]


def matching(board: Snapshot, query: Query) -> Mask:
    """Living entries that pass tags and numbers."""
    hits = board.alive.copy()
    for field, values in query.any_tags.items():
        hits &= board.tagged(field, values)
    for field, bound in query.at_least.items():
        column = board.number(field)
        hits &= (column >= bound) | (column == MISSING)
    for field, bound in query.at_most.items():
        hits &= board.number(field) <= bound  # MISSING is the lowest of all
    return hits


def text_hits(connection: sqlite3.Connection, table: str, board: Snapshot, query: Query) -> Mask:
    found = np.zeros(len(board.slots), dtype=np.bool_)
    expression = generations.hits_expression(query.required)
    (listed,) = connection.execute(f"SELECT group_concat(rowid) FROM {table} WHERE {table} MATCH ?", (expression,)).fetchone()
    if listed:
        found[board.positions(np.fromstring(listed, dtype=np.int64, sep=","))] = True
    return found


def relevance(connection: sqlite3.Connection, table: str, board: Snapshot, query: Query, hits: Mask) -> NDArray[np.float64]:
    """bm25, lower is better, for the newest hits; 0 for the others."""
    scores = np.zeros(len(board.slots))
    if query.required and query.sort == "best" and hits.any():
        pool = np.flatnonzero(hits)
        pool = pool[leading(WEIGHED, _newest_first(board, pool), board.keys[pool])]
        rows = connection.execute(
            f"SELECT rowid, bm25({table}, 3.0, 1.0) FROM {table} WHERE {table} MATCH ? AND +rowid IN (SELECT value FROM json_each(?))",
            (generations.relevance_expression(query.required), orjson.dumps(board.slots[pool].tolist()).decode()),
        ).fetchall()
        scores[board.positions(np.array([row[0] for row in rows], dtype=np.int64))] = [row[1] for row in rows]
    return scores


def leading(size: int, first: NDArray[Any], *others: NDArray[Any]) -> Ints:
    """Where the `size` smallest stand, in order, by `first`, ties by the others. Sorts no more than it must."""
    chosen = np.arange(len(first))
    if len(first) > size:
        last = np.partition(first, size - 1)[size - 1]
        sure, tied = np.flatnonzero(first < last), np.flatnonzero(first == last)
        if others:
            tied = tied[leading(size - len(sure), *(column[tied] for column in others))]
        chosen = np.concatenate([sure, tied])
    keys = [column[chosen] for column in (first, *others)]
    ordered: Ints = chosen[np.lexsort(keys[::-1])[:size]]
    return ordered


def _found(board: Snapshot, query: Query, hits: Mask, scores: NDArray[np.float64]) -> Found:
    places = np.flatnonzero(hits)
    sorting = (scores[places], _newest_first(board, places), board.keys[places])
    left = np.ones(len(places), dtype=np.bool_) if query.cursor is None else _after(sorting, read_cursor(query.cursor, 3))
    sorting = (sorting[0][left], sorting[1][left], sorting[2][left])
    chosen = leading(query.size, *sorting)
    more = len(sorting[0]) > len(chosen) > 0
    return Found(
        ids=tuple(id_of(query.kind, int(key)) for key in sorting[2][chosen]), total=len(places),
        cursor=write_cursor([column[chosen[-1]].item() for column in sorting]) if more else None,
        facets={field: board.counts(field, hits) for field in query.facets},
    )


def _newest_first(board: Snapshot, places: Ints) -> Ints:
    """Lower is newer; without a date last."""
    posted = board.number("posted")[places]
    return np.where(posted == MISSING, np.iinfo(np.int64).max, -posted)


def _after(sorting: tuple[NDArray[Any], ...], last: Sequence[Any]) -> Mask:
    """Those that come later than the values of the cursor."""
    later = np.zeros(len(sorting[0]), dtype=np.bool_)
    tied = np.ones(len(sorting[0]), dtype=np.bool_)
    for column, value in zip(sorting, last, strict=True):
        later |= tied & (column > value)
        tied &= column == value
    return later
