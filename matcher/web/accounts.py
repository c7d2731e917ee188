"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.errors import Refusal, SignedOut
from matcher.services.accounts import Throttled, sign_in
from matcher.web import session
from matcher.web.forms import Typed
from matcher.web.pages import pages


@pages.get("/login")
@context.open_to_all
def login() -> str:
    return render_template("accounts/login.html", form=Typed(), then=own_path(request.args.get("then", "")))


@pages.post("/login")
@context.open_to_all
def enter() -> Answer | tuple[str, int]:
    form, then = Typed.of(request.form), own_path(request.form.get("then", ""))
    try:
        session.begin(sign_in(context.desk(), form.one("name"), request.form.get("password", ""), request.remote_addr or ""))
    except (SignedOut, Throttled) as refusal:
        return refused(form, refusal, then)
    return redirect(then or url_for("pages.home"))


def refused(form: Typed, refusal: Refusal, then: str) -> tuple[str, int]:
    form.sentence = refusal.text
    form.values = {"name": (form.one("name"),)}
    status = 429 if isinstance(refusal, Throttled) else 401
    return render_template("accounts/login.html", form=form, then=then), status


@pages.post("/logout")
@context.open_to_all
def leave() -> Response | Answer:
    session.end()
    flash("已退出。")
    return redirect(url_for("pages.home"))


def own_path(text: str) -> str:
    """A path of this site, or "": nobody is led elsewhere by a link to the sign-in page."""
    parts = urlsplit(text)
    own = text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return text if own and text.isprintable() else ""
