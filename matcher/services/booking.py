"""Seats: hold, confirm, cancel, swap; asking again gives the same booking. One transaction a request, with the trip's row locked."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from matcher.booking.occupancy import legs_between, most_free
from matcher.booking.plans import for_sale
from matcher.booking.requests import check_confirmable, check_key, check_same, check_stretch, check_wish, fingerprint, wish_fingerprint
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
    SeatAt,
    SeatLine,
    SeatWish,
    Swap,
    Swapped,
)
from matcher.domain.errors import Invalid, Missing
from matcher.domain.events import Step
from matcher.domain.messages import MessageKind
from matcher.domain.people import mask_name
from matcher.domain.trips import Trip, TripState
from matcher.ledger.port import Reader, Transaction
from matcher.ledger.seat_port import Clash
from matcher.services.desk import Desk
from matcher.services.seating import Order, Seating, overlap, whole
from matcher.services.trip_scopes import must_book, must_see_bookings, owner_of

NO_BOOKING: Final = "这个车次没有这个编号的订座。请核对编号。"


def book(actor: Actor, desk: Desk, wish: SeatWish) -> Booking:
    """Seats the whole party or nobody. The same request again gives the same booking as it now is, and confirms it where that is asked.

    Raises Missing (no such trip), Invalid and KeyReused, Cancelled, Swapped, Expired, NotOpen, Frozen, NoSeats, Overlaps, Unavailable.
    """
    check_wish(wish)
    try:
        with desk.ledger.transaction() as tx:
            trip = must_book(actor, tx.trip_for_update(wish.trip))
            known = tx.booking_by_key(trip.id, actor.name, wish.key)
            if known is not None:
                return _again(Seating(tx, desk, actor, trip, desk.now), known, wish)
            return _seat_anew(Seating(tx, desk, actor, trip, desk.now), wish)
    except Clash:  # two bookings of one person on two trips at one moment: the database let one through
        _tell_overlap(desk, wish)
        raise


def confirm(actor: Actor, desk: Desk, address: Address) -> Booking:
    """A confirmed booking stays what it is. Raises Missing, Cancelled, Swapped, Expired, Ended, Frozen."""
    with desk.ledger.transaction() as tx:
        seating, known = _found(tx, desk, actor, address)
        check_same(known, known.state_at(seating.now), None)
        return _confirmed(seating, known)


def cancel(actor: Actor, desk: Desk, address: Address, note: str = "") -> None:
    """Frees the seats; again is quietly nothing. Raises Missing, Swapped, Ended (already aboard), Frozen."""
    with desk.ledger.transaction() as tx:
        seating, known = _found(tx, desk, actor, address)
        if known.state is BookingState.CANCELLED:
            return
        if known.state is BookingState.SWAPPED:
            raise Swapped(known.swapped_to or "", known.key)
        if known.state not in (BookingState.HELD, BookingState.CONFIRMED, BookingState.EXPIRED):
            raise Ended(known.state)
        if seating.trip.frozen:
            raise Frozen
        end(seating, known, BookingState.CANCELLED, note)
        seating.promote()


def swap(actor: Actor, desk: Desk, address: Address, to: Swap) -> Booking:
    """The key and the state move to the other trip, whole or not at all; repeated, the same answer."""
    try:
        with desk.ledger.transaction() as tx:
            return _swapped(tx, desk, actor, address, to)
    except Clash:
        with desk.ledger.reading() as reader:
            known = reader.booking_by_key(address.trip, owner_of(actor, address), address.key)
        if known is not None:
            wish = SeatWish(trip=to.trip, key=known.key, party=known.party, board=known.board if to.board is None else to.board,
                            alight=known.alight if to.alight is None else to.alight)
            _tell_overlap(desk, wish)
        raise


def show_booking(actor: Actor, desk: Desk, address: Address) -> Booking:
    """As it now is. A swapped booking answers from its new trip only (Swapped)."""
    with desk.ledger.reading() as reader:
        must_book(actor, reader.trip(address.trip))
        known = _known(reader, actor, address)
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


def seats(actor: Actor, desk: Desk, trip_id: str) -> tuple[SeatLine, ...]:
    """Every seat for sale with its bookings, leg by leg; escorts' seats and seats kept in a block are not listed."""
    with desk.ledger.reading() as reader:
        trip = must_book(actor, reader.trip(trip_id))
        rides = [ride for ride in reader.rides_on(trip_id) if not ride.expired_at(desk.now)]
        hidden = _blocked(reader, trip, desk.now)
    legs: dict[SeatAt, list[str | None]] = {}
    for unit in trip.units:
        for number in sorted(for_sale(unit.plan)):
            legs[SeatAt(unit.no, number)] = [None] * trip.legs
    for ride in rides:
        for leg in range(ride.board, ride.alight):
            legs[ride.at][leg] = ride.booking
    return tuple(SeatLine(at.unit, at.seat, tuple(own)) for at, own in sorted(legs.items()) if any(own) or at not in hidden)


