"""A row of a job board's sheet → an advert ready to store: what can be read becomes a value, the rest stays as text and is named."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeVar

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NotANumber

from matcher.domain.conditions import Contract, Living, WorkingTime
from matcher.domain.employers import Employer
from matcher.domain.errors import Refusal
from matcher.domain.identifiers import id_for
from matcher.domain.pay import Pay
from matcher.domain.reading import Reading
from matcher.domain.terms import Employment
from matcher.domain.vacancies import Needs, Offer, Vacancy, VacancyState
from matcher.reading.age import read_age
from matcher.reading.certificates import read_certificates
from matcher.reading.dates import read_date
from matcher.reading.education import read_education_needed
from matcher.reading.experience import read_experience
from matcher.reading.headcount import read_headcount
from matcher.reading.normal import fold
from matcher.reading.pay import read_pay
from matcher.reading.posture import read_posture
from matcher.reading.welfare import Welfare, read_welfare
from matcher.services.desk import Desk
from matcher.services.headings import ADVERTS, as_headed
from matcher.services.importing import Advert, Problem, Row

T = TypeVar("T")

NOT_SAID: Final = re.compile(r"面议|面谈|电议|^[-/]+$|^不限$|^无$")
NO_SEX: Final = "性别要求不收录 (就业促进法 §27)"
NO_DATE: Final = "日期要写成 2026-01-31 这样, 按原文保留"
LONGEST: Final = {"title": 200, "company": 200, "description": 20_000}
MOST_TAGS: Final = 40
WAGES: Final = {  # column → what its heading says of the figure, and the unit of a bare one
    "wage_raw": ("", ""), "wage_base": ("底薪", "元/月"), "wage_gross": ("综合", "元/月"), "wage_piece": ("计件", "元/件"),
    "wage_hour": ("", "元/小时"), "wage_day": ("", "元/天"),
}
BARE: Final = re.compile(r"\d+(?:\.\d+)?(?:\s?[-~至到]\s?\d+(?:\.\d+)?)?\s?元?(?:以上|左右|起)?")
READ_ALONG: Final = {"living": "", "meals": "", "lodging": "", "shift": "", "rest": "", "job_type": "", "contract": "合同", "insurance": "", "payday": "发薪"}
KEPT: Final = {"living": "食宿", "refund": "路费", "insurance": "社保", "contract": "合同", "note": "备注"}
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


@dataclass(slots=True)
class Board:
    """Reads the rows of one job sheet. source: where the rows come from, used where they do not say.

    headings: heading → field, where somebody has settled that already. own: the sender may speak for that source alone.
    """

    desk: Desk
    source: str = ""
    headings: Mapping[str, str] | None = None
    own: bool = False
    _seen: dict[tuple[str, str], Reading[Any]] = field(default_factory=dict)
    _alike: dict[str, list[int]] = field(default_factory=dict)

    def adverts(self, rows: Iterable[Row]) -> Iterator[Advert]:
        """Raises Invalid where a column is missing that no advert can do without."""
        headings = self.headings
        for row in rows:
            if headings is None and row.cells:
                headings = ADVERTS.known(row.cells)
                row = replace(row, problems=(*row.problems, *ADVERTS.strange(row.cells, headings)))
            known = headings or {}
            cells = {known[name]: text for name, text in row.cells.items() if name in known}
            if len(self._seen) > MOST_SEEN:
                self._seen.clear()
            advert = self._advert(Cells(row, cells, self._seen, problems=list(row.problems)))
            yield replace(advert, row=row.number, known=row.known, problems=as_headed(advert.problems, known))

    def _advert(self, cells: Cells) -> Advert:
        missing = [(column, label) for column, label in (("title", "岗位名称"), ("company", "用人单位")) if not fold(cells.text(column)).strip()]
        if not cells.row.cells:
            return Advert(tuple(cells.problems))
        for column, label in missing:
            cells.doubt(column, f"没有{label}, 这一行没有收录", keep=False)
        if missing:
            return Advert(tuple(cells.problems))
        try:
            vacancy, employer = self._documents(cells)
        except (Refusal, ValueError) as refusal:
            cells.doubt("", f"这一行没有收录: {refusal}", keep=False)
            return Advert(tuple(cells.problems))
        return Advert(tuple(cells.problems), vacancy, employer)

    def _documents(self, cells: Cells) -> tuple[Vacancy, Employer]:
        named = cells.text("source")
        source = f"{self.source}/{named}" if self.own and named else self.source if self.own else named or self.source
        employer = _employer(self.desk, cells, source)
        key = cells.text("job_id") or self._fingerprint(cells)
        place = cells.read("region_raw", self.desk.places.find, "没有认出地点, 按原文保留")
        occupation = self.desk.occupations.find(cells.text("title"), cells.text("industry")).value
        if cells.text("sex_req") not in ("", "不限", "男女不限"):
            cells.doubt("sex_req", NO_SEX, keep=False)
        return Vacancy(
            id=id_for("vacancy", source, key), title=cells.text("title")[: LONGEST["title"]], employer=employer.id, employer_name=employer.name,
            occupation=occupation.code if occupation else None, place=place.code if place else None, address=cells.text("region_raw"),
            description=cells.text("description")[: LONGEST["description"]], source=source, source_key=key,
            headcount=cells.read("headcount", read_headcount, "没有读懂人数, 按原文保留"), state=VacancyState.OPEN,
            offer=_offer(cells), needs=_needs(cells),
            posted_on=cells.read("posted_on", read_iso_date, NO_DATE), closes_on=cells.read("deadline", read_iso_date, NO_DATE),
            starts_on=cells.read("starts", lambda text: read_date(text, self.desk.today), NO_DATE),
            unread=tuple(cells.unread),  # the last: everything above has been read by now
        ), employer

    def _fingerprint(self, cells: Cells) -> str:
        """A name for an advert whose sheet gave it none: employer, title and how many of the same title stood before it, so that a row whose
        pay was corrected is the same advert; rows that say the same throughout are one."""
        head = "\x1f".join((employer_id(cells.text("company")), fold(cells.text("title"))[:200]))
        whole = hash(tuple(sorted(cells.cells.items())))
        alike = self._alike.setdefault(head, [])
        if whole not in alike:
            alike.append(whole)
        return f"{head}\x1f{alike.index(whole)}"


def adverts_of(desk: Desk, rows: Iterable[Row], *, source: str = "") -> Iterator[Advert]:
    return Board(desk, source).adverts(rows)


def _employer(desk: Desk, cells: Cells, source: str) -> Employer:
    """As the sheet tells of it; only a new employer is stored, what an office has checked is not overwritten by a sheet."""
    name = cells.text("company")[: LONGEST["company"]]
    code = cells.read("credit_code", read_credit_code, "统一社会信用代码不对 (18 位), 没有收录这一格, 请核对")
    address = cells.text("company_address")[:200]
    place = desk.places.find(address).value if address else None
    return Employer(
        id=employer_id(name), name=name, credit_code=code, industry=cells.text("industry"), nature=cells.text("company_nature"),
        size=cells.text("company_size"), contact=cells.text("contact")[:60], phone=cells.text("contact_phone")[:60], address=address,
        place=place.code if place else None, source=source,
    )


def read_credit_code(text: str) -> Reading[str]:
    try:
        return Reading(str(uscc.validate(fold(text).upper())), 1.0)
    except NotANumber:
        return Reading(None)


def employer_id(name: str) -> str:
    """The same firm however its name is typed: width, letters, blanks and brackets do not count."""
    return id_for("employer", re.sub(r"[\s()\[\]·.,、]", "", fold(name)))


def _offer(cells: Cells) -> Offer:
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


def _needs(cells: Cells) -> Needs:
    age = cells.read("age_req", read_age, "没有读懂年龄, 按原文保留")
    return Needs(
        age_low=age.low if age else None, age_high=age.high if age else None,
        education=cells.read("education_raw", read_education_needed, "没有读懂学历, 按原文保留"),
        years=cells.read("experience_raw", read_experience, "没有读懂经验, 按原文保留") or None,
        certificates=tuple(map(str, read_certificates(cells.text("certificates")).value or ())),
    )


def _yes(text: str) -> bool | None:
    folded = fold(text).strip()
    return True if folded in ("是", "有", "包", "1", "√", "提供", "缴纳", "交") else False if folded in ("否", "无", "不包", "0", "×", "没有", "不提供") else None


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
