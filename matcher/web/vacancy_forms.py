"""Posting a vacancy and changing it: few fields first; what cannot be read is named; an edit from an old version shows both."""

from dataclasses import replace
from typing import Final

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.errors import Invalid, Stale
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger.port import Page
from matcher.services.posting import edit_vacancy, list_employers, post_vacancy, show_vacancy
from matcher.services.reviewing import HELD_TEXT
from matcher.services.scopes import must_cover_vacancy
from matcher.web.certificates import certificates
from matcher.web.choices import LIVING, TERMS, TRAITS
from matcher.web.comparing import differences
from matcher.web.forms import Typed
from matcher.web.law import law_of_form, put_right
from matcher.web.money import pay_line
from matcher.web.navigation import EMPLOYERS
from matcher.web.pages import page, pages
from matcher.web.typed import flat
from matcher.web.vacancy_typed import vacancy_typed
from matcher.web.vacancy_words import all_facts

FOLDED: Final = (
    "needs.", "offer.posture", "offer.hours", "offer.rest", "offer.payday", "offer.employment", "offer.contract", "starts_on", "ends_on", "closes_on",
)

@pages.get("/vacancies/new")
@context.allowed(*EMPLOYERS)
def new_vacancy() -> Response:
    chosen = request.args.get("employer", "")
    known = employer_choices(chosen)
    return form_page(Typed({"employer": (known[0][0] if len(known) == 1 else chosen,)}))


@pages.post("/vacancies/new")
@context.allowed(*EMPLOYERS)
def add_vacancy() -> Response | Answer | tuple[Response, int]:
    form = Typed.of(request.form)
    try:
        saved = post_vacancy(context.actor(), context.desk(), vacancy_typed(form))
    except Invalid as refusal:
        return form_page(form.refused(refusal)), 422
    flash(f"“{saved.title}”存好了, 编号 {saved.code}, 现在是“{saved.state.label}”。")
    name_held(saved)
    name_unread(saved, form)
    return redirect(url_for("pages.vacancy", id=saved.id))


@pages.get("/vacancies/<id>/edit", endpoint="edit_vacancy")
@context.allowed(*EMPLOYERS)
def edit_vacancy_form(id: str) -> Response:
    stored = own_vacancy(id)
    return form_page(Typed(shown(stored), unfold=True), stored)


@pages.post("/vacancies/<id>/edit")
@context.allowed(*EMPLOYERS)
def change_vacancy(id: str) -> Response | Answer | tuple[Response, int]:
    form = Typed.of(request.form)
    stored = own_vacancy(id)
    try:
        draft = changed(stored, vacancy_typed(form, stored), form)
        saved = edit_vacancy(context.actor(), context.desk(), draft)
    except Invalid as refusal:
        return form_page(form.refused(refusal), stored), 422
    except Stale as refusal:
        return form_page(both(form, refusal, draft), stored), 409
    flash("改好了, 处处同时生效。")
    name_held(saved)
    name_unread(saved, form)
    return redirect(url_for("pages.vacancy", id=id))


@pages.post("/vacancies/new/fix")
@context.allowed(*EMPLOYERS)
def fix_new_words() -> Response:
    """The form again, with the lawful words where one was pressed; nothing is stored."""
    return form_page(put_right(Typed.of(request.form), request.form.get("fix", "")))


@pages.post("/vacancies/<id>/fix")
@context.allowed(*EMPLOYERS)
def fix_words(id: str) -> Response:
    stored = own_vacancy(id)
    return form_page(put_right(Typed.of(request.form), request.form.get("fix", "")), stored)


def own_vacancy(id: str) -> Vacancy:
    """The post to be changed. Raises Missing, and Forbidden where somebody else answers for it, before anything is typed in vain."""
    stored = show_vacancy(context.actor(), context.desk(), id)
    must_cover_vacancy(context.actor(), stored)
    return stored


def form_page(form: Typed, stored: Vacancy | None = None) -> Response:
    form.unfold = form.unfold or any(name.startswith(FOLDED) for name in form.faults)
    choices = () if stored else employer_choices(form.one("employer"))
    back = url_for("pages.vacancy", id=stored.id) if stored else url_for("pages.home")
    known = {"id": stored.id, "employer_name": stored.employer_name} if stored else {}
    return page("vacancies/form.html", form=form, employers=choices, terms=TERMS, back=back, law=law_of_form(form), **known)


def employer_choices(chosen: str) -> tuple[tuple[str, str], ...]:
    """The newest; one that was chosen elsewhere stays in the list however old."""
    newest = list_employers(context.actor(), context.desk(), Page(size=100)).items
    known = {employer.id: employer.name for employer in newest}
    return tuple(known.items()) if not chosen or chosen in known else ((chosen, "已选的单位"), *known.items())


def shown(stored: Vacancy) -> dict[str, tuple[str, ...]]:
    """The stored post as it stands in the form."""
    desk, values = context.desk(), dict(flat(stored))
    return values | {
        "place": (desk.places.name(stored.place) if stored.place else "",),
        "occupation": (desk.occupations.family_name(stored.occupation) if stored.occupation else "",),
        "pay": (", ".join(pay_line(pay) for pay in stored.offer.pay),),
        "needs.certificates": (certificates(stored.needs.certificates),),
        "living": tuple(path for path, _ in LIVING if values.get(path) == ("True",)),
        "traits": tuple(path for path, _ in TRAITS if values.get(path) == ("True",)),
    }


def changed(stored: Vacancy, typed: Vacancy, form: Typed) -> Vacancy:
    """What the form shows comes from the form, what it does not show stays; pay whose words were not touched stays to the letter."""
    kept_pay = form.one("pay") == shown(stored)["pay"][0]
    offer = replace(
        typed.offer, pay=stored.offer.pay if kept_pay else typed.offer.pay, hazards=stored.offer.hazards, welfare=stored.offer.welfare,
        overtime_hours=stored.offer.overtime_hours,
    )
    version = form.one("version")
    return replace(
        typed, id=stored.id, version=int(version) if version.isdigit() else 0, offer=offer, state=stored.state, code=stored.code,
        programmes=stored.programmes, posted_on=stored.posted_on, employer=stored.employer,
    )


def both(form: Typed, refusal: Stale, draft: Vacancy) -> Typed:
    """Ours and theirs side by side; saving again is then meant to replace theirs."""
    form.sentence = refusal.text
    form.differences = differences(all_facts(draft), all_facts(refusal.document))
    form.values = {**form.values, "version": (str(refusal.current),)}
    return form


def name_held(saved: Vacancy) -> None:
    if saved.state is VacancyState.PENDING:
        flash(HELD_TEXT, "warn")


def name_unread(saved: Vacancy, form: Typed) -> None:
    words = form.one("occupation") or form.one("title")
    if not saved.occupation and words:
        flash(f"没认出“{words}”是哪个工种, 先空着; 搜岗位名称照样找得到。", "warn")
    if form.one("pay") and not saved.offer.pay:
        flash("工资没写出数来。写明多少, 来问的人会多得多。", "warn")