@dataclass(frozen=True, slots=True)
class Cell:
    """One seat on one leg. kind: free, block, held, confirmed, boarded, arrived. name: covered but for the surname."""

    kind: str
    booking: str | None = None
    worker: str | None = None
    name: str = ""
    block: str | None = None


@dataclass(frozen=True, slots=True)
class SeatMap:
    trip: Trip
    cells: dict[SeatAt, tuple[Cell, ...]]


def seat_map(actor: Actor, desk: Desk, trip_id: str) -> SeatMap:
    """Every seat of every unit, leg by leg, for the page; the escort's seats have no cells."""
    with desk.ledger.reading() as reader:
        trip = must_see_bookings(actor, reader.trip(trip_id))
        rides = [ride for ride in reader.rides_on(trip_id) if not ride.expired_at(desk.now)]
        names = {worker.id: mask_name(worker.name) for worker in reader.workers([ride.worker for ride in rides]).values()}
        states = {id: str(each.state) for id, each in reader.bookings(sorted({ride.booking for ride in rides})).items()}
        keeping = _keeping(reader, trip, desk.now)
        claims = [claim for claim in reader.claims(trip_id) if claim.booking is None and claim.block in keeping] if keeping else []
    kept = {(claim.unit, claim.seat, claim.leg): claim.block for claim in claims}
    cells = {
        SeatAt(unit.no, number): [
            Cell("block", block=kept[unit.no, number, leg]) if (unit.no, number, leg) in kept else Cell("free") for leg in range(trip.legs)]
        for unit in trip.units for number in sorted(for_sale(unit.plan))
    }
    for ride in rides:
        for leg in range(ride.board, ride.alight):
            cells[ride.at][leg] = Cell(states[ride.booking], ride.booking, ride.worker, names.get(ride.worker, ""))
    return SeatMap(trip, {at: tuple(own) for at, own in cells.items()})


def free_seats(actor: Actor, desk: Desk, trip_id: str, board: int, alight: int) -> int:
    """Seats free on the whole stretch, now."""
    with desk.ledger.reading() as reader:
        trip = must_book(actor, reader.trip(trip_id))
        check_stretch(trip, board, alight)
        taken: dict[SeatAt, int] = {}
        for ride in reader.rides_on(trip_id):
            if not ride.expired_at(desk.now):
                taken[ride.at] = taken.get(ride.at, 0) | legs_between(ride.board, ride.alight)
        keeping = _keeping(reader, trip, desk.now)
        for claim in reader.claims(trip_id) if keeping else ():
            if claim.block in keeping:
                at = SeatAt(claim.unit, claim.seat)
                taken[at] = taken.get(at, 0) | 1 << claim.leg
    return most_free(trip.units, taken, legs_between(board, alight))


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


def _again(seating: Seating, known: Booking, wish: SeatWish) -> Booking:
    check_same(known, known.state_at(seating.now), wish_fingerprint(wish))
    if wish.state is BookingState.CONFIRMED:
        return _confirmed(seating, known)
    return replace(known, state=known.state_at(seating.now))


def _confirmed(seating: Seating, known: Booking) -> Booking:
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


def _seat_anew(seating: Seating, wish: SeatWish) -> Booking:
    must_be_open(seating.trip)
    check_stretch(seating.trip, wish.board, wish.alight)
    order = Order(
        key=wish.key, owner=seating.actor.name, party=wish.party, board=wish.board, alight=wish.alight, state=wish.state, seats=wish.seats,
        fingerprint=wish_fingerprint(wish), held_until=whole(seating.now + timedelta(minutes=seating.desk.hold_minutes)),
        block=_block(seating, wish) if wish.block else None)
    seating.look(wish.party)
    seating.admit(order)
    if seating.trip.waiting:
        _not_in_queue(seating, wish)
    seating.yield_to_queue(order)
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


