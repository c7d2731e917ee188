"""The best of one side for one of the other, with a proof that nobody better was left out.

The source gives rows; all scoring is here. Rows are taken in blocks that stay in the processor's cache: hard gates first, then only
those who pass are scored, and only what can still be among the best is kept.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

import numpy as np

from matcher.domain.identifiers import id_of, key_of
from matcher.domain.search import Listed, Question, Retrieved
from matcher.matching.codes import Day
from matcher.matching.conditions import Array, Rows
from matcher.matching.criteria import question
from matcher.matching.distances import distances_apart
from matcher.matching.gating import passing
from matcher.matching.rows import one, rows_at
from matcher.matching.scoring import Scale, Way, blocks, score, steps
from matcher.matching.ties import tie_break
from matcher.matching.weights import Weights

FIRST, MOST = 500, 8_000  # rows asked of an engine at first and at most
MARGIN: Final = 1e-5  # an engine sums in 32 bits


class Source(Protocol):
    """Where rows come from: the catalogue, or a part of it."""

    def best_rows(self, kind: Listed, question: Question, limit: int) -> Retrieved: ...


@dataclass(frozen=True, slots=True)
class Ranked:
    """score: geometric mean of `wants` (the worker's side) and `needs` (the employer's), all 0..1.

    away_km: between home and post, None where unknown. nearer: chosen because it is nearer home (nearer.py).
    """

    id: str
    score: float
    wants: float
    needs: float
    away_km: float | None = None
    nearer: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """proved: nobody outside can be better. passed: how many pass every gate, None where the engine does not tell. looked_at: rows read.

    rows: id → the feature row that was ranked, for whoever explains.
    """

    items: tuple[Ranked, ...]
    proved: bool
    passed: int | None
    looked_at: int
    rows: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Best:
    """The best so far, unordered; places: where their rows stand. passed: how many passed the gates in all."""

    places: Array
    keys: Array
    scores: Array
    wants: Array
    needs: Array
    passed: int = 0

    def only(self, chosen: Array) -> "Best":
        return Best(self.places[chosen], self.keys[chosen], self.scores[chosen], self.wants[chosen], self.needs[chosen], self.passed)

    def joined(self, other: "Best") -> "Best":
        both = [np.concatenate((getattr(self, name), getattr(other, name))) for name in ("places", "keys", "scores", "wants", "needs")]
        return Best(both[0], both[1], both[2], both[3], both[4])


def rank_workers(  # noqa: PLR0913 - the last two are given by name
    row: bytes, source: Source, weights: Weights, day: date, top: int = 50, exclude: Collection[str] = ()) -> Ranking:
    """The best people for the post with this feature row. exclude: ids not to be shown. Raises Unavailable."""
    return _rank("worker", one("vacancy", row), source, Scale(weights, Day.of(day)), top, exclude)


def rank_vacancies(  # noqa: PLR0913 - the last two are given by name
    row: bytes, source: Source, weights: Weights, day: date, top: int = 3, exclude: Collection[str] = ()) -> Ranking:
    """The best posts for the person with this feature row. exclude: ids not to be shown. Raises Unavailable."""
    return _rank("vacancy", one("worker", row), source, Scale(weights, Day.of(day)), top, exclude)


def _rank(kind: Listed, fixed: Rows, source: Source, scale: Scale, top: int, exclude: Collection[str]) -> Ranking:  # noqa: PLR0913
    asked = question(kind, fixed, scale.weights, scale.day)
    barred = np.array(sorted(key_of(id) for id in exclude), dtype=np.int64)
    limit = FIRST
    while True:
        rows = source.best_rows(kind, asked, limit)
        best = best_of(kind, fixed, rows.columns, scale, top + len(barred))
        count = len(rows.columns["key"])
        best = _in_order(best.only(np.flatnonzero(~np.isin(best.keys, barred))), int(fixed["key"]), top)
        items = _ranked(kind, best, fixed, rows.columns)
        proved = rows.complete or count < limit or (len(items) == top and items[-1].score > rows.lowest_coarse + MARGIN)
        if proved or limit >= MOST:
            known = dict(zip((each.id for each in items), rows_at(kind, rows.columns, best.places), strict=True))
            return Ranking(items, proved, best.passed if rows.complete else rows.found, count, known)
        limit = min(2 * limit, MOST)


def best_of(kind: Listed, fixed: Rows, columns: Rows, scale: Scale, top: int) -> Best:
    """The `top` best of these rows for the fixed one, ties at the edge decided like all ties."""
    best, way, passed = NOBODY, Way(scale, steps(kind, fixed, scale), top), 0
    for start, block in blocks(columns):
        alive = passing(block, fixed, scale.day) if kind == "worker" else passing(fixed, block, scale.day)
        places = np.flatnonzero(np.broadcast_to(alive, (len(block["key"]),)))
        passed += len(places)
        if len(best.scores) >= top:
            way = replace(way, edge=float(best.scores.min()))
        found = score(kind, fixed, block, places, way)
        best = _kept(best, Best(found.places + start, block["key"][found.places], found.scores, found.wants, found.needs), int(fixed["key"]), top)
    return replace(best, passed=passed)


NOBODY: Final = Best(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0), np.empty(0))


def _kept(best: Best, found: Best, fixed_key: int, top: int) -> Best:
    """The best of both; on the edge the tie break decides."""
    both = best.joined(found)
    return both if len(both.scores) <= top else both.only(_top_places(both, fixed_key, top))


def _top_places(both: Best, fixed_key: int, top: int) -> Array:
    edge = np.partition(both.scores, len(both.scores) - top)[len(both.scores) - top]
    above = np.flatnonzero(both.scores > edge)
    level = np.flatnonzero(both.scores == edge)
    order = np.argsort(tie_break(both.keys[level], fixed_key), kind="stable")
    return np.concatenate((above, level[order[: top - len(above)]]))


def _in_order(best: Best, fixed_key: int, top: int) -> Best:
    return best.only(np.lexsort((tie_break(best.keys, fixed_key), -best.scores))[:top])


def _ranked(kind: Listed, best: Best, fixed: Rows, columns: Rows) -> tuple[Ranked, ...]:
    away = distances_apart({name: columns[name][best.places] for name in ("lon", "lat")}, fixed)
    rows = zip(best.keys.tolist(), best.scores.tolist(), best.wants.tolist(), best.needs.tolist(), away, strict=True)
    return tuple(Ranked(id_of(kind, key), *rest) for key, *rest in rows)
