"""Whether one ride leads to the next, and what an itinerary may ask for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from matcher.booking.connections import check_connections, check_itinerary, connection, connections, itinerary_fingerprint, same_place
from matcher.booking.plans import grid
from matcher.booking.requests import fingerprint
from matcher.domain.bookings import BookingState, Rider
from matcher.domain.errors import Invalid
from matcher.domain.itineraries import ItineraryWish, NoConnection, Stretch
from matcher.domain.trips import Stop, Trip, Unit

NOON = datetime(2026, 2, 24, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEAST = 30
ANNA = Rider("w1", bound_for="示例厂")
ASKED = ItineraryWish(key="k", party=(ANNA,), rides=(Stretch("t1", 0, 1), Stretch("t2", 0, 3)))


def stop(name: str = "商州汽车站", minutes: int = 0, place: str | None = None) -> Stop:
    return Stop(name, NOON + minutes * MINUTE, place)


@pytest.mark.parametrize(("one", "other", "same"), [
    (stop(), stop(), True), (stop("商州汽车站 "), stop(), True), (stop(), stop("商州火车站"), False),
    (stop(place="611002"), stop(), True), (stop(place="611002"), stop("商州火车站"), False),
    (stop(place="611002001"), stop("东关路口", place="611002001"), True), (stop(place="611002"), stop("东关路口", place="611002"), False),
    (stop(place="611002"), stop(place="611002"), True), (stop("汽车站", place="611002"), stop("汽车站", place="611021"), False),
])
def test_stops_are_one_place_by_their_names_or_by_the_code_of_a_township_and_never_against_their_codes(one: Stop, other: Stop, same: bool) -> None:
    assert same_place(one, other) is same_place(other, one) is same


@pytest.mark.parametrize(("wait", "fits"), [(30, True), (29, False), (0, False), (-10, False), (600, True)])
def test_changing_takes_at_least_the_minutes_of_the_setting(wait: int, fits: bool) -> None:
    found = connection(stop(), stop(minutes=wait), LEAST)
    assert (found.place, found.minutes, not found.fault) == ("商州汽车站", wait, fits)
    assert fits or "不到 30 分钟" in found.fault


def trip(id: str, *stops: Stop) -> Trip:
    return Trip(id=id, name=id, programme="su_shan", stops=stops, units=(Unit(no=1, plan=grid(2, 2)),))


def test_every_change_of_an_itinerary_is_looked_at_and_what_is_wrong_is_said_with_what_to_do() -> None:
    made = (trip("t1", stop("石坡街"), stop(minutes=60)), trip("t2", stop(minutes=100), stop("南京", 900)),
            trip("t3", stop("南京", 910), stop("江宁", 960)))
    trips, rides = {each.id: each for each in made}, [Stretch(each.id, 0, 1) for each in made]
    found = connections(rides, trips, LEAST)
    assert [(each.place, each.minutes, bool(each.fault)) for each in found] == [("商州汽车站", 40, False), ("南京", 10, True)]
    check_connections(rides[:2], trips, LEAST)
    with pytest.raises(NoConnection, match="不到 30 分钟。请换") as refused:
        check_connections(rides, trips, LEAST)
    assert refused.value.code == "connection"
    with pytest.raises(NoConnection, match="不是一个地方"):
        check_connections([rides[0], rides[2]], trips, LEAST)


@pytest.mark.parametrize(("changes", "field"), [
    ({"rides": ASKED.rides[:1]}, "rides"), ({"rides": (*ASKED.rides, Stretch("t3", 0, 1), Stretch("t4", 0, 1))}, "rides"),
    ({"rides": (ASKED.rides[0], Stretch("t1", 1, 2))}, "rides"), ({"rides": (ASKED.rides[0], Stretch("t2", 2, 2))}, "rides.1.alight"),
    ({"state": BookingState.BOARDED}, "state"), ({"party": ()}, "party"), ({"party": (Rider("w1"),)}, "party.0"), ({"key": "!"}, "key"),
])
def test_what_is_wrong_with_an_itinerary_is_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_itinerary(replace(ASKED, **changes))
    assert field in refused.value.fields


def test_the_fingerprint_is_of_party_and_rides_and_is_no_bookings() -> None:
    own = itinerary_fingerprint(ASKED)
    assert own == itinerary_fingerprint(replace(ASKED, state=BookingState.CONFIRMED, key="other"))
    assert len({own, itinerary_fingerprint(replace(ASKED, rides=ASKED.rides[::-1])), itinerary_fingerprint(replace(ASKED, party=(ANNA, ANNA))),
                fingerprint(ASKED.party, 0, 1, None, None)}) == 4
