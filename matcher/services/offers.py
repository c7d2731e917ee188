"""What a row of a job sheet says a post gives and needs, cell by cell."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeVar

from matcher.domain.conditions import Contract, Living, WorkingTime
from matcher.domain.pay import Pay
from matcher.domain.reading import Reading
from matcher.domain.terms import Employment
from matcher.domain.vacancies import Needs, Offer
from matcher.reading.age import read_age
from matcher.reading.certificates import read_certificates
from matcher.reading.education import read_education_needed
from matcher.reading.experience import read_experience
from matcher.reading.normal import fold
from matcher.reading.pay import read_pay
from matcher.reading.posture import read_posture
from matcher.reading.welfare import Welfare, read_welfare
from matcher.services.importing import Problem, Row

T = TypeVar("T")

NOT_SAID: Final = re.compile(r"面议|面谈|电议|^[-/]+$|^不限$|^无$")
MOST_TAGS: Final = 40
WAGES: Final = {  # column → what its heading says of the figure, and the unit of a bare one
    "wage_raw": ("", ""), "wage_base": ("底薪", "元/月"), "wage_gross": ("综合", "元/月"), "wage_piece": ("计件", "元/件"),
    "wage_hour": ("", "元/小时"), "wage_day": ("", "元/天"),
}
BARE: Final = re.compile(r"\d+(?:\.\d+)?(?:\s?[-~至到]\s?\d+(?:\.\d+)?)?\s?元?(?:以上|左右|起)?")
READ_ALONG: Final = {
    "living": "", "meals": "", "lodging": "", "shift": "", "rest": "", "job_type": "", "contract": "合同", "insurance": "", "payday": "发薪",
}
GIVEN: Final = ("是", "有", "包", "1", "√", "提供", "缴纳", "交")
NOT_GIVEN: Final = ("否", "无", "不包", "0", "×", "没有", "不提供")
KEPT: Final = {"living": "食宿", "refund": "路费", "insurance": "社保", "contract": "合同", "note": "备注"}


@dataclass(slots=True)
class Cells:
    """The cells of one row while it is read; `unread` gathers what stays text, `problems` says why. seen: what the same words gave before."""

    row: Row
    cells: dict[str, str]
    seen: dict[tuple[str, str], Reading[Any]]
    unread: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def doubt(self, column: str, reason: str, *, keep: bool = True) -> None:
        self.problems.append(Problem(self.row.number, column, self.text(column)[:120], reason))
        if keep:
            self.unread.append((column, self.text(column)))

    def read(self, column: str, reader: Callable[[str], Reading[T]], reason: str) -> T | None:
        """The value; nothing where the cell is blank or says that it does not say."""
        text = self.text(column)
        if not text or NOT_SAID.search(text):
            return None
        reading: Reading[T] | None = self.seen.get((column, text))
        if reading is None:
            reading = self.seen[column, text] = reader(text)
        if reading.value is None and reading.confidence < 0.6:
            self.doubt(column, reason)
        return reading.value


def offer_of(cells: Cells) -> Offer:
    tags = tuple(tag for part in cells.text("welfare_raw").split("|") if (tag := part.strip()))[:MOST_TAGS]
    words = "；".join((*tags, *_said(cells), cells.text("title"), cells.text("description")))
    welfare = read_welfare(words).value or Welfare()
    living, hours, contract = welfare.living or Living(), welfare.time or WorkingTime(), welfare.contract or Contract()
    return Offer(
        pay=_pay(cells), posture=read_posture(words).value, welfare=(*tags, *_kept(cells))[:MOST_TAGS],
        meals=_first(_yes(cells.text("meals")), living.meals), lodging=_first(_yes(cells.text("lodging")), living.lodging),
        couple_room=living.couple_room, shift=hours.shift, hours_per_day=hours.hours_per_day, rest_days=_first(_rest(cells), hours.rest_days),
        employment=Employment.PART_TIME if cells.text("job_type") == "兼职" else contract.employment,
        insurance=_first(_yes(cells.text("insurance")), contract.insurance),
        contract_months=contract.contract_months, payday=_first(_payday(cells), contract.payday), coach=_yes(cells.text("coach")),
        hazards=() if _yes(cells.text("hazards")) is False else tuple(filter(None, (cells.text("hazards")[:60],))),
    )


def _pay(cells: Cells) -> tuple[Pay, ...]:
    """Each column's figure with what its heading says of it: 底薪 2660 is a base of the month, 小时价 23 an hour's."""
    found = []
    for column, (lead, unit) in WAGES.items():
        pay = cells.read(column, lambda text, lead=lead, unit=unit: _as_headed(text, lead, unit), "没有读懂工资, 按原文保留, 不猜")  # type: ignore[misc]
        if pay:
            found.append(pay)
    return tuple(dict.fromkeys(found))


def _as_headed(text: str, lead: str, unit: str) -> Reading[Pay]:
    """A bare number takes its unit from the heading; raw keeps what stood in the cell."""
    reading = read_pay(f"{lead}{text}{unit}" if unit and BARE.fullmatch(fold(text).strip()) else f"{lead}{text}" if lead else text)
    return replace(reading, value=replace(reading.value, raw=text)) if lead and reading.value else reading


def _said(cells: Cells) -> Iterator[str]:
    """Cells that the readers of welfare understand when their heading is read along with them."""
    for column, lead in READ_ALONG.items():
        if text := cells.text(column):
            yield f"{lead}{text}"


def _kept(cells: Cells) -> Iterator[str]:
    """What has no field of its own and yet matters to whoever thinks of coming."""
    for column, lead in KEPT.items():
        text = cells.text(column)
        if text and _yes(text) is not False:
            yield f"{lead}: {text}"[:60]


def needs_of(cells: Cells) -> Needs:
    age = cells.read("age_req", read_age, "没有读懂年龄, 按原文保留")
    return Needs(
        age_low=age.low if age else None, age_high=age.high if age else None,
        education=cells.read("education_raw", read_education_needed, "没有读懂学历, 按原文保留"),
        years=cells.read("experience_raw", read_experience, "没有读懂经验, 按原文保留") or None,
        certificates=tuple(map(str, read_certificates(cells.text("certificates")).value or ())),
    )


def _yes(text: str) -> bool | None:
    folded = fold(text).strip()
    return True if folded in GIVEN else False if folded in NOT_GIVEN else None


def _first(said: T | None, read: T | None) -> T | None:
    return read if said is None else said


def _rest(cells: Cells) -> float | None:
    match = re.fullmatch(r"(?:月休)?(\d{1,2}(?:\.5)?)(?:天|日)?", fold(cells.text("rest")).strip())
    return float(match[1]) if match and float(match[1]) <= 31 else None


def _payday(cells: Cells) -> int | None:
    match = re.search(r"(?<!\d)(\d{1,2})[日号]?", fold(cells.text("payday")))
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None


def read_iso_date(text: str) -> Reading[date]:
    """2026-01-31, also with 2026/1/31, 2026.1.31 and a time behind."""
    match = re.match(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", text)
    try:
        return Reading(date(*map(int, match.groups())), 1.0, (match.span(),)) if match else Reading(None)
    except ValueError:
        return Reading(None)
