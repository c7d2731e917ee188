"""Scoring many rows against one, giving up early on those that can no longer be among the best.

The weightiest criteria come first. After each, a row's score can at most be what it has plus the ceilings of the criteria still to come;
where even that lies below the worst of the best so far, the rest is not reckoned. What is left has its exact score.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from matcher.domain.search import Listed
from matcher.matching.codes import Day
from matcher.matching.conditions import Array, Coarse, Rows
from matcher.matching.criteria import overall, rated_criteria
from matcher.matching.criterion import Criterion, Side
from matcher.matching.weights import Weights

WORTH: Final = 0.75  # cutting rows out costs about as much as scoring a quarter of them once more
PROBED: Final = 10  # times `top`: for fewer rows a probe costs more than it saves
SLACK: Final = 1.0 - 1e-12  # sums in another order differ in the last bits


@dataclass(frozen=True, slots=True)
class Scale:
    """What a score depends on besides the two rows."""

    weights: Weights
    day: Day


@dataclass(frozen=True, slots=True)
class Step:
    """same: it gives every row the same. rest_wants, rest_needs: the most that the steps after this one can add to each side."""

    criterion: Criterion
    weight: float
    same: bool
    rest_wants: float
    rest_needs: float


@dataclass(frozen=True, slots=True)
class Scored:
    """places: of the rows left, within the block."""

    places: Array
    scores: Array
    wants: Array
    needs: Array


def steps(kind: Listed, fixed: Rows, scale: Scale) -> tuple[Step, ...]:
    """Criteria for this row, those that are the same for all first, then the weightiest."""
    rated = list(rated_criteria(kind, fixed, scale.weights, scale.day))
    rated.sort(key=lambda one: (bool(one[2].terms), -one[1]))
    made, rest = [], {Side.WORKER: 0.0, Side.EMPLOYER: 0.0}
    for criterion, weight, most in reversed(rated):
        made.append(Step(criterion, weight, not most.terms, rest[Side.WORKER], rest[Side.EMPLOYER]))
        rest[criterion.side] += weight * _ceiling(most)
    return tuple(reversed(made))


def _ceiling(most: Coarse) -> float:
    return min(most.base + sum(term.weight for term in most.terms), 1.0)


def score(kind: Listed, fixed: Rows, block: Rows, places: Array, way: "Way") -> Scored:
    """Exact scores of these rows of the block, but for those that cannot reach the edge."""
    chosen: Rows = Taken(block, places)
    wants, needs, edge = np.zeros(len(places)), np.zeros(len(places)), way.edge
    for number, step in enumerate(way.steps):
        pair = (chosen, fixed) if kind == "worker" else (fixed, chosen)
        gained = step.weight * step.criterion.score(*pair, way.scale.day)
        side = wants if step.criterion.side is Side.WORKER else needs
        side += gained
        if not way.top or not np.ndim(gained):
            continue
        most = (wants + step.rest_wants) * (needs + step.rest_needs)
        if number == way.probe and len(places) > PROBED * way.top:
            edge = max(edge, _edge_among(kind, fixed, block, places[np.argpartition(most, -2 * way.top)[-2 * way.top:]], way))
        hopeful = np.flatnonzero(most >= edge * edge * SLACK)
        if len(hopeful) < WORTH * len(places):
            places, wants, needs = places[hopeful], wants[hopeful], needs[hopeful]
            chosen = Taken(block, places)
    return Scored(places, overall(wants, needs), wants, needs)


def _edge_among(kind: Listed, fixed: Rows, block: Rows, likeliest: Array, way: "Way") -> float:
    """The score that the `top` best of the likeliest reach: nobody below it is among the best of all."""
    scores = score(kind, fixed, block, likeliest, replace(way, top=0)).scores
    return float(np.partition(scores, -way.top)[-way.top])


@dataclass(frozen=True, slots=True)
class Way:
    """How to score: the steps, how many of the best are wanted (0: everybody), and the edge below which nobody is."""

    scale: Scale
    steps: tuple[Step, ...]
    top: int = 0
    edge: float = 0.0

    @property
    def probe(self) -> int:
        """The step after which a few of the likeliest are scored in full, for an edge to hold the others against."""
        same = sum(1 for step in self.steps if step.same)
        return min(same + 1, len(self.steps) - 1)


class Taken(dict[str, Any]):
    """Columns of some rows, each cut out when it is first looked at."""

    def __init__(self, block: Rows, places: Array) -> None:
        super().__init__()
        self._block, self._places = block, places

    def __missing__(self, name: str) -> Any:
        column = self[name] = self._block[name][self._places]
        return column

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self._block else default


BLOCK: Final = 65_536  # rows: large enough to spread the cost of the calls, small enough for the cache


def blocks(columns: Rows) -> Iterator[tuple[int, Rows]]:
    """Where each block starts, and its columns."""
    for start in range(0, len(columns["key"]), BLOCK):
        yield start, {name: column[start:start + BLOCK] for name, column in columns.items()}
