"""What the API refuses, and how it says so."""

import base64
from dataclasses import replace
from typing import Any

import pytest
from calling import Caller

from matcher.api.problems import PROBLEM
from matcher.domain.errors import Unavailable
from matcher.domain.vacancies import Vacancy

MEGABYTES_10 = b'{"name": "' + b"x" * 10_000_000 + b'"}'


@pytest.mark.parametrize(("body", "kind", "status", "word"), [
    pytest.param(b"{", "application/json", 400, "JSON", id="broken JSON"),
    pytest.param("{\"name\": \"示例\"}".encode("gbk"), "application/json", 400, "GBK", id="GBK"),
    pytest.param(b"name=x", "application/x-www-form-urlencoded", 415, "Content-Type", id="a form"),
    pytest.param(MEGABYTES_10, "application/json", 413, "太多", id="10 MB"),
    pytest.param(b"[" * 100_000, "application/json", 400, "JSON", id="nested without end"),
    pytest.param(b"[]", "application/json", 422, "errors", id="no object"),
    pytest.param(b'{"name": NaN}', "application/json", 400, "JSON", id="NaN is no JSON"),
    pytest.param(b"", "application/json", 422, "errors", id="nothing at all"),
])
def test_a_body_that_cannot_be_read_gets_a_plain_sentence_and_the_right_status(
        station_calls: Caller, body: bytes, kind: str, status: int, word: str) -> None:
    refused = station_calls("POST", "/workers", data=body, content_type=kind)
    assert (refused.status_code, refused.mimetype, refused.json["status"]) == (status, PROBLEM, status)
    assert word in refused.json["detail"]


@pytest.mark.parametrize(("said", "field"), [
    ({"nickname": "x"}, "nickname"),
    ({"name": 5}, "name"),
    ({"wants": {"companions": "2"}}, "wants.companions"),
    ({"wants": {"companions": 2.0}}, "wants.companions"),
    ({"wants": {"companions": True}}, "wants.companions"),
    ({"wants": {"no_night": 1}}, "wants.no_night"),
    ({"wants": {"places": ["苏州", "火星"]}}, "wants.places.1"),
    ({"wants": {"places": "苏州"}}, "wants.places"),
    ({"wants": {"ready_on": "20260301"}}, "wants.ready_on"),
    ({"wants": {"ready_on": "2026-02-30"}}, "wants.ready_on"),
    ({"haves": {"education": "phd"}}, "haves.education"),
    ({"consent": {"mode": "silent"}}, "consent.mode"),
    ({"consent": "oral"}, "consent"),
    ({"name": "x" * 61}, "name"),
    ({"name": " \u200b"}, "name"),
    ({"wants": {"note": "x" * 501}}, "wants.note"),
    ({"wants": {"places": ["苏州"] * 5}}, "wants.places"),
    ({"phone": "12345"}, "phone"),
    ({"wants": {"sex": "male"}}, "wants.sex"),
    ({"wants": {"monthly_yuan": 10**12}}, "wants.monthly_yuan"),
])
def test_what_is_unknown_or_of_the_wrong_type_is_named_field_by_field(
        station_calls: Caller, registration: dict[str, Any], said: dict[str, Any], field: str) -> None:
    refused = station_calls("POST", "/workers", registration | said)
    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
    assert all("一" <= character <= "鿿" for sentence in refused.json["errors"][field] for character in sentence[:1])


@pytest.mark.parametrize("query", [
    "sise=3", "size=0", "size=x", "size=1_0", "shift=never", "meals=yes", "open_on=tomorrow", "cursor=xxxx", "employer=5", "pay_from=1.5",
])
def test_a_query_that_means_nothing_is_refused_and_named(anyone: Caller, open_post: Vacancy, query: str) -> None:
    refused = anyone("GET", f"/vacancies?{query}")
    assert (refused.status_code, [name.partition(".")[0] for name in refused.json["errors"]]) == (422, [query.partition("=")[0]])


@pytest.mark.parametrize("values", ['["a","b","c"]', "[1,2,3]", "[1e300,0,0]", "[true,1,1]", "[-1,-9223372036854775808,9223372036854775807]", "[1]"])
def test_a_cursor_somebody_made_up_is_refused_or_leads_nowhere(anyone: Caller, open_post: Vacancy, values: str) -> None:
    made_up = base64.urlsafe_b64encode(values.encode()).decode().rstrip("=")
    assert anyone("GET", f"/vacancies?words=缝纫&cursor={made_up}").status_code in (200, 422)


