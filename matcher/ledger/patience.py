"""Connections to PostgreSQL that do not wait for ever.

Where the network swallows an answer (a firewall that forgot the connection, a server whose machine is gone), nothing tells the one who waits:
the thread would hang, and with it the locks it holds. Here the connection is given up, and the caller hears that the database is away.
"""

from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

T = TypeVar("T")
PATIENCE_SECONDS = 30.0  # three times the wait for a lock; longer than any statement of ours, a migration's aside
POLL_SECONDS = 0.1


class Impatient(psycopg.Connection[Any]):
    """patience: seconds that one answer may take; None where it may take any time."""

    patience: float | None = PATIENCE_SECONDS

    def wait(self, gen: PQGen[T], interval: float = POLL_SECONDS, timeout: float | None = None) -> T:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            if not self.closed and self.info.transaction_status is TransactionStatus.ACTIVE:
                self.close()  # the answer may still come, and would be taken for that to the next question
            raise
