"""Type-ahead: options for the list of a field while a place or a kind of work is being typed."""

from collections.abc import Callable
from typing import Final

from flask import abort, render_template, request

from matcher import context
from matcher.services.desk import Desk
from matcher.services.suggesting import suggest_occupations, suggest_places
from matcher.web.pages import pages

KINDS: Final[dict[str, Callable[[Desk, str], tuple[str, ...]]]] = {"places": suggest_places, "occupations": suggest_occupations}
LONGEST = 60


@pages.get("/suggestions/<kind>")
@context.open_to_all
def suggestions(kind: str) -> str:
    if kind not in KINDS:
        abort(404)
    text = request.args.get(request.args.get("field", ""), "").strip()
    found = KINDS[kind](context.desk(), text) if 0 < len(text) <= LONGEST else ()
    return render_template("frame/_options.html", options=found)
