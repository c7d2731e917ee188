"""Anything clerks, escorts, clocks and crashes may do in any order, with the nine promises checked after every step, on both engines."""

import json
import os
from collections import Counter, defaultdict, namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import event
from trips_at_hand import HOUR, MORNING, coach, opened, party, person, register, stops

from matcher.booking.waitlist import KEPT_UNTIL, MOST_PASSED
from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import LIVE, Address, BlockKind, Booking, BookingState, SeatWish, Swap
from matcher.domain.errors import Refusal, Twice
from matcher.domain.identifiers import new_id
from matcher.domain.itineraries import ItineraryWish, Stretch
from matcher.domain.scans import Scan, ScanKind
from matcher.domain.terms import Sex
from matcher.domain.trips import Driver, Trip
from matcher.ledger.seat_port import Clash
from matcher.ledger.sql import SqlLedger
from matcher.services.blocks import BlockWish, add_block, release_block
from matcher.services.boarding import leave_stop, take_scans
from matcher.services.booking import book, cancel, confirm
from matcher.services.desk import Desk
from matcher.services.filing import Changes, file_roster, refile
from matcher.services.itineraries import ItinerarySeen, book_itinerary, cancel_itinerary, confirm_itinerary
from matcher.services.seat_plan import seats
from matcher.services.seat_tick import tick_seats
from matcher.services.swapping import swap
from matcher.services.vehicles import change_vehicle
from matcher.services.waitlist import WaitWish, join, leave, seat_by_hand, take_offer

START = MORNING - timedelta(days=6)
TERMINAL = {BookingState.CANCELLED, BookingState.NO_SHOW, BookingState.SWAPPED}
PEOPLE = 14
TRIPS = 3
NUMBERS = st.integers(0, 10**6)
PARTIES = st.lists(st.integers(0, PEOPLE - 1), min_size=1, max_size=4, unique=True)
STRETCHES = st.tuples(st.integers(0, 2), st.integers(1, 3)).map(lambda pair: (pair[0], max(pair[0] + 1, pair[1])))
STATES = st.sampled_from([BookingState.HELD, BookingState.CONFIRMED])


class Surprise(Exception):
    """The database had to refuse what the code chose, though nobody else was there."""


@contextmanager
def no_surprise() -> Iterator[None]:
    try:
        yield
    except (Twice, Clash) as refusal:
        raise Surprise from refusal


class Crash(Exception):
    """The process dies before its transaction is committed."""


