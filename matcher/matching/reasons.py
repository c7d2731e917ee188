"""Why a person and a post fit, what is missing, and what to ask, in everyday words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.matching.codes import Day
from matcher.matching.comparable import monthly_yuan
from matcher.matching.criteria import CRITERIA
from matcher.matching.criterion import Criterion, Side
from matcher.matching.distances import distances_apart
from matcher.matching.gates import Gate
from matcher.matching.gating import GATES
from matcher.matching.pairs import Pair, Teller
from matcher.matching.rows import columns, one, vacancy_row, worker_row
from matcher.matching.weights import Weights

QUESTIONS = 3  # on a phone nobody answers more


@dataclass(frozen=True, slots=True)
class Explanation:
    """wants, needs: chips on what the worker wants and the employer needs. missing: what speaks against it.

    asks: short questions, the weightiest first.
    """

    wants: tuple[str, ...]
    needs: tuple[str, ...]
    missing: tuple[str, ...]
    asks: tuple[str, ...]


def explain(worker: Worker, vacancy: Vacancy, weights: Weights, teller: Teller) -> Explanation:
    """Each criterion says its piece on its side, the weightiest first; what it marks ✗ and every gate that fails is missing."""
    return explain_all([worker], vacancy, weights, teller)[0]


def explain_all(people: Sequence[Worker], vacancy: Vacancy, weights: Weights, teller: Teller,
                ranked: Mapping[str, bytes] | None = None) -> list[Explanation]:
    """The same for many people and one post, reckoned together: a list of fifty costs little more than one.

    ranked: person's id → feature row with which a ranking let the person pass every gate; without it rows are made and gates are asked.
    """
    if not people:
        return []
    rows = [ranked[each.id] for each in people] if ranked else [worker_row(each, teller.geography) for each in people]
    them, post, day = columns("worker", b"".join(rows)), one("vacancy", vacancy_row(vacancy, teller.geography)), Day.of(teller.day)
    closed = [] if ranked else [(gate, _each(np.logical_not(gate.passes(them, post, day)), len(people))) for gate in GATES]
    ordered = sorted((each for each in CRITERIA if each.speaks(vacancy)), key=lambda each: -weights.of(each.name))
    scores = zip(*(_each(criterion.score(them, post, day), len(people)) for criterion in ordered), strict=True)
    away, monthly = distances_apart(them, post), monthly_yuan(vacancy.offer)
    pairs = [Pair(worker, vacancy, teller, km, monthly) for worker, km in zip(people, away, strict=True)]
    return [
        _told(pair, [gate for gate, fails in closed if fails[place]], ordered, gained)
        for place, (pair, gained) in enumerate(zip(pairs, scores, strict=True))
    ]


def _each(found: Any, count: int) -> list[Any]:
    """One value a person, also where it is the same for all."""
    return found.tolist() if np.ndim(found) else [found] * count


def _told(pair: Pair, barring: Sequence[Gate], criteria: Sequence[Criterion], scores: Sequence[float]) -> Explanation:
    wants: list[str] = []
    needs: list[str] = []
    asks: list[str] = []
    missing = [gate.why(pair) for gate in barring]
    for criterion, score in zip(criteria, scores, strict=True):
        if chip := criterion.chip(pair, score):
            (missing if "✗" in chip else wants if criterion.side is Side.WORKER else needs).append(chip)
        if len(asks) < QUESTIONS and (question := criterion.ask(pair)):
            asks.append(question)
    return Explanation(tuple(wants), tuple(needs), tuple(missing), tuple(asks))
