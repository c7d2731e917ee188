"""A feeder and a coach booked as one on the page of the coach, and what a clerk sees when a planned time breaks the connection."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from riding import COACH, FACTORY, NUMBERS, at, coach
from test_accessibility import AXE, faults
from visiting import ADMIN, STATION, WIDTHS

from matcher.booking.plans import grid
from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import BookingState
from matcher.domain.trips import Stop, Unit
from matcher.services.booking import bookings_of
from matcher.services.seat_plan import free_seats
from matcher.services.trips import add_trip, edit_trip, open_trip, show_trip


@pytest.fixture
def ride(site):
    return coach(site.wiring.desk)


@pytest.fixture
def feeder(site):
    """To 石坡街 forty minutes before the coach leaves there, with three seats."""
    desk, small = site.wiring.desk, (Unit(no=1, plan=grid(1, 3), drivers=COACH.units[0].drivers[:1]),)
    stops = (Stop("桑坪村口", at(5)), Stop("李塬", at(5, 20)), Stop("石坡街", at(5, 50)))
    plan = replace(COACH, name=f"接驳 {next(NUMBERS)}", stops=stops, units=small, rests=())
    return open_trip(SYSTEM, desk, add_trip(SYSTEM, desk, plan).id)


def seat_both(page, ride, feeder, people, board=0):
    page.goto(f"{page.url.split('/trips')[0]}/trips/{ride.id}?" + "&".join(f"party={one}" for one in people))
    page.fill("#bound_for", FACTORY)
    page.select_option("#feeder", f"{feeder.id}.{board}.2")
    page.click("button:has-text('自动安排')")


def test_a_party_is_seated_on_the_feeder_and_the_coach_in_one_step_and_gives_both_back_in_one(visit, site, ride, feeder):
    desk, page = site.wiring.desk, visit(account=STATION).open(f"/trips/{ride.id}")
    seat_both(page, ride, feeder, ride.free, board=1)
    page.wait_for_selector("text=2 人两程都坐好了")
    (there,) = bookings_of(SYSTEM, desk, feeder.id)
    here = next(each for each in bookings_of(SYSTEM, desk, ride.id) if each.itinerary)
    assert (there.itinerary, there.board, there.alight, there.state, len(there.seats)) == (here.itinerary, 1, 2, BookingState.CONFIRMED, 2)
    page = visit(account=STATION).open(f"/trips/{ride.id}?at={here.id}")
    assert "联程, 2 程一起办" in page.inner_text("#booking")
    assert page.locator("text=换车次").count() == 0
    page.click(f"#booking a:has-text('{feeder.name}')")
    page.wait_for_url(f"**/trips/{feeder.id}**")
    page.click("summary:has-text('退整个联程')")
    page.click("button:has-text('确认退座')")
    page.wait_for_selector("text=整个联程退好了")
    assert (free_seats(SYSTEM, desk, feeder.id, 0, 2), free_seats(SYSTEM, desk, ride.id, 0, 2)) == (3, 45)


def test_seats_picked_on_the_picture_are_the_ones_of_the_coach(visit, site, ride, feeder):
    page = visit(account=STATION).open(f"/trips/{ride.id}?party={ride.free[0]}")
    page.fill("#bound_for", FACTORY)
    page.select_option("#feeder", f"{feeder.id}.0.2")
    page.click("button[data-seat='1.20']")
    page.wait_for_selector("text=1 人两程都坐好了")
    assert next(each for each in bookings_of(SYSTEM, site.wiring.desk, ride.id) if each.itinerary).seats == ((1, 20),)


def test_where_the_feeder_is_full_nobody_is_seated_and_the_form_stays_as_it_was(visit, site, ride, feeder):
    desk = site.wiring.desk
    page = visit(account=STATION).open(f"/trips/{ride.id}")
    seat_both(page, ride, feeder, ride.free)
    page.wait_for_selector("text=两程都坐好了")
    other = coach(desk, riders=0, free=2)
    seat_both(page, other, feeder, other.free)
    page.wait_for_selector(".notice.warn:has-text('只剩 1 座')")
    assert (bookings_of(SYSTEM, desk, other.id), page.input_value("#feeder")) == ((), f"{feeder.id}.0.2")
    page.click("button:has-text('登记候补')")
    page.wait_for_selector(".notice.warn:has-text('一次只管一趟车')")


def test_a_time_that_breaks_the_connection_is_shown_on_both_trips_and_is_readable_on_a_phone(visit, site, ride, feeder):
    desk, page = site.wiring.desk, visit(account=STATION).open(f"/trips/{ride.id}")
    seat_both(page, ride, feeder, ride.free)
    page.wait_for_selector("text=两程都坐好了")
    plan = show_trip(SYSTEM, desk, feeder.id)
    edit_trip(SYSTEM, desk, replace(plan, stops=tuple(replace(stop, at=stop.at + timedelta(minutes=25)) for stop in plan.stops)))
    for trip in (ride.id, feeder.id):
        page = visit(account=ADMIN).open(f"/trips/{trip}")
        expect(page.locator(".notice.warn:has(#broken-title)")).to_contain_text("换乘不到 30 分钟")
    for width in WIDTHS:
        page = visit(width, STATION).open(f"/trips/{ride.id}?party={ride.free[0]}&board=0&alight=2")
        page.click(".notice.warn a")
        page.wait_for_selector("#booking .notice.warn")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.evaluate(AXE.read_text("utf-8") + "; null")
        assert faults(page) == []
        if shots := os.environ.get("MATCHER_TEST_SHOTS"):
            page.screenshot(path=f"{shots}/itinerary-{width}.png", full_page=True)


def test_only_feeders_that_connect_are_offered(visit, site, ride, feeder):
    desk = site.wiring.desk
    early = coach(desk, riders=0, free=1)
    plan = show_trip(SYSTEM, desk, early.id)
    edit_trip(SYSTEM, desk, replace(plan, stops=(replace(plan.stops[0], at=at(6, 10)), *plan.stops[1:])))
    page = visit(account=STATION).open(f"/trips/{early.id}?party={early.free[0]}")
    assert page.locator(f"#feeder option[value^='{feeder.id}']").count() == 0
    page.goto(page.url.replace(early.id, ride.id))
    assert [option.get_attribute("value") for option in page.locator(f"#feeder option[value^='{feeder.id}']").all()] == [
        f"{feeder.id}.0.2", f"{feeder.id}.1.2"]
    page.goto(f"{page.url}&board=1")
    assert page.locator("#feeder").count() == 0
