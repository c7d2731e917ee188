"""Queue, blocks, scans, rosters and messages over the API."""

from collections.abc import Callable
from typing import Any

import pytest
from calling import Caller
from seat_calls import ride

from matcher.booking.slips import sign
from matcher.domain.errors import Unavailable


def test_whoever_waits_is_offered_a_seat_when_one_is_free(calls: Caller, trip: str, party: Callable[..., Any]) -> None:
    calls("PUT", f"/trips/{trip}/bookings/full", ride(party(4), state="confirmed"))
    waiting = ride(party(2)) | {"key": "later"}
    del waiting["state"]
    joined = calls("POST", f"/trips/{trip}/waitlist", waiting)
    assert (joined.status_code, joined.json["state"], joined.json["booking"]) == (201, "waiting", None)
    assert calls("POST", f"/trips/{trip}/waitlist", waiting).json["entry"] == joined.json["entry"]
    calls("DELETE", f"/trips/{trip}/bookings/full")
    offered = calls("GET", f"/trips/{trip}/waitlist").json["items"][0]
    assert (offered["state"], offered["entry"]) == ("offered", joined.json["entry"])
    taken = calls("POST", f"/waitlist/{offered['entry']}/take")
    assert (taken.status_code, taken.json["booking"], taken.json["state"]) == (200, offered["booking"], "confirmed")


def test_leaving_the_queue_again_is_quiet(calls: Caller, trip: str, party: Callable[..., Any]) -> None:
    calls("PUT", f"/trips/{trip}/bookings/full", ride(party(4)))
    people = party()
    joined = calls("POST", f"/trips/{trip}/waitlist", {"party": people, "board": 0, "alight": 3}).json
    assert calls("POST", f"/trips/{trip}/waitlist", {"party": people, "board": 0, "alight": 3}).json["entry"] == joined["entry"]
    assert [calls("DELETE", f"/waitlist/{joined['entry']}").status_code for _ in range(2)] == [204, 204]
    assert calls("GET", f"/trips/{trip}/waitlist").json["items"] == []


def test_seats_of_a_block_are_not_listed_until_it_is_released_and_names_come_later(
        calls: Caller, trip: str, party: Callable[..., Any]) -> None:
    block = calls("POST", f"/trips/{trip}/blocks", {"kind": "employer", "holder": "示例座椅有限公司", "count": 3})
    assert (block.status_code, len(block.json["seats"]), block.json["release_at"]) == (201, 3, "2026-02-21T06:30:00+08:00")
    assert len(calls("GET", f"/trips/{trip}/seats").json["seats"]) == 1
    assert calls("PUT", f"/trips/{trip}/bookings/out", ride(party(2))).json["code"] == "no_seats"
    named = calls("PUT", f"/trips/{trip}/bookings/in", ride(party(2)) | {"block": block.json["id"]})
    assert (named.status_code, named.json["block"]) == (200, block.json["id"])
    assert calls("POST", f"/blocks/{block.json['id']}/release").json["released"] is True
    assert len(calls("GET", f"/trips/{trip}/seats").json["seats"]) == 4
    assert [each["released"] for each in calls("GET", f"/trips/{trip}/blocks").json["items"]] == [True]


@pytest.fixture
def riding(calls: Caller, trip: str, party: Callable[..., Any]) -> dict[str, Any]:
    """Two who board at the first stop, confirmed."""
    booked: dict[str, Any] = calls("PUT", f"/trips/{trip}/bookings/two", ride(party(2), state="confirmed")).json
    return booked


def tick(booking: str, number: int, **changes: Any) -> dict[str, Any]:
    return {"device": "phone-1", "number": number, "booking": booking, "stop": 0, "at": "2026-02-24T06:20:00+08:00", **changes}


def test_scans_sent_twice_in_any_order_leave_the_same_state(calls: Caller, trip: str, riding: dict[str, Any]) -> None:
    id = riding["booking"]
    scans = [tick(id, 0, place=0), tick(id, 1, place=1, clock_error=3.5), tick(id, 2, kind="alight", stop=3)]
    first = calls("POST", "/scans", {"scans": scans[2:]})
    assert (first.status_code, first.json["new"], first.json["known"]) == (200, 1, 0)
    again = calls("POST", "/scans", {"scans": scans[::-1]}).json
    assert (again["new"], again["known"], again["refused"]) == (2, 1, [])
    assert again["bookings"][0]["state"] == "arrived"
    assert {one["state"] for one in calls("GET", f"/trips/{trip}/boarding").json["riders"]} == {"arrived"}


def test_a_scan_that_means_nothing_is_named_and_the_others_count(calls: Caller, riding: dict[str, Any]) -> None:
    taken = calls("POST", "/scans", {"scans": [tick("b0000000000000", 7), tick(riding["booking"], 8)]}).json
    assert [(each["device"], each["number"]) for each in taken["refused"]] == [("phone-1", 7)]
    assert taken["new"] == 1


def test_a_slip_is_as_good_as_a_booking_unless_somebody_made_it_up(calls: Caller, app: Any, riding: dict[str, Any]) -> None:
    code = sign(app.secret_key, riding["booking"], 1)
    assert not any(rider["worker"] in code for rider in riding["party"])
    own = {"device": "phone-2", "number": 0, "stop": 0, "at": "2026-02-24T06:20:00+08:00"}
    assert calls("POST", "/scans", {"scans": [own | {"slip": code}]}).json["bookings"][0]["state"] == "boarded"
    for said in ({"slip": code, "booking": riding["booking"]}, {}):
        assert calls("POST", "/scans", {"scans": [own | {"number": 1} | said]}).status_code == 422


