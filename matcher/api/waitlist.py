"""The queue for seats, and seats kept for partners, over the API."""

from typing import Any

from flask import Response

from matcher.api.rest import Room, answer
from matcher.context import actor, allowed, desk
from matcher.schemas.booking import (
    BlockDocument,
    BlockSchema,
    BlocksDocument,
    BookingDocument,
    EntriesDocument,
    EntryDocument,
    SeatWaitingSchema,
    WaitSchema,
    block_document,
    booking_document,
    entry_document,
)
from matcher.schemas.trips import NothingSchema
from matcher.services.blocks import BlockWish, add_block, blocks_of, release_block
from matcher.services.scopes import OFFICE, OVERVIEW
from matcher.services.waitlist import WaitWish, join, leave, seat_by_hand, take_offer, waiting

room = Room("waitlist")
EVERY = (*OFFICE, *OVERVIEW)
TRIP = "/trips/<id(trip):id>"


@room.at("POST", f"{TRIP}/waitlist")
@allowed(*EVERY)
@room.takes(WaitSchema)
@room.answers(201, EntryDocument, 404, 409, 423)
def post_waitlist(said: dict[str, Any], id: str) -> Response:
    """A party joins the queue; free seats are offered as a held booking under the same key."""
    return answer(entry_document(join(actor(), desk(), WaitWish(trip=id, **said))), 201)


@room.at("GET", f"{TRIP}/waitlist")
@allowed(*EVERY)
@room.answers(200, EntriesDocument, 404)
def get_waitlist(id: str) -> Response:
    """Who waits, first come first."""
    return answer({"items": list(map(entry_document, waiting(actor(), desk(), id)))})


@room.at("POST", "/waitlist/<id(entry):id>/take")
@allowed(*EVERY)
@room.takes(NothingSchema, required=False)
@room.answers(200, BookingDocument, 404, 409, 423)
def post_take(_: dict[str, Any], id: str) -> Response:
    """Takes the seats that were offered."""
    return answer(booking_document(take_offer(actor(), desk(), id)))


@room.at("POST", "/waitlist/<id(entry):id>/seat")
@allowed(*EVERY)
@room.takes(SeatWaitingSchema, required=False)
@room.answers(200, BookingDocument, 404, 409, 423)
def post_seat(said: dict[str, Any], id: str) -> Response:
    """Seats a waiting party by hand, for sure; those before it are served first, and overtaken at most three times."""
    return answer(booking_document(seat_by_hand(actor(), desk(), id, **said)))


@room.at("DELETE", "/waitlist/<id(entry):id>")
@allowed(*EVERY)
@room.answers(204, None, 404, 409, 423)
def delete_entry(id: str) -> Response:
    """Leaves the queue; again it changes nothing."""
    leave(actor(), desk(), id)
    return Response(status=204)


@room.at("POST", f"{TRIP}/blocks")
@allowed(*OVERVIEW)
@room.takes(BlockSchema)
@room.answers(201, BlockDocument, 404, 409, 423)
def post_block(said: dict[str, Any], id: str) -> Response:
    """Keeps seats for an employer or a village; names come later, by bookings with `block`."""
    return answer(block_document(add_block(actor(), desk(), BlockWish(trip=id, **said))), 201)


@room.at("GET", f"{TRIP}/blocks")
@allowed(*EVERY)
@room.answers(200, BlocksDocument, 404)
def get_blocks(id: str) -> Response:
    """Blocks of a trip, released ones too."""
    return answer({"items": list(map(block_document, blocks_of(actor(), desk(), id)))})


@room.at("POST", "/blocks/<id(block):id>/release")
@allowed(*OVERVIEW)
@room.takes(NothingSchema, required=False)
@room.answers(200, BlockDocument, 404, 409, 423)
def post_release(_: dict[str, Any], id: str) -> Response:
    """Seats without a name are for sale again."""
    return answer(block_document(release_block(actor(), desk(), id)))
