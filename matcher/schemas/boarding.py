"""Boarding over the wire: scans of devices, lists, counts, rosters, and messages to riders."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

import marshmallow as ma
from marshmallow import ValidationError, fields, post_load

from matcher.booking import slips
from matcher.domain.errors import Invalid
from matcher.domain.messages import Message, MessageKind, MessageState
from matcher.domain.scans import RidingState, Scan, ScanKind
from matcher.ledger.port import Page
from matcher.schemas.booking import LAST_STOP, MOST_RIDERS, BookingDocument, booking_document
from matcher.schemas.fields import MAYBE, Amount, Base, Choice, Flag, FlagInAddress, Identifier, Many, Moment, Part, Text, Whole, WholeInAddress
from matcher.schemas.pages import Asked, PageDocument, PageSchema
from matcher.schemas.trips import TripSchema, trip_document
from matcher.services.boarding import BoardingList, Count, Leaving, Left, Riding, Taken
from matcher.services.handover import Handover
from matcher.services.roster import Roster

MOST_SCANS: Final = 2_000
A_WEEK: Final = 7 * 86_400
BOTH: Final = "写 booking (订座编号) 或 slip (乘车单上的码) 之一。"


class ScanSchema(Base):
    """One tick on a device; `device` and `number` name it for ever. `place`: of the party, null is all of it. `clock_error`: seconds it is fast.

    Either `booking`, or `slip`: the text of the square code, which holds booking and place.
    """

    device = Text(64, blank=False, required=True)
    number = Whole(0, 2**53, required=True)
    booking = Identifier("booking", **MAYBE)
    slip = Text(100, **MAYBE)
    place = Whole(0, MOST_RIDERS - 1, **MAYBE)
    kind = Choice(ScanKind, load_default=ScanKind.BOARD)
    stop = Whole(0, LAST_STOP, required=True)
    at = Moment(required=True)
    clock_error = Amount(-A_WEEK, A_WEEK, load_default=0.0)

    @post_load
    def one_way(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        if (values["booking"] is None) == (not values["slip"]):
            raise ValidationError(BOTH, "booking")
        return values


class ScansSchema(Base):
    """A batch, in any order; what was sent before is known and does no harm."""

    scans = Many(Part(ScanSchema), MOST_SCANS, twice=True, required=True)


class RefusedDocument(ma.Schema):
    device = fields.String(required=True)
    number = fields.Integer(required=True)
    reason = fields.String(required=True)


class TakenDocument(ma.Schema):
    """new, known: how many were first seen now, or before. bookings: as they stand after it."""

    new = fields.Integer(required=True)
    known = fields.Integer(required=True)
    refused = fields.List(fields.Nested(RefusedDocument), required=True)
    bookings = fields.List(fields.Nested(BookingDocument), required=True)


class RidingDocument(ma.Schema):
    booking = fields.String(required=True)
    place = fields.Integer(required=True)
    worker = fields.String(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True)
    identity_tail = fields.String(required=True)
    unit = fields.Integer(required=True)
    seat = fields.Integer(required=True)
    board = fields.Integer(required=True)
    alight = fields.Integer(required=True)
    state = fields.Enum(RidingState, by_value=True, required=True)
    state_label = fields.String(required=True)
    bound_for = fields.String(required=True)


class BoardingListDocument(ma.Schema):
    trip = fields.Nested(TripSchema, required=True)
    riders = fields.List(fields.Nested(RidingDocument), required=True)


class PersonInPartyDocument(ma.Schema):
    booking = fields.String(required=True)
    place = fields.Integer(required=True)


class CountDocument(ma.Schema):
    """At one stop. aboard: when the vehicle leaves it. missing: expected and not ticked."""

    stop = fields.Integer(required=True)
    expected_on = fields.Integer(required=True)
    boarded = fields.Integer(required=True)
    expected_off = fields.Integer(required=True)
    alighted = fields.Integer(required=True)
    aboard = fields.Integer(required=True)
    missing = fields.List(fields.Nested(PersonInPartyDocument), required=True)


class CountsDocument(ma.Schema):
    stops = fields.List(fields.Nested(CountDocument), required=True)


class LeaveSchema(Base):
    """The vehicle leaves a stop; `at`: when, else now; `heads`: how many people were counted aboard, null where nobody counted."""

    at = Moment(**MAYBE)
    heads = Whole(0, 400, **MAYBE)
    skipped = Flag(load_default=False)

    @post_load
    def _made(self, values: dict[str, Any], **_: Any) -> Leaving:
        return Leaving(**values)


class LeftDocument(ma.Schema):
    trip = fields.Nested(TripSchema, required=True)
    missed = fields.List(fields.Nested(PersonInPartyDocument), required=True)


class AbsentDocument(PersonInPartyDocument):
    worker = fields.String(required=True)
    name = fields.String(required=True)
    reason = fields.String(required=True)


class EmployerHandoverDocument(ma.Schema):
    bound_for = fields.String(required=True)
    expected = fields.Integer(required=True)
    arrived = fields.Integer(required=True)
    missing = fields.List(fields.Nested(AbsentDocument), required=True)


class HandoverDocument(ma.Schema):
    trip = fields.Nested(TripSchema, required=True)
    employers = fields.List(fields.Nested(EmployerHandoverDocument), required=True)


class AbsenceSchema(Base):
    """Why somebody expected did not arrive."""

    booking = Identifier("booking", required=True)
    place = Whole(0, MOST_RIDERS - 1, required=True)
    reason = Text(200, blank=False, required=True)


class RosterAskedSchema(Asked):
    """`full` shows whole ID numbers and phones, needs a `purpose`, and is written down. `filing`: as it was filed that time, else as it is now."""

    full = FlagInAddress(load_default=False)
    purpose = Text(200, load_default="")
    filing = WholeInAddress(1, 1000, load_default=None)


class RosterLineDocument(ma.Schema):
    unit = fields.Integer(required=True)
    seat = fields.Integer(required=True)
    name = fields.String(required=True)
    identity = fields.String(required=True)
    phone = fields.String(required=True)
    second_contact = fields.String(required=True)
    board = fields.Integer(required=True)
    alight = fields.Integer(required=True)
    bound_for = fields.String(required=True)
    booking = fields.String(required=True)
    place = fields.Integer(required=True)
    worker = fields.String(required=True)
    infants = fields.Integer(required=True)


class RosterDocument(ma.Schema):
    """filing: the number of the filing it shows, null where it shows what stands now."""

    trip = fields.Nested(TripSchema, required=True)
    filing = fields.Integer(allow_none=True, required=True)
    rows = fields.List(fields.Nested(RosterLineDocument), required=True)


class OutboxAskedSchema(PageSchema):
    trip = Identifier("trip", load_default=None)
    state = Choice(MessageState, load_default=None)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> tuple[Page, str | None, MessageState | None]:
        return self.page(values), values["trip"], values["state"]


class AnswerSchema(Base):
    """1: goes; 2: does not, and the seat is free again."""

    answer = fields.String(required=True, validate=ma.validate.OneOf(("1", "2"), error="只能是 1 (去) 或 2 (不去)。"))


class MessageDocument(ma.Schema):
    """Text ready to send; no name, phone or ID number in it."""

    id = fields.String(required=True)
    worker = fields.String(required=True)
    trip = fields.String(required=True)
    booking = fields.String(required=True)
    kind = fields.Enum(MessageKind, by_value=True, required=True)
    kind_label = fields.String(required=True)
    text = fields.String(required=True)
    state = fields.Enum(MessageState, by_value=True, required=True)
    state_label = fields.String(required=True)
    due_at = fields.AwareDateTime(required=True)
    created_at = fields.AwareDateTime(allow_none=True, required=True)
    sent_at = fields.AwareDateTime(allow_none=True, required=True)
    answer = fields.String(required=True)


class MessageListDocument(ma.Schema):
    items = fields.List(fields.Nested(MessageDocument), required=True)
    page = fields.Nested(PageDocument, required=True)


def scan_of(values: Mapping[str, Any], by: str, slip_key: bytes) -> Scan:
    """A square code that is none of ours is a scan of nothing: the desk names it, and the rest of the batch counts."""
    said = {name: value for name, value in values.items() if name != "slip"}
    if values["slip"]:
        try:
            said["booking"], said["place"] = slips.read(slip_key, values["slip"])
        except Invalid:
            said["booking"] = ""
    return Scan(**said, by=by)


def taken_document(taken: Taken) -> dict[str, Any]:
    return {"new": taken.new, "known": taken.known, "refused": taken.refused, "bookings": list(map(booking_document, taken.bookings))}


def riding_document(riding: Riding) -> dict[str, Any]:
    return asdict(riding) | {"state_label": riding.state.label}


def boarding_document(boarding: BoardingList) -> dict[str, Any]:
    return {"trip": trip_document(boarding.trip), "riders": list(map(riding_document, boarding.riders))}


def count_document(count: Count) -> dict[str, Any]:
    return asdict(count) | {"missing": _people(count.missing)}


def left_document(left: Left) -> dict[str, Any]:
    return {"trip": trip_document(left.trip), "missed": _people(left.missed)}


def _people(found: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"booking": booking, "place": place} for booking, place in found]


def handover_document(handover: Handover) -> dict[str, Any]:
    return {"trip": trip_document(handover.trip), "employers": [asdict(employer) for employer in handover.employers]}


def roster_document(roster: Roster) -> dict[str, Any]:
    return {"trip": trip_document(roster.trip), "filing": roster.filing and roster.filing.number, "rows": list(map(asdict, roster.rows))}


def message_document(message: Message) -> dict[str, Any]:
    return {
        "id": message.id, "worker": message.worker, "trip": message.trip, "booking": message.booking, "kind": message.kind,
        "kind_label": message.kind.label, "text": message.text, "state": message.state, "state_label": message.state.label,
        "due_at": message.due_at, "created_at": message.created_at, "sent_at": message.sent_at, "answer": message.answer,
    }
