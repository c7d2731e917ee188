"""Seats over the API. A booking is put under a key of the caller's own, so sending it again is safe."""

from typing import Any

from flask import Response

from matcher.api.rest import Room, answer
from matcher.context import actor, allowed, desk
from matcher.domain.bookings import Address, Booking, SeatWish, Swap
from matcher.schemas.booking import (
    BookingDocument,
    BookingsDocument,
    SeatsDocument,
    SwapSchema,
    WishSchema,
    booking_document,
    seats_document,
)
from matcher.schemas.trips import NothingSchema
from matcher.services.booking import book, bookings_of, cancel, confirm, show_booking
from matcher.services.scopes import OFFICE, OVERVIEW
from matcher.services.seat_plan import seats
from matcher.services.swapping import swap

room = Room("booking")
EVERY = (*OFFICE, *OVERVIEW)
TRIP = "/trips/<id(trip):id>"
BOOKING = f"{TRIP}/bookings/<booking_key:key>"


@room.at("GET", f"{TRIP}/seats")
@allowed(*EVERY)
@room.answers(200, SeatsDocument, 404)
def get_seats(id: str) -> Response:
    """Every seat for sale, leg by leg; the escort's and those of blocks are not among them."""
    return answer(seats_document(seats(actor(), desk(), id)))


@room.at("GET", f"{TRIP}/bookings")
@allowed(*EVERY)
@room.answers(200, BookingsDocument, 404)
def get_bookings(id: str) -> Response:
    """Living bookings of a trip."""
    return answer({"items": list(map(booking_document, bookings_of(actor(), desk(), id)))})


@room.at("PUT", BOOKING)
@allowed(*EVERY)
@room.takes(WishSchema)
@room.answers(200, BookingDocument, 404, 409, 423)
def put_booking(said: dict[str, Any], id: str, key: str) -> Response:
    """Seats for the whole party or for nobody. The same again is the same booking as it is now; "confirmed" confirms a held one."""
    return _said(book(actor(), desk(), SeatWish(trip=id, key=key, **said)))


@room.at("GET", BOOKING)
@allowed(*EVERY)
@room.answers(200, BookingDocument, 404, 409)
def get_booking(id: str, key: str) -> Response:
    """One's own booking of that key, whatever has become of it."""
    return _said(show_booking(actor(), desk(), Address(id, key)))


@room.at("POST", f"{BOOKING}/confirm")
@allowed(*EVERY)
@room.takes(NothingSchema, required=False)
@room.answers(200, BookingDocument, 404, 409, 423)
def post_confirm(_: dict[str, Any], id: str, key: str) -> Response:
    """占座 → 已确认."""
    return _said(confirm(actor(), desk(), Address(id, key)))


@room.at("DELETE", BOOKING)
@allowed(*EVERY)
@room.answers(204, None, 404, 409, 423)
def delete_booking(id: str, key: str) -> Response:
    """Frees the seats at once; again it changes nothing."""
    cancel(actor(), desk(), Address(id, key))
    return Response(status=204)


@room.at("POST", f"{BOOKING}/swap")
@allowed(*EVERY)
@room.takes(SwapSchema)
@room.answers(200, BookingDocument, 404, 409, 423)
def post_swap(to: Swap, id: str, key: str) -> Response:
    """To another trip in one step; the key lives there from then on. Refused, everything stays as it was."""
    return _said(swap(actor(), desk(), Address(id, key), to))


def _said(booking: Booking) -> Response:
    return answer(booking_document(booking))
