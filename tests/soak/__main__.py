"""The large sizes of what the suite tests small: `make soak`. Prints one table; ends with 1 where a promise broke.

SOAK_EXAMPLES, SOAK_KILLS, SOAK_ATTEMPTS, SOAK_ORDERS, SOAK_TRIPS set other sizes.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "seats"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "rules"))

import test_booking_rules as rules
from servers.fresh import SEALING
from servers.postgres import Unobtainable, server
from sqlalchemy import text
from trips_at_hand import HOUR, MORNING, NOW, coach, opened, people, stops, wish

from matcher.booking.plans import grid
from matcher.booking.scans import merged
from matcher.catalogue.embedded import Embedded
from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import Booking, NoSeats
from matcher.domain.errors import Refusal
from matcher.domain.trips import Stop, Unit, UnitKind
from matcher.ledger.sql import SqlLedger
from matcher.matching.weights import Weights
from matcher.reading.occupations import Occupations
from matcher.reading.places import Places
from matcher.services.booking import book
from matcher.services.desk import Desk
from matcher.settings import Settings

TESTS = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("MATCHER_SHARED", TESTS.parents[1] / "shared"))


def size(name: str, usual: int) -> int:
    return int(os.environ.get(f"SOAK_{name}", usual))


@dataclass(frozen=True)
class Line:
    test: str
    size: str
    result: str
    held: bool
    seconds: float


def desk_at(url: str) -> Desk:
    ledger = SqlLedger(url, SEALING, lambda: NOW)
    ledger.migrate()
    catalogue = Embedded(Path(tempfile.mkdtemp()) / "catalogue.db", ledger, {})
    return Desk(ledger, catalogue, Places.load(), Occupations.load(), Weights.from_mapping(Settings.read({}).ranking_toml()), lambda: NOW)


def recount(desk: Desk) -> tuple[int, int, int]:
    """Seat-legs sold, sold twice, and people in two places, from the riders alone."""
    with desk.ledger.home.reading() as connection:  # type: ignore[attr-defined]
        rides = list(connection.execute(text("SELECT trip, unit, seat, board, alight, worker, starts, ends FROM ride WHERE live")))
    taken = Counter((ride.trip, ride.unit, ride.seat, leg) for ride in rides for leg in range(ride.board, ride.alight))
    spans = defaultdict(list)
    for ride in rides:
        spans[ride.worker].append((ride.starts, ride.ends))
    clashes = sum(later[0] < earlier[1] for own in map(sorted, spans.values()) for earlier, later in pairwise(own))
    return len(taken), sum(taken.values()) - len(taken), clashes


def crowd(desk: Desk, attempts: int, clients: int = 16) -> tuple[str, bool]:
    """Twenty trips of four to eight stops, half of all attempts aimed at 500 people; counted from the tables and from the answers."""
    dice = random.Random(1)
    trips = [opened(desk, units=(coach(rows=13),), stops=stops(4 + number % 5, start=MORNING + (number % 7) * HOUR)) for number in range(20)]
    who = people(desk, 5000)

    def attempt(number: int) -> Booking | None:
        trip, board = dice.choice(trips), dice.randrange(3)
        worker = dice.choice(who[:500] if number % 2 else who)
        try:
            return book(SYSTEM, desk, wish(trip, f"k{number}", [worker], board, dice.randrange(board + 1, trip.legs + 1)))
        except Refusal:
            return None

    with ThreadPoolExecutor(clients) as pool:
        answers = [made for made in pool.map(attempt, range(attempts)) if made]
    told = Counter((made.trip, at, leg) for made in answers for at in made.seats for leg in range(made.board, made.alight))
    sold, twice, clashes = recount(desk)
    return f"{len(answers)} booked, oversold {twice}, overlaps {clashes}", twice == clashes == 0 and len(told) == sold == sum(told.values())


def timetable(limit: int) -> Iterator[tuple[str, tuple[Stop, ...]]]:
    """Real trains as trips: the moment a train leaves a station, the last one's arrival; midnight is passed where times fall."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (SHARED / "data" / "transport" / "train_stops.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows[row["trip"]].append(row)
    for name in sorted(rows)[:limit]:
        at = datetime(2026, 3, 1, tzinfo=UTC)
        made: list[Stop] = []
        for row in sorted(rows[name], key=lambda row: int(row["seq"])):
            hours, minutes = map(int, (row["departs"] or row["arrives"]).split(":"))
            moment = at.replace(hour=hours, minute=minutes)
            while made and moment <= made[-1].at:
                moment += timedelta(days=1)
            made.append(Stop(row["station"], moment))
            at = moment.replace(hour=0, minute=0)
        if len(made) > 1:
            yield name, tuple(made)


