"""Seats kept for an employer or a village: made on the page of a trip, filled with names there, and given back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.bookings import Block, BlockKind
from matcher.domain.errors import Invalid
from matcher.domain.trips import Trip
from matcher.services.blocks import RELEASED_BEFORE, BlockWish, add_block, blocks_of, release_block
from matcher.services.desk import SHANGHAI
from matcher.services.scopes import OVERVIEW
from matcher.services.seat_plan import SeatMap
from matcher.web.pages import pages
from matcher.web.trip_words import seat_ranges, short_moment
from matcher.web.trips import said_or_warned

KINDS: Final = (BlockKind.EMPLOYER, BlockKind.VILLAGE)
LATEST: Final = timedelta(hours=2)  # before departure: what a form proposes where 72 hours are over


@dataclass(frozen=True, slots=True)
class Kept:
    """A block that still keeps its seats. named: seats with somebody on them; left: seats without a name on the whole stretch."""

    block: Block
    named: int
    left: int


def kept_on(seen: SeatMap) -> tuple[Kept, ...]:
    now = context.desk().now
    return tuple(used(block, seen) for block in blocks_of(context.actor(), context.desk(), seen.trip.id) if block.keeps_at(now))


def used(block: Block, seen: SeatMap) -> Kept:
    cells = [seen.cells[at][block.board:block.alight] for at in block.seats]
    named = sum(any(cell.worker for cell in own) for own in cells)
    return Kept(block, named, sum(all(cell.block == block.id for cell in own) for own in cells))


def chosen_of(kept: tuple[Kept, ...]) -> Kept | None:
    """The block whose seats are to get names, where the address says one."""
    return next((each for each in kept if each.block.id == request.args.get("block")), None)


def release_proposed(trip: Trip) -> datetime | None:
    """None: the usual 72 hours before departure are still to come."""
    usual = trip.departs_at - RELEASED_BEFORE
    return None if usual > context.desk().now else trip.departs_at - LATEST


@pages.post("/trips/<id>/blocks")
@context.allowed(*OVERVIEW)
def keep_seats(id: str) -> Answer:
    form = request.form
    board, alight = form.get("board", 0, int), form.get("alight", None, int)

    def act() -> str:
        wish = BlockWish(
            trip=id, kind=next((kind for kind in KINDS if kind == form.get("kind")), BlockKind.EMPLOYER), holder=form.get("holder", "").strip()[:100],
            count=form.get("count", 0, int), label=form.get("label", "").strip()[:60], board=board, alight=alight,
            release_at=release_typed(form.get("release_at", "")))
        block = add_block(context.actor(), context.desk(), wish)
        return "".join(said(block))

    said_or_warned(act)
    return redirect(url_for("pages.trip", id=id, board=board, alight=alight) + "#blocks")


def release_typed(text: str) -> datetime | Literal["usual"]:
    if not text.strip():
        return "usual"
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Invalid("没看懂放开的时间, 请选日期和时间。", {"release_at": ["没看懂。"]}) from None


def said(block: Block) -> Iterator[str]:
    yield f"给{block.holder}留了 {len(block.seats)} 座: {seat_ranges(block.seats)} 号。"
    if block.release_at:
        yield f" {short_moment(block.release_at)} 还没有名字的, 自动放开。"


@pages.post("/blocks/<id>/release")
@context.allowed(*OVERVIEW)
def give_back(id: str) -> Answer:
    trip = request.form.get("trip", "")

    def act() -> str:
        block = release_block(context.actor(), context.desk(), id)
        return f"{block.holder}没写名字的座放开了, 先给候补的人; 有名字的人座位不变。"

    said_or_warned(act)
    return redirect(url_for("pages.trip", id=trip) if trip else url_for("pages.trips"))
