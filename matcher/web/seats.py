"""The seats of a trip: the picture a clerk works at, and booking for a party."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.domain.bookings import Address, Booking, BookingState, EntryState, Rider, SeatAt, SeatWish, Swap
from matcher.domain.errors import Missing
from matcher.domain.events import Intent, Step
from matcher.domain.itineraries import Stretch
from matcher.domain.people import Worker
from matcher.domain.trips import Seat, Trip, TripState, Unit
from matcher.ledger.port import Page
from matcher.services.boarding import departures
from matcher.services.booking import book, booking_by_id, bookings_of, cancel, confirm
from matcher.services.placing import list_intents
from matcher.services.posting import show_vacancy
from matcher.services.registering import list_workers, show_worker
from matcher.services.seat_plan import Cell, SeatMap, free_seats, seat_map
from matcher.services.swapping import swap
from matcher.services.trips import list_trips
from matcher.services.waitlist import WaitWish, join, waiting
from matcher.web.blocks import KINDS, Kept, chosen_of, kept_on, release_proposed
from matcher.web.itineraries import Joined, cancelled_whole, confirmed_whole, feeder_chosen, feeders_offered, joined, no_longer, seated_with
from matcher.web.pages import page, pages
from matcher.web.queue import names_of, people_of, queued
from matcher.web.trip_words import rows_of, stretch
from matcher.web.trips import BOOKERS, EVERY, may_manage, may_run, said_or_warned

FOUND: Final = 8
OWN_EMPLOYER: Final = "own"
SAID: Final = {
    "free": "空", "block": "预留", "held": "占座", "confirmed": "已确认", "boarded": "已上车", "arrived": "已到", "no_show": "没来",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A seat in the picture. free: on the whole stretch that is looked at."""

    seat: Seat
    unit: int
    cells: tuple[Cell, ...]
    free: bool
    words: str

    @property
    def value(self) -> str:
        return f"{self.unit}.{self.seat.number}"


@dataclass(frozen=True, slots=True)
class Ride:
    """The stretch looked at."""

    board: int
    alight: int


@dataclass(frozen=True, slots=True)
class Member:
    """One of the party being seated, with the accepted intents a seat can be tied to: (intent, words)."""

    worker: Worker
    intents: tuple[tuple[str, str], ...]


@pages.get("/trips/<id>")
@context.allowed(*EVERY)
def trip(id: str) -> Response:
    """`board`, `alight`: the stretch; `party`: to be seated, `block`: out of it; `who`: looked for; `at`: a seat (1.7) or a booking to show."""
    actor, desk = context.actor(), context.desk()
    seen = seat_map(actor, desk, id)
    ride = ride_asked(seen.trip)
    books, known = actor.has(*BOOKERS), names(seen)
    kept = kept_on(seen) if books else ()
    block = chosen_of(kept)
    return page(
        "trips/detail.html", trip=seen.trip, ride=ride, units=[(unit, pictured(unit, seen, ride, block)) for unit in seen.trip.units], said=SAID,
        kept=kept, chosen=block, block=block and block.block.id, block_kinds=KINDS, release=release_proposed(seen.trip),
        party=party_asked() if books else (), found=found_people() if books else (), who=request.args.get("who", "").strip(),
        shown=shown_booking(seen), bookings=bookings_of(actor, desk, id), queue=queued(waiting(actor, desk, id), known), names=known,
        feeders=feeders_offered(seen.trip, ride.board) if books and not block else (), broken=no_longer(seen.trip, known),
        departures=departures(actor, desk, id), books=books, manages=may_manage(seen.trip), runs=may_run(seen.trip), key=f"p-{secrets.token_hex(8)}",
        left=free_seats(actor, desk, id, ride.board, ride.alight) if books and ride.board >= seen.trip.passed else None,
    )


def ride_asked(trip: Trip) -> Ride:
    board = request.args.get("board", type=int, default=min(trip.passed, trip.legs - 1))
    alight = request.args.get("alight", type=int, default=trip.legs)
    return Ride(board, alight) if 0 <= board < alight <= trip.legs else Ride(0, trip.legs)


