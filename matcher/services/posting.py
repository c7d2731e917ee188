"""Employers post vacancies."""

from dataclasses import replace
from datetime import date

from matcher.domain.accounts import Actor, Role
from matcher.domain.employers import Employer
from matcher.domain.errors import Conflict, Forbidden, Invalid, Missing, Twice
from matcher.domain.events import Event, Step
from matcher.domain.identifiers import new_id
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger.port import Listing, Page, Reader
from matcher.matching.rows import vacancy_row
from matcher.services.desk import Desk
from matcher.services.indexing import publish
from matcher.services.reviewing import Judged, held_event, judged
from matcher.services.scopes import must_cover_employer, must_cover_vacancy, reviews

POSTERS = (Role.STATION, Role.COOPERATION, Role.PROGRAMME, Role.ADMIN)
STATE_STEP = {
    VacancyState.WITHDRAWN: Step.WITHDRAWN_POST, VacancyState.PAUSED: Step.PAUSED_POST, VacancyState.FULL: Step.FILLED,
    VacancyState.OPEN: Step.OPENED,
}


def add_employer(actor: Actor, desk: Desk, draft: Employer) -> Employer:
    """Raises Twice, naming the earlier one, where the credit code is known."""
    if not actor.has(*POSTERS):
        raise Forbidden("新增用人单位由劳务站或项目办办理。")
    employer = replace(draft, id=new_id("employer"), version=0, entered_by=actor.name, created_at=desk.now, updated_at=desk.now)
    with desk.ledger.transaction() as tx:
        if draft.credit_code and (known := tx.employer_by_credit_code(draft.credit_code)):
            raise Twice(f"统一社会信用代码 {draft.credit_code} 已登记为“{known.name}”, 请直接使用。")
        tx.add_employers([employer])
        tx.add_events([_event(actor, desk, Step.REGISTERED, employer.id)])
        return tx.employer(employer.id)


def edit_employer(actor: Actor, desk: Desk, draft: Employer) -> Employer:
    """Raises Missing, Forbidden, Stale."""
    with desk.ledger.transaction() as tx:
        before = tx.employer(draft.id)
        must_cover_employer(actor, before)
        after = replace(draft, entered_by=before.entered_by, source=before.source, created_at=before.created_at, updated_at=desk.now)
        if not actor.has(*POSTERS):  # nobody vouches for themselves
            after = replace(after, verified_at=before.verified_at)
        saved = tx.replace_employer(after)
        tx.add_events([_event(actor, desk, Step.EDITED, saved.id, version=saved.version)])
        return saved


def show_employer(actor: Actor, desk: Desk, id: str) -> Employer:
    with desk.ledger.reading() as reader:
        employer = reader.employer(id)
    _must_see_employer(actor, employer)
    return employer


def list_employers(actor: Actor, desk: Desk, page: Page, name: str = "") -> Listing[Employer]:
    own = None if actor.has(*POSTERS) else [scope for scope in actor.scopes(Role.RECRUITER) if scope]
    with desk.ledger.reading() as reader:
        return reader.employers(page, ids=own, name=name)


def post_vacancy(actor: Actor, desk: Desk, draft: Vacancy) -> Vacancy:
    """Found by search before this returns, unless a rule holds it for review. Raises Unlawful, and Invalid (field employer) for one unknown."""
    with desk.ledger.transaction() as tx:
        employer = _employer_named(tx, draft.employer)
        if not (actor.has(*POSTERS) or actor.covers_employer(employer.id)):
            raise Forbidden(f"您不能替“{employer.name}”发布岗位。")
        found = judged(desk, tx, _as_posted(actor, desk, draft, employer), actor)
        vacancy = found.vacancy
        tx.add_vacancies([(vacancy, vacancy_row(vacancy, desk.places))])
        tx.add_events([_event(actor, desk, Step.POSTED, vacancy.id), *_held(actor, desk, found)])
        saved = tx.vacancy(vacancy.id)
    publish(desk, vacancies=[saved])
    return saved


def edit_vacancy(actor: Actor, desk: Desk, draft: Vacancy) -> Vacancy:
    """Raises Missing, Forbidden, Stale, Unlawful; headcount may not fall below those who accepted. What waits for review goes on waiting."""
    with desk.ledger.transaction() as tx:
        before = tx.vacancy_for_update(draft.id)
        must_cover_vacancy(actor, before)
        if draft.employer != before.employer:
            raise Invalid("岗位不能换单位, 请为另一家单位新发布一个。", {"employer": ["岗位不能换单位。"]})
        _check(draft, before.accepted)
        after = replace(
            draft, employer_name=before.employer_name, accepted=before.accepted, code=draft.code or before.code, entered_by=before.entered_by,
            source=before.source, source_key=before.source_key, unread=before.unread, created_at=before.created_at, updated_at=desk.now,
        )
        if before.state is VacancyState.PENDING and after.state in (VacancyState.OPEN, VacancyState.FULL):
            after = replace(after, state=VacancyState.PENDING)
        found = judged(desk, tx, replace(after, state=settled_state(after)), actor)
        saved = tx.replace_vacancy(found.vacancy, vacancy_row(found.vacancy, desk.places))
        tx.add_events([_event(actor, desk, Step.EDITED, saved.id, version=saved.version), *_held(actor, desk, found)])
    publish(desk, vacancies=[saved])
    return saved


