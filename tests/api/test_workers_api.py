"""Workers over the API: registering, finding, contact data, the path."""

from collections.abc import Callable
from typing import Any

import pytest
from calling import OTHER_TOWN, TOWN, Caller

from matcher.domain.accounts import Grant, Role
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy


def test_name_phone_and_consent_are_enough(station_calls: Caller, registration: dict[str, Any]) -> None:
    made = station_calls("POST", "/workers", registration)
    assert (made.status_code, made.json["created"], made.json["before"]) == (201, True, None)
    assert made.headers["Location"].endswith(made.json["id"])
    assert made.json["place"] == TOWN  # a township registers its own villagers


@pytest.mark.parametrize("left_out", ["name", "phone", "consent"])
def test_each_of_the_three_is_needed_and_named(station_calls: Caller, registration: dict[str, Any], left_out: str) -> None:
    del registration[left_out]
    refused = station_calls("POST", "/workers", registration)
    assert (refused.status_code, refused.json["errors"]) == (422, {left_out: ["这一项必须填。"]})


def test_a_person_who_comes_again_is_updated_and_what_was_there_is_shown(station_calls: Caller, registration: dict[str, Any]) -> None:
    first = station_calls("POST", "/workers", registration | {"wants": {"monthly_yuan": 6000}, "village": "示例村"}).json
    again = station_calls("POST", "/workers", registration | {"wants": {"monthly_yuan": 7000}})
    assert (again.status_code, again.json["created"], again.json["id"]) == (200, False, first["id"])
    assert again.json["before"]["registered_at"] == first["registered_at"]
    assert (again.json["before"]["wants"]["monthly_yuan"], again.json["wants"]["monthly_yuan"]) == (6000, 7000)
    assert again.json["village"] == "示例村"


def test_an_id_number_is_checked_tells_birth_and_sex_and_is_never_shown(station_calls: Caller, registration: dict[str, Any]) -> None:
    made = station_calls("POST", "/workers", registration | {"identity": "11010519491231002x"})
    assert made.json["identity"] == "1101**********002X"
    assert (made.json["haves"]["born_on"], made.json["haves"]["sex"]) == ("1949-12-31", "female")
    wrong = station_calls("POST", "/workers", registration | {"identity": "110105194912310021"})
    assert "最后一位" in wrong.json["errors"]["identity"][0]


@pytest.mark.parametrize("path", [
    "/workers", "/workers?phone=0002", "/workers?name=示例二", "/workers?words=缝纫", "/workers/{id}", "/workers/{id}/vacancies",
    "/workers/{id}/events", "/vacancies/{post}/candidates", "/intents?worker={id}",
])
def test_no_answer_holds_a_whole_phone_or_id_number(station_calls: Caller, registration: dict[str, Any], open_post: Vacancy, path: str) -> None:
    said = registration | {"identity": "11010519491231002X", "second_contact": "19900000003", "wants": {"occupations": ["缝纫工"]}}
    made = station_calls("POST", "/workers", said)
    station_calls("POST", "/intents", {"worker": made.json["id"], "vacancy": open_post.id, "consent": True})
    shown = station_calls("GET", path.format(id=made.json["id"], post=open_post.id))
    assert shown.status_code == 200
    for text in (made.text, shown.text):
        assert not any(number in text for number in ("19900000002", "19900000003", "11010519491231002X"))


def test_numbers_sent_back_masked_stay_as_they_were(station_calls: Caller, registration: dict[str, Any]) -> None:
    made = station_calls("POST", "/workers", registration).json
    read = station_calls("GET", f"/workers/{made['id']}")
    saved = station_calls("PUT", f"/workers/{made['id']}", read.json | {"village": "示例村"}, headers={"If-Match": read.headers["ETag"]})
    assert (saved.status_code, saved.json["village"]) == (200, "示例村")
    assert station_calls("POST", f"/workers/{made['id']}/contact", {"purpose": "通知发车"}).json["phone"] == "19900000002"


def test_a_masked_number_is_no_number_to_register_with(station_calls: Caller, registration: dict[str, Any]) -> None:
    refused = station_calls("POST", "/workers", registration | {"phone": "199****0002"})
    assert refused.json["errors"] == {"phone": ["这是遮住的号码, 请写完整的号码。"]}


def test_a_stale_edit_shows_the_newer_version_masked(station_calls: Caller, registration: dict[str, Any]) -> None:
    made = station_calls("POST", "/workers", registration).json
    del made["created"], made["before"]
    for village in ("甲村", "乙村"):
        late = station_calls("PUT", f"/workers/{made['id']}", made | {"village": village}, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json["current"]["village"], late.json["current"]["phone"]) == (412, "甲村", "199****0002")


def test_an_employer_gets_contact_data_only_after_this_persons_consent(
        recruiter_calls: Caller, station_calls: Caller, registered: Callable[..., Worker], open_post: Vacancy) -> None:
    woman = registered()
    contact = f"/workers/{woman.id}/contact"
    assert recruiter_calls("POST", contact, {"purpose": "约面试"}).status_code == 404  # not even that she is there
    station_calls("POST", "/intents", {"worker": woman.id, "vacancy": open_post.id, "consent": False})
    assert recruiter_calls("POST", contact, {"purpose": "约面试"}).status_code == 403
    assert recruiter_calls("GET", f"/workers/{woman.id}").json["name"] == "示**"
    station_calls("POST", "/intents", {"worker": woman.id, "vacancy": open_post.id, "consent": True})
    assert recruiter_calls("POST", contact, {"purpose": "约面试"}).json["name"] == woman.name
    seen = station_calls("GET", f"/workers/{woman.id}/events").json["items"][0]
    assert (seen["step"], seen["note"]) == ("contact_shown", "约面试")


def test_another_township_does_not_learn_that_the_person_is_there(call_as: Callable[..., Caller], registered: Callable[..., Worker]) -> None:
    woman, elsewhere = registered(), call_as(Grant(Role.STATION, OTHER_TOWN))
    assert elsewhere("GET", f"/workers/{woman.id}").status_code == 404
    assert elsewhere("GET", "/workers").json["items"] == []
    assert elsewhere("GET", "/workers?words=缝纫").json["items"] == []


def test_three_posts_are_recommended_with_reasons(station_calls: Caller, posted: Callable[..., Vacancy], registered: Callable[..., Worker]) -> None:
    for n in range(5):
        posted(title=f"缝纫工{n}")
    found = station_calls("GET", f"/workers/{registered().id}/vacancies").json
    assert len(found["items"]) == 3
    assert found["items"][0]["wants"]


def test_pages_of_the_register_give_each_person_once(station_calls: Caller, registered: Callable[..., Worker]) -> None:
    made = {registered(name=f"示例{n}").id for n in range(7)}
    seen, cursor = [], ""
    while cursor is not None:
        page = station_calls("GET", f"/workers?size=3&cursor={cursor}").json
        seen, cursor = seen + [item["id"] for item in page["items"]], page["page"]["cursor"]
    assert len(seen) == len(made)
    assert set(seen) == made


def test_steps_may_be_skipped_and_back_dating_needs_a_note(station_calls: Caller, registered: Callable[..., Worker], open_post: Vacancy) -> None:
    steps = f"/workers/{registered().id}/steps"
    assert station_calls("POST", steps, {"vacancy": open_post.id, "step": "interview"}).json["step"] == "interview"
    late = {"vacancy": open_post.id, "step": "offer", "at": "2026-02-01T09:00:00+08:00"}
    assert list(station_calls("POST", steps, late).json["errors"]) == ["note"]
    assert station_calls("POST", steps, late | {"note": "补记"}).json["step_label"] == "录用"
