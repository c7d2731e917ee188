"""Who fits a post, and which posts fit a person, with reasons."""

from dataclasses import dataclass

from matcher.domain.accounts import Actor
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.matching.openings import Opening
from matcher.matching.reasons import Explanation
from matcher.services.desk import Desk
from matcher.services.registering import visible_worker
from matcher.services.scopes import OFFICE, OVERVIEW, as_seen_by, worker_areas


@dataclass(frozen=True, slots=True)
class Candidate:
    worker: Worker
    score: float
    wants: float
    needs: float
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Candidates:
    """proved: nobody outside the list can be better. passed: how many people pass every hard condition, where known."""

    vacancy: Vacancy
    items: tuple[Candidate, ...]
    proved: bool
    passed: int | None


@dataclass(frozen=True, slots=True)
class Post:
    vacancy: Vacancy
    score: float
    wants: float
    needs: float
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Posts:
    """opening: the one change of wishes that would open most further posts."""

    worker: Worker
    items: tuple[Post, ...]
    proved: bool
    passed: int | None
    opening: Opening | None


def candidates_for(actor: Actor, desk: Desk, vacancy_id: str, top: int = 50) -> Candidates:
    """The best people for a post, each as the actor may see them; an office ranks the people of its own area only. Raises Missing, Forbidden, Unavailable."""
    with desk.ledger.reading() as reader:
        vacancy = reader.vacancy(vacancy_id)
    areas = worker_areas(actor) if actor.has(*OFFICE, *OVERVIEW) else _recruiters_view(actor, vacancy)
    ranking = rank_workers(vacancy_row(vacancy, desk.places), InAreas(desk.catalogue, areas), desk.weights, desk.today, top)
    with desk.ledger.reading() as reader:
        people = reader.workers([ranked.id for ranked in ranking.items])
    items = tuple(
        Candidate(as_seen_by(actor, person), ranked.score, ranked.wants, ranked.needs, explained(desk, person, vacancy))
        for ranked in ranking.items if (person := people.get(ranked.id))
    )
    return Candidates(vacancy, items, ranking.proved, ranking.passed)


def posts_for(actor: Actor, desk: Desk, worker_id: str, top: int = 3) -> Posts:
    """The best posts for a person, one of them nearer home where there is one. Raises Missing, Unavailable."""
    with desk.ledger.reading() as reader:
        worker = visible_worker(actor, reader, worker_id)
    ranking = rank_vacancies(worker_row(worker, desk.places), desk.catalogue, desk.weights, desk.today, top)
    with desk.ledger.reading() as reader:
        posts = reader.vacancies([ranked.id for ranked in ranking.items])
    items = tuple(
        Post(post, ranked.score, ranked.wants, ranked.needs, explained(desk, worker, post))
        for ranked in ranking.items if (post := posts.get(ranked.id))
    )
    return Posts(as_seen_by(actor, worker), items, ranking.proved, ranking.passed, None)
