"""A person in words: never health, family or ethnicity, and contact data only as the service gave them."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from matcher import context
from matcher.domain.accounts import SYSTEM
from matcher.domain.people import Wants, Worker, mask_phone
from matcher.web.certificates import certificates
from matcher.web.days import age, day, near_day


def about_words(worker: Worker) -> tuple[str, ...]:
    """Age, home, and what the person has done."""
    desk = context.desk()
    said = (
        f"{age(worker.haves.born_on, desk.today)} 岁" if worker.haves.born_on else "",
        f"{desk.places.name(worker.place)}人" if worker.place else "",
        f"现在{desk.places.name(worker.lives_at)}" if worker.lives_at and worker.lives_at != worker.place else "",
        experience(worker), worker.haves.education.label if worker.haves.education else "",
    )
    return tuple(word for word in said if word)


def experience(worker: Worker) -> str:
    desk = context.desk()
    done = (
        f"做过{one.words or desk.occupations.family_name(one.occupation)}{f' {one.years:g} 年' if one.years else ''}"
        for one in worker.haves.experience if one.words or one.occupation
    )
    return "、".join(done)


def wish_words(worker: Worker) -> tuple[str, ...]:
    """Short words for what the person wants; nothing for what was not asked."""
    wants, desk = worker.wants, context.desk()
    said = (
        *(f"想做{desk.occupations.family_name(code)}" for code in wants.occupations), *(f"想去{desk.places.name(code)}" for code in wants.places),
        wants.near and f"{desk.places.name(wants.near)}跟前", wants.monthly_yuan and f"{wants.monthly_yuan} 元/月以上",
        wants.ready_on and f"{near_day(wants.ready_on, desk.today)}能走", wants.coach and "坐包车", *limits(wants),
    )
    return tuple(word for word in said if word)


def limits(wants: Wants) -> Iterator[str]:
    yield from (word for given, word in (
        (wants.no_night, "不上夜班"), (wants.no_heavy, "不干重活"), (wants.no_cleanroom, "不穿无尘服"), (wants.meals, "要包吃"),
        (wants.lodging, "要包住"), (wants.couple_room, "要夫妻房"), (wants.training, "想学手艺")) if given)
    if wants.posture:
        yield f"要{wants.posture.label}"
    if wants.companions:
        yield f"和 {wants.companions} 人同走"


def worker_facts(worker: Worker) -> Iterator[tuple[str, str]]:
    yield "想法", "、".join(wish_words(worker)) or "还没问"
    yield "能走", day(worker.wants.ready_on)
    yield "证件", certificates(worker.haves.certificates)
    yield "村组", worker.village
    yield "身份证", worker.identity or ""
    yield "类别", "、".join(category.label for category in worker.categories)
    by = f"{worker.entered_by}经手, " if worker.entered_by not in ("", SYSTEM.name) else ""
    yield "登记", f"{day(worker.registered_at)} ({by}{worker.channel.label}, {worker.consent.mode.label})"
    yield "记着", worker.wants.note


def all_facts(worker: Worker) -> Iterator[tuple[str, str]]:
    """Every line two registrations of one person could differ in; contact data stay masked."""
    desk = context.desk()
    yield "姓名", worker.name
    yield "电话", mask_phone(worker.phone) if "*" not in worker.phone else worker.phone
    yield "老家", desk.places.name(worker.place) if worker.place else ""
    yield "人在哪儿", desk.places.name(worker.lives_at) if worker.lives_at else ""
    yield "想法", "、".join(wish_words(worker))
    yield "干过啥", experience(worker)
    yield "文化", worker.haves.education.label if worker.haves.education else ""
    yield "证件", certificates(worker.haves.certificates)
    yield "村组", worker.village
    yield "类别", "、".join(category.label for category in worker.categories)
    yield "记着", worker.wants.note


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "about_words": about_words, "wish_words": wish_words, "worker_facts": worker_facts,
}
