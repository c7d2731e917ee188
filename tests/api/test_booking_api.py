"""Trips and seats over the API: what is asked, what it answers, and what sending again means."""

from collections.abc import Callable
from typing import Any

import pytest
from calling import Caller
from seat_calls import TRIP, ride

from matcher.domain.accounts import Grant, Role
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy


def test_programme_name_stops_and_units_are_enough_for_a_trip(calls: Caller) -> None:
    answer = calls("POST", "/trips", TRIP)
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/trips/{answer.json['id']}"
    assert (answer.json["state"], answer.json["state_label"], answer.json["units"][0]["for_sale"]) == ("planned", "计划", 4)
    assert calls("GET", f"/trips/{answer.json['id']}").json == answer.json


@pytest.mark.parametrize(("unit", "seats"), [
    ({"no": 1, "kind": "coach", "rows": 13, "across": 4}, 52), ({"no": 2, "kind": "carriage", "seats": 118}, 118),
    ({"no": 1, "preset": "coach-49"}, 48), ({"no": 1, "plan": ["es.ss", "ss.xs"]}, 6), ({"no": 7, "kind": "coach", "rows": 1, "across": 1}, 1),
])
def test_seats_are_written_in_one_of_four_ways(calls: Caller, unit: dict[str, Any], seats: int) -> None:
    trip = calls("POST", "/trips", TRIP | {"units": [unit]}).json["id"]
    shown = calls("GET", f"/trips/{trip}/seats").json["seats"]
    assert len(shown) == seats
    assert shown[0]["legs"] == [None, None, None]
    assert {line["unit"] for line in shown} == {unit["no"]}


@pytest.mark.parametrize(("changes", "field"), [
    ({"units": [{"no": 1}]}, "units.0.rows"), ({"units": [{"no": 1, "rows": 2}]}, "units.0.across"),
    ({"units": [{"no": 1, "rows": 2, "across": 2, "seats": 4}]}, "units.0.rows"), ({"units": [{"no": 1, "preset": "coach-1"}]}, "units.0.preset"),
    ({"units": [{"no": 1, "rows": 400, "across": 400}]}, "units.0.rows"), ({"units": []}, "units"), ({"stops": TRIP["stops"][:1]}, "stops"),
    ({"stops": TRIP["stops"][::-1]}, "stops"), ({"name": " "}, "name"), ({"speed": 3}, "speed"),
    ({"stops": [{"name": "x", "at": "明天"}]}, "stops.0.at"),
    ({"units": [{"no": "1", "rows": 2, "across": 2}]}, "units.0.no"), ({"units": [{"no": 1, "plan": ["sq"]}]}, "units.0.plan"),
])
def test_what_is_wrong_with_a_trip_is_named(calls: Caller, changes: dict[str, Any], field: str) -> None:
    refused = calls("POST", "/trips", TRIP | changes)
    assert refused.status_code == 422
    assert field in refused.json["errors"], refused.json


def test_a_trip_read_can_be_sent_back_changed_and_a_stale_one_is_refused(calls: Caller) -> None:
    read = calls("GET", calls("POST", "/trips", TRIP).headers["Location"].removeprefix("/api/v1"))
    path = f"/trips/{read.json['id']}"
    saved = calls("PUT", path, read.json | {"carrier": "示例客运"}, headers={"If-Match": read.headers["ETag"]})
    assert (saved.status_code, saved.json["carrier"], saved.json["stops"]) == (200, "示例客运", read.json["stops"])
    late = calls("PUT", path, read.json, headers={"If-Match": read.headers["ETag"]})
    assert (late.status_code, late.json["current"]["carrier"]) == (412, "示例客运")


def test_before_a_trip_is_open_a_booking_is_refused(calls: Caller, party: Callable[..., Any]) -> None:
    trip = calls("POST", "/trips", TRIP).json["id"]
    refused = calls("PUT", f"/trips/{trip}/bookings/k", ride(party()))
    assert (refused.status_code, refused.mimetype, refused.json["code"]) == (409, "application/problem+json", "not_open")


