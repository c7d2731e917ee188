"""Pages of people: the list of one's own area, one person with three posts, and the sheet to take home."""

from dataclasses import dataclass

from flask import Response, request

from matcher import context
from matcher.domain.errors import Unavailable
from matcher.ledger.port import Page
from matcher.services.paths import worker_paths
from matcher.services.recommending import Posts, posts_for
from matcher.services.registering import list_workers, show_worker
from matcher.services.scopes import OFFICE, OVERVIEW, covers_worker
from matcher.web.links import next_page
from matcher.web.navigation import REGISTER
from matcher.web.pages import page, pages
from matcher.web.purposes import PURPOSES

SHOWN = 30


@pages.get("/workers")
@context.allowed(*REGISTER)
def workers() -> Response:
    """`who`: digits are a telephone number or its last four, anything else a name."""
    who = request.args.get("who", "").strip()
    sought = {"phone": who} if who.isdigit() else {"name": who}
    cursor = request.args.get("cursor")
    listing = list_workers(context.actor(), context.desk(), Page(cursor, SHOWN), **sought)
    return page("workers/list.html", "workers/_more.html" if cursor else None, listing=listing, who=who, next=next_page(listing.cursor))


@pages.get("/workers/<id>")
@context.allowed(*REGISTER)
def worker(id: str) -> Response:
    """A person can be read while the search engine is away; then a sentence stands where the posts would."""
    actor, desk = context.actor(), context.desk()
    shown = show_worker(actor, desk, id)
    paths, advice = worker_paths(actor, desk, id), advised(id)
    return page(
        "workers/detail.html", worker=shown, mine=actor.has(*OFFICE, *OVERVIEW) and covers_worker(actor, shown), paths=paths, purposes=PURPOSES,
        reached={path.vacancy.id: path.intent.step for path in paths}, posts=advice.posts, away=advice.away,
    )


@pages.get("/workers/<id>/print")
@context.allowed(*REGISTER)
def worker_sheet(id: str) -> Response:
    posts = posts_for(context.actor(), context.desk(), id)
    return page("workers/sheet.html", worker=posts.worker, posts=posts, today=context.desk().today)


@dataclass(frozen=True, slots=True)
class Advice:
    posts: Posts | None
    away: str = ""


def advised(id: str) -> Advice:
    try:
        return Advice(posts_for(context.actor(), context.desk(), id))
    except Unavailable as refusal:
        return Advice(None, refusal.text)
