"""Scans, reasons for absence, and the outbox."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from matcher.domain.errors import Missing
from matcher.domain.messages import Message, MessageState
from matcher.domain.scans import Scan
from matcher.ledger.columns import storable
from matcher.ledger.pages import Listing, Page
from matcher.ledger.reading import Connected, cursor, read_cursor
from matcher.ledger.records import Record
from matcher.ledger.seat_tables import absence, message, scan
from matcher.ledger.upserts import upsert

SCAN = Record(Scan, scan)
MESSAGE = Record(Message, message)
AT_ONCE = 500
ADD_MESSAGE = f"INSERT INTO message ({', '.join(MESSAGE.names)}) VALUES ({', '.join('?' * len(MESSAGE.names))})"


class BoardingReading(Connected):
    def scans(self, bookings: Sequence[str]) -> tuple[Scan, ...]:
        statement = select(*SCAN.columns).where(self.among(scan.c.booking, bookings)).order_by(scan.c.device, scan.c.number)
        return tuple(SCAN.document(row) for row in self.connection.execute(statement))

    def scans_named(self, names: Sequence[tuple[str, int]]) -> tuple[Scan, ...]:
        found: list[Scan] = []
        for start in range(0, len(names), AT_ONCE):
            statement = select(*SCAN.columns).where(tuple_(scan.c.device, scan.c.number).in_(names[start:start + AT_ONCE]))
            found += (SCAN.document(row) for row in self.connection.execute(statement))
        return tuple(found)

    def absences(self, bookings: Sequence[str]) -> Mapping[tuple[str, int], str]:
        rows = self.connection.execute(select(absence.c.booking, absence.c.place, absence.c.reason).where(self.among(absence.c.booking, bookings)))
        return {(booking, place): reason for booking, place, reason in rows}

    def message(self, id: str) -> Message:
        row = self.connection.execute(select(*MESSAGE.columns).where(message.c.id == id)).first()
        if row is None:
            raise Missing("没有这条消息。请核对编号。")
        return MESSAGE.document(row)

    def list_messages(self, page: Page, *, trip: str | None = None, state: MessageState | None = None) -> Listing[Message]:
        statement = select(*MESSAGE.columns).order_by(message.c.created_at.desc(), message.c.id.desc()).limit(page.size + 1)
        if trip is not None:
            statement = statement.where(message.c.trip == trip)
        if state is not None:
            statement = statement.where(message.c.state == state)
        if page.cursor is not None:
            statement = statement.where(tuple_(message.c.created_at, message.c.id) < tuple_(*bound(page.cursor)))
        found = [MESSAGE.document(row) for row in self.connection.execute(statement)]
        items = tuple(found[:page.size])
        more = len(found) > page.size and items and items[-1].created_at is not None
        return Listing(items, cursor(items[-1].created_at, items[-1].id) if more else None)  # type: ignore[arg-type]  # the ledger sets it

    def due_messages(self, now: datetime, limit: int = 200) -> tuple[Message, ...]:
        due = message.c.state == MessageState.WAITING, message.c.due_at <= now
        rows = self.connection.execute(select(*MESSAGE.columns).where(*due).order_by(message.c.due_at, message.c.id).limit(limit))
        return tuple(MESSAGE.document(row) for row in rows)


class BoardingWriting(BoardingReading):
    def add_scans(self, scans: Sequence[Scan]) -> frozenset[tuple[str, int]]:
        made = postgresql.insert(scan) if self.postgres else sqlite.insert(scan)
        now = self.clock()
        new: set[tuple[str, int]] = set()
        for start in range(0, len(scans), AT_ONCE):
            values = [SCAN.values(each) | {"recorded_at": now} for each in scans[start:start + AT_ONCE]]
            statement = made.values(values).on_conflict_do_nothing().returning(scan.c.device, scan.c.number)
            new.update((device, number) for device, number in self.connection.execute(statement))
        return frozenset(new)

    def set_absence(self, booking: str, place: int, reason: str) -> None:
        upsert(self.connection, absence, {"booking": booking, "place": place}, {"reason": reason})

    def add_messages(self, messages: Sequence[Message]) -> None:
        if messages:
            now = self.clock()
            self.put(ADD_MESSAGE, [
                (each.id, each.worker, each.trip, each.booking, str(each.kind), storable(each.text), self.moment(each.due_at), str(each.state),
                 self.moment(each.created_at or now), self.moment(each.sent_at), each.answer) for each in messages])

    def change_message(self, id: str, **after: Any) -> None:
        self.connection.execute(update(message).where(message.c.id == id).values(after))


def bound(text: str) -> tuple[Any, Any]:
    moment, id = read_cursor(text)
    return literal(moment, message.c.created_at.type), literal(id, message.c.id.type)
