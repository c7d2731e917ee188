"""Small whole documents for the ledger's tests; a test changes what it is about."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from matcher.domain.employers import Employer
from matcher.domain.errors import Refusal
from matcher.domain.events import Event, Intent, Step
from matcher.domain.identifiers import id_for, new_id
from matcher.domain.people import Consent, Worker
from matcher.domain.terms import ConsentMode
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger.sealing import Sealing
from matcher.ledger.sql import SqlLedger

SEALING = Sealing(b"a key for tests, of no other use....")
WIDTH = 8
ROW = b"12345678"
NOON = datetime(2026, 2, 20, 4, 0, tzinfo=UTC)


def employer(**changes: Any) -> Employer:
    return Employer(**{"id": new_id("employer"), "name": "示例厂", **changes})


def vacancy(employer: str, **changes: Any) -> Vacancy:
    return Vacancy(**{"id": new_id("vacancy"), "title": "缝纫工", "employer": employer, "state": VacancyState.OPEN, **changes})


def worker(number: int = 0, **changes: Any) -> Worker:
    """Person `number`: the same id, name and phone each time."""
    person: dict[str, Any] = {"id": id_for("worker", str(number)), "name": f"示例{number}", "phone": f"199{number:08d}"}
    return Worker(**person | {"consent": Consent(mode=ConsentMode.ORAL)} | changes)


def event(subject: str, step: Step = Step.REGISTERED, **changes: Any) -> Event:
    return Event(**{"step": step, "subject": subject, "actor": "station", "at": NOON, **changes})


def intent(post: Vacancy, person: Worker, step: Step = Step.INTENT) -> Intent:
    return Intent(id=new_id("intent"), worker=person.id, vacancy=post.id, employer=post.employer, step=step)


def post_and_people(ledger: SqlLedger, people: int = 2, **changes: Any) -> tuple[Vacancy, list[Worker]]:
    """A vacancy and that many workers, stored."""
    firm = employer()
    post = vacancy(firm.id, **changes)
    workers = [worker(number) for number in range(people)]
    with ledger.transaction() as tx:
        tx.add_employers([firm])
        tx.add_vacancies([(post, ROW)])
        tx.add_workers([(each, ROW) for each in workers])
        post = tx.vacancy(post.id)
    return post, workers


def store_workers(ledger: SqlLedger, *workers: Worker, row: bytes = ROW) -> list[Worker]:
    with ledger.transaction() as tx:
        tx.add_workers([(each, row) for each in workers])
        return list(tx.workers([each.id for each in workers]).values())


def at_once(*calls: Any) -> list[Any]:
    """Runs the calls in threads of their own; what each returned, or the refusal it met."""
    def outcome(call: Any) -> Any:
        try:
            return call()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(outcome, calls))
