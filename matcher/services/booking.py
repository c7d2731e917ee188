"""Seats: hold, confirm, cancel; asking again gives the same booking. One transaction a request, with the trip's row locked."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Final

from matcher.booking.requests import check_confirmable, check_key, check_same, check_stretch, check_wish, wish_fingerprint
from matcher.domain.accounts import Actor
from matcher.domain.bookings import (
    LIVE,
    Address,
    Block,
    Booking,
    BookingState,
    Ended,
    EntryState,
    Frozen,
    KeyReused,
    NotOpen,
    OtherRide,
    SeatWish,
    Swapped,
)
from matcher.domain.errors import Invalid, Missing
from matcher.domain.events import Step
from matcher.domain.itineraries import Itinerary, PartOfItinerary
from matcher.domain.messages import MessageKind
from matcher.domain.trips import Trip, TripState
from matcher.ledger.port import Reader, Transaction
from matcher.ledger.seat_port import Clash
from matcher.services.admission import Order, overlap
from matcher.services.desk import Desk
from matcher.services.seating import Seating, whole
from matcher.services.trip_scopes import must_book, must_see_bookings, owner_of

NO_BOOKING: Final = "这个车次没有这个编号的订座。请核对编号。"


def book(actor: Actor, desk: Desk, wish: SeatWish) -> Booking:
    """Seats the whole party or nobody. The same request again gives the same booking as it now is, and confirms it where that is asked.

    Raises Missing (no such trip), Invalid and KeyReused, Cancelled, Swapped, Expired, NotOpen, Frozen, NoSeats, Overlaps, StartsBefore, Unavailable.
    """
    check_wish(wish)
    try:
        with desk.ledger.transaction() as tx:
            return seated(tx, desk, actor, wish)
    except Clash:  # two bookings of one person on two trips at one moment: the database let one through
        tell_overlap(desk, wish)
        raise


def confirm(actor: Actor, desk: Desk, address: Address) -> Booking:
    """A confirmed booking stays what it is. Raises Missing, Cancelled, Swapped, Expired, Ended, Frozen, PartOfItinerary."""
    with desk.ledger.transaction() as tx:
        seating, known = _found(tx, desk, actor, address)
        check_same(known, known.state_at(seating.now), None)
        check_single(known)
        return make_sure(seating, known)


def cancel(actor: Actor, desk: Desk, address: Address, note: str = "") -> None:
    """Frees the seats; again is quietly nothing. Raises Missing, Swapped, Ended (already aboard), Frozen, PartOfItinerary."""
    with desk.ledger.transaction() as tx:
        seating, known = _found(tx, desk, actor, address)
        if known.state is BookingState.CANCELLED:
            return
        check_single(known)
        if known.state is BookingState.SWAPPED:
            raise Swapped(known.swapped_to or "", known.key)
        if known.state not in (BookingState.HELD, BookingState.CONFIRMED, BookingState.EXPIRED):
            raise Ended(known.state)
        if seating.trip.frozen:
            raise Frozen
        end(seating, known, BookingState.CANCELLED, note)
        seating.promote()


def show_booking(actor: Actor, desk: Desk, address: Address) -> Booking:
    """As it now is. A swapped booking answers from its new trip only (Swapped)."""
    with desk.ledger.reading() as reader:
        must_book(actor, reader.trip(address.trip))
        known = known_booking(reader, actor, address)
    if known.state is BookingState.SWAPPED:
        raise Swapped(known.swapped_to or "", known.key)
    return replace(known, state=known.state_at(desk.now))


def booking_by_id(actor: Actor, desk: Desk, id: str) -> Booking:
    with desk.ledger.reading() as reader:
        known = reader.booking(id)
        must_see_bookings(actor, reader.trip(known.trip))
    return replace(known, state=known.state_at(desk.now))


def bookings_of(actor: Actor, desk: Desk, trip_id: str) -> tuple[Booking, ...]:
    """Those that have seats, in the order they were made."""
    with desk.ledger.reading() as reader:
        must_see_bookings(actor, reader.trip(trip_id))
        found = reader.bookings_on(trip_id, sorted(LIVE | {BookingState.ARRIVED}))
    living = (replace(each, state=each.state_at(desk.now)) for each in found)
    return tuple(sorted((each for each in living if each.state is not BookingState.EXPIRED), key=lambda each: (each.created_at, each.id)))


def end(seating: Seating, booking: Booking, state: BookingState, note: str = "") -> None:
    """Frees all of a booking; riders whose seat was sure are told. The queue is the caller's next thought."""
    seating.look()
    if not seating.tx.move_booking(booking.id, [BookingState.HELD, BookingState.CONFIRMED, BookingState.EXPIRED], state=state):
        raise Ended(booking.state)
    seating.free(booking.id)
    if booking.entry and booking.state is not BookingState.CONFIRMED:
        seating.tx.change_entry(booking.entry, state=EntryState.LEFT)
    if booking.state is BookingState.CONFIRMED:
        seating.note(booking, Step.SEAT_FREED, note=note)
        seating.tell(booking, MessageKind.CANCELLED)


