"""Many at once: threads, processes, kills. Each race has a control with the protection off, in which the damage must appear."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path
from threading import Barrier
from typing import Any

from sqlalchemy import text
from trips_at_hand import HOUR, MORNING, coach, opened, people, stops, wish
from unprotected import drop_claim_key, drop_time_key

from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import Address, Booking, BookingState, NoSeats, Overlaps, Swap
from matcher.domain.errors import Refusal, Twice
from matcher.domain.trips import Trip
from matcher.ledger.seat_port import Clash
from matcher.services.admission import Order
from matcher.services.booking import book
from matcher.services.desk import Desk
from matcher.services.seating import Seating
from matcher.services.swapping import swap

HERE = Path(__file__).parent
PATHS = os.pathsep.join([str(HERE), str(HERE.parent), str(HERE.parents[1])])
KILLS = int(os.environ.get("MATCHER_TEST_BOOKING_KILLS", "25"))


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each returned, or the refusal it met."""
    start = Barrier(len(calls))

    def outcome(call: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return call()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(outcome, calls))


def twice_sold(desk: Desk) -> int:
    """Recounted from the riders, not from the claims."""
    with desk.ledger.home.reading() as connection:  # type: ignore[attr-defined]
        rides = list(connection.execute(text("SELECT trip, unit, seat, board, alight FROM ride WHERE live")))
    taken = Counter((ride.trip, ride.unit, ride.seat, leg) for ride in rides for leg in range(ride.board, ride.alight))
    return sum(count - 1 for count in taken.values())


def in_two_places(desk: Desk) -> int:
    with desk.ledger.home.reading() as connection:  # type: ignore[attr-defined]
        rides = list(connection.execute(text("SELECT worker, starts, ends FROM ride WHERE live")))
    return sum(a.worker == b.worker and a.starts < b.ends and b.starts < a.ends for a, b in combinations(rides, 2))


def carelessly(desk: Desk, trip: Trip, worker: str, key: str, read: Barrier) -> Booking:
    """Books as if nobody else did: looks, lets the others look too, then writes what it chose. No lock on the trip or the person."""
    order = Order(key=key, owner="careless", party=wish(trip, key, [worker]).party, board=0, alight=3, state=BookingState.CONFIRMED, fingerprint="")
    with desk.ledger.reading() as reader:
        before = Seating(Unlocked(reader), desk, SYSTEM, trip, desk.now)  # type: ignore[arg-type]
        before.look(order.party)
        seats = before._chosen(before.occupancy(), before.ask(order), order)
    read.wait()
    assert seats is not None
    with desk.ledger.transaction() as tx:
        before.tx = tx
        return before._add(order, seats)


