"""Registers of whole villages: known people are updated, new ones added, in batches."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from matcher.domain.accounts import Actor
from matcher.domain.errors import Forbidden, Twice
from matcher.domain.events import Event, Step
from matcher.domain.identifiers import new_id
from matcher.domain.people import Worker
from matcher.domain.terms import Channel
from matcher.ledger.port import Reader
from matcher.matching.rows import worker_row
from matcher.services.desk import Desk
from matcher.services.importing import Problem, Progress, Report, batches, silent
from matcher.services.indexing import publish
from matcher.services.registering import at_own_place, merged
from matcher.services.rolls import Entrant
from matcher.services.scopes import OFFICE, OVERVIEW

CROWD: Final = 5  # people under one phone: a proxy, or worse (DOMAIN: ask)


def import_entrants(actor: Actor, desk: Desk, entrants: Iterable[Entrant], progress: Progress = silent) -> Report:
    """One transaction a batch. Raises Forbidden, Unavailable."""
    if not actor.has(*OFFICE, *OVERVIEW):
        raise Forbidden("求职登记由劳务站办理, 您的账号没有这项权限。")
    report, waiting, phones = Report(), list[Worker](), Counter[str]()
    for batch in batches(entrants):
        publish(desk, workers=waiting, wait=False) if waiting else None
        report.read += len(batch)
        waiting = _store(actor, desk, batch, report)
        report.problems += _crowds(batch, phones)
        progress(len(batch))
    publish(desk, workers=waiting)
    return report


@dataclass(slots=True)
class Hall:
    """Everybody a batch may mean: from the ledger and from the rows before. first_rows: id → row that brought the person in."""

    by_identity: dict[str, Worker]
    by_phone: dict[tuple[str, str], Worker]
    before: dict[str, Worker] = field(default_factory=dict)
    after: dict[str, Worker] = field(default_factory=dict)
    first_rows: dict[str, int] = field(default_factory=dict)

    def find(self, draft: Worker) -> Worker | None:
        """As at the counter: by ID number, else by name and phone unless two ID numbers tell two people apart."""
        if person := self.by_identity.get(draft.identity or ""):
            return person
        namesake = self.by_phone.get((draft.name, draft.phone))
        apart = namesake is not None and draft.identity and namesake.identity and namesake.identity != draft.identity
        return None if apart else namesake

    def take(self, worker: Worker, row: int) -> None:
        self.after[worker.id] = worker
        self.first_rows.setdefault(worker.id, row)
        self.by_phone[worker.name, worker.phone] = worker
        if worker.identity:
            self.by_identity[worker.identity] = worker


def _store(actor: Actor, desk: Desk, batch: Sequence[Entrant], report: Report) -> list[Worker]:
    """The people who are new or changed, as saved. Somebody registered at the counter meanwhile: the batch is read once more."""
    for last in (False, True):
        try:
            counted = Report()
            saved = _store_once(actor, desk, batch, counted)
        except Twice:
            if last:
                raise
        else:
            report.add(counted)
            return saved
    raise AssertionError  # both rounds return or raise


def _store_once(actor: Actor, desk: Desk, batch: Sequence[Entrant], report: Report) -> list[Worker]:
    drafts = [entrant.worker for entrant in batch if entrant.worker is not None]
    with desk.ledger.transaction() as tx:
        hall = _hall(tx, drafts)
        for entrant in batch:
            report.problems += entrant.problems
            _admit(actor, desk, hall, entrant, report)
        fresh = [worker for worker in hall.after.values() if worker.version == 0]
        changed = [worker for worker in hall.after.values() if worker.version and worker != hall.before[worker.id]]
        tx.add_workers([(worker, worker_row(worker, desk.places)) for worker in fresh])
        saved = [tx.replace_worker(stamped, worker_row(stamped, desk.places)) for w in changed if (stamped := replace(w, updated_at=desk.now))]
        tx.add_events([*(_event(actor, desk, Step.REGISTERED, w) for w in fresh), *(_event(actor, desk, Step.UPDATED, w) for w in saved)])
    report.added, report.changed = len(fresh), len(saved)
    report.known = len(batch) - report.refused - len(fresh) - len(saved)
    return [*(replace(worker, version=1) for worker in fresh), *saved]


def _hall(reader: Reader, drafts: Sequence[Worker]) -> Hall:
    known = reader.workers_by_identity([w.identity for w in drafts if w.identity])
    named = reader.workers_by_phone([(w.name, w.phone) for w in drafts])
    return Hall(dict(known), dict(named))


def _admit(actor: Actor, desk: Desk, hall: Hall, entrant: Entrant, report: Report) -> None:
    draft = entrant.worker
    if draft is None:
        report.refused += 1
        return
    person = hall.find(draft)
    if person is None:
        hall.take(_newcomer(actor, desk, draft), entrant.row)
        return
    if row := hall.first_rows.get(person.id):
        report.problems.append(Problem(entrant.row, "姓名", "", f"与第 {row} 行是同一个人, 已合在一起"))
    hall.before.setdefault(person.id, person)
    given = replace(draft, consent=person.consent, channel=person.channel)  # what was agreed to first still stands
    hall.take(replace(merged(person, given), active=True), entrant.row)


def _newcomer(actor: Actor, desk: Desk, draft: Worker) -> Worker:
    consent = replace(draft.consent, at=desk.now, by=actor.name)
    named = replace(draft, id=new_id("worker"), consent=consent, entered_by=actor.name, registered_at=desk.now, updated_at=desk.now)
    return at_own_place(actor, named)


def _crowds(batch: Sequence[Entrant], phones: Counter[str]) -> list[Problem]:
    """Named once for each phone, at the row where it becomes too many."""
    problems = []
    for entrant in batch:
        if entrant.worker is not None:
            phones[entrant.worker.phone] += 1
            if phones[entrant.worker.phone] == CROWD:
                problems.append(Problem(entrant.row, "电话", "", f"同一个电话已有 {CROWD} 人, 请核对是不是代办"))
    return problems


def _event(actor: Actor, desk: Desk, step: Step, worker: Worker) -> Event:
    return Event(step=step, subject=worker.id, worker=worker.id, actor=actor.name, at=desk.now, channel=Channel.IMPORT, detail={})
