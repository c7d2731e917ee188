"""What was typed into the form of a post → the document that the schema reads."""

from collections.abc import Iterator
from typing import Any, Final

from matcher.domain.pay import Pay
from matcher.domain.vacancies import Vacancy
from matcher.reading.pay import read_pays
from matcher.schemas.vacancies import VacancySchema
from matcher.web.choices import LIVING, TRAITS
from matcher.web.forms import Typed, document, loaded, numbers
from matcher.web.money import pay_line
from matcher.web.typed import occupation_code, parts, place_code, ticked

TEXTS: Final = (
    "employer", "title", "description", "address", "offer.shift", "offer.posture", "offer.employment", "needs.education",
    "starts_on", "ends_on", "closes_on",
)
WHOLE: Final = ("headcount", "needs.age_low", "needs.age_high", "offer.payday", "offer.contract_months")
DECIMAL: Final = ("needs.years", "offer.hours_per_day", "offer.rest_days")
NEGOTIABLE: Final = ("面议", "面谈", "另议")



def vacancy_typed(form: Typed, stored: Vacancy | None = None) -> Vacancy:
    """Raises Invalid with what is wrong beside each field."""
    form.read_as = tuple(pay_line(pay) for pay in pays_typed(form))
    vacancy: Vacancy = loaded(VacancySchema(), document(said(form, stored)), form)
    return vacancy


def said(form: Typed, stored: Vacancy | None) -> Iterator[tuple[str, Any]]:
    yield from ((name, form.one(name)) for name in TEXTS)
    yield from numbers(form, dict.fromkeys(WHOLE, int) | dict.fromkeys(DECIMAL, float))
    yield "place", place_code(form, "place")
    yield "occupation", occupation_code(form.one("occupation") or form.one("title"))
    yield "needs.certificates", parts(form.one("needs.certificates"))
    yield "offer.pay", [written(pay) for pay in pays_typed(form)]
    yield from ticked(form, "living", LIVING, stored)
    yield from ticked(form, "traits", TRAITS, stored)


def pays_typed(form: Typed) -> tuple[Pay, ...]:
    text = form.one("pay")
    pays = tuple(reading.value for reading in read_pays(text) if reading.value is not None)
    if text and not pays and not any(word in text for word in NEGOTIABLE) and not form.faults_of("pay"):
        form.blame("pay", f"没读懂工资“{text}”, 请写成“底薪2660, 综合6500-8000”或“23元/小时”。")
    return pays


def written(pay: Pay) -> dict[str, Any]:
    return {name: value for name in ("basis", "low", "high", "kind", "months", "raw") if (value := getattr(pay, name)) not in (None, "")}
