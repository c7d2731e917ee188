"""名单报备: the roster freezes as the seats are claimed, and changes only by filing again."""

from dataclasses import dataclass, replace

from matcher.domain.accounts import Actor
from matcher.domain.bookings import BlockKind, Booking, BookingState, EntryState
from matcher.domain.errors import Conflict, Invalid
from matcher.domain.events import Step
from matcher.domain.messages import MessageKind
from matcher.domain.trips import Filing, RosterRow, TripState
from matcher.services.booking import end
from matcher.services.desk import Desk
from matcher.services.held_trip import HeldTrip
from matcher.services.itineraries import held_together, together
from matcher.services.seating import Seating
from matcher.services.trip_scopes import must_book, must_manage
from matcher.services.trips import check_rules, trip_event


def file_roster(actor: Actor, desk: Desk, id: str, note: str = "") -> Filing:
    """可订 → 已报备: the roster is what is claimed now, holds among it, which are confirmed by it. Filed already: the last filing."""
    with desk.ledger.transaction() as tx:
        trip = must_manage(actor, tx.trip_for_update(id))
        if trip.frozen:
            return tx.filings(id)[-1]
        if trip.state is not TripState.OPEN:
            raise Conflict("车次还没有开放订座, 没有名单可报备。")
        seating = Seating(tx, desk, actor, trip, desk.now)
        seating.look()
        _check_filing(seating)
        _close_sale(seating)
        filing = write_filing(seating, note)
        frozen = replace(seating.trip, state=TripState.FILED, filed_at=desk.now, updated_at=desk.now)
        tx.replace_trip(frozen)
        return filing


@dataclass(frozen=True, slots=True)
class Changes:
    """What a re-filing changes: bookings (ids) taken off, and whether the queue fills what is free."""

    cancel: tuple[str, ...] = ()
    fill: bool = True
    note: str = ""


def refile(actor: Actor, desk: Desk, id: str, changes: Changes) -> Filing:
    """The only way to change a filed roster; earlier filings stay as they were filed."""
    with desk.ledger.transaction() as tx:
        held = held_together(tx, desk, actor, tx.bookings(changes.cancel).values(), id)
        seating = held[id]
        if must_manage(actor, seating.trip).state not in (TripState.FILED, TripState.DEPARTED):
            raise Conflict("名单还没有报备, 或车已到达, 不能重新报备。")
        seating.look()
        _take_off(held, id, changes)
        if changes.fill:
            seating.promote(confirmed=True)
        return write_filing(seating, changes.note)


def _take_off(held: dict[str, Seating], id: str, changes: Changes) -> None:
    """With the rides that go with theirs; a filed roster among those writes it down when it is filed again."""
    tx = held[id].tx
    known = tx.bookings(changes.cancel)
    for booking in changes.cancel:
        if booking not in known or known[booking].trip != id:
            raise Invalid("要撤下的订座不在这个车次。", {"cancel": ["不在这个车次。"]})
        if known[booking].state is BookingState.CONFIRMED:
            for half in together(tx, known[booking]):
                if half.state in (BookingState.HELD, BookingState.CONFIRMED):
                    end(held[half.trip], half, BookingState.CANCELLED, changes.note)
    for other in held.values():
        if not other.trip.frozen:
            other.promote()


def filings(actor: Actor, desk: Desk, id: str) -> tuple[Filing, ...]:
    with desk.ledger.reading() as reader:
        must_book(actor, reader.trip(id))
        return reader.filings(id)


def _check_filing(seating: Seating) -> None:
    check_rules(seating.trip, filing=True)
    blocks = seating.tx.blocks(seating.trip.id) if seating.trip.blocks else ()
    if any(block.kind is BlockKind.DEVICE and not block.released for block in blocks):
        raise Conflict("还有随车设备没有交回预留的座位。请先收回 (放开) 再报备。")


def _close_sale(seating: Seating) -> None:
    """Blocks without a name go back, holds become sure: whoever is on the filed list has the seat."""
    tx = seating.tx
    for block in tx.blocks(seating.trip.id) if seating.trip.blocks else ():
        if not block.released:
            tx.release_block(block)
    if seating.trip.blocks:
        seating.count(blocks=0)
    for booking in tx.bookings_on(seating.trip.id, [BookingState.HELD]):
        if booking.state_at(seating.now) is BookingState.HELD:
            for half in together(tx, booking):
                _make_sure(seating, half)


def _make_sure(seating: Seating, booking: Booking) -> None:
    """Also the ride on another trip that goes with one here: only its own row decides, so that trip need not be locked."""
    tx = seating.tx
    if not tx.make_sure(booking.id):
        return
    on = seating if booking.trip == seating.trip.id else HeldTrip(tx, seating.desk, seating.actor, tx.trip(booking.trip), seating.now)
    sure = replace(booking, state=BookingState.CONFIRMED, held_until=None)
    if booking.entry:
        tx.change_entry(booking.entry, state=EntryState.SEATED)
    on.note(sure, Step.SEAT_CONFIRMED, note="名单报备")
    on.tell(sure, MessageKind.BOOKED)


def write_filing(seating: Seating, note: str) -> Filing:
    """The roster as the seats are claimed at this moment."""
    rides = seating.tx.rides_on(seating.trip.id)
    bookings = seating.tx.bookings(sorted({ride.booking for ride in rides}))
    rows = tuple(sorted((_row(bookings[ride.booking], ride.place) for ride in rides),
                        key=lambda row: (row.unit, row.seat, row.board)))
    number = len(seating.tx.filings(seating.trip.id)) + 1
    filing = Filing(trip=seating.trip.id, number=number, filed_at=seating.now, by=seating.actor.name, rows=rows, note=note)
    seating.tx.add_filing(filing)
    seating.tx.add_events([trip_event(seating.actor, seating.desk, seating.trip, Step.ROSTER_FILED, note)])
    return filing


def _row(booking: Booking, place: int) -> RosterRow:
    rider, at = booking.party[place], booking.seats[place]
    return RosterRow(booking.id, place, rider.worker, at.unit, at.seat, booking.board, booking.alight, rider.bound_for, rider.infants)
