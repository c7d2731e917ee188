"""Pages of employers: enough that a vacancy can be posted."""

from typing import Final

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.employers import Employer
from matcher.domain.errors import Invalid, Twice
from matcher.ledger.port import Page
from matcher.schemas.employers import EmployerSchema
from matcher.services.posting import POSTERS, add_employer, list_employers
from matcher.web.forms import Typed, document, loaded
from matcher.web.links import next_page
from matcher.web.navigation import EMPLOYERS
from matcher.web.pages import page, pages
from matcher.web.typed import place_code

SHOWN: Final = 30
TEXTS: Final = ("name", "credit_code", "address", "contact", "phone")


@pages.get("/employers")
@context.allowed(*EMPLOYERS)
def employers() -> Response:
    name = request.args.get("name", "").strip()
    cursor = request.args.get("cursor")
    listing = list_employers(context.actor(), context.desk(), Page(cursor, SHOWN), name)
    return page("employers/list.html", "employers/_more.html" if cursor else None, listing=listing, name=name, next=next_page(listing.cursor))


@pages.get("/employers/new")
@context.allowed(*POSTERS)
def new_employer() -> Response:
    return page("employers/form.html", form=Typed())


@pages.post("/employers/new")
@context.allowed(*POSTERS)
def add_employer_page() -> Response | Answer | tuple[Response, int]:
    form = Typed.of(request.form)
    try:
        saved = add_employer(context.actor(), context.desk(), employer_typed(form))
    except Invalid as refusal:
        return page("employers/form.html", form=form.refused(refusal)), 422
    except Twice as refusal:
        form.sentence = refusal.text
        return page("employers/form.html", form=form), 409
    flash(f"“{saved.name}”登记好了, 现在发布它的岗位。")
    return redirect(url_for("pages.new_vacancy", employer=saved.id))


def employer_typed(form: Typed) -> Employer:
    """Raises Invalid with what is wrong beside each field."""
    values = [(name, form.one(name)) for name in TEXTS]
    whole = document([*values, ("place", place_code(form, "place"))])
    employer: Employer = loaded(EmployerSchema(), whole, form)
    return employer
