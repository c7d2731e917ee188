"""Who fits a post, and which posts fit a person, with reasons."""

from dataclasses import dataclass

from matcher.domain.accounts import Actor
from matcher.domain.errors import Forbidden
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.ledger.port import Page
from matcher.matching.openings import Opening
from matcher.matching.reasons import Explanation
from matcher.services.desk import Desk
from matcher.services.registering import visible_worker
from matcher.services.scopes import OFFICE, OVERVIEW, as_seen_by, must_cover_vacancy, worker_areas


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