def test_a_party_gets_one_seat_each_in_its_order_and_they_are_taken_on_its_legs(calls: Caller, trip: str, party: Callable[..., Any]) -> None:
    people = party(2)
    booked = calls("PUT", f"/trips/{trip}/bookings/a.b-c_1", ride(people, 0, 2))
    assert (booked.status_code, booked.json["state"], len(booked.json["seats"])) == (200, "held", 2)
    assert [rider["worker"] for rider in booked.json["party"]] == [rider["worker"] for rider in people]
    assert booked.json["held_until"] == "2026-02-20T02:15:00+00:00"
    lines = {(line["unit"], line["seat"]): line["legs"] for line in calls("GET", f"/trips/{trip}/seats").json["seats"]}
    for seat in booked.json["seats"]:
        assert lines[seat["unit"], seat["seat"]] == [booked.json["booking"], booked.json["booking"], None]


def test_the_same_request_again_is_the_same_booking_and_confirmed_confirms_it(calls: Caller, trip: str, party: Callable[..., Any]) -> None:
    path, people = f"/trips/{trip}/bookings/again", party(2)
    first = calls("PUT", path, ride(people)).json
    assert calls("PUT", path, ride(people)).json == first
    sure = calls("PUT", path, ride(people, state="confirmed")).json
    assert (sure["booking"], sure["seats"], sure["state"]) == (first["booking"], first["seats"], "confirmed")
    assert calls("PUT", path, ride(people)).json["state"] == "confirmed"
    assert calls("POST", f"{path}/confirm", {}).json["state"] == "confirmed"
    assert calls("GET", path).json["booking"] == first["booking"]


@pytest.mark.parametrize("other", [{"alight": 2}, {"board": 1}, {"party": []}, {"party": "other"}])
def test_a_key_used_for_another_party_or_ride_is_refused(calls: Caller, trip: str, party: Callable[..., Any], other: dict[str, Any]) -> None:
    path, people = f"/trips/{trip}/bookings/k", party()
    calls("PUT", path, ride(people))
    refused = calls("PUT", path, ride(people) | (other if other.get("party") != "other" else {"party": party()}))
    assert refused.status_code == 422


@pytest.mark.parametrize("key", ["a b", "键", "x" * 65, "a%2Fb", "a%00b"])
def test_a_key_of_other_characters_is_refused(calls: Caller, trip: str, party: Callable[..., Any], key: str) -> None:
    assert calls("PUT", f"/trips/{trip}/bookings/{key}", ride(party())).status_code in (404, 422)


@pytest.mark.parametrize(("changes", "field"), [
    ({"alight": 0}, "alight"), ({"alight": 4}, "alight"), ({"board": -1}, "board"), ({"state": "boarded"}, "state"), ({"party": []}, "party"),
    ({"party": [{"worker": "w0000000000000"}]}, "party.0"), ({"party": [{"worker": "x", "bound_for": "厂"}]}, "party.0.worker"),
    ({"seat": 1}, "seat"), ({"seats": [{"unit": 1, "seat": 1}] * 2}, "seats"),
])
def test_what_is_wrong_with_a_booking_is_named(calls: Caller, trip: str, party: Callable[..., Any], changes: dict[str, Any], field: str) -> None:
    refused = calls("PUT", f"/trips/{trip}/bookings/k", ride(party()) | changes)
    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])


def test_a_seat_needs_an_accepted_intent_or_an_employer(
        calls: Caller, trip: str, registered: Callable[..., Worker], open_post: Vacancy) -> None:
    woman = registered()
    intent = calls("POST", "/intents", {"worker": woman.id, "vacancy": open_post.id}).json["id"]
    asked = ride([{"worker": woman.id, "intent": intent}])
    assert calls("PUT", f"/trips/{trip}/bookings/k", asked).status_code == 422
    calls("POST", f"/intents/{intent}/accept")
    assert calls("PUT", f"/trips/{trip}/bookings/k", asked).status_code == 200


