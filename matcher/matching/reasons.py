"""Why a person and a post fit, what is missing, and what to ask, in everyday words."""

from dataclasses import dataclass

from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.matching.codes import Day
from matcher.matching.conditions import NEUTRAL
from matcher.matching.criteria import CRITERIA
from matcher.matching.criterion import Side
from matcher.matching.gating import failing
from matcher.matching.pairs import Pair, Teller
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
    pair = Pair.of(worker, vacancy, teller)
    day = Day.of(teller.day)
    shown: dict[Side, list[str]] = {Side.WORKER: [], Side.EMPLOYER: []}
    missing = [gate.why(pair) for gate in failing(pair.worker_row, pair.vacancy_row, day)]
    asks = []
    for criterion in sorted(CRITERIA, key=lambda each: -weights.of(each.name)):
        score = float(criterion.score(pair.worker_row, pair.vacancy_row, day))
        if chip := criterion.chip(pair, score):
            (missing if score < NEUTRAL and "✗" in chip else shown[criterion.side]).append(chip)
        if question := criterion.ask(pair):
            asks.append(question)
    return Explanation(tuple(shown[Side.WORKER]), tuple(shown[Side.EMPLOYER]), tuple(missing), tuple(asks[:QUESTIONS]))
