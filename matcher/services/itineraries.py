"""Itineraries: a feeder and a main trip as one promise. One transaction a request, the rows of all trips locked in the order of their ids."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from matcher.booking.connections import check_connections, check_itinerary, connections, itinerary_fingerprint, ways_on
from matcher.booking.requests import check_key, check_stretch
from matcher.domain.accounts import Actor
from matcher.domain.bookings import LIVE, OVER, Address, Booking, BookingState, Cancelled, Ended, Frozen, KeyReused, SeatWish
from matcher.domain.errors import Missing
from matcher.domain.identifiers import new_id
from matcher.domain.itineraries import Connection, Itinerary, ItineraryWish, Stretch
from matcher.domain.trips import Trip, TripState
from matcher.ledger.port import Reader, Transaction
from matcher.services.booking import end, make_sure, seat_anew
from matcher.services.desk import Desk
from matcher.services.seating import Seating
from matcher.services.trip_scopes import must_book, must_see_bookings, owner_of

NO_ITINERARY: Final = "没有这个编号的联程。请核对编号。"
FEEDERS_LEAVE: Final = timedelta(hours=24)  # at most so long before
CANCELLABLE: Final = (BookingState.HELD, BookingState.CONFIRMED, BookingState.EXPIRED)


@dataclass(frozen=True, slots=True)
class ItinerarySeen:
    """With the connections as the trips are planned now."""

    itinerary: Itinerary
    connections: tuple[Connection, ...]


def book_itinerary(actor: Actor, desk: Desk, wish: ItineraryWish) -> ItinerarySeen:
    """Seats the whole party on every ride or on none. The same request again is the same itinerary as it now is; it confirms where that is asked.

    Raises NoConnection, and of each ride what `book` raises.
    """
    check_itinerary(wish)
    with desk.ledger.transaction() as tx:
        held = _held(tx, desk, actor, wish.rides)
        known = tx.itinerary_by_key(actor.name, wish.key)
        if known is None:
            return _seen(desk, _seat_all(held, wish), held)
        if known.fingerprint != itinerary_fingerprint(wish):
            raise KeyReused
        _check_alive(known)
        return _seen(desk, _sure(known, held) if wish.state is BookingState.CONFIRMED else known, held)


def confirm_itinerary(actor: Actor, desk: Desk, key: str, owner: str = "") -> ItinerarySeen:
    """Every ride is sure, or none newly so. Raises Missing, Cancelled, Expired, Ended, Frozen."""
    with desk.ledger.transaction() as tx:
        known, held = _known_held(tx, desk, actor, key, owner)
        _check_alive(known)
        return _seen(desk, _sure(known, held), held)


def cancel_itinerary(actor: Actor, desk: Desk, key: str, owner: str = "", note: str = "") -> None:
    """Frees the seats of every ride that is still to come; again is quietly nothing. Raises Missing, Ended (all aboard or over), Frozen."""
    with desk.ledger.transaction() as tx:
        known, held = _known_held(tx, desk, actor, key, owner)
        if all(booking.state is BookingState.CANCELLED for booking in known.bookings):
            return
        ending = [booking for booking in known.bookings if booking.state in CANCELLABLE]
        if not ending:
            raise Ended(known.at(desk.now).state)
        if any(held[booking.trip].trip.frozen for booking in ending):
            raise Frozen
        for booking in ending:
            end(held[booking.trip], booking, BookingState.CANCELLED, note)
        for booking in ending:
            held[booking.trip].promote()


def show_itinerary(actor: Actor, desk: Desk, key: str, owner: str = "") -> ItinerarySeen:
    """As it now is."""
    with desk.ledger.reading() as reader:
        known = _known(reader, actor, key, owner)
        trips = reader.trips([ride.trip for ride in known.rides])
    for trip in trips.values():
        must_book(actor, trip)
    return ItinerarySeen(known.at(desk.now), connections(known.rides, trips, desk.connection_minutes))


@dataclass(frozen=True, slots=True)
class Feeder:
    """A trip that brings people to where another is boarded. rides: from each of its stops."""

    trip: Trip
    rides: tuple[Stretch, ...]


def feeders_to(actor: Actor, desk: Desk, trip_id: str, board: int) -> tuple[Feeder, ...]:
    """Open trips of the day before that connect to boarding here, the latest first: the shortest wait."""
    with desk.ledger.reading() as reader:
        stop = must_book(actor, reader.trip(trip_id)).stops[board]
        trips = reader.trips(reader.trips_leaving(stop.at - FEEDERS_LEAVE, stop.at)).values()
    found = [Feeder(trip, ways_on(trip, stop, desk.connection_minutes)) for trip in trips if trip.id != trip_id and trip.state is TripState.OPEN]
    return tuple(sorted((each for each in found if each.rides), key=lambda each: each.trip.departs_at, reverse=True))


@dataclass(frozen=True, slots=True)
class Broken:
    """A ride of this trip that no longer leads to its other ride, or comes from it. words: what is wrong and what to do."""

    itinerary: Itinerary
    booking: Booking
    words: str


def broken_connections(actor: Actor, desk: Desk, trip_id: str) -> tuple[Broken, ...]:
    """Itineraries with a living ride here that cannot be ridden as they were booked: a planned time has changed, or the other ride is gone."""
    with desk.ledger.reading() as reader:
        must_see_bookings(actor, reader.trip(trip_id))
        own = [booking for booking in reader.bookings_on(trip_id, sorted(LIVE)) if booking.itinerary and booking.state_at(desk.now) in LIVE]
        known = reader.itineraries(sorted({booking.itinerary or "" for booking in own}))
        found = [(known[booking.itinerary or ""].at(desk.now), booking) for booking in own]
        trips = reader.trips(sorted({ride.trip for itinerary, _ in found for ride in itinerary.rides}))
    told = ((itinerary, booking, "; ".join(_faults(desk, itinerary, trips))) for itinerary, booking in found)
    return tuple(Broken(itinerary, booking, words) for itinerary, booking, words in told if words)


def _faults(desk: Desk, itinerary: Itinerary, trips: dict[str, Trip]) -> Iterable[str]:
    yield from (each.fault for each in connections(itinerary.rides, trips, desk.connection_minutes) if each.fault)
    if itinerary.broken:
        yield from (f"{trips[booking.trip].name}那一程{booking.state.label}" for booking in itinerary.bookings if booking.state in OVER)


# --- rides that are one promise, for whoever ends or confirms one of them ------------------------------------------------------------


def together(reader: Reader, booking: Booking) -> tuple[Booking, ...]:
    """All rides of the booking's itinerary, itself among them; of a booking by itself only that."""
    return reader.itinerary(booking.itinerary).bookings if booking.itinerary else (booking,)


