"""The queue for seats: the programme's priority first, then order of arrival, and a bound on being overtaken.

A party too large for the seats that come free may be passed by others at most three times; then what comes free on its stretch is kept for it,
until a day before departure, when an empty seat helps nobody.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from matcher.booking.occupancy import legs_between
from matcher.domain.bookings import Entry
from matcher.domain.terms import Category
from matcher.domain.trips import Trip

MOST_PASSED = 3
KEPT_UNTIL = timedelta(hours=24)  # before departure
FIRST = frozenset({Category.LIFTED_WORKER, Category.RELAPSE_MONITORED, Category.RELAPSE_PREVENTION})


def rank(categories: Iterable[Iterable[Category]]) -> int:
    """0 where anybody of the party is of the groups that the assistance programmes put first (常态化帮扶), else 1."""
    return 0 if any(FIRST & set(own) for own in categories) else 1


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.rank, entry.number))


def meets(entry: Entry, board: int, alight: int) -> bool:
    return bool(legs_between(entry.board, entry.alight) & legs_between(board, alight))


def passed(ahead: Sequence[Entry], board: int, alight: int) -> list[Entry]:
    """Those of the parties ahead that are overtaken when somebody behind them gets a seat on this stretch."""
    return [entry for entry in ahead if meets(entry, board, alight)]


def kept_for(ahead: Sequence[Entry], board: int, alight: int, trip: Trip, now: datetime) -> Entry | None:
    """The party ahead, if any, that must not be passed on this stretch again."""
    if now >= trip.departs_at - KEPT_UNTIL:
        return None
    return next((entry for entry in passed(ahead, board, alight) if entry.bypassed >= MOST_PASSED), None)
