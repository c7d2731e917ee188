"""Fixtures that open fresh, migrated ledgers on SQLite and on PostgreSQL; a conftest takes what it needs."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from servers.postgres import Server, Unobtainable, server

from matcher.ledger.sealing import Sealing
from matcher.ledger.sql import SqlLedger

ENGINES = ["sqlite", "postgres"]
SEALING = Sealing(b"a key for tests, of no other use....")
NAMES = (f"matcher_test_{os.getpid()}_{number}" for number in count())
missing: list[str] = []


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    with ExitStack() as stack:
        try:
            running = stack.enter_context(server())
        except Unobtainable as reason:
            missing.append(str(reason))
            if os.environ.get("CI") == "true":
                pytest.fail(f"PostgreSQL cannot be had: {reason}")
            pytest.skip(f"PostgreSQL cannot be had: {reason}")
        yield running


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if missing:
        terminalreporter.write_line(f"POSTGRESQL WAS NOT TESTED: {missing[0]}", red=True, bold=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Server) -> Iterator[str]:
    """Name of a migrated database; a test gets a copy."""
    name = next(NAMES)
    made = SqlLedger(postgres_server.database(name).render_as_string(hide_password=False), SEALING)
    made.migrate()
    made.close()
    yield name
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "matcher.db"
    made = SqlLedger(f"sqlite:///{path}", SEALING)
    made.migrate()
    made.close()
    return path


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], SqlLedger]]:
    """Opens a fresh ledger on the engine of that name."""
    with ExitStack() as stack:
        def sqlite() -> str:
            path = tmp_path / f"{next(NAMES)}.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            return f"sqlite:///{path}"

        def postgres() -> str:
            running: Server = request.getfixturevalue("postgres_server")
            name = next(NAMES)
            url = running.database(name, request.getfixturevalue("postgres_template"))
            stack.callback(running.drop, name)
            return url.render_as_string(hide_password=False)

        def open_fresh(engine: str) -> SqlLedger:
            made = SqlLedger({"sqlite": sqlite, "postgres": postgres}[engine](), SEALING)
            stack.callback(made.close)
            return made

        yield open_fresh
