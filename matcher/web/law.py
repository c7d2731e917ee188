"""What the law says of a post, beside its form: as one types, with the lawful words one press away."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Response, render_template, request
from marshmallow import ValidationError

from matcher import context
from matcher.compliance.hits import Hit, Level
from matcher.domain.identifiers import id_of
from matcher.domain.vacancies import Vacancy
from matcher.schemas.vacancies import VacancySchema
from matcher.services.reviewing import Previewed, preview
from matcher.web.forms import Typed, document
from matcher.web.navigation import EMPLOYERS
from matcher.web.pages import pages
from matcher.web.vacancy_typed import said

WORDS: Final = {Level.BLOCK: "不能发布", Level.HOLD: "发布后先待审核", Level.WARN: "请改或接受", Level.INFO: "提示"}
LOOKS: Final = {Level.BLOCK: "misses", Level.HOLD: "asks", Level.WARN: "asks", Level.INFO: ""}
WRITTEN: Final = ("title", "description", "address")  # fields that stand in the form as they are checked
UNSAID: Final = {"title": "岗位", "employer": id_of("employer", 0)}


@dataclass(frozen=True, slots=True)
class Said:
    """One hit as it is shown. fix: names the hit to the button that puts `instead` in, "" where there is none."""

    hit: Hit
    word: str
    look: str
    fix: str = ""

    @property
    def deed(self) -> str:
        return f"改成“{self.hit.instead}”" if self.hit.instead else f"删去“{self.hit.text[:20]}”"


@dataclass(frozen=True, slots=True)
class Law:
    """missing: what a notice has to say and this one does not yet (R15), in one line."""

    said: tuple[Said, ...] = ()
    missing: tuple[str, ...] = ()
    basis: str = ""


@pages.post("/vacancies/check")
@context.allowed(*EMPLOYERS)
def check_words() -> Response:
    """The hits of what stands in the form now, as a part of the page."""
    form = Typed.of(request.form)
    return Response(render_template("vacancies/_hits.html", law=law_of_form(form), id=request.args.get("id", "")))


def law_of_form(form: Typed) -> Law:
    if not any(form.one(name) for name in (*WRITTEN, "pay")):
        return Law()
    found = previewed(form)
    return law(found.hits, found)


def law(hits: tuple[Hit, ...], found: Previewed | None = None) -> Law:
    lacking = [hit for hit in hits if hit.rule == "R15" and hit.span is None]
    said = tuple(Said(hit, WORDS[hit.level], LOOKS[hit.level], fix_of(hit, found)) for hit in hits if hit not in lacking)
    order = list(Level)
    heaviest_first = sorted(said, key=lambda each: order.index(each.hit.level))
    return Law(tuple(heaviest_first), tuple(hit.text for hit in lacking), lacking[0].basis if lacking else "")


def previewed(form: Typed) -> Previewed:
    return preview(context.actor(), context.desk(), draft_typed(form))


def draft_typed(form: Typed) -> Vacancy:
    """What can be read of a form half filled; faults are named when it is sent."""
    whole = document(said(Typed(form.values), None))
    for _ in range(3):
        whole = {**UNSAID, **whole}
        try:
            vacancy: Vacancy = VacancySchema().load(whole)
        except ValidationError as error:
            whole = without(whole, error.messages_dict)
        else:
            return replace(vacancy, title=form.one("title"))
    return Vacancy(id="", title=form.one("title"), employer=UNSAID["employer"], description=form.one("description"))


def without(whole: Mapping[str, Any], faults: Mapping[Any, Any]) -> dict[str, Any]:
    """What is left when everything that was found fault with is taken out."""
    kept = {}
    for name, value in whole.items():
        fault = faults.get(name)
        if isinstance(fault, Mapping) and isinstance(value, Mapping):
            kept[name] = without(value, fault)
        elif fault is None:
            kept[name] = value
    return kept


def fix_of(hit: Hit, found: Previewed | None) -> str:
    """rule:field:start:end within the field's own words."""
    if found is None or hit.instead is None or hit.span is None or hit.field not in WRITTEN:
        return ""
    start = next(part.start for part in found.posting.parts if part.field == hit.field)
    return f"{hit.rule}:{hit.field}:{hit.span[0] - start}:{hit.span[1] - start}"


def put_right(form: Typed, named: str) -> Typed:
    """The form with the lawful words where that hit stood; as it was where the words have changed meanwhile."""
    found = previewed(form)
    hit = next((hit for hit in found.hits if fix_of(hit, found) == named), None)
    if hit is None or hit.instead is None:
        return form
    _, field, start, end = named.split(":")
    words = next(found.posting.text[part.start : part.end] for part in found.posting.parts if part.field == field)
    form.values = {**form.values, field: (words[: int(start)] + hit.instead + words[int(end) :],)}
    return form
