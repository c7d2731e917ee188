"""Intents over the API: a person wants a post, accepts it, or does not go."""

from typing import Any

from flask import Response, url_for

from matcher.api.rest import ETAG, LOCATION, Room, answer, unless_known
from matcher.context import actor, allowed, desk
from matcher.domain.accounts import Role
from matcher.domain.events import Intent
from matcher.ledger.port import Page
from matcher.schemas.intents import (
    AcceptSchema,
    IntentDocument,
    IntentListDocument,
    IntentsAskedSchema,
    MarkSchema,
    PromisedDocument,
    StatedIntentSchema,
    held_intent_document,
    intent_document,
    promised_document,
)
from matcher.schemas.pages import listed
from matcher.services.placing import Mark, StatedIntent, decline, holds_on, list_intents, promise, show_intent, state_intent, withdraw
from matcher.services.promises import SeatAsked
from matcher.services.scopes import OFFICE, OVERVIEW

room = Room("intents")
EVERY = (*OFFICE, *OVERVIEW, Role.RECRUITER)


@room.at("POST", "/intents")
@allowed(*EVERY)
@room.takes(StatedIntentSchema)
@room.answers(201, IntentDocument, 404, 409, headers=ETAG | LOCATION)
def post_intent(stated: StatedIntent) -> Response:
    """A person wants a post; said again it is the same intent. `consent`: this employer may see name and phone."""
    saved = state_intent(actor(), desk(), stated)
    return answer(told(saved), 201, version=saved.version, location=url_for("intents.get_intent", id=saved.id))


@room.at("GET", "/intents")
@allowed(*EVERY)
@room.asked(IntentsAskedSchema)
@room.answers(200, IntentListDocument, 404)
def get_intents(asked: tuple[Page, str | None, str | None]) -> Response:
    """Of one worker, of one vacancy, or of everybody one works for; newest first."""
    page, worker, vacancy = asked
    found = list_intents(actor(), desk(), page, worker=worker, vacancy=vacancy)
    return answer(listed(map(intent_document, found.items), found.cursor, page.size))


@room.at("GET", "/intents/<id(intent):id>")
@allowed(*EVERY)
@room.answers(200, IntentDocument, 304, 404, headers=ETAG)
def get_intent(id: str) -> Response:
    """One intent."""
    found = show_intent(actor(), desk(), id)
    return unless_known(answer(told(found), version=found.version))


@room.at("POST", "/intents/<id(intent):id>/accept")
@allowed(*EVERY)
@room.takes(AcceptSchema, required=False)
@room.answers(200, PromisedDocument, 404, 409, 423, headers=ETAG)
def post_accept(said: tuple[Mark, SeatAsked | None], id: str) -> Response:
    """接受: takes one place of the headcount; at zero the vacancy is full everywhere. With `seat` the seat on that trip is part of the promise:
    both or neither, and withdrawing or declining frees both. A ride that arrives after the post's first day is refused (`overlap`)."""
    promised = promise(actor(), desk(), id, *said)
    holds = holds_on(actor(), desk(), promised.intent)
    return answer(promised_document(promised, holds), version=promised.intent.version)


@room.at("POST", "/intents/<id(intent):id>/decline")
@allowed(*EVERY)
@room.takes(MarkSchema, required=False)
@room.answers(200, IntentDocument, 404, 409, headers=ETAG)
def post_decline(mark: Mark, id: str) -> Response:
    """不去; the reason goes into the note."""
    saved = decline(actor(), desk(), id, mark)
    return answer(told(saved), version=saved.version)


@room.at("POST", "/intents/<id(intent):id>/withdraw")
@allowed(*EVERY)
@room.takes(MarkSchema, required=False)
@room.answers(200, IntentDocument, 404, 409, headers=ETAG)
def post_withdraw(mark: Mark, id: str) -> Response:
    """退出: gives an accepted place back."""
    saved = withdraw(actor(), desk(), id, mark)
    return answer(told(saved), version=saved.version)


def told(intent: Intent) -> dict[str, Any]:
    """With what a person should still look at."""
    return held_intent_document(intent, holds_on(actor(), desk(), intent))
