"""Addresses of list pages: the present one with something added, taken away or gone on from."""

from collections.abc import Iterable
from urllib.parse import urlencode

from flask import request

Pairs = tuple[tuple[str, str], ...]


def asked() -> Pairs:
    """What the address asks for, without blanks and without the place in the list."""
    return tuple((name, value) for name, value in request.args.items(multi=True) if value.strip() and name != "cursor")


def address(pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(tuple(pairs))
    return f"{request.path}?{query}" if query else request.path


def next_page(cursor: str | None) -> str:
    """Address of what follows; "" at the end."""
    return address((*asked(), ("cursor", cursor))) if cursor else ""


def toggled(pair: tuple[str, str]) -> str:
    """The present address with this pair taken away if it is there, else added."""
    now = asked()
    return address(p for p in now if p != pair) if pair in now else address((*now, pair))
