"""A feeder and a main trip are one promise: every ride or none, whatever happens. On both engines."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from promised import post, wanted
from sqlalchemy import text
from test_booking_races import at_once, in_two_places, twice_sold
from trips_at_hand import HOUR, NOW, coach, opened, party, people, stops, wish

from matcher.domain.accounts import SYSTEM, Actor, Grant, Role
from matcher.domain.bookings import Address, BookingState, Cancelled, Ended, Expired, Frozen, KeyReused, NoSeats, NotOpen, Overlaps, Rider, Swap
from matcher.domain.errors import Conflict, Forbidden, Missing, Refusal
from matcher.domain.itineraries import ItineraryWish, NoConnection, PartOfItinerary, Stretch
from matcher.domain.messages import MessageKind
from matcher.domain.scans import Scan, ScanKind
from matcher.domain.trips import Driver, Stop, Trip
from matcher.ledger.port import Page
from matcher.services.boarding import leave_stop, take_scans
from matcher.services.booking import book, cancel, confirm
from matcher.services.desk import Desk
from matcher.services.filing import Changes, file_roster, refile
from matcher.services.itineraries import ItinerarySeen, book_itinerary, broken_connections, cancel_itinerary, confirm_itinerary, show_itinerary
from matcher.services.outbox import answer, outbox, prepare_calls
from matcher.services.placing import accept, withdraw
from matcher.services.seat_plan import free_seats
from matcher.services.swapping import swap
from matcher.services.trips import add_trip, edit_trip, show_trip
from matcher.services.vehicles import change_vehicle
from matcher.services.waitlist import WaitWish, join, waiting

HELD, SURE, GONE = BookingState.HELD, BookingState.CONFIRMED, BookingState.CANCELLED
START = stops()[0].at
HUB = 2 * HOUR  # when the feeder is there


@pytest.fixture
def clock() -> list[Any]:
    return [NOW]


@pytest.fixture(params=["sqlite", "postgres"])
def desk(request: pytest.FixtureRequest, seat_desk: Callable[..., Desk], clock: list[Any]) -> Desk:
    return seat_desk(request.param, lambda: clock[0])


def feeder(desk: Desk, rows: int = 1, **changes: Any) -> Trip:
    at = (Stop("石坡街", START), Stop("古城", START + HOUR), Stop("商州", START + HUB))
    return opened(desk, **{"name": "接驳1号", "stops": at, "units": (coach(rows=rows, drivers=(Driver("示例"),)),)} | changes)


def main_trip(desk: Desk, wait: int = 60, rows: int = 2, **changes: Any) -> Trip:
    leaves = START + HUB + timedelta(minutes=wait)
    at = (Stop("商州", leaves), Stop("西安", leaves + HOUR), Stop("南京", leaves + 3.5 * HOUR))
    return opened(desk, **{"name": "南京专车", "stops": at, "units": (coach(rows=rows, drivers=(Driver("甲"), Driver("乙"))),)} | changes)


def asked(rides: tuple[Trip, ...], workers: list[str], key: str = "k", state: BookingState = SURE, **changes: Any) -> ItineraryWish:
    made = tuple(Stretch(trip.id, 0, 2) for trip in rides)
    return replace(ItineraryWish(key=key, party=party(workers), rides=made, state=state), **changes)


def states(desk: Desk, key: str = "k") -> list[BookingState]:
    return [booking.state for booking in show_itinerary(SYSTEM, desk, key).itinerary.bookings]


def left(desk: Desk, *trips: Trip) -> list[int]:
    return [free_seats(SYSTEM, desk, trip.id, 0, 2) for trip in trips]


# --- every ride or none, and one key --------------------------------------------------------------------------------------------------


def test_both_rides_are_had_with_one_key_and_asked_again_it_is_the_same_itinerary(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 2)
    first = book_itinerary(SYSTEM, desk, asked(rides, who, state=HELD))
    assert (states(desk), left(desk, *rides)) == ([HELD, HELD], [2, 6])
    assert [(each.place, each.minutes, each.fault) for each in first.connections] == [("商州", 60, "")]
    assert {booking.key for booking in first.itinerary.bookings} == {"k"}
    again = book_itinerary(SYSTEM, desk, asked(rides, who))
    assert [booking.id for booking in again.itinerary.bookings] == [booking.id for booking in first.itinerary.bookings]
    assert (again.itinerary.id, states(desk), left(desk, *rides)) == (first.itinerary.id, [SURE, SURE], [2, 6])
    assert book_itinerary(SYSTEM, desk, asked(rides, who)) == book_itinerary(SYSTEM, desk, asked(rides, who, state=HELD)) == again
    assert len(outbox(SYSTEM, desk, Page(), trip=rides[1].id).items) == 2


def test_a_key_used_for_another_party_or_other_rides_is_refused(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 3)
    book_itinerary(SYSTEM, desk, asked(rides, who[:1]))
    book(SYSTEM, desk, wish(rides[0], "alone", who[2:], alight=2))
    other = main_trip(desk, wait=90)
    for again in (asked(rides, who[:2]), asked((rides[0], other), who[:1]), asked(rides, who[1:2], "alone")):
        with pytest.raises(KeyReused):
            book_itinerary(SYSTEM, desk, again)
    with pytest.raises(KeyReused):
        book(SYSTEM, desk, wish(rides[0], "k", who[:1], alight=2))


@pytest.mark.parametrize(("make", "why"), [
    (lambda desk: (feeder(desk), main_trip(desk, wait=29)), NoConnection), (lambda desk: (feeder(desk), main_trip(desk, wait=-100)), NoConnection),
    (lambda desk: (feeder(desk, stops=stops(3)), main_trip(desk, wait=300)), NoConnection),
    (lambda desk: (feeder(desk), add_trip(SYSTEM, desk, replace(main_trip(desk), id=""))), NotOpen),
    (lambda desk: (feeder(desk), main_trip(desk, rows=1, units=(coach(rows=1, across=1),))), NoSeats),
    (lambda desk: (feeder(desk, units=(coach(rows=1, across=1),)), main_trip(desk)), NoSeats),
], ids=["29 minutes", "gone before", "elsewhere", "not open", "main trip full", "feeder full"])
def test_where_one_ride_cannot_be_had_none_is(desk: Desk, make: Callable[[Desk], tuple[Trip, Trip]], why: type[Refusal]) -> None:
    rides, who = make(desk), people(desk, 2)
    with pytest.raises(why):
        book_itinerary(SYSTEM, desk, asked(rides, who))
    with desk.ledger.reading() as reader:
        assert [reader.bookings_on(trip.id) for trip in rides] == [(), ()]
        assert reader.itinerary_by_key(SYSTEM.name, "k") is None


def test_a_person_who_rides_elsewhere_meanwhile_gets_neither_ride(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 2)
    book(SYSTEM, desk, wish(opened(desk, stops=stops(start=START + 5 * HOUR)), "other", who[1:]))
    with pytest.raises(Overlaps):
        book_itinerary(SYSTEM, desk, asked(rides, who))
    assert left(desk, *rides) == [4, 8]


def test_a_main_trip_that_arrives_after_the_first_day_of_work_leaves_the_feeder_alone_too(desk: Desk) -> None:
    rides, (one,) = (feeder(desk), main_trip(desk, wait=24 * 60)), people(desk, 1)
    job = accept(SYSTEM, desk, wanted(desk, one, post(desk, START.date() + timedelta(days=1))).id)
    with pytest.raises(Conflict, match="到岗"):
        book_itinerary(SYSTEM, desk, asked(rides, [one], party=(Rider(one, intent=job.id),)))
    assert left(desk, *rides) == [4, 8]


def test_who_may_book_on_neither_trip_or_asks_for_anothers_itinerary_is_told_so(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 1)
    clerk, stranger = Actor("clerk", (Grant(Role.STATION, "611021103"),)), Actor("boss", (Grant(Role.RECRUITER, "e0000000000001"),))
    with pytest.raises(Missing):
        book_itinerary(stranger, desk, asked(rides, who))
    book_itinerary(clerk, desk, asked(rides, who))
    assert states_of(show_itinerary(SYSTEM, desk, "k", "clerk")) == [SURE, SURE]
    for asking in (lambda: show_itinerary(SYSTEM, desk, "k"), lambda: show_itinerary(stranger, desk, "k", "clerk")):
        with pytest.raises((Missing, Forbidden)):
            asking()


def states_of(seen: ItinerarySeen) -> list[BookingState]:
    return [booking.state for booking in seen.itinerary.bookings]


# --- holding, confirming, cancelling --------------------------------------------------------------------------------------------------


def test_confirming_is_of_the_whole_and_a_hold_that_ran_out_leaves_nothing(desk: Desk, clock: list[Any]) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 2)
    book_itinerary(SYSTEM, desk, asked(rides, who[:1], state=HELD))
    for _ in range(2):
        assert states_of(confirm_itinerary(SYSTEM, desk, "k")) == [SURE, SURE]
    book_itinerary(SYSTEM, desk, asked(rides, who[1:], "late", HELD))
    clock[0] += timedelta(minutes=16)
    with pytest.raises(Expired):
        confirm_itinerary(SYSTEM, desk, "late")
    assert (states(desk, "late"), left(desk, *rides)) == ([BookingState.EXPIRED] * 2, [3, 7])
    assert book_itinerary(SYSTEM, desk, asked(rides, who[1:], "late", HELD)).itinerary.state is BookingState.EXPIRED


def test_cancelling_gives_both_seats_back_again_it_is_nothing_and_the_key_stays_cancelled(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 2)
    book_itinerary(SYSTEM, desk, asked(rides, who))
    for _ in range(2):
        cancel_itinerary(SYSTEM, desk, "k")
    assert (states(desk), left(desk, *rides)) == ([GONE, GONE], [4, 8])
    for asking in (lambda: book_itinerary(SYSTEM, desk, asked(rides, who)), lambda: confirm_itinerary(SYSTEM, desk, "k")):
        with pytest.raises(Cancelled):
            asking()
    kinds = [message.kind for message in outbox(SYSTEM, desk, Page(), trip=rides[0].id).items]
    assert kinds.count(MessageKind.CANCELLED) == 2


def test_freed_seats_of_both_trips_go_to_their_queues(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk, rows=1)), people(desk, 6)
    book_itinerary(SYSTEM, desk, asked(rides, who[:4]))
    for trip, worker in zip(rides, who[4:], strict=True):
        join(SYSTEM, desk, WaitWish(trip=trip.id, key="q", party=party([worker]), board=0, alight=2))
    cancel_itinerary(SYSTEM, desk, "k")
    assert [waiting(SYSTEM, desk, trip.id)[0].state for trip in rides] == ["offered", "offered"]


def test_one_ride_is_not_confirmed_cancelled_or_swapped_by_itself_and_the_refusal_says_what_to_do(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 1)
    book_itinerary(SYSTEM, desk, asked(rides, who, state=HELD))
    at, other = Address(rides[1].id, "k"), main_trip(desk, wait=90)
    for asking in (lambda: confirm(SYSTEM, desk, at), lambda: cancel(SYSTEM, desk, at), lambda: swap(SYSTEM, desk, at, Swap(other.id))):
        with pytest.raises(PartOfItinerary, match="整个联程"):
            asking()
    assert states(desk) == [HELD, HELD]


def test_a_filed_roster_holds_the_whole_itinerary(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 2)
    book_itinerary(SYSTEM, desk, asked(rides, who[:1], state=HELD))
    assert [row.worker for row in file_roster(SYSTEM, desk, rides[0].id).rows] == who[:1]
    assert states(desk) == [SURE, SURE]  # filing makes holds sure: the ride that goes with it as well
    with pytest.raises(Frozen):
        cancel_itinerary(SYSTEM, desk, "k")
    with pytest.raises(Frozen):
        book_itinerary(SYSTEM, desk, asked(rides, who[1:], "late"))
    taken = show_itinerary(SYSTEM, desk, "k").itinerary.bookings[0].id
    assert refile(SYSTEM, desk, rides[0].id, Changes(cancel=(taken,))).rows == ()
    assert (states(desk), left(desk, rides[1])) == ([GONE, GONE], [8])


def test_who_withdraws_from_the_post_or_says_no_the_day_before_rides_neither(desk: Desk, clock: list[Any]) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 3)
    job = accept(SYSTEM, desk, wanted(desk, who[0], post(desk)).id)
    book_itinerary(SYSTEM, desk, asked(rides, who, party=(Rider(who[0], intent=job.id), *party(who[1:]))))
    withdraw(SYSTEM, desk, job.id)
    assert [booking.gone for booking in show_itinerary(SYSTEM, desk, "k").itinerary.bookings] == [(0,), (0,)]
    clock[0] = START - 20 * HOUR
    assert prepare_calls(desk, rides[1].id) == 2
    no = next(each for each in outbox(SYSTEM, desk, Page(), trip=rides[1].id).items if (each.kind, each.worker) == (MessageKind.CONFIRM_RIDE, who[2]))
    answer(SYSTEM, desk, no.id, "2")
    assert [booking.gone for booking in show_itinerary(SYSTEM, desk, "k").itinerary.bookings] == [(0, 2), (0, 2)]
    assert left(desk, *rides) == [3, 7]


def test_aboard_the_feeder_the_rest_can_still_be_given_up_and_aboard_both_nothing(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 2)
    for key, worker in zip("ab", who, strict=True):
        book_itinerary(SYSTEM, desk, asked(rides, [worker], key))
    bookings = [show_itinerary(SYSTEM, desk, key).itinerary.bookings for key in "ab"]
    aboard = [bookings[0][0], *bookings[1]]
    take_scans(SYSTEM, desk, [Scan(device="d", number=n, booking=each.id, kind=ScanKind.BOARD, stop=0, at=START) for n, each in enumerate(aboard)])
    cancel_itinerary(SYSTEM, desk, "a")
    assert states(desk, "a") == [BookingState.BOARDED, GONE]
    with pytest.raises(Ended):
        cancel_itinerary(SYSTEM, desk, "b")


# --- plans change ---------------------------------------------------------------------------------------------------------------------


def later(desk: Desk, trip: Trip, by: timedelta) -> Trip:
    now = show_trip(SYSTEM, desk, trip.id)
    return edit_trip(SYSTEM, desk, replace(now, stops=tuple(replace(stop, at=stop.at + by) for stop in now.stops)))


def test_times_may_change_while_people_are_booked_their_rides_move_and_they_are_told(desk: Desk) -> None:
    trip, who = feeder(desk), people(desk, 2)
    booked = book(SYSTEM, desk, wish(trip, "a", who, alight=1)), book(SYSTEM, desk, wish(trip, "b", who, board=1, alight=2))
    for by in (HOUR, HOUR, -HOUR):
        later(desk, trip, by)  # one ride comes to lie where the other was, once in each order
    with desk.ledger.reading() as reader:
        times = {(ride.booking, (ride.starts_at - START) / HOUR, (ride.ends_at - START) / HOUR) for ride in reader.rides_on(trip.id)}
    assert times == {(booked[0].id, 1, 2), (booked[1].id, 2, 3)}
    assert [each.kind for each in outbox(SYSTEM, desk, Page(), trip=trip.id).items].count(MessageKind.CHANGED) == 12
    with pytest.raises(Conflict):
        edit_trip(SYSTEM, desk, replace(show_trip(SYSTEM, desk, trip.id), stops=stops(3)))


def test_times_at_which_somebody_would_be_on_two_trips_are_refused_and_the_trips_named(desk: Desk) -> None:
    trip, other, who = feeder(desk), main_trip(desk), people(desk, 1)
    for each in (trip, other):
        book(SYSTEM, desk, wish(each, "a", who, alight=2))
    with pytest.raises(Conflict, match="南京专车"):
        later(desk, trip, 90 * timedelta(minutes=1))
    assert show_trip(SYSTEM, desk, trip.id).stops == trip.stops


def test_rides_that_no_longer_connect_are_named_until_they_do_again(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 2)
    book_itinerary(SYSTEM, desk, asked(rides, who))
    assert broken_connections(SYSTEM, desk, rides[0].id) == ()
    later(desk, rides[0], timedelta(minutes=40))
    for trip in rides:
        (broken,) = broken_connections(SYSTEM, desk, trip.id)
        assert (broken.itinerary.key, broken.booking.trip) == ("k", trip.id)
        assert "不到 30 分钟" in broken.words
    assert show_itinerary(SYSTEM, desk, "k").connections[0].fault
    later(desk, rides[1], timedelta(minutes=40))
    assert broken_connections(SYSTEM, desk, rides[1].id) == ()


def test_a_ride_whose_other_half_lost_its_seat_is_named(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 3)
    book_itinerary(SYSTEM, desk, asked(rides, who[:2], "a"))
    book_itinerary(SYSTEM, desk, asked(rides, who[2:], "b"))
    change_vehicle(SYSTEM, desk, rides[1].id, coach(rows=1, across=1, drivers=(Driver("甲"), Driver("乙"))))
    (unseated,) = broken_connections(SYSTEM, desk, rides[0].id)
    assert (unseated.itinerary.key, unseated.words) == ("a", "南京专车那一程已取消")
    leave_stop(SYSTEM, desk, rides[0].id, 0)
    assert [each.words for each in broken_connections(SYSTEM, desk, rides[1].id)] == ["接驳1号那一程爽约"]
    cancel_itinerary(SYSTEM, desk, "b")
    assert broken_connections(SYSTEM, desk, rides[1].id) == ()


# --- many at once, and crashes --------------------------------------------------------------------------------------------------------


def halves(desk: Desk) -> list[str]:
    """Itineraries with a living ride on one trip and none on the other, counted in plain SQL from the riders."""
    with desk.ledger.home.reading() as connection:  # type: ignore[attr-defined]
        rows = connection.execute(text(
            "SELECT booking.key FROM booking LEFT JOIN ride ON ride.booking = booking.id AND ride.live "
            "GROUP BY booking.key HAVING count(DISTINCT ride.trip) = 1"))
        return [row.key for row in rows]


def test_of_many_parties_for_the_last_seats_of_a_feeder_nobody_has_half_an_itinerary(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk, rows=3)), people(desk, 10)
    pairs = [who[n:n + 2] for n in range(0, 10, 2)]
    got = at_once([lambda n=n, two=two: book_itinerary(SYSTEM, desk, asked(rides, two, f"k{n}")) for n, two in enumerate(pairs)])
    assert (sum(isinstance(each, ItinerarySeen) for each in got), sum(isinstance(each, NoSeats) for each in got)) == (2, 3)
    assert (left(desk, *rides), halves(desk), twice_sold(desk), in_two_places(desk)) == ([0, 8], [], 0, 0)


def test_control_two_bookings_instead_of_an_itinerary_leave_parties_with_half_a_journey(desk: Desk) -> None:
    rides, who, begun = (feeder(desk), main_trip(desk, rows=3)), people(desk, 10), Barrier(5)

    def one_after_the_other(key: str, two: list[str]) -> None:
        book(SYSTEM, desk, wish(rides[1], key, two, alight=2))
        begun.wait()
        book(SYSTEM, desk, wish(rides[0], key, two, alight=2))

    at_once([lambda n=n: one_after_the_other(f"k{n}", who[2 * n:2 * n + 2]) for n in range(5)])
    assert len(halves(desk)) == 3


def test_one_request_sent_many_times_at_once_is_one_itinerary(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 2)
    got = at_once([lambda: book_itinerary(SYSTEM, desk, asked(rides, who))] * 6)
    assert len({each.itinerary.id for each in got}) == 1
    assert left(desk, *rides) == [2, 6]


def test_itineraries_that_change_between_two_trips_in_both_directions_do_not_wait_for_each_other_for_ever(desk: Desk) -> None:
    def trip(*stops: tuple[str, float]) -> Trip:
        return opened(desk, stops=tuple(Stop(name, START + hours * HOUR) for name, hours in stops), units=(coach(rows=6),))

    one, two = trip(("石坡街", 0), ("商州", 1), ("西安", 3), ("宝鸡", 4)), trip(("古城", 0), ("商州", 2), ("西安", 2.4), ("渭南", 5))
    ways = (Stretch(one.id, 0, 1), Stretch(two.id, 1, 3)), (Stretch(two.id, 0, 2), Stretch(one.id, 2, 3))
    wishes = [replace(asked((), [worker], f"k{n}"), rides=ways[n % 2]) for n, worker in enumerate(people(desk, 12))]
    assert all(isinstance(each, ItinerarySeen) for each in at_once([lambda w=wish: book_itinerary(SYSTEM, desk, w) for wish in wishes]))


def test_a_process_killed_before_the_commit_leaves_no_ride_and_after_it_asking_again_finds_both(desk: Desk) -> None:
    rides, who = (feeder(desk), main_trip(desk)), people(desk, 2)
    desk.ledger.close()  # a connection is opened anew in each process
    for dies, expected in ((True, [4, 8]), (False, [3, 7])):
        child = os.fork()
        if child == 0:
            book_itinerary(SYSTEM, replace(desk, ledger=Dying(desk.ledger)) if dies else desk, asked(rides, who[:1]))
            os.kill(os.getpid(), signal.SIGKILL)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        assert left(desk, *rides) == expected
        desk.ledger.close()
    assert states_of(book_itinerary(SYSTEM, desk, asked(rides, who[:1]))) == [SURE, SURE]
    assert left(desk, *rides) == [3, 7]


class Dying:
    """A ledger in whose transaction the process is killed once the second booking is written."""

    def __init__(self, ledger: Any) -> None:
        self.ledger = ledger

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ledger, name)

    def transaction(self) -> Any:
        return Doomed(self.ledger.transaction())


class Doomed:
    def __init__(self, transaction: Any) -> None:
        self.transaction = transaction

    def __enter__(self) -> Any:
        tx = self.transaction.__enter__()
        add, written = tx.add_booking, []

        def count(*values: Any) -> None:
            add(*values)
            written.append(values)
            if len(written) == 2:
                os.kill(os.getpid(), signal.SIGKILL)

        tx.add_booking = count
        return tx

    def __exit__(self, *refusal: Any) -> Any:
        return self.transaction.__exit__(*refusal)


def test_after_a_change_of_vehicle_a_booking_says_the_seat_of_its_ride_also_where_its_rider_got_off_early(desk: Desk) -> None:
    trip, who = feeder(desk, rows=3), people(desk, 2)
    booked = [book(SYSTEM, desk, wish(trip, f"k{n}", [worker], alight=2)) for n, worker in enumerate(who)]
    take_scans(SYSTEM, desk, [Scan(device="d", number=n, booking=each.id, kind=ScanKind.ALIGHT, stop=1, at=START) for n, each in enumerate(booked)])
    change_vehicle(SYSTEM, desk, trip.id, coach(rows=1, across=2, drivers=(Driver("示例"),)))
    change_vehicle(SYSTEM, desk, trip.id, replace(coach(rows=2, across=2, drivers=(Driver("示例"),)), plan=("xx", "ss")))
    with desk.ledger.reading() as reader:
        rides = {ride.booking: ride.at for ride in reader.rides_on(trip.id)}
        assert {id: reader.booking(id).seats for id in rides} == {id: (at,) for id, at in rides.items()}
