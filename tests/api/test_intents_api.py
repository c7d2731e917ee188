"""Intents, employers and accounts over the API."""

from collections.abc import Callable
from datetime import date
from typing import Any

from calling import TOWN, Caller
from seat_calls import TRIP, ride

from matcher.domain.employers import Employer
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy


def test_an_intent_said_again_is_the_same_intent(station_calls: Caller, registered: Callable[..., Worker], open_post: Vacancy) -> None:
    said = {"worker": registered().id, "vacancy": open_post.id, "consent": True, "channel": "phone"}
    first, again = station_calls("POST", "/intents", said), station_calls("POST", "/intents", said)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json["id"] == again.json["id"]
    assert station_calls("GET", first.headers["Location"].removeprefix("/api/v1")).json == again.json


def test_a_place_given_back_opens_the_post_again(
        station_calls: Caller, anyone: Caller, registered: Callable[..., Worker], posted: Callable[..., Vacancy]) -> None:
    post = posted(headcount=1)
    intent = station_calls("POST", "/intents", {"worker": registered().id, "vacancy": post.id}).json
    station_calls("POST", f"/intents/{intent['id']}/accept", {"note": "本人来电"})
    assert anyone("GET", f"/vacancies/{post.id}").json["state"] == "full"
    assert station_calls("POST", f"/intents/{intent['id']}/withdraw").json["step"] == "withdrawn"
    assert anyone("GET", f"/vacancies/{post.id}").json["left"] == 1


def test_the_last_place_is_taken_once_and_the_second_hears_why(
        station_calls: Caller, registered: Callable[..., Worker], posted: Callable[..., Vacancy]) -> None:
    post = posted(headcount=1)
    first, second = (station_calls("POST", "/intents", {"worker": registered().id, "vacancy": post.id}).json["id"] for _ in range(2))
    station_calls("POST", f"/intents/{first}/accept")
    refused = station_calls("POST", f"/intents/{second}/accept")
    assert (refused.status_code, refused.json["code"]) == (409, "full")
    assert "招满" in refused.json["detail"]


def test_intents_are_listed_by_worker_and_by_vacancy(station_calls: Caller, registered: Callable[..., Worker], open_post: Vacancy) -> None:
    woman, other = registered(), registered()
    for one in (woman, other):
        station_calls("POST", "/intents", {"worker": one.id, "vacancy": open_post.id})
    assert len(station_calls("GET", f"/intents?vacancy={open_post.id}").json["items"]) == 2
    assert [item["worker"] for item in station_calls("GET", f"/intents?worker={woman.id}").json["items"]] == [woman.id]


def test_an_employer_is_registered_once_by_its_credit_code(station_calls: Caller) -> None:
    said = {"name": "示例制衣", "credit_code": "91110000600037341L"}
    assert station_calls("POST", "/employers", said).status_code == 201
    again = station_calls("POST", "/employers", said | {"name": "示例制衣二厂"})
    assert (again.status_code, again.json["code"]) == (409, "twice")
    assert "示例制衣" in again.json["detail"]


def test_a_credit_code_with_a_wrong_digit_is_refused(station_calls: Caller) -> None:
    refused = station_calls("POST", "/employers", {"name": "示例制衣", "credit_code": "911100006000373410"})
    assert list(refused.json["errors"]) == ["credit_code"]


def test_a_recruiter_cannot_declare_its_own_employer_verified(recruiter_calls: Caller, station_calls: Caller, employer: Employer) -> None:
    read = recruiter_calls("GET", f"/employers/{employer.id}")
    saved = recruiter_calls("PUT", f"/employers/{employer.id}", read.json | {"verified_at": "2026-02-01T00:00:00Z"}, headers={"If-Match": '"1"'})
    assert (saved.status_code, saved.json["verified_at"]) == (200, None)


def test_an_administrator_makes_an_account_and_its_token_opens_the_api(admin_calls: Caller) -> None:
    made: Any = admin_calls("POST", "/accounts", {"name": "麻坪站", "roles": [f"station@{TOWN}"]})
    assert (made.status_code, made.json) == (201, {"name": "麻坪站", "roles": [f"station@{TOWN}"], "active": True})
    token = admin_calls("POST", "/accounts/麻坪站/tokens").json["token"]
    assert Caller(admin_calls.client, token)("GET", "/workers").status_code == 200


def test_an_account_switched_off_opens_nothing(admin_calls: Caller) -> None:
    said = {"name": "甲", "roles": ["admin"]}
    admin_calls("POST", "/accounts", said)
    token = admin_calls("POST", "/accounts/甲/tokens").json["token"]
    admin_calls("POST", "/accounts", said | {"active": False})
    assert Caller(admin_calls.client, token)("GET", "/workers").status_code == 401


def test_a_post_and_a_seat_are_accepted_and_given_back_together(
        calls: Caller, registered: Callable[..., Worker], posted: Callable[..., Vacancy]) -> None:
    trip = calls("POST", "/trips", TRIP).json["id"]
    calls("POST", f"/trips/{trip}/open")
    post = posted(headcount=1)
    accept = f"/intents/{calls('POST', '/intents', {'worker': registered().id, 'vacancy': post.id}).json['id']}/accept"
    asked = {"seat": {"trip": trip, "key": "k", "board": 0, "alight": 3}}
    assert calls("POST", accept, {"seat": asked["seat"] | {"alight": 9}}).status_code == 422
    assert calls("GET", f"/vacancies/{post.id}").json["left"] == 1
    answer = calls("POST", accept, asked)
    assert (answer.status_code, answer.json["step"], answer.json["seat"]["state"]) == (200, "accepted", "confirmed")
    assert calls("POST", accept, asked).json["seat"] == answer.json["seat"]
    assert calls("POST", accept).json["seat"] is None
    assert calls("GET", f"/trips/{trip}/bookings/k").json == answer.json["seat"]
    calls("POST", accept.replace("accept", "withdraw"))
    assert calls("GET", f"/trips/{trip}/bookings/k").json["state"] == "cancelled"
    assert calls("GET", f"/vacancies/{post.id}").json["left"] == 1


def test_a_ride_that_arrives_after_the_first_day_names_the_job_it_clashes_with(
        calls: Caller, registered: Callable[..., Worker], posted: Callable[..., Vacancy]) -> None:
    trip, worker = calls("POST", "/trips", TRIP).json["id"], registered().id
    calls("POST", f"/trips/{trip}/open")
    intent = calls("POST", "/intents", {"worker": worker, "vacancy": posted(starts_on=date(2026, 2, 23)).id}).json["id"]
    calls("POST", f"/intents/{intent}/accept")
    refused = calls("PUT", f"/trips/{trip}/bookings/k", ride([{"worker": worker, "intent": intent}]))
    assert (refused.status_code, refused.json["code"], refused.json["intent"], refused.json["starts_on"]) == (409, "overlap", intent, "2026-02-23")
    assert "2月23日到岗" in refused.json["detail"]
