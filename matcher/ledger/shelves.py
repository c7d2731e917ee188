"""Documents as a driver gives them: the statement that fetches a sort, and the columns' own conversions, both found once."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import Dialect

from matcher.ledger.columns import Moment, Part, Term
from matcher.ledger.records import Record

D = TypeVar("D")


class Shelf(Generic[D]):
    """select: to be followed by a condition."""

    def __init__(self, record: Record[D], dialect: Dialect) -> None:
        self._record, columns = record, record.columns
        quoted = (dialect.identifier_preparer.quote(column.name) for column in columns)
        self.select = f"SELECT {', '.join(quoted)} FROM {dialect.identifier_preparer.quote(record.table.name)}"
        found = ((place, conversion(column.type, dialect)) for place, column in enumerate(columns))
        self._conversions = [(place, convert) for place, convert in found if convert is not None]

    def document(self, row: Sequence[Any]) -> D:
        values = list(row)
        for place, convert in self._conversions:
            values[place] = convert(values[place])
        return self._record.document(values)


@lru_cache(maxsize=64)
def shelf_of(record: Record[D], dialect: Dialect) -> Shelf[D]:
    return Shelf(record, dialect)


def conversion(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    if isinstance(kind, Moment | Part | Term):
        return kind.read
    found: Callable[[Any], Any] | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return found
