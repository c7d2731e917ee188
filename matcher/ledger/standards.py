"""Minimum wages, the arrears list and licences, kept in the ledger."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Table, delete, select, update

from matcher.domain.events import Step
from matcher.domain.standards import Licence, ListedEmployer, MinimumWage
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger import tables
from matcher.ledger.reading import Connected
from matcher.ledger.records import VACANCY, Record
from matcher.ledger.standard_port import Standard
from matcher.ledger.standard_tables import arrears_list, licence, minimum_wage
from matcher.ledger.upserts import upsert

D = TypeVar("D")
COUNTER: Final = "standards"
WAGE, LISTED, LICENCE = Record(MinimumWage, minimum_wage), Record(ListedEmployer, arrears_list), Record(Licence, licence)
RECORDS: Final[dict[type[Standard], Record[Any]]] = {MinimumWage: WAGE, ListedEmployer: LISTED, Licence: LICENCE}


class StandardReading(Connected):
    def standards_number(self) -> int:
        return self.connection.scalar(select(tables.counter.c.value).where(tables.counter.c.name == COUNTER)) or 0

    def minimum_wages(self) -> tuple[MinimumWage, ...]:
        return self._lines(WAGE)

    def listed_employers(self) -> tuple[ListedEmployer, ...]:
        return self._lines(LISTED)

    def licences(self) -> tuple[Licence, ...]:
        return self._lines(LICENCE)

    def vacancies_of_code(self, credit_code: str, states: Sequence[VacancyState]) -> tuple[Vacancy, ...]:
        of_code = select(tables.employer.c.id).where(tables.employer.c.credit_code == credit_code)
        return tuple(self.all(VACANCY, tables.vacancy.c.employer.in_(of_code), tables.vacancy.c.state.in_(states)))

    def released(self, vacancies: Sequence[str]) -> dict[str, frozenset[tuple[str, str]]]:
        event = tables.event.c
        opened = select(event.subject, event.detail).where(event.subject.in_(vacancies), event.step == str(Step.OPENED))
        found: dict[str, set[tuple[str, str]]] = {}
        for subject, detail in self.connection.execute(opened):
            if pairs := (detail or {}).get("released"):
                found.setdefault(subject, set()).update((rule, words) for rule, words in pairs)
        return {subject: frozenset(pairs) for subject, pairs in found.items()}

    def _lines(self, record: Record[D]) -> tuple[D, ...]:
        statement = select(*record.columns).order_by(*record.table.primary_key.columns)
        return tuple(record.document(row) for row in self.connection.execute(statement))


class StandardWriting(StandardReading):
    def save_standards(self, lines: Sequence[Standard]) -> None:
        for line in lines:
            record = RECORDS[type(line)]
            values = record.values(line)
            upsert(self.connection, record.table, {column.name: values.pop(column.name) for column in record.table.primary_key.columns}, values)
        if lines:
            self._count()

    def drop_wage(self, area: str, since: date) -> bool:
        return self._drop(minimum_wage, minimum_wage.c.area == area, minimum_wage.c.since == since)

    def drop_licence(self, credit_code: str, number: str) -> bool:
        return self._drop(licence, licence.c.credit_code == credit_code, licence.c.number == number)

    def _drop(self, table: Table, *key: ColumnElement[bool]) -> bool:
        gone = self.connection.execute(delete(table).where(*key)).rowcount > 0
        if gone:
            self._count()
        return gone

    def _count(self) -> None:
        """Under the lock of its row, so that two administrators' changes are counted as two."""
        counter = tables.counter
        self.connection.execute(update(counter).where(counter.c.name == COUNTER).values(value=counter.c.value + 1))
