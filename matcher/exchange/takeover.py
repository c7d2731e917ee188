"""A partner's vacancies as adverts of ours: the same post keeps one identifier here, however often it is fetched."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, Final

import msgspec

from matcher.domain.employers import Employer
from matcher.domain.errors import Refusal
from matcher.domain.identifiers import id_for
from matcher.domain.vacancies import Needs, Offer, Vacancy, VacancyState
from matcher.exchange.partner import Partner
from matcher.services.adverts import employer_id
from matcher.services.desk import Desk
from matcher.services.importing import Advert, Problem

TAKEN: Final = frozenset((
    "title", "occupation", "place", "address", "description", "headcount", "offer", "needs", "programmes", "starts_on", "ends_on", "posted_on",
    "closes_on", "code",
))
NOT_OFFERED: Final = {VacancyState.DRAFT, VacancyState.PENDING}
OURS: Final = {"offer": {f.name for f in fields(Offer)}, "needs": {f.name for f in fields(Needs)}}


def adverts_from(desk: Desk, partner: Partner) -> Iterator[Advert]:
    """row: the place of the item in the partner's list, from 1."""
    for number, item in enumerate(partner.items(), 1):
        yield advert_from(desk, item, number, partner.host)


def advert_from(desk: Desk, item: Any, number: int, host: str) -> Advert:
    try:
        return _taken(desk, item, number, host)
    except (msgspec.ValidationError, Refusal) as refusal:
        return Advert((Problem(number, "", _name(item), f"这一条读不懂, 没有收录: {refusal}"),))


def _taken(desk: Desk, item: Any, number: int, host: str) -> Advert:
    if not isinstance(item, Mapping):
        return Advert((Problem(number, "", "", "这一条不是岗位, 没有收录"),))
    employer_name, key = str(item.get("employer_name") or "").strip(), str(item.get("id") or "")
    missing = [(column, label) for column, label, text in
               (("title", "岗位名称", item.get("title")), ("employer_name", "用人单位", employer_name), ("id", "编号", key)) if not text]
    if missing:
        return Advert(tuple(Problem(number, column, "", f"没有{label}, 这一条没有收录") for column, label in missing))
    employer = Employer(id=employer_id(employer_name), name=employer_name, source=host)
    vacancy = msgspec.convert(
        _ours(item) | {"id": id_for("vacancy", host, key), "employer": employer.id, "employer_name": employer_name, "source": host, "source_key": key,
                       "state": item.get("state") or VacancyState.OPEN}, Vacancy)
    if vacancy.state in NOT_OFFERED:
        return Advert((Problem(number, "state", str(vacancy.state), "对方还没有发布, 没有收录"),))
    problems = tuple(_strange_places(desk, vacancy, number))
    return Advert(problems, replace(vacancy, place=None if problems else vacancy.place), employer)


def _ours(item: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that both sides know; a newer partner may send more, and labels made for people stay behind."""
    taken = {name: value for name, value in item.items() if name in TAKEN and value is not None}
    for name, known in OURS.items():
        part = taken.get(name)
        if isinstance(part, Mapping):
            taken[name] = {field: value for field, value in part.items() if field in known and value is not None}
    return taken


def _strange_places(desk: Desk, vacancy: Vacancy, number: int) -> Iterator[Problem]:
    if vacancy.place is not None and desk.places.by_code(vacancy.place) is None:
        yield Problem(number, "place", vacancy.place, "没有这个行政区划代码, 没有收录这一格")


def _name(item: Any) -> str:
    return str(item.get("title") or item.get("id") or "")[:60] if isinstance(item, Mapping) else ""
