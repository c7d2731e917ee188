"""The `ledger` fixture: a fresh, migrated ledger, once on SQLite and once on PostgreSQL."""

from collections.abc import Callable

import pytest
from servers.fresh import ENGINES, fresh, postgres_server, postgres_template, pytest_terminal_summary, sqlite_template

from matcher.ledger.sql import SqlLedger

__all__ = ["fresh", "postgres_server", "postgres_template", "pytest_terminal_summary", "sqlite_template"]


@pytest.fixture(params=ENGINES)
def ledger(request: pytest.FixtureRequest, fresh: Callable[[str], SqlLedger]) -> SqlLedger:
    return fresh(request.param)


@pytest.fixture
def postgres_ledger(fresh: Callable[[str], SqlLedger]) -> SqlLedger:
    return fresh("postgres")


@pytest.fixture
def sqlite_ledger(fresh: Callable[[str], SqlLedger]) -> SqlLedger:
    return fresh("sqlite")
