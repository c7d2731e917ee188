"""Itineraries, and the times of rides on a trip whose plan has changed."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, insert, select

from matcher.domain.errors import Missing
from matcher.domain.itineraries import Itinerary
from matcher.ledger.reading import Connected
from matcher.ledger.seat_port import Ride
from matcher.ledger.seat_tables import booking, itinerary
from matcher.ledger.seats import BOOKING

COLUMNS = tuple(itinerary.c[name] for name in ("id", "key", "owner", "rides", "fingerprint", "created_at"))


class ItineraryReading(Connected):
    def itinerary(self, id: str) -> Itinerary:
        found = self.itineraries([id]).get(id)
        if found is None:
            raise Missing("没有这个联程。请核对编号。")
        return found

    def itineraries(self, ids: Sequence[str]) -> dict[str, Itinerary]:
        return {found.id: found for found in self._itineraries(self.among(itinerary.c.id, ids))} if ids else {}

    def itinerary_by_key(self, owner: str, key: str) -> Itinerary | None:
        return next(self._itineraries(itinerary.c.owner == owner, itinerary.c.key == key), None)

    def _itineraries(self, *conditions: ColumnElement[bool]) -> Iterator[Itinerary]:
        rows = self.connection.execute(select(*COLUMNS).where(*conditions)).all()
        own = self.connection.execute(select(*BOOKING.columns).where(self.among(booking.c.itinerary, [row.id for row in rows]))) if rows else ()
        rides = {(each.itinerary, each.trip): each for each in map(BOOKING.document, own)}
        for row in rows:
            yield Itinerary(**row._mapping, bookings=tuple(rides[row.id, ride.trip] for ride in row.rides))


class ItineraryWriting(ItineraryReading):
    def add_itinerary(self, made: Itinerary) -> None:
        self.connection.execute(insert(itinerary), {column.name: getattr(made, column.name) for column in COLUMNS})

    def retime(self, trip: str, rides: Sequence[Ride], times: Mapping[int, int]) -> None:
        """All out of the way first: on their way to the new times two rides of one person must not meet."""
        own = "WHERE trip = ? AND booking = ? AND place = ?"
        self.put(f"UPDATE ride SET live = ? {own}", [(False, trip, ride.booking, ride.place) for ride in rides])
        self.put(f"UPDATE ride SET live = ?, starts = ?, ends = ? {own}",
                 [(True, times[ride.board], times[ride.alight], trip, ride.booking, ride.place) for ride in rides])