class Unlocked:
    """A reader where a transaction is expected: it locks nobody."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader

    def __getattr__(self, name: str) -> Any:
        return getattr(self.reader, name.removesuffix("_for_update"))


# --- one seat, many people -----------------------------------------------------------------------------------------------------------


def test_of_many_who_want_the_last_seats_at_once_exactly_as_many_get_one(desk: Desk) -> None:
    trip, who = opened(desk, units=(coach(rows=1),)), people(desk, 12)
    got = at_once([lambda key=f"k{n}", worker=worker: book(SYSTEM, desk, wish(trip, key, [worker])) for n, worker in enumerate(who)])
    assert (sum(isinstance(each, Booking) for each in got), sum(isinstance(each, NoSeats) for each in got)) == (4, 8)
    assert twice_sold(desk) == 0


def test_without_the_lock_the_database_itself_refuses_the_seat_sold_twice(desk: Desk) -> None:
    trip, who, read = opened(desk), people(desk, 4), Barrier(4)
    got = at_once([lambda key=f"k{n}", worker=worker: carelessly(desk, trip, worker, key, read) for n, worker in enumerate(who)])
    assert (sum(isinstance(each, Booking) for each in got), sum(isinstance(each, Twice) for each in got)) == (1, 3)
    assert twice_sold(desk) == 0


def test_control_without_lock_and_key_a_seat_is_sold_four_times(desk: Desk) -> None:
    trip, who, read = opened(desk), people(desk, 4), Barrier(4)
    drop_claim_key(desk)
    got = at_once([lambda key=f"k{n}", worker=worker: carelessly(desk, trip, worker, key, read) for n, worker in enumerate(who)])
    assert all(isinstance(each, Booking) for each in got)
    assert twice_sold(desk) == 9  # three too many on each of three legs


# --- one person, many trips ----------------------------------------------------------------------------------------------------------


def test_of_several_trips_booked_for_one_person_at_once_one_is_theirs(desk: Desk) -> None:
    trips, who = [opened(desk, stops=stops(start=MORNING + n * HOUR)) for n in range(3)], people(desk, 6)
    for round, worker in enumerate(who):
        got = at_once([lambda trip=trip, key=f"k{round}", worker=worker: book(SYSTEM, desk, wish(trip, key, [worker])) for trip in trips])
        assert sum(isinstance(each, Booking) for each in got) == 1
        assert sum(isinstance(each, Overlaps) for each in got) == 2
    assert in_two_places(desk) == 0


def test_without_the_lock_the_database_itself_refuses_a_second_ride_at_one_time(desk: Desk) -> None:
    trips, (one,), read = [opened(desk), opened(desk)], people(desk, 1), Barrier(2)
    got = at_once([lambda trip=trip: carelessly(desk, trip, one, "k", read) for trip in trips])
    assert (sum(isinstance(each, Booking) for each in got), sum(isinstance(each, Clash | Refusal) for each in got)) == (1, 1)
    assert in_two_places(desk) == 0


def test_control_without_lock_and_key_one_person_sits_on_two_trips(desk: Desk) -> None:
    trips, (one,), read = [opened(desk), opened(desk)], people(desk, 1), Barrier(2)
    drop_time_key(desk)
    at_once([lambda trip=trip: carelessly(desk, trip, one, "k", read) for trip in trips])
    assert in_two_places(desk) == 1


# --- one key, many times -------------------------------------------------------------------------------------------------------------


def test_one_request_sent_eight_times_at_once_is_one_booking(desk: Desk) -> None:
    trip, who = opened(desk), people(desk, 2)
    got = at_once([lambda: book(SYSTEM, desk, wish(trip, "k", who))] * 8)
    assert len({(each.id, each.seats) for each in got}) == 1


def test_a_swap_sent_several_times_at_once_is_one_swap(desk: Desk) -> None:
    trip, other, who = opened(desk), opened(desk), people(desk, 2)
    book(SYSTEM, desk, wish(trip, "k", who))
    got = at_once([lambda: swap(SYSTEM, desk, Address(trip.id, "k"), Swap(other.id))] * 4)
    assert len({(each.id, each.seats) for each in got}) == 1
    assert twice_sold(desk) == in_two_places(desk) == 0


# --- processes that are killed -------------------------------------------------------------------------------------------------------


def test_what_was_acknowledged_survives_kills_at_any_moment(desk: Desk, tmp_path: Path) -> None:
    for number in range(3):
        opened(desk, units=(coach(rows=13),), stops=stops(6, start=MORNING + number * HOUR))
    people(desk, 300)
    acknowledged = tmp_path / "acknowledged"
    url = desk.ledger.url.render_as_string(hide_password=False)  # type: ignore[attr-defined]
    command = [sys.executable, "-W", "error::UserWarning", str(HERE / "booking_process.py"), url, str(KILLS), "4", str(acknowledged)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": PATHS})
    lines = [line.split() for line in acknowledged.read_text().splitlines()]
    booked = {booking: (trip, key) for trip, key, booking, what in lines if what == "booked"}
    leaving = {booking for *_, booking, what in lines if what == "leaving"}
    with desk.ledger.reading() as reader:
        stored = reader.bookings(sorted(booked))
    assert len(booked) > KILLS
    assert stored.keys() == booked.keys()
    lost = [id for id, each in stored.items() if each.state is BookingState.CANCELLED and id not in leaving]
    assert lost == []
    assert len(set(booked.values())) == len(booked)
    assert twice_sold(desk) == in_two_places(desk) == 0
    held = {(trip, key): id for id, (trip, key) in booked.items()}
    with desk.ledger.reading() as reader:
        for (trip, key), id in list(held.items())[:50]:
            again = reader.booking_by_key(trip, SYSTEM.name, key)
            assert again is not None
            assert again.id == id
