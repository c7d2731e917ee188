"""How much of an engine's bare single-row write rate a whole booking reaches: both in turns, in one run, over one connection each.

A booking is one person on one seat for a stretch of a coach with four stops: trip locked, key looked up, person, clashes and seats read, booking,
ride, claims, event and message written, committed. A bare write is one row inserted and committed. PostgreSQL waits for the disk here.
`python tests/bench/bench_booking.py [PAIRS]`
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy import text

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "seats"))

from servers.postgres import Unobtainable, server
from trips_at_hand import coach, opened, people, wish

from matcher.catalogue.embedded import Embedded
from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import BookingState
from matcher.ledger.sealing import Sealing
from matcher.ledger.sql import SqlLedger
from matcher.matching.weights import Weights
from matcher.reading.occupations import Occupations
from matcher.reading.places import Places
from matcher.services.booking import book
from matcher.services.desk import Desk
from matcher.settings import Settings

NOW = datetime(2026, 2, 18, 2, 0, tzinfo=UTC)
BARE = "INSERT INTO bare (number, words) VALUES (:number, :words)"


@dataclass(frozen=True)
class Measured:
    bookings: float
    bare: float

    @property
    def share(self) -> float:
        return self.bookings / self.bare


def desk_at(url: str) -> Desk:
    ledger = SqlLedger(url, Sealing(b"a key for measuring, no other use.."), lambda: NOW)
    ledger.migrate()
    with ledger.home.writing() as connection:
        connection.execute(text("CREATE TABLE bare (number INTEGER PRIMARY KEY, words TEXT NOT NULL)"))
    catalogue = Embedded(Path(tempfile.mkdtemp()) / "catalogue.db", ledger, {})
    return Desk(ledger, catalogue, Places.load(), Occupations.load(), Weights.from_mapping(Settings.read({}).ranking_toml()), lambda: NOW)


def measure(desk: Desk, pairs: int, state: BookingState) -> Measured:
    """Rates per second, from the median time of each; a coach of 52 seats is replaced when its 156 seat-legs are sold."""
    ledger: SqlLedger = desk.ledger  # type: ignore[assignment]
    workers = people(desk, pairs + 20, first=0 if state is BookingState.HELD else pairs + 20)
    trip = opened(desk, units=(coach(rows=13),))
    took: tuple[list[float], list[float]] = [], []
    for number in range(pairs + 20):
        if number % 100 == 0:
            trip = opened(desk, units=(coach(rows=13),))
        asked = wish(trip, f"k{number}", [workers[number]], number % 3, number % 3 + 1, state=state)
        took[0].append(timed(lambda: book(SYSTEM, desk, asked)))  # noqa: B023 - called at once
        took[1].append(timed(lambda: bare(ledger, state, number)))  # noqa: B023
    return Measured(1 / median(took[0][20:]), 1 / median(took[1][20:]))


def bare(ledger: SqlLedger, state: BookingState, number: int) -> None:
    with ledger.home.writing() as connection:
        connection.execute(text(BARE), {"number": number + (10**6 if state is BookingState.HELD else 0), "words": "示例" * 20})


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


@contextmanager
def engines() -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        found = {"SQLite": f"sqlite:///{tempfile.mkdtemp()}/matcher.db"}
        try:
            running = stack.enter_context(server(own=True, durable=True))
            found["PostgreSQL"] = running.database("booking").render_as_string(hide_password=False)
        except Unobtainable as reason:
            print(f"booking: PostgreSQL cannot be had: {reason}")
        yield found


def main(pairs: int) -> None:
    with engines() as found:
        for name, url in found.items():
            desk = desk_at(url)
            for state in (BookingState.HELD, BookingState.CONFIRMED):
                result = measure(desk, pairs, state)
                print(f"{name:10}  {state:9}  {result.bookings:7.0f} bookings/s  {result.bare:7.0f} bare writes/s  share {result.share:.2f}")
            desk.ledger.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
