"""Pages of vacancies: the search, and one vacancy with the people who fit."""

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.errors import Invalid, Unavailable
from matcher.domain.events import Step
from matcher.domain.search import VacancySearch
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.schemas.vacancies import VacancySearchSchema
from matcher.services.paths import VacancyPath, vacancy_paths
from matcher.services.posting import set_vacancy_state, show_vacancy
from matcher.services.recommending import Candidates, candidates_for
from matcher.services.releasing import show_review
from matcher.services.reviewing import HELD_TEXT, Unlawful
from matcher.services.scopes import covers_vacancy, reviews
from matcher.services.searching import find_vacancies
from matcher.web import facets
from matcher.web.forms import Typed, loaded
from matcher.web.law import law
from matcher.web.links import next_page
from matcher.web.navigation import EMPLOYERS, REGISTER
from matcher.web.pages import page, pages
from matcher.web.purposes import PURPOSES

SHOWN = 20
TAPS = {
    VacancyState.OPEN: ((VacancyState.FULL, "已招满"), (VacancyState.PAUSED, "暂停")),
    VacancyState.FULL: ((VacancyState.OPEN, "还要招"), (VacancyState.WITHDRAWN, "下架")),
    VacancyState.PAUSED: ((VacancyState.OPEN, "接着招"), (VacancyState.WITHDRAWN, "下架")),
    VacancyState.PENDING: ((VacancyState.DRAFT, "先撤回来改"), (VacancyState.WITHDRAWN, "下架")),
    VacancyState.DRAFT: ((VacancyState.OPEN, "核实过了, 开招"), (VacancyState.WITHDRAWN, "下架")),
}


@pages.get("/vacancies")
@context.open_to_all
def vacancies() -> Response | tuple[Response, int]:
    form = boxes()
    try:
        search: VacancySearch = loaded(VacancySearchSchema(), request.args, form)
    except Invalid as refusal:
        return page("vacancies/search.html", "vacancies/_search.html", form=form.refused(refusal), hits=None), 422
    hits = find_vacancies(context.actor(), context.desk(), search)
    part = "vacancies/_more.html" if search.cursor else "vacancies/_search.html"
    return page(
        "vacancies/search.html", part, form=form, hits=hits, next=next_page(hits.cursor), facets=facets.facets(hits.facets),
        picked=facets.picked(), carried=facets.carried(), ways=tuple(facets.ways(hits)),
    )


def boxes() -> Typed:
    """What stands in the boxes: words as typed; codes chosen beside the list stand beside it, not in the boxes."""
    typed = {name: tuple(v for v in request.args.getlist(name) if not facets.picked_label(name, v)) for name in ("place", "occupation")}
    return Typed({**{name: (request.args.get(name, ""),) for name in ("words", "pay_from")}, **typed})


@pages.get("/vacancies/<id>")
@context.open_to_all
def vacancy(id: str) -> Response:
    """Everybody sees the post; its recruiter and the offices also see who of theirs fits and who wants to come."""
    actor = context.actor()
    shown = show_vacancy(actor, context.desk(), id)
    mine = covers_vacancy(actor, shown)
    review = show_review(actor, context.desk(), id) if mine or reviews(actor, shown) else None
    judged: dict[str, Any] = {"review": review, "law": law(review.hits) if review else None, "reviewing": reviews(actor, shown)}
    if not (actor.has(*REGISTER) or actor.covers_employer(shown.employer)):
        return page("vacancies/detail.html", None, vacancy=shown, mine=mine, people=False, **judged)
    paths, ranked = vacancy_paths(actor, context.desk(), id), ranking(id)
    return page(
        "vacancies/detail.html", None, vacancy=shown, mine=mine, people=True, taps=TAPS.get(shown.state, ()), paths=paths,
        reached=steps_reached(paths), candidates=ranked.candidates, away=ranked.away, purposes=PURPOSES, **judged,
    )


@dataclass(frozen=True, slots=True)
class Ranking:
    """A vacancy can be read while the search engine is away; then a sentence stands where the people would."""

    candidates: Candidates | None
    away: str = ""


def ranking(id: str) -> Ranking:
    try:
        return Ranking(candidates_for(context.actor(), context.desk(), id, top=SHOWN))
    except Unavailable as refusal:
        return Ranking(None, refusal.text)


def steps_reached(paths: tuple[VacancyPath, ...]) -> dict[str, Step]:
    return {path.worker.id: path.intent.step for path in paths}


@pages.post("/vacancies/<id>/state")
@context.allowed(*EMPLOYERS)
def set_state(id: str) -> Answer:
    state = request.form.get("state", "")
    if state not in set(VacancyState):
        raise Invalid("没有这种状态, 请回到岗位页再点一次。")
    try:
        saved: Vacancy = set_vacancy_state(context.actor(), context.desk(), id, VacancyState(state))
    except Unlawful as refusal:
        flash(refusal.text, "warn")
        return redirect(url_for("pages.vacancy", id=id))
    flash(f"“{saved.title}”现在是“{saved.state.label}”, 处处同时生效。")
    if state is not VacancyState.PENDING and saved.state is VacancyState.PENDING:
        flash(HELD_TEXT, "warn")
    return redirect(url_for("pages.vacancy", id=id))
