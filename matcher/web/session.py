"""Who is signed in: a signed cookie holds the account's name, and each request reads its grants as they are now."""

from flask import Flask, g, request
from flask import session as cookie

from matcher import context
from matcher.domain.accounts import Actor
from matcher.services.accounts import actor_named
from matcher.web import navigation

ACCOUNT = "account"


def install(app: Flask) -> None:
    # The cookie is written when it changes and not by every answer: a late answer to an earlier request would bring back what it was before.
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    navigation.install(app)
    app.before_request(read_cookie)
    app.add_template_global(signed_in)


def read_cookie() -> None:
    if request.path.startswith("/api/") or request.endpoint == "static":
        return
    name = cookie.get(ACCOUNT)
    g.actor = (actor_named(context.desk(), name) if name else None) or context.NOBODY


def signed_in() -> Actor | None:
    actor = context.actor()
    return actor if actor.name else None


def begin(actor: Actor) -> None:
    cookie[ACCOUNT] = actor.name
    cookie.permanent = True


def end() -> None:
    cookie.clear()
