"""Review over the API: what the rules say of a post, what waits, letting it pass or sending it back."""

from typing import Any

import marshmallow as ma
from flask import Response
from marshmallow import fields

from matcher.api.rest import ETAG, Room, answer
from matcher.context import actor, allowed, desk
from matcher.domain.accounts import Role
from matcher.domain.vacancies import Vacancy
from matcher.ledger.port import Page
from matcher.schemas.hits import GroundsSchema, HitDocument, HitsDocument, hit_document, hits_document
from matcher.schemas.pages import PageDocument, PageSchema, listed
from matcher.schemas.vacancies import VacancySchema, vacancy_document
from matcher.services.posting import POSTERS
from matcher.services.releasing import REVIEWERS, Review, list_pending, release_vacancy, return_vacancy, show_review
from matcher.services.reviewing import preview

room = Room("review")
EVERY = (*POSTERS, Role.RECRUITER)


class ReviewDocument(ma.Schema):
    """reason: why it waits."""

    vacancy = fields.Nested(VacancySchema, required=True)
    hits = fields.List(fields.Nested(HitDocument), required=True)
    reason = fields.String(required=True)


class ReviewListDocument(ma.Schema):
    items = fields.List(fields.Nested(ReviewDocument), required=True)
    page = fields.Nested(PageDocument, required=True)


@room.at("POST", "/vacancies/check")
@allowed(*EVERY)
@room.takes(VacancySchema)
@room.answers(200, HitsDocument)
def post_check(draft: Vacancy) -> Response:
    """What the rules would say of this post; nothing is stored."""
    return answer(hits_document(preview(actor(), desk(), draft).hits))


@room.at("GET", "/vacancies/<id(vacancy):id>/hits")
@allowed(*EVERY, Role.REVIEWER)
@room.answers(200, ReviewDocument, 404)
def get_hits(id: str) -> Response:
    """What the rules say of a stored post today; for those who answer for it and for its reviewer."""
    return answer(review_document(show_review(actor(), desk(), id)))


@room.at("GET", "/reviews")
@allowed(*REVIEWERS)
@room.asked(PageSchema)
@room.answers(200, ReviewListDocument)
def get_reviews(page: Page) -> Response:
    """Posts that wait for a reviewer, newest first."""
    found = list_pending(actor(), desk(), page)
    return answer(listed(map(review_document, found.items), found.cursor, page.size))


@room.at("POST", "/vacancies/<id(vacancy):id>/release")
@allowed(*REVIEWERS)
@room.takes(GroundsSchema)
@room.answers(200, VacancySchema, 404, 409, headers=ETAG)
def post_release(said: dict[str, Any], id: str) -> Response:
    """Let a waiting post pass, with a reason that is kept. What nobody may publish (BLOCK) stays refused."""
    saved = release_vacancy(actor(), desk(), id, **said)
    return answer(vacancy_document(saved), version=saved.version)


@room.at("POST", "/vacancies/<id(vacancy):id>/return")
@allowed(*REVIEWERS)
@room.takes(GroundsSchema)
@room.answers(200, VacancySchema, 404, 409, headers=ETAG)
def post_return(said: dict[str, Any], id: str) -> Response:
    """Send a waiting post back as a draft, with what to change."""
    saved = return_vacancy(actor(), desk(), id, **said)
    return answer(vacancy_document(saved), version=saved.version)


def review_document(review: Review) -> dict[str, Any]:
    hits = [hit_document(hit) for hit in review.hits]
    return {"vacancy": vacancy_document(review.vacancy), "hits": hits, "reason": review.last.note if review.last else ""}