def pictured(unit: Unit, seen: SeatMap, ride: Ride, chosen: Kept | None) -> list[list[Place | None]]:
    """The rows of a unit; escort's seats have no cells. chosen: only the seats of this block are to be had."""
    return [[place(unit, seat, seen, ride, chosen) if seat else None for seat in row] for row in rows_of(unit)]


def place(unit: Unit, seat: Seat, seen: SeatMap, ride: Ride, chosen: Kept | None) -> Place:
    cells = seen.cells.get(SeatAt(unit.no, seat.number), ())
    wanted = chosen.block.id if chosen else None
    free = bool(cells) and all(cell.kind in ("free", "block") and cell.block == wanted for cell in cells[ride.board:ride.alight])
    return Place(seat, unit.no, cells, free, ", ".join(spoken(seen.trip, cells)) or seat.use.label)


def spoken(trip: Trip, cells: tuple[Cell, ...]) -> Iterator[str]:
    """石坡街到商州 示* 已确认, 商州到南通 空."""
    start = 0
    for leg in range(1, len(cells) + 1):
        if leg == len(cells) or (cells[leg].kind, cells[leg].booking) != (cells[start].kind, cells[start].booking):
            cell = cells[start]
            yield f"{stretch(trip, start, leg)} {cell.name} {SAID.get(cell.kind, '')}".replace("  ", " ").strip()
            start = leg


def names(seen: SeatMap) -> dict[str, str]:
    return {cell.worker: cell.name for cells in seen.cells.values() for cell in cells if cell.worker}


def party_asked() -> tuple[Member, ...]:
    members = []
    for worker in dict.fromkeys(request.args.getlist("party")):
        try:
            members.append(Member(show_worker(context.actor(), context.desk(), worker), tuple(tied(worker))))
        except Missing:
            continue
    return tuple(members)


def tied(worker: str) -> Iterator[tuple[str, str]]:
    """Accepted intents, in words."""
    intents: tuple[Intent, ...] = list_intents(context.actor(), context.desk(), Page(size=20), worker=worker).items
    for intent in intents:
        if intent.step is Step.ACCEPTED:
            vacancy = show_vacancy(context.actor(), context.desk(), intent.vacancy)
            yield intent.id, f"{vacancy.employer_name} {vacancy.title}"


def found_people() -> tuple[Worker, ...]:
    who = request.args.get("who", "").strip()
    if not who:
        return ()
    sought = {"phone": who} if who.isdigit() else {"name": who}
    return list_workers(context.actor(), context.desk(), Page(size=FOUND), **sought).items


@dataclass(frozen=True, slots=True)
class Shown:
    """A booking looked at: names as far as this account may know them; others: trips it could be moved to; joined: its itinerary."""

    booking: Booking
    people: tuple[str, ...]
    others: tuple[Trip, ...]
    joined: Joined | None = None


def shown_booking(seen: SeatMap) -> Shown | None:
    at = request.args.get("at", "")
    booking = at if at.startswith("b") else booking_on(seen, at)
    if not booking:
        return None
    found = booking_by_id(context.actor(), context.desk(), booking)
    if found.trip != seen.trip.id:
        return None
    known = names(seen)
    others = list_trips(context.actor(), context.desk(), Page(size=50), states=[TripState.OPEN]).items if context.actor().has(*BOOKERS) else ()
    people = names_of(found.party, people_of(found.party), known)
    return Shown(found, people, tuple(other for other in others if other.id != found.trip), joined(found) if context.actor().has(*BOOKERS) else None)


def booking_on(seen: SeatMap, at: str) -> str | None:
    """Whoever has that seat, on the stretch looked at first."""
    unit, _, seat = at.partition(".")
    cells = seen.cells.get(SeatAt(int(unit), int(seat)), ()) if unit.isdigit() and seat.isdigit() else ()
    ride = ride_asked(seen.trip)
    return next((cell.booking for cell in (*cells[ride.board:ride.alight], *cells) if cell.booking), None)


