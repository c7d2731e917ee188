"""The reviewer's desk: posts that wait, each with what the law says of it; let pass or sent back with a reason."""

from collections.abc import Mapping
from typing import Final

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.errors import Invalid
from matcher.ledger.port import Page
from matcher.services.releasing import REVIEWERS, list_pending, release_vacancy, return_vacancy
from matcher.web.law import law
from matcher.web.links import next_page
from matcher.web.pages import page, pages

NONE: Final[Mapping[str, Invalid]] = {}
DEEDS: Final = {"release": (release_vacancy, "已放行"), "return": (return_vacancy, "已退回")}


@pages.get("/reviews")
@context.allowed(*REVIEWERS)
def reviews() -> Response:
    return desk_page()


@pages.post("/vacancies/<id>/review")
@context.allowed(*REVIEWERS)
def decide_review(id: str) -> Answer | tuple[Response, int]:
    deed = DEEDS.get(request.form.get("deed", ""))
    if deed is None:
        raise Invalid("请点“放行”或“退回”。")
    act, word = deed
    try:
        saved = act(context.actor(), context.desk(), id, request.form.get("reason", ""))
    except Invalid as refusal:
        return desk_page({id: refusal}), 422
    flash(f"“{saved.title}”{word}, 现在是“{saved.state.label}”, 理由已记下。")
    return redirect(url_for("pages.reviews"))


def desk_page(refused: Mapping[str, Invalid] = NONE) -> Response:
    """refused: id of a post → why it could not be decided so; what was typed stays."""
    listing = list_pending(context.actor(), context.desk(), Page(request.args.get("cursor"), size=20))
    faults = {id: "; ".join(texts[0] for texts in refusal.fields.values()) or refusal.text for id, refusal in refused.items()}
    laws_of = {each.vacancy.id: law(each.hits) for each in listing.items}
    return page("vacancies/reviews.html", "vacancies/_reviews.html", listing=listing, laws_of=laws_of, faults=faults,
                typed=request.form.get("reason", ""), next=next_page(listing.cursor))
