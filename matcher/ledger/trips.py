"""Trips: reading, saving, filing, settling."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Engine, cast, false, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB

from matcher.domain.trips import Filing, Settlement, Trip, TripState
from matcher.ledger.columns import json_text
from matcher.ledger.pages import Listing, Page
from matcher.ledger.reading import Connected
from matcher.ledger.records import Record, Sort
from matcher.ledger.seat_port import TripsSeen
from matcher.ledger.seat_tables import filing, settlement, trip
from matcher.ledger.upserts import upsert


class TripRecord(Record[Trip]):
    """Departure and arrival stand in columns of their own, to be sorted and looked for by."""

    def values(self, document: Trip) -> dict[str, Any]:
        return super().values(document) | {"departs_at": document.departs_at, "arrives_at": document.arrives_at}


TRIP = Sort("trip", TripRecord(Trip, trip), "车次")
FILING = Record(Filing, filing)
SETTLEMENT = Record(Settlement, settlement)


LOCK = "SELECT version, passed, waiting, blocks FROM trip WHERE id = ?"
LAYOUTS: WeakKeyDictionary[Engine, dict[str, Trip]] = WeakKeyDictionary()
MOST_LAYOUTS = 2_000


class TripReading(Connected):
    def trip(self, id: str) -> Trip:
        return self.one(TRIP, id)

    def trips(self, ids: Sequence[str]) -> dict[str, Trip]:
        return self.by_id(TRIP, ids)

    def list_trips(
        self, page: Page, *, programmes: Sequence[str] | None = None, states: Sequence[TripState] | None = None, seen: TripsSeen | None = None,
    ) -> Listing[Trip]:
        wanted: list[ColumnElement[bool]] = []
        if seen is not None:
            wanted.append(or_(self.among(trip.c.programme, seen.programmes), self.among(trip.c.id, seen.trips), self._names(seen.escort)))
        if programmes is not None:
            wanted.append(self.among(trip.c.programme, programmes))
        if states is not None:
            wanted.append(trip.c.state.in_(states))
        return self.listed(TRIP, page, *wanted)

    def _names(self, account: str) -> ColumnElement[bool]:
        """One of the trip's escorts signs in as this account; "" is nobody."""
        if not account:
            return false()
        if self.postgres:
            return trip.c.escorts.op("@>")(cast(literal(json_text([{"account": account}])), JSONB))
        each = func.json_each(trip.c.escorts).table_valued("value")
        return select(each.c.value).where(func.json_extract(each.c.value, "$.account") == literal(account)).exists()

    def trip_named(self, name: str, departs_at: datetime) -> Trip | None:
        return self.first(TRIP, trip.c.departs_at == departs_at, trip.c.name == name)

    def trips_with_waiting_or_blocks(self) -> tuple[str, ...]:
        open_ones = select(trip.c.id).where(trip.c.state == TripState.OPEN, or_(trip.c.waiting > 0, trip.c.blocks > 0)).order_by(trip.c.id)
        return tuple(self.connection.scalars(open_ones))

    def trips_leaving(self, after: datetime, before: datetime) -> tuple[str, ...]:
        leaving = trip.c.departs_at > after, trip.c.departs_at <= before, trip.c.state.in_([TripState.OPEN, TripState.FILED])
        return tuple(self.connection.scalars(select(trip.c.id).where(*leaving).order_by(trip.c.departs_at, trip.c.id)))

    def filings(self, trip: str) -> tuple[Filing, ...]:
        statement = select(*FILING.columns).where(filing.c.trip == trip).order_by(filing.c.number)
        return tuple(FILING.document(row) for row in self.connection.execute(statement))

    def settlement(self, trip: str) -> Settlement | None:
        row = self.connection.execute(select(*SETTLEMENT.columns).where(settlement.c.trip == trip)).first()
        return None if row is None else SETTLEMENT.document(row)


class TripWriting(TripReading):
    def add_trip(self, trip: Trip) -> None:
        self.add(TRIP, [trip])

    def replace_trip(self, trip: Trip) -> Trip:
        return self.replace(TRIP, trip)

    def trip_for_update(self, id: str) -> Trip:
        """The layout of a trip is read once a version; what a booking changes (the counts) is read each time."""
        rows = self.fetch(LOCK + (" FOR UPDATE" if self.postgres else ""), (id,))
        if not rows:
            return self.one(TRIP, id)  # raises Missing
        version, passed, waiting, blocks = rows[0]
        known = LAYOUTS.setdefault(self.connection.engine, {})
        trip = known.get(id)
        if trip is None or trip.version != version or ("trip", id) in self.changed:
            trip = self.one(TRIP, id)
            if ("trip", id) not in self.changed:  # not yet committed: another version may come to bear this number
                keep(known, trip)
        if (trip.passed, trip.waiting, trip.blocks) == (passed, waiting, blocks):
            return trip
        return replace(trip, passed=passed, waiting=waiting, blocks=blocks)

    def note_trip(self, id: str, **counts: int) -> None:
        self.connection.execute(update(trip).where(trip.c.id == id).values(counts))

    def add_filing(self, filed: Filing) -> None:
        self.connection.execute(insert(filing), FILING.values(filed))

    def save_settlement(self, trip: str, settled: Settlement) -> None:
        upsert(self.connection, settlement, {"trip": trip}, SETTLEMENT.values(settled))


def keep(known: dict[str, Trip], trip: Trip) -> None:
    if len(known) >= MOST_LAYOUTS:
        known.clear()
    known[trip.id] = trip
