"""A person's path, step by step: wanting, accepting, not going, leaving. And the telephone number, shown for a purpose."""

from collections.abc import Callable
from typing import Final

from flask import Response, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.accounts import Role
from matcher.domain.events import Intent
from matcher.services.contacts import HOLDERS, show_contact
from matcher.services.placing import Mark, StatedIntent, accept, decline, state_intent, withdraw
from matcher.web.accounts import own_path
from matcher.web.navigation import REGISTER
from matcher.web.pages import page, pages

DEEDS: Final[dict[str, tuple[Callable[..., Intent], str]]] = {
    "accept": (accept, "已接受, 名额给他留着。"),
    "decline": (decline, "记下了: 不去。"),
    "withdraw": (withdraw, "记下了: 退出, 名额还回去了。"),
}


@pages.post("/workers/<id>/intents")
@context.allowed(*REGISTER)
def want(id: str) -> Answer:
    consent = request.form.get("consent") == "true"
    state_intent(context.actor(), context.desk(), StatedIntent(worker=id, vacancy=request.form.get("vacancy", ""), consent=consent))
    flash("意向记下了, 单位可以联系本人。" if consent else "意向记下了。本人没同意给电话, 单位看不到名字和号码。")
    return redirect(url_for("pages.worker", id=id))


@pages.post("/intents/<id>/<deed>")
@context.allowed(*REGISTER, Role.RECRUITER)
def decide(id: str, deed: str) -> Answer:
    if deed not in DEEDS:
        abort(404)
    act, said = DEEDS[deed]
    act(context.actor(), context.desk(), id, Mark(note=request.form.get("note", "").strip()[:200]))
    flash(said)
    return redirect(own_path(request.form.get("back", "")) or url_for("pages.home"))


@pages.post("/workers/<id>/contact")
@context.allowed(*HOLDERS)
def contact(id: str) -> Response:
    shown = show_contact(context.actor(), context.desk(), id, request.form.get("purpose", ""))
    return page("workers/contact.html", "workers/_contact.html", contact=shown, id=id)
