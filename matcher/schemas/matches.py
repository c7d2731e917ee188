"""Answers of rankings and searches: plain functions, because fifty candidates must cost no more than a millisecond to write."""

from typing import Any, Final

import marshmallow as ma
import orjson
from marshmallow import fields

from matcher.domain.people import Worker
from matcher.schemas.pages import PageDocument
from matcher.schemas.vacancies import VacancySchema, search_document, vacancy_document
from matcher.schemas.workers import WantsSchema, WorkerSchema, worker_document
from matcher.services.recommending import Candidate, Candidates, Post, Posts
from matcher.services.registering import Registered
from matcher.services.searching import VacancyHits


class FacetDocument(ma.Schema):
    value = fields.String(required=True)
    label = fields.String(required=True)
    count = fields.Integer(required=True)


class WayOutDocument(ma.Schema):
    """A wider search, as parameters, with how many it finds."""

    label = fields.String(required=True)
    count = fields.Integer(required=True)
    search = fields.Dict(keys=fields.String(), required=True)


class VacancyHitsDocument(ma.Schema):
    """unknown: a sentence for each place or occupation asked for that nobody knows; it was left out."""

    items = fields.List(fields.Nested(VacancySchema), required=True)
    page = fields.Nested(PageDocument, required=True)
    facets = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(FacetDocument)), required=True)
    not_known = fields.List(fields.String(), required=True, data_key="unknown")
    ways_out = fields.List(fields.Nested(WayOutDocument), required=True)


class WorkerHitsDocument(ma.Schema):
    items = fields.List(fields.Nested(WorkerSchema), required=True)
    page = fields.Nested(PageDocument, required=True)
    not_known = fields.List(fields.String(), required=True, data_key="unknown")


class MatchDocument(ma.Schema):
    """Scores in 0..1. reasons: what speaks for it on each side; missing: what is against it; asks: what to ask, the weightiest first."""

    score = fields.Float(required=True)
    wants_score = fields.Float(required=True)
    needs_score = fields.Float(required=True)
    wants = fields.List(fields.String(), required=True)
    needs = fields.List(fields.String(), required=True)
    missing = fields.List(fields.String(), required=True)
    asks = fields.List(fields.String(), required=True)


class CandidateDocument(MatchDocument):
    worker = fields.Nested(WorkerSchema, required=True)


class PostDocument(MatchDocument):
    vacancy = fields.Nested(VacancySchema, required=True)


class CandidatesDocument(ma.Schema):
    """Best first. proved: nobody outside the list can be better. passed: how many meet every hard condition, null where nobody counted."""

    vacancy = fields.String(required=True)
    items = fields.List(fields.Nested(CandidateDocument), required=True)
    proved = fields.Boolean(required=True)
    passed = fields.Integer(required=True, allow_none=True)


class OpeningDocument(ma.Schema):
    """The one change of wishes that opens most further posts."""

    change = fields.String(required=True)
    more = fields.Integer(required=True)
    sentence = fields.String(required=True)


class PostsDocument(ma.Schema):
    worker = fields.String(required=True)
    items = fields.List(fields.Nested(PostDocument), required=True)
    proved = fields.Boolean(required=True)
    passed = fields.Integer(required=True, allow_none=True)
    opening = fields.Nested(OpeningDocument, required=True, allow_none=True)


class BeforeDocument(ma.Schema):
    registered_at = fields.AwareDateTime(required=True, allow_none=True)
    wants = fields.Nested(WantsSchema, required=True)


class RegisteredDocument(WorkerSchema):
    """created false: the person was known; `before` is what was there."""

    created = fields.Boolean(dump_only=True, required=True)
    before = fields.Nested(BeforeDocument, dump_only=True, required=True, allow_none=True)


def vacancy_hits_document(hits: VacancyHits, size: int) -> dict[str, Any]:
    return {
        "items": [vacancy_document(vacancy) for vacancy in hits.items], "page": {"cursor": hits.cursor, "size": size, "total": hits.total},
        "facets": hits.facets, "unknown": hits.unknown,
        "ways_out": [{"label": way.label, "count": way.count, "search": search_document(way.search)} for way in hits.ways_out],
    }


def candidates_document(found: Candidates) -> dict[str, Any]:
    return {
        "vacancy": found.vacancy.id, "items": [{"worker": _written(item.worker), **_match(item)} for item in found.items],
        "proved": found.proved, "passed": found.passed,
    }


def posts_document(found: Posts) -> dict[str, Any]:
    opening = found.opening
    return {
        "worker": found.worker.id, "items": [{"vacancy": vacancy_document(item.vacancy), **_match(item)} for item in found.items],
        "proved": found.proved, "passed": found.passed,
        "opening": {"change": opening.change, "more": opening.more, "sentence": opening.sentence} if opening else None,
    }


def registered_document(done: Registered) -> dict[str, Any]:
    return {**worker_document(done.worker), "created": done.created, "before": _before(done.before) if done.before else None}


def _before(worker: Worker) -> dict[str, Any]:
    return {"registered_at": worker.registered_at, "wants": worker.wants}


def _match(item: Candidate | Post) -> dict[str, Any]:
    told = item.explanation
    return {
        "score": item.score, "wants_score": item.wants, "needs_score": item.needs,
        "wants": told.wants, "needs": told.needs, "missing": told.missing, "asks": told.asks,
    }


WRITTEN: Final[dict[tuple[object, ...], orjson.Fragment]] = {}
MOST: Final = 10_000  # some 10 MB


def _written(worker: Worker) -> orjson.Fragment:
    """Its JSON, kept by version and by all that masking covers, so that what was written for one reader is never given to another."""
    key = worker.id, worker.version, worker.name, worker.phone, worker.second_contact, worker.identity
    if (text := WRITTEN.get(key)) is None:
        if len(WRITTEN) >= MOST:
            WRITTEN.clear()
        text = WRITTEN[key] = orjson.Fragment(orjson.dumps(worker_document(worker)))
    return text
