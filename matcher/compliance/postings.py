"""What is checked: a text as written, or a vacancy's fields set out as text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from matcher.domain.employers import Employer
from matcher.domain.pay import Pay
from matcher.domain.terms import Education
from matcher.domain.vacancies import Vacancy

BASIS: Final = {"month": "元/月", "day": "元/天", "hour": "元/小时", "week": "元/周", "year": "元/年", "piece": "元/件"}
KIND: Final = {"base": "底薪", "gross": "综合工资", "net": "到手", "floor": "保底", "unknown": "工资"}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text that one field gave, its label left out. field: "description", "offer.pay" …; "needs.age" is both ends."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """text: what spans refer to. vacancy, employer: what is known beside it. place: division code where the work is, if known apart.

    programme: id of the programme it is posted under. public_body: posted by a bureau or a station, not by a business.
    parts: which field each stretch came from, empty for a raw text.
    """

    text: str
    vacancy: Vacancy | None = None
    employer: Employer | None = None
    place: str | None = None
    programme: str | None = None
    public_body: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def area(self) -> str | None:
        """The division whose standards hold; None where nobody said."""
        return self.place or (self.vacancy.place if self.vacancy else None) or (self.employer.place if self.employer else None)

    def field_at(self, start: int) -> str:
        return next((part.field for part in self.parts if part.start <= start < part.end), "")


def rendered(vacancy: Vacancy, employer: Employer | None = None, *, public_body: bool = False) -> Posting:
    """The vacancy's fields as one text in fixed order, a line each, so that a span leads back to its field."""
    lines: list[str] = []
    parts: list[Part] = []
    at = 0
    for field, label, words in _fields(vacancy):
        if words:
            line = label + words
            parts.append(Part(field, at + len(label), at + len(line)))
            lines.append(line)
            at += len(line) + 1
    programme = vacancy.programmes[0] if vacancy.programmes else None
    return Posting(text="\n".join(lines), vacancy=vacancy, employer=employer, programme=programme, public_body=public_body, parts=tuple(parts))


def _fields(vacancy: Vacancy) -> Iterator[tuple[str, str, str]]:
    """Name, label and words of each field that says something. A title and a description stand alone, as people wrote them."""
    offer, needs = vacancy.offer, vacancy.needs
    yield "title", "", vacancy.title
    yield "headcount", "招聘人数:", f"{vacancy.headcount}人" if vacancy.headcount else ""
    yield "description", "", vacancy.description
    yield "offer.pay", "", ", ".join(map(_pay, offer.pay))
    yield "offer.pay", "工资原文:", ", ".join(dict.fromkeys(pay.raw for pay in offer.pay if pay.raw))  # hype stands in words, not in figures
    yield "offer.shift", "", offer.shift.label if offer.shift else ""
    yield "offer.hours_per_day", "每班", f"{offer.hours_per_day:g}小时" if offer.hours_per_day else ""
    yield "offer.rest_days", "月休", f"{offer.rest_days:g}天" if offer.rest_days is not None else ""
    yield "offer.employment", "用工形式:", offer.employment.label if offer.employment else ""
    yield "offer.contract_months", "合同", f"{offer.contract_months}个月" if offer.contract_months else ""
    yield "offer.welfare", "", "，".join(offer.welfare)
    yield "needs.age", "年龄:", _age(needs.age_low, needs.age_high)
    yield "needs.education", "学历:", needs.education.label if needs.education and needs.education is not Education.NONE else ""
    yield "address", "地址:", vacancy.address
    yield "closes_on", "有效期至", vacancy.closes_on.isoformat() if isinstance(vacancy.closes_on, date) else ""
    for column, words in vacancy.unread:
        yield "unread", f"{_COLUMNS.get(column, column)}:", words


_COLUMNS: Final = {"sex_req": "性别要求", "age_req": "年龄", "wage_raw": "工资", "headcount": "招聘人数"}


def _pay(pay: Pay) -> str:
    figure = f"{pay.low:g}" if pay.low == pay.high else f"{pay.low:g}起" if pay.high is None else f"{pay.low:g}-{pay.high:g}"
    return f"{KIND[pay.kind]}{figure}{BASIS[pay.basis]}"


def _age(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{low}-{high}岁"
    return f"{low}岁以上" if low is not None else f"{high}岁以下" if high is not None else ""
