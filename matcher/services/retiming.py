"""Planned times of a trip that people are booked on change: their rides move with it."""

from matcher.booking.texts import span_words
from matcher.domain.bookings import BookingState
from matcher.domain.errors import Conflict
from matcher.domain.messages import MessageKind
from matcher.ledger.seat_port import Ride
from matcher.reading.lunar import lunar_words
from matcher.services.seating import Seating


def retime(seating: Seating) -> None:
    """seating.trip: with its new times. Whoever has a sure seat is told. Raises Conflict where somebody would then be on two trips at one time;
    itineraries that no longer connect are not refused but named (`broken_connections`)."""
    seating.look()
    rides = list(seating.rides)
    if not rides:
        return
    times = {number: int(stop.at.timestamp()) for number, stop in enumerate(seating.trip.stops)}
    _check_free(seating, [ride._replace(starts=times[ride.board], ends=times[ride.alight]) for ride in rides])
    seating.tx.retime(seating.trip.id, rides, times)
    for booking in seating.tx.bookings_on(seating.trip.id, [BookingState.CONFIRMED]):
        seating.tell(booking, MessageKind.CHANGED)


def _check_free(seating: Seating, moved: list[Ride]) -> None:
    workers = sorted({ride.worker for ride in moved})
    seating.tx.passengers_for_update(workers)
    near = seating.tx.rides_near(seating.trip.id, workers, seating.trip.departs_at, seating.trip.arrives_at)
    others = [ride for ride in near if ride.trip != seating.trip.id and not ride.expired_at(seating.now)]
    in_the_way = {
        other for ride in moved for other in others
        if other.worker == ride.worker and other.starts < ride.ends and other.ends > ride.starts}
    if in_the_way:
        names = {trip.name for trip in seating.tx.trips(sorted({other.trip for other in in_the_way})).values()}
        first = min(in_the_way, key=lambda other: other.starts)
        raise Conflict(f"改成这个时间, 有 {len({other.worker for other in in_the_way})} 人会和他们订的{'、'.join(sorted(names))}撞上 (例如 "
                       f"{span_words(first.starts_at, first.ends_at, lunar_words)})。请先给他们换车次或退座, 再改时间。")
