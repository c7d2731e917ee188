"""A row of a job board's sheet → an advert ready to store: what can be read becomes a value, the rest stays as text and is named."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeVar

from matcher.domain.conditions import Contract, Living, WorkingTime
from matcher.domain.employers import Employer
from matcher.domain.errors import Refusal
from matcher.domain.identifiers import id_for
from matcher.domain.reading import Reading
from matcher.domain.terms import Employment
from matcher.domain.vacancies import Needs, Offer, Vacancy, VacancyState
from matcher.reading.age import read_age
from matcher.reading.education import read_education_needed
from matcher.reading.experience import read_experience
from matcher.reading.headcount import read_headcount
from matcher.reading.normal import fold
from matcher.reading.pay import read_pay
from matcher.reading.posture import read_posture
from matcher.reading.welfare import Welfare, read_welfare
from matcher.services.desk import Desk
from matcher.services.headings import ADVERTS, as_headed, strange
from matcher.services.importing import Advert, Problem, Row

T = TypeVar("T")

NOT_SAID: Final = re.compile(r"面议|面谈|电议|^[-/]+$|^不限$|^无$")
NO_SEX: Final = "性别要求不收录 (就业促进法 §27)"
NO_DATE: Final = "日期要写成 2026-01-31 这样, 按原文保留"
LONGEST: Final = {"title": 200, "company": 200, "description": 20_000}
MOST_TAGS: Final = 40
MOST_SEEN: Final = 50_000  # cells remembered while a file is read; then memory begins anew


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


def adverts_of(desk: Desk, rows: Iterable[Row], *, source: str = "") -> Iterator[Advert]:
    """source: where the rows come from, used where they do not say. Raises Invalid where a column is missing that no advert can do without."""
    headings: dict[str, str] = {}
    seen: dict[tuple[str, str], Reading[Any]] = {}
    for row in rows:
        if not headings and row.cells:
            headings = ADVERTS.known(row.cells)
            row = replace(row, problems=(*row.problems, *strange(row.cells, headings)))
        cells = {headings[name]: text for name, text in row.cells.items() if name in headings}
        if len(seen) > MOST_SEEN:
            seen.clear()
        advert = _advert(desk, Cells(row, cells, seen, problems=list(row.problems)), source)
        yield replace(advert, problems=as_headed(advert.problems, headings)) if advert.problems else advert


def _advert(desk: Desk, cells: Cells, source: str) -> Advert:
    missing = [(column, label) for column, label in (("title", "岗位名称"), ("company", "用人单位")) if not fold(cells.text(column)).strip()]
    if not cells.row.cells:
        return Advert(tuple(cells.problems))
    for column, label in missing:
        cells.doubt(column, f"没有{label}, 这一行没有收录", keep=False)
    if missing:
        return Advert(tuple(cells.problems))
    try:
        vacancy, employer = _documents(desk, cells, cells.text("source") or source)
    except (Refusal, ValueError) as refusal:
        cells.doubt("", f"这一行没有收录: {refusal}", keep=False)
        return Advert(tuple(cells.problems))
    return Advert(tuple(cells.problems), vacancy, employer)


@lru_cache(maxsize=20_000)  # a board lists one employer many times
def employer_id(name: str) -> str:
    """The same firm however its name is typed: width, letters, blanks and brackets do not count."""
    return id_for("employer", re.sub(r"[\s()\[\]·.,、]", "", fold(name)))


def _documents(desk: Desk, cells: Cells, source: str) -> tuple[Vacancy, Employer]:
    name = cells.text("company")[: LONGEST["company"]]
    employer = Employer(id=employer_id(name), name=name, industry=cells.text("industry"), nature=cells.text("company_nature"),
                        size=cells.text("company_size"), source=source)
    key = cells.text("job_id") or _fingerprint(cells)
    place = cells.read("region_raw", desk.places.find, "没有认出地点, 按原文保留")
    occupation = desk.occupations.find(cells.text("title"), cells.text("industry")).value
    if cells.text("sex_req") not in ("", "不限", "男女不限"):
        cells.doubt("sex_req", NO_SEX, keep=False)
    return Vacancy(
        id=id_for("vacancy", source, key), title=cells.text("title")[: LONGEST["title"]], employer=employer.id, employer_name=name,
        occupation=occupation.code if occupation else None, place=place.code if place else None, address=cells.text("region_raw"),
        description=cells.text("description")[: LONGEST["description"]], source=source, source_key=key,
        headcount=cells.read("headcount", read_headcount, "没有读懂人数, 按原文保留"), state=VacancyState.OPEN,
        offer=_offer(cells), needs=_needs(cells),
        posted_on=cells.read("posted_on", read_iso_date, NO_DATE), closes_on=cells.read("deadline", read_iso_date, NO_DATE),
        unread=tuple(cells.unread),  # the last: everything above has been read by now
    ), employer


def _offer(cells: Cells) -> Offer:
    pay = cells.read("wage_raw", read_pay, "没有读懂工资, 按原文保留, 不猜")
    tags = tuple(tag for part in cells.text("welfare_raw").split("|") if (tag := part.strip()))[:MOST_TAGS]
    words = "；".join((*tags, cells.text("title"), cells.text("description")))
    welfare = read_welfare(words).value or Welfare()
    living, hours, contract = welfare.living or Living(), welfare.time or WorkingTime(), welfare.contract or Contract()
    return Offer(
        pay=(pay,) if pay else (), posture=read_posture(words).value, welfare=tags, meals=living.meals, lodging=living.lodging,
        couple_room=living.couple_room, shift=hours.shift, hours_per_day=hours.hours_per_day, rest_days=hours.rest_days,
        employment=Employment.PART_TIME if cells.text("job_type") == "兼职" else contract.employment, insurance=contract.insurance,
        contract_months=contract.contract_months, payday=contract.payday,
    )


def _needs(cells: Cells) -> Needs:
    age = cells.read("age_req", read_age, "没有读懂年龄, 按原文保留")
    return Needs(
        age_low=age.low if age else None, age_high=age.high if age else None,
        education=cells.read("education_raw", read_education_needed, "没有读懂学历, 按原文保留"),
        years=cells.read("experience_raw", read_experience, "没有读懂经验, 按原文保留") or None,
    )


def read_iso_date(text: str) -> Reading[date]:
    """2026-01-31, also with 2026/1/31, 2026.1.31 and a time behind."""
    match = re.match(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", text)
    try:
        return Reading(date(*map(int, match.groups())), 1.0, (match.span(),)) if match else Reading(None)
    except ValueError:
        return Reading(None)


def _fingerprint(cells: Cells) -> str:
    """A name for an advert whose board gave it none: the same words are the same advert."""
    return "\x1f".join(cells.text(column)[:500] for column in ("title", "company", "region_raw", "wage_raw", "description"))
