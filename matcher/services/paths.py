"""Paths with what they lead from and to: a person's posts, a post's people."""

from dataclasses import dataclass

from matcher.domain.accounts import Actor
from matcher.domain.events import Intent
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.ledger.port import Page
from matcher.services.desk import Desk
from matcher.services.placing import list_intents
from matcher.services.scopes import as_seen_by

MOST = Page(size=100)


@dataclass(frozen=True, slots=True)
class WorkerPath:
    intent: Intent
    vacancy: Vacancy


@dataclass(frozen=True, slots=True)
class VacancyPath:
    """worker: masked as this actor may see the person."""

    intent: Intent
    worker: Worker


def worker_paths(actor: Actor, desk: Desk, worker: str) -> tuple[WorkerPath, ...]:
    """Newest first, at most 100. Raises Missing where the actor may not know of the person."""
    intents = list_intents(actor, desk, MOST, worker=worker).items
    with desk.ledger.reading() as reader:
        vacancies = reader.vacancies([intent.vacancy for intent in intents])
    return tuple(WorkerPath(intent, vacancies[intent.vacancy]) for intent in intents if intent.vacancy in vacancies)


def vacancy_paths(actor: Actor, desk: Desk, vacancy: str) -> tuple[VacancyPath, ...]:
    """People on the way to a post: the recruiter's own post, or people of the office's area. Newest first, at most 100. Raises Forbidden."""
    intents = list_intents(actor, desk, MOST, vacancy=vacancy).items
    with desk.ledger.reading() as reader:
        workers = reader.workers([intent.worker for intent in intents])
    return tuple(VacancyPath(intent, as_seen_by(actor, workers[intent.worker])) for intent in intents if intent.worker in workers)
