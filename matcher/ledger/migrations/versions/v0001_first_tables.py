"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

TEXT = sa.String()
CODE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PART = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

REFUSAL = "events are only ever added"
SQLITE_REFUSES = """
CREATE TRIGGER event_no_{verb} BEFORE {verb} ON event BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
POSTGRES_FUNCTION = """
CREATE FUNCTION event_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$
"""
POSTGRES_REFUSES = """
CREATE TRIGGER event_refuses BEFORE UPDATE OR DELETE OR TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION event_refuses()
"""


def upgrade() -> None:
    for table in (account, change, counter, employer, event, failed_login, lease, mark, worker, consent, token, vacancy, intent):
        table()
    op.execute("INSERT INTO counter (name, value) VALUES ('change', 0)")
    refuse_changed_events()


def refuse_changed_events() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_FUNCTION.format(refusal=REFUSAL))
        op.execute(POSTGRES_REFUSES)
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE_REFUSES.format(verb=verb, refusal=REFUSAL))


def where(condition: str) -> dict[str, Any]:
    """A partial index, on either engine."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def account() -> None:
    op.create_table(
        "account",
        sa.Column("name", CODE, nullable=False),
        sa.Column("grants", PART, nullable=False),
        sa.Column("password", TEXT),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_account"),
    )


def change() -> None:
    op.create_table(
        "change",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("id", CODE, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_change"),
    )
    op.create_index("ix_change_kind_number_id", "change", ["kind", "number", "id"])


def counter() -> None:
    op.create_table(
        "counter",
        sa.Column("name", CODE, nullable=False),
        sa.Column("value", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter"),
    )


def employer() -> None:
    op.create_table(
        "employer",
        sa.Column("id", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("credit_code", CODE),
        sa.Column("place", CODE),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("contact", TEXT, nullable=False),
        sa.Column("phone", TEXT, nullable=False),
        sa.Column("industry", TEXT, nullable=False),
        sa.Column("nature", TEXT, nullable=False),
        sa.Column("size", TEXT, nullable=False),
        sa.Column("is_agency", sa.Boolean(), nullable=False),
        sa.Column("licence", TEXT, nullable=False),
        sa.Column("verified_at", MOMENT),
        sa.Column("entered_by", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_employer"),
        sa.UniqueConstraint("credit_code", name="uq_employer_credit_code"),
    )
    op.create_index("ix_employer_created_at_id", "employer", ["created_at", "id"])


def event() -> None:
    op.create_table(
        "event",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("subject", CODE, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("worker", CODE),
        sa.Column("vacancy", CODE),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("detail", PART, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_event"),
    )
    op.create_index("ix_event_subject_number", "event", ["subject", "number"])
    op.create_index("ix_event_vacancy_number", "event", ["vacancy", "number"])
    op.create_index("ix_event_worker_number", "event", ["worker", "number"])


def failed_login() -> None:
    op.create_table(
        "failed_login",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("key", CODE, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_failed_login"),
    )
    op.create_index("ix_failed_login_key_at", "failed_login", ["key", "at"])


def lease() -> None:
    op.create_table(
        "lease",
        sa.Column("name", CODE, nullable=False),
        sa.Column("holder", TEXT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )


def mark() -> None:
    op.create_table(
        "mark",
        sa.Column("follower", CODE, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("follower", name="pk_mark"),
    )


def worker() -> None:
    op.create_table(
        "worker",
        sa.Column("id", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("phone", TEXT, nullable=False),
        sa.Column("phone_tail", CODE, nullable=False),
        sa.Column("consent", PART, nullable=False),
        sa.Column("identity_sealed", sa.LargeBinary()),
        sa.Column("identity_hash", sa.LargeBinary()),
        sa.Column("place", CODE),
        sa.Column("village", TEXT, nullable=False),
        sa.Column("lives_at", CODE),
        sa.Column("second_contact", TEXT, nullable=False),
        sa.Column("categories", PART, nullable=False),
        sa.Column("wants", PART, nullable=False),
        sa.Column("haves", PART, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("entered_by", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.Column("registered_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_worker"),
        sa.UniqueConstraint("identity_hash", name="uq_worker_identity_hash"),
    )
    op.create_index("ix_worker_lives_at", "worker", ["lives_at"])
    op.create_index("ix_worker_phone_tail", "worker", ["phone_tail"])
    op.create_index("ix_worker_place", "worker", ["place"])
    op.create_index("ix_worker_registered_at_id", "worker", ["registered_at", "id"])
    op.create_index("uq_worker_name_phone", "worker", ["name", "phone"], unique=True,
                    **where("phone <> '' AND identity_hash IS NULL"))


def consent() -> None:
    op.create_table(
        "consent",
        sa.Column("worker", CODE, nullable=False),
        sa.Column("employer", CODE, nullable=False),
        sa.Column("mode", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT),
        sa.ForeignKeyConstraint(["employer"], ["employer.id"], name="fk_consent_employer"),
        sa.ForeignKeyConstraint(["worker"], ["worker.id"], name="fk_consent_worker"),
        sa.PrimaryKeyConstraint("worker", "employer", name="pk_consent"),
    )


def token() -> None:
    op.create_table(
        "token",
        sa.Column("digest", CODE, nullable=False),
        sa.Column("account", CODE, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.name"], name="fk_token_account"),
        sa.PrimaryKeyConstraint("digest", name="pk_token"),
    )
    op.create_index("ix_token_account", "token", ["account"])


def vacancy() -> None:
    op.create_table(
        "vacancy",
        sa.Column("id", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("employer", CODE, nullable=False),
        sa.Column("employer_name", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("occupation", CODE),
        sa.Column("place", CODE),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("description", TEXT, nullable=False),
        sa.Column("headcount", sa.Integer()),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("offer", PART, nullable=False),
        sa.Column("needs", PART, nullable=False),
        sa.Column("programmes", PART, nullable=False),
        sa.Column("starts_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("posted_on", sa.Date()),
        sa.Column("closes_on", sa.Date()),
        sa.Column("entered_by", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("source_key", TEXT, nullable=False),
        sa.Column("unread", PART, nullable=False),
        sa.Column("row", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["employer"], ["employer.id"], name="fk_vacancy_employer"),
        sa.PrimaryKeyConstraint("id", name="pk_vacancy"),
    )
    op.create_index("ix_vacancy_created_at_id", "vacancy", ["created_at", "id"])
    op.create_index("ix_vacancy_employer", "vacancy", ["employer"])
    op.create_index("ix_vacancy_place", "vacancy", ["place"])


def intent() -> None:
    op.create_table(
        "intent",
        sa.Column("id", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("worker", CODE, nullable=False),
        sa.Column("vacancy", CODE, nullable=False),
        sa.Column("employer", CODE, nullable=False),
        sa.Column("step", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["employer"], ["employer.id"], name="fk_intent_employer"),
        sa.ForeignKeyConstraint(["vacancy"], ["vacancy.id"], name="fk_intent_vacancy"),
        sa.ForeignKeyConstraint(["worker"], ["worker.id"], name="fk_intent_worker"),
        sa.PrimaryKeyConstraint("id", name="pk_intent"),
    )
    op.create_index("ix_intent_created_at_id", "intent", ["created_at", "id"])
    op.create_index("ix_intent_employer", "intent", ["employer"])
    op.create_index("ix_intent_vacancy", "intent", ["vacancy"])
    op.create_index("ix_intent_worker", "intent", ["worker"])
    op.create_index("uq_intent_living", "intent", ["worker", "vacancy"], unique=True, **where("step NOT IN ('declined', 'withdrawn')"))
