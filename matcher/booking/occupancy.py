"""What is taken on a trip: a bit for each leg of each seat, who sits there, and how many people are in each vehicle."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from matcher.booking.plans import for_sale, seats_of
from matcher.domain.bookings import SeatAt
from matcher.domain.terms import Sex
from matcher.domain.trips import SeatUse, Unit


def legs_between(board: int, alight: int) -> int:
    """The legs of a stretch as bits: leg k is bit k."""
    return (1 << alight) - (1 << board)


class Sitting(NamedTuple):
    """Somebody on a seat for some legs. alone: the whole party. agrees: she does not mind whom she sits beside."""

    legs: int
    party: str
    sex: Sex | None = None
    alone: bool = True
    agrees: bool = False


@dataclass(slots=True)
class Occupancy:
    """taken: bits of the legs on which a seat cannot be sold. aboard: people in law for each unit and leg beside those who have a seat here
    (infants and the escorts)."""

    units: tuple[Unit, ...]
    legs: int
    taken: dict[SeatAt, int] = field(default_factory=dict)
    sitting: dict[SeatAt, list[Sitting]] = field(default_factory=dict)
    infants: dict[int, list[int]] = field(default_factory=dict)

    def seat(self, at: SeatAt, who: Sitting, infants: int = 0) -> None:
        self.take(at, who.legs)
        self.sitting.setdefault(at, []).append(who)
        if infants:
            carried = self.infants.setdefault(at.unit, [0] * self.legs)
            for leg in bits(who.legs):
                carried[leg] += infants

    def take(self, at: SeatAt, legs: int) -> None:
        self.taken[at] = self.taken.get(at, 0) | legs

    def free(self, at: SeatAt, legs: int) -> bool:
        return not self.taken.get(at, 0) & legs

    def free_seats(self, unit: Unit, legs: int) -> Iterator[SeatAt]:
        for seat in seats_of(unit.plan):
            if seat.use is SeatUse.SEAT and self.free(at := SeatAt(unit.no, seat.number), legs):
                yield at

    def room_in_law(self, unit: Unit, legs: int, infants: int = 0) -> int:
        """How many more people, seated or carried, the vehicle may take on every one of these legs."""
        plan = seats_of(unit.plan)
        allowed = len(plan) if unit.capacity is None else unit.capacity
        if allowed >= len(plan) and unit.no not in self.infants and not infants:
            return allowed  # as many people as seats: the seats themselves are the bound
        escorts = sum(seat.use is SeatUse.ESCORT for seat in plan)
        carried = self.infants.get(unit.no)
        seated = [mask for at, mask in self.taken.items() if at.unit == unit.no]
        return min(allowed - escorts - sum(mask >> leg & 1 for mask in seated) - (carried[leg] if carried else 0) for leg in bits(legs))


def bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def leftover(taken: int, board: int, alight: int, legs: int) -> int:
    """Legs left over in the gap that the stretch would be cut out of; 0 is a perfect fit."""
    start, end = board, alight
    while start > 0 and not taken >> (start - 1) & 1:
        start -= 1
    while end < legs and not taken >> end & 1:
        end += 1
    return (board - start) + (end - alight)


def most_free(units: Iterable[Unit], taken: Mapping[SeatAt, int], legs: int) -> int:
    """Seats free on all of these legs."""
    return sum(not taken.get(SeatAt(unit.no, number), 0) & legs for unit in units for number in for_sale(unit.plan))
