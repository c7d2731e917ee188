"""Kinds of column that give back values of the domain, the same on SQLite and on PostgreSQL.

`read` of each makes a value of what a driver gives, for those who ask the driver itself (shelves.py).
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from matcher.domain.errors import Invalid
from matcher.domain.terms import Labelled

UNSTORABLE = "里面有存不下的字符或数字, 没有存下。请改一改再存。"

# Codes, identifiers and states are compared byte by byte: "lies under" is a range of codes, which a language's collation would tear apart.
Code = String().with_variant(String(collation="C"), "postgresql")
# SQLite numbers rows by itself only where the key is called INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")


def moment_read(value: Any) -> datetime | None:
    """SQLite keeps moments as text in UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(f"{value}+00:00")
    found: datetime | None = value and value.astimezone(UTC)
    return found


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. A naive datetime is refused: nobody could say which moment it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    read = staticmethod(moment_read)


class Term(TypeDecorator[Labelled]):
    """A word of a closed set, stored as its code."""

    impl = String
    cache_ok = True

    def __init__(self, terms: type[Labelled]) -> None:
        super().__init__()
        self.terms = terms
        # A member by its value, as Enum's own look-up would find it.
        self.read: Callable[[Any], Any] = {None: None, **terms._value2member_map_}.__getitem__

    def process_bind_param(self, value: Labelled | str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Labelled | None:
        found: Labelled | None = self.read(value)
        return found


class Part(TypeDecorator[Any]):
    """A part of a document as JSON (JSONB on PostgreSQL), given back as the `shape` it was. The engine hands JSON through as text."""

    impl = JSON().with_variant(JSONB(), "postgresql")
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__()
        self.shape = shape
        self._decode = msgspec.json.Decoder(shape).decode

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return self.read(value)

    def read(self, value: str | None) -> Any:
        return None if value is None else self._decode(value)


NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it, not a written-out backslash


def json_text(value: Any) -> str:
    text = msgspec.json.encode(value).decode()
    if "\\u0000" in text and NUL.search(text):
        raise Invalid(UNSTORABLE)
    return text


def storable(value: str) -> str:
    """PostgreSQL has no NUL in a text; SQLite would take it, and the ledger could not be moved any more."""
    if "\0" in value:
        raise Invalid(UNSTORABLE)
    return value
