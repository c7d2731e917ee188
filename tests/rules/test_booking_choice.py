"""Seats are chosen so that long stretches stay whole, families sit together, and nobody is put where they should not be."""

import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from matcher.booking.choice import Ask, Person, choose
from matcher.booking.occupancy import Occupancy, Sitting, legs_between
from matcher.booking.plans import PRESETS, beside, counted, for_sale, grid, seats_of
from matcher.booking.reseating import Party, reseat
from matcher.domain.bookings import SeatAt
from matcher.domain.errors import Invalid
from matcher.domain.terms import Sex
from matcher.domain.trips import SeatUse, Unit

WOMAN, MAN, ANYBODY = Person(Sex.FEMALE), Person(Sex.MALE), Person()


def coach(*plan: str, **changes: object) -> Unit:
    return Unit(no=1, plan=plan, **changes)  # type: ignore[arg-type]


def empty(legs: int, *units: Unit) -> Occupancy:
    return Occupancy(units, legs)


def sit(occupancy: Occupancy, seat: int, board: int, alight: int, person: Person = ANYBODY) -> None:
    occupancy.seat(SeatAt(1, seat), Sitting(legs_between(board, alight), "other", person.sex, True, person.agrees), person.infants)


def ask(count: int = 1, board: int = 0, alight: int = 1, person: Person = ANYBODY) -> Ask:
    return Ask((person,) * count, board, alight)


def numbers(seats: Sequence[SeatAt] | None) -> list[int] | None:
    return None if seats is None else [at.seat for at in seats]


def test_rows_times_across_means_so_many_seats_all_for_sale() -> None:
    assert [len(for_sale(grid(rows, across))) for rows, across in ((13, 4), (1, 1), (20, 5))] == [52, 1, 100]
    assert len(for_sale(counted(118))) == 118


@pytest.mark.parametrize(("code", "seats"), [
    ("coach-49", 49), ("coach-53", 53), ("coach-55", 55), ("carriage-118", 118), ("carriage-98", 98), ("carriage-66", 66)])
def test_a_preset_has_the_seats_of_its_name_and_the_escorts_are_not_for_sale(code: str, seats: int) -> None:
    plan = PRESETS[code].plan
    assert len(seats_of(plan)) == seats
    assert any(seat.use is SeatUse.ESCORT for seat in seats_of(plan))
    assert len(for_sale(plan)) < seats


def test_seats_that_no_vehicle_has_are_refused() -> None:
    for made in (lambda: grid(0, 4), lambda: grid(200, 4), lambda: counted(0)):
        with pytest.raises(Invalid):
            made()


def test_the_smallest_gap_is_filled_first_so_that_long_stretches_stay_whole() -> None:
    occupancy = empty(4, coach("sss"))
    sit(occupancy, 2, 0, 1)
    sit(occupancy, 3, 0, 1)
    sit(occupancy, 3, 2, 4)
    assert numbers(choose(occupancy, ask(board=1, alight=2))) == [3]  # a perfect fit
    assert numbers(choose(occupancy, ask(board=1, alight=3))) == [2]  # leaves one leg over, where seat 1 would leave two
    assert numbers(choose(occupancy, ask(board=0, alight=4))) == [1]


@pytest.mark.parametrize(("taken", "count", "chosen"), [
    pytest.param((), 2, [1, 2], id="side by side"),
    pytest.param((1,), 2, [3, 4], id="not over the aisle where a pair is free"),
    pytest.param((1, 3), 3, [5, 6, 7], id="the next row has all three"),
    pytest.param((1, 5, 9), 4, [2, 3, 4, 6], id="two adjacent rows where no row has four"),
    pytest.param((2, 3, 4, 5, 6, 7, 8, 10, 11), 3, [1, 9, 12], id="else anywhere in the vehicle"),
])
def test_a_party_sits_as_close_as_the_vehicle_allows(taken: tuple[int, ...], count: int, chosen: list[int]) -> None:
    occupancy = empty(1, coach("ss.ss", "ss.ss", "ss.ss"))
    for seat in taken:
        sit(occupancy, seat, 0, 1)
    assert numbers(choose(occupancy, ask(count))) == chosen


def test_a_party_is_seated_whole_or_not_at_all() -> None:
    occupancy = empty(1, coach("ss"), Unit(no=2, plan=("ss",)))
    sit(occupancy, 1, 0, 1)
    assert choose(occupancy, ask(2)) == (SeatAt(2, 1), SeatAt(2, 2))
    occupancy.take(SeatAt(2, 1), 1)
    assert choose(occupancy, ask(2)) is None  # one seat in each of two vehicles is no place for a couple


def test_a_party_larger_than_any_vehicle_fills_one_after_the_other() -> None:
    seats = choose(empty(1, coach("ss"), Unit(no=2, plan=("sss",))), ask(4))
    assert seats is not None
    assert [at.unit for at in seats] == [1, 1, 2, 2]