class Booths(RuleBasedStateMachine):
    """Three trips (the second overlaps the first in time, the third follows), fourteen people, one clock."""

    desk: Desk  # set by the test, lasting over all examples; each example has people and trips of its own
    clock: list[datetime]
    drafts: list[Trip]  # opened once; each example has copies
    arrived = 0

    def arrivals(self, men: set[int]) -> list[str]:
        first = type(self).arrived
        type(self).arrived += PEOPLE
        sexes = dict.fromkeys(men, Sex.MALE) | {number: Sex.FEMALE for number in range(PEOPLE) if number not in men and number % 3 == 0}
        return register(self.desk, [person(first + number, sexes.get(number)) for number in range(PEOPLE)])

    @initialize(rows=st.integers(1, 3), men=st.sets(st.integers(0, PEOPLE - 1), max_size=4))
    def begin(self, rows: int, men: set[int]) -> None:
        self.clock[0] = START
        self.workers = self.arrivals(men)
        starts = (MORNING, MORNING + HOUR, MORNING + 3 * HOUR)
        driver = (Driver("示例"),)
        if not self.drafts:
            self.drafts += [opened(self.desk, name=f"{n}号", stops=stops(start=start)) for n, start in enumerate(starts)]
        made = [replace(draft, id=new_id("trip"), units=(coach(rows=rows, across=3, drivers=driver),)) for draft in self.drafts]
        with self.desk.ledger.transaction() as tx:
            for trip in made:
                tx.add_trip(trip)
        self.trips = [trip.id for trip in made]
        self.asked: dict[tuple[str, str], SeatWish] = {}
        self.journeys: list[ItineraryWish] = []
        self.answered: dict[str, Booking] = {}
        self.states: dict[str, BookingState] = {}
        self.waiting: list[str] = []
        self.blocks: list[str] = []
        self.scans: list[Scan] = []
        self.scanned = 0
        self.filed: dict[tuple[str, int], Any] = {}

    # --- what may happen ---------------------------------------------------------------------------------------------------------

    def wish(self, trip: int, who: list[int], stretch: tuple[int, int], state: BookingState, **changes: Any) -> SeatWish:
        riders = party([self.workers[number] for number in who])
        key = f"k{len(self.asked)}"
        asked = {"trip": self.trips[trip], "key": key, "party": riders, "board": stretch[0], "alight": stretch[1], "state": state}
        return SeatWish(**asked | changes)

    def put(self, wish: SeatWish) -> Booking | None:
        self.asked[wish.trip, wish.key] = wish
        with suppress(Refusal), no_surprise():
            made = book(SYSTEM, self.desk, wish)
            before = self.answered.get(made.id)
            if before is not None:  # P4
                assert (made.id, made.seats if before.state is not BookingState.SWAPPED else None) == (before.id, self.seats_now(before))
            self.answered[made.id] = made
            return made
        return None

    def seats_now(self, booking: Booking) -> Any:
        with self.desk.ledger.reading() as reader:
            return reader.booking(booking.id).seats

    @rule(trip=st.integers(0, TRIPS - 1), who=PARTIES, stretch=STRETCHES, state=STATES)
    def ask_for_seats(self, trip: int, who: list[int], stretch: tuple[int, int], state: BookingState) -> None:
        made = self.put(self.wish(trip, who, stretch, state))
        if made is not None:
            assert len(set(made.seats)) == len(made.seats) == len(who)

    @precondition(lambda self: self.asked)
    @rule(number=NUMBERS, state=STATES)
    def ask_again(self, number: int, state: BookingState) -> None:
        self.put(replace(list(self.asked.values())[number % len(self.asked)], state=state))

    def address(self, number: int) -> Address:
        trip, key = list(self.asked)[number % len(self.asked)]
        return Address(trip, key)

    @precondition(lambda self: self.asked)
    @rule(number=NUMBERS)
    def confirm_one(self, number: int) -> None:
        with suppress(Refusal):
            made = confirm(SYSTEM, self.desk, self.address(number))
            assert made.state is not BookingState.HELD
            self.answered[made.id] = made

    @precondition(lambda self: self.asked)
    @rule(number=NUMBERS)
    def cancel_one(self, number: int) -> None:
        with suppress(Refusal):
            cancel(SYSTEM, self.desk, self.address(number))

    @precondition(lambda self: self.asked)
    @rule(number=NUMBERS, to=st.integers(0, TRIPS - 1), stretch=st.none() | STRETCHES)
    def swap_one(self, number: int, to: int, stretch: tuple[int, int] | None) -> None:
        address = self.address(number)
        wanted = Swap(self.trips[to], *(stretch or (None, None)))
        with suppress(Refusal):
            made = swap(SYSTEM, self.desk, address, wanted)
            assert swap(SYSTEM, self.desk, address, wanted) == made
            self.answered[made.id] = made
            moved = replace(self.asked[address.trip, address.key], trip=made.trip, board=made.board, alight=made.alight, party=made.party, block=None,
                            seats=None)
            self.asked[made.trip, made.key] = moved

    @precondition(lambda self: self.asked)
    @rule(number=NUMBERS, committed=st.booleans())
    def crash_while_booking(self, number: int, committed: bool) -> None:
        """Before the commit nothing may be left of it; after it the answer is lost, and asking again finds the booking."""
        wish = replace(list(self.asked.values())[number % len(self.asked)], key=f"k{len(self.asked)}")
        if committed:
            with suppress(Refusal):
                book(SYSTEM, self.desk, wish)
            self.put(wish)
            return
        crashing = replace(self.desk, ledger=Crashing(self.desk.ledger))
        with suppress(Refusal, Crash):
            book(SYSTEM, crashing, wish)
        with self.desk.ledger.reading() as reader:
            assert reader.booking_by_key(wish.trip, SYSTEM.name, wish.key) is None

    @rule(trips=st.sampled_from([(0, 1), (0, 2), (1, 2)]), who=PARTIES, change=st.integers(1, 2), state=STATES)
    def ask_for_two_trips_as_one(self, trips: tuple[int, int], who: list[int], change: int, state: BookingState) -> None:
        """Both trips call at stops of the same names, one to three hours apart. An itinerary's key is the account's: other examples have theirs."""
        first, second = (self.trips[number] for number in trips)
        wish = ItineraryWish(key=f"j{type(self).arrived}-{len(self.journeys)}", party=party([self.workers[number] for number in who]), state=state,
                             rides=(Stretch(first, 0, change), Stretch(second, change, 3)))
        self.journeys.append(wish)
        for ride in wish.rides:
            self.asked[ride.trip, wish.key] = SeatWish(
                trip=ride.trip, key=wish.key, party=wish.party, board=ride.board, alight=ride.alight, state=state)
        self.ride_as_one(lambda: book_itinerary(SYSTEM, self.desk, wish))

    def ride_as_one(self, act: Callable[[], ItinerarySeen]) -> None:
        with suppress(Refusal), no_surprise():
            self.answered |= {booking.id: booking for booking in act().itinerary.bookings}

    @precondition(lambda self: self.journeys)
    @rule(number=NUMBERS, deed=st.sampled_from(["again", "confirm", "cancel", "crash"]))
    def go_on_with_one(self, number: int, deed: str) -> None:
        wish = self.journeys[number % len(self.journeys)]
        if deed == "again":
            self.ride_as_one(lambda: book_itinerary(SYSTEM, self.desk, replace(wish, state=BookingState.CONFIRMED)))
        elif deed == "confirm":
            self.ride_as_one(lambda: confirm_itinerary(SYSTEM, self.desk, wish.key))
        elif deed == "cancel":
            with suppress(Refusal):
                cancel_itinerary(SYSTEM, self.desk, wish.key)
        else:
            before = Tables.read(self.desk, self.trips).bookings
            with suppress(Refusal, Crash):
                book_itinerary(SYSTEM, replace(self.desk, ledger=Crashing(self.desk.ledger)), replace(wish, key=f"x-{wish.key}"))
            assert Tables.read(self.desk, self.trips).bookings == before

    @rule(minutes=st.sampled_from([1, 16, 200]))
    def time_goes_on(self, minutes: int) -> None:
        self.clock[0] += timedelta(minutes=minutes)

    @rule(hours=st.sampled_from([24, 100]))
    def the_clock_jumps(self, hours: int) -> None:
        self.clock[0] = min(self.clock[0] + timedelta(hours=hours), MORNING - HOUR)

    @precondition(lambda self: self.waiting or self.blocks)
    @rule()
    def tick(self) -> None:
        tick_seats(self.desk)

    @rule(trip=st.integers(0, TRIPS - 1), who=PARTIES, stretch=STRETCHES)
    def queue_up(self, trip: int, who: list[int], stretch: tuple[int, int]) -> None:
        wish = self.wish(trip, who, stretch, BookingState.HELD)
        with suppress(Refusal):
            entry = join(SYSTEM, self.desk, WaitWish(trip=wish.trip, key=wish.key, party=wish.party, board=wish.board, alight=wish.alight))
            self.waiting.append(entry.id)
            self.asked[wish.trip, wish.key] = wish

    @precondition(lambda self: self.waiting)
    @rule(number=NUMBERS, take=st.booleans())
    def answer_an_offer(self, number: int, take: bool) -> None:
        id = self.waiting[number % len(self.waiting)]
        with suppress(Refusal):
            if take:
                made = take_offer(SYSTEM, self.desk, id)
                self.answered[made.id] = made
            else:
                leave(SYSTEM, self.desk, id)

    @precondition(lambda self: self.waiting)
    @rule(number=NUMBERS, beside_men=st.booleans())
    def seat_one_by_hand(self, number: int, beside_men: bool) -> None:
        with suppress(Refusal):
            made = seat_by_hand(SYSTEM, self.desk, self.waiting[number % len(self.waiting)], beside_men=beside_men)
            self.answered[made.id] = made

    @rule(trip=st.integers(0, TRIPS - 1), count=st.integers(1, 4), kind=st.sampled_from([BlockKind.EMPLOYER, BlockKind.DEVICE]), stretch=STRETCHES)
    def keep_a_block(self, trip: int, count: int, kind: BlockKind, stretch: tuple[int, int]) -> None:
        with suppress(Refusal):
            wish = BlockWish(trip=self.trips[trip], kind=kind, holder="示例", count=count, board=stretch[0], alight=stretch[1])
            self.blocks.append(add_block(SYSTEM, self.desk, wish).id)

    @precondition(lambda self: self.blocks)
    @rule(number=NUMBERS, who=PARTIES, offline=st.booleans())
    def name_people_for_a_block(self, number: int, who: list[int], offline: bool) -> None:
        """offline: a device sold exact seats of its own and tells afterwards."""
        with self.desk.ledger.reading() as reader:
            block = reader.block(self.blocks[number % len(self.blocks)])
        exact = block.seats[:len(who)] if offline and len(block.seats) >= len(who) else None
        wish = self.wish(self.trips.index(block.trip), who, (block.board, block.alight), BookingState.CONFIRMED, block=block.id, seats=exact)
        made = self.put(wish)
        if made is not None:
            assert set(made.seats) <= set(block.seats)

    @precondition(lambda self: self.blocks)
    @rule(number=NUMBERS)
    def release_one(self, number: int) -> None:
        with suppress(Refusal):
            release_block(SYSTEM, self.desk, self.blocks[number % len(self.blocks)])

    @precondition(lambda self: self.answered)
    @rule(number=NUMBERS, kind=st.sampled_from(ScanKind), stop=st.integers(0, 3), repeats=st.integers(1, 2), fast=st.integers(-600, 600))
    def scan(self, number: int, kind: ScanKind, stop: int, repeats: int, fast: int) -> None:
        """An offline device tells late, perhaps twice."""
        booking = list(self.answered)[number % len(self.answered)]
        made = Scan(device=f"phone-{self.arrived}", number=self.named(), booking=booking, kind=kind, stop=stop, at=self.clock[0], clock_error=fast)
        taken = [take_scans(SYSTEM, self.desk, [made]) for _ in range(repeats)]
        if not taken[0].refused:
            self.scans.append(made)
            assert [each.new for each in taken] == [1, 0][:repeats]

    def named(self) -> int:
        self.scanned += 1
        return self.scanned

    @precondition(lambda self: self.scans)
    @rule(order=st.randoms(use_true_random=False))
    def merge_all_scans_again(self, order: Any) -> None:
        every = list(self.scans)
        order.shuffle(every)
        before = Tables.read(self.desk, self.trips).bookings
        take_scans(SYSTEM, self.desk, every)
        assert Tables.read(self.desk, self.trips).bookings == before  # P7

    @rule(trip=st.integers(0, TRIPS - 1), stop=st.integers(0, 2))
    def leave_a_stop(self, trip: int, stop: int) -> None:
        with suppress(Refusal):
            leave_stop(SYSTEM, self.desk, self.trips[trip], stop)

    @precondition(lambda self: self.answered)
    @rule(trip=st.integers(0, TRIPS - 1), rows=st.integers(1, 3), across=st.integers(2, 4))
    def another_vehicle_comes(self, trip: int, rows: int, across: int) -> None:
        with suppress(Refusal):
            change_vehicle(SYSTEM, self.desk, self.trips[trip], coach(rows=rows, across=across, drivers=(Driver("示例"),)))

    @precondition(lambda self: len(self.asked) > 5)
    @rule(trip=st.integers(0, TRIPS - 1))
    def file(self, trip: int) -> None:
        with self.desk.ledger.reading() as reader:
            frozen = reader.trip(self.trips[trip]).frozen
        with suppress(Refusal):
            filing = file_roster(SYSTEM, self.desk, self.trips[trip])
            if not frozen:
                self.check_roster(filing)  # P9

    @precondition(lambda self: self.filed)
    @rule(trip=st.integers(0, TRIPS - 1), number=NUMBERS)
    def file_again(self, trip: int, number: int) -> None:
        named = [id for id, booking in self.answered.items() if booking.trip == self.trips[trip]]
        with suppress(Refusal):
            self.check_roster(refile(SYSTEM, self.desk, self.trips[trip], Changes(cancel=tuple(named[number % len(named):][:1]) if named else ())))

    def check_roster(self, filing: Any) -> None:
        lines = seats(SYSTEM, self.desk, filing.trip)
        claimed = {(booking, line.unit, line.seat) for line in lines for booking in line.legs if booking}
        assert claimed == {(row.booking, row.unit, row.seat) for row in filing.rows}

    # --- what must hold: recounted from the tables in plain SQL, not by the code under test -----------------------------------------

    @invariant()
    def the_promises_hold(self) -> None:
        if hasattr(self, "trips"):
            found = Tables.read(self.desk, self.trips)
            seats_are_sold_once(found)
            capacity_holds(found)
            nobody_is_in_two_places(found)
            parties_are_whole(found)
            itineraries_are_whole(found)
            assert self.answered.keys() <= found.bookings.keys()  # P3
            self.what_is_over_stays_over(found)
            offers_are_few(found, self.clock[0])
            self.filings_stay(found)

    def what_is_over_stays_over(self, found: "Tables") -> None:
        for id, row in found.bookings.items():
            if self.states.get(id) in TERMINAL:
                assert row.state == self.states[id]
            self.states[id] = BookingState(row.state)  # type: ignore[call-arg]

    def filings_stay(self, found: "Tables") -> None:
        for row in found.filings:
            assert self.filed.setdefault((row.trip, row.number), row.rows) == row.rows

    def teardown(self) -> None:
        """The next example's ticks have nothing to do with these trips."""
        if hasattr(self, "trips"):
            with self.desk.ledger.home.writing() as connection:  # type: ignore[attr-defined]
                named = ", ".join(f"'{trip}'" for trip in self.trips)
                connection.exec_driver_sql(f"UPDATE trip SET state = 'settled', waiting = 0, blocks = 0 WHERE id IN ({named})")
                connection.exec_driver_sql(f"UPDATE booking SET state = 'expired' WHERE state = 'held' AND trip IN ({named})")