def test_without_a_token_nothing_but_vacancies_is_shown(anyone: Caller) -> None:
    refused = anyone("GET", "/workers")
    assert (refused.status_code, refused.headers["WWW-Authenticate"], refused.json["code"]) == (401, "Bearer", "signed_out")


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer", "Basic eDp5", "nonsense"])
def test_a_token_nobody_holds_is_refused_even_where_none_is_needed(anyone: Caller, header: str) -> None:
    assert anyone("GET", "/vacancies", headers={"Authorization": header}).status_code == 401


def test_an_address_that_is_none_is_a_problem_and_a_page_that_is_none_is_a_page(anyone: Caller) -> None:
    assert anyone("GET", "/nothing").mimetype == PROBLEM
    assert anyone.client.get("/nothing").mimetype == "text/html"


def test_a_wrong_method_names_the_right_ones(anyone: Caller) -> None:
    refused = anyone("DELETE", "/vacancies")
    assert (refused.status_code, refused.mimetype) == (405, PROBLEM)
    assert {"GET", "POST"} <= {method.strip() for method in refused.headers["Allow"].split(",")}


@pytest.mark.parametrize("id", ["w", "v0000000000000", "w000000000000u", "wzzzzzzzzzzzzz", "%00", "..%2f"])
def test_what_can_be_no_identifier_is_not_found(admin_calls: Caller, id: str) -> None:
    assert admin_calls("GET", f"/workers/{id}").status_code == 404


def test_a_search_engine_that_is_away_is_said_with_when_to_ask_again(anyone: Caller, wiring: Any, open_post: Vacancy) -> None:
    wiring.app.extensions["matcher"] = replace(wiring.desk, catalogue=Away())
    refused = anyone("GET", "/vacancies?words=缝纫")
    assert (refused.status_code, refused.headers["Retry-After"], refused.json["detail"]) == (503, "7", "搜索暂时不行。")
    assert anyone("GET", f"/vacancies/{open_post.id}").status_code == 200


def test_every_answer_carries_the_callers_request_id(anyone: Caller) -> None:
    assert anyone("GET", "/vacancies", headers={"X-Request-ID": "abc-1"}).headers["X-Request-ID"] == "abc-1"
    assert anyone("GET", "/vacancies", headers={"X-Request-ID": "a b\t" * 30}).headers["X-Request-ID"].isalnum()


def test_a_fault_of_ours_is_a_problem_without_its_insides(anyone: Caller, wiring: Any) -> None:
    wiring.app.config["PROPAGATE_EXCEPTIONS"] = False
    wiring.app.extensions["matcher"] = replace(wiring.desk, catalogue=Broken())
    failed = anyone("GET", "/vacancies")
    assert (failed.status_code, failed.mimetype, failed.json["request"]) == (500, PROBLEM, failed.headers["X-Request-ID"])
    assert "secret" not in failed.text


def test_a_ranking_of_fifty_is_written_as_the_description_says(anyone: Caller) -> None:
    described = anyone.client.get("/api/openapi.json").json
    answers = described["paths"]["/api/v1/vacancies/{id}/candidates"]["get"]["responses"]
    assert {"200", "401", "403", "404", "422", "503"} == set(answers)
    assert "default" not in answers


def test_the_description_and_its_page_need_no_network_and_no_inline_script(anyone: Caller) -> None:
    assert anyone.client.get("/api/openapi.json").json["openapi"].startswith("3.1")
    page = anyone.client.get("/api/docs")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "://" not in page.text
    for path in ("/static/vendor/swagger-ui/swagger-ui-bundle.js", "/static/vendor/swagger-ui/swagger-ui.css", "/static/api-docs.js"):
        assert path in page.text
        with anyone.client.get(path) as file:
            assert file.status_code == 200


class Away:
    """A catalogue whose server does not answer."""

    def find(self, query: object) -> object:
        raise Unavailable("搜索暂时不行。", 7)


class Broken:
    def find(self, query: object) -> object:
        raise ZeroDivisionError("secret")
