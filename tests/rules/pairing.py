"""A person and a post that fit well, to be changed in one point, and both as rows."""

import tomllib
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from matcher.domain.identifiers import id_of
from matcher.domain.pay import Pay
from matcher.domain.people import Consent, Experience, Haves, Wants, Worker
from matcher.domain.terms import ConsentMode, Education, Posture, Shift
from matcher.domain.vacancies import Needs, Offer, Vacancy, VacancyState
from matcher.matching.codes import Day
from matcher.matching.conditions import Rows
from matcher.matching.pairs import Teller
from matcher.matching.rows import one, vacancy_row, worker_row
from matcher.matching.weights import Weights
from matcher.reading.places import Places

TODAY = date(2026, 2, 20)
DAY = Day.of(TODAY)
PLACES = Places.load()
WEIGHTS = Weights.from_mapping(tomllib.loads((Path(__file__).parents[2] / "config" / "ranking.toml").read_text("utf-8")))
SEWING, KNITTING, FARMING = "6-05-01-03", "6-05-01-01", "5-01-01-01"
TELLER = Teller(TODAY, PLACES, {SEWING: "缝纫工", KNITTING: "裁剪工", FARMING: "农艺工", "4-07-05-01": "保安员"}.__getitem__, PLACES.name)

WORKER = Worker(
    id=id_of("worker", 1), name="示例一", phone="19900000001", consent=Consent(mode=ConsentMode.ORAL), place="611021103",
    wants=Wants(occupations=(SEWING,), places=("320000",), monthly_yuan=6000, no_night=True, ready_on=date(2026, 2, 24)),
    haves=Haves(born_on=date(1984, 5, 6), experience=(Experience(occupation=SEWING, years=3),), education=Education.JUNIOR),
)
VACANCY = Vacancy(
    id=id_of("vacancy", 1), title="缝纫工", employer=id_of("employer", 1), occupation=SEWING, place="320115", headcount=12, state=VacancyState.OPEN,
    closes_on=date(2026, 3, 31), starts_on=date(2026, 2, 26),
    offer=Offer(pay=(Pay(basis="month", low=6500, high=6500, kind="gross"),), shift=Shift.DAY, posture=Posture.SEATED),
    needs=Needs(age_low=18, age_high=50, education=Education.PRIMARY),
)
_OWN = {kind: {field.name for field in fields(kind)} for kind in (Wants, Haves, Offer, Needs)}


def a_worker(**changes: Any) -> Worker:
    """Changes of the person, of their wants and of their haves, by the field's name."""
    wants = {name: changes.pop(name) for name in list(changes) if name in _OWN[Wants]}
    haves = {name: changes.pop(name) for name in list(changes) if name in _OWN[Haves]}
    return replace(WORKER, wants=replace(WORKER.wants, **wants), haves=replace(WORKER.haves, **haves), **changes)


def a_vacancy(**changes: Any) -> Vacancy:
    """Changes of the post, of its offer and of its needs, by the field's name; `monthly` is its pay."""
    if "monthly" in changes:
        monthly = changes.pop("monthly")
        changes["pay"] = (Pay(basis="month", low=monthly, high=monthly, kind="gross"),) if monthly else ()
    offer = {name: changes.pop(name) for name in list(changes) if name in _OWN[Offer]}
    needs = {name: changes.pop(name) for name in list(changes) if name in _OWN[Needs]}
    return replace(VACANCY, offer=replace(VACANCY.offer, **offer), needs=replace(VACANCY.needs, **needs), **changes)


def row_of(document: Worker | Vacancy) -> bytes:
    return worker_row(document, PLACES) if isinstance(document, Worker) else vacancy_row(document, PLACES)


def seen(document: Worker | Vacancy) -> Rows:
    return one("worker" if isinstance(document, Worker) else "vacancy", row_of(document))
