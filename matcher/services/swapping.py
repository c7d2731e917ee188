"""Moving a booking to another trip, in one step."""

from dataclasses import replace

from matcher.booking.requests import check_confirmable, check_key, check_same, check_stretch, fingerprint
from matcher.domain.accounts import Actor
from matcher.domain.bookings import Address, Booking, BookingState, Ended, EntryState, Frozen, KeyReused, SeatWish, Swap
from matcher.domain.errors import Invalid
from matcher.domain.events import Step
from matcher.domain.messages import MessageKind
from matcher.ledger.port import Transaction
from matcher.ledger.seat_port import Clash
from matcher.services.admission import Order
from matcher.services.booking import check_single, known_booking, must_be_open, tell_overlap
from matcher.services.desk import Desk
from matcher.services.seating import Seating
from matcher.services.trip_scopes import must_book, owner_of


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
            tell_overlap(desk, wish)
        raise


def _swapped(tx: Transaction, desk: Desk, actor: Actor, address: Address, to: Swap) -> Booking:
    check_key(address.key)
    if to.trip == address.trip:
        raise Invalid("要换到另一个车次; 同一车次改站请取消后重订。", {"trip": ["请选另一个车次。"]})
    trips = {id: must_book(actor, tx.trip_for_update(id)) for id in sorted({address.trip, to.trip})}
    seating, aim = (Seating(tx, desk, actor, trips[id], desk.now) for id in (address.trip, to.trip))
    known = known_booking(tx, actor, address)
    board, alight = known.board if to.board is None else to.board, known.alight if to.alight is None else to.alight
    there = tx.booking_by_key(to.trip, known.owner, known.key)
    if known.state is BookingState.SWAPPED and known.swapped_to == to.trip and there and (there.board, there.alight) == (board, alight):
        return replace(there, state=there.state_at(desk.now))
    state = known.state_at(desk.now)
    check_same(known, state, None)
    check_single(known)
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
