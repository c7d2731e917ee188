"""Pages of the dated tables, for administrators: a list, and a form for one line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, flash, redirect, request, url_for
from marshmallow import Schema
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.accounts import Role
from matcher.domain.errors import Invalid
from matcher.schemas.standards import LicenceKeySchema, LicenceSchema, ListedSchema, WageKeySchema, WageSchema
from matcher.services.standards import TITLES, drop_licence, drop_wage, save_lines, show_standards
from matcher.web.forms import Typed, document, loaded, numbers
from matcher.web.pages import page, pages

ADDRESS: Final = "/tables/<any(wages,arrears,licences):table>"


@dataclass(frozen=True, slots=True)
class Kept:
    """How one table is read from its form. remove: what takes out a line, with the schema of its key; None where an end date serves."""

    schema: type[Schema]
    texts: tuple[str, ...]
    figures: dict[str, Callable[[str], Any]]
    remove: tuple[type[Schema], Callable[..., None]] | None = None


KEPT: Final = {
    "wages": Kept(WageSchema, ("area", "since", "source", "verified_on"), {"month_yuan": int, "hour_yuan": float}, (WageKeySchema, drop_wage)),
    "arrears": Kept(ListedSchema, ("credit_code", "since", "until", "removed_on", "source"), {}),
    "licences": Kept(LicenceSchema, ("credit_code", "number", "kind", "since", "until", "seen_on"), {}, (LicenceKeySchema, drop_licence)),
}


@pages.get("/tables")
@context.allowed(Role.ADMIN)
def tables() -> Answer:
    return redirect(url_for("pages.table", table="wages"))


@pages.get(ADDRESS)
@context.allowed(Role.ADMIN)
def table(table: str) -> Response:
    """A line chosen to be corrected stands in the form."""
    return table_page(table, Typed({name: (request.args[name],) for name in request.args}))


@pages.post(ADDRESS)
@context.allowed(Role.ADMIN)
def save_line(table: str) -> Answer | tuple[Response, int]:
    form, kept = Typed.of(request.form), KEPT[table]
    try:
        line = loaded(kept.schema(), document([*((name, form.one(name)) for name in kept.texts), *numbers(form, kept.figures)]), form)
        done = save_lines(context.actor(), context.desk(), [line])
    except Invalid as refusal:
        form.sentence = "; ".join(text for texts in refusal.fields.values() for text in texts) or refusal.text
        return table_page(table, form), 422
    flash("存好了, 从现在起就按这一行查。")
    if done.paused:
        flash(f"这家单位的 {len(done.paused)} 个岗位已暂停, 不再推荐。", "warn")
    return redirect(url_for("pages.table", table=table))


@pages.post(f"{ADDRESS}/remove")
@context.allowed(Role.ADMIN)
def remove_line(table: str) -> Answer:
    remove = KEPT[table].remove
    if remove is None:
        raise Invalid("名单里的行不删, 提前移出请填移出日期。")
    key, drop = remove
    form = Typed.of(request.form)
    drop(context.actor(), context.desk(), **loaded(key(), document((name, form.one(name)) for name in key().fields), form))
    flash("删掉了。")
    return redirect(url_for("pages.table", table=table))


def table_page(table: str, form: Typed) -> Response:
    found = show_standards(context.actor(), context.desk())
    return page(f"tables/{table}.html", form=form, lines=getattr(found, table), starting=found.starting, table=table, titles=TITLES)
