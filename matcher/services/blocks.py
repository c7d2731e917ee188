"""Blocks: seats kept for an employer, a village or a device, with names later."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from matcher.booking.choice import Ask, Person, choose
from matcher.booking.occupancy import most_free
from matcher.booking.requests import check_stretch
from matcher.domain.accounts import Actor
from matcher.domain.bookings import Block, BlockKind, NoSeats
from matcher.domain.errors import Invalid
from matcher.domain.identifiers import new_id
from matcher.services.booking import must_be_open
from matcher.services.desk import Desk
from matcher.services.seating import Seating
from matcher.services.trip_scopes import must_book, must_manage, must_see_bookings

RELEASED_BEFORE: Final = timedelta(hours=72)
USUAL: Final = "usual"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockWish:
    """board, alight None: the whole trip. release_at "usual": 72 hours before departure, for a device never; it hands its seats back."""

    trip: str
    kind: BlockKind
    holder: str
    count: int
    label: str = ""
    board: int | None = None
    alight: int | None = None
    release_at: datetime | Literal["usual"] | None = USUAL


def add_block(actor: Actor, desk: Desk, wish: BlockWish) -> Block:
    """So many seats, together where they can be. Raises NoSeats, NotOpen, Frozen, Invalid, Forbidden."""
    with desk.ledger.transaction() as tx:
        trip = must_manage(actor, tx.trip_for_update(wish.trip))
        must_be_open(trip)
        board, alight = wish.board or 0, trip.legs if wish.alight is None else wish.alight
        check_stretch(trip, board, alight)
        release_at = _release_at(wish, trip.departs_at)
        if wish.count < 1 or not wish.holder.strip() or (release_at is not None and release_at <= desk.now):
            raise Invalid("预留要写明给谁、几座, 放开时间要在将来。", {"count": ["至少 1 座, 写明给谁; 放开时间要在将来。"]})
        seating = Seating(tx, desk, actor, trip, desk.now)
        seating.look()
        occupancy = seating.occupancy()
        ask = Ask((Person(),) * wish.count, board, alight)
        seats = choose(occupancy, ask)
        if seats is None:
            raise NoSeats(wish.count, most_free(trip.units, occupancy.taken, ask.legs))
        block = Block(id=new_id("block"), trip=trip.id, kind=wish.kind, holder=wish.holder, board=board, alight=alight, seats=seats, label=wish.label,
                      release_at=release_at, by=actor.name, created_at=desk.now)
        tx.add_block(block)
        seating.count(blocks=trip.blocks + 1)
        return block


def release_block(actor: Actor, desk: Desk, block_id: str) -> Block:
    """Seats without a name are free at once; the queue is served first. Again is quietly nothing."""
    with desk.ledger.reading() as reader:
        trip_id = reader.block(block_id).trip
    with desk.ledger.transaction() as tx:
        trip = must_manage(actor, tx.trip_for_update(trip_id))
        block = tx.block(block_id)
        if block.released:
            return block
        seating = Seating(tx, desk, actor, trip, desk.now)
        tx.release_block(block)
        seating.count(blocks=trip.blocks - 1)
        seating.look()
        if not trip.frozen:
            seating.promote()
        return replace(block, released=True)


def blocks_of(actor: Actor, desk: Desk, trip_id: str) -> tuple[Block, ...]:
    with desk.ledger.reading() as reader:
        must_see_bookings(actor, must_book(actor, reader.trip(trip_id)))
        return reader.blocks(trip_id)


def _release_at(wish: BlockWish, departs_at: datetime) -> datetime | None:
    if wish.release_at != USUAL:
        return wish.release_at
    return None if wish.kind is BlockKind.DEVICE else departs_at - RELEASED_BEFORE
