"""Bookings, rides, claims of seats, blocks and the queue. Callers hold the trip (`trip_for_update`) while they write here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ARRAY, ColumnElement, String, and_, any_, bindparam, delete, func, insert, or_, select, update

from matcher.domain.bookings import Block, Booking, BookingState, Entry, EntryState, SeatAt
from matcher.domain.errors import Missing, Twice
from matcher.domain.events import Intent
from matcher.domain.identifiers import key_of
from matcher.ledger import tables
from matcher.ledger.columns import json_text
from matcher.ledger.reading import Connected
from matcher.ledger.records import INTENT, Record
from matcher.ledger.seat_port import Claim, Passenger, Ride
from matcher.ledger.seat_tables import block, booking, entry, ride, seat_claim

D = TypeVar("D")
BOOKING = Record(Booking, booking)
BLOCK = Record(Block, block)
ENTRY = Record(Entry, entry)
RIDE_COLUMNS = [(booking if name in ("state", "held_until") else ride).c[name] for name in Ride.__dataclass_fields__]
RIDE_NAMES = tuple(Ride.__dataclass_fields__)
RIDES = select(*RIDE_COLUMNS).join_from(ride, booking, booking.c.id == ride.c.booking).where(ride.c.live)
STORED = tuple(name for name in RIDE_NAMES if name not in ("state", "held_until"))
WORKER = tables.worker.c
PASSENGER = select(WORKER.id, WORKER.place, WORKER.lives_at, WORKER.haves, WORKER.categories, WORKER.active)
TAKEN = "这个座位刚被别人订走。请再试一次。"


class SeatReading(Connected):
    def booking(self, id: str) -> Booking:
        return self._found(BOOKING, booking.c.id == id, "没有这个订座。请核对编号。")

    def booking_by_key(self, trip: str, owner: str, key: str) -> Booking | None:
        row = self.connection.execute(BY_KEY, {"trip_": trip, "owner_": owner, "key_": key}).first()
        return None if row is None else BOOKING.document(row)

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
        return self._rides(ride.c.trip == trip)

    def rides_near(self, trip: str, workers: Sequence[str], starts_at: datetime, ends_at: datetime) -> tuple[Ride, ...]:
        asked = {"trip_": trip, "workers_": list(workers) if self.postgres else json_text(workers), "starts_": starts_at, "ends_": ends_at}
        rows = self.connection.execute(NEAR_POSTGRES if self.postgres else NEAR_SQLITE, asked)
        return tuple(Ride(**dict(zip(RIDE_NAMES, row, strict=True))) for row in rows)

    def rides_of_intent(self, intent: str) -> tuple[Ride, ...]:
        return self._rides(ride.c.intent == intent)

    def claims(self, trip: str) -> tuple[Claim, ...]:
        claim = seat_claim.c
        rows = self.connection.execute(select(claim.unit, claim.seat, claim.leg, claim.booking, claim.block).where(claim.trip == trip))
        return tuple(Claim(*row) for row in rows)

    def blocks(self, trip: str) -> tuple[Block, ...]:
        return self._all(BLOCK, block.c.trip == trip, order=block.c.id)

    def block(self, id: str) -> Block:
        return self._found(BLOCK, block.c.id == id, "没有这个预留。请核对编号。")

    def passengers(self, ids: Sequence[str]) -> dict[str, Passenger]:
        return self._passengers(PASSENGER.where(self.among(tables.worker.c.id, ids)))

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

    def _rides(self, *conditions: ColumnElement[bool]) -> tuple[Ride, ...]:
        rows = self.connection.execute(RIDES.where(*conditions).order_by(ride.c.booking, ride.c.place))
        return tuple(Ride(**dict(zip(RIDE_NAMES, row, strict=True))) for row in rows)

    def _passengers(self, statement: Any) -> dict[str, Passenger]:
        return {
            id: Passenger(id=id, place=place, lives_at=lives_at, sex=haves.sex, born_on=haves.born_on, categories=categories, active=active)
            for id, place, lives_at, haves, categories, active in self.connection.execute(statement)
        }


class SeatWriting(SeatReading):
    def passengers_for_update(self, ids: Sequence[str]) -> dict[str, Passenger]:
        statement = PASSENGER.where(self.among(tables.worker.c.id, ids))
        return self._passengers(statement.order_by(tables.worker.c.id).with_for_update(key_share=True) if self.postgres else statement)

    def intents_held(self, ids: Sequence[str]) -> dict[str, Intent]:
        statement = select(*INTENT.record.columns).where(self.among(tables.intent.c.id, ids)).order_by(tables.intent.c.id).with_for_update(read=True)
        return {found.id: found for found in map(INTENT.record.document, self.connection.execute(statement))}

    def add_booking(self, made: Booking, rides: Sequence[Ride]) -> None:
        self.connection.execute(insert(booking), BOOKING.values(made))
        self.connection.execute(insert(ride), [stored(each) for each in rides])
        if made.block is None:
            self.connection.execute(insert(seat_claim), [claim for each in rides for claim in claims_of(each)])
            return
        for each in rides:
            self._out_of_block(made.block, each)

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
        self.connection.execute(update(ride).where(ride.c.booking == booking, ride.c.place.in_(places)).values(live=False))
        seats = or_(*(and_(seat_claim.c.unit == each.unit, seat_claim.c.seat == each.seat) for each in rides))
        own = and_(seat_claim.c.booking == booking, seat_claim.c.leg >= from_leg, seats)
        self.connection.execute(delete(seat_claim).where(own, seat_claim.c.block.is_(None)))
        self.connection.execute(update(seat_claim).where(own).values(booking=None))  # what is left belongs to a block, and goes back to it

    def reseat(self, moves: Mapping[tuple[str, int], SeatAt], rides: Sequence[Ride]) -> None:
        moving = [each for each in rides if (each.booking, each.place) in moves]
        for each in moving:
            own = seat_claim.c.booking == each.booking, seat_claim.c.unit == each.unit, seat_claim.c.seat == each.seat
            self.connection.execute(delete(seat_claim).where(*own))
        for each in moving:
            at = moves[each.booking, each.place]
            own_ride = ride.c.booking == each.booking, ride.c.place == each.place
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


def stored(each: Ride) -> dict[str, Any]:
    return {name: getattr(each, name) for name in STORED} | {"person": key_of(each.worker), "live": True}


def claims_of(each: Ride, at: SeatAt | None = None) -> list[dict[str, Any]]:
    unit, seat = (each.unit, each.seat) if at is None else (at.unit, at.seat)
    legs = range(each.board, each.alight)
    return [{"trip": each.trip, "unit": unit, "seat": seat, "leg": leg, "booking": each.booking, "block": None} for leg in legs]


def near(these: ColumnElement[bool]) -> Any:
    starts, ends = (bindparam(name, type_=ride.c.starts_at.type) for name in ("starts_", "ends_"))
    meets = and_(these, ride.c.starts_at < ends, ride.c.ends_at > starts)
    return RIDES.where(or_(ride.c.trip == bindparam("trip_"), meets))


BY_KEY = select(*BOOKING.columns).where(
    booking.c.trip == bindparam("trip_"), booking.c.owner == bindparam("owner_"), booking.c.key == bindparam("key_"))
NEAR_POSTGRES = near(ride.c.worker == any_(bindparam("workers_", type_=ARRAY(String))))
NEAR_SQLITE = near(ride.c.worker.in_(select(func.json_each(bindparam("workers_", type_=String)).table_valued("value").c.value)))
