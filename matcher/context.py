"""What a request works with: the desk, whoever acts, and the roles a route is for. Below API and pages, which both use it."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from flask import current_app, g

from matcher.domain.accounts import Actor, Role
from matcher.domain.errors import Forbidden, SignedOut
from matcher.services.desk import Desk

EXTENSION: Final = "matcher"
NOBODY: Final = Actor("")
DECLARED: Final = "allowed_roles"

P = ParamSpec("P")
T = TypeVar("T")


def desk() -> Desk:
    made: Desk = current_app.extensions[EXTENSION]
    return made


def actor() -> Actor:
    """Whoever acts in this request; an actor without name and grants where nobody is signed in."""
    known: Actor = g.get("actor", NOBODY)
    return known


def act_as(known: Actor | None) -> None:
    """Set once a request, by the edge that knows the token or the cookie."""
    g.actor = known or NOBODY


def allowed(*roles: Role) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """The route is for these roles only; the scope is the service's to check. Raises SignedOut, Forbidden."""

    def declare(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
            if not actor().name:
                raise SignedOut()
            if not actor().has(*roles):
                raise Forbidden("您的账号没有这项权限。需要的话, 请找管理员加上。")
            return view(*args, **kwargs)

        setattr(guarded, DECLARED, frozenset(roles))
        return guarded

    return declare


def open_to_all(view: Callable[P, T]) -> Callable[P, T]:
    """The route is for everybody, signed in or not; said aloud, so that a route without declaration is a mistake."""
    setattr(view, DECLARED, None)
    return view
