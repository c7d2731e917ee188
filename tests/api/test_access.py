"""Who may call what: every route by every role, inside and outside the role's scope, for the API and the pages alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import pytest
from calling import OTHER_TOWN, TOWN, Caller
from flask import Flask
from werkzeug.routing import Rule

from matcher import context
from matcher.domain.accounts import SYSTEM, Account, Actor, Grant, Role
from matcher.domain.bookings import BlockKind, BookingState, Rider, SeatWish
from matcher.domain.employers import Employer
from matcher.domain.itineraries import ItineraryWish, Stretch
from matcher.domain.people import Worker
from matcher.domain.trips import Stop, Trip, Unit
from matcher.domain.vacancies import Vacancy
from matcher.ledger.port import Page
from matcher.schemas.trips import trip_document
from matcher.services.accounts import add_account
from matcher.services.blocks import BlockWish, add_block
from matcher.services.booking import book
from matcher.services.desk import SHANGHAI, Desk
from matcher.services.itineraries import book_itinerary
from matcher.services.outbox import outbox
from matcher.services.placing import StatedIntent, state_intent
from matcher.services.posting import add_employer, post_vacancy
from matcher.services.scopes import OFFICE
from matcher.services.trips import add_trip, open_trip
from matcher.services.waitlist import WaitWish, join

SCOPED: Final = (Role.STATION, Role.COOPERATION, Role.RECRUITER, Role.ESCORT)
DENIED: Final = (401, 403, 404)

# Routes about a document that a role may use although the document lies outside its scope.
ANY_OFFICE: Final = {"employers.get_employer", "vacancies.get_candidates"}  # an office ranks its own people for any post
TRIPS: Final = ("trips", "bookings", "waitlist", "blocks", "outbox")  # every office may put its own people on any trip

TRIP: Final = Trip(
    id="", name="石坡—南通", programme="su_shan", units=(Unit(no=1, plan=("sss.sss",)),),
    stops=(Stop("石坡街", datetime(2026, 2, 24, 6, 30, tzinfo=SHANGHAI)), Stop("南通", datetime(2026, 2, 24, 22, tzinfo=SHANGHAI))),
)

FEEDER: Final = (Stop("古城", datetime(2026, 2, 24, 4, tzinfo=SHANGHAI)), Stop("石坡街", datetime(2026, 2, 24, 5, tzinfo=SHANGHAI)))


@pytest.fixture
def world(
    desk: Desk, make_employer: Callable[..., Employer], make_vacancy: Callable[..., Vacancy], registered: Callable[..., Worker],
) -> dict[str, Any]:
    """An employer, its post and a woman who wants it and agreed, all in one town; a trip on which she rides, and who waits for it."""
    employer = add_employer(SYSTEM, desk, make_employer(place=TOWN))
    post, woman = post_vacancy(SYSTEM, desk, make_vacancy(employer=employer.id, place=TOWN, headcount=None)), registered(place=TOWN)
    intent = state_intent(SYSTEM, desk, StatedIntent(worker=woman.id, vacancy=post.id, consent=True))
    made = {"employer": employer, "vacancy": post, "worker": woman, "intent": intent}
    return made | journey(desk, [registered(name=f"示例{n}", place=TOWN).id for n in range(4)])


def journey(desk: Desk, riders: list[str]) -> dict[str, Any]:
    """A trip with a block, a booking, a message about it, somebody in the queue, another trip to swap to, and two that connect."""
    plans = TRIP, replace(TRIP, name="晚一趟"), replace(TRIP, name="接驳", stops=FEEDER), TRIP
    trip, later, feeder, onward = (open_trip(SYSTEM, desk, add_trip(SYSTEM, desk, plan).id) for plan in plans)
    party = [(Rider(worker, bound_for="示例厂"),) for worker in riders]
    booking = book(SYSTEM, desk, SeatWish(trip=trip.id, key="s", party=party[0], board=0, alight=1, state=BookingState.CONFIRMED))
    block = add_block(SYSTEM, desk, BlockWish(trip=trip.id, kind=BlockKind.VILLAGE, holder=TOWN, count=1))
    entry = join(SYSTEM, desk, WaitWish(trip=trip.id, key="q", party=party[1], board=0, alight=1))
    message = outbox(SYSTEM, desk, Page(), trip=trip.id).items[0]
    return {"trip": trip, "later": later, "booking": booking, "block": block, "entry": entry, "message": message, "rider": riders[2],
            "changes": ItineraryWish(key="k", party=party[3], rides=(Stretch(feeder.id, 0, 1), Stretch(onward.id, 0, 1)))}


@pytest.fixture
def elsewhere(desk: Desk, make_employer: Callable[..., Employer]) -> str:
    return add_employer(SYSTEM, desk, make_employer(name="示例别家")).id


Asking = Callable[[Rule, str], int]


@pytest.fixture
def ask_as(app: Flask, desk: Desk, world: dict[str, Any], call_as: Callable[..., Caller]) -> Callable[..., Asking]:
    """Asks a route as somebody, by token or by session, with a body that is right; gives the status."""
    app.config.update(WTF_CSRF_METHODS=())  # the token of the forms is tested elsewhere

    def asking(*grants: Grant) -> Asking:
        caller = call_as(*grants) if grants else Caller(app.test_client())
        if grants:
            own = SeatWish(trip=world["trip"].id, key="k", party=(Rider(world["rider"], bound_for="示例厂"),), board=0, alight=1)
            account = Actor("+".join(map(str, grants)), (Grant(Role.ADMIN),))  # keys belong to their account
            book(account, desk, own)
            book_itinerary(account, desk, world["changes"])
            add_account(SYSTEM, desk, Account(name="page", grants=grants))

        def ask(rule: Rule, method: str) -> int:
            path = address(app, rule, world)
            if path.startswith("/api/"):
                said, version = body(rule.endpoint, world), current_version(desk, rule, world)
                return caller(method, path.removeprefix("/api/v1"), said, headers={"If-Match": f'"{version}"'}).status_code
            with caller.client.session_transaction() as cookie:
                cookie.clear()
                if grants:
                    cookie["account"] = "page"
            return caller.client.open(path, method=method, data=form(rule.endpoint, world) if method == "POST" else None).status_code

        return ask

    return asking


def routes(app: Flask) -> list[tuple[Rule, str]]:
    """Every way in, but for files, the description, and the door itself (a wrong password is 401 for everybody)."""
    return [(rule, method) for rule in app.url_map.iter_rules() for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
            if rule.endpoint not in ("static", "pages.enter") and not rule.rule.startswith(("/api/docs", "/api/openapi"))]


def test_there_are_routes_to_walk_and_each_says_who_may_call_it(app: Flask) -> None:
    assert len(routes(app)) > 45
    context.check_declared(app)
    app.add_url_rule("/silent", "silent", lambda: "")
    with pytest.raises(LookupError, match="silent"):
        context.check_declared(app)


def test_whoever_is_not_signed_in_reaches_only_what_is_open_to_all(app: Flask, ask_as: Callable[..., Asking]) -> None:
    ask = ask_as()
    for rule, method in routes(app):
        status = ask(rule, method)
        if context.roles_of(app, rule.endpoint) is None:
            assert status not in DENIED, rule
        else:
            assert status in (401, 302), rule


@pytest.mark.parametrize("role", list(Role))
def test_a_role_that_a_route_does_not_name_is_turned_away(app: Flask, ask_as: Callable[..., Asking], role: Role) -> None:
    ask = ask_as(Grant(role))
    closed = [(rule, method) for rule, method in routes(app) if role not in (context.roles_of(app, rule.endpoint) or set(Role))]
    assert {(rule.endpoint, ask(rule, method)) for rule, method in closed} == {(rule.endpoint, 403) for rule, _ in closed}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_that_a_route_names_gets_through_inside_its_scope(
        app: Flask, ask_as: Callable[..., Asking], world: dict[str, Any], role: Role) -> None:
    ask = ask_as(Grant(role, own_scope(role, world)))
    opened = [(rule, method) for rule, method in routes(app) if role in (context.roles_of(app, rule.endpoint) or set(Role))]
    denied = {(rule.rule, method, status) for rule, method in opened if (status := ask(rule, method)) in DENIED or status >= 500}
    assert denied == set()


@pytest.mark.parametrize("role", SCOPED)
def test_outside_its_scope_a_role_reaches_no_document_that_is_not_open_to_all(
        app: Flask, ask_as: Callable[..., Asking], elsewhere: str, world: dict[str, Any], role: Role) -> None:
    ask = ask_as(Grant(role, {Role.RECRUITER: elsewhere, Role.ESCORT: world["later"].id}.get(role, OTHER_TOWN)))
    reached = set()
    for rule, method in routes(app):
        named = context.roles_of(app, rule.endpoint)
        about = rule.arguments & {"id"} or rule.endpoint == "intents.post_intent"
        if named and role in named and about and (status := ask(rule, method)) not in DENIED:
            reached.add((rule.endpoint, first_word(rule), status))
    beyond = {endpoint for endpoint, word, _ in reached if not (role in OFFICE and word in TRIPS)}
    assert beyond == (ANY_OFFICE if role in OFFICE else set())


@pytest.mark.parametrize("role", SCOPED)
def test_lists_outside_its_scope_are_empty_for_a_role(call_as: Callable[..., Caller], world: dict[str, Any], elsewhere: str, role: Role) -> None:
    caller = call_as(Grant(role, elsewhere if role is Role.RECRUITER else OTHER_TOWN))
    for path in ("/workers", "/workers?words=缝纫", "/intents", f"/intents?vacancy={world['vacancy'].id}"):
        answer = caller("GET", path)
        assert answer.status_code == 403 or answer.json["items"] == [], path


KINDS: Final = {
    "vacancies": "vacancy", "workers": "worker", "intents": "intent", "employers": "employer", "trips": "trip", "waitlist": "entry",
    "blocks": "block", "outbox": "message", "bookings": "booking",
}


def own_scope(role: Role, world: dict[str, Any]) -> str:
    return {Role.STATION: TOWN, Role.COOPERATION: TOWN, Role.RECRUITER: world["employer"].id, Role.ESCORT: world["trip"].id}.get(role, "")


def first_word(rule: Rule) -> str:
    return rule.rule.removeprefix("/api/v1").split("/")[1]


def address(app: Flask, rule: Rule, world: dict[str, Any]) -> str:
    kind = KINDS.get(first_word(rule), "")
    deed = {"intent": "decline", "entry": "leave", "booking": "confirm"}.get(kind)
    given = {"id": world[kind].id if kind else "", "deed": deed, "step": "depart", "kind": "places", "name": "page", "key": "k", "stop": 0}
    given |= {"table": "wages"}
    with app.test_request_context():
        return rule.build({name: given[name] for name in rule.arguments})[1]  # type: ignore[index]


def current_version(desk: Desk, rule: Rule, world: dict[str, Any]) -> int:
    with desk.ledger.reading() as reader:
        return {"employers.put_employer": reader.employer(world["employer"].id), "vacancies.put_vacancy": reader.vacancy(world["vacancy"].id)}.get(
            rule.endpoint, reader.trip(world["trip"].id) if rule.endpoint == "trips.put_trip" else reader.worker(world["worker"].id)).version


def body(endpoint: str, world: dict[str, Any]) -> Any:
    """What the API is asked with, right in every field."""
    employer, vacancy, worker = (world[kind].id for kind in ("employer", "vacancy", "worker"))
    person = {"name": "示例九", "phone": "19900000009", "consent": {"mode": "oral"}, "place": TOWN}
    post = {"title": "缝纫工", "employer": employer, "state": "open", "place": TOWN}
    return seat_body(endpoint, world) or {
        "employers.post_employer": {"name": "示例新厂"}, "employers.put_employer": {"name": "示例厂", "place": TOWN}, "vacancies.add_vacancy": post,
        "vacancies.put_vacancy": post, "vacancies.post_state": {"state": "open"}, "workers.post_worker": person, "workers.put_worker": person,
        "workers.post_contact": {"purpose": "约面试"}, "workers.post_step": {"vacancy": vacancy, "step": "told"},
        "intents.post_intent": {"worker": worker, "vacancy": vacancy}, "review.post_check": post, "review.post_release": {"reason": "属实"},
        "review.post_return": {"reason": "请改"}, **table_bodies(), "accounts.post_account": {"name": "新账号", "roles": ["host"]},
    }.get(endpoint)


def table_bodies() -> dict[str, Any]:
    day = {"since": "2026-01-01"}
    wage, licence = {"area": "320115", **day}, {"credit_code": "91320115MA1MTX8R87", "number": "1"}
    return {
        "tables.post_wages": {"lines": [{**wage, "month_yuan": 2660}]}, "tables.post_arrears": {"lines": []},
        "tables.post_licences": {"lines": [{**licence, **day}]},
    }


def seat_body(endpoint: str, world: dict[str, Any]) -> Any:
    """The same, for trips and seats."""
    trip, booking = trip_document(world["trip"]), world["booking"]
    plan = {name: trip[name] for name in ("name", "programme", "stops", "units")}
    ride = {"party": [{"worker": world["rider"], "bound_for": "示例厂"}], "board": 0, "alight": 1}
    changes = {"party": [{"worker": world["changes"].party[0].worker, "bound_for": "示例厂"}],
               "rides": [{"trip": each.trip, "board": 0, "alight": 1} for each in world["changes"].rides]}
    scan = {"device": "d", "number": 1, "booking": booking.id, "stop": 0, "at": "2026-02-24T06:20:00+08:00"}
    return {
        "trips.post_trip": plan, "trips.put_trip": plan, "trips.post_copy": {"departs_at": "2026-02-26T06:30:00+08:00"},
        "trips.post_settle": {"km": 900, "vehicle": "49座", "yuan": 9000}, "trips.post_vehicle": {"unit": {"no": 1, "rows": 1, "across": 3}},
        "itineraries.put_itinerary": changes, "booking.put_booking": ride,
        "booking.post_swap": {"trip": world["later"].id}, "waitlist.post_waitlist": ride | {"key": "w"},
        "waitlist.post_block": {"kind": "village", "holder": TOWN, "count": 1}, "boarding.post_scans": {"scans": [scan]},
        "boarding.post_reason": {"booking": booking.id, "place": 0, "reason": "有事"}, "boarding.post_answer": {"answer": "1"},
    }.get(endpoint)


def form(endpoint: str, world: dict[str, Any]) -> dict[str, str]:
    """What a page's form sends; the forms of whole documents may stay half empty: they come back with 422, not with a refusal."""
    sent = {"pages.want": {"vacancy": world["vacancy"].id}, "pages.contact": {"purpose": "约面试"}, "pages.set_state": {"state": "open"},
            "pages.reason": {"booking": world["booking"].id, "place": "0", "reason": "有事"}, "pages.message_answered": {"said": "1"},
            "pages.roster_export": {"purpose": "报备"}}
    return sent.get(endpoint, {})
