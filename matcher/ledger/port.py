"""What services need of the ledger; `sql.py` keeps the promise on SQLite and on PostgreSQL.

Promises, tested on both engines:
- A transaction is whole or not at all; leaving it by an exception undoes everything.
- A document is saved with the version it was read at; another version there means `Stale`, and nothing is written.
- Every save of a document gives it the next change number; numbers become visible in order, so a follower that has seen n misses nothing up to n.
- Events are only ever added.
- Missing documents raise `Missing`; a server that is away or too busy raises `Unavailable`, and then nothing was done.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from matcher.domain.accounts import Account
from matcher.domain.employers import Employer
from matcher.domain.events import Event, Intent, Step
from matcher.domain.identifiers import Kind
from matcher.domain.people import Worker
from matcher.domain.search import Listed, RowFeed
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger.pages import Listing as Listing
from matcher.ledger.pages import Page as Page
from matcher.ledger.seat_port import SeatReader, SeatTransaction
from matcher.ledger.standard_port import StandardReader, StandardTransaction


@dataclass(frozen=True, slots=True)
class Change:
    """One save: `number` rises over all kinds of document."""

    number: int
    kind: Kind
    id: str


class Glance(Protocol):
    """What nearly every request reads, each statement for itself: cheaper than a consistent view, and no view over several."""

    def vacancy(self, id: str) -> Vacancy: ...
    def workers(self, ids: Sequence[str]) -> dict[str, Worker]: ...
    def account_by_token(self, digest: str) -> Account | None: ...
    def last_change(self) -> int: ...
    def changes_since(self, number: int, limit: int = 5000) -> tuple[Change, ...]: ...


class Reader(Glance, SeatReader, StandardReader, Protocol):
    """A consistent view, without locks."""

    # employers, vacancies, workers
    def employer(self, id: str) -> Employer: ...
    def employer_by_credit_code(self, credit_code: str) -> Employer | None: ...
    def employers(self, page: Page, *, ids: Sequence[str] | None = None, name: str = "") -> Listing[Employer]: ...
    def vacancies(self, ids: Sequence[str]) -> dict[str, Vacancy]:
        """Those that exist, by id; one query however many."""
    def list_vacancies(self, page: Page, *, employers: Sequence[str] | None = None, areas: Sequence[str] | None = None,
                       states: Sequence[VacancyState] | None = None) -> Listing[Vacancy]: ...
    def worker(self, id: str) -> Worker: ...
    def list_workers(self, page: Page, *, areas: Sequence[str] | None = None, name: str = "", phone: str = "") -> Listing[Worker]:
        """areas: codes, any of which contains the person's home or present place; None is everywhere.

        name: exact. phone: whole, or its last four digits.
        """
    def worker_by_identity(self, identity: str) -> Worker | None:
        """By keyed hash of the ID number."""
    def worker_by_phone(self, name: str, phone: str) -> Worker | None:
        """The same name under the same phone is taken for the same person."""
    def workers_by_identity(self, identities: Sequence[str]) -> dict[str, Worker]:
        """Those that exist, by ID number; few queries however many (bulk registration)."""
    def workers_by_phone(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Worker]:
        """Those that exist, by (name, phone); few queries however many."""
    def known_ids(self, kind: Kind, ids: Sequence[str]) -> set[str]: ...

    # the path
    def events(self, page: Page, *, subject: str | None = None, worker: str | None = None, vacancy: str | None = None) -> Listing[Event]: ...
    def intent(self, id: str) -> Intent: ...
    def live_intent(self, worker: str, vacancy: str) -> Intent | None: ...
    def intents(  # noqa: PLR0913 - six filters, each given by its name
        self, page: Page, *, workers: Sequence[str] | None = None, vacancy: str | None = None, employers: Sequence[str] | None = None,
        steps: Sequence[Step] | None = None, areas: Sequence[str] | None = None) -> Listing[Intent]:
        """areas: of people whose home or present place lies in one of them."""
    def consented_employers(self, worker: str) -> frozenset[str]: ...
    def consenting_workers(self, employer: str, workers: Sequence[str]) -> frozenset[str]: ...

    # accounts
    def account(self, name: str) -> Account: ...
    def accounts(self) -> tuple[Account, ...]: ...
    def failed_logins(self, key: str, since: datetime) -> int: ...
    def mapping(self, account: str, signature: str) -> tuple[str, dict[str, str | None]] | None:
        """The kind of sheet and heading → field (None: left out), as this account last chose for these headings."""

    # following
    def mark(self, follower: str) -> int:
        """How far a follower (an index) has come; 0 before it ever began."""
    def counts(self) -> Mapping[str, int]:
        """Number of documents of each table, for `readyz`, `reindex`'s check and the demo."""


