"""`seat_desk`: a desk at a fresh ledger of either engine, with a clock of the test's own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import pytest
from servers.fresh import ENGINES, fresh, postgres_server, postgres_template, pytest_terminal_summary, sqlite_template
from trips_at_hand import NOW

from matcher.catalogue.embedded import Embedded
from matcher.ledger.sql import SqlLedger
from matcher.matching.rows import VACANCY_ROW, WORKER_ROW
from matcher.matching.weights import Weights
from matcher.reading.occupations import Occupations
from matcher.reading.places import Places
from matcher.services.desk import Desk
from matcher.settings import Settings

__all__ = ["fresh", "postgres_server", "postgres_template", "pytest_terminal_summary", "sqlite_template"]

Clock: TypeAlias = Callable[[], datetime]
SeatDesk: TypeAlias = Callable[[str, Clock], Desk]


@pytest.fixture
def seat_desk(fresh: Callable[[str], SqlLedger], tmp_path: Path) -> Iterator[SeatDesk]:
    with ExitStack() as stack:
        def at(engine: str, clock: Clock) -> Desk:
            ledger = fresh(engine)
            ledger.clock = clock
            catalogue = Embedded(tmp_path / "catalogue.db", ledger, {"vacancy": VACANCY_ROW, "worker": WORKER_ROW})
            stack.callback(catalogue.close)
            weights = Weights.from_mapping(Settings.read({}).ranking_toml())
            return Desk(ledger, catalogue, Places.load(), Occupations.load(), weights, clock)

        yield at


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, seat_desk: SeatDesk) -> Desk:
    """The clock stands at NOW."""
    return seat_desk(request.param, lambda: NOW)
