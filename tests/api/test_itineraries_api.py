"""A feeder and a main trip as one itinerary over the API."""

from collections.abc import Callable
from typing import Any

import pytest
from calling import Caller
from seat_calls import TRIP

from matcher.domain.people import Worker

FEEDER = TRIP | {"name": "接驳1号", "stops": [{"name": "古城", "at": "2026-02-24T04:30+08:00"}, {"name": "石坡街", "at": "2026-02-24T05:30+08:00"}]}


@pytest.fixture
def rides(calls: Caller) -> list[str]:
    trips = [calls("POST", "/trips", plan).json["id"] for plan in (FEEDER, TRIP)]
    for trip in trips:
        calls("POST", f"/trips/{trip}/open")
    return trips


@pytest.fixture
def wish(rides: list[str], registered: Callable[..., Worker]) -> dict[str, Any]:
    return {
        "party": [{"worker": registered().id, "bound_for": "示例厂"}],
        "rides": [{"trip": rides[0], "board": 0, "alight": 1}, {"trip": rides[1], "board": 0, "alight": 3}],
    }


def test_an_itinerary_is_put_confirmed_shown_and_deleted_as_one(calls: Caller, rides: list[str], wish: dict[str, Any]) -> None:
    made = calls("PUT", "/itineraries/k", wish)
    assert (made.status_code, made.json["state"], [ride["state"] for ride in made.json["rides"]]) == (200, "held", ["held", "held"])
    assert made.json["connections"] == [{"place": "石坡街", "minutes": 60, "fault": ""}]
    assert calls("PUT", "/itineraries/k", wish).json == made.json
    sure = calls("POST", "/itineraries/k/confirm")
    assert (sure.json["state"], sure.json["itinerary"]) == ("confirmed", made.json["itinerary"])
    assert calls("GET", "/itineraries/k").json == sure.json
    assert calls("GET", f"/trips/{rides[1]}/bookings/k").json == sure.json["rides"][1]
    single = calls("DELETE", f"/trips/{rides[0]}/bookings/k")
    assert (single.status_code, single.json["code"], single.json["key"]) == (409, "itinerary", "k")
    assert [calls("DELETE", "/itineraries/k").status_code for _ in range(2)] == [204, 204]
    assert calls("GET", "/itineraries/k").json["state"] == "cancelled"
    assert all(line["legs"] == [None] for line in calls("GET", f"/trips/{rides[0]}/seats").json["seats"])


def test_seats_may_be_named_and_another_body_under_the_key_is_refused(calls: Caller, wish: dict[str, Any]) -> None:
    named = wish | {"rides": [wish["rides"][0] | {"seats": [{"unit": 1, "seat": 4}]}, wish["rides"][1]], "state": "confirmed"}
    assert calls("PUT", "/itineraries/k", named).json["rides"][0]["seats"] == [{"unit": 1, "seat": 4}]
    refused = calls("PUT", "/itineraries/k", wish)
    assert (refused.status_code, refused.json["code"]) == (422, "key_reused")


@pytest.mark.parametrize(("rides_asked", "status", "said"), [
    (lambda rides: rides[::-1], 409, "connection"), (lambda rides: [rides[0], rides[1] | {"board": 1}], 409, "connection"),
    (lambda rides: rides[:1], 422, "rides"), (lambda rides: [rides[0], rides[0]], 422, "rides"),
    (lambda rides: [rides[0] | {"seats": []}, rides[1]], 422, "rides.0.seats"),
    (lambda rides: [rides[0] | {"alight": 7}, rides[1]], 422, "alight"), (lambda rides: [rides[0] | {"trip": "x"}, rides[1]], 422, "rides.0.trip"),
])
def test_what_cannot_be_ridden_one_after_the_other_is_refused_and_nothing_is_had(
        calls: Caller, wish: dict[str, Any], rides_asked: Callable[[list[Any]], list[Any]], status: int, said: str) -> None:
    refused = calls("PUT", "/itineraries/k", wish | {"rides": rides_asked(wish["rides"])})
    assert refused.status_code == status
    assert said in {refused.json["code"], *refused.json.get("errors", ())}, refused.json
    assert calls("GET", "/itineraries/k").status_code == 404


def test_rides_that_no_longer_connect_are_listed_on_both_trips(calls: Caller, rides: list[str], wish: dict[str, Any]) -> None:
    made = calls("PUT", "/itineraries/k", wish).json
    assert calls("GET", f"/trips/{rides[0]}/broken-connections").json == {"items": []}
    read = calls("GET", f"/trips/{rides[0]}")
    late = read.json | {"stops": [stop | {"at": stop["at"].replace("05:30", "06:15")} for stop in read.json["stops"]]}
    assert calls("PUT", f"/trips/{rides[0]}", late, headers={"If-Match": read.headers["ETag"]}).status_code == 200
    for trip, ride in zip(rides, made["rides"], strict=True):
        (broken,) = calls("GET", f"/trips/{trip}/broken-connections").json["items"]
        assert (broken["itinerary"], broken["key"], broken["booking"]) == (made["itinerary"], "k", ride["booking"])
        assert "换乘不到 30 分钟" in broken["detail"]
