"""Why a person and a post fit, what is missing, and what to ask, in everyday words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.matching.codes import Day
from matcher.matching.comparable import monthly_yuan
from matcher.matching.conditions import Rows
from matcher.matching.criteria import CRITERIA
from matcher.matching.criterion import Criterion, Side
from matcher.matching.distances import distances_apart
from matcher.matching.gates import Gate
from matcher.matching.gating import GATES
from matcher.matching.pairs import Pair, Teller
from matcher.matching.rows import columns, vacancy_row, worker_row
from matcher.matching.weights import Weights

KnownRows: TypeAlias = Mapping[str, bytes]
NOTHING_KNOWN: Final[KnownRows] = {}
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
    return explain_all([(worker, vacancy)], weights, teller)[0]


def explain_all(pairs: Sequence[tuple[Worker, Vacancy]], weights: Weights, teller: Teller, known: KnownRows = NOTHING_KNOWN) -> list[Explanation]:
    """The same for many pairs, reckoned together: a list of fifty costs little more than one.

    known: id → feature row of documents whose row is at hand; the others' are made.
    """
    people, posts, day = *_columns(pairs, teller, known), Day.of(teller.day)
    size = (len(pairs),)
    failed = [(gate, np.broadcast_to(np.logical_not(gate.passes(people, posts, day)), size).tolist()) for gate in GATES] if pairs else []
    ordered = sorted(CRITERIA, key=lambda each: -weights.of(each.name))
    scored = [(each, np.broadcast_to(each.score(people, posts, day), size).tolist()) for each in ordered] if pairs else []
    away = distances_apart(people, posts)
    monthly = {id(vacancy): monthly_yuan(vacancy.offer) for _, vacancy in pairs}
    told = []
    for place, (worker, vacancy) in enumerate(pairs):
        barring = [gate for gate, fails in failed if fails[place]]
        pair = Pair(worker, vacancy, teller, away[place], monthly[id(vacancy)])
        told.append(_told(pair, barring, [(each, scores[place]) for each, scores in scored]))
    return told


def _columns(pairs: Sequence[tuple[Worker, Vacancy]], teller: Teller, known: KnownRows) -> tuple[Rows, Rows]:
    """Rows of both, each document's made once however many pairs it stands in."""
    people = {id(worker): worker for worker, _ in pairs}
    posts = {id(vacancy): vacancy for _, vacancy in pairs}
    mine = {key: known.get(worker.id) or worker_row(worker, teller.geography) for key, worker in people.items()}
    theirs = {key: known.get(vacancy.id) or vacancy_row(vacancy, teller.geography) for key, vacancy in posts.items()}
    return (columns("worker", b"".join(mine[id(worker)] for worker, _ in pairs)),
            columns("vacancy", b"".join(theirs[id(vacancy)] for _, vacancy in pairs)))


def _told(pair: Pair, barring: Sequence[Gate], scored: Sequence[tuple[Criterion, float]]) -> Explanation:
    shown: dict[Side, list[str]] = {Side.WORKER: [], Side.EMPLOYER: []}
    missing, asks = [gate.why(pair) for gate in barring], []
    for criterion, score in scored:
        if chip := criterion.chip(pair, score):
            (missing if "✗" in chip else shown[criterion.side]).append(chip)
        if question := criterion.ask(pair):
            asks.append(question)
    return Explanation(tuple(shown[Side.WORKER]), tuple(shown[Side.EMPLOYER]), tuple(missing), tuple(asks[:QUESTIONS]))
