"""Change numbers: given at the very end of a transaction, so that they become visible in order, and read by those who follow.

A number taken when a document is written would become visible when its transaction commits, perhaps after a higher one: a follower
that has seen 8 would never look for the 7 that comes late. Here the counter's row stays locked from the moment numbers are taken until
the commit, and that is the last thing a transaction does: whoever sees n can see all up to n.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, insert, or_, select, text, update

from matcher.domain.search import Listed, RowBatch
from matcher.ledger import tables
from matcher.ledger.port import Change
from matcher.ledger.reading import Connected
from matcher.ledger.upserts import upsert

COUNTED = ("employer", "vacancy", "worker", "intent", "event", "consent", "account")
BLOCK = 10_000  # rows fetched at a time


class FollowingReading(Connected):
    def last_change(self) -> int:
        rows = self.fetch("SELECT value FROM counter WHERE name = 'change'", ())
        return int(rows[0][0]) if rows else 0

    def changes_since(self, number: int, limit: int = 5000) -> tuple[Change, ...]:
        rows = self.fetch("SELECT number, kind, id FROM change WHERE number > ? ORDER BY number LIMIT ?", (number, limit))
        return tuple(Change(*row) for row in rows)

    def mark(self, follower: str) -> int:
        return self.connection.scalar(select(tables.mark.c.number).where(tables.mark.c.follower == follower)) or 0

    def counts(self) -> Mapping[str, int]:
        each = [select(func.count()).select_from(tables.metadata.tables[name]).scalar_subquery() for name in COUNTED]
        return dict(zip(COUNTED, self.connection.execute(select(*each)).one(), strict=True))


class FollowingWriting(FollowingReading):
    def set_mark(self, follower: str, number: int) -> None:
        upsert(self.connection, tables.mark, {"follower": follower}, {"number": number})

    def take_lease(self, name: str, holder: str, until: datetime, now: datetime) -> bool:
        free = or_(tables.lease.c.until <= now, tables.lease.c.holder == holder)
        return upsert(self.connection, tables.lease, {"name": name}, {"holder": holder, "until": until}, free)

    def number_changes(self) -> None:
        """The last thing before the commit."""
        if not self.changed:
            return
        counter = tables.counter
        taken = update(counter).where(counter.c.name == "change").values(value=counter.c.value + len(self.changed)).returning(counter.c.value)
        first = self.connection.execute(taken).scalar_one() - len(self.changed) + 1
        numbered = [{"number": first + place, "kind": kind, "id": id} for place, (kind, id) in enumerate(self.changed)]
        self.connection.execute(insert(tables.change), numbered)


def rows_since(connection: Connection, kind: Listed, number: int, width: int) -> RowBatch:
    """The latest state of each document changed after `number`, once, read in one snapshot."""
    upto = connection.scalar(select(tables.counter.c.value).where(tables.counter.c.name == "change")) or 0
    where = "" if number == 0 else " WHERE id IN (SELECT id FROM change WHERE kind = :kind AND number > :number)"
    statement = text(f"SELECT id, row FROM {kind}{where}")  # kind is one of two words of ours; plain SQL, for a million rows
    ids: list[str] = []
    rows: list[bytes] = []
    gone: list[str] = []
    found = connection.execution_options(yield_per=BLOCK).execute(statement, {} if number == 0 else {"kind": kind, "number": number})
    for block in found.partitions():
        for id, row in block:
            if len(row) == width:
                ids.append(id)
                rows.append(row)
            else:
                gone.append(id)
    return RowBatch(tuple(ids), b"".join(rows), tuple(gone), upto)
