"""Seats over the wire: bookings, blocks, the queue, and what is free."""

from collections.abc import Iterable
from typing import Any, Final

import marshmallow as ma
from marshmallow import ValidationError, fields, post_load

from matcher.booking.requests import fingerprint
from matcher.domain.bookings import Block, BlockKind, Booking, BookingState, Entry, EntryState, Rider, SeatAt, SeatLine, Swap
from matcher.domain.trips import MOST_STOPS
from matcher.schemas.fields import MAYBE, Base, Choice, Flag, Identifier, Many, Moment, Part, Text, Whole

MOST_RIDERS: Final = 100
LAST_STOP: Final = MOST_STOPS - 1
STATES: Final = "只能是 held (占座) 或 confirmed (确认)。"


class RiderSchema(Base):
    """One of the party: with an accepted intent, or `bound_for` the employer they already work for."""

    worker = Identifier("worker", required=True)
    intent = Identifier("intent", **MAYBE)
    bound_for = Text(100, load_default="")
    infants = Whole(0, 9, load_default=0)
    beside_men = Flag(load_default=False)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Rider:
        return Rider(**values)


class SeatAtSchema(Base):
    unit = Whole(1, 999, required=True)
    seat = Whole(1, 1000, required=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> SeatAt:
        return SeatAt(**values)


class PartySchema(Base):
    """Who rides from which stop to which; stops are counted from 0."""

    party = Many(Part(RiderSchema), MOST_RIDERS, twice=True, required=True)
    board = Whole(0, LAST_STOP, required=True)
    alight = Whole(0, LAST_STOP, required=True)


class WishSchema(PartySchema):
    """A booking as it should be. `seats`: exactly these, in the party's order; `block`: out of this block."""

    state = Choice(BookingState, load_default=BookingState.HELD)
    seats = Many(Part(SeatAtSchema), MOST_RIDERS, twice=True, **MAYBE)
    block = Identifier("block", **MAYBE)

    @post_load
    def check_state(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        if values["state"] not in (BookingState.HELD, BookingState.CONFIRMED):
            raise ValidationError(STATES, "state")
        return values


class SwapSchema(Base):
    """To another trip; stops as given, else the same positions."""

    trip = Identifier("trip", required=True)
    board = Whole(0, LAST_STOP, **MAYBE)
    alight = Whole(0, LAST_STOP, **MAYBE)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Swap:
        return Swap(**values)


class WaitSchema(PartySchema):
    """A party for the queue. `key` works as for bookings: the same key again is the same entry; left out, party and ride make it."""

    key = Text(64, **MAYBE)

    @post_load
    def name(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        return values | {"key": values["key"] or "q-" + fingerprint(values["party"], values["board"], values["alight"])}


class SeatWaitingSchema(Base):
    """beside_men: the woman travelling alone was asked and does not mind whom she sits beside."""

    beside_men = Flag(load_default=False)


class BlockSchema(Base):
    """Seats kept for an employer, a village, or a device that sells on its own; `release_at`: when
    nameless ones are free again, 72 hours ahead where nothing is said; null: when they are handed back.
    """

    kind = Choice(BlockKind, required=True)
    holder = Text(100, blank=False, required=True)
    label = Text(60, load_default="")
    count = Whole(1, 400, required=True)
    board = Whole(0, LAST_STOP, **MAYBE)
    alight = Whole(0, LAST_STOP, **MAYBE)
    release_at = Moment(allow_none=True)


class SeatDocument(ma.Schema):
    unit = fields.Integer(required=True)
    seat = fields.Integer(required=True)


class RiderDocument(ma.Schema):
    worker = fields.String(required=True)
    intent = fields.String(allow_none=True, required=True)
    bound_for = fields.String(required=True)
    infants = fields.Integer(required=True)
    beside_men = fields.Boolean(required=True)


class BookingDocument(ma.Schema):
    """seats: one a person, in the party's order. held_until: when a hold ends. gone: places of the party that no longer ride."""

    booking = fields.String(required=True)
    trip = fields.String(required=True)
    key = fields.String(required=True)
    state = fields.Enum(BookingState, by_value=True, required=True)
    state_label = fields.String(required=True)
    board = fields.Integer(required=True)
    alight = fields.Integer(required=True)
    party = fields.List(fields.Nested(RiderDocument), required=True)
    seats = fields.List(fields.Nested(SeatDocument), required=True)
    held_until = fields.AwareDateTime(allow_none=True, required=True)
    block = fields.String(allow_none=True, required=True)
    gone = fields.List(fields.Integer(), required=True)
    created_at = fields.AwareDateTime(allow_none=True, required=True)
    updated_at = fields.AwareDateTime(allow_none=True, required=True)


class BookingsDocument(ma.Schema):
    items = fields.List(fields.Nested(BookingDocument), required=True)


class SeatLineDocument(SeatDocument):
    """legs: the booking on each leg, null where the seat is free."""

    legs = fields.List(fields.String(allow_none=True), required=True)


class SeatsDocument(ma.Schema):
    seats = fields.List(fields.Nested(SeatLineDocument), required=True)


class EntryDocument(ma.Schema):
    """number: order of arrival. bypassed: how often others got ahead. booking: the seats offered."""

    entry = fields.String(required=True)
    trip = fields.String(required=True)
    key = fields.String(required=True)
    state = fields.Enum(EntryState, by_value=True, required=True)
    state_label = fields.String(required=True)
    board = fields.Integer(required=True)
    alight = fields.Integer(required=True)
    party = fields.List(fields.Nested(RiderDocument), required=True)
    rank = fields.Integer(required=True)
    number = fields.Integer(required=True)
    bypassed = fields.Integer(required=True)
    booking = fields.String(allow_none=True, required=True)
    created_at = fields.AwareDateTime(allow_none=True, required=True)


class EntriesDocument(ma.Schema):
    items = fields.List(fields.Nested(EntryDocument), required=True)


class BlockDocument(ma.Schema):
    id = fields.String(required=True)
    trip = fields.String(required=True)
    kind = fields.Enum(BlockKind, by_value=True, required=True)
    kind_label = fields.String(required=True)
    holder = fields.String(required=True)
    label = fields.String(required=True)
    board = fields.Integer(required=True)
    alight = fields.Integer(required=True)
    seats = fields.List(fields.Nested(SeatDocument), required=True)
    release_at = fields.AwareDateTime(allow_none=True, required=True)
    released = fields.Boolean(required=True)


class BlocksDocument(ma.Schema):
    items = fields.List(fields.Nested(BlockDocument), required=True)


def seat_document(at: SeatAt) -> dict[str, int]:
    return {"unit": at.unit, "seat": at.seat}


def booking_document(booking: Booking) -> dict[str, Any]:
    return {
        "booking": booking.id, "trip": booking.trip, "key": booking.key, "state": booking.state, "state_label": booking.state.label,
        "board": booking.board, "alight": booking.alight, "party": booking.party, "seats": list(map(seat_document, booking.seats)),
        "held_until": booking.held_until, "block": booking.block, "gone": booking.gone, "created_at": booking.created_at,
        "updated_at": booking.updated_at,
    }


def seats_document(lines: Iterable[SeatLine]) -> dict[str, Any]:
    return {"seats": list(lines)}


def entry_document(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry.id, "trip": entry.trip, "key": entry.key, "state": entry.state, "state_label": entry.state.label, "board": entry.board,
        "alight": entry.alight, "party": entry.party, "rank": entry.rank, "number": entry.number, "bypassed": entry.bypassed,
        "booking": entry.booking, "created_at": entry.created_at,
    }


def block_document(block: Block) -> dict[str, Any]:
    return {
        "id": block.id, "trip": block.trip, "kind": block.kind, "kind_label": block.kind.label, "holder": block.holder, "label": block.label,
        "board": block.board, "alight": block.alight, "seats": list(map(seat_document, block.seats)),
        "release_at": block.release_at, "released": block.released,
    }
