"""Tables of the ledger. Every document has id, version and times; what is asked for is a column, the rest is JSON beside it.

Nothing is deleted: documents change state, and `event` keeps what happened (triggers refuse to change it).
"""

from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, String, Table, text

from matcher.domain.accounts import Grant
from matcher.domain.events import ENDED, Step
from matcher.domain.people import Consent, Haves, Wants
from matcher.domain.terms import Category, Channel
from matcher.domain.vacancies import Needs, Offer, VacancyState
from matcher.ledger.columns import Code, Moment, Number, Part, Term

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
})


def document(name: str, *columns: Any, created: str = "created_at") -> Table:
    """A table of versioned documents, listed newest first by (created, id)."""
    head = Column("id", Code, primary_key=True), Column("version", Integer, nullable=False)
    times = Column(created, Moment, nullable=False), Column("updated_at", Moment, nullable=False)
    return Table(name, metadata, *head, *columns, *times, Index(None, created, "id"))


def words(name: str) -> Column[str]:
    return Column(name, String, nullable=False, default="")


employer = document(
    "employer",
    words("name"),
    Column("credit_code", Code, unique=True),
    Column("place", Code),
    *map(words, ("address", "contact", "phone", "industry", "nature", "size")),
    Column("is_agency", Boolean, nullable=False),
    words("licence"),
    Column("verified_at", Moment),
    *map(words, ("entered_by", "source")),
)

vacancy = document(
    "vacancy",
    words("title"),
    Column("employer", Code, ForeignKey("employer.id"), nullable=False, index=True),
    *map(words, ("employer_name", "code")),
    Column("occupation", Code),
    Column("place", Code, index=True),
    *map(words, ("address", "description")),
    Column("headcount", Integer),
    Column("accepted", Integer, nullable=False),
    Column("state", Term(VacancyState), nullable=False),
    Column("offer", Part(Offer), nullable=False),
    Column("needs", Part(Needs), nullable=False),
    Column("programmes", Part(tuple[str, ...]), nullable=False),
    *(Column(name, Date) for name in ("starts_on", "ends_on", "posted_on", "closes_on")),
    *map(words, ("entered_by", "source", "source_key")),
    Column("unread", Part(tuple[tuple[str, str], ...]), nullable=False),
    Column("row", LargeBinary, nullable=False),
)

worker = document(
    "worker",
    words("name"),
    words("phone"),
    Column("phone_tail", Code, nullable=False, index=True),
    Column("consent", Part(Consent), nullable=False),
    Column("identity_sealed", LargeBinary),
    Column("identity_hash", LargeBinary, unique=True),
    Column("place", Code, index=True),
    words("village"),
    Column("lives_at", Code, index=True),
    words("second_contact"),
    Column("categories", Part(tuple[Category, ...]), nullable=False),
    Column("wants", Part(Wants), nullable=False),
    Column("haves", Part(Haves), nullable=False),
    Column("active", Boolean, nullable=False),
    words("entered_by"),
    Column("channel", Term(Channel), nullable=False),
    Column("row", LargeBinary, nullable=False),
    created="registered_at",
)
# The same name under the same phone is the same person, unless an ID number tells: two counters typing at once cannot make two of them.
WITHOUT_IDENTITY = text("phone <> '' AND identity_hash IS NULL")
Index("uq_worker_name_phone", worker.c.name, worker.c.phone, unique=True, sqlite_where=WITHOUT_IDENTITY, postgresql_where=WITHOUT_IDENTITY)

intent = document(
    "intent",
    Column("worker", Code, ForeignKey("worker.id"), nullable=False, index=True),
    Column("vacancy", Code, ForeignKey("vacancy.id"), nullable=False, index=True),
    Column("employer", Code, ForeignKey("employer.id"), nullable=False, index=True),
    Column("step", Term(Step), nullable=False),
)
LIVING = text("step NOT IN ({})".format(", ".join(f"'{step}'" for step in sorted(ENDED))))
Index("uq_intent_living", intent.c.worker, intent.c.vacancy, unique=True, sqlite_where=LIVING, postgresql_where=LIVING)

consent = Table(
    "consent", metadata,
    Column("worker", Code, ForeignKey("worker.id"), nullable=False),
    Column("employer", Code, ForeignKey("employer.id"), nullable=False),
    words("mode"),
    words("by"),
    Column("at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    PrimaryKeyConstraint("worker", "employer"),
)

event = Table(
    "event", metadata,
    Column("number", Number, primary_key=True),
    Column("step", Term(Step), nullable=False),
    Column("subject", Code, nullable=False),
    words("actor"),
    Column("at", Moment, nullable=False),
    Column("channel", Term(Channel), nullable=False),
    Column("worker", Code),
    Column("vacancy", Code),
    words("note"),
    Column("detail", Part(dict[str, Any]), nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Index(None, "subject", "number"),
    Index(None, "worker", "number"),
    Index(None, "vacancy", "number"),
)

account = Table(
    "account", metadata,
    Column("name", Code, primary_key=True),
    Column("grants", Part(tuple[Grant, ...]), nullable=False),
    Column("password", String),
    Column("active", Boolean, nullable=False),
)

token = Table(
    "token", metadata,
    Column("digest", Code, primary_key=True),
    Column("account", Code, ForeignKey("account.name"), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
)

failed_login = Table(
    "failed_login", metadata,
    Column("number", Number, primary_key=True),
    Column("key", Code, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "key", "at"),
)

# What a sender chose for the columns of sheets with these headings.
mapping = Table(
    "mapping", metadata,
    Column("account", Code, nullable=False),
    Column("signature", Code, nullable=False),
    Column("kind", Code, nullable=False),
    Column("fields", Part(dict[str, str | None]), nullable=False),
    Column("updated_at", Moment, nullable=False),
    PrimaryKeyConstraint("account", "signature"),
)

# Filled at the very end of a transaction, under the lock of `counter`: see following.py.
change = Table(
    "change", metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("kind", Code, nullable=False),
    Column("id", Code, nullable=False),
    Index(None, "kind", "number", "id"),
)

counter = Table("counter", metadata, Column("name", Code, primary_key=True), Column("value", Number, nullable=False))

mark = Table("mark", metadata, Column("follower", Code, primary_key=True), Column("number", Number, nullable=False))

lease = Table(
    "lease", metadata,
    Column("name", Code, primary_key=True),
    words("holder"),
    Column("until", Moment, nullable=False),
)
