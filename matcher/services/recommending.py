"""Who fits a post, and which posts fit a person, with reasons."""

from dataclasses import dataclass
from functools import cache

from matcher.domain.accounts import Actor
from matcher.domain.people import Worker
from matcher.domain.search import Question
from matcher.domain.vacancies import Vacancy
from matcher.matching.nearer import rank_with_one_nearer
from matcher.matching.openings import Opening, widest_opening
from matcher.matching.pairs import Teller
from matcher.matching.ranking import rank_workers
from matcher.matching.reasons import Explanation, explain
from matcher.matching.rows import vacancy_row, worker_row
from matcher.matching.sources import InAreas
from matcher.services.desk import Desk
from matcher.services.registering import visible_worker
from matcher.services.scopes import OFFICE, OVERVIEW, as_seen_by, covers_worker, must_cover_vacancy, worker_areas


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
    """The best people for a post, each as the actor may see them; an office ranks only the people of its own area. Raises Missing, Forbidden,
    Unavailable."""
    with desk.ledger.glance() as reader:
        vacancy = reader.vacancy(vacancy_id)
    source = InAreas(desk.catalogue, _areas(actor, vacancy))
    ranking = rank_workers(vacancy_row(vacancy, desk.places), source, desk.weights, desk.today, top)
    with desk.ledger.glance() as reader:
        people = desk.showing.people(reader, [ranked.id for ranked in ranking.items])
    known = [(ranked, *people[ranked.id]) for ranked in ranking.items if ranked.id in people]
    told = desk.showing.reasons([named for _, named, _ in known], vacancy, desk.weights, teller_of(desk), ranking.rows)
    items = tuple(
        Candidate(named if covers_worker(actor, named) else unnamed, ranked.score, ranked.wants, ranked.needs, reasons)
        for (ranked, named, unnamed), reasons in zip(known, told, strict=True)
    )
    return Candidates(vacancy, items, ranking.proved, ranking.passed)


def posts_for(actor: Actor, desk: Desk, worker_id: str, top: int = 3) -> Posts:
    """The best posts for a person, one of them nearer home where there is one. Raises Missing, Unavailable."""
    with desk.ledger.reading() as reader:
        worker = visible_worker(actor, reader, worker_id)
    row, teller = worker_row(worker, desk.places), teller_of(desk)
    ranking = rank_with_one_nearer(row, desk.catalogue, desk.weights, desk.today, top)
    with desk.ledger.reading() as reader:
        posts = reader.vacancies([ranked.id for ranked in ranking.items])
    items = tuple(
        Post(post, ranked.score, ranked.wants, ranked.needs, explain(worker, post, desk.weights, teller))
        for ranked in ranking.items if (post := posts.get(ranked.id))
    )
    opening = widest_opening(row, desk.catalogue, desk.today, lambda question: _passing(desk, question))
    return Posts(as_seen_by(actor, worker), items, ranking.proved, ranking.passed, opening)


def _areas(actor: Actor, vacancy: Vacancy) -> tuple[str, ...] | None:
    """Where the people may come from: an office's own area; everywhere for those who answer for the post."""
    if actor.has(*OFFICE, *OVERVIEW):
        return worker_areas(actor)
    must_cover_vacancy(actor, vacancy)
    return None


def teller_of(desk: Desk) -> Teller:
    """What reasons are told with: names as people say them, each looked up once."""
    occupation = cache(lambda code: named.name if (named := desk.occupations.by_code(code)) else "")
    return Teller(desk.today, desk.places, occupation, cache(desk.places.name))


def _passing(desk: Desk, question: Question) -> int | None:
    return desk.catalogue.best_rows("vacancy", question, 1).found
