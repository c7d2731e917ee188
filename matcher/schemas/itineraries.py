"""Itineraries over the wire: one party, several rides."""

from collections.abc import Iterable
from typing import Any

import marshmallow as ma
from marshmallow import ValidationError, fields, post_load

from matcher.booking.connections import MOST_RIDES
from matcher.domain.bookings import BookingState
from matcher.domain.itineraries import Stretch
from matcher.schemas.booking import (
    LAST_STOP,
    MOST_RIDERS,
    STATES,
    BookingDocument,
    RiderDocument,
    RiderSchema,
    SeatAtSchema,
    booking_document,
)
from matcher.schemas.fields import MAYBE, Base, Choice, Identifier, Many, Part, Whole
from matcher.services.itineraries import Broken, ItinerarySeen


class StretchSchema(Base):
    """One ride; stops are counted from 0. `seats`: exactly these, in the party's order."""

    trip = Identifier("trip", required=True)
    board = Whole(0, LAST_STOP, required=True)
    alight = Whole(0, LAST_STOP, required=True)
    seats = Many(Part(SeatAtSchema), MOST_RIDERS, twice=True, **MAYBE)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Stretch:
        seats = values.pop("seats")
        return Stretch(**values, seats=None if seats is None else tuple(seats))


class ItinerarySchema(Base):
    """An itinerary as it should be: `rides` in the order they are ridden, each on another trip, every one or none."""

    party = Many(Part(RiderSchema), MOST_RIDERS, twice=True, required=True)
    rides = Many(Part(StretchSchema), MOST_RIDES, twice=True, required=True)
    state = Choice(BookingState, load_default=BookingState.HELD)

    @post_load
    def check_state(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        if values["state"] not in (BookingState.HELD, BookingState.CONFIRMED):
            raise ValidationError(STATES, "state")
        return values | {"party": tuple(values["party"]), "rides": tuple(values["rides"])}


class ConnectionDocument(ma.Schema):
    """minutes: from getting off to getting on, as the trips are planned now. fault: why it cannot be made, "" where it can."""

    place = fields.String(required=True)
    minutes = fields.Integer(required=True)
    fault = fields.String(required=True)


class ItineraryDocument(ma.Schema):
    """state: of the ride least far on; what is over for one ride is said of the whole. connections: one between each two rides."""

    itinerary = fields.String(required=True)
    key = fields.String(required=True)
    state = fields.Enum(BookingState, by_value=True, required=True)
    state_label = fields.String(required=True)
    party = fields.List(fields.Nested(RiderDocument), required=True)
    rides = fields.List(fields.Nested(BookingDocument), required=True)
    connections = fields.List(fields.Nested(ConnectionDocument), required=True)
    created_at = fields.AwareDateTime(allow_none=True, required=True)


class BrokenDocument(ma.Schema):
    """booking: the ride on this trip. owner: the account the key belongs to. detail: what is wrong."""

    itinerary = fields.String(required=True)
    key = fields.String(required=True)
    owner = fields.String(required=True)
    booking = fields.String(required=True)
    detail = fields.String(required=True)


class BrokensDocument(ma.Schema):
    items = fields.List(fields.Nested(BrokenDocument), required=True)


def itinerary_document(seen: ItinerarySeen) -> dict[str, Any]:
    made, first = seen.itinerary, seen.itinerary.bookings[0]
    return {
        "itinerary": made.id, "key": made.key, "state": made.state, "state_label": made.state.label, "party": first.party,
        "rides": list(map(booking_document, made.bookings)), "connections": list(seen.connections), "created_at": made.created_at,
    }


def brokens_document(found: Iterable[Broken]) -> dict[str, Any]:
    return {"items": [
        {"itinerary": each.itinerary.id, "key": each.itinerary.key, "owner": each.itinerary.owner, "booking": each.booking.id, "detail": each.words}
        for each in found]}
