"""The ledger on SQLite and on PostgreSQL: one code, two engines. See port.py for what it promises."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from matcher.domain.errors import Unavailable
from matcher.domain.search import Listed, RowBatch
from matcher.ledger import following, moving, schema
from matcher.ledger.accounts import AccountReading, AccountWriting
from matcher.ledger.boarding import BoardingReading, BoardingWriting
from matcher.ledger.documents import DocumentReading, DocumentWriting
from matcher.ledger.engine import Home
from matcher.ledger.failing import plainly
from matcher.ledger.following import FollowingReading, FollowingWriting
from matcher.ledger.itineraries import ItineraryReading, ItineraryWriting
from matcher.ledger.path import PathReading, PathWriting
from matcher.ledger.sealing import Sealing
from matcher.ledger.seats import SeatReading, SeatWriting
from matcher.ledger.standards import StandardReading, StandardWriting
from matcher.ledger.trips import TripReading, TripWriting


def utc_now() -> datetime:
    return datetime.now(UTC)


class SqlReader(
    DocumentReading, PathReading, AccountReading, TripReading, SeatReading, ItineraryReading, BoardingReading, StandardReading, FollowingReading,
):
    """port.Reader."""


class SqlGlance(SqlReader):
    """port.Glance. A connection kept open may have died with its server since: then what was asked is asked again on a new one."""

    def __init__(self, home: Home, sealing: Sealing, clock: Callable[[], datetime]) -> None:
        super().__init__(home.kept(), sealing, clock)
        self._home = home

    def _run(self, statement: str, values: Sequence[Any], *, many: bool) -> Any:
        try:
            return super()._run(statement, values, many=many)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        self.connection.close()
        self.connection = self._home.apart()
        return super()._run(statement, values, many=many)


class SqlTransaction(
    DocumentWriting, PathWriting, AccountWriting, TripWriting, SeatWriting, ItineraryWriting, BoardingWriting, StandardWriting, FollowingWriting,
):
    """port.Transaction."""


class SqlLedger:
    """url: `sqlite:///path` or `postgresql+psycopg://…`. Connections open when first needed, anew in each process; safe in threads."""

    def __init__(self, url: str, sealing: Sealing, clock: Callable[[], datetime] = utc_now) -> None:
        self.url, self.sealing, self.clock = make_url(url), sealing, clock
        if self.url.get_backend_name() not in ("sqlite", "postgresql") or self.url.database in (None, "", ":memory:"):
            raise ValueError("a ledger is a file of SQLite or a database of PostgreSQL")
        self._homes: dict[int, Home] = {}

    def __repr__(self) -> str:
        return f"SqlLedger({self.url.render_as_string(hide_password=True)!r})"

    @property
    def home(self) -> Home:
        """This process's own. What a parent opened stays untouched in the child: closing it there would end the parent's session."""
        pid = os.getpid()
        return self._homes.get(pid) or self._homes.setdefault(pid, Home(self.url))

    @contextmanager
    def reading(self) -> Iterator[SqlReader]:
        with plainly(), self.home.reading() as connection:
            yield SqlReader(connection, self.sealing, self.clock)

    @contextmanager
    def glance(self) -> Iterator[SqlGlance]:
        with plainly():
            home = self.home
            glance = SqlGlance(home, self.sealing, self.clock)
            try:
                yield glance
            except DBAPIError:
                glance.connection.close()
                raise
            finally:
                if not glance.connection.closed:
                    home.keep(glance.connection)

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        with plainly(), self.home.writing() as connection:
            transaction = SqlTransaction(connection, self.sealing, self.clock)
            yield transaction
            transaction.number_changes()

    def rows_since(self, kind: Listed, number: int, width: int) -> RowBatch:
        with plainly():
            if number and self._last_change() == number:
                return RowBatch((), b"", (), number)
            with self.home.reading() as connection:
                return following.rows_since(connection, kind, number, width)

    def _last_change(self) -> int:
        """Asked before each ranking, and nearly always nothing has changed."""
        with self.glance() as glance:
            return glance.last_change()

    def migrate(self) -> None:
        with plainly(), self.home.writing() as connection:
            schema.migrate(connection)

    def ready(self) -> bool:
        try:
            with plainly(), self.home.reading() as connection:
                return schema.revision(connection) == schema.NEWEST
        except Unavailable:
            return False

    def dump(self) -> Iterator[Mapping[str, Any]]:
        with plainly(), self.home.reading() as connection:
            yield from moving.dump(connection, self.sealing)

    def load(self, records: Iterable[Mapping[str, Any]]) -> int:
        with plainly(), self.home.writing() as connection:
            return moving.load(connection, self.sealing, records)

    def close(self) -> None:
        home = self._homes.pop(os.getpid(), None)
        if home is not None:
            home.close()
