"""What engines are asked never loses anyone that the numpy formula would have chosen."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from asked import coarse_score, gained, holds
from hypothesis import given, settings
from invented import TODAY, VACANCIES, WORKERS

from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.matching.codes import Day
from matcher.matching.criteria import CRITERIA, overall, question, sides
from matcher.matching.gating import GATES, passing
from matcher.matching.rows import columns, feature_fields, features, one, vacancy_row, worker_row
from matcher.matching.weights import Weights
from matcher.reading.places import Places

DAY = Day.of(TODAY)
PLACES = Places.load()
WEIGHTS = Weights.from_mapping(tomllib.loads((Path(__file__).parents[2] / "config" / "ranking.toml").read_text("utf-8")))


@given(WORKERS, VACANCIES)
@settings(max_examples=400)
def test_no_gate_is_asked_for_more_strictly_than_it_is_tested(worker: Worker, vacancy: Vacancy) -> None:
    mine, theirs = worker_row(worker, PLACES), vacancy_row(vacancy, PLACES)
    worker_one, vacancy_one = one("worker", mine), one("vacancy", theirs)
    for gate in GATES:
        if np.all(gate.passes(worker_one, vacancy_one, DAY)):
            assert all(holds(each, features("worker", mine)) for each in gate.over_workers(vacancy_one, DAY)), gate.name
            assert all(holds(each, features("vacancy", theirs)) for each in gate.over_vacancies(worker_one, DAY)), gate.name


EXACT_OVER_WORKERS = [gate for gate in GATES if gate.name not in ("open", "place")]


@given(WORKERS, VACANCIES)
@settings(max_examples=200)
def test_over_people_all_gates_but_distance_are_asked_for_exactly(worker: Worker, vacancy: Vacancy) -> None:
    mine, theirs = worker_row(worker, PLACES), one("vacancy", vacancy_row(vacancy, PLACES))
    for gate in EXACT_OVER_WORKERS:
        asked = all(holds(each, features("worker", mine)) for each in gate.over_workers(theirs, DAY))
        assert asked == bool(np.all(gate.passes(one("worker", mine), theirs, DAY))), gate.name


PAST_THE_GATE = ("place", "certificates")  # their scale begins where the gate of the same name ends


@given(WORKERS, VACANCIES)
@settings(max_examples=400)
def test_no_coarse_score_is_below_the_exact_one(worker: Worker, vacancy: Vacancy) -> None:
    mine, theirs = worker_row(worker, PLACES), vacancy_row(vacancy, PLACES)
    worker_one, vacancy_one = one("worker", mine), one("vacancy", theirs)
    willing = np.all(passing(worker_one, vacancy_one, DAY))
    for criterion in CRITERIA:
        if criterion.name in PAST_THE_GATE and not willing:
            continue
        exact = float(criterion.score(worker_one, vacancy_one, DAY))
        assert 0.0 <= exact <= 1.0
        for part, shown in ((criterion.over_workers(vacancy_one, DAY), features("worker", mine)),
                            (criterion.over_vacancies(worker_one, DAY), features("vacancy", theirs))):
            coarse = part.base + sum(gained(term, shown) for term in part.terms)
            assert coarse >= exact - 1e-9, criterion.name
    if not willing:
        return
    score = float(overall(*sides(worker_one, vacancy_one, WEIGHTS, DAY)))
    assert coarse_score(question("worker", vacancy_one, WEIGHTS, DAY), features("worker", mine)) >= score - 1e-9
    assert coarse_score(question("vacancy", worker_one, WEIGHTS, DAY), features("vacancy", theirs)) >= score - 1e-9


@given(WORKERS, VACANCIES)
def test_every_document_has_every_feature_and_only_whole_numbers(worker: Worker, vacancy: Vacancy) -> None:
    for kind, row in (("worker", worker_row(worker, PLACES)), ("vacancy", vacancy_row(vacancy, PLACES))):
        shown = features(kind, row)
        assert set(shown) == set(feature_fields(kind))
        values = [value for each in shown.values() for value in ([each] if isinstance(each, int) else each)]
        assert all(isinstance(value, int) and -2**31 <= value < 2**31 for value in values)
        assert all(each != [] for each in shown.values())


@given(WORKERS, WORKERS, VACANCIES, VACANCIES)
def test_one_against_many_and_all_against_all_give_the_same_numbers(a: Worker, b: Worker, c: Vacancy, d: Vacancy) -> None:
    people = columns("worker", b"".join(worker_row(each, PLACES) for each in (a, b)))
    posts = columns("vacancy", b"".join(vacancy_row(each, PLACES) for each in (c, d)))
    tall = {name: column[:, None] for name, column in people.items()}
    alive = np.broadcast_to(passing(tall, posts, DAY), (2, 2))
    square = np.broadcast_to(overall(*sides(tall, posts, WEIGHTS, DAY)), (2, 2))
    for n in range(2):
        person = {name: column[n] for name, column in people.items()}
        post = {name: column[n] for name, column in posts.items()}
        assert np.array_equal(np.broadcast_to(passing(person, posts, DAY), 2), alive[n])
        assert np.array_equal(np.broadcast_to(passing(people, post, DAY), 2), alive[:, n])
        assert np.broadcast_to(overall(*sides(person, posts, WEIGHTS, DAY)), 2) == pytest.approx(square[n], abs=1e-12)
        assert np.broadcast_to(overall(*sides(people, post, WEIGHTS, DAY)), 2) == pytest.approx(square[:, n], abs=1e-12)
