"""Some of a party no longer ride: somebody withdrew from the post, or said no the day before."""

from collections.abc import Iterable
from dataclasses import replace

from matcher.domain.accounts import Actor
from matcher.domain.bookings import Booking, BookingState
from matcher.domain.events import Step
from matcher.ledger.port import Transaction
from matcher.services.booking import end
from matcher.services.desk import Desk
from matcher.services.seating import Seating


def drop(seating: Seating, booking: Booking, places: Iterable[int], note: str) -> None:
    """Frees their seats; the others keep theirs. With nobody left the booking is cancelled."""
    leaving = [place for place in places if place not in booking.gone]
    gone = tuple(sorted({*booking.gone, *leaving}))
    if not leaving:
        return
    if len(gone) == len(booking.party):
        end(seating, booking, BookingState.CANCELLED, note)
        return
    seating.tx.move_booking(booking.id, [booking.state], gone=gone)
    seating.free(booking.id, leaving)
    seating.note(replace(booking, gone=gone), Step.SEAT_FREED, leaving, note)


def free_seats_of(tx: Transaction, desk: Desk, actor: Actor, intent: str) -> None:
    """Post and seat are one promise: with the intent its seats go, on a filed roster too; the re-filing then writes down who does not ride."""
    for trip_id in sorted({ride.trip for ride in tx.rides_of_intent(intent)}):
        seating = Seating(tx, desk, actor, tx.trip_for_update(trip_id), desk.now)
        seating.look()
        mine = [ride for ride in seating.rides if ride.intent == intent]
        for ride in mine:
            booking = tx.booking(ride.booking)
            if booking.state in (BookingState.HELD, BookingState.CONFIRMED):
                drop(seating, booking, [ride.place], "意向退出")
        if not seating.trip.frozen:
            seating.promote()
