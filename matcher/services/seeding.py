"""Sample documents put into a ledger once: what is there already stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.domain.accounts import SYSTEM
from matcher.domain.employers import Employer
from matcher.domain.events import Event, Step
from matcher.domain.people import Worker
from matcher.domain.terms import Channel
from matcher.domain.vacancies import Vacancy
from matcher.matching.rows import vacancy_row, worker_row
from matcher.services.desk import Desk
from matcher.services.indexing import publish


@dataclass(frozen=True, slots=True)
class Samples:
    """Documents with identifiers of their own, so that a second seeding finds them."""

    employers: Sequence[Employer]
    vacancies: Sequence[Vacancy]
    workers: Sequence[Worker]


def seed(desk: Desk, samples: Samples) -> Samples:
    """Adds what is missing, in one transaction, and gives back what was added."""
    now = desk.now
    with desk.ledger.transaction() as tx:
        there = {
            *tx.known_ids("employer", [e.id for e in samples.employers]),
            *tx.known_ids("vacancy", [v.id for v in samples.vacancies]),
            *tx.known_ids("worker", [w.id for w in samples.workers]),
        }
        employers = [replace(e, created_at=now, updated_at=now) for e in samples.employers if e.id not in there]
        vacancies = [replace(v, created_at=now, updated_at=now) for v in samples.vacancies if v.id not in there]
        workers = [replace(w, registered_at=now, updated_at=now) for w in samples.workers if w.id not in there]
        tx.add_employers(employers)
        tx.add_vacancies([(v, vacancy_row(v, desk.places)) for v in vacancies])
        tx.add_workers([(w, worker_row(w, desk.places)) for w in workers])
        tx.add_events([
            *(Event(step=Step.POSTED, subject=v.id, vacancy=v.id, actor=SYSTEM.name, at=now, channel=Channel.SYSTEM) for v in vacancies),
            *(Event(step=Step.REGISTERED, subject=w.id, worker=w.id, actor=SYSTEM.name, at=now, channel=w.channel) for w in workers),
        ])
    publish(desk, vacancies=[replace(v, version=1) for v in vacancies], workers=[replace(w, version=1) for w in workers])
    return Samples(employers, vacancies, workers)
