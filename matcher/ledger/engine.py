"""Connections of one process: to SQLite with its file lock, or to PostgreSQL with its pool."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from matcher.domain.errors import Unavailable
from matcher.ledger.columns import json_text
from matcher.ledger.failing import UNSURE
from matcher.ledger.filelock import WriteLock

PRAGMAS = (
    "journal_mode=WAL",  # readers go on while one writes
    "synchronous=FULL",  # what was acknowledged survives a power cut
    "foreign_keys=ON",
    "busy_timeout=10000",
    "cache_size=-16000",  # kB a connection
)
# The last one: what a process that the network has cut off holds is free again after a minute.
POSTGRES_OPTIONS = "-c timezone=UTC -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"


class Home:
    """The database as one process sees it. Nothing is opened before it is needed; never used on both sides of a fork."""

    def __init__(self, url: URL) -> None:
        self.postgres = url.get_backend_name() == "postgresql"
        self.engine = postgres_engine(url) if self.postgres else sqlite_engine(url)
        self._lock = None if self.postgres else WriteLock(Path(str(url.database)))
        self._spare: list[Connection] = []

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot from the first query on."""
        with self.engine.connect() as connection:
            if self.postgres:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin(), forgotten_when_dead(connection):
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        turn: AbstractContextManager[None] = self._lock.held() if self._lock else nullcontext()
        with turn, self.engine.connect() as connection:
            transaction = connection.execution_options(writing=True).begin()
            try:
                with forgotten_when_dead(connection):
                    yield connection
            except BaseException:
                transaction.rollback()
                raise
            try:
                transaction.commit()
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise Unavailable(UNSURE) from error
                raise

    def kept(self) -> Connection:
        """For single quick reads, outside any transaction: one kept from earlier where there is one. `keep` takes it back."""
        try:
            return self._spare.pop()
        except IndexError:
            return self.apart()

    def apart(self) -> Connection:
        """Not one of the pool's few. Plain statements only: others would begin a transaction."""
        connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()
        return connection

    def keep(self, connection: Connection) -> None:
        self._spare.append(connection)

    def close(self) -> None:
        while self._spare:
            self._spare.pop().close()
        self.engine.dispose()
        if self._lock:
            self._lock.close()


def unhurried(connection: Connection) -> None:
    """For statements of PostgreSQL that may take any time, as those of a migration. The connection does not return to the pool."""
    connection.detach()
    connection.connection.dbapi_connection.patience = None  # type: ignore[union-attr]  # a patience.Impatient


@contextmanager
def forgotten_when_dead(connection: Connection) -> Iterator[None]:
    """A plain statement (plain.py) that found the connection dead has told nobody: rolling back on it would only fail once more."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated:
            connection.invalidate(error)
        raise


def as_it_came(text: str | bytes) -> str | bytes:
    """JSON is read by the column (columns.Part), which knows the shape."""
    return text


# hide_parameters: an error's text goes to the log, and must not carry names and phones there.
COMMON: dict[str, Any] = {"json_serializer": json_text, "json_deserializer": as_it_came, "hide_parameters": True}


def sqlite_engine(url: URL) -> Engine:
    engine = create_engine(
        url, **COMMON, pool_size=20, max_overflow=20, pool_timeout=30,
        connect_args={"check_same_thread": False, "isolation_level": None},  # no BEGIN but ours
    )
    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "begin", begin)
    return engine


def set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")


def postgres_engine(url: URL) -> Engine:
    from matcher.ledger.patience import Impatient

    engine = create_engine(
        url, **COMMON, pool_size=10, max_overflow=20, pool_timeout=10, pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "options": POSTGRES_OPTIONS, "keepalives_idle": 30},
    )
    event.listen(engine, "do_connect", lambda _dialect, _record, words, options: Impatient.connect(*words, **options))
    return engine
