"""Seats kept for an employer or a village, and the queue: what a clerk does about them on the page of a trip."""

from dataclasses import replace

import pytest
from riding import COACH, FACTORY, NUMBERS, coach, person
from visiting import ADMIN, STATION

from matcher.booking.plans import grid
from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import BookingState, Rider, SeatWish
from matcher.domain.trips import Unit
from matcher.services.blocks import blocks_of
from matcher.services.booking import book, bookings_of
from matcher.services.trips import add_trip, open_trip
from matcher.services.waitlist import WaitWish, join, waiting


@pytest.fixture
def ride(site):
    return coach(site.wiring.desk)


def test_seats_are_kept_for_an_employer_filled_with_names_and_given_back(visit, site, ride):
    page = visit(account=ADMIN).open(f"/trips/{ride.id}")
    page.click("summary:has-text('留座')")
    page.fill("#block-holder", "示例制鞋厂")
    page.fill("#block-count", "3")
    page.click("#blocks button:has-text('留座')")
    page.wait_for_selector("text=给示例制鞋厂留了 3 座")
    block = blocks_of(SYSTEM, site.wiring.desk, ride.id)[0]
    assert "3 座, 已有名字 0" in page.inner_text("#blocks")
    clerk = visit(account=STATION).open(f"/trips/{ride.id}")
    assert clerk.locator("#blocks button").count() == 0
    clerk.click("text=填名字")
    clerk.goto(f"{clerk.url.split('#')[0]}&party={ride.free[0]}")
    assert clerk.input_value("#bound_for") == "示例制鞋厂"
    at = block.seats[1]
    assert clerk.locator("button.seat").count() == 3
    clerk.focus(f"[data-seat='{at.unit}.{at.seat}']")
    clerk.keyboard.press("Enter")
    clerk.wait_for_selector("text=1 人坐好了")
    assert next(each for each in bookings_of(SYSTEM, site.wiring.desk, ride.id) if each.block == block.id).seats == (at,)
    page.reload()
    assert "3 座, 已有名字 1" in page.inner_text("#blocks")
    page.click("#blocks button:has-text('交回')")
    page.wait_for_selector("text=没写名字的座放开了")
    assert blocks_of(SYSTEM, site.wiring.desk, ride.id)[0].released
    assert len(bookings_of(SYSTEM, site.wiring.desk, ride.id)) == 4


@pytest.mark.parametrize(("count", "release", "said"), [("60", "", "坐不下"), ("2", "2026-02-20T09:00", "放开时间要在将来")])
def test_a_block_that_cannot_be_is_refused_in_words(visit, site, ride, count, release, said):
    page = visit(account=ADMIN).open(f"/trips/{ride.id}")
    page.click("summary:has-text('留座')")
    page.fill("#block-holder", "石坡村")
    page.fill("#block-count", count)
    page.fill("#block-release", release)
    page.click("#blocks button:has-text('留座')")
    page.wait_for_selector(f".notice.warn:has-text('{said}')")
    assert blocks_of(SYSTEM, site.wiring.desk, ride.id) == ()


@pytest.fixture
def queue(site):
    """One seat taken, one free; a woman waits who was not asked yet, and a family of two behind her."""
    desk = site.wiring.desk
    units = (Unit(no=1, plan=grid(1, 2), drivers=COACH.units[0].drivers),)
    trip = open_trip(SYSTEM, desk, add_trip(SYSTEM, desk, replace(COACH, name=f"小车 {next(NUMBERS)}", units=units)).id).id
    man, woman = person(desk, "示例老李", "male"), person(desk, "示例小张", "female")
    one, two = person(desk, "示例甲"), person(desk, "示例乙")
    seat = SeatWish(trip=trip, key="k", party=(Rider(man, bound_for=FACTORY),), board=0, alight=2, state=BookingState.CONFIRMED)
    book(SYSTEM, desk, seat)
    for key, members in (("woman", (woman,)), ("family", (one, two))):
        party = tuple(Rider(member, bound_for=FACTORY) for member in members)
        join(SYSTEM, desk, WaitWish(trip=trip, key=key, party=party, board=0, alight=2))
    return trip


def test_a_waiting_person_is_named_asked_and_seated_by_hand_and_another_leaves_with_one_button(visit, site, queue):
    page = visit("phone", STATION).open(f"/trips/{queue}")
    assert [name.strip() for name in page.locator(".queue strong").all_inner_texts()] == ["示例小张", "示例甲、示例乙"]
    page.click("button:has-text('现在安排') >> nth=0")
    page.wait_for_selector(".notice.warn")
    page.click("label:has-text('坐男客旁边也行')")
    page.click("button:has-text('现在安排') >> nth=0")
    page.wait_for_selector("text=安排好了")
    page.click("button:has-text('退出候补')")
    page.wait_for_selector("text=已退出候补")
    assert waiting(SYSTEM, site.wiring.desk, queue) == ()
    assert len(bookings_of(SYSTEM, site.wiring.desk, queue)) == 2
