"""What the services of trips and seats need of the ledger; part of the ports Reader and Transaction.

Promises, tested on both engines:
- One seat has one owner on one leg, whatever the code above does: a second claim raises Twice.
- One person has one ride at one time: a second raises Clash.
- `trip_for_update` holds the trip until the end of the transaction: one booking at a time on one trip.
- Scans are only ever added; the same (device, number) twice is one scan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, Protocol

from matcher.domain.bookings import Block, Booking, BookingState, Entry, EntryState, SeatAt
from matcher.domain.errors import Conflict
from matcher.domain.events import Intent
from matcher.domain.itineraries import Itinerary
from matcher.domain.messages import Message, MessageState
from matcher.domain.scans import Scan
from matcher.domain.start_dates import AcceptedJob
from matcher.domain.terms import Category, Sex
from matcher.domain.trips import Filing, Settlement, Trip, TripState
from matcher.ledger.pages import Listing, Page


class Clash(Conflict):
    """The database itself refused a second ride of one person at one time."""

    code = "overlap"

    def __init__(self) -> None:
        super().__init__("这个人同一时间已经订了另一趟车。请先退掉或换掉那一趟。")


class Ride(NamedTuple):
    """One person on one seat for one stretch. starts, ends, held_until: whole seconds since 1970 (a booking reads every ride of its trip; numbers
    cost least). sex: as stored. held_until: None once the booking is sure."""

    booking: str
    place: int
    worker: str
    intent: str | None
    trip: str
    unit: int
    seat: int
    board: int
    alight: int
    starts: int
    ends: int
    sex: str | None
    agrees: bool
    infants: int
    held_until: int | None

    @property
    def at(self) -> SeatAt:
        return SeatAt(self.unit, self.seat)

    @property
    def starts_at(self) -> datetime:
        return datetime.fromtimestamp(self.starts, UTC)

    @property
    def ends_at(self) -> datetime:
        return datetime.fromtimestamp(self.ends, UTC)

    def expired_at(self, now: datetime) -> bool:
        return self.held_until is not None and self.held_until <= now.timestamp()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passenger:
    """What a seat asks of a person (R09, the neighbour rule, who may book for them), and nothing more."""

    id: str
    place: str | None
    lives_at: str | None
    sex: Sex | None
    born_on: date | None
    categories: tuple[Category, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class TripsSeen:
    """What an account may list: trips of these programmes, these trips, and those that name this account as escort ("": none)."""

    programmes: tuple[str, ...] = ()
    trips: tuple[str, ...] = ()
    escort: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    unit: int
    seat: int
    leg: int
    booking: str | None
    block: str | None


class SeatReader(Protocol):
    # trips
    def trip(self, id: str) -> Trip: ...
    def trips(self, ids: Sequence[str]) -> dict[str, Trip]: ...
    def list_trips(
        self, page: Page, *, programmes: Sequence[str] | None = None, states: Sequence[TripState] | None = None, seen: TripsSeen | None = None,
    ) -> Listing[Trip]:
        """Newest first. seen: only what this account may list."""
        ...

    def trip_named(self, name: str, departs_at: datetime) -> Trip | None: ...
    def trips_with_waiting_or_blocks(self) -> tuple[str, ...]:
        """Open trips that a tick has to look at even where no hold has expired."""
    def trips_leaving(self, after: datetime, before: datetime) -> tuple[str, ...]:
        """Open and filed trips that depart in that time."""
    def filings(self, trip: str) -> tuple[Filing, ...]: ...
    def settlement(self, trip: str) -> Settlement | None: ...

    # seats
    def booking(self, id: str) -> Booking: ...
    def booking_by_key(self, trip: str, owner: str, key: str) -> Booking | None: ...
    def intents_by_id(self, ids: Sequence[str]) -> dict[str, Intent]: ...
    def bookings_on(self, trip: str, states: Sequence[BookingState] | None = None) -> tuple[Booking, ...]: ...
    def bookings(self, ids: Sequence[str]) -> dict[str, Booking]: ...
    def expired_holds(self, now: datetime, limit: int = 1000) -> tuple[Booking, ...]: ...
    def rides_on(self, trip: str) -> tuple[Ride, ...]:
        """Those that have their seat, expired holds among them."""
    def rides_near(self, trip: str, workers: Sequence[str], starts_at: datetime, ends_at: datetime) -> tuple[Ride, ...]:
        """Those on the trip, and any others of these people that meet the span; touching it is not meeting."""
    def rides_of_intent(self, intent: str) -> tuple[Ride, ...]: ...
    def itinerary(self, id: str) -> Itinerary: ...
    def itineraries(self, ids: Sequence[str]) -> dict[str, Itinerary]:
        """Those that exist, by id; two queries however many."""
    def itinerary_by_key(self, owner: str, key: str) -> Itinerary | None: ...
    def claims(self, trip: str) -> tuple[Claim, ...]: ...
    def blocks(self, trip: str) -> tuple[Block, ...]: ...
    def block(self, id: str) -> Block: ...
    def passengers(self, ids: Sequence[str]) -> dict[str, Passenger]: ...
    def accepted_jobs(self, workers: Sequence[str], before: date) -> tuple[AcceptedJob, ...]:
        """Posts these people accepted whose work begins before that day."""
    def rides_of(self, worker: str, after: datetime) -> tuple[Ride, ...]:
        """Of one person, arriving after that moment."""

    # the queue
    def entry(self, id: str) -> Entry: ...
    def entry_by_key(self, trip: str, owner: str, key: str) -> Entry | None: ...
    def entries(self, trip: str, states: Sequence[EntryState] | None = None) -> tuple[Entry, ...]: ...

    # boarding
    def scans(self, bookings: Sequence[str]) -> tuple[Scan, ...]: ...
    def scans_named(self, names: Sequence[tuple[str, int]]) -> tuple[Scan, ...]:
        """By (device, number)."""
    def absences(self, bookings: Sequence[str]) -> Mapping[tuple[str, int], str]: ...

    # messages
    def message(self, id: str) -> Message: ...
    def list_messages(self, page: Page, *, trip: str | None = None, state: MessageState | None = None) -> Listing[Message]: ...
    def due_messages(self, now: datetime, limit: int = 200) -> tuple[Message, ...]: ...


class SeatTransaction(SeatReader, Protocol):
    def add_trip(self, trip: Trip) -> None: ...
    def replace_trip(self, trip: Trip) -> Trip: ...
    def trip_for_update(self, id: str) -> Trip: ...
    def note_trip(self, id: str, **counts: int) -> None:
        """passed, waiting, blocks: counted under the trip's lock, without a new version."""
    def passengers_for_update(self, ids: Sequence[str]) -> dict[str, Passenger]:
        """Locked in the order of their ids, so that two bookings of one person go one after the other."""
    def intents_held(self, ids: Sequence[str]) -> dict[str, Intent]:
        """Kept from changing until the end."""

    def add_booking(self, booking: Booking, rides: Sequence[Ride]) -> None:
        """With its rides and the claims of its seats; out of the block where it names one."""
    def add_itinerary(self, itinerary: Itinerary) -> None:
        """Its bookings are added after it."""
    def retime(self, trip: str, rides: Sequence[Ride], times: Mapping[int, int]) -> None:
        """These rides of the trip at new times. times: stop → whole seconds since 1970. Raises Clash."""
    def make_sure(self, id: str) -> bool:
        """held → confirmed; False where it is held no more."""
    def move_booking(self, id: str, before: Sequence[BookingState], **after: Any) -> bool:
        """Sets fields where the state is still one of `before`; whether it was."""
    def free_rides(self, booking: str, rides: Sequence[Ride], *, from_leg: int = 0) -> None:
        """These rides of the booking give up seat and time; claims of legs before from_leg stay as history."""
    def reseat(self, moves: Mapping[tuple[str, int], SeatAt], rides: Sequence[Ride]) -> None:
        """New seats for these rides, all at once."""
    def add_block(self, block: Block) -> None: ...
    def release_block(self, block: Block) -> None:
        """Seats without a name are free; named ones stay theirs."""
    def drop_kept(self, trip: str, unit: int) -> None:
        """Seats of that vehicle kept in blocks without a name are nobody's for a moment: it is being changed."""
    def keep_again(self, trip: str, block: str, claims: Sequence[Claim]) -> None: ...
    def change_block(self, id: str, **after: Any) -> None: ...
    def add_entry(self, entry: Entry) -> Entry:
        """Given the next number of its trip."""
    def change_entry(self, id: str, **after: Any) -> None: ...
    def pass_by(self, ids: Sequence[str]) -> None:
        """Each was overtaken once more."""
    def add_scans(self, scans: Sequence[Scan]) -> frozenset[tuple[str, int]]:
        """Those that were new, as (device, number)."""
    def set_absence(self, booking: str, place: int, reason: str) -> None: ...
    def add_filing(self, filing: Filing) -> None: ...
    def save_settlement(self, trip: str, settlement: Settlement) -> None: ...
    def add_messages(self, messages: Sequence[Message]) -> None: ...
    def change_message(self, id: str, **after: Any) -> None: ...
