"""A person's calendar holds trips and the first days of accepted jobs; a post and a seat can be one promise. On both engines."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from promised import TRAVEL_DAY, post, taken, wanted
from sqlalchemy import text
from test_booking_races import Unlocked, at_once
from trips_at_hand import HOUR, NOW, coach, opened, party, people, stops, wish

from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import Address, Booking, BookingState, KeyReused, NoSeats, Overlaps, Rider, Swap
from matcher.domain.errors import Conflict, Full, Invalid
from matcher.domain.events import Intent, Step
from matcher.domain.start_dates import StartsBefore
from matcher.domain.trips import Trip
from matcher.ledger.port import Page
from matcher.services.admission import Order
from matcher.services.booking import book, cancel, confirm, show_booking
from matcher.services.desk import Desk
from matcher.services.placing import accept, decline, promise, withdraw
from matcher.services.promises import SeatAsked, check_rides
from matcher.services.seat_plan import free_seats
from matcher.services.seat_tick import tick_seats
from matcher.services.seating import Seating
from matcher.services.swapping import swap
from matcher.services.waitlist import WaitWish, join

DAY = timedelta(days=1)
BEFORE = TRAVEL_DAY - DAY  # work begins the day before the trip arrives
HELD = BookingState.HELD


@pytest.fixture
def clock() -> list[Any]:
    return [NOW]


@pytest.fixture(params=["sqlite", "postgres"])
def desk(request: pytest.FixtureRequest, seat_desk: Callable[..., Desk], clock: list[Any]) -> Desk:
    return seat_desk(request.param, lambda: clock[0])


def tied(trip: Trip, key: str, intent: Intent, **changes: Any) -> Any:
    return replace(wish(trip, key, [intent.worker], **changes), party=(Rider(intent.worker, intent=intent.id),))


def asked(trip: Trip, key: str = "k", **changes: Any) -> SeatAsked:
    return SeatAsked(**{"trip": trip.id, "key": key, "board": 0, "alight": 3} | changes)


# --- the days agree ------------------------------------------------------------------------------------------------------------------


def test_a_ride_that_arrives_after_the_first_day_of_an_accepted_job_is_refused_and_says_what_to_do(desk: Desk) -> None:
    trip, (one,) = opened(desk), people(desk, 1)
    job = taken(desk, one, BEFORE)
    for asking in (tied(trip, "a", job), wish(trip, "b", [one])):
        if asking.party[0].intent is None:
            asking = replace(asking, party=(Rider(one, bound_for="另一家工厂"),))
        with pytest.raises(StartsBefore) as refused:
            book(SYSTEM, desk, asking)
        assert (refused.value.code, refused.value.intent, refused.value.starts_on) == ("overlap", job.id, BEFORE)
        assert "2月23日" in refused.value.text
        assert "示例座椅有限公司" in refused.value.text
    assert free_seats(SYSTEM, desk, trip.id, 0, 3) == 12


def test_a_ride_that_arrives_in_time_goes_back_to_the_employer_or_goes_home_is_booked(desk: Desk) -> None:
    who = people(desk, 4)
    trip, homeward = opened(desk), opened(desk, stops=(*stops(3), replace(stops(4)[3], place="611021001")))
    in_time, back, home, no_day = (taken(desk, worker, day) for worker, day in zip(who, (TRAVEL_DAY, BEFORE, BEFORE, None), strict=True))
    assert book(SYSTEM, desk, tied(trip, "a", in_time)).state is BookingState.CONFIRMED
    assert book(SYSTEM, desk, wish(trip, "b", [back.worker])).state is BookingState.CONFIRMED  # bound for 示例座椅有限公司, as their job is
    assert book(SYSTEM, desk, tied(homeward, "c", home)).state is BookingState.CONFIRMED
    assert book(SYSTEM, desk, tied(trip, "d", no_day)).state is BookingState.CONFIRMED


def test_a_post_accepted_after_its_first_day_asks_for_no_day_and_one_accepted_later_takes_the_place_of_an_earlier_one(
        desk: Desk, clock: list[Any]) -> None:
    trip, (one, two) = opened(desk), people(desk, 2)
    assert book(SYSTEM, desk, tied(trip, "a", taken(desk, one, date(2026, 2, 10)))).state is BookingState.CONFIRMED
    taken(desk, two, date(2026, 2, 19), name="去年的工厂")
    clock[0] = NOW + 3 * DAY
    assert book(SYSTEM, desk, tied(trip, "b", taken(desk, two, TRAVEL_DAY))).state is BookingState.CONFIRMED


def test_one_of_a_party_with_a_job_in_the_way_keeps_the_whole_party_off_and_nobody_is_half_seated(desk: Desk) -> None:
    trip, who = opened(desk), people(desk, 3)
    taken(desk, who[1], BEFORE, name="另一家工厂")
    with pytest.raises(StartsBefore):
        book(SYSTEM, desk, wish(trip, "a", who))
    assert free_seats(SYSTEM, desk, trip.id, 0, 3) == 12


def test_swapping_to_a_trip_that_arrives_too_late_is_refused_and_the_old_seat_stays(desk: Desk) -> None:
    trip, late, (one,) = opened(desk), opened(desk, stops=stops(start=stops()[0].at + DAY)), people(desk, 1)
    book(SYSTEM, desk, tied(trip, "a", taken(desk, one, TRAVEL_DAY)))
    with pytest.raises(StartsBefore):
        swap(SYSTEM, desk, Address(trip.id, "a"), Swap(late.id))
    assert show_booking(SYSTEM, desk, Address(trip.id, "a")).state is BookingState.CONFIRMED


def test_the_queue_offers_nothing_to_whoever_has_since_promised_to_be_at_work(desk: Desk) -> None:
    trip, who = opened(desk, units=(coach(rows=1),)), people(desk, 5)
    book(SYSTEM, desk, wish(trip, "a", who[:4]))
    join(SYSTEM, desk, WaitWish(trip=trip.id, key="q", party=party(who[4:]), board=0, alight=3))
    taken(desk, who[4], BEFORE, name="另一家工厂")
    cancel(SYSTEM, desk, Address(trip.id, "a"))
    assert tick_seats(desk).offered == 0
    with pytest.raises(StartsBefore):
        join(SYSTEM, desk, WaitWish(trip=trip.id, key="q2", party=party(who[4:]), board=0, alight=3))


def test_a_post_whose_first_day_a_booked_ride_misses_cannot_be_accepted_until_the_ride_is_given_up(desk: Desk) -> None:
    trip, (one,) = opened(desk), people(desk, 1)
    book(SYSTEM, desk, replace(wish(trip, "a", [one], state=HELD), party=(Rider(one, bound_for="另一家工厂"),)))
    wanting = wanted(desk, one, post(desk, BEFORE))
    with pytest.raises(StartsBefore) as refused:
        accept(SYSTEM, desk, wanting.id)
    assert "洛南—南京一号车" in refused.value.text
    with desk.ledger.reading() as reader:
        assert (reader.intent(wanting.id).step, reader.vacancy(wanting.vacancy).accepted) == (Step.INTENT, 0)
    cancel(SYSTEM, desk, Address(trip.id, "a"))
    assert accept(SYSTEM, desk, wanting.id).step is Step.ACCEPTED


def test_a_hold_that_ran_out_keeps_nobody_from_accepting(desk: Desk, clock: list[Any]) -> None:
    trip, (one,) = opened(desk), people(desk, 1)
    book(SYSTEM, desk, replace(wish(trip, "a", [one], state=HELD), party=(Rider(one, bound_for="另一家工厂"),)))
    wanting = wanted(desk, one, post(desk, BEFORE))
    clock[0] += timedelta(minutes=16)
    assert accept(SYSTEM, desk, wanting.id).step is Step.ACCEPTED
    with pytest.raises(Conflict):
        confirm(SYSTEM, desk, Address(trip.id, "a"))


# --- a ride and a job at one moment --------------------------------------------------------------------------------------------------


def clashing(desk: Desk) -> int:
    """People with a living ride to another employer and an accepted post that began before, counted in plain SQL."""
    with desk.ledger.home.reading() as connection:  # type: ignore[attr-defined]
        return connection.scalar(text(
            "SELECT count(*) FROM ride JOIN intent ON intent.worker = ride.worker JOIN vacancy ON vacancy.id = intent.vacancy "
            "WHERE ride.live AND intent.step = 'accepted' AND vacancy.starts_on = :day AND ride.intent IS NULL"), {"day": str(BEFORE)}) or 0


def test_of_a_ride_and_a_job_that_clash_taken_at_one_moment_one_is_had(desk: Desk) -> None:
    trip, work, who = opened(desk), post(desk, BEFORE, name="另一家工厂", headcount=50), people(desk, 12)
    wants = [wanted(desk, worker, work) for worker in who]
    for number, (worker, wanting) in enumerate(zip(who, wants, strict=True)):
        got = at_once([lambda n=number, w=worker: book(SYSTEM, desk, wish(trip, f"k{n}", [w])), lambda i=wanting: accept(SYSTEM, desk, i.id)])
        assert sum(isinstance(each, StartsBefore) for each in got) == 1, got
    assert clashing(desk) == 0


def test_control_without_the_persons_row_held_both_are_had(desk: Desk) -> None:
    trip, (one,), read = opened(desk), people(desk, 1), Barrier(2)
    wanting = wanted(desk, one, post(desk, BEFORE, name="另一家工厂"))
    at_once([lambda: rides_carelessly(desk, trip, one, read), lambda: accepts_carelessly(desk, wanting, read)])
    assert clashing(desk) == 1


def rides_carelessly(desk: Desk, trip: Trip, worker: str, read: Barrier) -> Booking:
    order = Order(key="k", owner="careless", party=party([worker]), board=0, alight=3, state=BookingState.CONFIRMED, fingerprint="")
    with desk.ledger.reading() as reader:
        looking = Seating(Unlocked(reader), desk, SYSTEM, trip, desk.now)  # type: ignore[arg-type]
        looking.look(order.party)
        looking.admit(order)
    read.wait()
    with desk.ledger.transaction() as tx:
        looking.tx = tx
        return looking.seat(order)


def accepts_carelessly(desk: Desk, wanting: Intent, read: Barrier) -> Intent:
    with desk.ledger.reading() as reader:
        check_rides(Unlocked(reader), desk, wanting, reader.vacancy(wanting.vacancy))  # type: ignore[arg-type]
    read.wait()
    with desk.ledger.transaction() as tx:
        return tx.replace_intent(replace(wanting, step=Step.ACCEPTED))


# --- post and seat as one promise ----------------------------------------------------------------------------------------------------


def places_left(desk: Desk, intent: Intent) -> int | None:
    with desk.ledger.reading() as reader:
        return reader.vacancy(intent.vacancy).left


def test_a_post_accepted_with_a_seat_has_both_and_asked_again_it_is_the_same_seat(desk: Desk) -> None:
    trip, (one,) = opened(desk), people(desk, 1)
    wanting = wanted(desk, one, post(desk, TRAVEL_DAY))
    first = promise(SYSTEM, desk, wanting.id, seat=asked(trip))
    assert first.seat is not None
    assert (first.intent.step, first.seat.state, first.seat.party) == (Step.ACCEPTED, BookingState.CONFIRMED, (Rider(one, intent=wanting.id),))
    assert promise(SYSTEM, desk, wanting.id, seat=asked(trip)) == first
    assert (places_left(desk, wanting), free_seats(SYSTEM, desk, trip.id, 0, 3)) == (4, 11)
    with pytest.raises(KeyReused):
        promise(SYSTEM, desk, wanting.id, seat=asked(trip, alight=2))


@pytest.mark.parametrize("end", [withdraw, decline])
def test_who_does_not_go_after_all_gives_post_and_seat_back(desk: Desk, end: Callable[..., Intent]) -> None:
    trip, (one,) = opened(desk), people(desk, 1)
    wanting = wanted(desk, one, post(desk))
    promise(SYSTEM, desk, wanting.id, seat=asked(trip))
    end(SYSTEM, desk, wanting.id)
    assert (places_left(desk, wanting), free_seats(SYSTEM, desk, trip.id, 0, 3)) == (5, 12)


def test_without_a_seat_to_be_had_the_post_is_not_taken_either(desk: Desk) -> None:
    full, after, who = opened(desk, units=(coach(rows=1),)), opened(desk, stops=stops(start=stops()[0].at + HOUR)), people(desk, 6)
    book(SYSTEM, desk, wish(full, "a", who[:4]))
    late, busy = wanted(desk, who[4], post(desk, BEFORE)), wanted(desk, who[5], post(desk))
    book(SYSTEM, desk, wish(after, "b", [who[5]], state=HELD))
    for wanting, seat, why in ((late, asked(full), NoSeats), (late, asked(after), StartsBefore), (busy, asked(opened(desk)), Overlaps),
                               (busy, asked(after, key="!"), Invalid)):
        if why is NoSeats:
            wanting = wanted(desk, who[4], post(desk))
        with pytest.raises(why):
            promise(SYSTEM, desk, wanting.id, seat=seat)
        with desk.ledger.reading() as reader:
            assert reader.intent(wanting.id).step is Step.INTENT
            assert Step.ACCEPTED not in {event.step for event in reader.events(Page(), subject=wanting.id).items}
        assert places_left(desk, wanting) == 5


def test_without_a_place_to_be_had_no_seat_is_taken_either(desk: Desk) -> None:
    trip, (one, two), work = opened(desk), people(desk, 2), post(desk, headcount=1)
    first, second = wanted(desk, one, work), wanted(desk, two, work)
    accept(SYSTEM, desk, first.id)
    with pytest.raises(Full):
        promise(SYSTEM, desk, second.id, seat=asked(trip))
    assert free_seats(SYSTEM, desk, trip.id, 0, 3) == 12


def test_of_many_who_take_the_last_place_and_a_seat_at_once_nobody_has_only_one_of_the_two(desk: Desk) -> None:
    trip, work, who = opened(desk, units=(coach(rows=1),)), post(desk, headcount=6), people(desk, 10)
    wants = [wanted(desk, worker, work) for worker in who]
    got = at_once([lambda n=n, i=each: promise(SYSTEM, desk, i.id, seat=asked(trip, f"k{n}")) for n, each in enumerate(wants)])
    with desk.ledger.reading() as reader:
        accepted = {intent.worker for intent in map(reader.intent, [each.id for each in wants]) if intent.step is Step.ACCEPTED}
        riding = {ride.worker for ride in reader.rides_on(trip.id)}
        assert (len(accepted), accepted, reader.vacancy(work.id).left) == (4, riding, 2)
    assert sum(isinstance(each, NoSeats) for each in got) == 6
