"""Who may touch what: one sentence of authority each, asked by every use case."""

from dataclasses import replace

from matcher.domain.accounts import Actor, Role
from matcher.domain.employers import Employer
from matcher.domain.errors import Forbidden, Missing
from matcher.domain.people import Worker, mask_identity, mask_name, mask_phone
from matcher.domain.vacancies import Vacancy

OFFICE = (Role.STATION, Role.COOPERATION)
OVERVIEW = (Role.ADMIN, Role.PROGRAMME)
NO_WORKER = "没有找到这个人, 或者不在您负责的地方。"


def worker_areas(actor: Actor) -> tuple[str, ...] | None:
    """Division codes whose people the actor works with; None is everywhere. Raises Forbidden for roles that have no register."""
    if actor.has(*OVERVIEW):
        return None
    areas = tuple(grant.scope for grant in actor.grants if grant.role in OFFICE)
    if not areas:
        raise Forbidden("求职登记由劳务站办理, 您的账号没有这项权限。")
    return None if "" in areas else areas


def covers_worker(actor: Actor, worker: Worker) -> bool:
    """By the person's home or by where the person is now."""
    if actor.is_admin:
        return True
    return any(actor.covers_place(place, *OFFICE) for place in (worker.place, worker.lives_at))


def must_cover_worker(actor: Actor, worker: Worker) -> None:
    """Outside the actor's area even the existence of a person is private."""
    if not covers_worker(actor, worker):
        raise Missing(NO_WORKER)


def covers_vacancy(actor: Actor, vacancy: Vacancy) -> bool:
    """Its own recruiter, the office of its place, whoever entered it, or an overview role."""
    return (actor.has(*OVERVIEW) or actor.covers_employer(vacancy.employer) or actor.covers_place(vacancy.place, *OFFICE)
            or (actor.has(*OFFICE) and vacancy.entered_by == actor.name))


def reviews(actor: Actor, vacancy: Vacancy) -> bool:
    """The reviewer of its place, and the administrator."""
    return actor.is_admin or actor.covers_place(vacancy.place, Role.REVIEWER)


def must_cover_vacancy(actor: Actor, vacancy: Vacancy) -> None:
    if not covers_vacancy(actor, vacancy):
        raise Forbidden("这个岗位不归您管, 只能查看。要修改请联系发布单位。")


def must_cover_employer(actor: Actor, employer: Employer) -> None:
    own = actor.covers_employer(employer.id) or actor.covers_place(employer.place, *OFFICE)
    entered = actor.has(*OFFICE) and employer.entered_by == actor.name
    if not (actor.has(*OVERVIEW) or own or entered):
        raise Forbidden("这个单位不归您管, 不能修改。")


def masked(worker: Worker, *, name: bool = False) -> Worker:
    """The person as lists show them: contact data covered (R31); `name` covers the name too."""
    return replace(
        worker,
        name=mask_name(worker.name) if name else worker.name,
        phone=mask_phone(worker.phone),
        second_contact=mask_phone(worker.second_contact) if worker.second_contact else "",
        identity=mask_identity(worker.identity) if worker.identity else None,
    )


def as_seen_by(actor: Actor, worker: Worker) -> Worker:
    """Masked as far as this actor's role asks: a village's own office knows the name, others a surname."""
    return masked(worker, name=not covers_worker(actor, worker))
