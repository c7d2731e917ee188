"""The reviewer's desk: posts that wait, let pass or sent back with a reason that is kept."""

from dataclasses import dataclass, replace

from matcher.compliance.hits import Hit, Level
from matcher.domain.accounts import Actor, Role
from matcher.domain.errors import Conflict, Forbidden, Invalid, Missing
from matcher.domain.events import Event, Step
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger.port import Listing, Page, Reader, Transaction
from matcher.matching.rows import vacancy_row
from matcher.services.desk import Desk
from matcher.services.indexing import publish
from matcher.services.posting import settled_state
from matcher.services.reviewing import Unlawful, hits_in, last_word, of_level, written_by
from matcher.services.scopes import covers_vacancy, reviews

REVIEWERS = (Role.REVIEWER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Review:
    """A post with what the rules say of it now. last: why it waits or came back, None where no rule held it."""

    vacancy: Vacancy
    hits: tuple[Hit, ...]
    last: Event | None


def list_pending(actor: Actor, desk: Desk, page: Page) -> Listing[Review]:
    """Posts that wait in the reviewer's area, newest first. Raises Forbidden."""
    if not actor.has(*REVIEWERS):
        raise Forbidden("审核由审核员办理, 您的账号没有这项权限。")
    areas = None if actor.is_admin else actor.scopes(Role.REVIEWER)
    with desk.ledger.reading() as reader:
        found = reader.list_vacancies(page, areas=areas, states=[VacancyState.PENDING])
        return Listing(tuple(_review(desk, reader, vacancy) for vacancy in found.items), found.cursor)


def show_review(actor: Actor, desk: Desk, id: str) -> Review:
    """For its reviewer and for those who answer for the post. Raises Missing."""
    with desk.ledger.reading() as reader:
        vacancy = reader.vacancy(id)
        if not (reviews(actor, vacancy) or covers_vacancy(actor, vacancy)):
            raise Missing("没有找到这个岗位, 或者不归您管。")
        return _review(desk, reader, vacancy)


def release_vacancy(actor: Actor, desk: Desk, id: str, reason: str) -> Vacancy:
    """From waiting to open: the only way, and by other eyes than the poster's, but for the administrator, who may be alone in a small office.

    What is let pass is kept with name and reason. Raises Forbidden for who wrote it, Unlawful for a BLOCK: it passes nobody.
    """
    with desk.ledger.transaction() as tx:
        before = _waiting(actor, tx, id, reason)
        if not actor.is_admin and actor.name in written_by(tx, id):
            raise Forbidden("这个岗位是您发布或改过的, 不能自己放行。请另一位审核员或管理员来看。")
        hits = hits_in(desk, tx, before, tx.employer(before.employer))
        if blocks := of_level(hits, Level.BLOCK):
            raise Unlawful(blocks)
        passed = [[hit.rule, hit.text] for hit in of_level(hits, Level.HOLD)]
        opened = replace(before, state=VacancyState.OPEN, updated_at=desk.now)
        saved = _save(desk, tx, replace(opened, state=settled_state(opened)))
        tx.add_events([_event(actor, desk, Step.OPENED, saved, reason, released=passed, state=str(saved.state))])
    publish(desk, vacancies=[saved])
    return saved


def return_vacancy(actor: Actor, desk: Desk, id: str, reason: str) -> Vacancy:
    """Back to whoever posted it, as a draft, with what to change."""
    with desk.ledger.transaction() as tx:
        saved = _save(desk, tx, replace(_waiting(actor, tx, id, reason), state=VacancyState.DRAFT, updated_at=desk.now))
        tx.add_events([_event(actor, desk, Step.RETURNED, saved, reason, state=str(saved.state))])
    publish(desk, vacancies=[saved])
    return saved


def _waiting(actor: Actor, tx: Transaction, id: str, reason: str) -> Vacancy:
    vacancy = tx.vacancy_for_update(id)
    if not reviews(actor, vacancy):
        raise Forbidden("这个岗位不归您审核。请找管理员或当地的审核员。")
    if not reason.strip():
        raise Invalid("请写明理由, 理由会一直留着。", {"reason": ["请写明理由。"]})
    if vacancy.state is not VacancyState.PENDING:
        raise Conflict(f"这个岗位现在是“{vacancy.state.label}”, 不在等审核。")
    return vacancy


def _review(desk: Desk, reader: Reader, vacancy: Vacancy) -> Review:
    return Review(vacancy, hits_in(desk, reader, vacancy, reader.employer(vacancy.employer)), last_word(reader, vacancy.id))


def _save(desk: Desk, tx: Transaction, vacancy: Vacancy) -> Vacancy:
    return tx.replace_vacancy(vacancy, vacancy_row(vacancy, desk.places))


def _event(actor: Actor, desk: Desk, step: Step, vacancy: Vacancy, reason: str, **detail: object) -> Event:
    return Event(step=step, subject=vacancy.id, vacancy=vacancy.id, actor=actor.name, at=desk.now, note=reason.strip(), detail=detail)
