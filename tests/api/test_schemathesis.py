"""The description of the API, held against what it answers: no fault of ours, no status or shape that is not written down."""

from collections.abc import Callable

import pytest
import schemathesis
from calling import Caller
from flask import Flask
from hypothesis import HealthCheck, Phase, assume, given, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy

# What fits the description may still be refused: a place must exist, a phone number must be one, a post must be open.
EXCUSED = [positive_data_acceptance]
ROUNDS = 10


@pytest.fixture
def known(posted: Callable[..., Vacancy], registered: Callable[..., Worker], admin_calls: Caller) -> dict[str, str]:
    """One document of each kind, by the kind's name in the address."""
    post, woman = posted(headcount=None), registered()
    intent = admin_calls("POST", "/intents", {"worker": woman.id, "vacancy": post.id}).json["id"]
    return {"vacancies": post.id, "workers": woman.id, "intents": intent, "employers": post.employer} | journey(admin_calls, woman.id)


def journey(calls: Caller, worker: str) -> dict[str, str]:
    """A trip with a booking, its message, a block and somebody in the queue; `key` of the booking."""
    stops = [{"name": "石坡街", "at": "2026-02-24T06:30+08:00"}, {"name": "南通", "at": "2026-02-24T22:00+08:00"}]
    plan = {"programme": "su_shan", "name": "石坡—南通", "stops": stops, "units": [{"no": 1, "rows": 3, "across": 4}]}
    trip = calls("POST", "/trips", plan).json["id"]
    calls("POST", f"/trips/{trip}/open")
    ride = {"party": [{"worker": worker, "bound_for": "示例厂"}], "board": 0, "alight": 1}
    calls("PUT", f"/trips/{trip}/bookings/k", ride | {"state": "confirmed"})
    block = calls("POST", f"/trips/{trip}/blocks", {"kind": "village", "holder": "示例村", "count": 1}).json["id"]
    message = calls("GET", f"/outbox?trip={trip}").json["items"][0]["id"]
    return {"trips": trip, "blocks": block, "outbox": message, "key": "k"}


@pytest.fixture
def operations(app: Flask) -> list[APIOperation]:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    return [operation.ok() for operation in described.get_all_operations()]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=str)
def test_every_answer_is_one_that_the_description_names(
        mode: GenerationMode, operations: list[APIOperation], known: dict[str, str], admin_calls: Caller) -> None:
    """Also that what the description forbids is refused."""
    headers = {"Authorization": f"Bearer {admin_calls.token}"}
    tried = [hold(operation, mode, known, headers) for operation in operations]
    assert len(tried) > 20
    assert sum(tried) > len(tried)


def hold(operation: APIOperation, mode: GenerationMode, known: dict[str, str], headers: dict[str, str]) -> int:
    """How many cases were tried."""
    tried = 0

    @settings(max_examples=ROUNDS, deadline=None, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Case) -> None:
        nonlocal tried
        assume(not any(value == "" or "" in (value if isinstance(value, list) else ()) for value in case.query.values()))  # empty boxes of a form
        tried += 1
        aim(case, known)
        if mode is GenerationMode.POSITIVE:
            fill(case, known)
        case.call_and_validate(headers=headers, excluded_checks=EXCUSED)

    holds()
    return tried


def aim(case: Case, known: dict[str, str]) -> None:
    """At documents that are there, wherever the case does not mean to write a wrong identifier: else every answer would be 404."""
    kind = case.operation.path.split("/")[3] if case.operation.path.count("/") > 2 else ""
    if kind in known and len(str(case.path_parameters.get("id", ""))) == len(known[kind]):
        case.path_parameters["id"] = known[kind]
    if "key" in case.path_parameters and len(case.path_parameters["key"]) % 2:
        case.path_parameters["key"] = known["key"]


def fill(case: Case, known: dict[str, str]) -> None:
    """With identifiers, versions and numbers that mean something: the description can say no more than their form."""
    meant = {"worker": known["workers"], "vacancy": known["vacancies"], "employer": known["employers"], "phone": "19900000007"}
    if isinstance(case.body, dict):
        case.body.update({field: value for field, value in meant.items() if isinstance(case.body.get(field), str)})
        for field in ("place", "lives_at", "occupation", "identity", "credit_code", "wants", "haves"):
            case.body.pop(field, None)
    if "If-Match" in case.headers:
        case.headers["If-Match"] = '"1"'