def test_one_more_than_there_are_seats_is_refused_whole(calls: Caller, trip: str, party: Callable[..., Any]) -> None:
    calls("PUT", f"/trips/{trip}/bookings/three", ride(party(3), 0, 1))
    refused = calls("PUT", f"/trips/{trip}/bookings/two", ride(party(2), 0, 3))
    assert (refused.status_code, refused.json["code"], refused.json["wanted"], refused.json["left"]) == (409, "no_seats", 2, 1)
    assert calls("GET", f"/trips/{trip}/bookings/two").status_code == 404
    assert calls("PUT", f"/trips/{trip}/bookings/two", ride(party(2), 1, 3)).status_code == 200  # a refusal is not remembered


def test_one_person_on_two_trips_at_once_is_refused_naming_the_other(calls: Caller, made: Callable[..., str], party: Callable[..., Any]) -> None:
    first, second, people = made(), made(name="另一趟"), party()
    calls("PUT", f"/trips/{first}/bookings/k", ride(people, 0, 2))
    refused = calls("PUT", f"/trips/{second}/bookings/k", ride(people, 1, 3))
    assert (refused.status_code, refused.json["code"], refused.json["trip"]) == (409, "overlap", first)
    assert refused.json["starts_at"] == "2026-02-23T22:30:00+00:00"
    assert calls("PUT", f"/trips/{second}/bookings/k", ride(people, 2, 3)).status_code == 200  # touching is allowed


def test_deleting_frees_the_seats_deleting_again_is_quiet_and_the_key_is_spent(calls: Caller, trip: str, party: Callable[..., Any]) -> None:
    path, people = f"/trips/{trip}/bookings/k", party(4)
    calls("PUT", path, ride(people))
    assert [calls("DELETE", path).status_code for _ in range(2)] == [204, 204]
    refused = calls("PUT", path, ride(people))
    assert (refused.status_code, refused.json["code"]) == (409, "cancelled")
    assert calls("PUT", f"/trips/{trip}/bookings/next", ride(people)).status_code == 200


def test_a_swap_keeps_key_and_state_repeats_its_answer_and_closes_the_old_address(
        calls: Caller, made: Callable[..., str], party: Callable[..., Any]) -> None:
    old, new, people = made(), made(name="晚一趟"), party(2)
    calls("PUT", f"/trips/{old}/bookings/k", ride(people, 0, 2, "confirmed"))
    swapped = calls("POST", f"/trips/{old}/bookings/k/swap", {"trip": new})
    assert (swapped.status_code, swapped.json["state"], swapped.json["trip"], swapped.json["key"]) == (200, "confirmed", new, "k")
    assert (swapped.json["board"], swapped.json["alight"]) == (0, 2)
    assert calls("POST", f"/trips/{old}/bookings/k/swap", {"trip": new}).json == swapped.json
    assert calls("GET", f"/trips/{new}/bookings/k").json["booking"] == swapped.json["booking"]
    gone = calls("PUT", f"/trips/{old}/bookings/k", ride(people, 0, 2))
    assert (gone.status_code, gone.json["trip"], gone.json["key"]) == (409, new, "k")


def test_a_swap_that_is_refused_leaves_the_booking_as_it_was(calls: Caller, made: Callable[..., str], party: Callable[..., Any]) -> None:
    old, full, short = made(), made(name="满的"), made(name="短的", stops=TRIP["stops"][:2])
    people = party(2)
    before = calls("PUT", f"/trips/{old}/bookings/k", ride(people)).json
    calls("PUT", f"/trips/{full}/bookings/all", ride(party(4)))
    assert calls("POST", f"/trips/{old}/bookings/k/swap", {"trip": full}).json["code"] == "no_seats"
    assert calls("POST", f"/trips/{old}/bookings/k/swap", {"trip": short}).status_code == 422
    assert calls("GET", f"/trips/{old}/bookings/k").json == before


