"""The start page: what each role has to do today; for those without account, what this is and where to begin."""

from flask import Response, request

from matcher import context
from matcher.domain.accounts import Role
from matcher.domain.errors import Unavailable
from matcher.domain.search import VacancySearch
from matcher.domain.trips import TripState
from matcher.ledger.port import Page
from matcher.services.posting import list_vacancies
from matcher.services.registering import list_workers
from matcher.services.searching import find_vacancies
from matcher.services.trips import fills, list_trips
from matcher.web.days import calendar_day
from matcher.web.links import next_page
from matcher.web.navigation import REGISTER
from matcher.web.pages import page, pages
from matcher.web.reviews import desk_page as waiting_posts
from matcher.web.trips import by_departure

COMING = (TripState.OPEN, TripState.FILED, TripState.DEPARTED)


@pages.get("/")
@context.open_to_all
def home() -> Response:
    actor = context.actor()
    if actor.has(*REGISTER):
        return office()
    if actor.has(Role.RECRUITER):
        return recruiter()
    if actor.has(Role.ESCORT):
        return escort()
    return waiting_posts() if actor.has(Role.REVIEWER) else visitor()


def office() -> Response:
    return page("home/office.html", today=context.desk().today, listing=list_workers(context.actor(), context.desk(), Page(size=8)))


def recruiter() -> Response:
    listing = list_vacancies(context.actor(), context.desk(), Page(request.args.get("cursor"), size=20), mine=True)
    return page("home/recruiter.html", "home/_own.html", listing=listing, next=next_page(listing.cursor))


def escort() -> Response:
    """The trips that this account escorts: those of today or under way, then what comes."""
    actor, desk = context.actor(), context.desk()
    own = by_departure(list_trips(actor, desk, Page(size=50), states=COMING).items)
    first = [trip for trip in own if trip.state is TripState.DEPARTED or calendar_day(trip.departs_at) <= desk.today]
    groups = (("今天", first), ("接下来", [trip for trip in own if trip not in first]))
    return page("home/escort.html", today=desk.today, groups=groups, fills=fills(actor, desk, [trip.id for trip in own]))


def visitor() -> Response:
    try:
        return page("home/visitor.html", hits=find_vacancies(context.actor(), context.desk(), VacancySearch(size=6)))
    except Unavailable as refusal:
        return page("home/visitor.html", hits=None, away=refusal.text)