def test_a_forged_slip_is_named_and_the_rest_of_the_batch_counts_however_often_it_comes(
        calls: Caller, app: Any, trip: str, riding: dict[str, Any]) -> None:
    own = {"device": "phone-2", "stop": 0, "at": "2026-02-24T06:20:00+08:00"}
    codes = [sign(app.secret_key, riding["booking"], 0), sign(b"another key", riding["booking"], 1), "LXQ1.nothing"]
    batch = {"scans": [own | {"number": number, "slip": code} for number, code in enumerate(codes)]}
    for new in (1, 0):
        taken = calls("POST", "/scans", batch)
        assert (taken.status_code, taken.json["new"], taken.json["known"]) == (200, new, 1 - new)
        assert [(each["number"], "不是本系统的乘车单" in each["reason"]) for each in taken.json["refused"]] == [(1, True), (2, True)]
    assert calls("GET", f"/trips/{trip}/counts").json["stops"][0]["boarded"] == 1


def test_leaving_a_stop_gives_up_who_did_not_come_and_sells_the_seat_from_there_on(
        calls: Caller, trip: str, riding: dict[str, Any], party: Callable[..., Any]) -> None:
    calls("POST", "/scans", {"scans": [tick(riding["booking"], 0, place=0)]})
    counted = calls("GET", f"/trips/{trip}/counts").json["stops"][0]
    assert (counted["expected_on"], counted["boarded"], counted["missing"]) == (2, 1, [{"booking": riding["booking"], "place": 1}])
    left = calls("POST", f"/trips/{trip}/stops/0/leave", {})
    assert (left.status_code, left.json["missed"], left.json["trip"]["passed"]) == (200, [{"booking": riding["booking"], "place": 1}], 1)
    assert calls("PUT", f"/trips/{trip}/bookings/late", ride(party(3), 1, 3)).status_code == 200
    reason = {"booking": riding["booking"], "place": 1, "reason": "家里有事"}
    assert calls("POST", f"/trips/{trip}/reasons", reason).status_code == 204
    employer = calls("GET", f"/trips/{trip}/handover").json["employers"][0]
    assert (employer["expected"], employer["arrived"], employer["missing"][0]["reason"]) == (2, 1, "家里有事")


def test_a_roster_is_masked_and_whole_numbers_need_a_purpose_that_is_written_down(calls: Caller, trip: str, riding: dict[str, Any]) -> None:
    covered = calls("GET", f"/trips/{trip}/roster")
    assert len(covered.json["rows"]) == 2
    assert all("****" in row["phone"] for row in covered.json["rows"])
    assert calls("GET", f"/trips/{trip}/roster?full=true").status_code == 422
    whole = calls("GET", f"/trips/{trip}/roster?full=true&purpose=交客运公司").json["rows"]
    assert all(row["phone"].isdigit() for row in whole)


def test_messages_wait_in_the_outbox_until_somebody_sends_them(calls: Caller, trip: str, riding: dict[str, Any]) -> None:
    waiting = calls("GET", f"/outbox?trip={trip}&state=waiting").json["items"]
    assert {message["kind"] for message in waiting} == {"booked"}
    assert "2月24日(正月初八)06:30" in waiting[0]["text"]
    sent = calls("POST", f"/outbox/{waiting[0]['id']}/sent")
    assert (sent.status_code, sent.json["state"]) == (200, "sent")
    assert len(calls("GET", f"/outbox?trip={trip}&state=waiting").json["items"]) == len(waiting) - 1
    assert calls("POST", f"/outbox/{waiting[0]['id']}/answer", {"answer": "3"}).status_code == 422
    assert calls("POST", f"/outbox/{waiting[0]['id']}/answer", {"answer": "1"}).status_code == 409


def test_a_smaller_vehicle_seats_people_anew_and_puts_whom_it_cannot_seat_first_in_the_queue(
        calls: Caller, trip: str, party: Callable[..., Any]) -> None:
    for key in ("first", "second"):
        calls("PUT", f"/trips/{trip}/bookings/{key}", ride(party(2), state="confirmed"))
    done = calls("POST", f"/trips/{trip}/vehicle", {"unit": {"no": 1, "rows": 1, "across": 3, "plate": "陕A00001"}})
    assert (done.status_code, done.json["trip"]["units"][0]["plate"], len(done.json["unseated"])) == (200, "陕A00001", 1)
    assert [entry["rank"] for entry in calls("GET", f"/trips/{trip}/waitlist").json["items"]] == [-1]


def test_a_busy_ledger_is_said_with_when_to_ask_again(calls: Caller, wiring: Any, trip: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy() -> None:
        raise Unavailable("数据库正忙, 请稍后再试。", 3)

    monkeypatch.setattr(wiring.ledger, "transaction", busy)
    refused = calls("DELETE", f"/trips/{trip}/bookings/k")
    assert (refused.status_code, refused.headers["Retry-After"], refused.mimetype) == (503, "3", "application/problem+json")