def held_together(tx: Transaction, desk: Desk, actor: Actor, bookings: Iterable[Booking], *also: str) -> dict[str, Seating]:
    """The trips of these bookings and of the rides that go with them, and others (`also`), all locked."""
    trips = sorted({half.trip for booking in bookings for half in together(tx, booking)} | set(also))
    return {id: Seating(tx, desk, actor, tx.trip_for_update(id), desk.now) for id in trips}


# --- inside the transaction ----------------------------------------------------------------------------------------------------------


def _held(tx: Transaction, desk: Desk, actor: Actor, rides: Sequence[Stretch]) -> dict[str, Seating]:
    trips = {id: must_book(actor, tx.trip_for_update(id)) for id in sorted({ride.trip for ride in rides})}
    return {id: Seating(tx, desk, actor, trip, desk.now) for id, trip in trips.items()}


def _known(reader: Reader, actor: Actor, key: str, owner: str) -> Itinerary:
    check_key(key)
    known = reader.itinerary_by_key(owner_of(actor, Address("", key, owner)), key)
    if known is None:
        raise Missing(NO_ITINERARY)
    return known


def _known_held(tx: Transaction, desk: Desk, actor: Actor, key: str, owner: str) -> tuple[Itinerary, dict[str, Seating]]:
    rides = _known(tx, actor, key, owner).rides
    held = _held(tx, desk, actor, rides)
    return _known(tx, actor, key, owner), held  # again, now that its trips are ours


def _seat_all(held: dict[str, Seating], wish: ItineraryWish) -> Itinerary:
    trips = {id: seating.trip for id, seating in held.items()}
    for ride in wish.rides:
        check_stretch(trips[ride.trip], ride.board, ride.alight)
    first = held[wish.rides[0].trip]
    check_connections(wish.rides, trips, first.desk.connection_minutes)
    made = Itinerary(id=new_id("itinerary"), key=wish.key, owner=first.actor.name, rides=wish.rides, fingerprint=itinerary_fingerprint(wish),
                     created_at=first.now)
    first.tx.add_itinerary(made)
    return replace(made, bookings=tuple(_seat(held[ride.trip], wish, ride, made) for ride in wish.rides))


def _seat(seating: Seating, wish: ItineraryWish, ride: Stretch, made: Itinerary) -> Booking:
    if seating.tx.booking_by_key(ride.trip, made.owner, made.key) is not None:
        raise KeyReused
    asked = SeatWish(trip=ride.trip, key=wish.key, party=wish.party, board=ride.board, alight=ride.alight, state=wish.state,
                     seats=ride.seats)
    return seat_anew(seating, asked, made)


def _sure(known: Itinerary, held: dict[str, Seating]) -> Itinerary:
    return replace(known, bookings=tuple(make_sure(held[booking.trip], booking) for booking in known.bookings))


def _check_alive(known: Itinerary) -> None:
    if any(booking.state is BookingState.CANCELLED for booking in known.bookings):
        raise Cancelled


def _seen(desk: Desk, itinerary: Itinerary, held: dict[str, Seating]) -> ItinerarySeen:
    trips = {id: seating.trip for id, seating in held.items()}
    return ItinerarySeen(itinerary.at(desk.now), connections(itinerary.rides, trips, desk.connection_minutes))
