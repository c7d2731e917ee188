"""Who asks: the bearer token of each request, and identifiers in addresses that can be no identifier."""

from typing import Any, Final

from flask import g, request
from werkzeug.routing import BaseConverter, Map

from matcher import context
from matcher.booking.requests import KEY
from matcher.domain.errors import SignedOut
from matcher.domain.identifiers import ALPHABET, LETTER, WIDTH, Kind
from matcher.services.accounts import actor_for_token

PREFIX: Final = "/api/"


def read_token() -> None:
    """Before every view under /api/. A token that nobody holds is refused even where none is needed, so that its owner learns of it."""
    if not request.path.startswith(PREFIX):
        return
    g.actor = context.NOBODY
    if "Authorization" not in request.headers:
        return
    given = request.authorization
    known = actor_for_token(context.desk(), given.token) if given and given.type == "bearer" and given.token else None
    if known is None:
        raise SignedOut("令牌不对或已停用。请写 Authorization: Bearer 令牌; 没有令牌请找管理员发。")
    g.actor = known


class Identifier(BaseConverter):
    """`<id(worker):id>`: anything else is no address of ours, and never reaches the ledger."""

    def __init__(self, map: Map, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **kwargs)
        self.regex = f"{LETTER[kind]}[0-7][{ALPHABET}]{{{WIDTH - 1}}}"


class AccountName(BaseConverter):
    regex = r"[^/\x00-\x1f\x7f]{1,64}"


class BookingKey(BaseConverter):
    """A key of the caller's own. One that is none is told so by the booking desk, not by "no such address"."""

    regex = r"[^/\x00-\x1f\x7f]{1,200}"
    described = f"^{KEY.pattern}$"


def described(converter: BaseConverter) -> dict[str, str]:
    """For OpenAPI."""
    return {"type": "string", "pattern": getattr(converter, "described", f"^{converter.regex}$")}
