"""Processes that book at random and are killed: `booking_process.py URL KILLS WORKERS ACKNOWLEDGED`.

A child is forked for each of WORKERS, books on the open trips as fast as it can and writes one line (trip, key, booking) to the file ACKNOWLEDGED
once a booking is answered. Every little while one is killed with SIGKILL, wherever it is, and another takes its place; after KILLS all are.
"""

import os
import random
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from servers.fresh import SEALING
from trips_at_hand import NOW, wish

from matcher.catalogue.embedded import Embedded
from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import Address, BookingState
from matcher.domain.errors import Refusal
from matcher.ledger.port import Page
from matcher.ledger.sql import SqlLedger
from matcher.matching.weights import Weights
from matcher.reading.occupations import Occupations
from matcher.reading.places import Places
from matcher.services.booking import book, cancel
from matcher.services.desk import Desk
from matcher.settings import Settings


def main(url: str, kills: int, workers: int, acknowledged: str) -> None:
    ledger = SqlLedger(url, SEALING, lambda: NOW)
    catalogue = Embedded(Path(mkdtemp()) / "c.db", ledger, {})
    desk = Desk(ledger, catalogue, Places.load(), Occupations.load(), Weights.from_mapping(Settings.read({}).ranking_toml()), lambda: NOW)
    with ledger.reading() as reader:
        trips = list(reader.list_trips(Page()).items)
        people = [worker.id for worker in reader.list_workers(Page(size=10_000)).items]
    ledger.close()
    dice = random.Random(kills)
    children = [born(desk, trips, people, acknowledged, number) for number in range(workers)]
    for number in range(kills):
        time.sleep(dice.uniform(0.02, 0.12))
        place = dice.randrange(workers)
        end(children[place])
        children[place] = born(desk, trips, people, acknowledged, workers + number)
    for child in children:
        end(child)


def born(desk: Desk, trips: list, people: list[str], acknowledged: str, number: int) -> int:  # type: ignore[type-arg]
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            book_on(desk, trips, people, acknowledged, number)
        os._exit(1)
    return child


def end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def book_on(desk: Desk, trips: list, people: list[str], acknowledged: str, number: int) -> None:  # type: ignore[type-arg]
    dice = random.Random(number)
    lines = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for count in range(10**6):
        trip = dice.choice(trips)
        board = dice.randrange(trip.legs)
        state = dice.choice([BookingState.HELD, BookingState.CONFIRMED])
        alight, who = dice.randrange(board + 1, trip.legs + 1), dice.sample(people, dice.choice((1, 1, 2)))
        asked = wish(trip, f"{number}-{count}", who, board, alight, state=state)
        try:
            made = book(SYSTEM, desk, asked)
        except Refusal:
            continue
        os.write(lines, f"{trip.id} {made.key} {made.id} booked\n".encode())
        if dice.random() < 0.3:
            os.write(lines, f"{trip.id} {made.key} {made.id} leaving\n".encode())
            with suppress(Refusal):
                cancel(SYSTEM, desk, Address(trip.id, made.key))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
