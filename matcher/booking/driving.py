"""R36: drivers' hours and night running of coaches (道路旅客运输企业安全管理规范 §38, 道路旅客运输及客运站管理规定 §57)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from matcher.booking.plans import for_sale, seats_of
from matcher.booking.texts import CHINA
from matcher.domain.trips import ROAD, SeatUse, Trip, Unit

BY_DAY = timedelta(hours=4)  # at the wheel without a rest, 06:00 to 22:00
BY_NIGHT = timedelta(hours=2)  # the same, where the span touches 22:00 to 06:00
REST_MINUTES = 20
A_DAY = timedelta(hours=8)  # at the wheel within 24 hours
CLOSED_FROM, CLOSED_UNTIL = 2, 5  # o'clock: no coach runs, unless relayed (接驳)


@dataclass(frozen=True, slots=True)
class Fault:
    field: str
    text: str


def faults(trip: Trip, *, filing: bool = False) -> list[Fault]:
    """What R36 has against this trip. Coaches are checked where drivers are named, and when filing, where drivers must be; carriages never."""
    found: list[Fault] = []
    for place, unit in enumerate(trip.units):
        if unit.kind in ROAD and (unit.drivers or filing):
            found += _unit_faults(trip, unit, f"units.{place}")
    return found


def _unit_faults(trip: Trip, unit: Unit, field: str) -> Iterator[Fault]:
    name, drivers = f"{unit.no}号车", len(unit.drivers)
    if not drivers:
        yield Fault(f"{field}.drivers", f"{name}还没有登记驾驶员, 不能报备。")
        return
    if len({driver.name for driver in unit.drivers}) < drivers:
        yield Fault(f"{field}.drivers", f"{name}同一名驾驶员写了两次。")
    if unit.capacity is not None and unit.capacity < len(for_sale(unit.plan)) + _escort_seats(unit):
        yield Fault(f"{field}.capacity", f"{name}可售座位加随车座超过核定载客 {unit.capacity} 人。")
    driving = at_the_wheel(trip)
    if driving > A_DAY * drivers:
        need = -(-driving // A_DAY)
        yield Fault(f"{field}.drivers", f"{name}全程约行车 {_hours(driving)} 小时, 每名驾驶员 24 小时内不超过 8 小时: 至少要 {need} 名驾驶员。")
    if not unit.relay and any(_closed(start, end) for start, end in spans(trip)):
        yield Fault(f"{field}.relay", f"{name}在凌晨 2 点到 5 点行驶: 请改时间、停车休息, 或实行接驳运输。")
    for start, end in _stints(trip, relieved=drivers > 1):
        limit = BY_NIGHT if _night(start, end) else BY_DAY
        if end - start > limit:
            when = f"{start.astimezone(CHINA):%H:%M}-{end.astimezone(CHINA):%H:%M}"
            yield Fault("rests", f"{name} {when} 连续行车超过 {limit // timedelta(hours=1)} 小时: 请在中间安排 20 分钟以上的休息。")


def spans(trip: Trip) -> list[tuple[datetime, datetime]]:
    """When the vehicle runs: from the first stop to the last, without the planned rests of 20 minutes and more."""
    running, start = [], trip.departs_at
    for rest in sorted(trip.rests, key=lambda rest: rest.at):
        if rest.minutes >= REST_MINUTES and start <= rest.at < trip.arrives_at:
            running.append((start, rest.at))
            start = min(rest.at + timedelta(minutes=rest.minutes), trip.arrives_at)
    running.append((start, trip.arrives_at))
    return [(begin, end) for begin, end in running if begin < end]


def at_the_wheel(trip: Trip) -> timedelta:
    return sum((end - start for start, end in spans(trip)), timedelta())


def _stints(trip: Trip, *, relieved: bool) -> Iterator[tuple[datetime, datetime]]:
    """Unbroken times of one driver: up to a rest, and where another can take over, up to the next stop."""
    for start, end in spans(trip):
        cuts = [start, *(stop.at for stop in trip.stops if relieved and start < stop.at < end), end]
        yield from pairwise(cuts)


def _escort_seats(unit: Unit) -> int:
    return sum(seat.use is SeatUse.ESCORT for seat in seats_of(unit.plan))


def _closed(start: datetime, end: datetime) -> bool:
    return _touches(start, end, CLOSED_FROM, CLOSED_UNTIL)


def _night(start: datetime, end: datetime) -> bool:
    return _touches(start, end, 22, 24) or _touches(start, end, 0, 6)


def _touches(start: datetime, end: datetime, first: int, last: int) -> bool:
    """Whether the span has any time between these hours in China."""
    day = start.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    while day < end:
        if start < day + timedelta(hours=last) and day + timedelta(hours=first) < end:
            return True
        day += timedelta(days=1)
    return False


def _hours(span: timedelta) -> str:
    return f"{span / timedelta(hours=1):.1f}".removesuffix(".0")
