"""A feeder with the ride on the page of a trip: chosen when seats are booked, shown with a booking, named where it no longer connects."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from matcher import context
from matcher.domain.bookings import Booking, BookingState, Rider
from matcher.domain.errors import Invalid
from matcher.domain.itineraries import ItineraryWish, Stretch
from matcher.domain.trips import Trip
from matcher.services.itineraries import (
    Broken,
    ItinerarySeen,
    book_itinerary,
    broken_connections,
    cancel_itinerary,
    confirm_itinerary,
    feeders_to,
    show_itinerary,
)
from matcher.services.trips import show_trip
from matcher.web.queue import names_of, people_of
from matcher.web.trip_words import clock, seat_words, short_moment


def feeders_offered(trip: Trip, board: int) -> list[tuple[str, str]]:
    """(value, words) of each ride on a feeder that leads to boarding here; nothing before there is a party."""
    if not request.args.getlist("party"):
        return []
    return [
        (f"{ride.trip}.{ride.board}.{ride.alight}", ride_words(each.trip, ride))
        for each in feeders_to(context.actor(), context.desk(), trip.id, board) for ride in each.rides]


def ride_words(trip: Trip, ride: Stretch) -> str:
    on, off = trip.stops[ride.board], trip.stops[ride.alight]
    return f"{trip.name}: {short_moment(on.at)} {on.name}上, {clock(off.at)} 到{off.name}"


def feeder_chosen() -> Stretch | None:
    trip, _, stops = request.form.get("feeder", "").partition(".")
    board, _, alight = stops.partition(".")
    return Stretch(trip, int(board), int(alight)) if board.isdigit() and alight.isdigit() else None


def seated_with(feeder: Stretch, ride: Stretch, party: tuple[Rider, ...], state: BookingState) -> str:
    """Books both; what to say of it. Raises Invalid for the queue and for blocks, which are of one trip."""
    form, desk = request.form, context.desk()
    if form.get("do") == "wait" or form.get("block"):
        raise Invalid("候补和预留一次只管一趟车。请先不选接驳车, 或直接订座。")
    wish = ItineraryWish(key=form.get("key", ""), party=party, rides=(feeder, ride), state=state)
    made = book_itinerary(context.actor(), desk, wish).itinerary
    until = "" if made.state is BookingState.CONFIRMED else f", 先占 {desk.hold_minutes} 分钟"
    seats = "; ".join(f"{word} {'、'.join(map(seat_words, booking.seats))}" for word, booking in zip(("接驳", "这趟"), made.bookings, strict=True))
    return f"{len(party)} 人两程都坐好了: {seats}{until}。"


@dataclass(frozen=True, slots=True)
class Joined:
    """The itinerary of a booking that is shown, with the words of each of its rides."""

    seen: ItinerarySeen
    rides: tuple[tuple[Booking, str], ...]

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(each.fault for each in self.seen.connections if each.fault)


def joined(booking: Booking) -> Joined | None:
    if booking.itinerary is None:
        return None
    actor, desk = context.actor(), context.desk()
    seen = show_itinerary(actor, desk, booking.key, booking.owner)
    rides = zip(seen.itinerary.bookings, seen.itinerary.rides, strict=True)
    return Joined(seen, tuple((each, ride_words(show_trip(actor, desk, each.trip), ride)) for each, ride in rides))


@dataclass(frozen=True, slots=True)
class NoLonger:
    """A broken connection in words."""

    broken: Broken
    people: str


def no_longer(trip: Trip, known: Mapping[str, str]) -> list[NoLonger]:
    broken = broken_connections(context.actor(), context.desk(), trip.id)
    people = people_of(rider for each in broken for rider in each.booking.party)
    return [NoLonger(each, "、".join(names_of(each.booking.party, people, known))) for each in broken]


def confirmed_whole(booking: Booking) -> str:
    confirm_itinerary(context.actor(), context.desk(), booking.key, booking.owner)
    return "整个联程确认了, 每一程的座位都给他留着。"


def cancelled_whole(booking: Booking, note: str) -> str:
    cancel_itinerary(context.actor(), context.desk(), booking.key, booking.owner, note)
    return "整个联程退好了, 每一程的座位都放开了。没事, 想走时说一声。"
