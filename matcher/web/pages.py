"""The blueprint all pages belong to, and the two shapes every list page has."""

from flask import Blueprint, Response, make_response, render_template, request

pages = Blueprint("pages", __name__, template_folder="templates")


def fragment_wanted() -> bool:
    """Whether htmx asks for a part; after a lost history it asks for the whole page again."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def page(whole: str, part: str | None = None, **values: object) -> Response:
    """The whole page, or its part for htmx: one address, two bodies, so caches are told."""
    name = part if part and fragment_wanted() else whole
    answer = make_response(render_template(name, **values))
    answer.vary.add("HX-Request")
    return answer
