"""A row of a job board's sheet → an advert ready to store: what can be read becomes a value, the rest stays as text and is named."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NotANumber

from matcher.domain.employers import Employer
from matcher.domain.errors import Refusal
from matcher.domain.identifiers import id_for
from matcher.domain.reading import Reading
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.reading.dates import read_date
from matcher.reading.headcount import read_headcount
from matcher.reading.normal import fold
from matcher.services.desk import Desk
from matcher.services.headings import ADVERTS, as_headed
from matcher.services.importing import Advert, Row
from matcher.services.offers import Cells, needs_of, offer_of, read_iso_date

NO_SEX: Final = "性别要求不收录 (就业促进法 §27)"
NO_DATE: Final = "日期要写成 2026-01-31 这样, 按原文保留"
LONGEST: Final = {"title": 200, "company": 200, "description": 20_000}
MOST_SEEN: Final = 50_000  # cells remembered while a file is read; then memory begins anew


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
            written = {field: name for name, field in known.items()}
            yield replace(advert, row=row.number, known=row.known, problems=as_headed(advert.problems, known), headings=written)

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
            offer=offer_of(cells), needs=needs_of(cells),
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


@lru_cache(maxsize=20_000)  # a board lists one employer many times
def employer_id(name: str) -> str:
    """The same firm however its name is typed: width, letters, blanks and brackets do not count."""
    return id_for("employer", re.sub(r"[\s()\[\]·.,、]", "", fold(name)))