@pytest.mark.parametrize(("sitting", "asking", "free"), [
    pytest.param(MAN, WOMAN, False, id="a woman alone beside a man"),
    pytest.param(WOMAN, MAN, False, id="a man beside a woman alone"),
    pytest.param(WOMAN, WOMAN, True, id="two women"),
    pytest.param(MAN, MAN, True, id="two men"),
    pytest.param(MAN, Person(), True, id="an unknown sex restricts nothing"),
    pytest.param(Person(), WOMAN, True, id="nor beside her"),
    pytest.param(MAN, Person(Sex.FEMALE, agrees=True), True, id="she agrees"),
    pytest.param(Person(Sex.FEMALE, agrees=True), MAN, True, id="she had agreed"),
])
def test_a_woman_alone_is_not_seated_beside_an_unrelated_man_unless_she_agrees(sitting: Person, asking: Person, free: bool) -> None:
    occupancy = empty(1, coach("ss"))
    sit(occupancy, 1, 0, 1, sitting)
    assert (choose(occupancy, ask(person=asking)) is not None) is free


def test_an_aisle_or_another_time_lies_between_them() -> None:
    aisle = empty(1, coach("s.s"))
    sit(aisle, 1, 0, 1, MAN)
    assert numbers(choose(aisle, ask(person=WOMAN))) == [2]
    later = empty(2, coach("ss"))
    sit(later, 1, 0, 1, MAN)
    assert choose(later, ask(board=1, alight=2, person=WOMAN)) is not None


def test_a_couple_sits_together() -> None:
    assert numbers(choose(empty(1, coach("ss")), Ask((WOMAN, MAN), 0, 1))) == [1, 2]


def test_infants_without_a_seat_count_towards_what_the_law_allows() -> None:
    carrying = Person(infants=1)
    assert choose(empty(1, coach("sss", capacity=3)), ask(2, person=carrying)) is None
    assert choose(empty(1, coach("sss", capacity=4)), ask(2, person=carrying)) is not None
    with_escort = empty(1, coach("ess", capacity=3))
    assert choose(with_escort, ask(1, person=carrying)) is not None  # one seat, one infant and the escort
    sit(with_escort, 2, 0, 1)
    assert choose(with_escort, ask(1, person=carrying)) is None


UNITS = st.lists(st.text("s.xe", min_size=1, max_size=5), min_size=1, max_size=4).filter(lambda plan: "s" in "".join(plan)).map(tuple)
SEXES = st.sampled_from([None, Sex.FEMALE, Sex.MALE])
DEMANDS = st.lists(st.tuples(st.lists(SEXES, min_size=1, max_size=4), st.integers(0, 3), st.integers(1, 4)), max_size=25)


@given(plan=UNITS, demands=DEMANDS)
def test_whatever_is_asked_no_seat_is_sold_twice_nor_one_that_is_not_for_sale(
        plan: tuple[str, ...], demands: list[tuple[list[Sex | None], int, int]]) -> None:
    unit = Unit(no=1, plan=plan)
    occupancy = empty(4, unit)
    sold: dict[tuple[SeatAt, int], int] = {}
    for number, (sexes, board, length) in enumerate(demands):
        wanted = Ask(tuple(map(Person, sexes)), board, min(board + length, 4), str(number))
        seats = choose(occupancy, wanted)
        free = list(occupancy.free_seats(unit, wanted.legs))
        if seats is None:
            assert len(free) < len(sexes) or any(sexes)  # with no sex known, only a lack of seats refuses
            continue
        assert len(set(seats)) == len(sexes)
        for place, at in enumerate(seats):
            assert at in free
            occupancy.seat(at, wanted.sitting(place))
            for leg in range(wanted.board, wanted.alight):
                assert sold.setdefault((at, leg), number) == number
    lone_women_sit_well(unit, occupancy)


def lone_women_sit_well(unit: Unit, occupancy: Occupancy) -> None:
    for at, sitting in occupancy.sitting.items():
        for woman in sitting:
            if woman.sex is Sex.FEMALE and woman.alone:
                beside_her = [other for number in beside(unit.plan)[at.seat] for other in occupancy.sitting.get(SeatAt(1, number), ())]
                assert not any(other.sex is Sex.MALE and other.legs & woman.legs for other in beside_her)


def sold_legs(demands: Sequence[tuple[int, int, int]], unit: Unit, legs: int) -> int:
    occupancy = empty(legs, unit)
    sold = 0
    for size, board, alight in demands:
        wanted = ask(size, board, alight)
        for place, at in enumerate(choose(occupancy, wanted) or ()):
            occupancy.seat(at, wanted.sitting(place))
            sold += alight - board
    return sold


def optimum(demands: Sequence[tuple[int, int, int]], seats: int, legs: int) -> int:
    """The most seat-legs anybody could sell who knew all demands beforehand and moved people about at will: parties whole, no leg above the seats."""
    size = np.array([demand[0] for demand in demands])
    rides = np.array([[board <= leg < alight for leg in range(legs)] for _, board, alight in demands])
    gain = size * rides.sum(axis=1)
    bound = LinearConstraint((rides * size[:, None]).T, ub=np.full(legs, seats))
    found = milp(-gain, constraints=bound, integrality=np.ones(len(demands)), bounds=(0, 1))
    return round(-found.fun)


