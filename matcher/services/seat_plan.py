"""The seats of a trip, leg by leg: what is free, and who has what."""

from dataclasses import dataclass
from datetime import datetime

from matcher.booking.occupancy import legs_between, most_free
from matcher.booking.plans import for_sale
from matcher.booking.requests import check_stretch
from matcher.domain.accounts import Actor
from matcher.domain.bookings import SeatAt, SeatLine
from matcher.domain.people import mask_name
from matcher.domain.trips import Trip
from matcher.ledger.port import Reader
from matcher.services.desk import Desk
from matcher.services.trip_scopes import must_book, must_see_bookings


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


def _keeping(reader: Reader, trip: Trip, now: datetime) -> set[str | None]:
    return {block.id for block in reader.blocks(trip.id) if block.keeps_at(now)} if trip.blocks else set()


def _blocked(reader: Reader, trip: Trip, now: datetime) -> set[SeatAt]:
    keeping = _keeping(reader, trip, now)
    return {SeatAt(claim.unit, claim.seat) for claim in reader.claims(trip.id) if claim.block in keeping} if keeping else set()
