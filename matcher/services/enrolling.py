"""Registers of whole villages: known people are updated, new ones added, in batches."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
from matcher.services.desk import SHANGHAI, Desk
from matcher.services.importing import Outcome, Problem, Progress, Report, batches, silent
from matcher.services.indexing import Saved, publish_saved
from matcher.services.registering import at_own_place, merged
from matcher.services.rolls import Entrant
from matcher.services.scopes import OFFICE, OVERVIEW, covers_worker

CROWD: Final = 5  # people under one phone: a proxy, or worse (DOMAIN: ask)


def import_entrants(actor: Actor, desk: Desk, entrants: Iterable[Entrant], progress: Progress = silent) -> Report:
    """One transaction a batch. Raises Forbidden, Unavailable."""
    if not actor.has(*OFFICE, *OVERVIEW):
        raise Forbidden("求职登记由劳务站办理, 您的账号没有这项权限。")
    report, waiting, phones = Report(), Saved(), Counter[str]()
    for batch in batches(entrants):
        publish_saved(desk, waiting, wait=False)
        report.read += len(batch)
        waiting = _store(actor, desk, batch, report)
        for problem in _crowds(batch, phones):
            report.doubt(problem)
        progress(len(batch))
    publish_saved(desk, waiting)
    return report


@dataclass(slots=True)
class Hall:
    """Everybody a batch may mean: from the ledger and from the rows before. first_rows: id → row that brought the person in.

    earlier: people whom an earlier answer to this sender named, by id. rides: id → what the person said of the journey.
    """

    by_identity: dict[str, Worker]
    by_phone: dict[tuple[str, str], Worker]
    earlier: dict[str, Worker] = field(default_factory=dict)
    before: dict[str, Worker] = field(default_factory=dict)
    after: dict[str, Worker] = field(default_factory=dict)
    first_rows: dict[str, int] = field(default_factory=dict)
    rides: dict[str, Mapping[str, object]] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)

    def find(self, draft: Worker, known: str = "") -> Worker | None:
        """As at the counter: by ID number, else by name and phone unless two ID numbers tell two people apart.

        known: whom an earlier answer named for this row; believed where name, phone or ID number is still that person's.
        """
        if person := self.by_identity.get(draft.identity or ""):
            return person
        person = self.after.get(known) or self.earlier.get(known)
        if person and (person.name == draft.name or person.phone == draft.phone) and not (draft.identity and person.identity):
            return person
        namesake = self.by_phone.get((draft.name, draft.phone))
        apart = namesake is not None and draft.identity and namesake.identity and namesake.identity != draft.identity
        return None if apart else namesake

    def take(self, worker: Worker, entrant: Entrant) -> None:
        self.after[worker.id] = worker
        self.first_rows.setdefault(worker.id, entrant.row)
        if entrant.ride is not None:
            self.rides[worker.id] = entrant.ride
        self.by_phone[worker.name, worker.phone] = worker
        if worker.identity:
            self.by_identity[worker.identity] = worker


def _store(actor: Actor, desk: Desk, batch: Sequence[Entrant], report: Report) -> Saved:
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


def _store_once(actor: Actor, desk: Desk, batch: Sequence[Entrant], report: Report) -> Saved:
    drafts = [entrant.worker for entrant in batch if entrant.worker is not None]
    with desk.ledger.transaction() as tx:
        hall = _hall(actor, tx, batch, drafts)
        for entrant in batch:
            hall.outcomes.append(_admit(actor, desk, hall, entrant, report))
        fresh = [worker for worker in hall.after.values() if worker.version == 0]
        changed = [worker for worker in hall.after.values() if worker.version and worker != hall.before[worker.id]]
        rows = {worker.id: worker_row(worker, desk.places) for worker in (*fresh, *changed)}
        tx.add_workers([(worker, rows[worker.id]) for worker in fresh])
        saved = [tx.replace_worker(replace(worker, updated_at=desk.now), rows[worker.id]) for worker in changed]
        tx.add_events([*(_event(actor, desk, Step.REGISTERED, w) for w in fresh), *(_event(actor, desk, Step.UPDATED, w) for w in saved),
                       *_rides(actor, desk, hall, {worker.id for worker in (*fresh, *saved)})])
    report.added, report.changed = len(fresh), len(saved)
    states = {w.id: "added" for w in fresh} | {w.id: "changed" for w in saved}
    for outcome in hall.outcomes:
        report.note(outcome if outcome.state == "refused" else _told(outcome, states.pop(outcome.id, "known"), hall, report))
    report.known = len(batch) - report.refused - len(fresh) - len(saved)
    return Saved(workers=[*(replace(worker, version=1) for worker in fresh), *saved], rows=rows)


def _told(outcome: Outcome, state: str, hall: Hall, report: Report) -> Outcome:
    """Somebody known is shown with the earlier record, not refused."""
    text = outcome.text
    if state == "changed" and (before := hall.before.get(outcome.id)):
        day = before.registered_at.astimezone(SHANGHAI).strftime("%Y-%m-%d") if before.registered_at else "以前"
        text = f"此人已在 {day} 登记" + (f" (经手: {before.entered_by})" if before.entered_by else "") + ", 已按这一行更新, 没有重复登记"
        report.duplicates.append(Problem(outcome.row, "", "", text))
    return replace(outcome, state=state, text=text)


def _hall(actor: Actor, reader: Reader, batch: Sequence[Entrant], drafts: Sequence[Worker]) -> Hall:
    known = reader.workers_by_identity([w.identity for w in drafts if w.identity])
    named = reader.workers_by_phone([(w.name, w.phone) for w in drafts if w.phone])
    earlier = reader.workers([entrant.known for entrant in batch if entrant.known])
    return Hall(dict(known), dict(named), {id: worker for id, worker in earlier.items() if covers_worker(actor, worker)})


def _admit(actor: Actor, desk: Desk, hall: Hall, entrant: Entrant, report: Report) -> Outcome:
    draft = entrant.worker
    if draft is None:
        return Outcome(entrant.row, "refused", doubts=entrant.problems)
    person = hall.find(draft, entrant.known)
    if person is None and not draft.phone:
        lacking = Problem(entrant.row, "电话", "", "没有电话, 这里也没有登记过这个身份证号, 这一行没有收录; 请补上电话")
        return Outcome(entrant.row, "refused", doubts=(*entrant.problems, lacking))
    if person is None:
        newcomer = _newcomer(actor, desk, draft)
        hall.take(newcomer, entrant)
        return Outcome(entrant.row, "added", newcomer.id, doubts=entrant.problems)
    doubts = list(entrant.problems)
    if row := hall.first_rows.get(person.id):
        doubts.append(Problem(entrant.row, "姓名", "", f"与第 {row} 行是同一个人, 已合在一起"))
    elif person.name != draft.name:
        doubts.append(Problem(entrant.row, "姓名", "", "身份证号登记过, 姓名和这次不一样, 已按这次的改; 请核对"))
    hall.before.setdefault(person.id, person)
    given = replace(draft, consent=person.consent, channel=person.channel)  # what was agreed to first still stands
    hall.take(replace(merged(person, given), active=draft.active), entrant)
    return Outcome(entrant.row, "known", person.id, doubts=tuple(doubts))


def _newcomer(actor: Actor, desk: Desk, draft: Worker) -> Worker:
    consent = replace(draft.consent, at=desk.now, by=actor.name)
    named = replace(draft, id=new_id("worker"), consent=consent, entered_by=actor.name, registered_at=desk.now, updated_at=desk.now)
    return at_own_place(actor, named)


def _crowds(batch: Sequence[Entrant], phones: Counter[str]) -> list[Problem]:
    """Named once for each phone, at the row where it becomes too many."""
    problems = []
    for entrant in batch:
        if entrant.worker is not None and entrant.worker.phone:
            phones[entrant.worker.phone] += 1
            if phones[entrant.worker.phone] == CROWD:
                problems.append(Problem(entrant.row, "电话", "", f"同一个电话已有 {CROWD} 人, 请核对是不是代办"))
    return problems


def _event(actor: Actor, desk: Desk, step: Step, worker: Worker) -> Event:
    return Event(step=step, subject=worker.id, worker=worker.id, actor=actor.name, at=desk.now, channel=Channel.IMPORT, detail={})


def _rides(actor: Actor, desk: Desk, hall: Hall, touched: set[str]) -> list[Event]:
    """The wish to be taken along, on the person's path; once, however often the same list is sent."""
    return [Event(step=Step.RIDE_WANTED, subject=id, worker=id, actor=actor.name, at=desk.now, channel=Channel.IMPORT, detail=dict(ride))
            for id, ride in hall.rides.items() if id in touched]
