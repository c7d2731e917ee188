"""Tags and numbers of all entries of one kind as columns in memory: filters, totals and facets are passes over arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
MISSING = np.iinfo(np.int64).min
Row = tuple[int, int, int, bytes, bytes]  # slot, key, gone, tag codes (int32), pairs of number code and number (int64)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a search works on; nothing in it changes any more. One position an entry; slots rise.

    tags: field → (codes, positions that hold them), in pairs. values: code → (field, value), all below `codes_end`.
    """

    slots: Ints
    keys: Ints
    alive: Mask
    tags: Mapping[str, tuple[NDArray[np.int32], NDArray[np.int32]]]
    numbers: Mapping[str, Ints]
    values: Mapping[int, tuple[str, str]]
    codes: Mapping[tuple[str, str], int]
    codes_end: int

    def positions(self, slots: Ints) -> Ints:
        """Where these slots stand; those not on this board are left out."""
        if not len(self.slots):
            return slots[:0]
        places: Ints = np.minimum(np.searchsorted(self.slots, slots), len(self.slots) - 1)
        found: Ints = places[self.slots[places] == slots]
        return found

    def tagged(self, field: str, values: Sequence[str]) -> Mask:
        """Entries that hold any of the values."""
        found = np.zeros(len(self.slots), dtype=np.bool_)
        codes = [code for value in values if (code := self.codes.get((field, value))) is not None]
        if field in self.tags and codes:
            held, positions = self.tags[field]
            wanted = np.zeros(self.codes_end, dtype=np.bool_)
            wanted[codes] = True
            found[positions[wanted[held]]] = True
        return found

    def number(self, field: str) -> Ints:
        column = self.numbers.get(field)
        return np.full(len(self.slots), MISSING) if column is None else column

    def counts(self, field: str, hits: Mask) -> dict[str, int]:
        """value → how many of the hits hold it, most frequent first."""
        if field not in self.tags:
            return {}
        held, positions = self.tags[field]
        counted = np.bincount(held[hits[positions]])
        found = [(self.values[int(code)][1], int(counted[code])) for code in np.flatnonzero(counted)]
        return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))


class Growing:
    """An array that only grows. A view given out stays as it is."""

    def __init__(self, dtype: Any) -> None:
        self._buffer = np.empty(1024, dtype=dtype)
        self.length = 0

    def extend(self, items: NDArray[Any]) -> None:
        end = self.length + len(items)
        if end > len(self._buffer):
            larger = np.empty(max(end, 2 * len(self._buffer)), dtype=self._buffer.dtype)
            larger[: self.length] = self._buffer[: self.length]
            self._buffer = larger
        self._buffer[self.length : end] = items
        self.length = end

    @property
    def view(self) -> NDArray[Any]:
        return self._buffer[: self.length]


class Board:
    """Takes new rows in the order of their slots. A changed entry arrives as a new row; its old position dies."""

    def __init__(self) -> None:
        self._slots, self._keys = Growing(np.int64), Growing(np.int64)
        self._alive = np.zeros(0, dtype=np.bool_)
        self._place: dict[int, int] = {}
        self._tags: dict[str, tuple[Growing, Growing]] = {}
        self._numbers: dict[str, Growing] = {}
        self._values: dict[int, tuple[str, str]] = {}
        self._codes: dict[tuple[str, str], int] = {}
        self.upto = 0

    @property
    def worn(self) -> bool:
        """More dead positions than living ones: better read anew."""
        return self._slots.length > 10_000 and self._slots.length > 2 * len(self._place)

    def learn(self, values: Iterable[tuple[int, str, str]]) -> None:
        for code, field, value in values:
            self._values[code] = field, value
            self._codes[field, value] = code

    @property
    def last_code(self) -> int:
        return max(self._values, default=0)

    def add(self, rows: Sequence[Row]) -> None:
        start = self._slots.length
        keys = [row[1] for row in rows]
        self._slots.extend(np.array([row[0] for row in rows], dtype=np.int64))
        self._keys.extend(np.array(keys, dtype=np.int64))
        died = [place for key in keys if (place := self._place.get(key)) is not None]
        self._alive = np.concatenate([self._alive, np.array([not row[2] for row in rows], dtype=np.bool_)])
        self._alive[died] = False
        self._place |= zip(keys, range(start, start + len(rows)), strict=True)
        self._add_tags(rows, start)
        self._add_numbers(rows, start)
        self.upto = rows[-1][0]

    def _add_tags(self, rows: Sequence[Row], start: int) -> None:
        codes = np.frombuffer(b"".join(row[3] for row in rows), dtype=np.int32)
        positions = np.repeat(np.arange(start, start + len(rows), dtype=np.int32), [len(row[3]) // 4 for row in rows])
        known = np.unique(codes)
        fields = [self._values[int(code)][0] for code in known]
        field_of = np.array(fields, dtype=object)[np.searchsorted(known, codes)] if fields else codes
        for field in set(fields):
            chosen = field_of == field
            held, places = self._tags.setdefault(field, (Growing(np.int32), Growing(np.int32)))
            held.extend(codes[chosen])
            places.extend(positions[chosen])

    def _add_numbers(self, rows: Sequence[Row], start: int) -> None:
        pairs = np.frombuffer(b"".join(row[4] for row in rows), dtype=np.int64).reshape(-1, 2)
        positions = np.repeat(np.arange(len(rows)), [len(row[4]) // 16 for row in rows])
        for code in np.unique(pairs[:, 0]):
            self._numbers.setdefault(self._values[int(code)][0], Growing(np.int64))
        for field, column in self._numbers.items():
            new = np.full(start + len(rows) - column.length, MISSING)
            chosen = pairs[:, 0] == self._codes[field, ""]
            new[start - column.length + positions[chosen]] = pairs[chosen, 1]
            column.extend(new)

    def snapshot(self) -> Snapshot:
        return Snapshot(
            slots=self._slots.view, keys=self._keys.view, alive=self._alive.copy(),
            tags={field: (codes.view, places.view) for field, (codes, places) in self._tags.items()},
            numbers={field: column.view for field, column in self._numbers.items()}, values=dict(self._values), codes=dict(self._codes),
            codes_end=self.last_code + 1,
        )
