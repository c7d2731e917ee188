"""导入: a sheet is sent, its columns are shown and can be changed, it is taken over, and comes back marked."""

from dataclasses import dataclass
from typing import Final

from flask import Response, flash, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.errors import Forbidden, Invalid
from matcher.domain.terms import ConsentMode
from matcher.reading.headings import KINDS, Kind, labels
from matcher.services.scopes import OVERVIEW
from matcher.services.timetables import own_programme
from matcher.sheets.importing import Manner, choose, import_plan, planned, summary
from matcher.sheets.mapping import Column, is_forbidden
from matcher.sheets.marking import mark
from matcher.sheets.plan import CHECKED, KIND_WORDS, Plan
from matcher.web import uploads
from matcher.web.choices import TERMS
from matcher.web.forms import Typed
from matcher.web.navigation import REGISTER
from matcher.web.pages import page, pages
from matcher.web.sheets import masked

SHOWN: Final = 200  # doubts on the page; the workbook has them all
NOTHING: Final = "请选一份表格文件, 或者把表格里的格子、群里的接龙粘贴进来。"
LEFT_OUT: Final = "-"
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Shown:
    """One column on the page. samples: what stands in it, long numbers covered."""

    column: Column
    samples: tuple[str, ...]
    forbidden: bool


@pages.get("/imports")
@context.allowed(*REGISTER)
def imports() -> Response:
    return start(Typed({"consent": ("oral",)}))


@pages.post("/imports")
@context.allowed(*REGISTER)
def take_sheet() -> Response | Answer | tuple[Response, int]:
    form = Typed.of(request.form)
    file, text = request.files.get("file"), form.one("text")
    try:
        if not (file and file.filename) and not text:
            raise Invalid(NOTHING, {"file": [NOTHING]})
        upload = uploads.keep(file if file and file.filename else text, form.one("kind"), form.one("consent") or "oral")
        plan_of(upload)
    except Invalid as refusal:
        return start(form.refused(refusal)), 422
    return redirect(url_for("pages.sheet", token=upload.token))


@pages.get("/imports/sheet")
@context.allowed(*REGISTER)
def sheet() -> Response | Answer:
    upload = uploads.find(request.args.get("token", ""))
    return mapping(upload, plan_of(upload)) if upload else again()


@pages.post("/imports/sheet")
@context.allowed(*REGISTER)
def import_sheet() -> Response | Answer | tuple[Response, int]:
    upload, actor, desk = uploads.find(request.args.get("token", "")), context.actor(), context.desk()
    if upload is None:
        return again()
    plan = plan_of(upload)
    said = {column.label: request.form.get(f"column-{column.index}", column.field or LEFT_OUT) for column in plan.columns}
    plan = choose(actor, desk, plan, {label: None if field == LEFT_OUT else field for label, field in said.items()})
    consent = next((mode for mode in ConsentMode if mode == upload.consent), ConsentMode.ORAL)
    try:
        report = import_plan(actor, desk, plan, Manner(consent, source=actor.name, own=True, programme=programme_said()))
    except (Invalid, Forbidden) as refusal:
        return mapping(upload, plan, refusal.text), 422
    mark(None if upload.pasted else upload.path, plan, report, upload.marked)
    doubts = sorted(report.problems, key=lambda problem: problem.row)
    return page("imports/result.html", upload=upload, report=report, summary=summary(report), notes=plan.notes, doubts=doubts[:SHOWN],
                more=max(len(doubts) - SHOWN, 0), kind=KIND_WORDS[plan.kind], trips=plan.kind == "trips")


def programme_said() -> str:
    """Of trips whose row names none."""
    return request.form.get("programme", "").strip()[:40]


@pages.get("/imports/marked")
@context.allowed(*REGISTER)
def marked_sheet() -> Response | Answer:
    upload = uploads.find(request.args.get("token", ""))
    if upload is None or not upload.marked.is_file():
        return again()
    name = f"{upload.name.rpartition('.')[0] or upload.name}-核对结果.xlsx"
    return send_file(upload.marked.resolve(), mimetype=WORKBOOK, as_attachment=True, download_name=name)


def again() -> Answer:
    flash(uploads.GONE, "warn")
    return redirect(url_for("pages.imports"))


def plan_of(upload: uploads.Upload) -> Plan:
    kind: Kind | None = next((kind for kind in KINDS if kind == upload.kind), None)
    return planned(context.actor(), context.desk(), upload.book(), kind)


def start(form: Typed) -> Response:
    kinds = tuple((kind, words) for kind, words in KIND_WORDS.items() if kind != "trips" or context.actor().has(*OVERVIEW))
    return page("imports/start.html", form=form, kinds=kinds, consents=TERMS.consent)


def mapping(upload: uploads.Upload, plan: Plan, sentence: str = "") -> Response:
    columns = [Shown(column, tuple(masked(text) for text in column.samples[:3]), is_forbidden(column, plan.kind))
               for column in plan.columns if column.heading != CHECKED]
    options = tuple(labels(plan.kind).items())
    return page("imports/mapping.html", upload=upload, plan=plan, columns=columns, options=options, left_out=LEFT_OUT,
                kind=KIND_WORDS[plan.kind], sentence=sentence, trips=plan.kind == "trips",
                programme=programme_said() or own_programme(context.actor()))