@dataclass(frozen=True)
class Tables:
    """Three trips as the database has them."""

    trips: dict[str, Any]
    rides: list[Any]
    claims: list[Any]
    bookings: dict[str, Any]
    entries: list[Any]
    filings: list[Any]

    @classmethod
    def read(cls, desk: Desk, trips: list[str]) -> "Tables":
        """Asked after every step, and nobody writes meanwhile: six bare statements."""
        with desk.ledger.glance() as glance:
            def rows(table: str, columns: str, also: str = "") -> list[Any]:
                found = glance.fetch(f"SELECT {columns} FROM {table} WHERE {'id' if table == 'trip' else 'trip'} IN (?, ?, ?){also}", trips)  # type: ignore[attr-defined]
                return list(map(row_of(columns), found))

            return cls(
                {row.id: row for row in rows("trip", "id, passed, waiting, units")},
                rows("ride", "booking, place, worker, trip, unit, seat, board, alight, starts, ends", " AND live"),
                rows("seat_claim", "trip, unit, seat, leg, booking, block"),
                {row.id: row for row in rows("booking", "id, trip, state, entry, party, seats, gone, itinerary")},
                rows("entry", "trip, key, state, bypassed"), rows("filing", "trip, number, rows"))


@cache
def row_of(columns: str) -> Any:
    return namedtuple("Row", columns.split(", "))._make


