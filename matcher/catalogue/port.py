"""What services need of the catalogue; `embedded.py` (SQLite FTS5 and rows in memory) and `elastic.py` (Elasticsearch) keep the promise.

Promises, tested on both engines by one suite:
- The same search finds the same documents in both; order by words may differ in detail, filters, totals and facets may not.
- An entry with a version that is not newer than the one there changes nothing.
- `put` returns when the entries can be found. Engine away: `Unavailable`, and reading by id is no concern of the catalogue.
- Paging by cursor over an unchanged catalogue gives each document once.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from matcher.domain.search import Entry, Found, Listed, Query, Question, Retrieved


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
