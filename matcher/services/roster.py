"""花名册: who rides, on which seat, to which employer."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.accounts import Actor
from matcher.domain.bookings import Booking
from matcher.domain.errors import Invalid
from matcher.domain.events import Event, Step
from matcher.domain.people import Worker
from matcher.domain.trips import Filing, Trip
from matcher.ledger.port import Page, Reader
from matcher.services.desk import Desk
from matcher.services.scopes import masked
from matcher.services.trip_scopes import must_run


@dataclass(frozen=True, slots=True)
class RosterLine:
    unit: int
    seat: int
    name: str
    identity: str
    phone: str
    board: int
    alight: int
    bound_for: str
    second_contact: str
    booking: str
    place: int
    worker: str
    infants: int


@dataclass(frozen=True, slots=True)
class Roster:
    """filing: which filing this is, None: as things stand now."""

    trip: Trip
    filing: Filing | None
    rows: tuple[RosterLine, ...]


def roster(  # noqa: PLR0913 - three of them are given by name
    actor: Actor, desk: Desk, trip_id: str, *, purpose: str = "", full: bool = False, filing: int | None = None,
) -> Roster:
    """花名册. Masked; `full` needs a purpose and writes that it went out (R31). filing: as filed that time, else the last filing or what stands."""
    if full and not purpose.strip():
        raise Invalid("导出花名册要写明用途。", {"purpose": ["请写用途。"]})
    with desk.ledger.reading() as reader:
        trip = must_run(actor, reader.trip(trip_id))
        filed = {each.number: each for each in reader.filings(trip_id)}
        if filing is not None and filing not in filed:
            raise Invalid("没有这一次报备。", {"filing": ["没有这一次报备。"]})
        chosen = filed[filing] if filing is not None else filed.get(max(filed, default=0))
        rows = _lines(reader, trip, chosen, full, desk)
    if full:
        with desk.ledger.transaction() as tx:
            tx.add_events([Event(step=Step.EXPORTED, subject=trip_id, actor=actor.name, at=desk.now, note=purpose, detail={"rows": len(rows)})])
    return Roster(trip, chosen, rows)


def _lines(reader: Reader, trip: Trip, filing: Filing | None, full: bool, desk: Desk) -> tuple[RosterLine, ...]:
    if filing is not None:
        places = [(row.booking, row.place, row.unit, row.seat) for row in filing.rows]
    else:
        riding = [ride for ride in reader.rides_on(trip.id) if not ride.expired_at(desk.now)]
        places = [(ride.booking, ride.place, ride.unit, ride.seat) for ride in riding]
    bookings = reader.bookings(sorted({booking for booking, *_ in places}))
    workers = reader.workers(sorted({rider.worker for booking in bookings.values() for rider in booking.party}))
    bound = bound_for(reader, list(bookings.values()))
    lines = [_line(bookings[id], place, (unit, seat), workers, bound, full) for id, place, unit, seat in places]
    return tuple(sorted(lines, key=lambda line: (line.unit, line.seat, line.board)))


def _line(  # noqa: PLR0913 - one line's parts, all needed
    booking: Booking, place: int, at: tuple[int, int], workers: dict[str, Worker], bound: dict[tuple[str, int], str], full: bool) -> RosterLine:
    rider = booking.party[place]
    worker = workers[rider.worker]
    shown = worker if full else masked(worker, name=True)
    return RosterLine(
        unit=at[0], seat=at[1], name=shown.name, identity=shown.identity or "", phone=shown.phone, board=booking.board, alight=booking.alight,
        bound_for=bound[booking.id, place], second_contact=shown.second_contact, booking=booking.id, place=place, worker=worker.id,
        infants=rider.infants)


def bound_for(reader: Reader, bookings: Sequence[Booking]) -> dict[tuple[str, int], str]:
    """The employer each person rides to: as declared, or of the accepted intent."""
    wanted = {rider.intent for booking in bookings for rider in booking.party if rider.intent}
    intents = reader.intents_by_id(sorted(wanted))
    bound = sorted({intent.employer for intent in intents.values()})
    employers = {each.id: each.name for each in reader.employers(Page(size=len(bound) + 1), ids=bound).items}
    return {
        (booking.id, place): employers[intents[rider.intent].employer] if rider.intent else rider.bound_for
        for booking in bookings for place, rider in enumerate(booking.party)
    }
