"""Posts that say when work begins, and people who want them or accepted them."""

from datetime import date
from typing import Any

from matcher.domain.accounts import SYSTEM
from matcher.domain.employers import Employer
from matcher.domain.events import Intent
from matcher.domain.identifiers import new_id
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.matching.rows import vacancy_row
from matcher.services.desk import Desk
from matcher.services.placing import StatedIntent, accept, state_intent

TRAVEL_DAY = date(2026, 2, 24)  # on which trips_at_hand's trips arrive


def post(desk: Desk, starts_on: date | None = None, name: str = "示例座椅有限公司", **changes: Any) -> Vacancy:
    firm = Employer(id=new_id("employer"), name=name)
    made = Vacancy(**{"id": new_id("vacancy"), "title": "缝纫工", "employer": firm.id, "employer_name": name, "state": VacancyState.OPEN,
                      "headcount": 5, "starts_on": starts_on} | changes)
    with desk.ledger.transaction() as tx:
        tx.add_employers([firm])
        tx.add_vacancies([(made, vacancy_row(made, desk.places))])
        return tx.vacancy(made.id)


def wanted(desk: Desk, worker: str, vacancy: Vacancy) -> Intent:
    return state_intent(SYSTEM, desk, StatedIntent(worker=worker, vacancy=vacancy.id))


def taken(desk: Desk, worker: str, starts_on: date | None = None, **changes: Any) -> Intent:
    return accept(SYSTEM, desk, wanted(desk, worker, post(desk, starts_on, **changes)).id)
