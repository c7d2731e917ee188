"""Parts of the soak that need no service: scans merged in any order, the real timetable sold out, and the suite's own tests at full size."""

import csv
import os
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import test_booking_rules as rules
from load import in_tables
from servers.fresh import SEALING
from sqlalchemy import text
from trips_at_hand import MORNING, NOW, opened, people, wish

from matcher.booking.plans import grid
from matcher.booking.scans import merged
from matcher.catalogue.embedded import Embedded
from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import NoSeats
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
TIMETABLE = SHARED / "data" / "transport" / "train_stops.csv"


def desk_at(url: str) -> Desk:
    ledger = SqlLedger(url, SEALING, lambda: NOW)
    ledger.migrate()
    catalogue = Embedded(Path(tempfile.mkdtemp()) / "catalogue.db", ledger, {})
    return Desk(ledger, catalogue, Places.load(), Occupations.load(), Weights.from_mapping(Settings.read({}).ranking_toml()), lambda: NOW)


def timetable(limit: int) -> Iterator[tuple[str, tuple[Stop, ...]]]:
    """Real trains as trips: the moment a train leaves a station, the last one's arrival; midnight is passed where times fall."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with TIMETABLE.open(encoding="utf-8") as file:
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


def sell_out(url: str, limit: int) -> tuple[str, bool]:
    """Every trip of the timetable gets one small carriage and is sold at random until the last leg."""
    desk, dice, count, legs, unsold = desk_at(url), random.Random(2), 0, 0, 0
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
    with desk.ledger.home.reading() as connection:  # type: ignore[attr-defined]
        sold = connection.scalar(text("SELECT sum(alight - board) FROM ride WHERE live"))
    twice = in_tables(desk).oversold
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
