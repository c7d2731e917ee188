"""Trips, bookings, seats, the queue, boarding, messages."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

TEXT = sa.String()
CODE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PART = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
INTEGER = sa.Integer()
BOOLEAN = sa.Boolean()

# int8range of one person and the span of time: core range types, so no extension is needed.
ONE_RIDE_AT_A_TIME = """
ALTER TABLE ride ADD CONSTRAINT ride_one_at_a_time
EXCLUDE USING gist (int8range(person, person, '[]') WITH &&, int8range(starts, ends, '[)') WITH &&) WHERE (live)
"""
SQLITE_CLASHES = """
SELECT RAISE(ABORT, 'ride_one_at_a_time') WHERE EXISTS (
    SELECT 1 FROM ride WHERE live AND worker = NEW.worker AND starts < NEW.ends AND ends > NEW.starts
    AND NOT (trip = NEW.trip AND booking = NEW.booking AND place = NEW.place))
"""
SQLITE_TRIGGER = "CREATE TRIGGER ride_one_at_a_time_{verb} BEFORE {verb} ON ride WHEN NEW.live BEGIN {clashes}; END"
REFUSAL = "scans are only ever added"
POSTGRES_SCANS = """
CREATE FUNCTION scan_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$
""", """
CREATE TRIGGER scan_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON scan FOR EACH STATEMENT EXECUTE FUNCTION scan_refuses()
"""


def upgrade() -> None:
    for table in (trip, booking, ride, seat_claim, block, entry, scan, filing, settlement, absence, message):
        table()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(ONE_RIDE_AT_A_TIME)
        for statement in POSTGRES_SCANS:
            op.execute(statement.format(refusal=REFUSAL))
    else:
        for verb in ("INSERT", "UPDATE"):
            op.execute(SQLITE_TRIGGER.format(verb=verb, clashes=SQLITE_CLASHES))
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER scan_no_{verb} BEFORE {verb} ON scan BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")


def column(name: str, kind: Any, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def texts(*names: str) -> list[sa.Column[Any]]:
    return [column(name, TEXT) for name in names]


def points_to(table: str, name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=f"fk_{table}_{name}")


def index(name: str, table: str, *columns: str, unique: bool = False, where: str = "") -> None:
    partial: dict[str, Any] = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)} if where else {}
    op.create_index(name, table, list(columns), unique=unique, **partial)


def trip() -> None:
    op.create_table(
        "trip",
        column("id", CODE), column("version", INTEGER), column("name", TEXT), column("programme", CODE), column("state", TEXT),
        column("departs_at", MOMENT), column("arrives_at", MOMENT), column("stops", PART), column("units", PART), column("rests", PART),
        column("escorts", PART), *texts("carrier", "contract", "origin_station", "destination_station"), column("km", INTEGER, null=True),
        *texts("note"), column("passed", INTEGER), column("waiting", INTEGER), column("blocks", INTEGER), column("filed_at", MOMENT, null=True),
        *texts("entered_by"), column("created_at", MOMENT), column("updated_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_trip"),
    )
    index("ix_trip_created_at_id", "trip", "created_at", "id")
    index("ix_trip_departs_at", "trip", "departs_at")
    index("ix_trip_programme", "trip", "programme")


def booking() -> None:
    op.create_table(
        "booking",
        column("id", CODE), column("trip", CODE), column("key", CODE), column("owner", CODE), column("state", TEXT), column("board", INTEGER),
        column("alight", INTEGER), column("party", PART), column("seats", PART), column("fingerprint", CODE), column("held_until", MOMENT, null=True),
        column("block", CODE, null=True), column("entry", CODE, null=True), column("swapped_to", CODE, null=True), column("gone", PART),
        column("created_at", MOMENT), column("updated_at", MOMENT),
        points_to("booking", "trip", "trip"),
        sa.PrimaryKeyConstraint("id", name="pk_booking"),
        sa.UniqueConstraint("trip", "owner", "key", name="uq_booking_trip_owner_key"),
    )
    index("ix_booking_held_until", "booking", "held_until", where="state = 'held'")
    index("uq_booking_offered", "booking", "entry", unique=True, where="state = 'held' AND entry IS NOT NULL")


def ride() -> None:
    op.create_table(
        "ride",
        column("booking", CODE), column("place", INTEGER), column("worker", CODE), column("intent", CODE, null=True), column("trip", CODE),
        *(column(name, INTEGER) for name in ("unit", "seat", "board", "alight")), column("starts", NUMBER), column("ends", NUMBER),
        column("person", NUMBER), column("sex", TEXT, null=True), column("agrees", BOOLEAN), column("infants", INTEGER),
        column("held_until", NUMBER, null=True), column("live", BOOLEAN),
        points_to("ride", "booking", "booking"), points_to("ride", "worker", "worker"),
        sa.PrimaryKeyConstraint("trip", "booking", "place", name="pk_ride"),
        sa.CheckConstraint("starts < ends", name="ck_ride_forward"),
        sqlite_with_rowid=False,
    )
    index("ix_ride_worker", "ride", "worker", where="live")
    index("ix_ride_intent", "ride", "intent", where="live AND intent IS NOT NULL")


def seat_claim() -> None:
    op.create_table(
        "seat_claim",
        column("trip", CODE), *(column(name, INTEGER) for name in ("unit", "seat", "leg")), column("booking", CODE, null=True),
        column("block", CODE, null=True),
        sa.PrimaryKeyConstraint("trip", "unit", "seat", "leg", name="pk_seat_claim"),
        sqlite_with_rowid=False,
    )
    index("ix_seat_claim_block", "seat_claim", "block", where="block IS NOT NULL")


def block() -> None:
    op.create_table(
        "block",
        column("id", CODE), column("trip", CODE), column("kind", TEXT), column("holder", CODE), column("board", INTEGER), column("alight", INTEGER),
        column("seats", PART), *texts("label"), column("release_at", MOMENT, null=True), column("released", BOOLEAN), *texts("by"),
        column("created_at", MOMENT),
        points_to("block", "trip", "trip"),
        sa.PrimaryKeyConstraint("id", name="pk_block"),
    )
    index("ix_block_trip", "block", "trip")


def entry() -> None:
    op.create_table(
        "entry",
        column("id", CODE), column("trip", CODE), column("key", CODE), column("owner", CODE), column("party", PART), column("board", INTEGER),
        column("alight", INTEGER), column("fingerprint", CODE), column("rank", INTEGER), column("number", INTEGER), column("bypassed", INTEGER),
        column("state", TEXT), column("booking", CODE, null=True), column("created_at", MOMENT),
        points_to("entry", "trip", "trip"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("trip", "owner", "key", name="uq_entry_trip_owner_key"),
        sa.UniqueConstraint("trip", "number", name="uq_entry_trip_number"),
    )


def scan() -> None:
    op.create_table(
        "scan",
        column("device", CODE), sa.Column("number", NUMBER, nullable=False, autoincrement=False), column("booking", CODE), column("kind", TEXT),
        column("stop", INTEGER), column("at", MOMENT), column("place", INTEGER, null=True), column("clock_error", sa.Float()), *texts("by"),
        column("recorded_at", MOMENT),
        points_to("scan", "booking", "booking"),
        sa.PrimaryKeyConstraint("device", "number", name="pk_scan"),
    )
    index("ix_scan_booking", "scan", "booking")


def filing() -> None:
    op.create_table(
        "filing",
        column("trip", CODE), column("number", INTEGER), column("filed_at", MOMENT), *texts("by"), column("rows", PART), *texts("note"),
        points_to("filing", "trip", "trip"),
        sa.PrimaryKeyConstraint("trip", "number", name="pk_filing"),
    )


def settlement() -> None:
    op.create_table(
        "settlement",
        column("trip", CODE), column("km", INTEGER), *texts("vehicle"), column("yuan", INTEGER), *texts("invoice", "fund", "note"),
        points_to("settlement", "trip", "trip"),
        sa.PrimaryKeyConstraint("trip", name="pk_settlement"),
    )


def absence() -> None:
    op.create_table(
        "absence",
        column("booking", CODE), column("place", INTEGER), *texts("reason"),
        points_to("absence", "booking", "booking"),
        sa.PrimaryKeyConstraint("booking", "place", name="pk_absence"),
    )


def message() -> None:
    op.create_table(
        "message",
        column("id", CODE), column("worker", CODE), column("trip", CODE), column("booking", CODE), column("kind", TEXT), column("text", TEXT),
        column("due_at", MOMENT), column("state", TEXT), column("created_at", MOMENT), column("sent_at", MOMENT, null=True), *texts("answer"),
        points_to("message", "trip", "trip"), points_to("message", "worker", "worker"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sqlite_with_rowid=False,
    )
    index("ix_message_due_at", "message", "due_at", where="state = 'waiting'")
    index("ix_message_trip_created_at_id", "message", "trip", "created_at", "id")