def sell_out(desk: Desk, limit: int) -> tuple[str, bool]:
    """Every trip of the timetable gets one small carriage and is sold at random until the last leg."""
    dice, count, legs, unsold = random.Random(2), 0, 0, 0
    unit = Unit(no=1, plan=grid(2, 4), kind=UnitKind.CARRIAGE)
    for name, made in timetable(limit):
        trip = opened(desk, name=name, stops=made, units=(unit,))
        fresh = iter(people(desk, 8 * trip.legs, first=10_000 + legs * 8))
        free = [8] * trip.legs
        count, legs = count + 1, legs + trip.legs
        while any(free):
            open_legs = [leg for leg in range(trip.legs) if free[leg]]
            board = dice.choice(open_legs)
            last = board + 1
            while last < trip.legs and free[last] and dice.random() < 0.6:
                last += 1
            worker = next(fresh)
            for alight in range(last, board, -1):  # the longest stretch that one seat still has
                try:
                    book(SYSTEM, desk, wish(trip, f"k{worker}", [worker], board, alight))
                except NoSeats:
                    continue
                for leg in range(board, alight):
                    free[leg] -= 1
                break
        unsold += sum(free)
    sold, twice, _ = recount(desk)
    return f"{count} trips, {sold} seat-legs sold, {unsold} unsold, {twice} twice", twice == unsold == 0


def merges(orders: int) -> tuple[str, bool]:
    dice = random.Random(3)
    kinds = list(rules.ScanKind)
    scans = [rules.Scan(device=f"d{device}", number=number, booking=f"b{number % 50}", kind=dice.choice(kinds), stop=dice.randrange(3),
                        at=MORNING + timedelta(seconds=dice.randrange(20_000)), clock_error=dice.uniform(-600, 600))
             for device in range(5) for number in range(2000)]
    bookings = [rules.replace(rules.PAIR, id=f"b{number}") for number in range(50)]
    own = {booking.id: [scan for scan in scans if scan.booking == booking.id] for booking in bookings}
    first = {booking.id: merged(booking, own[booking.id]) for booking in bookings}
    differing = 0
    for _ in range(orders):
        for booking in bookings:
            mixed = own[booking.id] + dice.sample(own[booking.id], 20)
            dice.shuffle(mixed)
            differing += merged(booking, mixed) != first[booking.id]
    return f"{differing} differing states", differing == 0


def suite(tests: str, **environment: int) -> tuple[str, bool]:
    settings = os.environ | {f"MATCHER_TEST_BOOKING_{name}": str(value) for name, value in environment.items()}
    done = subprocess.run([sys.executable, "-m", "pytest", *tests.split()], env=settings, cwd=TESTS.parent, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1], done.returncode == 0


def timed(test: str, count: str, run: Callable[[], tuple[str, bool]]) -> Line:
    start = time.monotonic()
    result, held = run()
    line = Line(test, count, result, held, time.monotonic() - start)
    print(f"{line.test:34} {line.size:>9}  {line.seconds:7.0f} s  {'held' if line.held else 'BROKEN'}  {line.result}", flush=True)
    return line


def main() -> int:
    lines: list[Line] = []
    attempts, orders, trips = size("ATTEMPTS", 100_000), size("ORDERS", 1_000), size("TRIPS", 10_000)
    lines.append(timed("scans merged in random orders", str(orders), lambda: merges(orders)))
    with ExitStack() as stack:
        places = {"sqlite": f"sqlite:///{tempfile.mkdtemp()}/"}
        try:
            running = stack.enter_context(server(own=True))
            places["postgres"] = "yes"
        except Unobtainable as reason:
            print(f"PostgreSQL cannot be had: {reason}")
        for engine, place in places.items():
            def url(name: str, engine: str = engine, place: str = place) -> str:
                return f"{place}{name}.db" if engine == "sqlite" else running.database(name).render_as_string(hide_password=False)

            lines.append(timed(f"a crowd at twenty trips, {engine}", str(attempts), lambda: crowd(desk_at(url("crowd")), attempts)))
            if (SHARED / "data" / "transport").exists():
                lines.append(timed(f"the real timetable sold out, {engine}", str(trips), lambda: sell_out(desk_at(url("table")), trips)))
            else:
                print("the real timetable: ../shared is absent")
    kills, examples = size("KILLS", 500), size("EXAMPLES", 5_000)
    lines.append(timed("kill -9 under load, both", str(kills), lambda: suite("tests/seats/test_booking_races.py -k kills", KILLS=kills)))
    lines.append(timed("nine promises, both engines", str(examples), lambda: suite("tests/seats/test_booking_machine.py", EXAMPLES=examples)))
    return 0 if all(line.held for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
