"""The only way by which a name and a phone number leave the ledger for a person's eyes."""

from dataclasses import dataclass

from matcher.domain.accounts import Actor, Role
from matcher.domain.errors import Forbidden, Invalid
from matcher.domain.events import Event, Step
from matcher.domain.people import Worker
from matcher.ledger.port import Reader
from matcher.services.desk import Desk
from matcher.services.registering import visible_worker
from matcher.services.scopes import OFFICE, covers_worker

PURPOSE_LENGTH = 200
HOLDERS = (*OFFICE, Role.ADMIN, Role.RECRUITER)  # whoever else works with numbers of people needs none of theirs


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    phone: str
    second_contact: str


def show_contact(actor: Actor, desk: Desk, worker_id: str, purpose: str) -> Contact:
    """Checks role, area, purpose and consent to this very employer (PIPL §23), and writes the event. Raises Missing, Forbidden, Invalid."""
    purpose = purpose.strip()
    if not purpose or len(purpose) > PURPOSE_LENGTH:
        raise Invalid("请写明查看联系方式的用途, 一句话就行。", {"purpose": ["请写明用途, 200 字以内。"]})
    with desk.ledger.transaction() as tx:
        worker = visible_worker(actor, tx, worker_id)
        if not (covers_worker(actor, worker) or _consented(actor, tx, worker)):
            raise Forbidden("本人还没有同意把联系方式给您的单位。请先征得同意, 再登记意向。")
        tx.add_events([Event(step=Step.CONTACT_SHOWN, subject=worker.id, worker=worker.id, actor=actor.name, at=desk.now, note=purpose)])
    return Contact(worker.name, worker.phone, worker.second_contact)


def _consented(actor: Actor, reader: Reader, worker: Worker) -> bool:
    return any(actor.covers_employer(employer) for employer in reader.consented_employers(worker.id)) and actor.has(Role.RECRUITER)
