"""Which seats a party gets. Pure: the same trip and party give the same seats.

Smallest leftover gap first, so that long stretches stay whole for those who ride far; a party in one row, else in as few adjacent rows as
there are, else in one vehicle. A woman travelling alone is not seated beside an unrelated man unless she agrees, nor is he beside her
afterwards; an unknown sex restricts nothing. The escort's seat is never sold.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple, TypeAlias

from matcher.booking.occupancy import Occupancy, Sitting, leftover, legs_between
from matcher.booking.plans import beside, for_sale, places_for_sale
from matcher.domain.bookings import SeatAt
from matcher.domain.terms import Sex
from matcher.domain.trips import Unit


@dataclass(frozen=True, slots=True)
class Person:
    """What the choice needs to know of one rider."""

    sex: Sex | None = None
    infants: int = 0
    agrees: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A party for a stretch. name: tells its members from others."""

    party: tuple[Person, ...]
    board: int
    alight: int
    name: str = ""

    @property
    def legs(self) -> int:
        return legs_between(self.board, self.alight)

    @property
    def alone(self) -> bool:
        return len(self.party) == 1

    @property
    def infants(self) -> int:
        return sum(person.infants for person in self.party)

    def sitting(self, place: int) -> Sitting:
        person = self.party[place]
        return Sitting(self.legs, self.name, person.sex, self.alone, person.agrees)


Chosen: TypeAlias = tuple[tuple[int, ...], tuple[SeatAt, ...]]  # what the seats cost, and the seats


class Free(NamedTuple):
    """A free seat with what taking it would leave over."""

    at: SeatAt
    row: int
    column: int
    rest: int
    spoilt: int


def choose(occupancy: Occupancy, ask: Ask, only: frozenset[SeatAt] | None = None) -> tuple[SeatAt, ...] | None:
    """One seat a person, the first named on the lowest number, or None: a party is seated whole or not at all. only: out of these (a block's)."""
    best: Chosen | None = None
    for unit in occupancy.units:
        found = _in_unit(occupancy, ask, unit, only)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    if best is not None:
        return best[1]
    if all(len(for_sale(unit.plan)) < len(ask.party) for unit in occupancy.units):
        return _over_units(occupancy, ask, only)
    return None


def fits(occupancy: Occupancy, ask: Ask, seats: Sequence[SeatAt]) -> bool:
    """Whether exactly these seats can be taken, in the party's order."""
    units = {unit.no: unit for unit in occupancy.units}
    if len(seats) != len(ask.party) or len(set(seats)) != len(seats):
        return False
    for place, at in enumerate(seats):
        unit = units.get(at.unit)
        if unit is None or at.seat not in for_sale(unit.plan) or not occupancy.free(at, ask.legs):
            return False
        if not suits(occupancy, unit, at, ask.sitting(place)):
            return False
    more = Counter[int]()
    for person, at in zip(ask.party, seats, strict=True):
        more[at.unit] += 1 + person.infants
    return all(occupancy.room_in_law(units[no], ask.legs, ask.infants) >= people for no, people in more.items())


def free_but_unsuitable(occupancy: Occupancy, ask: Ask) -> bool:
    """Whether a lone person is turned away only because of who sits next to the free seats."""
    return ask.alone and any(any(True for _ in occupancy.free_seats(unit, ask.legs)) for unit in occupancy.units)


def suits(occupancy: Occupancy, unit: Unit, at: SeatAt, who: Sitting) -> bool:
    """Nobody beside whom `who` must not sit, nor who must not sit beside `who`, on any leg they share."""
    if who.sex is None:
        return True
    for number in beside(unit.plan)[at.seat]:
        for other in occupancy.sitting.get(SeatAt(unit.no, number), ()):
            if other.legs & who.legs and other.party != who.party and (_minds(who, other) or _minds(other, who)):
                return False
    return True


def _minds(woman: Sitting, man: Sitting) -> bool:
    return woman.sex is Sex.FEMALE and woman.alone and not woman.agrees and man.sex is Sex.MALE


