"""Trips, people and requests for the tests of seats; a test changes what it is about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from matcher.booking.plans import grid
from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import BookingState, Rider, SeatWish
from matcher.domain.identifiers import id_for
from matcher.domain.people import Consent, Haves, Worker
from matcher.domain.terms import ConsentMode, Sex
from matcher.domain.trips import Stop, Trip, Unit
from matcher.matching.rows import worker_row
from matcher.services.desk import Desk
from matcher.services.trips import add_trip, open_trip

MORNING = datetime(2026, 2, 24, 6, 30, tzinfo=UTC) - timedelta(hours=8)  # half past six in China, 正月初八
HOUR = timedelta(hours=1)
NOW = datetime(2026, 2, 18, 2, 0, tzinfo=UTC)  # six days before


def stops(count: int = 4, start: datetime = MORNING, apart: timedelta = HOUR) -> tuple[Stop, ...]:
    return tuple(Stop(f"第{number}站", start + number * apart) for number in range(count))


def coach(no: int = 1, rows: int = 3, across: int = 4, **changes: Any) -> Unit:
    return Unit(**{"no": no, "plan": grid(rows, across)} | changes)


def draft(**changes: Any) -> Trip:
    return Trip(**{"id": "", "name": "洛南—南京一号车", "programme": "su_shan", "stops": stops(), "units": (coach(),)} | changes)


def opened(desk: Desk, **changes: Any) -> Trip:
    return open_trip(SYSTEM, desk, add_trip(SYSTEM, desk, draft(**changes)).id)


def person(number: int, sex: Sex | None = None, born: date | None = date(1984, 5, 6)) -> Worker:
    return Worker(id=id_for("worker", "seat", str(number)), name=f"示例{number}", phone=f"198{number:08d}", consent=Consent(mode=ConsentMode.ORAL),
                  place="611021103", haves=Haves(sex=sex, born_on=born))


def people(desk: Desk, count: int, first: int = 0, **changes: Any) -> list[str]:
    """Ids of that many workers, registered."""
    return register(desk, [person(number, **changes) for number in range(first, first + count)])


def register(desk: Desk, made: Sequence[Worker]) -> list[str]:
    with desk.ledger.transaction() as tx:
        tx.add_workers([(each, worker_row(each, desk.places)) for each in made])
    return [each.id for each in made]


def party(workers: Sequence[str]) -> tuple[Rider, ...]:
    return tuple(Rider(worker, bound_for="示例座椅有限公司") for worker in workers)


def wish(trip: Trip, key: str, workers: Sequence[str], board: int = 0, alight: int = 3, **changes: Any) -> SeatWish:
    asked: dict[str, Any] = {"trip": trip.id, "key": key, "party": party(workers), "board": board, "alight": alight}
    return SeatWish(**asked | {"state": BookingState.CONFIRMED} | changes)
