"""Messages ready to send, and the calls of the day before: 去回1, 不去回2."""

from typing import Final

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.messages import MessageState
from matcher.ledger.port import Page
from matcher.services.outbox import answer, call_list, mark_sent, outbox, start_calls, uncalled
from matcher.services.trips import show_trip
from matcher.web.accounts import own_path
from matcher.web.links import next_page
from matcher.web.pages import page, pages
from matcher.web.trips import BOOKERS, said_or_warned

SHOWN: Final = 50
GOES: Final = {"1": "记下了: 去。", "2": "记下了: 不去, 位子给后面的人。"}


@pages.get("/outbox")
@context.allowed(*BOOKERS)
def messages() -> Response:
    """`trip`: of one trip; `state`: waiting (default), sent, answered."""
    actor, desk, id = context.actor(), context.desk(), request.args.get("trip") or None
    state = MessageState(request.args["state"]) if request.args.get("state") in set(MessageState) else MessageState.WAITING
    listing = outbox(actor, desk, Page(request.args.get("cursor"), SHOWN), trip=id, state=state)
    part = "outbox/_more.html" if request.args.get("cursor") else None
    return page("outbox/list.html", part, listing=listing, trip=show_trip(actor, desk, id) if id else None, state=state, states=tuple(MessageState),
                next=next_page(listing.cursor))


@pages.post("/outbox/<id>/sent")
@context.allowed(*BOOKERS)
def message_sent(id: str) -> Answer:
    mark_sent(context.actor(), context.desk(), id)
    return redirect(own_path(request.form.get("back", "")) or url_for("pages.messages"))


@pages.post("/outbox/<id>/answer")
@context.allowed(*BOOKERS)
def message_answered(id: str) -> Answer:
    said = request.form.get("said", "")

    def act() -> str:
        answer(context.actor(), context.desk(), id, said)
        return GOES[said]

    said_or_warned(act)
    return redirect(own_path(request.form.get("back", "")) or url_for("pages.messages"))


@pages.get("/trips/<id>/calls")
@context.allowed(*BOOKERS)
def calls(id: str) -> Response:
    """Looking writes nothing: the tick, or the button, puts riders on the list."""
    actor, desk = context.actor(), context.desk()
    trip = show_trip(actor, desk, id)
    called = call_list(actor, desk, id)
    counts = {word: sum(call.message.answer == word for call in called) for word in ("1", "2", "")}
    return page("outbox/calls.html", trip=trip, calls=called, counts=counts, uncalled=uncalled(actor, desk, id))


@pages.post("/trips/<id>/calls")
@context.allowed(*BOOKERS)
def list_calls(id: str) -> Answer:
    said_or_warned(lambda: f"{start_calls(context.actor(), context.desk(), id)} 人列进来了, 一个一个问。")
    return redirect(url_for("pages.calls", id=id))
