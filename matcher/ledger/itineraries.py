"""Itineraries, and the times of rides on a trip whose plan has changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, insert, select

from matcher.domain.errors import Missing
from matcher.domain.itineraries import Itinerary
from matcher.ledger.reading import Connected
from matcher.ledger.seat_port import Ride
from matcher.ledger.seat_tables import booking, itinerary
from matcher.ledger.seats import BOOKING

COLUMNS = tuple(itinerary.c[name] for name in ("id", "key", "owner", "rides", "fingerprint", "created_at"))


class ItineraryReading(Connected):
    def itinerary(self, id: str) -> Itinerary:
        found = self._itinerary(select(*COLUMNS).where(itinerary.c.id == id))
        if found is None:
            raise Missing("没有这个联程。请核对编号。")
        return found

    def itinerary_by_key(self, owner: str, key: str) -> Itinerary | None:
        return self._itinerary(select(*COLUMNS).where(itinerary.c.owner == owner, itinerary.c.key == key))

    def _itinerary(self, statement: Select[Any]) -> Itinerary | None:
        row = self.connection.execute(statement).first()
        return None if row is None else self._whole(row)

    def _whole(self, row: Row[Any]) -> Itinerary:
        own = self.connection.execute(select(*BOOKING.columns).where(booking.c.itinerary == row.id))
        by_trip = {each.trip: each for each in map(BOOKING.document, own)}
        return Itinerary(**row._mapping, bookings=tuple(by_trip[ride.trip] for ride in row.rides))


class ItineraryWriting(ItineraryReading):
    def add_itinerary(self, made: Itinerary) -> None:
        self.connection.execute(insert(itinerary), {column.name: getattr(made, column.name) for column in COLUMNS})

    def retime(self, trip: str, rides: Sequence[Ride], times: Mapping[int, int]) -> None:
        """All out of the way first: on their way to the new times two rides of one person must not meet."""
        own = "WHERE trip = ? AND booking = ? AND place = ?"
        self.put(f"UPDATE ride SET live = ? {own}", [(False, trip, ride.booking, ride.place) for ride in rides])
        self.put(f"UPDATE ride SET live = ?, starts = ?, ends = ? {own}",
                 [(True, times[ride.board], times[ride.alight], trip, ride.booking, ride.place) for ride in rides])
