"""A feeder and a main trip as one itinerary over the API: every ride or none, under a key of the caller's own."""

from typing import Any

from flask import Response

from matcher.api.rest import Room, answer
from matcher.context import actor, allowed, desk
from matcher.domain.itineraries import ItineraryWish
from matcher.schemas.itineraries import BrokensDocument, ItineraryDocument, ItinerarySchema, brokens_document, itinerary_document
from matcher.schemas.trips import NothingSchema
from matcher.services.itineraries import book_itinerary, broken_connections, cancel_itinerary, confirm_itinerary, show_itinerary
from matcher.services.scopes import OFFICE, OVERVIEW

room = Room("itineraries")
EVERY = (*OFFICE, *OVERVIEW)
ITINERARY = "/itineraries/<booking_key:key>"


@room.at("PUT", ITINERARY)
@allowed(*EVERY)
@room.takes(ItinerarySchema)
@room.answers(200, ItineraryDocument, 404, 409, 423)
def put_itinerary(said: dict[str, Any], key: str) -> Response:
    """Seats for the whole party on every ride or on none. Two rides connect at one place, with the minutes of the setting to change
    (`connection`). The same again is the same itinerary as it is now; "confirmed" confirms a held one."""
    return answer(itinerary_document(book_itinerary(actor(), desk(), ItineraryWish(key=key, **said))))


@room.at("GET", ITINERARY)
@allowed(*EVERY)
@room.answers(200, ItineraryDocument, 404, 422)
def get_itinerary(key: str) -> Response:
    """One's own itinerary of that key, whatever has become of it."""
    return answer(itinerary_document(show_itinerary(actor(), desk(), key)))


@room.at("POST", f"{ITINERARY}/confirm")
@allowed(*EVERY)
@room.takes(NothingSchema, required=False)
@room.answers(200, ItineraryDocument, 404, 409, 423)
def post_confirm_itinerary(_: dict[str, Any], key: str) -> Response:
    """占座 → 已确认, for every ride."""
    return answer(itinerary_document(confirm_itinerary(actor(), desk(), key)))


@room.at("DELETE", ITINERARY)
@allowed(*EVERY)
@room.answers(204, None, 404, 409, 422, 423)
def delete_itinerary(key: str) -> Response:
    """Frees the seats of every ride at once; again it changes nothing. One ride is not cancelled by itself (`itinerary`)."""
    cancel_itinerary(actor(), desk(), key)
    return Response(status=204)


@room.at("GET", "/trips/<id(trip):id>/broken-connections")
@allowed(*EVERY)
@room.answers(200, BrokensDocument, 404)
def get_broken_connections(id: str) -> Response:
    """Itineraries with a ride on this trip that can no longer be ridden as booked: planned times have changed, or the other ride is gone."""
    return answer(brokens_document(broken_connections(actor(), desk(), id)))
