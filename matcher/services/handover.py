"""到厂交接: who arrived at which employer, and why others did not."""

from dataclasses import dataclass

from matcher.booking.scans import merged
from matcher.domain.accounts import Actor
from matcher.domain.errors import Invalid
from matcher.domain.trips import Trip
from matcher.services.boarding import ON_THE_LIST
from matcher.services.desk import Desk
from matcher.services.roster import bound_for
from matcher.services.trip_scopes import must_run


@dataclass(frozen=True, slots=True)
class Absent:
    booking: str
    place: int
    worker: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class EmployerHandover:
    """应到, 实到, 未到 of one receiving employer."""

    bound_for: str
    expected: int
    arrived: int
    missing: tuple[Absent, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    trip: Trip
    employers: tuple[EmployerHandover, ...]


def handover(actor: Actor, desk: Desk, trip_id: str) -> Handover:
    """到厂交接单: whoever was scanned aboard counts as arrived where the end of the trip was not scanned."""
    with desk.ledger.reading() as reader:
        trip = must_run(actor, reader.trip(trip_id))
        bookings = reader.bookings_on(trip_id, ON_THE_LIST)
        ids = [booking.id for booking in bookings]
        scans, reasons, bound = reader.scans(ids), reader.absences(ids), bound_for(reader, bookings)
        workers = reader.workers(sorted({rider.worker for booking in bookings for rider in booking.party}))
    found: dict[str, list[Absent | None]] = {}
    for booking in bookings:
        for place, person in enumerate(merged(booking, scans)):
            came = person.boarded_at or person.alighted_at
            worker = booking.party[place].worker
            absent = None if came else Absent(booking.id, place, worker, workers[worker].name, reasons.get((booking.id, place), ""))
            found.setdefault(bound[booking.id, place], []).append(absent)
    employers = [EmployerHandover(name, len(people), people.count(None), tuple(filter(None, people))) for name, people in sorted(found.items())]
    return Handover(trip, tuple(employers))


def give_reason(actor: Actor, desk: Desk, booking_id: str, place: int, reason: str) -> None:
    """Why somebody did not come."""
    with desk.ledger.transaction() as tx:
        booking = tx.booking(booking_id)
        must_run(actor, tx.trip(booking.trip))
        if not 0 <= place < len(booking.party):
            raise Invalid("这个订座里没有这个人。", {"place": ["没有这个人。"]})
        tx.set_absence(booking_id, place, reason)
