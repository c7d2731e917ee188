"""The SQLite file of the embedded catalogue: connections of one process, one writer at a time over all processes."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from matcher.domain.errors import Unavailable

BUSY_SECONDS = 30.0
POLL_SECONDS = 0.0005
SCHEMA = """
CREATE TABLE IF NOT EXISTS catalogue_generation (number INTEGER PRIMARY KEY AUTOINCREMENT, serving INTEGER NOT NULL, touched REAL NOT NULL);
CREATE TABLE IF NOT EXISTS catalogue_value (code INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
    UNIQUE (kind, field, value));
"""


def away(error: Exception) -> Unavailable:
    refusal = Unavailable("搜索暂时不可用, 请过一会儿再试。", retry_after=5)
    refusal.__cause__ = error
    return refusal


class CatalogueFile:
    """Connections are made when first needed and never used on both sides of a fork."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._process = os.getpid()
        self._idle: list[sqlite3.Connection] = []
        self._inherited: list[sqlite3.Connection] = []  # kept and never touched: closing them here would harm the parent's locks

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One snapshot from the first query on."""
        try:
            connection = self._take()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                self._give_back(connection)
        except sqlite3.Error as error:
            raise away(error) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Whole or not at all."""
        try:
            with self._turn():
                connection = self._take()
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    yield connection
                    connection.execute("COMMIT")
                finally:
                    self._give_back(connection)
        except (sqlite3.Error, OSError) as error:
            raise away(error) from error

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The lock files that the ledger takes too, when it lives in the same file, in the same order."""
        until = time.monotonic() + BUSY_SECONDS
        with _opened(self.path, ".turn") as turn, _opened(self.path, ".lock") as lock:
            _wait_for(turn, until)
            _wait_for(lock, until)
            fcntl.flock(turn, fcntl.LOCK_UN)
            yield

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._process != os.getpid():
                self._inherited += self._idle
                self._idle, self._process = [], os.getpid()
            if self._idle:
                return self._idle.pop()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        # NORMAL: after a power cut the newest entries may be missing, and the ledger, which keeps everything, fills them in.
        connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; {SCHEMA}")
        return connection

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        with self._lock:
            self._idle.append(connection)

    def close(self) -> None:
        with self._lock:
            while self._idle:
                self._idle.pop().close()


@contextmanager
def _opened(path: Path, ending: str) -> Iterator[int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path.with_name(path.name + ending), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield file
    finally:
        os.close(file)


def _wait_for(file: int, until: float) -> None:
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise away(error) from error
            time.sleep(POLL_SECONDS)