def set_vacancy_state(actor: Actor, desk: Desk, id: str, state: VacancyState, note: str = "") -> Vacancy:
    """One tap that every copy follows: 已招满, 暂停, 下架, 在招. What is to be seen again is checked again; only a review opens what waits."""
    with desk.ledger.transaction() as tx:
        before = tx.vacancy_for_update(id)
        must_cover_vacancy(actor, before)
        if state is VacancyState.OPEN and before.left == 0:
            raise Invalid("人已招满, 要继续招请先增加招聘人数。", {"state": ["人已招满, 请先增加招聘人数。"]})
        if before.state is VacancyState.PENDING and state in (VacancyState.OPEN, VacancyState.FULL):
            raise Conflict("这个岗位在等审核, 审核员写明理由放行之后才能开招。")
        after = replace(before, state=state, updated_at=desk.now)
        shown_anew = state is VacancyState.OPEN or (state is VacancyState.FULL and before.state is not VacancyState.OPEN)
        found = judged(desk, tx, after, actor) if shown_anew else Judged(after)
        saved = tx.replace_vacancy(found.vacancy, vacancy_row(found.vacancy, desk.places))
        step = Step.EDITED if found.held else STATE_STEP.get(state, Step.EDITED)
        tx.add_events([replace(_event(actor, desk, step, id, state=str(saved.state)), note=note), *_held(actor, desk, found)])
    publish(desk, vacancies=[saved])
    return saved


def show_vacancy(actor: Actor, desk: Desk, id: str) -> Vacancy:
    """Open to everybody; drafts and posts under review only to those who answer for them."""
    with desk.ledger.reading() as reader:
        vacancy = reader.vacancy(id)
    if vacancy.state in (VacancyState.DRAFT, VacancyState.PENDING) and not reviews(actor, vacancy):
        try:
            must_cover_vacancy(actor, vacancy)
        except Forbidden:
            raise Missing("没有找到这个岗位, 或者还没有发布。") from None
    return vacancy


def list_vacancies(actor: Actor, desk: Desk, page: Page, *, mine: bool = False) -> Listing[Vacancy]:
    """From the ledger, newest first; `mine`: those of the recruiter's employers or of the office's area."""
    employers = areas = states = None
    if mine and not actor.is_admin:
        employers = [scope for scope in actor.scopes(Role.RECRUITER) if scope] or None
        areas = [scope for role in (Role.STATION, Role.COOPERATION) for scope in actor.scopes(role) if scope] or None
    else:
        states = [VacancyState.OPEN]
    with desk.ledger.reading() as reader:
        return reader.list_vacancies(page, employers=employers, areas=areas, states=states)


def settled_state(vacancy: Vacancy) -> VacancyState:
    """Full exactly when nobody more is wanted."""
    if vacancy.state is VacancyState.OPEN and vacancy.left == 0:
        return VacancyState.FULL
    if vacancy.state is VacancyState.FULL and vacancy.left:
        return VacancyState.OPEN
    return vacancy.state


def _as_posted(actor: Actor, desk: Desk, draft: Vacancy, employer: Employer) -> Vacancy:
    _check(draft, 0)
    id = new_id("vacancy")
    posted = replace(
        draft, id=id, version=0, accepted=0, employer_name=employer.name, place=draft.place or employer.place, code=draft.code or id[-6:].upper(),
        posted_on=draft.posted_on or desk.today, entered_by=actor.name, source="", source_key="", unread=(), created_at=desk.now, updated_at=desk.now,
    )
    return replace(posted, state=settled_state(posted))


def _check(draft: Vacancy, accepted: int) -> None:
    doubts: dict[str, list[str]] = {}
    if draft.headcount is not None and draft.headcount < accepted:
        doubts["headcount"] = [f"已有 {accepted} 人接受, 招聘人数不能少于这个数。"]
    if draft.needs.age_low is not None and draft.needs.age_high is not None and draft.needs.age_high < draft.needs.age_low:
        doubts["needs.age_high"] = ["年龄上限低于下限。"]
    if _before(draft.ends_on, draft.starts_on):
        doubts["ends_on"] = ["结束日期早于开始日期。"]
    if doubts:
        raise Invalid("岗位信息有对不上的地方, 请改好再发布。", doubts)


def _before(later: date | None, earlier: date | None) -> bool:
    return later is not None and earlier is not None and later < earlier


def _employer_named(reader: Reader, id: str) -> Employer:
    try:
        return reader.employer(id)
    except Missing:
        raise Invalid("用人单位还没有登记, 请先登记单位。", {"employer": ["没有这个用人单位, 请先登记单位。"]}) from None


def _must_see_employer(actor: Actor, employer: Employer) -> None:
    if not (actor.has(*POSTERS) or actor.covers_employer(employer.id)):
        raise Missing("没有找到这个用人单位。")


def _held(actor: Actor, desk: Desk, found: Judged) -> list[Event]:
    return [held_event(actor, desk, found.vacancy, found.held)] if found.held else []


def _event(actor: Actor, desk: Desk, step: Step, subject: str, **detail: object) -> Event:
    return Event(step=step, subject=subject, actor=actor.name, at=desk.now, vacancy=subject if subject[0] == "v" else None, detail=detail)
