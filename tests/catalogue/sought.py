"""Entries, a plain reading of what a search means, and a feed of rows, for the tests of the catalogue."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

import numpy as np

from matcher.catalogue.elastic import Elastic
from matcher.domain.identifiers import id_for, key_of
from matcher.domain.search import Cut, Entry, Listed, Query, RowBatch
from matcher.reading.tokens import cut_query, cut_text

ROW = np.dtype([("key", "<i8"), ("yuan", "<i4"), ("day", "<i4"), ("kind", "<i2"), ("share", "<f4")])
FEATURES = {"vacancy": ("yuan", "day", "kind", "skills"), "worker": ("yuan", "day", "kind", "skills")}
TAGS = {"vacancy": ("place", "shift"), "worker": ("place", "shift")}
NUMBERS = {"vacancy": ("pay", "closes", "posted"), "worker": ("pay", "closes", "posted")}
PREFIXES = (f"test-{os.getpid()}-{number}" for number in count())
round_number = 0  # rises with each test


def name(number: int, kind: Listed = "vacancy") -> str:
    return id_for(kind, str(round_number), str(number))


def entry(number: int = 0, text: str = "缝纫工", *, version: int = 1, kind: Listed = "vacancy", **changes: Any) -> Entry:
    return Entry(**{"kind": kind, "id": name(number, kind), "version": version, "cut": cut_text(text), "row": row(number)} | changes)


def row(number: int, **values: Any) -> bytes:
    filled = np.zeros(1, dtype=ROW)
    filled["key"] = number
    for field, value in values.items():
        filled[field] = value
    return filled.tobytes()


def query(words: str = "", **changes: Any) -> Query:
    return Query(**{"kind": "vacancy", "required": cut_query(words), "size": 100} | changes)


def is_hit(entry: Entry, query: Query) -> bool:
    """What the docstrings of domain/search.py say, word for word."""
    return (
        entry.kind == query.kind and not entry.gone and all(has(entry.cut, cut) for cut in query.required)
        and all(set(entry.tags.get(field, ())) & set(values) for field, values in query.any_tags.items())
        and all(entry.numbers.get(field, bound) >= bound for field, bound in query.at_least.items())
        and all(entry.numbers.get(field, bound) <= bound for field, bound in query.at_most.items())
    )


def has(cut: Cut, asked: Cut) -> bool:
    return set(asked.words) <= set(cut.words) if asked.words else set(asked.bigrams) <= set(cut.bigrams)


def facet(entries: Iterable[Entry], field: str) -> dict[str, int]:
    return dict(Counter(value for each in entries for value in set(each.tags.get(field, ()))))


def newest_first(entries: Iterable[Entry]) -> list[str]:
    return [each.id for each in sorted(entries, key=lambda e: (-e.numbers["posted"] if "posted" in e.numbers else np.inf, key_of(e.id)))]


class Feed:
    """The part of a ledger that hands out rows."""

    def __init__(self) -> None:
        self.number = 0
        self.rows: dict[str, tuple[int, bytes | None]] = {}

    def save(self, id: str, row: bytes | None) -> None:
        """None: gone."""
        self.number += 1
        self.rows[id] = self.number, row

    def rows_since(self, kind: Listed, number: int, width: int) -> RowBatch:
        changed = [(id, row) for id, (at, row) in list(self.rows.items()) if at > number]
        living: Sequence[tuple[str, bytes]] = [(id, row) for id, row in changed if row is not None]
        gone = tuple(id for id, row in changed if row is None)
        return RowBatch(tuple(id for id, _ in living), b"".join(row for _, row in living), gone, self.number)


def elastic(urls: list[str], **changes: Any) -> Elastic:
    return Elastic(urls, next(PREFIXES), {"vacancy": ROW, "worker": ROW}, FEATURES, tags=TAGS, numbers=NUMBERS,
                   **{"refresh": "20ms", **changes})
