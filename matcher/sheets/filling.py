"""What stands in a column of an export: the field of a heading, said of one document. Numbers that are names (phones, ID numbers) are text."""

from collections.abc import Callable, Mapping
from typing import Final

from matcher.domain.certificates import Certificate
from matcher.domain.pay import Pay
from matcher.domain.people import Worker
from matcher.domain.places import prefix
from matcher.domain.terms import Category
from matcher.domain.vacancies import Vacancy
from matcher.services.desk import Desk

UNITS: Final = {"month": "元/月", "day": "元/天", "hour": "元/小时", "week": "元/周", "year": "元/年", "piece": "元/件"}
KINDS: Final = {"base": "底薪", "gross": "综合", "net": "到手", "floor": "保底", "unknown": ""}


def worker_cells(desk: Desk) -> Mapping[str, Callable[[Worker], str]]:
    """Field → the text of it; fields that no register keeps (年龄) are worked out, or blank."""
    places, jobs = desk.places, desk.occupations

    def name(code: str | None) -> str:
        return places.name(code) if code else ""

    return {
        "name": lambda w: w.name, "phone": lambda w: w.phone, "identity": lambda w: w.identity or "", "second_contact": lambda w: w.second_contact,
        "sex": lambda w: w.haves.sex.label if w.haves.sex else "", "born": lambda w: _day(w.haves.born_on), "age": lambda w: _age(w, desk),
        "place_code": lambda w: w.place or "", "area": lambda w: name(w.place), "place": lambda w: f"{name(w.place)}{w.village}",
        "county": lambda w: name(w.place[:6]) if w.place else "", "town": lambda w: name(w.place) if w.place and len(prefix(w.place)) > 6 else "",
        "village": lambda w: w.village, "lives_at": lambda w: name(w.lives_at),
        "education": lambda w: w.haves.education.label if w.haves.education else "",
        "categories": lambda w: "、".join(category.label for category in w.categories),
        "relocated": lambda w: "是" if Category.RELOCATED in w.categories else "",
        "lifted": lambda w: "是" if Category.LIFTED_WORKER in w.categories else "",
        "monitored": lambda w: "是" if Category.RELAPSE_MONITORED in w.categories else "",
        "certificates": lambda w: "、".join(map(_certificate, w.haves.certificates)), "skills": lambda w: w.haves.skills,
        "experience": lambda w: "、".join(one.words or jobs.family_name(one.occupation) for one in w.haves.experience),
        "years": lambda w: next((f"{one.years:g}" for one in w.haves.experience if one.years), ""),
        "occupations": lambda w: "、".join(jobs.family_name(code) for code in w.wants.occupations),
        "places": lambda w: "、".join(map(name, w.wants.places)), "monthly": lambda w: str(w.wants.monthly_yuan or ""),
        "ready": lambda w: _day(w.wants.ready_on), "coach": lambda w: _yes(w.wants.coach), "training": lambda w: _yes(w.wants.training),
        "night": lambda w: _yes(None if w.wants.no_night is None else not w.wants.no_night),
        "companions": lambda w: str(w.wants.companions or ""), "willing": lambda w: "是" if w.active else "否", "note": lambda w: w.wants.note,
    }


def vacancy_cells(desk: Desk) -> Mapping[str, Callable[[Vacancy], str]]:
    places = desk.places
    return {
        "job_id": lambda v: v.code, "source": lambda v: v.source, "title": lambda v: v.title, "company": lambda v: v.employer_name,
        "posted_on": lambda v: _day(v.posted_on), "deadline": lambda v: _day(v.closes_on), "starts": lambda v: _day(v.starts_on),
        "headcount": lambda v: str(v.headcount or "若干"), "region_raw": lambda v: v.address or (places.name(v.place) if v.place else ""),
        "wage_raw": lambda v: "; ".join(map(pay_words, v.offer.pay)),
        **{column: _paid(kind, basis) for column, (kind, basis) in PAID.items()},
        "age_req": lambda v: _range(v.needs.age_low, v.needs.age_high),
        "education_raw": lambda v: v.needs.education.label if v.needs.education else "不限",
        "experience_raw": lambda v: f"{v.needs.years:g}年" if v.needs.years else "",
        "certificates": lambda v: "、".join(map(_certificate, v.needs.certificates)),
        "shift": _shift, "rest": lambda v: f"{v.offer.rest_days:g}天" if v.offer.rest_days else "",
        "meals": lambda v: _yes(v.offer.meals), "lodging": lambda v: _yes(v.offer.lodging),
        "living": lambda v: " ".join(filter(None, ("包吃" if v.offer.meals else "", "包住" if v.offer.lodging else ""))),
        "insurance": lambda v: _yes(v.offer.insurance), "payday": lambda v: f"{v.offer.payday}日" if v.offer.payday else "",
        "contract": lambda v: f"{v.offer.contract_months}个月" if v.offer.contract_months else "", "coach": lambda v: _yes(v.offer.coach),
        "job_type": lambda v: v.offer.employment.label if v.offer.employment else "", "hazards": lambda v: "、".join(v.offer.hazards),
        "welfare_raw": lambda v: "|".join(v.offer.welfare), "description": lambda v: v.description,
    }


PAID: Final = {
    "wage_base": ("base", "month"), "wage_gross": ("gross", "month"), "wage_hour": ("", "hour"), "wage_day": ("", "day"), "wage_piece": ("", "piece"),
}


def pay_words(pay: Pay) -> str:
    """As written where it was read from a posting."""
    low, unit = f"{pay.low:g}", UNITS[pay.basis]
    span = f"{low}{unit}起" if pay.high is None else f"{low}{unit}" if pay.high == pay.low else f"{low}-{pay.high:g}{unit}"
    return f"{KINDS[pay.kind]}{span}"


def _paid(kind: str, basis: str) -> Callable[[Vacancy], str]:
    return lambda v: next((pay_words(pay) for pay in v.offer.pay if pay.basis == basis and kind in ("", pay.kind)), "")


def _shift(vacancy: Vacancy) -> str:
    offer = vacancy.offer
    hours = f"{offer.hours_per_day:g}小时" if offer.hours_per_day else ""
    return " ".join(filter(None, (offer.shift.label if offer.shift else "", hours)))


def _yes(value: bool | None) -> str:
    return "" if value is None else "是" if value else "否"


def _day(day: object) -> str:
    return str(day) if day else ""


def _range(low: int | None, high: int | None) -> str:
    return f"{low}-{high}岁" if low and high else f"{low}岁以上" if low else f"{high}岁以下" if high else ""


def _certificate(code: str) -> str:
    return next((term.label for term in Certificate if term == code), code)


def _age(worker: Worker, desk: Desk) -> str:
    born, day = worker.haves.born_on, desk.today
    return str(day.year - born.year - ((day.month, day.day) < (born.month, born.day))) if born else ""
