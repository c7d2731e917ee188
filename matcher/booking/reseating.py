"""Another vehicle comes than was planned: people are seated anew rather than refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matcher.booking.choice import Ask, choose, fits
from matcher.booking.occupancy import Occupancy
from matcher.domain.bookings import SeatAt


@dataclass(frozen=True, slots=True)
class Party:
    """A booking with the seats it has in the vehicle that goes. order: who was first keeps first."""

    booking: str
    ask: Ask
    seats: tuple[SeatAt, ...]
    order: int


@dataclass(frozen=True, slots=True)
class Reseating:
    """seats: new seats of each booking, in its party's order; left_over: those for whom there is no room."""

    seats: Mapping[str, tuple[SeatAt, ...]]
    left_over: tuple[str, ...]


def reseat(vehicles: Callable[[], Occupancy], parties: Sequence[Party]) -> Reseating:
    """vehicles: as they now are, empty, new each time. Whoever can keep the seat keeps it and the rest is fitted in; where that leaves somebody
    over, all are seated anew, and what leaves fewer people over is taken. Large parties are seated first, since small ones find room anywhere."""
    in_turn = sorted(parties, key=lambda party: party.order)
    gentle = _seated(vehicles(), in_turn, keep=True)
    if not gentle.left_over:
        return gentle
    anew = _seated(vehicles(), in_turn, keep=False)
    sizes = {party.booking: len(party.ask.party) for party in parties}
    return min(gentle, anew, key=lambda made: sum(sizes[booking] for booking in made.left_over))


def _seated(occupancy: Occupancy, parties: Sequence[Party], *, keep: bool) -> Reseating:
    seats: dict[str, tuple[SeatAt, ...]] = {}
    for party in parties:
        if keep and fits(occupancy, party.ask, party.seats):
            seats[party.booking] = party.seats
            _sit(occupancy, party, party.seats)
    left_over = []
    for party in sorted(parties, key=lambda party: (-len(party.ask.party), party.order)):
        if party.booking in seats:
            continue
        chosen = choose(occupancy, party.ask)
        if chosen is None:
            left_over.append(party.booking)
        else:
            seats[party.booking] = chosen
            _sit(occupancy, party, chosen)
    return Reseating(seats, tuple(left_over))


def _sit(occupancy: Occupancy, party: Party, seats: Sequence[SeatAt]) -> None:
    for place, at in enumerate(seats):
        occupancy.seat(at, party.ask.sitting(place), party.ask.party[place].infants)
