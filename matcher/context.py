"""What a request works with, and who may call what.

Views say it with `@allowed` or `@open_to_all`; a view that says nothing is refused at start-up.
"""

import secrets
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from flask import Flask, current_app, g, request

from matcher.domain.accounts import Actor, Role
from matcher.domain.errors import Forbidden, SignedOut
from matcher.services.desk import Desk

EXTENSION: Final = "matcher"
NOBODY: Final = Actor("")
REQUEST_ID: Final = "X-Request-ID"
FILES: Final = "static"  # Flask's own view of what lies in matcher/static
NOT_YOURS: Final = "您的账号没有这项权限。需要的话请找管理员开通。"

P = ParamSpec("P")
R = TypeVar("R")


def desk() -> Desk:
    made: Desk = current_app.extensions[EXTENSION]
    return made


def actor() -> Actor:
    """Whoever asks: read from the session's cookie or the bearer token before the view runs; NOBODY (no name, no grants) otherwise."""
    found: Actor = g.get("actor", NOBODY)
    return found


def today() -> date:
    return desk().today


def request_id() -> str:
    """The caller's, where it is a plain short word, else one of our own; the same for the whole request."""
    if "request_id" not in g:
        given = request.headers.get(REQUEST_ID, "")
        plain = 0 < len(given) <= 64 and given.isascii() and given.replace("-", "").replace("_", "").isalnum()
        g.request_id = given if plain else secrets.token_hex(8)
    known: str = g.request_id
    return known


def slip_key() -> bytes:
    """What the square codes of boarding slips are signed with."""
    key = current_app.secret_key or b""
    return key.encode() if isinstance(key, str) else key


def allowed(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The view is for accounts that have one of these roles, at whatever scope; what lies inside the scope is the services' question."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not actor().name:
                raise SignedOut
            if not actor().has(*roles):
                raise Forbidden(NOT_YOURS)
            return view(*args, **kwargs)

        guarded.allowed_roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return guard


def open_to_all(view: Callable[P, R]) -> Callable[P, R]:
    """The view is for everybody, signed in or not."""
    view.allowed_roles = None  # type: ignore[attr-defined]
    return view


def roles_of(app: Flask, endpoint: str) -> frozenset[Role] | None:
    """Roles that may call it; None is everybody. Raises LookupError where the view does not say."""
    view = app.view_functions[endpoint]
    if not hasattr(view, "allowed_roles"):
        raise LookupError(endpoint)
    declared: frozenset[Role] | None = view.allowed_roles
    return declared


def check_declared(app: Flask) -> None:
    """Raises LookupError, naming every view that does not say who may call it."""
    silent = [name for name, view in app.view_functions.items() if not hasattr(view, "allowed_roles") and name.rpartition(".")[2] != FILES]
    if silent:
        raise LookupError(f"views without @allowed or @open_to_all: {', '.join(sorted(silent))}")
