"""The law over the API: refusals with their hits, waiting posts, the reviewer's answers, the dated tables."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from calling import OTHER_TOWN, Caller

from matcher.domain.accounts import Grant, Role
from matcher.domain.people import Haves, Worker
from matcher.domain.vacancies import Vacancy

CODE = "91320115MA1MTX8R87"
MEN_ONLY, WOMEN_ONLY = "踩缝纫机, 限男性。", "踩缝纫机, 只招女工。"
HIT = {"rule", "level", "level_label", "span", "text", "field", "basis", "suggestion", "instead", "sentence", "ruleset"}


@pytest.fixture
def reviewer_calls(call_as: Callable[..., Caller]) -> Caller:
    return call_as(Grant(Role.REVIEWER, "32"))


def test_an_unlawful_post_is_refused_with_code_hits_and_the_fields_meant(recruiter_calls: Caller, sewing_post: dict[str, Any]) -> None:
    refused = recruiter_calls("POST", "/vacancies", sewing_post | {"description": MEN_ONLY})
    assert (refused.status_code, refused.json["code"]) == (422, "unlawful")
    assert "限男性" in refused.json["errors"]["description"][0]
    [hit] = refused.json["hits"]
    assert set(hit) == HIT
    assert len(hit["suggestion"]) <= 30
    assert (hit["rule"], hit["level"], hit["text"]) == ("R01", "BLOCK", "限男性")


def test_a_check_stores_nothing_and_says_the_same(recruiter_calls: Caller, sewing_post: dict[str, Any]) -> None:
    said = recruiter_calls("POST", "/vacancies/check", sewing_post | {"description": MEN_ONLY})
    assert said.status_code == 200
    assert "R01" in {hit["rule"] for hit in said.json["hits"]}
    assert recruiter_calls("GET", "/vacancies").json["items"] == []


def test_a_held_post_waits_is_listed_for_its_reviewer_and_opens_with_a_reason(
        recruiter_calls: Caller, reviewer_calls: Caller, sewing_post: dict[str, Any]) -> None:
    saved = recruiter_calls("POST", "/vacancies", sewing_post | {"description": WOMEN_ONLY})
    assert (saved.status_code, saved.json["state"]) == (201, "pending")
    id = saved.json["id"]
    assert recruiter_calls("POST", f"/vacancies/{id}/state", {"state": "open"}).status_code == 409
    assert recruiter_calls("GET", f"/vacancies/{id}/hits").json["hits"][0]["rule"] == "R02"
    [waiting] = reviewer_calls("GET", "/reviews").json["items"]
    assert waiting["vacancy"]["id"] == id
    assert "只招女工" in waiting["reason"]
    assert reviewer_calls("GET", f"/vacancies/{id}").status_code == 200
    assert reviewer_calls("POST", f"/vacancies/{id}/release", {"reason": " "}).status_code == 422
    assert recruiter_calls("POST", f"/vacancies/{id}/release", {"reason": "我说行"}).status_code == 403
    released = reviewer_calls("POST", f"/vacancies/{id}/release", {"reason": "女浴室, 属实"})
    assert (released.status_code, released.json["state"]) == (200, "open")
    assert reviewer_calls("POST", f"/vacancies/{id}/release", {"reason": "再放一次"}).status_code == 409


def test_a_reviewer_of_another_place_sees_and_opens_nothing(call_as: Callable[..., Caller], posted: Callable[..., Vacancy]) -> None:
    elsewhere, post = call_as(Grant(Role.REVIEWER, OTHER_TOWN)), posted(description=WOMEN_ONLY)
    assert elsewhere("GET", "/reviews").json["items"] == []
    assert elsewhere("GET", f"/vacancies/{post.id}/hits").status_code == 404
    for deed in ("release", "return"):
        assert elsewhere("POST", f"/vacancies/{post.id}/{deed}", {"reason": "不归我管"}).status_code == 403


def test_a_post_sent_back_is_a_draft_with_the_reason(reviewer_calls: Caller, recruiter_calls: Caller, posted: Callable[..., Vacancy]) -> None:
    post = posted(description=WOMEN_ONLY)
    assert reviewer_calls("POST", f"/vacancies/{post.id}/return", {"reason": "请删去性别"}).json["state"] == "draft"
    assert recruiter_calls("GET", f"/vacancies/{post.id}/hits").json["reason"] == "请删去性别"


def test_an_intent_that_needs_a_look_says_so_and_an_unlawful_one_is_refused(
        station_calls: Caller, admin_calls: Caller, posted: Callable[..., Vacancy], registered: Callable[..., Worker]) -> None:
    post = posted()
    young, child = (registered(haves=Haves(born_on=date(2026 - years, 1, 5))) for years in (17, 15))
    said = station_calls("POST", "/intents", {"worker": young.id, "vacancy": post.id})
    assert said.status_code == 201
    assert [hold["rule"] for hold in said.json["holds"]] == ["R10"]
    told = station_calls("POST", f"/workers/{young.id}/steps", {"vacancy": post.id, "step": "told"})
    assert [hold["rule"] for hold in told.json["holds"]] == ["R10"]
    refused = station_calls("POST", "/intents", {"worker": child.id, "vacancy": post.id})
    assert (refused.status_code, refused.json["code"], refused.json["hits"][0]["rule"]) == (422, "unlawful", "R09")


def test_an_administrator_keeps_the_tables_and_a_listed_employer_is_paused_at_once(
        admin_calls: Caller, station_calls: Caller, sewing_post: dict[str, Any]) -> None:
    assert station_calls("GET", "/tables").status_code == 403
    assert admin_calls("GET", "/tables").json["starting"] is True
    wages = {"lines": [{"area": "江苏南京江宁", "month_yuan": 2660, "since": "2026-01-01", "source": "示例"}]}
    assert admin_calls("POST", "/tables/wages", wages).json == {"saved": 1, "paused": []}
    debtor = admin_calls("POST", "/employers", {"name": "示例欠薪厂", "credit_code": CODE}).json["id"]
    post = admin_calls("POST", "/vacancies", sewing_post | {"employer": debtor}).json["id"]
    listed = {"lines": [{"credit_code": CODE, "since": "2025-02-01", "until": "2028-01-31"}]}
    assert admin_calls("POST", "/tables/arrears", listed).json == {"saved": 1, "paused": [post]}
    assert admin_calls("GET", f"/vacancies/{post}").json["state"] == "paused"
    licence = {"credit_code": CODE, "number": "RL-1", "since": "2025-01-01"}
    assert admin_calls("POST", "/tables/licences", {"lines": [licence]}).json["saved"] == 1
    shown = admin_calls("GET", "/tables").json
    assert {"area": "320115", "month_yuan": 2660, "since": "2026-01-01", "source": "示例", "hour_yuan": None, "verified_on": None} in shown["wages"]
    assert admin_calls("POST", "/tables/licences/remove", {"credit_code": CODE, "number": "RL-1"}).json["licences"] == []
    assert admin_calls("POST", "/tables/wages/remove", {"area": "320115", "since": "2026-01-01"}).status_code == 200


def test_a_line_that_cannot_be_true_is_named_by_its_place(admin_calls: Caller) -> None:
    wrong = {"lines": [{"credit_code": CODE[:-1] + "0", "since": "2025-02-01", "until": "2028-01-31"}]}
    refused = admin_calls("POST", "/tables/arrears", wrong)
    assert refused.status_code == 422
    assert list(refused.json["errors"]) == ["lines.1"]
