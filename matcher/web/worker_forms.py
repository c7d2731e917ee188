"""Registering a person, by keyboard and by proxy: name, telephone and consent first, then the six questions."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.accounts import Role
from matcher.domain.errors import Invalid, Stale
from matcher.domain.people import Worker
from matcher.schemas.workers import NewWorkerSchema, WorkerSchema
from matcher.services.registering import Registered, edit_worker, register_worker, show_worker
from matcher.web.certificates import certificates
from matcher.web.choices import LIMITS, TERMS
from matcher.web.comparing import differences
from matcher.web.forms import Typed, document, loaded, numbers
from matcher.web.navigation import REGISTER
from matcher.web.pages import page, pages
from matcher.web.typed import AT_HOME, flat, occupation_code, parts, place_code, ticked
from matcher.web.worker_words import all_facts

CONSENT_WORDS: Final = (
    "我们把您的姓名、电话和想找的活记下来, 只用来给您介绍工作。单位要看您的名字和电话, 会再问您一次。您随时能改, 也随时能不登了。行不行?"
)
TEXTS: Final = (
    "name", "phone", "consent.mode", "channel", "village", "identity", "second_contact", "wants.posture", "wants.ready_on", "wants.note",
    "haves.born_on", "haves.education",
)
FOLDED: Final = ("did.", "haves.", "wants.companions", "wants.note", "village", "identity", "second_contact", "categories")
NEAR_HOME_KM: Final = 30
NO_HOME: Final = "在家跟前找活, 要先写老家哪里。"


@pages.get("/workers/new")
@context.allowed(*REGISTER)
def new_worker() -> Response:
    return form_page(Typed({"channel": ("counter",)}))


@pages.post("/workers/new")
@context.allowed(*REGISTER)
def add_worker() -> Response | Answer | tuple[Response, int]:
    form = Typed.of(request.form)
    try:
        done = register_worker(context.actor(), context.desk(), worker_typed(form))
    except Invalid as refusal:
        return form_page(form.refused(refusal)), 422
    name_unread(form)
    if not done.created:
        return known_page(done)
    flash(f"{done.worker.name} 登记好了。")
    return redirect(url_for("pages.worker", id=done.worker.id))


@pages.get("/workers/<id>/edit", endpoint="edit_worker")
@context.allowed(*REGISTER)
def edit_worker_form(id: str) -> Response:
    stored = show_worker(context.actor(), context.desk(), id)
    return form_page(Typed(shown(stored), unfold=True), stored)


@pages.post("/workers/<id>/edit")
@context.allowed(*REGISTER)
def change_worker(id: str) -> Response | Answer | tuple[Response, int]:
    form = Typed.of(request.form)
    stored = show_worker(context.actor(), context.desk(), id)
    try:
        draft = changed(stored, worker_typed(form, stored), form)
        edit_worker(context.actor(), context.desk(), draft)
    except Invalid as refusal:
        return form_page(form.refused(refusal), stored), 422
    except Stale as refusal:
        return form_page(both(form, refusal, draft), stored), 409
    name_unread(form)
    flash("改好了。")
    return redirect(url_for("pages.worker", id=id))


def form_page(form: Typed, stored: Worker | None = None) -> Response:
    form.unfold = form.unfold or any(name.startswith(FOLDED) for name in form.faults)
    back = url_for("pages.worker", id=stored.id) if stored else url_for("pages.home")
    return page("workers/form.html", form=form, id=stored and stored.id, terms=TERMS, back=back, consent_words=CONSENT_WORDS)


def known_page(done: Registered) -> Response:
    """The person was there already: what was known, and what this visit changed."""
    before = done.before or done.worker
    return page("workers/known.html", worker=done.worker, before=before, rows=differences(all_facts(done.worker), all_facts(before)))


def worker_typed(form: Typed, stored: Worker | None = None) -> Worker:
    """Raises Invalid with what is wrong beside each field."""
    whole = document(said(form, stored))
    worker: Worker = loaded(WorkerSchema() if stored else NewWorkerSchema(), whole, form)
    return worker


def said(form: Typed, stored: Worker | None) -> Iterator[tuple[str, Any]]:
    yield from ((name, form.one(name)) for name in TEXTS)
    yield from numbers(form, {"wants.monthly_yuan": int, "wants.companions": int})
    stated = place_code(form, "place")  # a blank stays blank: the service knows the station's own, and what is stored of a known person
    home = stated or own_area()
    yield "place", stated
    yield "lives_at", home if form.one("lives_at") in AT_HOME else place_code(form, "lives_at")
    yield from going(form, home)
    yield "wants.occupations", [code for text in form.many("wants.occupations") if (code := occupation_code(text))]
    yield "wants.coach", {"true": True, "false": False}.get(form.one("wants.coach"))
    yield from ticked(form, "limits", LIMITS, stored)
    yield "haves.experience", experience(form, stored)
    yield "haves.certificates", parts(form.one("haves.certificates"))
    yield "categories", list(form.many("categories"))


def own_area() -> str:
    """A township registers its own villagers."""
    areas = [scope for scope in context.actor().scopes(Role.STATION) if scope]
    return areas[0] if len(areas) == 1 else ""


def going(form: Typed, home: str) -> Iterator[tuple[str, Any]]:
    """还出去不: in the places named, anywhere, or only around home."""
    if form.one("going") == "near":
        if not home:
            form.blame("place", NO_HOME)
        yield "wants.near", home
        yield "wants.radius_km", NEAR_HOME_KM if home else None
    elif form.one("going") != "anywhere":
        typed = form.values.get("wants.places", ())
        yield "wants.places", [code for index in range(len(typed)) if (code := place_code(form, "wants.places", index))]


def experience(form: Typed, stored: Worker | None) -> list[dict[str, Any]]:
    """The first line is on the form; further ones, told elsewhere, stay."""
    words = form.one("did.words")
    years = dict(numbers(form, {"did.years": float}))
    told = [written(words, occupation_code(words), years.get("did.years"))] if words else []
    further = stored.haves.experience[1:] if stored else ()
    return told + [written(one.words, one.occupation, one.years) for one in further]


def written(words: str, occupation: str, years: float | None) -> dict[str, Any]:
    said = {"words": words, "occupation": occupation, "years": years}
    return {name: value for name, value in said.items() if value}


def shown(stored: Worker) -> dict[str, tuple[str, ...]]:
    """The person as stored (contact data masked) as it stands in the form."""
    desk, values = context.desk(), dict(flat(stored))
    first = stored.haves.experience[0] if stored.haves.experience else None
    coach = "" if stored.wants.coach is None else str(stored.wants.coach).lower()
    return values | {
        "place": (desk.places.name(stored.place) if stored.place else "",),
        "lives_at": (desk.places.name(stored.lives_at) if stored.lives_at else "",),
        "going": ("near" if stored.wants.near else "places" if stored.wants.places else "",),
        "wants.places": tuple(desk.places.name(code) for code in stored.wants.places),
        "wants.occupations": tuple(desk.occupations.family_name(code) for code in stored.wants.occupations),
        "wants.coach": (coach,), "limits": tuple(path for path, _ in LIMITS if values.get(path) == ("True",)),
        "wants.companions": (str(stored.wants.companions or ""),),
        "did.words": ((first.words or desk.occupations.family_name(first.occupation)) if first else "",),
        "did.years": (f"{first.years:g}" if first and first.years else "",),
        "haves.certificates": (certificates(stored.haves.certificates),),
    }


def changed(stored: Worker, typed: Worker, form: Typed) -> Worker:
    """What the form shows comes from the form, what it does not show stays."""
    version = form.one("version")
    wants = replace(
        typed.wants, places=(*typed.wants.places, *stored.wants.places[2:]), occupations=(*typed.wants.occupations, *stored.wants.occupations[2:]),
        until=stored.wants.until, avoid_employers=stored.wants.avoid_employers,
    )
    haves = replace(typed.haves, sex=stored.haves.sex, skills=stored.haves.skills)
    consent = stored.consent if typed.consent.mode is stored.consent.mode else typed.consent
    return replace(
        typed, id=stored.id, version=int(version) if version.isdigit() else 0, wants=wants, haves=haves, consent=consent, active=stored.active,
    )


def both(form: Typed, refusal: Stale, draft: Worker) -> Typed:
    """Ours and theirs side by side; saving again is then meant to replace theirs."""
    form.sentence = refusal.text
    form.differences = differences(all_facts(draft), all_facts(refusal.document))
    form.values = {**form.values, "version": (str(refusal.current),)}
    return form


def name_unread(form: Typed) -> None:
    for text in (*form.many("wants.occupations"), *form.many("did.words")):
        if not occupation_code(text):
            flash(f"没认出“{text}”是哪个工种, 推荐时没算进去。换个说法再试, 例如“缝纫工”。", "warn")
