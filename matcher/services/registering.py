"""A person comes to the register, for the first time or again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from matcher.domain.accounts import Actor, Role
from matcher.domain.errors import Forbidden, Missing, Stale
from matcher.domain.events import Event, Step
from matcher.domain.identifiers import new_id
from matcher.domain.people import Worker, mask_identity, mask_phone
from matcher.ledger.port import Listing, Page, Reader
from matcher.matching.rows import worker_row
from matcher.services.desk import Desk
from matcher.services.indexing import publish
from matcher.services.scopes import NO_WORKER, OFFICE, OVERVIEW, as_seen_by, covers_worker, must_cover_worker, worker_areas

Document = TypeVar("Document")
KEPT = frozenset({"id", "version", "registered_at", "entered_by"})


@dataclass(frozen=True, slots=True)
class Registered:
    """created False: the person was known; `before` is what was there."""

    worker: Worker
    created: bool
    before: Worker | None = None


def register_worker(actor: Actor, desk: Desk, draft: Worker) -> Registered:
    """The same ID number, or the same name under the same phone, is the same person: what is given is updated, the rest kept."""
    if not actor.has(*OFFICE, *OVERVIEW):
        raise Forbidden("求职登记由劳务站办理, 您的账号没有这项权限。")
    draft = replace(draft, consent=replace(draft.consent, at=draft.consent.at or desk.now, by=draft.consent.by or actor.name))
    with desk.ledger.transaction() as tx:
        before = known_person(tx, draft)
        if before is None:
            saved = replace(draft, id=new_id("worker"), version=0, entered_by=actor.name, registered_at=desk.now, updated_at=desk.now)
            saved = at_own_place(actor, saved)
            tx.add_workers([(saved, worker_row(saved, desk.places))])
            saved = tx.worker(saved.id)
        else:
            after = replace(merged(before, draft), updated_at=desk.now, active=True)
            saved = tx.replace_worker(after, worker_row(after, desk.places))
        step = Step.REGISTERED if before is None else Step.UPDATED
        tx.add_events([_event(actor, desk, step, saved)])
    publish(desk, workers=[saved])
    return Registered(as_seen_by(actor, saved), before is None, as_seen_by(actor, before) if before else None)


def edit_worker(actor: Actor, desk: Desk, draft: Worker) -> Worker:
    """The whole document anew; contact data sent back masked stay as stored. Raises Missing, Stale."""
    with desk.ledger.transaction() as tx:
        before = tx.worker(draft.id)
        must_cover_worker(actor, before)
        consent = replace(draft.consent, at=draft.consent.at or before.consent.at, by=draft.consent.by or before.consent.by)
        after = replace(
            _unmasked(draft, before), consent=consent, entered_by=before.entered_by, registered_at=before.registered_at, updated_at=desk.now,
        )
        try:
            saved = tx.replace_worker(after, worker_row(after, desk.places))
        except Stale as stale:
            raise Stale(stale.expected, stale.current, as_seen_by(actor, stale.document)) from None
        tx.add_events([_event(actor, desk, Step.UPDATED, saved)])
    publish(desk, workers=[saved])
    return as_seen_by(actor, saved)


def show_worker(actor: Actor, desk: Desk, id: str) -> Worker:
    """Contact data masked for everybody; a recruiter sees only those who want one of their posts."""
    with desk.ledger.reading() as reader:
        worker = visible_worker(actor, reader, id)
    return as_seen_by(actor, worker)


def show_workers(actor: Actor, desk: Desk, ids: Sequence[str]) -> dict[str, Worker]:
    """Those of them whom the actor's office or overview knows of, masked; one query however many."""
    with desk.ledger.reading() as reader:
        found = reader.workers(ids)
    return {id: as_seen_by(actor, worker) for id, worker in found.items() if covers_worker(actor, worker) or actor.has(*OVERVIEW)}


def list_workers(actor: Actor, desk: Desk, page: Page, *, name: str = "", phone: str = "") -> Listing[Worker]:
    """phone: whole, or its last four digits. Only people of the actor's area."""
    areas = worker_areas(actor)
    with desk.ledger.reading() as reader:
        found = reader.list_workers(page, areas=areas, name=name, phone=phone)
    return Listing(tuple(as_seen_by(actor, worker) for worker in found.items), found.cursor)


def history(actor: Actor, desk: Desk, worker_id: str, page: Page) -> Listing[Event]:
    with desk.ledger.reading() as reader:
        visible_worker(actor, reader, worker_id)
        return reader.events(page, worker=worker_id)


def visible_worker(actor: Actor, reader: Reader, id: str) -> Worker:
    """The stored document, unmasked, for the rules. Raises Missing where the actor may not know of the person."""
    worker = reader.worker(id)
    if covers_worker(actor, worker) or actor.has(*OVERVIEW) or _wants_their_post(actor, reader, id):
        return worker
    raise Missing(NO_WORKER)


def known_person(reader: Reader, draft: Worker) -> Worker | None:
    if draft.identity and (known := reader.worker_by_identity(draft.identity)):
        return known
    known = reader.worker_by_phone(draft.name, draft.phone)
    if known and draft.identity and known.identity and known.identity != draft.identity:
        return None  # two people of one name under one phone: their ID numbers tell them apart
    return known


def merged(before: Document, given: Document) -> Document:
    """`before` with everything that `given` says; what it leaves blank stays as it was."""
    changes: dict[str, Any] = {}
    for name, new in _stated(given).items():
        old = getattr(before, name)
        changes[name] = merged(old, new) if is_dataclass(new) and type(old) is type(new) and name in ("wants", "haves") else new
    return replace(before, **changes)  # type: ignore[type-var]


def at_own_place(actor: Actor, worker: Worker) -> Worker:
    """A township registers its own villagers: where no home is said, it is the office's own area; a cooperation station knows where they are now."""
    station, cooperation = actor.scopes(Role.STATION), actor.scopes(Role.COOPERATION)
    if worker.place is None and len(station) == 1 and station[0]:
        worker = replace(worker, place=station[0])
    if worker.lives_at is None and len(cooperation) == 1 and cooperation[0]:
        worker = replace(worker, lives_at=cooperation[0])
    return worker


def _stated(document: Any) -> Mapping[str, Any]:
    """Fields that differ from the blank of their type: what was really said."""
    blanks = (None, "", (), 0)
    return {f.name: value for f in fields(document) if f.name not in KEPT and (value := getattr(document, f.name)) not in blanks}


def _unmasked(draft: Worker, before: Worker) -> Worker:
    same_phone = draft.phone == mask_phone(before.phone)
    same_identity = before.identity is not None and draft.identity == mask_identity(before.identity)
    same_second = bool(before.second_contact) and draft.second_contact == mask_phone(before.second_contact)
    return replace(
        draft,
        phone=before.phone if same_phone else draft.phone,
        identity=before.identity if same_identity else draft.identity,
        second_contact=before.second_contact if same_second else draft.second_contact,
    )


def _wants_their_post(actor: Actor, reader: Reader, worker: str) -> bool:
    employers = [scope for scope in actor.scopes(Role.RECRUITER) if scope]
    return bool(employers) and bool(reader.intents(Page(size=1), workers=[worker], employers=employers).items)


def _event(actor: Actor, desk: Desk, step: Step, worker: Worker) -> Event:
    return Event(step=step, subject=worker.id, worker=worker.id, actor=actor.name, at=desk.now,
                 channel=worker.channel, detail={"version": worker.version})
