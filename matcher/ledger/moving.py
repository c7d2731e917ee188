"""The whole ledger as records, to and from either engine.

Times travel as ISO 8601, bytes as base64; ID numbers stay sealed, so the place they go to needs the same key (the first record says which
key it was, and another is refused). Marks and leases stay behind: they speak of the index and the processes beside this database.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Table, delete, func, insert, select, text

from matcher.domain.errors import Conflict, Invalid
from matcher.ledger import tables
from matcher.ledger.columns import Moment, Part, Term
from matcher.ledger.schema import NEWEST
from matcher.ledger.sealing import Sealing

STAYING = frozenset({"mark", "lease"})
MOVED = [table for table in tables.metadata.sorted_tables if table.name not in STAYING]  # what is referred to comes first
BLOCK = 2_000


def dump(connection: Connection, sealing: Sealing) -> Iterator[Mapping[str, Any]]:
    yield {"table": "ledger", "schema": NEWEST, "key": sealing.fingerprint}
    for table in MOVED:
        keys = table.primary_key.columns
        for row in connection.execution_options(yield_per=BLOCK).execute(select(table).order_by(*keys)):
            yield {"table": table.name} | msgspec.to_builtins(row._asdict())


def load(connection: Connection, sealing: Sealing, records: Iterable[Mapping[str, Any]]) -> int:
    refuse_unless_empty(connection)
    connection.execute(delete(tables.counter))
    loader, taken = Loader(connection), 0
    for taken, record in enumerate(records, start=1):
        if taken == 1:
            check_head(record, sealing)
        else:
            loader.take(record, taken)
    if taken == 0:
        raise Invalid("文件是空的, 没有什么可以装入。请核对文件。")
    loader.flush()
    restart_numbers(connection)
    return taken


class Loader:
    """Gathers records of one table and writes them in blocks."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.shapes = {table.name: (table, shape_of(table)) for table in MOVED}
        self.name = ""
        self.waiting: list[dict[str, Any]] = []

    def take(self, record: Mapping[str, Any], place: int) -> None:
        name = str(record.get("table"))
        if name not in self.shapes:
            raise Invalid(f"第 {place} 条不认识: 没有叫“{name}”的表。请核对文件是不是 matcher dump 导出的。")
        if name != self.name or len(self.waiting) == BLOCK:
            self.flush()
            self.name = name
        try:
            values = msgspec.convert({key: value for key, value in record.items() if key != "table"}, self.shapes[name][1])
        except msgspec.ValidationError as error:
            raise Invalid(f"第 {place} 条 ({name}) 读不懂: {error}。请核对文件是否完整。") from error
        self.waiting.append(msgspec.structs.asdict(values))

    def flush(self) -> None:
        if self.waiting:
            self.connection.execute(insert(self.shapes[self.name][0]), self.waiting)
            self.waiting = []


def shape_of(table: Table) -> Any:
    """A struct that refuses a missing or unknown column and reads each value as its column's type."""
    columns = [(str(column.name), type_of(column) | None if column.nullable else type_of(column)) for column in table.columns]
    return msgspec.defstruct(table.name, columns, forbid_unknown_fields=True, kw_only=True)


def type_of(column: Column[Any]) -> Any:
    match column.type:
        case Part(shape=shape):
            return shape
        case Term(terms=terms):
            return terms
        case Moment():
            return datetime
        case kind:
            return kind.python_type


def refuse_unless_empty(connection: Connection) -> None:
    for table in MOVED:
        if table.name != "counter" and connection.scalar(select(func.count()).select_from(table)):
            raise Conflict("这里已经有内容了, 没有装入。请先建一个空库 (matcher init) 再装。")


def check_head(record: Mapping[str, Any], sealing: Sealing) -> None:
    if record.get("table") != "ledger" or record.get("schema") != NEWEST:
        raise Invalid("这不是本版本导出的文件。请用同一版本的 matcher dump 重新导出。")
    if record.get("key") != sealing.fingerprint:
        raise Conflict("身份证号是用另一把密钥加密的, 没有装入。请把原来的密钥设好再装。")


def restart_numbers(connection: Connection) -> None:
    """PostgreSQL counts rows in sequences of its own; SQLite looks at the highest number there is."""
    if connection.dialect.name != "postgresql":
        return
    for name in ("event", "failed_login"):
        connection.execute(text(
            f"SELECT setval(pg_get_serial_sequence('{name}', 'number'), COALESCE(max(number), 0) + 1, false) FROM {name}"))
