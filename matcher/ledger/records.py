"""How documents of the domain and rows of tables correspond: fields and columns bear the same names, except a worker's identity."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Column, Table

from matcher.domain.accounts import Account
from matcher.domain.employers import Employer
from matcher.domain.events import Event, Intent
from matcher.domain.identifiers import Kind
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.ledger import tables
from matcher.ledger.columns import storable
from matcher.ledger.sealing import Sealing

D = TypeVar("D")


class Document(Protocol):
    """What all documents have."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...


class Record(Generic[D]):
    """One class of the domain and its table."""

    def __init__(self, shape: type[D], table: Table) -> None:
        self.shape, self.table = shape, table
        self.names = tuple(field.name for field in fields(shape))  # type: ignore[arg-type]

    @property
    def columns(self) -> list[Column[Any]]:
        return [self.table.c[name] for name in self.names]

    def values(self, document: D) -> dict[str, Any]:
        found = {name: getattr(document, name) for name in self.names}
        for value in found.values():
            if isinstance(value, str):
                storable(value)
        return found

    def document(self, row: Sequence[Any]) -> D:
        return self.shape(**dict(zip(self.names, row, strict=True)))


@dataclass(frozen=True, slots=True)
class Sort(Generic[D]):
    """A sort of versioned document: what it is called in sentences, and the column of its beginning."""

    kind: Kind
    record: Record[D]
    called: str
    created: str = "created_at"

    @property
    def table(self) -> Table:
        return self.record.table


class WorkerRecord(Record[Worker]):
    """The ID number goes in sealed with its keyed hash, the phone with its last four digits."""

    def __init__(self, sealing: Sealing) -> None:
        super().__init__(Worker, tables.worker)
        self.sealing = sealing

    @property
    def columns(self) -> list[Column[Any]]:
        return [self.table.c["identity_sealed" if name == "identity" else name] for name in self.names]

    def values(self, document: Worker) -> dict[str, Any]:
        found = super().values(document)
        identity = found.pop("identity")
        found["identity_sealed"] = self.sealing.seal(identity, document.id) if identity else None
        found["identity_hash"] = self.sealing.digest(identity) if identity else None
        found["phone_tail"] = document.phone[-4:]
        return found

    def document(self, row: Sequence[Any]) -> Worker:
        found = dict(zip(self.names, row, strict=True))
        if found["identity"] is not None:
            found["identity"] = self.sealing.open(found["identity"], found["id"])
        return Worker(**found)


ACCOUNT = Record(Account, tables.account)
EVENT = Record(Event, tables.event)
EMPLOYER = Sort("employer", Record(Employer, tables.employer), "招聘单位")
VACANCY = Sort("vacancy", Record(Vacancy, tables.vacancy), "岗位")
INTENT = Sort("intent", Record(Intent, tables.intent), "意向")


@lru_cache(maxsize=8)
def worker_sort(sealing: Sealing) -> Sort[Worker]:
    return Sort("worker", WorkerRecord(sealing), "登记人员", created="registered_at")
