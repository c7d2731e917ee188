"""The one list by which every pair is scored, in two sides kept apart, and its coarse form for an engine.

Exact: the geometric mean of the sides' weighted means. Coarse: their arithmetic mean, which is never smaller.
"""

from typing import Any, Final

import numpy as np

from matcher.domain.search import Listed, Question
from matcher.matching import needs, wants
from matcher.matching.codes import Day
from matcher.matching.conditions import Coarse, Rows, added, scaled
from matcher.matching.criterion import Criterion, Side
from matcher.matching.gating import conditions
from matcher.matching.weights import Weights

CRITERIA: Final[tuple[Criterion, ...]] = (
    wants.PayFit(), wants.PlaceFit(), wants.OccupationWished(), wants.ShiftAndPosture(), wants.Living(), wants.VillageMates(), wants.Coach(),
    wants.KeptPromises(),
    needs.Experience(), needs.Years(), needs.CertificatesHeld(), needs.EducationFit(), needs.Availability(), needs.Distance(),
)
NAMES: Final = {side: tuple(each.name for each in CRITERIA if each.side is side) for side in Side}


def sides(worker: Rows, vacancy: Rows, weights: Weights, day: Day) -> tuple[Any, Any]:
    """(what the worker wants, what the employer needs), each 0..1."""
    return _side(Side.WORKER, worker, vacancy, weights, day), _side(Side.EMPLOYER, worker, vacancy, weights, day)


def _side(side: Side, worker: Rows, vacancy: Rows, weights: Weights, day: Day) -> Any:
    same, total = 0.0, None
    for criterion in CRITERIA:
        weight = weights.of(criterion.name) if criterion.side is side else 0.0
        if weight:
            score = criterion.score(worker, vacancy, day)
            if np.ndim(score) == 0:
                same += weight * float(score)
            else:
                total = weight * score if total is None else np.add(total, weight * score)
    return same if total is None else np.add(total, same)


def overall(wanted: Any, needed: Any) -> Any:
    return np.sqrt(np.multiply(wanted, needed))


def question(kind: Listed, fixed: Rows, weights: Weights, day: Day, without: str = "") -> Question:
    """What to ask an engine for the best documents of `kind` for this row of the other kind."""
    whole = added(*(scaled(coarse, weight / 2) for _, weight, coarse in rated_criteria(kind, fixed, weights, day)))
    return Question(gates=conditions(kind, fixed, day, without), terms=whole.terms, base=whole.base)


def rated_criteria(kind: Listed, fixed: Rows, weights: Weights, day: Day) -> list[tuple[Criterion, float, Coarse]]:
    """Each criterion that counts, with its weight and its coarse form over documents of `kind`."""
    return [
        (each, weight, each.over_workers(fixed, day) if kind == "worker" else each.over_vacancies(fixed, day))
        for each in CRITERIA if (weight := weights.of(each.name))
    ]