def seats_are_sold_once(found: Tables) -> None:
    """P1: no seat has two riders on a leg, and the claims are exactly the riders' (a no-show's past legs aside)."""
    taken = Counter((ride.trip, ride.unit, ride.seat, leg) for ride in found.rides for leg in range(ride.board, ride.alight))
    assert [seat for seat, count in taken.items() if count > 1] == []
    claimed = {(claim.trip, claim.unit, claim.seat, claim.leg) for claim in found.claims if claim.booking is not None}
    assert [claim for claim in found.claims if claim.booking is None and claim.block is None] == []
    assert {seat for seat in claimed if seat[3] >= found.trips[seat[0]].passed} == {seat for seat in taken if seat[3] >= found.trips[seat[0]].passed}


def capacity_holds(found: Tables) -> None:
    """P8: on every leg no more people than seats for sale, and nobody on a seat that the vehicle lacks."""
    for trip in found.trips.values():
        (unit,) = json.loads(trip.units)
        for_sale = sum(row.count("s") for row in unit["plan"])
        for leg in range(3):
            aboard = [ride.seat for ride in found.rides if ride.trip == trip.id and ride.board <= leg < ride.alight]
            assert len(aboard) <= for_sale
            assert all(1 <= seat <= for_sale for seat in aboard)


