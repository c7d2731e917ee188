"""Pages of trips: the list with how full each is, one trip with its seats, and its way from plan to settlement."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from flask import Response, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.accounts import Role
from matcher.domain.errors import Conflict, Invalid, Refusal
from matcher.domain.trips import Trip, TripState
from matcher.ledger.port import Listing, Page
from matcher.services.desk import SHANGHAI
from matcher.services.filing import Changes, file_roster, refile
from matcher.services.scopes import OFFICE, OVERVIEW
from matcher.services.trip_scopes import escorts, manages
from matcher.services.trips import Fill, arrive, copy_trip, depart, fills, list_trips, open_trip
from matcher.services.vehicles import change_vehicle
from matcher.web.links import next_page
from matcher.web.pages import page, pages
from matcher.web.trip_forms import unit_typed

SHOWN: Final = 30
EVERY: Final = (*OFFICE, *OVERVIEW, Role.ESCORT)
BOOKERS: Final = (*OFFICE, *OVERVIEW)
UNDER_WAY: Final = (*OVERVIEW, Role.ESCORT)
STATES: Final = {"now": (TripState.OPEN, TripState.FILED, TripState.DEPARTED), "planned": (TripState.PLANNED,),
                 "past": (TripState.ARRIVED, TripState.SETTLED)}


@pages.get("/trips")
@context.allowed(*EVERY)
def trips() -> Response:
    """`which`: now (default), planned, past."""
    which = request.args.get("which", "now")
    found = list_trips(context.actor(), context.desk(), Page(request.args.get("cursor"), SHOWN), states=STATES.get(which, STATES["now"]))
    listing = Listing(by_departure(found.items), found.cursor)
    shown: dict[str, Fill] = fills(context.actor(), context.desk(), [trip.id for trip in listing.items])
    part = "trips/_more.html" if request.args.get("cursor") else None
    return page("trips/list.html", part, listing=listing, fills=shown, which=which, next=next_page(listing.cursor), may_plan=may_plan())


def by_departure(trips: Iterable[Trip]) -> tuple[Trip, ...]:
    return tuple(sorted(trips, key=lambda trip: trip.departs_at))


def may_plan() -> bool:
    return context.actor().has(*OVERVIEW)


def may_manage(trip: Trip) -> bool:
    return manages(context.actor(), trip.programme)


def may_run(trip: Trip) -> bool:
    return may_manage(trip) or escorts(context.actor(), trip)


def opened(id: str) -> str:
    open_trip(context.actor(), context.desk(), id)
    return "可以订座了。"


def filed(id: str) -> str:
    filing = file_roster(context.actor(), context.desk(), id, note())
    return f"名单已报备并冻结, 共 {len(filing.rows)} 人。"


def filed_again(id: str) -> str:
    cancelled = tuple(request.form.getlist("cancel"))
    filing = refile(context.actor(), context.desk(), id, Changes(cancel=cancelled, note=note()))
    return f"第 {filing.number} 次报备好了, 现在共 {len(filing.rows)} 人。"


def departed(id: str) -> str:
    depart(context.actor(), context.desk(), id)
    return "记下了: 已发车。"


def arrived(id: str) -> str:
    arrive(context.actor(), context.desk(), id)
    return "记下了: 已到达。请填交接单。"


def note() -> str:
    return request.form.get("note", "").strip()[:200]


STEPS: Final[dict[str, Callable[[str], str]]] = {
    "open": opened, "file": filed, "refile": filed_again, "depart": departed, "arrive": arrived,
}


@pages.post("/trips/<id>/<step>")
@context.allowed(*UNDER_WAY)
def trip_step(id: str, step: str) -> Answer:
    if step not in STEPS:
        abort(404)
    said_or_warned(lambda: STEPS[step](id))
    return redirect(url_for("pages.trip", id=id))


def said_or_warned(act: Callable[[], str]) -> bool:
    """What was done, or why it was not, above the page that follows; the seats shown there are as they now are."""
    try:
        flash(act())
    except (Conflict, Invalid) as refusal:
        flash(warning(refusal), "warn")
        return False
    return True


def warning(refusal: Refusal) -> str:
    further = [text for texts in getattr(refusal, "fields", {}).values() for text in texts if text not in refusal.text]
    return " ".join((refusal.text, *dict.fromkeys(further)))


@pages.post("/trips/<id>/copy")
@context.allowed(*OVERVIEW)
def copy_of_trip(id: str) -> Answer:
    typed = request.form.get("departs_at", "")
    try:
        departs_at = datetime.fromisoformat(typed).replace(tzinfo=SHANGHAI)
    except ValueError:
        flash("请写发车的日期和时间。", "warn")
        return redirect(url_for("pages.trip", id=id))
    made = copy_trip(context.actor(), context.desk(), id, departs_at, request.form.get("name", "").strip())
    flash("复制好了。核对司机、车牌和随车人员, 然后开放订座。")
    return redirect(url_for("pages.trip", id=made.id))


@pages.post("/trips/<id>/vehicle")
@context.allowed(*OVERVIEW)
def other_vehicle(id: str) -> Answer:
    def act() -> str:
        done = change_vehicle(context.actor(), context.desk(), id, unit_typed(request.form), note())
        left = f", {len(done.unseated)} 批人没有座位, 已转候补第一位" if done.unseated else ""
        return f"车换好了: {len(done.moved)} 人换了座位{left}。已通知本人的消息在“消息”里。"

    said_or_warned(act)
    return redirect(url_for("pages.trip", id=id))
