"""The path: events, intents, and who may see whose contact."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from matcher.domain.errors import Invalid
from matcher.domain.events import ENDED, Event, Intent, Step
from matcher.ledger import tables
from matcher.ledger.columns import json_text, storable
from matcher.ledger.port import Listing, Page
from matcher.ledger.reading import Connected, person_in
from matcher.ledger.records import EVENT, INTENT
from matcher.ledger.upserts import upsert


class PathReading(Connected):
    def events(self, page: Page, *, subject: str | None = None, worker: str | None = None, vacancy: str | None = None) -> Listing[Event]:
        asked = {"subject": subject, "worker": worker, "vacancy": vacancy}
        number = tables.event.c.number
        statement = select(*EVENT.columns).order_by(number.desc()).limit(page.size + 1)
        statement = statement.where(*(tables.event.c[name] == value for name, value in asked.items() if value is not None))
        if page.cursor is not None:
            statement = statement.where(number < event_number(page.cursor))
        found = [EVENT.document(row) for row in self.connection.execute(statement)]
        items = tuple(found[:page.size])
        return Listing(items, str(items[-1].number) if items and len(found) > page.size else None)

    def intent(self, id: str) -> Intent:
        return self.one(INTENT, id)

    def live_intent(self, worker: str, vacancy: str) -> Intent | None:
        pair = tables.intent.c.worker == worker, tables.intent.c.vacancy == vacancy
        return self.first(INTENT, *pair, tables.intent.c.step.not_in(ENDED))

    def intents(  # noqa: PLR0913 - six filters, each given by its name
        self, page: Page, *, workers: Sequence[str] | None = None, vacancy: str | None = None, employers: Sequence[str] | None = None,
        steps: Sequence[Step] | None = None, areas: Sequence[str] | None = None) -> Listing[Intent]:
        wanted: list[ColumnElement[bool]] = []
        if workers is not None:
            wanted.append(self.among(tables.intent.c.worker, workers))
        if vacancy is not None:
            wanted.append(tables.intent.c.vacancy == vacancy)
        if employers is not None:
            wanted.append(self.among(tables.intent.c.employer, employers))
        if steps is not None:
            wanted.append(tables.intent.c.step.in_(steps))
        if areas is not None:
            wanted.append(tables.intent.c.worker.in_(select(tables.worker.c.id).where(person_in(areas))))
        return self.listed(INTENT, page, *wanted)

    def consented_employers(self, worker: str) -> frozenset[str]:
        given = select(tables.consent.c.employer).where(tables.consent.c.worker == worker, tables.consent.c.withdrawn_at.is_(None))
        return frozenset(self.connection.scalars(given))

    def consenting_workers(self, employer: str, workers: Sequence[str]) -> frozenset[str]:
        given = select(tables.consent.c.worker).where(
            tables.consent.c.employer == employer, tables.consent.c.withdrawn_at.is_(None), self.among(tables.consent.c.worker, workers))
        return frozenset(self.connection.scalars(given))


ADD_EVENT = """
INSERT INTO event (step, subject, actor, at, channel, worker, vacancy, note, detail, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class PathWriting(PathReading):
    def add_events(self, events: Sequence[Event]) -> None:
        if not events:
            return
        now = self.clock()
        self.put(ADD_EVENT, [
            (str(each.step), each.subject, each.actor, self.moment(each.at), str(each.channel), each.worker, each.vacancy, storable(each.note),
             json_text(each.detail), self.moment(now)) for each in events])

    def add_intent(self, intent: Intent) -> None:
        self.add(INTENT, [intent])

    def replace_intent(self, intent: Intent) -> Intent:
        return self.replace(INTENT, intent)

    def add_consent(self, worker: str, employer: str, *, mode: str, by: str, at: datetime) -> None:
        """Given again after it was withdrawn, it holds again; the events keep both."""
        given = {"mode": mode, "by": by, "at": at, "withdrawn_at": None}
        upsert(self.connection, tables.consent, {"worker": worker, "employer": employer}, given)

    def withdraw_consent(self, worker: str, employer: str, at: datetime) -> None:
        pair = tables.consent.c.worker == worker, tables.consent.c.employer == employer
        self.connection.execute(update(tables.consent).where(*pair, tables.consent.c.withdrawn_at.is_(None)).values(withdrawn_at=at))


def event_number(cursor: str) -> int:
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 18:
        raise Invalid("翻页的位置看不懂。请从第一页重新翻。", {"cursor": ["从第一页重新翻"]})
    return int(cursor)