def first_come(demands: Sequence[tuple[int, int, int]], seats: int, legs: int) -> int:
    """What first come, first served could sell at most: whoever comes is seated while no leg is above the seats, others being moved at will."""
    load, sold = [0] * legs, 0
    for size, board, alight in demands:
        if all(load[leg] + size <= seats for leg in range(board, alight)):
            for leg in range(board, alight):
                load[leg] += size
            sold += size * (alight - board)
    return sold


def generated(dice: random.Random, seats: int, legs: int, families: bool, times: float = 1.3) -> list[tuple[int, int, int]]:
    """`times` as much as fits: most ride far, some only a part."""
    demands, asked = [], 0
    while asked < times * seats * legs:
        board = 0 if dice.random() < 0.5 else dice.randrange(legs)
        alight = legs if dice.random() < 0.5 else dice.randrange(board + 1, legs + 1)
        demands.append((dice.choice((1, 1, 1, 2, 2, 3, 4)) if families else 1, board, alight))
        asked += demands[-1][0] * (alight - board)
    return demands


def shares(bound: Callable[[Sequence[tuple[int, int, int]], int, int], int], families: bool, times: float) -> float:
    dice, unit = random.Random(4), Unit(no=1, plan=grid(6, 4))
    cases = [(legs, generated(dice, 24, legs, families, times)) for legs in (3, 4, 5, 6, 7, 8) for _ in range(6)]
    sold = sum(sold_legs(demands, unit, legs) for legs, demands in cases)
    return sold / sum(bound(demands, 24, legs) for legs, demands in cases)


@pytest.mark.parametrize("families", [False, True])
@pytest.mark.parametrize("times", [0.9, 1.0, 1.3, 2.0, 3.0])
def test_nearly_all_that_first_come_first_served_could_sell_is_sold(families: bool, times: float) -> None:
    assert 0.95 <= shares(first_come, families, times) <= 1.02  # a refusal now can leave room for more later


@pytest.mark.parametrize("times", [0.8, 3.0])
def test_of_what_could_be_sold_knowing_all_demand_beforehand_nearly_all_is(times: float) -> None:
    """While there is room, and when the trip is sold out. In between, who comes first is served though a later one would ride farther."""
    assert 0.95 <= shares(optimum, False, times) <= 1.0


def test_families_sit_together_wherever_they_could() -> None:
    """Feasible: some row has enough free seats at that moment (two adjacent rows for five and more)."""
    dice = random.Random(5)
    unit = Unit(no=1, plan=grid(13, 4))
    rows = {seat.number: seat.row for seat in seats_of(unit.plan)}
    feasible = together = 0
    for _ in range(20):
        occupancy = empty(5, unit)
        for size, board, alight in generated(dice, 52, 5, families=True):
            wanted = ask(size, board, alight)
            free = [rows[at.seat] for at in occupancy.free_seats(unit, wanted.legs)]
            could = any(free.count(row) >= size for row in free)
            seats = choose(occupancy, wanted)
            for place, at in enumerate(seats or ()):
                occupancy.seat(at, wanted.sitting(place))
            if size > 1 and could:
                feasible += 1
                together += seats is not None and len({rows[at.seat] for at in seats}) == 1
    assert feasible > 300
    assert together / feasible >= 0.95


@settings(max_examples=60)
@given(before=st.integers(2, 5), after=st.integers(1, 6), dice=st.randoms(use_true_random=False))
def test_another_vehicle_seats_all_it_can_hold_and_leaves_over_only_who_finds_no_room(before: int, after: int, dice: random.Random) -> None:
    old, new = Unit(no=1, plan=grid(before, 4)), Unit(no=1, plan=grid(after, 4))
    occupancy, parties = empty(3, old), []
    for number in range(30):
        board = dice.randrange(3)
        wanted = Ask((Person(),) * dice.choice((1, 1, 2, 3)), board, dice.randrange(board + 1, 4), str(number))
        seats = choose(occupancy, wanted)
        if seats:
            for place, at in enumerate(seats):
                occupancy.seat(at, wanted.sitting(place))
            parties.append(Party(str(number), wanted, seats, number))
    found = reseat(lambda: empty(3, new), parties)
    assert found.seats.keys() | set(found.left_over) == {party.booking for party in parties}
    taken: set[tuple[SeatAt, int]] = set()
    for party in parties:
        for at in found.seats.get(party.booking, ()):
            assert at.seat in for_sale(new.plan)
            legs = {(at, leg) for leg in range(party.ask.board, party.ask.alight)}
            assert not taken & legs
            taken |= legs
    if after >= before:
        assert {party.booking: party.seats for party in parties} == dict(found.seats)  # whoever can keep the seat keeps it
