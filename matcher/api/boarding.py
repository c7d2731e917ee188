"""Boarding over the API: scans that devices send when they have a line again, lists, counts, rosters, messages."""

from typing import Any

from flask import Response

from matcher.api.rest import Room, answer
from matcher.context import actor, allowed, desk, slip_key
from matcher.domain.accounts import Role
from matcher.domain.messages import MessageState
from matcher.ledger.port import Page
from matcher.schemas.boarding import (
    AbsenceSchema,
    AnswerSchema,
    BoardingListDocument,
    CountsDocument,
    HandoverDocument,
    LeaveSchema,
    LeftDocument,
    MessageDocument,
    MessageListDocument,
    OutboxAskedSchema,
    RosterAskedSchema,
    RosterDocument,
    ScansSchema,
    TakenDocument,
    boarding_document,
    count_document,
    handover_document,
    left_document,
    message_document,
    roster_document,
    scan_of,
    taken_document,
)
from matcher.schemas.pages import listed
from matcher.schemas.trips import NothingSchema
from matcher.services.boarding import Leaving, boarding_list, head_count, leave_stop, take_scans
from matcher.services.handover import give_reason, handover
from matcher.services.outbox import answer as answer_message
from matcher.services.outbox import mark_sent, outbox
from matcher.services.roster import roster
from matcher.services.scopes import OFFICE, OVERVIEW

room = Room("boarding")
OFFICES = (*OFFICE, *OVERVIEW)
UNDER_WAY = (*OVERVIEW, Role.ESCORT)  # whole names are for those who run the trip
TRIP = "/trips/<id(trip):id>"


@room.at("POST", "/scans")
@allowed(*UNDER_WAY)
@room.takes(ScansSchema)
@room.answers(200, TakenDocument)
def post_scans(said: dict[str, Any]) -> Response:
    """A batch from a device, in any order and as often as it likes: the outcome is the same. What cannot be meant is named, the rest counts."""
    scans = [scan_of(values, actor().name, slip_key()) for values in said["scans"]]
    return answer(taken_document(take_scans(actor(), desk(), scans)))


@room.at("GET", f"{TRIP}/boarding")
@allowed(*UNDER_WAY)
@room.answers(200, BoardingListDocument, 404)
def get_boarding(id: str) -> Response:
    """Who rides where: what the escort's phone keeps for when there is no line."""
    return answer(boarding_document(boarding_list(actor(), desk(), id)))


@room.at("GET", f"{TRIP}/counts")
@allowed(*UNDER_WAY)
@room.answers(200, CountsDocument, 404)
def get_counts(id: str) -> Response:
    """Heads at every stop."""
    return answer({"stops": list(map(count_document, head_count(actor(), desk(), id)))})


@room.at("POST", f"{TRIP}/stops/<int(max=59):stop>/leave")
@allowed(*UNDER_WAY)
@room.takes(LeaveSchema, required=False)
@room.answers(200, LeftDocument, 404, 409, 423)
def post_leave(said: Leaving, id: str, stop: int) -> Response:
    """The vehicle leaves a stop: whoever should have boarded and was not ticked is a no-show, and the seat is free from there on."""
    return answer(left_document(leave_stop(actor(), desk(), id, stop, said)))


@room.at("GET", f"{TRIP}/handover")
@allowed(*UNDER_WAY)
@room.answers(200, HandoverDocument, 404)
def get_handover(id: str) -> Response:
    """应到, 实到, 未到原因, by employer."""
    return answer(handover_document(handover(actor(), desk(), id)))


@room.at("POST", f"{TRIP}/reasons")
@allowed(*UNDER_WAY)
@room.takes(AbsenceSchema)
@room.answers(204, None, 404, 409)
def post_reason(said: dict[str, Any], id: str) -> Response:
    """Why somebody did not come."""
    give_reason(actor(), desk(), said["booking"], said["place"], said["reason"])
    return Response(status=204)


@room.at("GET", f"{TRIP}/roster")
@allowed(*UNDER_WAY)
@room.asked(RosterAskedSchema)
@room.answers(200, RosterDocument, 404)
def get_roster(asked: dict[str, Any], id: str) -> Response:
    """The roster, masked; whole numbers for a stated purpose, which is written down."""
    return answer(roster_document(roster(actor(), desk(), id, **asked)))


@room.at("GET", "/outbox")
@allowed(*OFFICES)
@room.asked(OutboxAskedSchema)
@room.answers(200, MessageListDocument)
def get_outbox(asked: tuple[Page, str | None, MessageState | None]) -> Response:
    """Messages ready to send."""
    page, trip, state = asked
    found = outbox(actor(), desk(), page, trip=trip, state=state)
    return answer(listed(map(message_document, found.items), found.cursor, page.size))


@room.at("POST", "/outbox/<id(message):id>/sent")
@allowed(*OFFICES)
@room.takes(NothingSchema, required=False)
@room.answers(200, MessageDocument, 404, 409)
def post_sent(_: dict[str, Any], id: str) -> Response:
    """It was sent."""
    return answer(message_document(mark_sent(actor(), desk(), id)))


@room.at("POST", "/outbox/<id(message):id>/answer")
@allowed(*OFFICES)
@room.takes(AnswerSchema)
@room.answers(200, MessageDocument, 404, 409, 423)
def post_answer(said: dict[str, str], id: str) -> Response:
    """去回1, 不去回2."""
    return answer(message_document(answer_message(actor(), desk(), id, said["answer"])))
