"""A trip in words: days with the farmers' calendar, seats, stretches."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from matcher import context
from matcher.booking.plans import PRESETS, seats_of
from matcher.domain.accounts import Role
from matcher.domain.bookings import SeatAt
from matcher.domain.trips import Escort, Seat, SeatUse, Trip, Unit
from matcher.reading.lunar import lunar_words
from matcher.services.desk import SHANGHAI
from matcher.services.scopes import OFFICE, OVERVIEW
from matcher.web.days import WEEKDAYS, calendar_day

BOOKERS: Final = (*OFFICE, *OVERVIEW)
RUNNERS: Final = (*OVERVIEW, Role.ESCORT)
TABS: Final[tuple[tuple[str, str, tuple[Role, ...]], ...]] = (
    ("pages.trip", "座位", (*BOOKERS, Role.ESCORT)), ("pages.calls", "出发前电话", BOOKERS), ("pages.board", "上车", RUNNERS),
    ("pages.boarding_sheet", "点名表", RUNNERS), ("pages.roster_sheet", "花名册", RUNNERS), ("pages.slips", "乘车单", (*BOOKERS, Role.ESCORT)),
    ("pages.handover_sheet", "交接单", RUNNERS), ("pages.settlement_sheet", "结算", OVERVIEW), ("pages.messages", "消息", BOOKERS),
)


def clock(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%H:%M}"


def lunar(at: date | datetime) -> str:
    return lunar_words(calendar_day(at))


def both_days(at: date | datetime) -> str:
    """2026年2月24日 星期二 (正月初八)."""
    local, words = calendar_day(at), lunar(at)
    return f"{local.year}年{local.month}月{local.day}日 星期{WEEKDAYS[local.weekday()]}" + (f" ({words})" if words else "")


def short_moment(at: datetime) -> str:
    """2月24日 06:30."""
    local = at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def local_input(at: datetime) -> str:
    """As an input of the kind datetime-local wants it."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"


def stretch(trip: Trip, board: int, alight: int) -> str:
    return f"{trip.stops[board].name}到{trip.stops[alight].name}"


def legs(trip: Trip) -> tuple[str, ...]:
    """石坡街—洛南, …"""
    return tuple(f"{trip.stops[leg].name}—{trip.stops[leg + 1].name}" for leg in range(trip.legs))


def unit_words(unit: Unit) -> str:
    preset = next((each.label for each in PRESETS.values() if each.plan == unit.plan), "")
    return preset or f"{sum(seat.use is SeatUse.SEAT for seat in seats_of(unit.plan))}座{unit.kind.label}"


def rows_of(unit: Unit) -> tuple[tuple[Seat | None, ...], ...]:
    """The unit as a picture: seats, and None for the aisle."""
    at = {(seat.row, seat.column): seat for seat in seats_of(unit.plan)}
    across = max(map(len, unit.plan))
    return tuple(tuple(at.get((row, column)) for column in range(across)) for row in range(len(unit.plan)))


def seat_words(at: SeatAt) -> str:
    return f"{at.unit}号车{at.seat}号座"


def seat_ranges(seats: Iterable[SeatAt]) -> str:
    """1号车 5–8、10; 2号车 1."""
    units: dict[int, list[list[int]]] = {}
    for at in sorted(seats):
        runs = units.setdefault(at.unit, [])
        if runs and runs[-1][-1] == at.seat - 1:
            runs[-1].append(at.seat)
        else:
            runs.append([at.seat])
    said = {unit: "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs) for unit, runs in units.items()}
    return "; ".join(f"{unit}号车 {numbers}" for unit, numbers in said.items())


def escort_words(escort: Escort) -> str:
    return f"{escort.name} {escort.phone}".strip()


def known_name(worker: str, known: Mapping[str, str]) -> str:
    """As far as the seats of the trip say it."""
    return known.get(worker, "")


def trip_tabs() -> tuple[tuple[str, str], ...]:
    """(page, word) of everything about one trip that this account may open."""
    actor = context.actor()
    return tuple((endpoint, word) for endpoint, word, roles in TABS if actor.has(*roles))


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "clock": clock, "lunar": lunar, "both_days": both_days, "short_moment": short_moment, "local_input": local_input,
    "stretch": stretch, "legs": legs,
    "unit_words": unit_words, "rows_of": rows_of, "seat_words": seat_words,
    "seat_ranges": seat_ranges, "escort_words": escort_words, "known_name": known_name,
}
