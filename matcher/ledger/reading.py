"""What all parts of the ledger stand on: a connection inside a transaction, pages, versions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ARRAY, Column, ColumnElement, Connection, String, and_, any_, false, func, insert, literal, or_, select, true, tuple_, update

from matcher.domain.errors import Invalid, Missing, Stale
from matcher.domain.identifiers import Kind
from matcher.domain.places import prefix
from matcher.ledger import tables
from matcher.ledger.columns import Code, Moment, json_text
from matcher.ledger.plain import Plain
from matcher.ledger.port import Listing, Page
from matcher.ledger.records import Sort, worker_sort
from matcher.ledger.sealing import Sealing
from matcher.ledger.shelves import shelf_of

D = TypeVar("D", bound=Any)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Connected(Plain):
    """One transaction's view. `changed` collects what it saved; sql.py numbers that at the end."""

    def __init__(self, connection: Connection, sealing: Sealing, clock: Callable[[], datetime]) -> None:
        self.connection, self.sealing, self.clock = connection, sealing, clock
        self.postgres = connection.dialect.name == "postgresql"
        self.worker_sort = worker_sort(sealing)
        self.changed: dict[tuple[Kind, str], None] = {}

    def among(self, column: ColumnElement[Any], values: Sequence[str]) -> ColumnElement[bool]:
        """column IN values, as one parameter however many there are."""
        if self.postgres:
            return column == any_(literal(list(values), ARRAY(String)))
        return column.in_(select(func.json_each(json_text(values)).table_valued("value").c.value))

    def one(self, sort: Sort[D], id: str, *, lock: bool = False) -> D:
        shelf = shelf_of(sort.record, self.connection.dialect)
        rows = self.fetch(f"{shelf.select} WHERE id = ?{' FOR UPDATE' if lock and self.postgres else ''}", (id,))
        if not rows:
            raise Missing(f"没有这一条{sort.called} ({id})。请核对编号。")
        found: D = shelf.document(rows[0])
        return found

    def first(self, sort: Sort[D], *conditions: ColumnElement[bool]) -> D | None:
        row = self.connection.execute(select(*sort.record.columns).where(*conditions).limit(1)).first()
        return None if row is None else sort.record.document(row)

    def all(self, sort: Sort[D], *conditions: ColumnElement[bool]) -> list[D]:
        return [sort.record.document(row) for row in self.connection.execute(select(*sort.record.columns).where(*conditions))]

    def by_id(self, sort: Sort[D], ids: Sequence[str]) -> dict[str, D]:
        shelf = shelf_of(sort.record, self.connection.dialect)
        return {document.id: document for document in map(shelf.document, self.fetch_by_id(shelf.select, ids))}

    def listed(self, sort: Sort[D], page: Page, *conditions: ColumnElement[bool]) -> Listing[D]:
        """Newest first, equal times by id."""
        created, id = sort.table.c[sort.created], sort.table.c.id
        statement = select(*sort.record.columns).where(*conditions).order_by(created.desc(), id.desc()).limit(page.size + 1)
        if page.cursor is not None:
            moment, last = read_cursor(page.cursor)
            statement = statement.where(tuple_(created, id) < tuple_(literal(moment, Moment), literal(last, Code)))
        found = [sort.record.document(row) for row in self.connection.execute(statement)]
        items = tuple(found[:page.size])
        more = len(found) > page.size and items
        return Listing(items, cursor(getattr(items[-1], sort.created), items[-1].id) if more else None)

    # --- writing -------------------------------------------------------------------------------------------------------------

    def add(self, sort: Sort[D], documents: Sequence[D], rows: Sequence[bytes] | None = None) -> None:
        if not documents:
            return
        now = self.clock()
        values = [sort.record.values(document) for document in documents]
        for each in values:
            each["version"] = 1
            each[sort.created] = each[sort.created] or now
            each["updated_at"] = each["updated_at"] or now
        for each, row in zip(values, rows or (), strict=rows is not None):
            each["row"] = row
        self.connection.execute(insert(sort.table), values)
        self.changed.update(dict.fromkeys((sort.kind, document.id) for document in documents))

    def replace(self, sort: Sort[D], document: D, **more: Any) -> D:
        """Saved only over the version it was read at."""
        table, now = sort.table, self.clock()
        values = sort.record.values(document) | more | {"version": document.version + 1, "updated_at": now}
        del values["id"], values[sort.created]
        created = self.connection.execute(
            update(table).where(table.c.id == document.id, table.c.version == document.version).values(values).returning(table.c[sort.created])
        ).scalar_one_or_none()
        if created is None:
            current = self.one(sort, document.id)
            raise Stale(document.version, current.version, current)
        self.changed[(sort.kind, document.id)] = None
        saved: D = replace(document, version=document.version + 1, updated_at=now, **{sort.created: created})
        return saved


def lies_under(column: Column[Any], areas: Sequence[str]) -> ColumnElement[bool]:
    """column starts with the prefix of one of the areas, as a range that an index serves; an area of "" is everywhere."""
    starts = [prefix(area) for area in areas]
    if "" in starts:
        return true()
    return or_(false(), *(and_(column >= start, column < start + "\x7f") for start in starts))  # codes are ASCII


def person_in(areas: Sequence[str]) -> ColumnElement[bool]:
    """The person's home or where they are now lies in one of the areas."""
    return or_(lies_under(tables.worker.c.place, areas), lies_under(tables.worker.c.lives_at, areas))


def cursor(moment: datetime, id: str) -> str:
    return f"{(moment - EPOCH) // timedelta(microseconds=1)}-{id}"


def read_cursor(text: str) -> tuple[datetime, str]:
    moment, _, id = text.rpartition("-")
    try:
        return EPOCH + timedelta(microseconds=int(moment)), id
    except (ValueError, OverflowError) as error:
        raise Invalid("翻页的位置看不懂。请从第一页重新翻。", {"cursor": ["从第一页重新翻"]}) from error
