"""Bookings, rides, claims of seats, blocks and the queue. Callers hold the trip (`trip_for_update`) while they write here."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select, update

from matcher.domain.bookings import Block, Booking, BookingState, Entry, EntryState, SeatAt
from matcher.domain.errors import Missing, Twice
from matcher.domain.events import Intent
from matcher.domain.identifiers import key_of
from matcher.domain.people import Haves
from matcher.domain.start_dates import AcceptedJob
from matcher.domain.terms import Category
from matcher.ledger import tables
from matcher.ledger.columns import json_text, moment_read
from matcher.ledger.reading import Connected
from matcher.ledger.records import INTENT, Record
from matcher.ledger.seat_port import Claim, Passenger, Ride
from matcher.ledger.seat_tables import block, booking, entry, ride, seat_claim
from matcher.ledger.shelves import shelf_of

D = TypeVar("D")
BOOKING = Record(Booking, booking)
BLOCK = Record(Block, block)
ENTRY = Record(Entry, entry)
COLUMNS = ", ".join(Ride._fields)
RIDES = f"SELECT {COLUMNS} FROM ride WHERE live AND "
NEAR = f"{RIDES} trip = ? UNION ALL {RIDES} worker IN ({{}}) AND starts < ? AND ends > ? AND trip <> ?"
ADD_RIDE = f"INSERT INTO ride ({COLUMNS}, person, live) VALUES ({', '.join('?' * len(Ride._fields))}, ?, ?)"
ADD_CLAIM = "INSERT INTO seat_claim (trip, unit, seat, leg, booking) VALUES (?, ?, ?, ?, ?)"
ADD_BOOKING = f"INSERT INTO booking ({', '.join(BOOKING.names)}) VALUES ({', '.join('?' * len(BOOKING.names))})"
PEOPLE = "SELECT id, place, lives_at, haves, categories, active FROM worker WHERE id IN ({}) ORDER BY id"
JOBS = """
SELECT i.worker, i.id, e.name, v.title, v.starts_on, v.ends_on, i.updated_at
FROM intent i JOIN vacancy v ON v.id = i.vacancy JOIN employer e ON e.id = i.employer
WHERE i.worker IN ({}) AND i.step = 'accepted' AND v.starts_on < ?
"""
TAKEN = "这个座位刚被别人订走。请再试一次。"


class SeatReading(Connected):
    def booking(self, id: str) -> Booking:
        return self._found(BOOKING, booking.c.id == id, "没有这个订座。请核对编号。")

    def booking_by_key(self, trip: str, owner: str, key: str) -> Booking | None:
        shelf = shelf_of(BOOKING, self.connection.dialect)
        rows = self.fetch(f"{shelf.select} WHERE trip = ? AND owner = ? AND key = ?", (trip, owner, key))
        return shelf.document(rows[0]) if rows else None

    def intents_by_id(self, ids: Sequence[str]) -> dict[str, Intent]:
        return self.by_id(INTENT, ids)

    def bookings_on(self, trip: str, states: Sequence[BookingState] | None = None) -> tuple[Booking, ...]:
        wanted = [booking.c.trip == trip, *([] if states is None else [booking.c.state.in_(states)])]
        return self._all(BOOKING, *wanted, order=booking.c.id)

    def bookings(self, ids: Sequence[str]) -> dict[str, Booking]:
        return {found.id: found for found in self._all(BOOKING, self.among(booking.c.id, ids), order=booking.c.id)}

    def expired_holds(self, now: datetime, limit: int = 1000) -> tuple[Booking, ...]:
        return self._all(BOOKING, booking.c.state == BookingState.HELD, booking.c.held_until <= now, order=booking.c.held_until, limit=limit)

    def rides_on(self, trip: str) -> tuple[Ride, ...]:
        return tuple(map(Ride._make, self.fetch(f"{RIDES} trip = ? ORDER BY booking, place", (trip,))))

    def rides_near(self, trip: str, workers: Sequence[str], starts_at: datetime, ends_at: datetime) -> tuple[Ride, ...]:
        if not workers:
            return self.rides_on(trip)
        span = whole_seconds(ends_at), whole_seconds(starts_at)
        return tuple(map(Ride._make, self.fetch(NEAR.format(marks(workers)), (trip, *workers, *span, trip))))

    def rides_of_intent(self, intent: str) -> tuple[Ride, ...]:
        return tuple(map(Ride._make, self.fetch(f"{RIDES} intent = ? ORDER BY booking, place", (intent,))))

    def claims(self, trip: str) -> tuple[Claim, ...]:
        claim = seat_claim.c
        rows = self.connection.execute(select(claim.unit, claim.seat, claim.leg, claim.booking, claim.block).where(claim.trip == trip))
        return tuple(Claim(*row) for row in rows)

    def blocks(self, trip: str) -> tuple[Block, ...]:
        return self._all(BLOCK, block.c.trip == trip, order=block.c.id)

    def block(self, id: str) -> Block:
        return self._found(BLOCK, block.c.id == id, "没有这个预留。请核对编号。")

    def passengers(self, ids: Sequence[str]) -> dict[str, Passenger]:
        return self._passengers(PEOPLE, ids)

    def accepted_jobs(self, workers: Sequence[str], before: date) -> tuple[AcceptedJob, ...]:
        found = self.fetch(JOBS.format(marks(workers)), (*workers, before if self.postgres else before.isoformat())) if workers else ()
        return tuple(accepted_job(*row) for row in found)

    def rides_of(self, worker: str, after: datetime) -> tuple[Ride, ...]:
        return tuple(map(Ride._make, self.fetch(f"{RIDES} worker = ? AND ends > ? ORDER BY starts", (worker, whole_seconds(after)))))

    def entry(self, id: str) -> Entry:
        return self._found(ENTRY, entry.c.id == id, "没有这条候补。请核对编号。")

    def entry_by_key(self, trip: str, owner: str, key: str) -> Entry | None:
        found = self._all(ENTRY, entry.c.trip == trip, entry.c.owner == owner, entry.c.key == key, order=entry.c.number)
        return found[0] if found else None

    def entries(self, trip: str, states: Sequence[EntryState] | None = None) -> tuple[Entry, ...]:
        wanted = [entry.c.trip == trip, *([] if states is None else [entry.c.state.in_(states)])]
        return self._all(ENTRY, *wanted, order=entry.c.number)

    def _all(self, record: Record[D], *conditions: ColumnElement[bool], order: Any, limit: int | None = None) -> tuple[D, ...]:
        statement = select(*record.columns).where(*conditions).order_by(order).limit(limit)
        return tuple(record.document(row) for row in self.connection.execute(statement))

    def _found(self, record: Record[D], condition: ColumnElement[bool], missing: str) -> D:
        row = self.connection.execute(select(*record.columns).where(condition)).first()
        if row is None:
            raise Missing(missing)
        return record.document(row)

    def _passengers(self, statement: str, ids: Sequence[str]) -> dict[str, Passenger]:
        if not ids:
            return {}
        return {row[0]: passenger(*row) for row in self.fetch(statement.format(marks(ids)), tuple(ids))}


class SeatWriting(SeatReading):
    def passengers_for_update(self, ids: Sequence[str]) -> dict[str, Passenger]:
        return self._passengers(PEOPLE + " FOR NO KEY UPDATE" if self.postgres else PEOPLE, ids)

    def intents_held(self, ids: Sequence[str]) -> dict[str, Intent]:
        statement = select(*INTENT.record.columns).where(self.among(tables.intent.c.id, ids)).order_by(tables.intent.c.id).with_for_update(read=True)
        return {found.id: found for found in map(INTENT.record.document, self.connection.execute(statement))}

    def add_booking(self, made: Booking, rides: Sequence[Ride]) -> None:
        self.put(ADD_BOOKING, [self._booking_values(made)])
        self.put(ADD_RIDE, [(*each, key_of(each.worker), True) for each in rides])
        if made.block is None:
            self.put(ADD_CLAIM, [(each.trip, each.unit, each.seat, leg, each.booking) for each in rides for leg in range(each.board, each.alight)])
            return
        for each in rides:
            self._out_of_block(made.block, each)

    def _booking_values(self, made: Booking) -> tuple[Any, ...]:
        values = BOOKING.values(made)
        for name in ("party", "seats", "gone"):
            values[name] = json_text(values[name])
        for name in ("held_until", "created_at", "updated_at"):
            values[name] = self.moment(values[name])
        values["state"] = str(made.state)
        return tuple(values.values())

    def make_sure(self, id: str) -> bool:
        updated = self.run("UPDATE booking SET state = 'confirmed', held_until = NULL, updated_at = ? WHERE id = ? AND state = 'held'",
                           (self.moment(self.clock()), id))
        if updated:
            self.run("UPDATE ride SET held_until = NULL WHERE trip = (SELECT trip FROM booking WHERE id = ?) AND booking = ?", (id, id))
        return updated == 1

    def _out_of_block(self, block: str, taken: Ride) -> None:
        claim = seat_claim.c
        own = claim.trip == taken.trip, claim.unit == taken.unit, claim.seat == taken.seat, claim.leg >= taken.board, claim.leg < taken.alight
        kept = and_(*own, claim.block == block, claim.booking.is_(None))
        if self.connection.execute(update(seat_claim).where(kept).values(booking=taken.booking)).rowcount != taken.alight - taken.board:
            raise Twice(TAKEN)

    def move_booking(self, id: str, before: Sequence[BookingState], **after: Any) -> bool:
        values = after | {"updated_at": self.clock()}
        return self.connection.execute(update(booking).where(booking.c.id == id, booking.c.state.in_(before)).values(values)).rowcount == 1

    def free_rides(self, booking: str, rides: Sequence[Ride], *, from_leg: int = 0) -> None:
        if not rides:
            return
        places = [each.place for each in rides]
        own_rides = ride.c.trip == rides[0].trip, ride.c.booking == booking, ride.c.place.in_(places)
        self.connection.execute(update(ride).where(*own_rides).values(live=False))
        seats = or_(*(and_(seat_claim.c.unit == each.unit, seat_claim.c.seat == each.seat) for each in rides))
        own = and_(seat_claim.c.trip == rides[0].trip, seat_claim.c.booking == booking, seat_claim.c.leg >= from_leg, seats)
        self.connection.execute(delete(seat_claim).where(own, seat_claim.c.block.is_(None)))
        self.connection.execute(update(seat_claim).where(own).values(booking=None))  # what is left belongs to a block, and goes back to it

    def reseat(self, moves: Mapping[tuple[str, int], SeatAt], rides: Sequence[Ride]) -> None:
        moving = [each for each in rides if (each.booking, each.place) in moves]
        for each in moving:
            claim = seat_claim.c
            own = claim.trip == each.trip, claim.unit == each.unit, claim.seat == each.seat, claim.booking == each.booking
            self.connection.execute(delete(seat_claim).where(*own))
        for each in moving:
            at = moves[each.booking, each.place]
            own_ride = ride.c.trip == each.trip, ride.c.booking == each.booking, ride.c.place == each.place
            self.connection.execute(update(ride).where(*own_ride).values(unit=at.unit, seat=at.seat))
            self.connection.execute(insert(seat_claim), claims_of(each, at))

    def add_block(self, made: Block) -> None:
        self.connection.execute(insert(block), BLOCK.values(made) | {"created_at": made.created_at or self.clock()})
        claims = [{"trip": made.trip, "unit": at.unit, "seat": at.seat, "leg": leg, "booking": None, "block": made.id}
                  for at in made.seats for leg in range(made.board, made.alight)]
        self.connection.execute(insert(seat_claim), claims)

    def release_block(self, released: Block) -> None:
        self.connection.execute(update(block).where(block.c.id == released.id).values(released=True))
        own = seat_claim.c.block == released.id
        self.connection.execute(delete(seat_claim).where(own, seat_claim.c.booking.is_(None)))
        self.connection.execute(update(seat_claim).where(own).values(block=None))

    def drop_kept(self, trip: str, unit: int) -> None:
        claim = seat_claim.c
        self.connection.execute(delete(seat_claim).where(claim.trip == trip, claim.unit == unit, claim.block.is_not(None), claim.booking.is_(None)))

    def keep_again(self, trip: str, block: str, claims: Sequence[Claim]) -> None:
        if claims:
            values = [{"trip": trip, "unit": each.unit, "seat": each.seat, "leg": each.leg, "booking": None, "block": block} for each in claims]
            self.connection.execute(insert(seat_claim), values)

    def change_block(self, id: str, **after: Any) -> None:
        self.connection.execute(update(block).where(block.c.id == id).values(after))

    def add_entry(self, made: Entry) -> Entry:
        last = self.connection.scalar(select(func.max(entry.c.number)).where(entry.c.trip == made.trip)) or 0
        values = ENTRY.values(made) | {"number": last + 1, "created_at": made.created_at or self.clock()}
        self.connection.execute(insert(entry), values)
        return Entry(**values)

    def change_entry(self, id: str, **after: Any) -> None:
        self.connection.execute(update(entry).where(entry.c.id == id).values(after))

    def pass_by(self, ids: Sequence[str]) -> None:
        if ids:
            self.connection.execute(update(entry).where(self.among(entry.c.id, ids)).values(bypassed=entry.c.bypassed + 1))


def claims_of(each: Ride, at: SeatAt | None = None) -> list[dict[str, Any]]:
    unit, seat = (each.unit, each.seat) if at is None else (at.unit, at.seat)
    legs = range(each.board, each.alight)
    return [{"trip": each.trip, "unit": unit, "seat": seat, "leg": leg, "booking": each.booking, "block": None} for leg in legs]


def marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def whole_seconds(at: datetime) -> int:
    return int(at.timestamp())


def passenger(*row: Any) -> Passenger:
    id, place, lives_at, haves, categories, active = row
    had = HAVES.decode(haves)
    return Passenger(id=id, place=place, lives_at=lives_at, sex=had.sex, born_on=had.born_on, categories=CATEGORIES.decode(categories),
                     active=bool(active))


def accepted_job(*row: Any) -> AcceptedJob:
    names = ("worker", "intent", "employer", "title", "starts_on", "ends_on", "accepted_at")
    values = dict(zip(names, row, strict=True))
    for name in ("starts_on", "ends_on"):
        values[name] = date.fromisoformat(values[name]) if isinstance(values[name], str) else values[name]
    return AcceptedJob(**values | {"accepted_at": moment_read(values["accepted_at"])})


HAVES = msgspec.json.Decoder(Haves)
CATEGORIES = msgspec.json.Decoder(tuple[Category, ...])
