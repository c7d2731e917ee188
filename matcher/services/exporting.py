"""Lists that leave the register: who may have which, the reason for it, and the event that remembers both."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from matcher.compliance.records import Disclosure, check_disclosure
from matcher.domain.accounts import Actor
from matcher.domain.errors import Invalid
from matcher.domain.events import Event, Step
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.ledger.port import Page
from matcher.services.desk import Desk
from matcher.services.posting import list_vacancies
from matcher.services.scopes import covers_worker, masked, worker_areas

BATCH: Final = 500
REASON_LENGTH: Final = 200


def export_workers(actor: Actor, desk: Desk, reason: str) -> Iterator[Worker]:
    """People of the actor's area, newest first. Contact data only of those whom the actor's own office covers; the others come masked.

    Each person's path tells that the data left, by whom and why. Raises Forbidden, Invalid (no reason).
    """
    areas, reason = worker_areas(actor), _reason(reason)
    cursor: str | None = None
    while True:
        with desk.ledger.transaction() as tx:
            found = tx.list_workers(Page(cursor, BATCH), areas=areas)
            tx.add_events([Event(step=Step.EXPORTED, subject=worker.id, worker=worker.id, actor=actor.name, at=desk.now, note=reason,
                                 detail={"contact": covers_worker(actor, worker)}) for worker in found.items])
        yield from (_as_exported(actor, worker) for worker in found.items)
        if (cursor := found.cursor) is None:
            return


def export_vacancies(actor: Actor, desk: Desk, reason: str) -> Iterator[Vacancy]:
    """Open posts and, for offices and recruiters, their own whatever their state."""
    reason = _reason(reason)
    with desk.ledger.transaction() as tx:
        tx.add_events([Event(step=Step.EXPORTED, subject="vacancies", actor=actor.name, at=desk.now, note=reason)])
    page = Page(None, BATCH)
    while True:
        found = list_vacancies(actor, desk, page, mine=True)
        yield from found.items
        if found.cursor is None:
            return
        page = replace(page, cursor=found.cursor)


def _as_exported(actor: Actor, worker: Worker) -> Worker:
    """Sensitive fields only where role and purpose allow them (R31)."""
    shown = Disclosure(audience="task", fields=frozenset({"name", "phone", "identity", "categories"}), authorised=covers_worker(actor, worker))
    return masked(worker, name=True) if any(check_disclosure(shown)) else worker


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise Invalid("请写明为什么导出, 一句话就行。", {"reason": ["请写明原因, 200 字以内。"]})
    return reason
