"""R36: may this coach leave? Roster, seats, drivers, night hours, children."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from matcher.compliance.case import Finding
from matcher.compliance.hits import Hit, Level

TRIP: Final = Finding("R36", Level.BLOCK, "道路旅客运输及客运站管理规定第57条; 道路旅客运输企业安全管理规范第38条")
ONE_DRIVER_HOURS: Final = 8  # of driving in 24 hours
QUIET_FROM, QUIET_UNTIL = 2, 5  # o'clock: no long-distance coach runs then but with relay
ALONE_AGE: Final = 16  # own policy


@dataclass(frozen=True, slots=True)
class Rider:
    """age: on the day of the trip, None where unknown. with_adult: somebody of age travels along."""

    id: str
    age: int | None = None
    with_adult: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """planned_hours: of driving, rests not counted. rest_minutes: planned stops in all. filed: ids on the roster as filed with the charter sign.

    relay: 接驳 between 2 and 5 o'clock.
    """

    seats: int
    drivers: int
    planned_hours: float
    starts_at: datetime
    rest_minutes: int = 0
    relay: bool = False
    filed: frozenset[str] | None = None
    riders: tuple[Rider, ...] = ()


def check_trip(trip: Trip) -> Iterator[Hit]:
    """R36: only filed passengers, no more than seats, two drivers over 8 hours, no running from 2 to 5 without relay, nobody under 16 alone."""
    if len(trip.riders) > trip.seats:
        yield TRIP.missing(f"超出核定载客{len(trip.riders) - trip.seats}人", f"{len(trip.riders)}/{trip.seats}")
    if trip.filed is not None and (strangers := [rider.id for rider in trip.riders if rider.id not in trip.filed]):
        yield TRIP.missing("有人不在备案名单, 先重新备案", ", ".join(strangers))
    if trip.planned_hours > ONE_DRIVER_HOURS and trip.drivers < 2:
        yield TRIP.missing("行车超8小时, 要配2名驾驶员", f"{trip.planned_hours:g}小时")
    if trip.drivers < 1:
        yield TRIP.missing("还没有驾驶员", "0")
    if not trip.relay and runs_at_night(trip):
        yield TRIP.missing("2点到5点不行车, 改时间或接驳", f"{trip.starts_at:%m-%d %H:%M}")
    for rider in trip.riders:
        if rider.age is not None and rider.age < ALONE_AGE and not rider.with_adult:
            yield TRIP.missing("不满16岁要有大人同行", rider.id)


def runs_at_night(trip: Trip) -> bool:
    """Whether the way as planned, rests included, touches 2 to 5 o'clock. A coach standing then says so by `relay` or another start."""
    end = trip.starts_at + timedelta(hours=trip.planned_hours, minutes=trip.rest_minutes)
    quiet = trip.starts_at.replace(hour=QUIET_FROM, minute=0, second=0, microsecond=0) - timedelta(days=1)
    while quiet < end:
        if trip.starts_at < quiet + timedelta(hours=QUIET_UNTIL - QUIET_FROM) and quiet < end:
            return True
        quiet += timedelta(days=1)
    return False
