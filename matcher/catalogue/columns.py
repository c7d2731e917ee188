"""Feature rows as columns in memory, followed from the ledger's change numbers."""

from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.domain.search import Listed, RowBatch, RowFeed

Column = NDArray[Any]
SMALLEST = 1024


class Columns:
    """All rows of one kind, one contiguous array a field.

    A snapshot given out never changes: what is in one is replaced in a copy of the column, and only what no snapshot shows is written in place.
    """

    def __init__(self, feed: RowFeed, kind: Listed, dtype: np.dtype[Any]) -> None:
        self._feed, self._kind, self._dtype = feed, kind, dtype
        self._lock = Lock()
        self._upto = 0
        self._ids: list[str] = []
        self._place: dict[str, int] = {}
        self._buffers: dict[str, Column] = {name: _room(dtype[name], SMALLEST) for name in dtype.names or ()}
        self._snapshot = self._views()

    def current(self) -> Mapping[str, Column]:
        """As the ledger has them now. Raises Unavailable."""
        with self._lock:
            batch = self._feed.rows_since(self._kind, self._upto, self._dtype.itemsize)
            if batch.ids or batch.gone:
                self._apply(batch)
                self._snapshot = self._views()
            self._upto = batch.upto
            return self._snapshot

    def _apply(self, batch: RowBatch) -> None:
        rows = np.frombuffer(batch.rows, dtype=self._dtype)
        known = [n for n, id in enumerate(batch.ids) if id in self._place]
        if known:
            self._replace([self._place[batch.ids[n]] for n in known], rows[known])
        if len(known) < len(rows):
            new = [n for n, id in enumerate(batch.ids) if id not in self._place]
            self._append([batch.ids[n] for n in new], rows[new])
        self._remove(id for id in batch.gone if id in self._place)

    def _replace(self, places: list[int], rows: Column) -> None:
        """Only the columns in which something differs are copied."""
        for name, buffer in self._buffers.items():
            if not np.array_equal(buffer[places], rows[name]):
                changed = buffer.copy()
                changed[places] = rows[name]
                self._buffers[name] = changed

    def _append(self, ids: list[str], rows: Column) -> None:
        start, end = len(self._ids), len(self._ids) + len(ids)
        for name, buffer in self._buffers.items():
            if end > len(buffer):
                larger = _room(self._dtype[name], max(end, 2 * len(buffer)))
                larger[:start] = buffer[:start]
                self._buffers[name] = buffer = larger
            buffer[start:end] = rows[name]
        self._ids += ids
        self._place |= zip(ids, range(start, end), strict=True)

    def _remove(self, ids: Iterable[str]) -> None:
        """The last row takes the place of the one that goes, in fresh copies: snapshots still show the old places."""
        moves: list[tuple[int, int]] = []
        for id in ids:
            place, last = self._place.pop(id), self._ids.pop()
            if last != id:
                self._ids[place], self._place[last] = last, place
                moves.append((place, len(self._ids)))
            elif not moves:
                moves.append((place, place))
        if not moves:
            return
        self._buffers = {name: buffer.copy() for name, buffer in self._buffers.items()}
        for buffer in self._buffers.values():
            for place, last_place in moves:
                buffer[place] = buffer[last_place]

    def _views(self) -> Mapping[str, Column]:
        views = {name: buffer[: len(self._ids)] for name, buffer in self._buffers.items()}
        for view in views.values():
            view.flags.writeable = False
        return views


def _room(dtype: np.dtype[Any], length: int) -> Column:
    return np.empty((length, *dtype.shape), dtype=dtype.base)
