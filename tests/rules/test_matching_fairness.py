"""R34: sex, categories of people and everything else that is nobody's business never move a score (个人信息保护法 §24, 就业促进法 §26)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import VACANCIES, WORKERS, maybe, some
from pairing import DAY, WEIGHTS, a_vacancy, a_worker, seen

from matcher.domain.people import Worker
from matcher.domain.terms import Category, Sex
from matcher.domain.vacancies import Vacancy
from matcher.matching.criteria import sides
from matcher.matching.gating import failing
from matcher.matching.rows import VACANCY_ROW, WORKER_ROW


@given(WORKERS, VACANCIES, maybe(st.sampled_from(Sex)), some(tuple(Category), 4))
def test_flipping_sex_and_categories_moves_no_score(worker: Worker, vacancy: Vacancy, sex: Sex | None, categories: tuple[Category, ...]) -> None:
    other = replace(worker, categories=categories, name="另一个", phone="19911111111", haves=replace(worker.haves, sex=sex))
    post = seen(vacancy)
    assert sides(seen(worker), post, WEIGHTS, DAY) == sides(seen(other), post, WEIGHTS, DAY)


@given(WORKERS, VACANCIES, st.sampled_from(Sex))
def test_sex_decides_only_at_the_gate_of_forbidden_work(worker: Worker, vacancy: Vacancy, sex: Sex) -> None:
    other = replace(worker, haves=replace(worker.haves, sex=sex))
    moved = {gate.name for gate in failing(seen(worker), seen(vacancy), DAY)} ^ {gate.name for gate in failing(seen(other), seen(vacancy), DAY)}
    assert moved <= {"women"}


@given(WORKERS, VACANCIES, st.dates(min_value=date(1950, 1, 1)))
def test_age_decides_only_at_gates(worker: Worker, vacancy: Vacancy, born_on: date) -> None:
    other = replace(worker, haves=replace(worker.haves, born_on=born_on))
    assert sides(seen(worker), seen(vacancy), WEIGHTS, DAY) == sides(seen(other), seen(vacancy), WEIGHTS, DAY)


def test_a_row_holds_nothing_of_categories_names_or_phones() -> None:
    held = set(WORKER_ROW.names or ()) | set(VACANCY_ROW.names or ())
    assert not held & {"category", "categories", "name", "phone", "identity", "ethnicity", "married", "health"}


@pytest.mark.parametrize("blank", ["monthly_yuan", "ready_on", "education", "no_night"])
def test_a_blank_is_never_worse_than_the_worst_answer(blank: str) -> None:
    worst = {"monthly_yuan": 99_000, "ready_on": date(2026, 12, 1), "education": None, "no_night": None}[blank]
    post = seen(a_vacancy())
    blank_score, worst_score = (sum(map(float, sides(seen(a_worker(**{blank: value})), post, WEIGHTS, DAY))) for value in (None, worst))
    assert blank_score >= worst_score
