"""Scoring many rows against one, giving up early on those that can no longer be among the best.

The weightiest criteria come first. After each, a row's score can at most be what it has plus the ceilings of the criteria still to come;
where even that lies below the worst of the best so far, the rest is not reckoned. What is left has its exact score.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from matcher.domain.search import Listed
from matcher.matching.codes import Day
from matcher.matching.conditions import Array, Coarse, Rows
from matcher.matching.criteria import CRITERIA, coarse, overall
from matcher.matching.criterion import Criterion, Side
from matcher.matching.weights import Weights

WORTH: Final = 0.75  # cutting rows out costs about as much as scoring a quarter of them once more
SLACK: Final = 1.0 - 1e-12  # sums in another order differ in the last bits


@dataclass(frozen=True, slots=True)
class Scale:
    """What a score depends on besides the two rows."""

    weights: Weights
    day: Day


@dataclass(frozen=True, slots=True)
class Step:
    """rest_wants, rest_needs: the most that the steps after this one can add to each side."""

    criterion: Criterion
    weight: float
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
    rated = [(each, scale.weights.of(each.name), coarse(each, kind, fixed, scale.day)) for each in CRITERIA if scale.weights.of(each.name)]
    rated.sort(key=lambda one: (bool(one[2].terms), -one[1]))
    made, rest = [], {Side.WORKER: 0.0, Side.EMPLOYER: 0.0}
    for criterion, weight, most in reversed(rated):
        made.append(Step(criterion, weight, rest[Side.WORKER], rest[Side.EMPLOYER]))
        rest[criterion.side] += weight * _ceiling(most)
    return tuple(reversed(made))


def _ceiling(most: Coarse) -> float:
    return min(most.base + sum(term.weight for term in most.terms), 1.0)


def score(kind: Listed, fixed: Rows, block: Rows, places: Array, way: "Way") -> Scored:
    """Exact scores of these rows of the block, but for those that cannot reach the edge."""
    chosen: Rows = Taken(block, places)
    wants, needs = np.zeros(len(places)), np.zeros(len(places))
    for step in way.steps:
        pair = (chosen, fixed) if kind == "worker" else (fixed, chosen)
        gained = step.weight * step.criterion.score(*pair, way.scale.day)
        side = wants if step.criterion.side is Side.WORKER else needs
        side += gained
        if way.edge > 0.0 and np.ndim(gained):
            hopeful = np.flatnonzero((wants + step.rest_wants) * (needs + step.rest_needs) >= way.edge * way.edge * SLACK)
            if len(hopeful) < WORTH * len(places):
                places, wants, needs = places[hopeful], wants[hopeful], needs[hopeful]
                chosen = Taken(block, places)
    return Scored(places, overall(wants, needs), wants, needs)


@dataclass(frozen=True, slots=True)
class Way:
    """How to score: the steps, and the edge below which nobody is wanted."""

    scale: Scale
    steps: tuple[Step, ...]
    edge: float = 0.0


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


FIRST_BLOCK, LARGEST_BLOCK, GROWTH = 2_048, 65_536, 4  # a small one gives an edge soon; a large one spreads the cost of the calls


def blocks(columns: Rows) -> Iterator[tuple[int, Rows]]:
    """Where each block starts, and its columns."""
    start, size, end = 0, FIRST_BLOCK, len(columns["key"])
    while start < end:
        yield start, {name: column[start:start + size] for name, column in columns.items()}
        start, size = start + size, min(size * GROWTH, LARGEST_BLOCK)
