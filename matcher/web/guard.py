"""What every answer carries, and the token every form must bring back."""

from typing import Final

from flask import Flask, Response, request
from flask import session as cookie
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

csrf = CSRFProtect()

HEADERS = {
    # data: is for the arrows of form controls in Bootstrap's style sheet.
    "Content-Security-Policy": "; ".join((
        "default-src 'self'", "img-src 'self' data:", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
    )),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def install(app: Flask) -> None:
    # The check is by path, not by route: bearer tokens guard /api/, everything else is a form on a page.
    # A form lives as long as its session, so that nothing typed is lost over a long telephone call.
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    csrf.init_app(app)
    app.before_request(check_form)
    app.after_request(add_headers)
    app.add_template_global(csrf_field)


# Sheets are larger than forms; only for those who are signed in, and before anything of the body is read.
LARGE: Final = {"pages.take_sheet": 21_000_000}
LARGE_TEXT: Final = 1_000_000


def check_form() -> None:
    if request.endpoint in LARGE and cookie.get("account"):
        request.max_content_length, request.max_form_memory_size = LARGE[request.endpoint], LARGE_TEXT
    if not request.path.startswith("/api/"):
        csrf.protect()


def csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def add_headers(answer: Response) -> Response:
    """A view that needs other words sets them itself; pages with people on them are never kept anywhere."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.endpoint != "static":
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer
