"""What databases complain of, in the sentences and families of the domain."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from matcher.domain.errors import Invalid, Missing, Refusal, Twice, Unavailable
from matcher.ledger.columns import UNSTORABLE
from matcher.ledger.seat_port import Clash

BUSY = "数据库正忙, 这一次没有存下。请过几秒再试。"
FULL = "磁盘满了, 这一次没有存下。请管理员腾出空间后再试。"
READ_ONLY = "数据库现在不能写, 这一次没有存下。请管理员检查磁盘和权限后再试。"
AWAY = "数据库连不上, 这一次没有存下。请过一会儿再试; 还不行请找管理员。"
UNSURE = "存的最后一刻数据库断了。请先查一查这一条是否已经存下, 没有再存一次。"
UNMADE = "数据库还没有建好。请管理员先运行 matcher init。"
TWICE = "这一条已经有了, 没有重复存。请查一查原来那一条。"
DANGLING = "它所指的单位、岗位或人员不在库里, 没有存下。请先登记那一项。"

SQLITE: dict[int, str] = {
    sqlite3.SQLITE_BUSY: BUSY, sqlite3.SQLITE_LOCKED: BUSY, sqlite3.SQLITE_FULL: FULL, sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_IOERR: READ_ONLY, sqlite3.SQLITE_CANTOPEN: READ_ONLY, sqlite3.SQLITE_CORRUPT: AWAY, sqlite3.SQLITE_NOTADB: AWAY,
}
POSTGRES: dict[str, str] = {  # SQLSTATE, whole or its class
    "40": BUSY, "55P03": BUSY, "57014": BUSY, "53100": FULL, "53": BUSY, "25006": READ_ONLY, "25P03": AWAY,
    "08": AWAY, "57": AWAY, "58": AWAY, "28": AWAY, "3D": AWAY, "42P01": UNMADE,
}


@contextmanager
def plainly() -> Iterator[None]:
    """A complaint of the database becomes a refusal; a mistake in our own SQL stays the error it is."""
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable(BUSY) from error
    except DBAPIError as error:
        refused = refusal(error)
        if refused is None:
            raise
        # What broke a constraint is quoted in the server's message, name and phone and all: that must not follow into a log.
        raise refused from (None if isinstance(error, IntegrityError) else error)
    except StatementError as error:  # a column could not take the value
        if isinstance(error.orig, Refusal):
            raise error.orig from None
        raise
    except UnicodeEncodeError as error:  # half a surrogate pair
        raise Invalid(UNSTORABLE) from error


def refusal(error: DBAPIError) -> Refusal | None:
    cause = error.orig
    if isinstance(error, IntegrityError):
        return integrity(cause)
    if isinstance(cause, sqlite3.Error):
        if "no such table" in str(cause):
            return Unavailable(UNMADE)
        sentence = SQLITE.get(cause.sqlite_errorcode & 0xFF) if hasattr(cause, "sqlite_errorcode") else None
        return Unavailable(sentence) if sentence else None
    return postgres(error)


def integrity(cause: BaseException | None) -> Refusal | None:
    state = getattr(cause, "sqlstate", None)
    if state == "23P01" or "ride_one_at_a_time" in str(cause):
        return Clash()
    if state == "23505" or "UNIQUE constraint" in str(cause):
        return Twice(TWICE)
    if state == "23503" or "FOREIGN KEY constraint" in str(cause):
        return Missing(DANGLING)
    return None


def postgres(error: DBAPIError) -> Refusal | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # no answer came at all
        return Unavailable(AWAY) if error.connection_invalidated or "OperationalError" in type(error.orig).__name__ else unstorable(error)
    sentence = POSTGRES.get(state) or POSTGRES.get(state[:2])
    return Unavailable(sentence) if sentence else unstorable(error)


def unstorable(error: DBAPIError) -> Refusal | None:
    """psycopg refuses a NUL in a text before sending it; the server refuses numbers out of range (class 22)."""
    return Invalid(UNSTORABLE) if type(error).__name__ == "DataError" else None
