"""What comes due about seats: the call list of the day before, and what a tick says it did."""

import pytest
from trips_at_hand import HOUR, MORNING, coach, opened, party, people, wish

from matcher.cli.upkeep import seat_words
from matcher.domain.accounts import SYSTEM, Actor, Grant, Role
from matcher.domain.bookings import BlockKind, BookingState
from matcher.domain.errors import Missing
from matcher.domain.messages import MessageKind
from matcher.ledger.port import Page
from matcher.services.blocks import BlockWish, add_block
from matcher.services.booking import book
from matcher.services.outbox import call_list, outbox, start_calls, uncalled
from matcher.services.seat_tick import NOTHING_DUE, SeatTicked, tick_seats
from matcher.services.waitlist import WaitWish, join


def confirmations(desk, trip):
    return [each for each in outbox(SYSTEM, desk, Page(size=100), trip=trip.id).items if each.kind is MessageKind.CONFIRM_RIDE]


def test_looking_at_the_call_list_writes_nothing_and_riders_are_put_on_it_once(desk):
    trip, who = opened(desk), people(desk, 4)
    book(SYSTEM, desk, wish(trip, "a", who[:2]))
    book(SYSTEM, desk, wish(trip, "held", who[2:3], state=BookingState.HELD))
    assert (call_list(SYSTEM, desk, trip.id), uncalled(SYSTEM, desk, trip.id), confirmations(desk, trip)) == ((), 2, [])
    assert (start_calls(SYSTEM, desk, trip.id), start_calls(SYSTEM, desk, trip.id)) == (2, 0)
    book(SYSTEM, desk, wish(trip, "later", who[3:]))
    assert uncalled(SYSTEM, desk, trip.id) == 1
    assert start_calls(SYSTEM, desk, trip.id) == 1
    assert (len(call_list(SYSTEM, desk, trip.id)), len(confirmations(desk, trip))) == (3, 3)


def test_who_may_not_book_on_the_trip_may_not_begin_its_calls(desk):
    trip = opened(desk)
    for ask in (call_list, uncalled, start_calls):
        with pytest.raises(Missing):
            ask(Actor("recruiter", (Grant(Role.RECRUITER, "e1"),)), desk, trip.id)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_a_tick_says_in_words_what_it_did_about_seats(seat_desk, engine):
    clock = [MORNING - 73 * HOUR]
    desk = seat_desk(engine, lambda: clock[0])
    trip, who = opened(desk, units=(coach(rows=1, across=4),)), people(desk, 5)
    book(SYSTEM, desk, wish(trip, "sure", who[:1]))
    book(SYSTEM, desk, wish(trip, "held", who[1:2], state=BookingState.HELD))
    add_block(SYSTEM, desk, BlockWish(trip=trip.id, kind=BlockKind.VILLAGE, holder="石坡村", count=2))
    join(SYSTEM, desk, WaitWish(trip=trip.id, key="waits", party=party(who[2:5]), board=0, alight=3))
    assert seat_words(tick_seats(desk)) == ""
    clock[0] += 2 * HOUR
    assert seat_words(tick_seats(desk)) == "座位: 占座过期放开 1 批, 候补通知有座 1 批, 预留到期放开 1 处。"
    clock[0] = MORNING - 20 * HOUR
    assert seat_words(tick_seats(desk)) == "座位: 占座过期放开 1 批, 备好出发前电话 1 个。"
    assert (seat_words(NOTHING_DUE), seat_words(SeatTicked(calls=3))) == ("", "座位: 备好出发前电话 3 个。")