@pages.post("/trips/<id>/bookings")
@context.allowed(*BOOKERS)
def seat_party(id: str) -> Answer:
    """The party in the form, on the seats picked or where the desk finds them; or into the queue."""
    form = request.form
    people = form.getlist("party")
    board, alight = form.get("board", 0, int), form.get("alight", 0, int)
    party = tuple(rider(worker) for worker in people)
    picked = tuple(filter(None, map(seat_value, form.getlist("seat"))))
    key, block, feeder = form.get("key", ""), form.get("block") or None, feeder_chosen()
    state = BookingState.HELD if form.get("state") == "held" else BookingState.CONFIRMED

    def act() -> str:
        actor, desk = context.actor(), context.desk()
        if feeder is not None:
            return seated_with(feeder, Stretch(id, board, alight, picked or None), party, state)
        if form.get("do") == "wait":
            entry = join(actor, desk, WaitWish(trip=id, key=key, party=party, board=board, alight=alight))
            return "候补登记好了, 有座就通知。" if entry.state is EntryState.WAITING else "正好有座: 已先占着, 请本人答复。"
        wish = SeatWish(trip=id, key=key, party=party, board=board, alight=alight, state=state, seats=picked or None, block=block)
        booking = book(actor, desk, wish)
        until = "" if booking.state is BookingState.CONFIRMED else f", 先占 {desk.hold_minutes} 分钟"
        return f"{len(party)} 人坐好了: {'、'.join(f'{seat.unit}号车{seat.seat}号座' for seat in booking.seats)}{until}。"

    if said_or_warned(act):
        return redirect(url_for("pages.trip", id=id, board=board, alight=alight))
    return redirect(url_for("pages.trip", id=id, board=board, alight=alight, block=block, party=people, feeder=form.get("feeder") or None))


def rider(worker: str) -> Rider:
    """Tied to the intent chosen for this person, else bound for the employer named for the party."""
    form = request.form
    tie = form.get(f"tie.{worker}", OWN_EMPLOYER)
    infants = form.get(f"infants.{worker}", 0, int)
    alone = form.get(f"beside.{worker}") == "yes"
    bound_for = form.get("bound_for", "").strip()
    return Rider(worker, None if tie == OWN_EMPLOYER else tie, bound_for if tie == OWN_EMPLOYER else "", infants, alone)


def seat_value(text: str) -> SeatAt | None:
    unit, _, seat = text.partition(".")
    return SeatAt(int(unit), int(seat)) if unit.isdigit() and seat.isdigit() else None


def confirmed(booking: Booking) -> str:
    if booking.itinerary:
        return confirmed_whole(booking)
    confirm(context.actor(), context.desk(), Address(booking.trip, booking.key, booking.owner))
    return "确认了, 座位给他留着。"


def cancelled(booking: Booking) -> str:
    note = request.form.get("note", "").strip()[:200]
    if booking.itinerary:
        return cancelled_whole(booking, note)
    cancel(context.actor(), context.desk(), Address(booking.trip, booking.key, booking.owner), note)
    return "退好了, 座位放开了。没事, 想走时说一声。"


def swapped(booking: Booking) -> str:
    moved = swap(context.actor(), context.desk(), Address(booking.trip, booking.key, booking.owner), Swap(request.form.get("trip", "")))
    return f"换好了: {'、'.join(f'{seat.unit}号车{seat.seat}号座' for seat in moved.seats)}。"


DEEDS: Final[dict[str, Callable[[Booking], str]]] = {"confirm": confirmed, "cancel": cancelled, "swap": swapped}


@pages.post("/bookings/<id>/<deed>")
@context.allowed(*BOOKERS)
def booking_deed(id: str, deed: str) -> Answer:
    if deed not in DEEDS:
        abort(404)
    booking = booking_by_id(context.actor(), context.desk(), id)
    said_or_warned(lambda: DEEDS[deed](booking))
    return redirect(url_for("pages.trip", id=booking.trip, board=booking.board, alight=booking.alight))
