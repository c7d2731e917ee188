"""R26: posts of a unit on the arrears list are taken out of matching; they do not come back by themselves."""

from dataclasses import replace
from typing import Final

from matcher.domain.accounts import Actor
from matcher.domain.events import Event, Step
from matcher.domain.standards import ListedEmployer
from matcher.domain.terms import Channel
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger.port import Transaction
from matcher.matching.rows import vacancy_row
from matcher.services.desk import Desk

SHOWN: Final = (VacancyState.OPEN, VacancyState.FULL)


def pause_listed(actor: Actor, desk: Desk, tx: Transaction, listed: tuple[ListedEmployer, ...]) -> list[Vacancy]:
    """The posts paused just now, as saved; by credit code, never by name. To be published after the commit."""
    active = {line.credit_code: line for line in listed if line.active_on(desk.today)}
    paused = []
    for code, line in active.items():
        for shown in tx.vacancies_of_code(code, SHOWN):
            vacancy = tx.vacancy_for_update(shown.id)
            if vacancy.state in SHOWN:
                after = replace(vacancy, state=VacancyState.PAUSED, updated_at=desk.now)
                paused.append(tx.replace_vacancy(after, vacancy_row(after, desk.places)))
                tx.add_events([_event(actor, desk, vacancy, line)])
    return paused


def _event(actor: Actor, desk: Desk, vacancy: Vacancy, line: ListedEmployer) -> Event:
    note = f"用人单位在拖欠农民工工资失信名单内, 至 {line.until.isoformat()}。"
    return Event(step=Step.PAUSED_POST, subject=vacancy.id, vacancy=vacancy.id, actor=actor.name, at=desk.now, channel=Channel.SYSTEM, note=note,
                 detail={"rules": ["R26"], "state": str(VacancyState.PAUSED)})
