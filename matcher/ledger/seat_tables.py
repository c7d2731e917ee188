"""Tables of trips and seats. Two constraints are the second line of defence behind the code: one seat has one owner on one leg, and one person
one ride at one time (PostgreSQL: an exclusion constraint; SQLite: a trigger, see the migration).
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    text,
)

from matcher.domain.bookings import BlockKind, BookingState, EntryState, Rider, SeatAt
from matcher.domain.itineraries import Stretch
from matcher.domain.messages import MessageKind, MessageState
from matcher.domain.scans import ScanKind
from matcher.domain.terms import Sex
from matcher.domain.trips import Escort, Rest, RosterRow, Stop, TripState, Unit
from matcher.ledger.columns import Code, Moment, Number, Part, Term
from matcher.ledger.tables import document, metadata, words

trip = document(
    "trip",
    words("name"),
    Column("programme", Code, nullable=False, index=True),
    Column("state", Term(TripState), nullable=False),
    Column("departs_at", Moment, nullable=False, index=True),
    Column("arrives_at", Moment, nullable=False),
    Column("stops", Part(tuple[Stop, ...]), nullable=False),
    Column("units", Part(tuple[Unit, ...]), nullable=False),
    Column("rests", Part(tuple[Rest, ...]), nullable=False),
    Column("escorts", Part(tuple[Escort, ...]), nullable=False),
    *map(words, ("carrier", "contract", "origin_station", "destination_station")),
    Column("km", Integer),
    words("note"),
    *(Column(name, Integer, nullable=False) for name in ("passed", "waiting", "blocks")),
    Column("filed_at", Moment),
    words("entered_by"),
)

booking = Table(
    "booking", metadata,
    Column("id", Code, primary_key=True),
    Column("trip", Code, ForeignKey("trip.id"), nullable=False),
    Column("key", Code, nullable=False),
    Column("owner", Code, nullable=False),
    Column("state", Term(BookingState), nullable=False),
    Column("board", Integer, nullable=False),
    Column("alight", Integer, nullable=False),
    Column("party", Part(tuple[Rider, ...]), nullable=False),
    Column("seats", Part(tuple[SeatAt, ...]), nullable=False),
    Column("fingerprint", Code, nullable=False),
    Column("held_until", Moment),
    Column("block", Code),
    Column("entry", Code),
    Column("swapped_to", Code),
    Column("itinerary", Code),
    Column("gone", Part(tuple[int, ...]), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    UniqueConstraint("trip", "owner", "key"),
)
HELD = text("state = 'held'")
Index("ix_booking_held_until", booking.c.held_until, sqlite_where=HELD, postgresql_where=HELD)
OFFERED = text("state = 'held' AND entry IS NOT NULL")
Index("uq_booking_offered", booking.c.entry, unique=True, sqlite_where=OFFERED, postgresql_where=OFFERED)

JOINED = text("itinerary IS NOT NULL")
Index("ix_booking_itinerary", booking.c.itinerary, sqlite_where=JOINED, postgresql_where=JOINED)

itinerary = Table(
    "itinerary", metadata,
    Column("id", Code, primary_key=True),
    Column("key", Code, nullable=False),
    Column("owner", Code, nullable=False),
    Column("rides", Part(tuple[Stretch, ...]), nullable=False),
    Column("fingerprint", Code, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("owner", "key"),
)

# Few indexes, and keys in the order of their trip: every page a booking touches is written to the log at its commit.
# person: the number in the worker's identifier, so that PostgreSQL can lay people and time (in seconds) out in one index of ranges.
ride = Table(
    "ride", metadata,
    Column("booking", Code, ForeignKey("booking.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("worker", Code, ForeignKey("worker.id"), nullable=False),
    Column("intent", Code),
    Column("trip", Code, nullable=False),
    Column("unit", Integer, nullable=False),
    Column("seat", Integer, nullable=False),
    Column("board", Integer, nullable=False),
    Column("alight", Integer, nullable=False),
    Column("starts", Number, nullable=False),
    Column("ends", Number, nullable=False),
    Column("person", Number, nullable=False),
    Column("sex", Term(Sex)),
    Column("agrees", Boolean, nullable=False),
    Column("infants", Integer, nullable=False),
    Column("held_until", Number),
    Column("live", Boolean, nullable=False),
    PrimaryKeyConstraint("trip", "booking", "place"),
    CheckConstraint("starts < ends", name="ck_ride_forward"),
    sqlite_with_rowid=False,
)
ALIVE = text("live")
Index("ix_ride_worker", ride.c.worker, sqlite_where=ALIVE, postgresql_where=ALIVE)
BY_INTENT = text("live AND intent IS NOT NULL")
Index("ix_ride_intent", ride.c.intent, sqlite_where=BY_INTENT, postgresql_where=BY_INTENT)

seat_claim = Table(
    "seat_claim", metadata,
    Column("trip", Code, nullable=False),
    Column("unit", Integer, nullable=False),
    Column("seat", Integer, nullable=False),
    Column("leg", Integer, nullable=False),
    Column("booking", Code),
    Column("block", Code),
    PrimaryKeyConstraint("trip", "unit", "seat", "leg"),
    sqlite_with_rowid=False,
)
KEPT = text("block IS NOT NULL")
Index("ix_seat_claim_block", seat_claim.c.block, sqlite_where=KEPT, postgresql_where=KEPT)

block = Table(
    "block", metadata,
    Column("id", Code, primary_key=True),
    Column("trip", Code, ForeignKey("trip.id"), nullable=False, index=True),
    Column("kind", Term(BlockKind), nullable=False),
    Column("holder", Code, nullable=False),
    Column("board", Integer, nullable=False),
    Column("alight", Integer, nullable=False),
    Column("seats", Part(tuple[SeatAt, ...]), nullable=False),
    words("label"),
    Column("release_at", Moment),
    Column("released", Boolean, nullable=False),
    words("by"),
    Column("created_at", Moment, nullable=False),
)

entry = Table(
    "entry", metadata,
    Column("id", Code, primary_key=True),
    Column("trip", Code, ForeignKey("trip.id"), nullable=False),
    Column("key", Code, nullable=False),
    Column("owner", Code, nullable=False),
    Column("party", Part(tuple[Rider, ...]), nullable=False),
    Column("board", Integer, nullable=False),
    Column("alight", Integer, nullable=False),
    Column("fingerprint", Code, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("bypassed", Integer, nullable=False),
    Column("state", Term(EntryState), nullable=False),
    Column("booking", Code),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("trip", "owner", "key"),
    UniqueConstraint("trip", "number"),
)

scan = Table(
    "scan", metadata,
    Column("device", Code, nullable=False),
    Column("number", Number, nullable=False, autoincrement=False),
    Column("booking", Code, ForeignKey("booking.id"), nullable=False, index=True),
    Column("kind", Term(ScanKind), nullable=False),
    Column("stop", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("place", Integer),
    Column("clock_error", Float, nullable=False),
    words("by"),
    Column("recorded_at", Moment, nullable=False),
    PrimaryKeyConstraint("device", "number"),
)

filing = Table(
    "filing", metadata,
    Column("trip", Code, ForeignKey("trip.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("filed_at", Moment, nullable=False),
    words("by"),
    Column("rows", Part(tuple[RosterRow, ...]), nullable=False),
    words("note"),
    PrimaryKeyConstraint("trip", "number"),
)

settlement = Table(
    "settlement", metadata,
    Column("trip", Code, ForeignKey("trip.id"), primary_key=True),
    Column("km", Integer, nullable=False),
    words("vehicle"),
    Column("yuan", Integer, nullable=False),
    *map(words, ("invoice", "fund", "note")),
)

absence = Table(
    "absence", metadata,
    Column("booking", Code, ForeignKey("booking.id"), nullable=False),
    Column("place", Integer, nullable=False),
    words("reason"),
    PrimaryKeyConstraint("booking", "place"),
)

message = Table(
    "message", metadata,
    Column("id", Code, primary_key=True),
    Column("worker", Code, ForeignKey("worker.id"), nullable=False),
    Column("trip", Code, ForeignKey("trip.id"), nullable=False),
    Column("booking", Code, nullable=False),
    Column("kind", Term(MessageKind), nullable=False),
    Column("text", String, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", Term(MessageState), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    words("answer"),
    Index(None, "trip", "created_at", "id"),
    sqlite_with_rowid=False,
)
UNSENT = text("state = 'waiting'")
Index("ix_message_due_at", message.c.due_at, sqlite_where=UNSENT, postgresql_where=UNSENT)
