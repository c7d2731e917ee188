"""All gates together: who passes, and what to ask an engine for."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from matcher.domain.places import prefix
from matcher.domain.search import Between, Condition, Either, Listed
from matcher.matching import codes, gates, lawful, refusals
from matcher.matching.codes import Day
from matcher.matching.conditions import Array, Rows
from matcher.matching.gates import Gate

# Those that decide for all posts or people at once stand first, the dear ones last.
GATES: Final[tuple[Gate, ...]] = (
    gates.Open(), gates.Registered(), gates.Room(), lawful.Sixteen(), lawful.StatedAge(), refusals.NoNight(), refusals.NoHeavy(), refusals.Seated(),
    refusals.NoCleanroom(),
    refusals.CoupleRoom(), lawful.Minors(), lawful.Women(), gates.Dates(), refusals.NotAvoided(), gates.Certificates(), gates.Willing(),
)


def passing(worker: Rows, vacancy: Rows, day: Day, without: str = "") -> Any:
    """True where every gate is passed, but for the one named."""
    alive: Any = True
    for gate in GATES:
        if gate.name == without:
            continue
        passes = gate.passes(worker, vacancy, day)
        if passes is True:
            continue
        if alive is True or not isinstance(alive, np.ndarray) or np.shape(alive) != np.shape(passes):
            alive = passes & alive
        else:
            alive &= passes
    return alive


def conditions(kind: Listed, fixed: Rows, day: Day, without: str = "") -> tuple[Condition, ...]:
    """What documents of a kind must show for this row of the other kind."""
    chosen = (gate for gate in GATES if gate.name != without)
    if kind == "worker":
        return tuple(condition for gate in chosen for condition in gate.over_workers(fixed, day))
    return tuple(condition for gate in chosen for condition in gate.over_vacancies(fixed, day))


def failing(worker: Rows, vacancy: Rows, day: Day) -> tuple[Gate, ...]:
    """Gates that one pair does not pass."""
    return tuple(gate for gate in GATES if not np.all(gate.passes(worker, vacancy, day)))


# --- areas of responsibility ----------------------------------------------------------------------------------------------------


def living_in(areas: Sequence[str]) -> Condition:
    """People whose home or present place lies in one of the areas."""
    return Either(tuple(Between(field, *_range(area)) for area in areas for field in ("home", "lives")))


def live_in(worker: Rows, areas: Sequence[str]) -> Array:
    """The same, over rows."""
    found = np.zeros(np.shape(worker["home"]), dtype=np.bool_)
    for first, last in map(_range, areas):
        for field in ("home", "lives"):
            found |= (worker[field] >= first) & (worker[field] <= last)
    return found


def _range(area: str) -> tuple[int, int]:
    first, last = codes.area(prefix(area))
    return max(first, 1), last