def must_be_open(trip: Trip) -> None:
    if trip.frozen:
        raise Frozen
    if trip.state is not TripState.OPEN:
        raise NotOpen


def _swapped(tx: Transaction, desk: Desk, actor: Actor, address: Address, to: Swap) -> Booking:
    check_key(address.key)
    if to.trip == address.trip:
        raise Invalid("要换到另一个车次; 同一车次改站请取消后重订。", {"trip": ["请选另一个车次。"]})
    trips = {id: must_book(actor, tx.trip_for_update(id)) for id in sorted({address.trip, to.trip})}
    seating, aim = (Seating(tx, desk, actor, trips[id], desk.now) for id in (address.trip, to.trip))
    known = _known(tx, actor, address)
    board, alight = known.board if to.board is None else to.board, known.alight if to.alight is None else to.alight
    there = tx.booking_by_key(to.trip, known.owner, known.key)
    if known.state is BookingState.SWAPPED and known.swapped_to == to.trip and there and (there.board, there.alight) == (board, alight):
        return replace(there, state=there.state_at(desk.now))
    state = known.state_at(desk.now)
    check_same(known, state, None)
    check_confirmable(state)
    if state not in (BookingState.HELD, BookingState.CONFIRMED):
        raise Ended(state)
    if seating.trip.frozen:
        raise Frozen
    must_be_open(aim.trip)
    check_stretch(aim.trip, board, alight)
    if there is not None:
        raise KeyReused
    return _moved(seating, aim, known, board, alight)


def _moved(seating: Seating, aim: Seating, known: Booking, board: int, alight: int) -> Booking:
    party = tuple(rider for place, rider in enumerate(known.party) if place not in known.gone)
    seating.look(party)
    moved = seating.tx.move_booking(known.id, [BookingState.HELD, BookingState.CONFIRMED], state=BookingState.SWAPPED, swapped_to=aim.trip.id)
    if not moved:
        check_confirmable(BookingState.EXPIRED)
    seating.free(known.id)
    order = Order(key=known.key, owner=known.owner, party=party, board=board, alight=alight, state=known.state, held_until=known.held_until,
                  fingerprint=fingerprint(party, board, alight, None, None))
    aim.look(party)
    aim.admit(order)
    aim.yield_to_queue(order)
    booking = aim.seat(order)
    if known.entry:
        seating.tx.change_entry(known.entry, state=EntryState.LEFT)
    aim.note(booking, Step.SEAT_SWAPPED)
    if booking.state is BookingState.CONFIRMED:
        aim.tell(booking, MessageKind.CHANGED)
    seating.promote()
    return booking


def _found(tx: Transaction, desk: Desk, actor: Actor, address: Address) -> tuple[Seating, Booking]:
    trip = must_book(actor, tx.trip_for_update(address.trip))
    return Seating(tx, desk, actor, trip, desk.now), _known(tx, actor, address)


def _known(reader: Reader, actor: Actor, address: Address) -> Booking:
    check_key(address.key)
    known = reader.booking_by_key(address.trip, owner_of(actor, address), address.key)
    if known is None:
        raise Missing(NO_BOOKING)
    return known


def _keeping(reader: Reader, trip: Trip, now: datetime) -> set[str | None]:
    return {block.id for block in reader.blocks(trip.id) if block.keeps_at(now)} if trip.blocks else set()


def _blocked(reader: Reader, trip: Trip, now: datetime) -> set[SeatAt]:
    keeping = _keeping(reader, trip, now)
    return {SeatAt(claim.unit, claim.seat) for claim in reader.claims(trip.id) if claim.block in keeping} if keeping else set()


def _tell_overlap(desk: Desk, wish: SeatWish) -> None:
    """Names the ride that stands in the way, now that it can be seen."""
    with desk.ledger.reading() as reader:
        trip = reader.trip(wish.trip)
        starts, ends = trip.stops[wish.board].at, trip.stops[wish.alight].at
        riding = {rider.worker for rider in wish.party}
        for ride in reader.rides_near(wish.trip, sorted(riding), starts, ends):
            if ride.worker in riding and ride.starts_at < ends and ride.ends_at > starts:
                raise overlap(OtherRide(ride.worker, ride.trip, reader.trip(ride.trip).name, ride.starts_at, ride.ends_at))