def nobody_is_in_two_places(found: Tables) -> None:
    """P2."""
    own: dict[str, list[Any]] = defaultdict(list)
    for ride in found.rides:
        own[ride.worker].append(ride)
    for each in own.values():
        assert all(a.ends <= b.starts or b.ends <= a.starts for a, b in combinations(each, 2))


def parties_are_whole(found: Tables) -> None:
    """P5: whoever still rides of a living booking has the seat that the booking says, and nobody of a dead one has any."""
    seated: dict[str, set[int]] = defaultdict(set)
    for ride in found.rides:
        seated[ride.booking].add(ride.place)
        assert json.loads(found.bookings[ride.booking].seats)[ride.place] == [ride.unit, ride.seat]
    for id, row in found.bookings.items():
        living = BookingState(row.state) in {*LIVE, BookingState.ARRIVED}  # type: ignore[call-arg]
        due = set(range(len(json.loads(row.party)))) - set(json.loads(row.gone)) if living else set()
        assert seated[id] == due, row


def itineraries_are_whole(found: Tables) -> None:
    """Both rides are there; before anybody boards they are held, sure, expired and given up together, but for one that lost its seat with its
    vehicle and stands at the head of the queue."""
    own: dict[str, list[Any]] = defaultdict(list)
    for row in found.bookings.values():
        if row.itinerary:
            own[row.itinerary].append(row)
    unseated = {entry.key.removeprefix("again-") for entry in found.entries}
    for rows in own.values():
        assert len(rows) == 2
        states = {row.state for row in rows if row.id not in unseated}
        assert not {"held", "confirmed"} <= states
        assert not {"expired", "confirmed"} <= states
        assert not {"cancelled", "confirmed"} <= states
        assert not {"cancelled", "held"} <= states


