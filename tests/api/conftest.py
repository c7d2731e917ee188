"""The real application over a real ledger, and callers who hold tokens."""

from collections.abc import Callable
from typing import Any

import pytest
from calling import TOWN, Caller
from flask import Flask
from seat_calls import TRIP

from matcher.app import Wiring
from matcher.domain.accounts import SYSTEM, Account, Grant, Role
from matcher.domain.employers import Employer
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.services.accounts import add_account, issue_token
from matcher.services.desk import Desk


@pytest.fixture
def app(wiring: Wiring) -> Flask:
    wiring.app.config["PROPAGATE_EXCEPTIONS"] = True  # a fault of ours shows its place, not a page
    return wiring.app


@pytest.fixture
def call_as(app: Flask, desk: Desk) -> Callable[..., Caller]:
    """A caller with these grants; the account is made for the purpose."""

    def caller(*grants: Grant) -> Caller:
        name = "+".join(map(str, grants))[:64] or "nobody"
        add_account(SYSTEM, desk, Account(name=name, grants=grants))
        return Caller(app.test_client(), issue_token(SYSTEM, desk, name))

    return caller


@pytest.fixture
def admin_calls(call_as: Callable[..., Caller]) -> Caller:
    return call_as(Grant(Role.ADMIN))


@pytest.fixture
def station_calls(call_as: Callable[..., Caller]) -> Caller:
    return call_as(Grant(Role.STATION, TOWN))


@pytest.fixture
def recruiter_calls(call_as: Callable[..., Caller], employer: Employer) -> Caller:
    return call_as(Grant(Role.RECRUITER, employer.id))


@pytest.fixture
def anyone(app: Flask) -> Caller:
    return Caller(app.test_client())


@pytest.fixture
def registration() -> dict[str, Any]:
    return {"name": "示例二", "phone": "19900000002", "consent": {"mode": "oral"}}


@pytest.fixture
def sewing_post(employer: Employer) -> dict[str, Any]:
    return {
        "title": "缝纫工", "employer": employer.id, "occupation": "缝纫工", "place": "南京江宁", "headcount": 2, "closes_on": "2026-03-31",
        "offer": {"pay": [{"basis": "month", "low": 6500, "high": 7300, "kind": "gross"}], "shift": "day", "posture": "seated", "meals": True},
        "needs": {"age_low": 18, "age_high": 50},
    }


@pytest.fixture
def open_post(posted: Callable[..., Vacancy]) -> Vacancy:
    return posted()


@pytest.fixture
def calls(call_as: Callable[..., Caller]) -> Caller:
    return call_as(Grant(Role.PROGRAMME), Grant(Role.ADMIN))


@pytest.fixture
def made(calls: Caller) -> Callable[..., str]:
    """A trip that is open, changed as said."""

    def make(**changes: Any) -> str:
        trip = calls("POST", "/trips", TRIP | changes)
        assert trip.status_code == 201, trip.json
        assert calls("POST", f"/trips/{trip.json['id']}/open", {}).status_code == 200
        return str(trip.json["id"])

    return make


@pytest.fixture
def trip(made: Callable[..., str]) -> str:
    return made()


@pytest.fixture
def party(registered: Callable[..., Worker]) -> Callable[..., list[dict[str, Any]]]:
    return lambda size=1: [{"worker": registered(name=f"示例{n}").id, "bound_for": "示例座椅有限公司"} for n in range(size)]