# --- inside the transaction --------------------------------------------------------------------------------------------------------


def seated(tx: Transaction, desk: Desk, actor: Actor, wish: SeatWish) -> Booking:
    trip = must_book(actor, tx.trip_for_update(wish.trip))
    known = tx.booking_by_key(trip.id, actor.name, wish.key)
    seating = Seating(tx, desk, actor, trip, desk.now)
    return seat_anew(seating, wish) if known is None else _again(seating, known, wish)


def _again(seating: Seating, known: Booking, wish: SeatWish) -> Booking:
    check_same(known, known.state_at(seating.now), wish_fingerprint(wish))
    if wish.state is BookingState.CONFIRMED:
        return make_sure(seating, known)
    return replace(known, state=known.state_at(seating.now))


def make_sure(seating: Seating, known: Booking) -> Booking:
    state = known.state_at(seating.now)
    check_confirmable(state)
    if state is not BookingState.HELD:
        return known
    if seating.trip.frozen:
        raise Frozen
    if not seating.tx.make_sure(known.id):
        check_confirmable(BookingState.EXPIRED)  # another trip's booking of this person found it expired a moment ago
    if known.entry:
        seating.tx.change_entry(known.entry, state=EntryState.SEATED)
    sure = replace(known, state=BookingState.CONFIRMED, held_until=None)
    seating.note(sure, Step.SEAT_CONFIRMED)
    seating.tell(sure, MessageKind.BOOKED)
    return sure


def seat_anew(seating: Seating, wish: SeatWish, whole_ride: Itinerary | None = None) -> Booking:
    """whole_ride: of which this is one ride."""
    must_be_open(seating.trip)
    check_stretch(seating.trip, wish.board, wish.alight)
    order = Order(
        key=wish.key, owner=seating.actor.name, party=wish.party, board=wish.board, alight=wish.alight, state=wish.state, seats=wish.seats,
        fingerprint=whole_ride.fingerprint if whole_ride else wish_fingerprint(wish), itinerary=whole_ride.id if whole_ride else None,
        held_until=whole(seating.now + timedelta(minutes=seating.desk.hold_minutes)),
        block=_block(seating, wish) if wish.block else None)
    seating.look(wish.party)
    seating.admit(order)
    if seating.trip.waiting:
        _not_in_queue(seating, wish)
    seating.yield_to_queue(order)
    with nullcontext() if order.block else seating.tx.at_once():  # out of a block, the rows changed are counted on the way
        booking = seating.seat(order)
        if booking.state is BookingState.CONFIRMED:  # a hold is no step of anybody's path yet
            seating.note(booking, Step.SEAT_CONFIRMED)
            seating.tell(booking, MessageKind.BOOKED)
    return booking


def _block(seating: Seating, wish: SeatWish) -> Block:
    block = seating.tx.block(wish.block or "")
    if block.trip != seating.trip.id or not block.keeps_at(seating.now):
        raise Invalid("这个预留不在这个车次, 或已经放开。请直接订座。", {"block": ["预留不在这个车次, 或已放开。"]})
    if wish.board < block.board or wish.alight > block.alight:
        raise Invalid("预留的座位不到这一段。请直接订座。", {"block": ["预留的座位不到这一段。"]})
    return block


def _not_in_queue(seating: Seating, wish: SeatWish) -> None:
    entry = seating.tx.entry_by_key(seating.trip.id, seating.actor.name, wish.key)
    if entry is not None and entry.state is EntryState.WAITING:
        raise KeyReused


def check_single(booking: Booking) -> None:
    """Raises PartOfItinerary."""
    if booking.itinerary is not None:
        raise PartOfItinerary(booking.key)


def must_be_open(trip: Trip) -> None:
    if trip.frozen:
        raise Frozen
    if trip.state is not TripState.OPEN:
        raise NotOpen


def _found(tx: Transaction, desk: Desk, actor: Actor, address: Address) -> tuple[Seating, Booking]:
    trip = must_book(actor, tx.trip_for_update(address.trip))
    return Seating(tx, desk, actor, trip, desk.now), known_booking(tx, actor, address)


def known_booking(reader: Reader, actor: Actor, address: Address) -> Booking:
    check_key(address.key)
    known = reader.booking_by_key(address.trip, owner_of(actor, address), address.key)
    if known is None:
        raise Missing(NO_BOOKING)
    return known


def tell_overlap(desk: Desk, wish: SeatWish) -> None:
    """Names the ride that stands in the way, now that it can be seen."""
    with desk.ledger.reading() as reader:
        trip = reader.trip(wish.trip)
        starts, ends = trip.stops[wish.board].at, trip.stops[wish.alight].at
        riding = {rider.worker for rider in wish.party}
        for ride in reader.rides_near(wish.trip, sorted(riding), starts, ends):
            if ride.worker in riding and ride.starts_at < ends and ride.ends_at > starts:
                raise overlap(OtherRide(ride.worker, ride.trip, reader.trip(ride.trip).name, ride.starts_at, ride.ends_at))


