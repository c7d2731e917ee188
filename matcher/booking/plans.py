"""Seat plans: drawn as text, one a row, so that a page can show them and a clerk can type them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from matcher.domain.bookings import SeatAt
from matcher.domain.errors import Invalid
from matcher.domain.trips import Seat, SeatUse, UnitKind

LETTERS = frozenset("sex.")
MOST_SEATS = 400


def grid(rows: int, across: int) -> tuple[str, ...]:
    """rows × across, meant literally: so many seats, all for sale, an aisle in the middle from three across on."""
    if rows < 1 or across < 1 or rows * across > MOST_SEATS:
        raise Invalid("座位排数和每排座数要在合理范围内。", {"rows": [f"排数乘每排座数要在 1 到 {MOST_SEATS} 之间。"]})
    return (_row(across, across),) * rows


def counted(seats: int, across: int = 5) -> tuple[str, ...]:
    """So many seats in rows of `across`; the last row may be shorter."""
    if not 1 <= seats <= MOST_SEATS or across < 1:
        raise Invalid("座位数要在合理范围内。", {"seats": [f"座位数要在 1 到 {MOST_SEATS} 之间。"]})
    full, rest = divmod(seats, across)
    return (_row(across, across),) * full + ((_row(rest, across),) if rest else ())


def _row(seats: int, across: int) -> str:
    """Left of the aisle the smaller half first: 5 across is two and three, as in a carriage read from the other end."""
    if across < 3:
        return "s" * seats
    left = across // 2
    return "s" * min(seats, left) + "." + "s" * max(seats - left, 0)


@dataclass(frozen=True, slots=True)
class Preset:
    label: str
    kind: UnitKind
    plan: tuple[str, ...]


# Usual layouts; the number in the name counts every seat, the escort's at the front too. Coaches: two and two, five across at the back.
# Carriages: hard seats two and three, second class two and three, hard sleepers drawn as six berths a bay.
PRESETS: dict[str, Preset] = {
    "coach-49": Preset("49座大巴", UnitKind.COACH, ("es.ss",) + ("ss.ss",) * 10 + ("sssss",)),
    "coach-53": Preset("53座大巴", UnitKind.COACH, ("es.ss",) + ("ss.ss",) * 11 + ("sssss",)),
    "coach-55": Preset("55座大巴", UnitKind.COACH, ("es.ss",) + ("ss.ss",) * 4 + ("ss...",) + ("ss.ss",) * 7 + ("sssss",)),
    "carriage-118": Preset("硬座车厢118座", UnitKind.CARRIAGE, ("ee.sss",) + ("ss.sss",) * 22 + ("ss.s..",)),
    "carriage-98": Preset("二等座车厢98座", UnitKind.CARRIAGE, ("es.sss",) + ("ss.sss",) * 18 + ("...sss",)),
    "carriage-66": Preset("硬卧车厢66铺", UnitKind.CARRIAGE, ("esssss",) + ("ssssss",) * 10),
}


@lru_cache(maxsize=512)
def seats_of(plan: tuple[str, ...]) -> tuple[Seat, ...]:
    """Every seat of the plan, the escort's and those not for sale too, in the order of their numbers."""
    places = [(row, column, letter) for row, line in enumerate(plan) for column, letter in enumerate(line) if letter != "."]
    return tuple(Seat(number, row, column, SeatUse(letter)) for number, (row, column, letter) in enumerate(places, start=1))


@lru_cache(maxsize=512)
def for_sale(plan: tuple[str, ...]) -> frozenset[int]:
    return frozenset(seat.number for seat in seats_of(plan) if seat.use is SeatUse.SEAT)


class Place(NamedTuple):
    """A seat for sale: its address on the trip, and where it stands."""

    at: SeatAt
    row: int
    column: int


@lru_cache(maxsize=2048)
def places_for_sale(unit: int, plan: tuple[str, ...]) -> tuple[Place, ...]:
    return tuple(Place(SeatAt(unit, seat.number), seat.row, seat.column) for seat in seats_of(plan) if seat.use is SeatUse.SEAT)


@lru_cache(maxsize=512)
def beside(plan: tuple[str, ...]) -> dict[int, tuple[int, ...]]:
    """Numbers of the seats directly to the left and right, with no aisle between."""
    at = {(seat.row, seat.column): seat.number for seat in seats_of(plan)}
    return {number: tuple(at[row, near] for near in (column - 1, column + 1) if (row, near) in at) for (row, column), number in at.items()}


def check_plan(plan: tuple[str, ...]) -> str | None:
    """What is wrong with it, None when nothing is."""
    if not plan or set("".join(plan)) - LETTERS:
        return "座位图只能用 s (座位)、e (随车座)、x (不售)、. (过道)。"
    if not for_sale(plan):
        return "座位图里没有可售的座位。"
    if len(seats_of(plan)) > MOST_SEATS:
        return f"一个车厢最多 {MOST_SEATS} 座。"
    return None