@pytest.mark.parametrize(("method", "path"), [
    ("GET", "/trips/t0000000000000"), ("GET", "/trips/{trip}/bookings/none"), ("DELETE", "/trips/{trip}/bookings/none"),
    ("POST", "/trips/{trip}/bookings/none/confirm"), ("GET", "/trips/t0000000000000/seats"), ("GET", "/trips/x/seats"),
])
def test_what_is_not_there_is_not_found(calls: Caller, trip: str, method: str, path: str) -> None:
    assert calls(method, path.format(trip=trip)).status_code == 404


def test_a_filed_roster_is_frozen_and_filing_again_is_the_same_filing(calls: Caller, made: Callable[..., str], party: Callable[..., Any]) -> None:
    trip = made(units=[{"no": 1, "kind": "carriage", "seats": 3}])
    booked = calls("PUT", f"/trips/{trip}/bookings/k", ride(party(2))).json
    filed = calls("POST", f"/trips/{trip}/file", {})
    assert (filed.status_code, filed.json["number"], len(filed.json["rows"])) == (200, 1, 2)
    assert calls("POST", f"/trips/{trip}/file").json == filed.json
    assert calls("GET", f"/trips/{trip}/bookings/k").json["state"] == "confirmed"
    for method, path, body in (
        ("PUT", "other", ride(party())), ("DELETE", "k", None), ("POST", "k/swap", {"trip": made(name="别的")}),
    ):
        refused = calls(method, f"/trips/{trip}/bookings/{path}", body)
        assert (refused.status_code, refused.json["code"]) == (423, "frozen"), path
    again = calls("POST", f"/trips/{trip}/refile", {"cancel": [booked["booking"]], "note": "家里有事"})
    assert (again.json["number"], again.json["rows"]) == (2, [])
    assert [filing["number"] for filing in calls("GET", f"/trips/{trip}/filings").json["items"]] == [1, 2]


def test_a_coach_without_drivers_opens_but_is_not_filed(calls: Caller, trip: str) -> None:
    refused = calls("POST", f"/trips/{trip}/file", {})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["units.0.drivers"])


def test_a_copy_is_a_plan_of_the_same_trip_on_another_day(calls: Caller, trip: str) -> None:
    copy = calls("POST", f"/trips/{trip}/copy", {"departs_at": "2026-02-26T06:30+08:00"})
    assert (copy.status_code, copy.json["state"], copy.json["stops"][3]["at"]) == (201, "planned", "2026-02-26T22:00:00+08:00")
    assert copy.json["units"] == calls("GET", f"/trips/{trip}").json["units"]


def test_trips_are_listed_by_programme_and_state(calls: Caller, trip: str, made: Callable[..., str]) -> None:
    calls("POST", "/trips", TRIP | {"name": "还在计划"})
    made(programme="other")
    found = calls("GET", "/trips?programme=su_shan&state=open").json
    assert [item["id"] for item in found["items"]] == [trip]
    assert len(calls("GET", "/trips").json["items"]) == 3


def test_a_station_books_its_own_people_and_no_others(
        calls: Caller, call_as: Callable[..., Caller], trip: str, registered: Callable[..., Worker]) -> None:
    station = call_as(Grant(Role.STATION, "611021103"))
    own, foreign = registered(), registered(name="示例远", place="610527100")
    assert station("PUT", f"/trips/{trip}/bookings/own", ride([{"worker": own.id, "bound_for": "厂"}])).status_code == 200
    refused = station("PUT", f"/trips/{trip}/bookings/far", ride([{"worker": foreign.id, "bound_for": "厂"}]))
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["party.0"])
    assert station("POST", "/trips", TRIP).status_code == 403


def test_keys_belong_to_their_account(calls: Caller, call_as: Callable[..., Caller], trip: str, party: Callable[..., Any]) -> None:
    station = call_as(Grant(Role.STATION, "611021103"))
    mine, theirs = calls("PUT", f"/trips/{trip}/bookings/k", ride(party())), station("PUT", f"/trips/{trip}/bookings/k", ride(party()))
    assert (mine.status_code, theirs.status_code) == (200, 200)
    assert mine.json["booking"] != theirs.json["booking"]
