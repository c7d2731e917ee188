"""A clerk seats a waiting party by hand: at once and for sure, behind those who stand before it, and past them no more often than is promised."""

import pytest
from trips_at_hand import HOUR, NOW, coach, opened, party, people, wish

from matcher.booking.waitlist import MOST_PASSED
from matcher.domain.accounts import SYSTEM, Actor, Grant, Role
from matcher.domain.bookings import Address, BookingState, EntryState, NoSeats
from matcher.domain.errors import Conflict, Invalid, Missing
from matcher.domain.terms import Sex
from matcher.domain.trips import Driver
from matcher.ledger.port import Page
from matcher.services.booking import book, bookings_of, cancel
from matcher.services.filing import file_roster
from matcher.services.outbox import outbox
from matcher.services.trips import show_trip
from matcher.services.waitlist import WaitWish, join, leave, seat_by_hand, take_offer, waiting


def queue_up(desk, trip, key, workers, board=0, alight=3):
    return join(SYSTEM, desk, WaitWish(trip=trip.id, key=key, party=party(workers), board=board, alight=alight))


@pytest.fixture
def full(desk):
    """Two seats, a man on each."""
    trip = opened(desk, units=(coach(rows=1, across=2, drivers=(Driver("示例师傅"),)),))
    for number, worker in enumerate(people(desk, 2, sex=Sex.MALE)):
        book(SYSTEM, desk, wish(trip, f"k{number}", [worker]))
    return trip


def test_where_there_is_no_room_nobody_is_seated_and_the_place_in_the_queue_stays(desk, full):
    entry = queue_up(desk, full, "w", people(desk, 1, 10))
    with pytest.raises(NoSeats):
        seat_by_hand(SYSTEM, desk, entry.id)
    assert [(each.id, each.state) for each in waiting(SYSTEM, desk, full.id)] == [(entry.id, EntryState.WAITING)]


def test_a_woman_alone_who_was_asked_is_seated_for_sure_told_and_no_longer_waits(desk, full):
    cancel(SYSTEM, desk, Address(full.id, "k0"))
    entry = queue_up(desk, full, "w", people(desk, 1, 10, sex=Sex.FEMALE))
    assert entry.state is EntryState.WAITING  # the free seat is beside a man she does not know
    with pytest.raises(NoSeats):
        seat_by_hand(SYSTEM, desk, entry.id)
    made = seat_by_hand(SYSTEM, desk, entry.id, beside_men=True)
    assert (made.state, made.key, made.entry) == (BookingState.CONFIRMED, "w", entry.id)
    assert made.id in [each.id for each in bookings_of(SYSTEM, desk, full.id)]
    assert (waiting(SYSTEM, desk, full.id), show_trip(SYSTEM, desk, full.id).waiting) == ((), 0)
    assert made.id in [each.booking for each in outbox(SYSTEM, desk, Page(), trip=full.id).items]
    assert seat_by_hand(SYSTEM, desk, entry.id).id == made.id


def test_whoever_stands_before_is_served_first(desk, full):
    first, second = (queue_up(desk, full, key, people(desk, 1, start)) for key, start in (("first", 10), ("second", 20)))
    cancel(SYSTEM, desk, Address(full.id, "k0"))  # offered to the first
    with pytest.raises(NoSeats):
        seat_by_hand(SYSTEM, desk, second.id)
    assert take_offer(SYSTEM, desk, first.id).state is BookingState.CONFIRMED


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_a_seat_that_came_free_unnoticed_goes_to_the_first_and_not_to_the_one_seated_by_hand(seat_desk, engine):
    clock = [NOW]
    desk = seat_desk(engine, lambda: clock[0])
    trip = opened(desk, units=(coach(rows=1, across=1),))
    book(SYSTEM, desk, wish(trip, "hold", people(desk, 1), state=BookingState.HELD))
    first, second = (queue_up(desk, trip, key, people(desk, 1, start)) for key, start in (("first", 10), ("second", 20)))
    clock[0] += HOUR  # the hold has run out; no tick came
    with pytest.raises(NoSeats):
        seat_by_hand(SYSTEM, desk, second.id)
    assert {each.key: each.state for each in waiting(SYSTEM, desk, trip.id)} == {"first": EntryState.OFFERED, "second": EntryState.WAITING}
    assert seat_by_hand(SYSTEM, desk, first.id).state is BookingState.CONFIRMED


def test_an_open_offer_is_taken_by_it(desk, full):
    entry = queue_up(desk, full, "w", people(desk, 1, 10))
    cancel(SYSTEM, desk, Address(full.id, "k0"))
    assert seat_by_hand(SYSTEM, desk, entry.id).state is BookingState.CONFIRMED


def test_a_large_party_is_overtaken_as_often_as_is_promised_and_then_the_seat_is_kept_for_it(desk, full):
    large = queue_up(desk, full, "large", people(desk, 2, 10))
    cancel(SYSTEM, desk, Address(full.id, "k0"))
    for number in range(MOST_PASSED):
        women = people(desk, 1, 20 + number, sex=Sex.FEMALE)
        alone = queue_up(desk, full, f"alone{number}", women)
        made = seat_by_hand(SYSTEM, desk, alone.id, beside_men=True)
        assert waiting(SYSTEM, desk, full.id)[0].bypassed == number + 1
        cancel(SYSTEM, desk, Address(full.id, made.key, made.owner))
    last = queue_up(desk, full, "last", people(desk, 1, 30, sex=Sex.FEMALE))
    with pytest.raises(NoSeats, match="先留给他们"):
        seat_by_hand(SYSTEM, desk, last.id, beside_men=True)
    assert waiting(SYSTEM, desk, full.id)[0].id == large.id


def test_who_has_left_or_rides_on_a_filed_trip_or_is_nobody_elses_business_is_refused(desk, full):
    gone, stays = queue_up(desk, full, "gone", people(desk, 1, 10)), queue_up(desk, full, "stays", people(desk, 1, 20))
    leave(SYSTEM, desk, gone.id)
    with pytest.raises(Conflict, match="不在候补里"):
        seat_by_hand(SYSTEM, desk, gone.id)
    with pytest.raises(Missing):
        seat_by_hand(Actor("recruiter", (Grant(Role.RECRUITER, "e1"),)), desk, stays.id)
    file_roster(SYSTEM, desk, full.id)
    with pytest.raises((Conflict, Invalid), match="冻结"):
        seat_by_hand(SYSTEM, desk, stays.id)