def offers_are_few(found: Tables, now: datetime) -> None:
    """P6."""
    live = Counter(row.entry for row in found.bookings.values() if row.entry and row.state == "held")
    assert all(count == 1 for count in live.values())
    if now < MORNING - KEPT_UNTIL:
        assert all(entry.bypassed <= MOST_PASSED for entry in found.entries)
    for id, trip in found.trips.items():
        assert trip.waiting == sum(entry.trip == id and entry.state == "waiting" for entry in found.entries)


class Crashing:
    """A ledger whose process dies just before the commit."""

    def __init__(self, ledger: Any) -> None:
        self.ledger = ledger

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ledger, name)

    def transaction(self) -> Any:
        return crashing(self.ledger)


def crashing(ledger: Any) -> Any:
    @contextmanager
    def dying() -> Iterator[Any]:
        with ledger.transaction() as tx:
            yield tx
            raise Crash

    return dying()


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_nine_promises_hold_after_every_step(engine: str, seat_desk: Any) -> None:
    clock = [START]
    desk = seat_desk(engine, lambda: clock[0])
    if engine == "sqlite":  # nothing here cuts the power
        event.listen(desk.ledger.home.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))

    class Here(Booths):
        pass

    Here.desk, Here.clock, Here.drafts = desk, clock, []
    usual = "500" if os.environ.get("CI") == "true" else "60"  # more by MATCHER_TEST_BOOKING_EXAMPLES
    examples = int(os.environ.get("MATCHER_TEST_BOOKING_EXAMPLES", usual))
    run_state_machine_as_test(Here, settings=settings(
        max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True))
    assert isinstance(desk.ledger, SqlLedger)