class Transaction(SeatTransaction, StandardTransaction, Reader, Protocol):
    """Reads see this transaction's own writes. Documents come back as saved, with their new version."""

    def at_once(self) -> AbstractContextManager[None]:
        """Bookings, events and messages added inside may travel together; what is refused of them is told when it ends. Nothing is read inside."""
    def add_employers(self, employers: Sequence[Employer]) -> None: ...
    def replace_employer(self, employer: Employer) -> Employer:
        """Saves if `employer.version` is the current one, else raises Stale with the document as it stands."""
    def add_vacancies(self, vacancies: Sequence[tuple[Vacancy, bytes]]) -> None:
        """Each with its feature row; version becomes 1. An id that is there already raises Twice."""
    def replace_vacancy(self, vacancy: Vacancy, row: bytes) -> Vacancy: ...
    def vacancy_for_update(self, id: str) -> Vacancy:
        """The vacancy, its row locked until the end: for headcount."""
    def add_workers(self, workers: Sequence[tuple[Worker, bytes]]) -> None: ...
    def replace_worker(self, worker: Worker, row: bytes) -> Worker: ...
    def rewrite_rows(self, kind: Listed, rows: Mapping[str, bytes]) -> None:
        """New feature rows for unchanged documents (a new row layout); versions rise, so catalogues take them."""

    def add_events(self, events: Sequence[Event]) -> None: ...
    def add_intent(self, intent: Intent) -> None:
        """A second living intent for the same worker and vacancy raises Twice: the database refuses it."""
    def replace_intent(self, intent: Intent) -> Intent: ...
    def add_consent(self, worker: str, employer: str, *, mode: str, by: str, at: datetime) -> None: ...
    def withdraw_consent(self, worker: str, employer: str, at: datetime) -> None: ...

    def save_account(self, account: Account) -> None: ...
    def add_token(self, account: str, digest: str) -> None: ...
    def add_failed_login(self, key: str, at: datetime) -> None: ...
    def forget_failed_logins(self, key: str, before: datetime | None = None) -> None: ...
    def save_mapping(self, account: str, signature: str, kind: str, fields: Mapping[str, str | None]) -> None: ...

    def set_mark(self, follower: str, number: int) -> None: ...
    def take_lease(self, name: str, holder: str, until: datetime, now: datetime) -> bool:
        """True when the lease was free, expired or ours; then it is ours until `until`."""


class Ledger(RowFeed, Protocol):
    def reading(self) -> AbstractContextManager[Reader]: ...
    def glance(self) -> AbstractContextManager[Glance]: ...
    def transaction(self) -> AbstractContextManager[Transaction]: ...
    def migrate(self) -> None:
        """To the newest schema; harmless when already there."""
    def ready(self) -> bool:
        """Answers and has the newest schema."""
    def dump(self) -> Iterator[Mapping[str, Any]]:
        """Every record of every table, one mapping each with its `table`, in an order that `load` can take. ID numbers stay sealed.

        The first record names schema and key. Marks and leases stay behind: they speak of this place's index and processes.
        """
    def load(self, records: Iterable[Mapping[str, Any]]) -> int:
        """Into an empty ledger (else Conflict); number of records taken. All or nothing. The same key for ID numbers is needed (else Conflict)."""
    def close(self) -> None: ...
