"""Plain statements on the driver's own cursor, for the few that every booking and every ranking runs.

SQLAlchemy's Core costs three to ten times the statement itself on SQLite; nine of them a booking would be most of its time. Values here are
those the columns store: JSON as text, moments as the engine keeps them. Errors come out as SQLAlchemy's, so failing.py reads them alike.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from matcher.ledger.columns import json_text


class Plain:
    connection: Connection
    postgres: bool
    _collected: list[tuple[str, Sequence[Sequence[Any]]]] | None = None

    def fetch(self, statement: str, values: Sequence[Any]) -> list[Any]:
        """Rows as the driver gives them. "?" stands for a value."""
        rows: list[Any] = self._run(statement, values, many=False).fetchall()
        return rows

    def fetch_by_id(self, select: str, ids: Sequence[str]) -> list[Any]:
        """One value in the statement, however many ids there are."""
        if self.postgres:
            return self.fetch(f"{select} WHERE id = ANY(?)", (list(ids),))
        return self.fetch(f"{select} WHERE id IN (SELECT value FROM json_each(?))", (json_text(ids),))

    def run(self, statement: str, values: Sequence[Any]) -> int:
        """How many rows it touched."""
        touched: int = self._run(statement, values, many=False).rowcount
        return touched

    def put(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        if self._collected is not None:
            self._collected += [(statement, rows)] if rows else []
        elif len(rows) == 1:
            self._run(statement, rows[0], many=False)
        elif rows:
            self._run(statement, rows, many=True)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is put inside goes to PostgreSQL as one statement, in one journey. For `put` alone: nothing may be read inside."""
        self._collected = [] if self.postgres else None
        try:
            yield
            if self._collected:
                self._run(*in_one(self._collected), many=False)
        finally:
            self._collected = None

    def moment(self, at: datetime | None) -> Any:
        """As the columns of kind Moment store it."""
        if at is None or self.postgres:
            return at
        return (at if at.tzinfo is UTC else at.astimezone(UTC)).replace(tzinfo=None).isoformat(" ", "microseconds")

    def _run(self, statement: str, values: Sequence[Any], *, many: bool) -> Any:
        dialect = self.connection.dialect
        cursor = self.connection.connection.cursor()
        sql = in_percents(statement) if self.postgres else statement
        try:
            (cursor.executemany if many else cursor.execute)(sql, values)
        except dialect.loaded_dbapi.Error as error:
            gone = dialect.is_disconnect(error, self.connection.connection, None)
            raise DBAPIError.instance(
                sql, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, connection_invalidated=gone, dialect=dialect) from error
        return cursor


def in_one(puts: Sequence[tuple[str, Sequence[Sequence[Any]]]]) -> tuple[str, list[Any]]:
    """Several `INSERT … VALUES (…)` as one statement. What one row refers to may come with another: PostgreSQL looks at the end."""
    statements = []
    for statement, rows in puts:
        head, row = statement.rsplit(" VALUES ", 1)
        statements.append(f"{head} VALUES {', '.join([row] * len(rows))}")
    *others, last = statements
    parts = ", ".join(f"part{number} AS ({each})" for number, each in enumerate(others))
    return f"WITH {parts} {last}" if parts else last, [value for _, rows in puts for row in rows for value in row]


@lru_cache(maxsize=256)
def in_percents(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")
