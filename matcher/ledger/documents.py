"""Employers, vacancies and workers: reading, listing, saving."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, bindparam, false, select, tuple_, update

from matcher.domain.employers import Employer
from matcher.domain.identifiers import Kind
from matcher.domain.people import Worker
from matcher.domain.search import Listed
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger import tables
from matcher.ledger.port import Listing, Page
from matcher.ledger.reading import Connected, lies_under, person_in
from matcher.ledger.records import EMPLOYER, VACANCY

T = TypeVar("T")
TABLES = {"employer": tables.employer, "vacancy": tables.vacancy, "worker": tables.worker, "intent": tables.intent}
PAIRS = 400  # (name, phone) pairs in one query


class DocumentReading(Connected):
    def employer(self, id: str) -> Employer:
        return self.one(EMPLOYER, id)

    def employer_by_credit_code(self, credit_code: str) -> Employer | None:
        return self.first(EMPLOYER, tables.employer.c.credit_code == credit_code)

    def employers(self, page: Page, *, ids: Sequence[str] | None = None, name: str = "") -> Listing[Employer]:
        wanted: list[ColumnElement[bool]] = []
        if ids is not None:
            wanted.append(self.among(tables.employer.c.id, ids))
        if name:
            wanted.append(tables.employer.c.name.contains(name, autoescape=True))
        return self.listed(EMPLOYER, page, *wanted)

    def vacancy(self, id: str) -> Vacancy:
        return self.one(VACANCY, id)

    def vacancies(self, ids: Sequence[str]) -> dict[str, Vacancy]:
        return self.by_id(VACANCY, ids)

    def list_vacancies(self, page: Page, *, employers: Sequence[str] | None = None, areas: Sequence[str] | None = None,
                       states: Sequence[VacancyState] | None = None) -> Listing[Vacancy]:
        wanted: list[ColumnElement[bool]] = []
        if employers is not None:
            wanted.append(self.among(tables.vacancy.c.employer, employers))
        if areas is not None:
            wanted.append(lies_under(tables.vacancy.c.place, areas))
        if states is not None:
            wanted.append(tables.vacancy.c.state.in_(states))
        return self.listed(VACANCY, page, *wanted)

    def worker(self, id: str) -> Worker:
        return self.one(self.worker_sort, id)

    def workers(self, ids: Sequence[str]) -> dict[str, Worker]:
        return self.by_id(self.worker_sort, ids)

    def list_workers(self, page: Page, *, areas: Sequence[str] | None = None, name: str = "", phone: str = "") -> Listing[Worker]:
        wanted: list[ColumnElement[bool]] = []
        if areas is not None:
            wanted.append(person_in(areas))
        if name:
            wanted.append(tables.worker.c.name == name)
        if phone:
            wanted.append(tables.worker.c.phone_tail == phone[-4:])
        if len(phone) > 4:
            wanted.append(tables.worker.c.phone == phone)
        return self.listed(self.worker_sort, page, *wanted)

    def worker_by_identity(self, identity: str) -> Worker | None:
        return self.first(self.worker_sort, tables.worker.c.identity_hash == self.sealing.digest(identity))

    def worker_by_phone(self, name: str, phone: str) -> Worker | None:
        return self.first(self.worker_sort, *same_person(name, phone))

    def workers_by_identity(self, identities: Sequence[str]) -> dict[str, Worker]:
        digests = {self.sealing.digest(identity): identity for identity in identities}
        found: dict[str, Worker] = {}
        for part in parts(list(digests)):
            for worker in self.all(self.worker_sort, tables.worker.c.identity_hash.in_(part)):
                found[digests[self.sealing.digest(worker.identity or "")]] = worker
        return found

    def workers_by_phone(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Worker]:
        found: dict[tuple[str, str], Worker] = {}
        known = tuple_(tables.worker.c.name, tables.worker.c.phone)
        for part in parts([pair for pair in dict.fromkeys(pairs) if pair[1]]):
            for worker in self.all(self.worker_sort, known.in_(part), tables.worker.c.phone != ""):
                found[worker.name, worker.phone] = worker
        return found

    def known_ids(self, kind: Kind, ids: Sequence[str]) -> set[str]:
        id = TABLES[kind].c.id
        return set(self.connection.scalars(select(id).where(self.among(id, ids))))


class DocumentWriting(DocumentReading):
    def add_employers(self, employers: Sequence[Employer]) -> None:
        self.add(EMPLOYER, employers)

    def replace_employer(self, employer: Employer) -> Employer:
        return self.replace(EMPLOYER, employer)

    def add_vacancies(self, vacancies: Sequence[tuple[Vacancy, bytes]]) -> None:
        self.add(VACANCY, [vacancy for vacancy, _ in vacancies], [row for _, row in vacancies])

    def replace_vacancy(self, vacancy: Vacancy, row: bytes) -> Vacancy:
        return self.replace(VACANCY, vacancy, row=row)

    def vacancy_for_update(self, id: str) -> Vacancy:
        return self.one(VACANCY, id, lock=True)  # SQLite: the transaction already holds the only write lock there is

    def add_workers(self, workers: Sequence[tuple[Worker, bytes]]) -> None:
        self.add(self.worker_sort, [worker for worker, _ in workers], [row for _, row in workers])

    def replace_worker(self, worker: Worker, row: bytes) -> Worker:
        return self.replace(self.worker_sort, worker, row=row)

    def rewrite_rows(self, kind: Listed, rows: Mapping[str, bytes]) -> None:
        if not rows:
            return
        table = TABLES[kind]
        statement = update(table).where(table.c.id == bindparam("which")).values(row=bindparam("new"), version=table.c.version + 1)
        self.connection.execute(statement, [{"which": id, "new": row} for id, row in rows.items()])
        self.changed.update(dict.fromkeys((kind, id) for id in rows))


def same_person(name: str, phone: str) -> tuple[ColumnElement[bool], ...]:
    if not phone:
        return (false(),)
    return tables.worker.c.name == name, tables.worker.c.phone == phone


def parts(values: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(values), PAIRS):
        yield values[start:start + PAIRS]
