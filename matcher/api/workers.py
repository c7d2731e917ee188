"""Workers over the API: registering, finding, what fits them, their path, their contact data for a purpose."""

from dataclasses import asdict, replace

from flask import Response, url_for

from matcher.api.rest import ETAG, LOCATION, Room, answer, unless_known, version_read
from matcher.context import actor, allowed, desk
from matcher.domain.accounts import Role
from matcher.domain.events import Step
from matcher.domain.people import Worker
from matcher.domain.search import WorkerSearch
from matcher.ledger.port import Page
from matcher.schemas.intents import EventListDocument, IntentDocument, StepTakenSchema, event_document, held_intent_document
from matcher.schemas.matches import PostsDocument, RegisteredDocument, WorkerHitsDocument, posts_document, registered_document
from matcher.schemas.pages import PageSchema, ThreeSchema, listed
from matcher.schemas.workers import (
    ContactAskedSchema,
    ContactDocument,
    NewWorkerSchema,
    WorkersAskedSchema,
    WorkerSchema,
    register_asked,
    worker_document,
)
from matcher.services.contacts import HOLDERS, show_contact
from matcher.services.placing import Mark, StatedIntent, holds_on, record_step
from matcher.services.recommending import posts_for
from matcher.services.registering import edit_worker, history, list_workers, register_worker, show_worker
from matcher.services.scopes import OFFICE, OVERVIEW
from matcher.services.searching import find_workers

room = Room("workers")
REGISTER = (*OFFICE, *OVERVIEW)
EVERY = (*REGISTER, Role.RECRUITER)


@room.at("POST", "/workers")
@allowed(*REGISTER)
@room.takes(NewWorkerSchema)
@room.also(200, RegisteredDocument)
@room.answers(201, RegisteredDocument, 409, headers=ETAG | LOCATION)
def post_worker(draft: Worker) -> Response:
    """Register a person, or update somebody known (200, `created` false, with what was there before)."""
    done = register_worker(actor(), desk(), draft)
    status, place = (201, url_for("workers.get_worker", id=done.worker.id)) if done.created else (200, None)
    return answer(registered_document(done), status, version=done.worker.version, location=place)


@room.at("GET", "/workers")
@allowed(*REGISTER)
@room.asked(WorkersAskedSchema)
@room.answers(200, WorkerHitsDocument)
def get_workers(asked: tuple[WorkerSearch, str, str]) -> Response:
    """People of one's own area, masked: by name or phone, or by what they want and have done."""
    search, name, phone = asked
    if page := register_asked(search, name, phone):
        found = list_workers(actor(), desk(), page, name=name, phone=phone)
        return answer(listed(map(worker_document, found.items), found.cursor, page.size) | {"unknown": ()})
    hits = find_workers(actor(), desk(), search)
    return answer(listed(map(worker_document, hits.items), hits.cursor, search.size, hits.total) | {"unknown": hits.unknown})


@room.at("GET", "/workers/<id(worker):id>")
@allowed(*EVERY)
@room.answers(200, WorkerSchema, 304, 404, headers=ETAG)
def get_worker(id: str) -> Response:
    """One person, masked."""
    found = show_worker(actor(), desk(), id)
    return unless_known(answer(worker_document(found), version=found.version))


@room.at("PUT", "/workers/<id(worker):id>")
@allowed(*OFFICE, Role.ADMIN)
@room.takes(WorkerSchema)
@room.answers(200, WorkerSchema, 404, 409, 412, 428, headers=ETAG)
def put_worker(draft: Worker, id: str) -> Response:
    """The whole document anew, from the version in If-Match; numbers sent back masked stay as they are."""
    saved = edit_worker(actor(), desk(), replace(draft, id=id, version=version_read()))
    return answer(worker_document(saved), version=saved.version)


@room.at("GET", "/workers/<id(worker):id>/vacancies")
@allowed(*EVERY)
@room.asked(ThreeSchema)
@room.answers(200, PostsDocument, 404)
def get_posts(asked: dict[str, int], id: str) -> Response:
    """The best posts for a person, with reasons, and the one change that would open most others."""
    return answer(posts_document(posts_for(actor(), desk(), id, asked["top"])))


@room.at("GET", "/workers/<id(worker):id>/events")
@allowed(*EVERY)
@room.asked(PageSchema)
@room.answers(200, EventListDocument, 404)
def get_events(page: Page, id: str) -> Response:
    """A person's path, newest first."""
    found = history(actor(), desk(), id, page)
    return answer(listed(map(event_document, found.items), found.cursor, page.size))


@room.at("POST", "/workers/<id(worker):id>/contact")
@allowed(*HOLDERS)
@room.takes(ContactAskedSchema)
@room.answers(200, ContactDocument, 404)
def post_contact(asked: dict[str, str], id: str) -> Response:
    """Name and phone for a stated purpose; an employer needs the person's consent. Written into the person's path."""
    return answer(asdict(show_contact(actor(), desk(), id, asked["purpose"])))


@room.at("POST", "/workers/<id(worker):id>/steps")
@allowed(*EVERY)
@room.takes(StepTakenSchema)
@room.answers(200, IntentDocument, 404, 409, headers=ETAG)
def post_step(taken: tuple[str, Step, Mark], id: str) -> Response:
    """A step towards a post: recommended, told, intent, interview, offer. Skipping is allowed, back-dating needs a note."""
    vacancy, step, mark = taken
    saved = record_step(actor(), desk(), StatedIntent(worker=id, vacancy=vacancy, mark=mark), step)
    return answer(held_intent_document(saved, holds_on(actor(), desk(), saved)), version=saved.version)