def _in_unit(occupancy: Occupancy, ask: Ask, unit: Unit, only: frozenset[SeatAt] | None) -> Chosen | None:
    """The best seats in one vehicle, with their cost: rows used, seats apart within the row, legs left over, seats spoilt for others."""
    size = len(ask.party)
    if size > len(for_sale(unit.plan)) or occupancy.room_in_law(unit, ask.legs, ask.infants) < size + ask.infants:
        return None
    free = list(_free(occupancy, ask, unit, only))
    if len(free) < size:
        return None
    if size == 1:
        one = min(free, key=lambda seat: (seat.rest, seat.spoilt, seat.at))
        return (1, 0, one.rest, one.spoilt), (one.at,)
    for rows in range(1, len(unit.plan) + 1):
        if windows := _windows(free, rows, size):
            return min(windows)
    return None


def _free(occupancy: Occupancy, ask: Ask, unit: Unit, only: frozenset[SeatAt] | None) -> list[Free]:
    """Seats any one of the party could take. Who sits on which of the chosen is settled afterwards, so a seat must suit all who have a say."""
    legs, taken = ask.legs, occupancy.taken
    whole = occupancy.legs - (ask.alight - ask.board)
    choosy = [ask.sitting(place) for place, person in enumerate(ask.party) if person.sex is not None]
    found = []
    for at, row, column in places_for_sale(unit.no, unit.plan):
        mask = taken.get(at, 0)
        if mask & legs or (only is not None and at not in only) or (choosy and not all(suits(occupancy, unit, at, who) for who in choosy)):
            continue
        rest = leftover(mask, ask.board, ask.alight, occupancy.legs) if mask else whole
        found.append(Free(at, row, column, rest, _spoilt(occupancy, ask, unit, at) if choosy else 0))
    return found


def _spoilt(occupancy: Occupancy, ask: Ask, unit: Unit, at: SeatAt) -> int:
    """Free seats beside, which a man or a woman alone would make unfit for some who come later."""
    if not ask.alone:
        return 0
    return sum(occupancy.free(SeatAt(unit.no, number), ask.legs) for number in beside(unit.plan)[at.seat])


def _windows(free: Sequence[Free], rows: int, size: int) -> list[Chosen]:
    """Every run of `rows` adjacent rows that holds the party, with the cheapest seats in it."""
    found: list[Chosen] = []
    for first in sorted({seat.row for seat in free}):
        within = [seat for seat in free if first <= seat.row < first + rows]
        if len(within) < size:
            continue
        chosen = _closest(within, size) if rows == 1 else sorted(within, key=lambda seat: (seat.rest, seat.at))[:size]
        seats = tuple(sorted(seat.at for seat in chosen))
        found.append(((rows, _spread(chosen) if rows == 1 else 0, sum(seat.rest for seat in chosen), 0), seats))
    return found


def _closest(row: Sequence[Free], size: int) -> Sequence[Free]:
    """Of one row, the seats nearest each other, then those that leave least over."""
    return min(combinations(row, size), key=lambda some: (_spread(some), sum(seat.rest for seat in some), [seat.at for seat in some]))


def _spread(some: Sequence[Free]) -> int:
    """Columns between the outermost seats that are not the party's; an aisle counts like a stranger."""
    columns = [seat.column for seat in some]
    return max(columns) - min(columns) + 1 - len(some)


def _over_units(occupancy: Occupancy, ask: Ask, only: frozenset[SeatAt] | None) -> tuple[SeatAt, ...] | None:
    """A party larger than any vehicle fills one after the other, in the order it was named."""
    seats: list[SeatAt] = []
    for unit in occupancy.units:
        left = ask.party[len(seats):]
        free = [seat.at for seat in _free(occupancy, ask, unit, only)][:len(left)]
        while free and occupancy.room_in_law(unit, ask.legs, ask.infants) < len(free) + sum(person.infants for person in left[:len(free)]):
            free.pop()
        seats += free
    return tuple(seats) if len(seats) == len(ask.party) else None
