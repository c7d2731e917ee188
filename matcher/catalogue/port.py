"""What services need of the catalogue; `embedded.py` (SQLite FTS5 and rows in memory) and `elastic.py` (Elasticsearch) keep the promise.

Promises, tested on both engines by one suite:
- The same search finds the same documents in both; order by words may differ in detail, filters, totals and facets may not.
- An entry with a version that is not newer than the one there changes nothing.
- `put` returns when the entries can be found. Engine away: `Unavailable`, and reading by id is no concern of the catalogue.
- Paging by cursor over an unchanged catalogue gives each document once.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.domain.search import Entry, Found, Listed, Query, Question

Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Rows to be scored exactly, as columns (structure of arrays) of the row dtype.

    complete: every row there is, so no proof is needed. lowest_coarse: coarse score of the last row fetched; nothing outside has more.
    found: how many rows pass the gates where the engine knows, else None.
    """

    columns: Columns
    complete: bool
    lowest_coarse: float = 0.0
    found: int | None = None


class Rebuild(Protocol):
    """A new index being filled beside the serving one."""

    def put(self, entries: Sequence[Entry]) -> None: ...
    def switch(self, expected: Mapping[Listed, int]) -> None:
        """Make it the serving one if it holds as many entries of each kind as expected, else raise Conflict and leave the old one."""


class Catalogue(Protocol):
    def put(self, entries: Sequence[Entry], *, wait: bool = True) -> None:
        """wait False (bulk work): findable soon after, or at the latest after the next `put` that waits."""
    def find(self, query: Query) -> Found: ...
    def best_rows(self, kind: Listed, question: Question, limit: int) -> Retrieved:
        """Rows of `kind` for a ranking. An engine that holds all rows in memory ignores question and limit and returns all."""
    def rebuild(self) -> AbstractContextManager[Rebuild]:
        """Leaving without a successful switch drops the half-made index."""
    def count(self, kind: Listed) -> int: ...
    def ready(self) -> bool: ...
    def close(self) -> None: ...
