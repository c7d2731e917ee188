"""What a tick does about seats: holds that ran out, blocks that are due, the queue, and the calls of the day before."""

from dataclasses import dataclass

from matcher.domain.accounts import SYSTEM
from matcher.domain.trips import TripState
from matcher.services.desk import Desk
from matcher.services.outbox import THE_DAY_BEFORE, prepare_calls
from matcher.services.seating import Seating


@dataclass(frozen=True, slots=True)
class SeatTicked:
    """How many bookings expired, offers were made, blocks released, calls prepared."""

    expired: int = 0
    offered: int = 0
    released: int = 0
    calls: int = 0


NOTHING_DUE = SeatTicked()


def tick_seats(desk: Desk) -> SeatTicked:
    """Nothing waits for it: whatever has run out is free for the next booking without it. One transaction a trip, so no booking waits long."""
    now = desk.now
    with desk.ledger.reading() as reader:
        lapsed = [booking.trip for booking in reader.expired_holds(now)]
        trips = sorted({*lapsed, *reader.trips_with_waiting_or_blocks()})
        leaving = reader.trips_leaving(now, now + THE_DAY_BEFORE)
    done = [_settle(desk, trip) for trip in trips]
    calls = sum(prepare_calls(desk, trip) for trip in leaving)
    return SeatTicked(len(lapsed), sum(offered for offered, _ in done), sum(released for _, released in done), calls)


def _settle(desk: Desk, trip_id: str) -> tuple[int, int]:
    with desk.ledger.transaction() as tx:
        trip = tx.trip_for_update(trip_id)
        seating = Seating(tx, desk, SYSTEM, trip, desk.now)
        seating.look()
        offered = seating.promote() if trip.state is TripState.OPEN else []
        return len(offered), trip.blocks - seating.trip.blocks
