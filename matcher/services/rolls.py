"""A row of a township's register → a person to be registered; what cannot be read is named, what must not be kept is left out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from matcher.domain.identity import Identity
from matcher.domain.people import Consent, Experience, Haves, Wants, Worker
from matcher.domain.places import lies_in, prefix
from matcher.domain.reading import Reading
from matcher.domain.terms import Channel, ConsentMode, Sex
from matcher.reading.certificates import read_certificates
from matcher.reading.dates import read_date
from matcher.reading.education import read_education
from matcher.reading.experience import read_experience
from matcher.reading.pay import read_pay
from matcher.services.desk import Desk
from matcher.services.entries import (
    ANY,
    Cells,
    categories_of,
    check_age,
    identity_of,
    journey,
    name_of,
    note_of,
    phones_of,
    signed,
    unwilling,
    wanted,
    wants_coach,
    worked_years,
    yes,
)
from matcher.services.headings import RIDERS, ROLLS, as_headed
from matcher.services.importing import Problem, Row
from matcher.services.offers import read_iso_date

MOST_OCCUPATIONS, MOST_PLACES = 3, 4
NEAR_HOME: Final = re.compile(r"(?:本县|县内|本地|当地|县城|家门口|家附近|就近|离家近)(?:就业|附近|务工)?")
SPLIT: Final = re.compile(r"[、,，/;；|和\s]+")


@dataclass(frozen=True, slots=True)
class Entrant:
    """One row made ready. worker None: refused, for the reasons in `problems`.

    known: id under which an earlier answer named this row. ride: what was said of a journey, without names and numbers; None: nothing.
    """

    row: int
    worker: Worker | None = None
    problems: tuple[Problem, ...] = ()
    known: str = ""
    ride: Mapping[str, object] | None = None


@dataclass(slots=True)
class Roll:
    """Reads the rows of one register. consent: how its sender says these people agreed. near: the sender's own area, which settles names of places.

    headings: heading → field, where somebody has settled that already. riding: a list of people who want a seat.
    What repeats from row to row (villages, occupations) is read once.
    """

    desk: Desk
    consent: ConsentMode
    near: str | None = None
    headings: Mapping[str, str] | None = None
    riding: bool = False
    _seen: dict[tuple[str, str], Reading[Any]] = field(default_factory=dict)

    def entrants(self, rows: Iterable[Row]) -> Iterator[Entrant]:
        """Raises Invalid where a column is missing that no registration can do without."""
        headings, means = self.headings, RIDERS if self.riding else ROLLS
        for row in rows:
            if headings is None and row.cells:
                headings = means.known(row.cells)
                row = replace(row, problems=(*row.problems, *means.strange(row.cells, headings)))
            yield self._entrant(row, headings or {})

    def _entrant(self, row: Row, headings: Mapping[str, str]) -> Entrant:
        cells = Cells(replace(row, cells={headings[name]: text for name, text in row.cells.items() if name in headings}), list(row.problems))
        worker = self._worker(cells) if row.cells else None
        ride = journey(cells, worker) if self.riding and worker else None
        return Entrant(row.number, worker, as_headed(cells.problems, headings), row.known, ride)

    def _worker(self, cells: Cells) -> Worker | None:
        name, phones = name_of(cells), phones_of(cells)
        identity = identity_of(cells, self.desk.today)
        if not name or (not phones and not identity) or cells.refused:
            return None
        check_age(cells, identity, self.desk.today)
        place = self._place(cells)
        consent = ConsentMode.SIGNED if signed(cells.text("signed")) else self.consent
        return Worker(
            id="", name=name, phone=phones[0] if phones else "", consent=Consent(mode=consent), identity=identity.number if identity else None,
            place=place, village=cells.text("village")[:60], lives_at=self._code("lives_at", cells.text("lives_at"), cells),
            second_contact=cells.text("second_contact")[:60] or "".join(phones[1:2]), categories=categories_of(cells),
            wants=self._wants(cells, place), haves=self._haves(cells, identity), active=not unwilling(cells.text("willing")), channel=Channel.IMPORT,
        )

    def _place(self, cells: Cells) -> str | None:
        """The home, from whatever columns tell of it: the narrowest that is understood; where two contradict each other a person is asked."""
        found: list[str] = []
        towns = "".join(cells.text(column) for column in ("county", "town"))
        for column, text in (("town" if cells.text("town") else "county", towns), ("place", cells.text("place")), ("area", cells.text("area"))):
            if code := self._code(column, text, cells):
                found.append(code)
        if code := self._by_number(cells):
            found.append(code)
        if not found:
            return self._code("village", cells.text("village"), cells)
        best = max(found, key=lambda code: len(prefix(code)))
        if any(not lies_in(best, code) for code in found):
            cells.doubt(next(c for c in ("place", "area", "town", "county") if cells.text(c)), "几处写的户籍地对不上, 按最细的一处收录, 请核对")
        return best

    def _by_number(self, cells: Cells) -> str | None:
        text = cells.text("place_code")
        if not text:
            return None
        found = next((place for length in (9, 6) if text.isdecimal() and (place := self.desk.places.by_code(text[:length]))), None)
        if found is None:
            cells.doubt("place_code", "没有这个行政区划代码, 没有收录这一格")
        return found.code if found else None

    def _code(self, column: str, text: str, cells: Cells) -> str | None:
        if not text or ANY.search(text):
            return None
        place = self._once("place", text, lambda t: self.desk.places.find(t, self.near)).value
        if place is None:
            cells.doubt(column, "没有认出地点, 没有收录这一格")
        return place.code if place else None

    def _wants(self, cells: Cells, home: str | None) -> Wants:
        monthly = cells.read("monthly", read_pay, "没有读懂月薪要求")
        ready = cells.read("ready", self._ready, "没有读懂时间, 请写成 2026-01-31 或正月初八这样")
        companions, night = cells.text("companions"), yes(cells.text("night"))
        return Wants(
            occupations=tuple(self._several("occupations", cells, self._occupation))[:MOST_OCCUPATIONS],
            places=tuple(self._several("places", cells, lambda t: self._wished_place(t, home)))[:MOST_PLACES],
            monthly_yuan=round(monthly.low) or None if monthly and monthly.basis == "month" else None, ready_on=ready,
            no_night=None if night is None else not night, coach=wants_coach(cells, self.riding),
            training=wanted(cells.text("training")), companions=int(companions) if companions.isdecimal() and len(companions) < 3 else 0,
            note=note_of(cells)[:500],
        )

    def _wished_place(self, text: str, home: str | None) -> Reading[Any]:
        if home and NEAR_HOME.fullmatch(text):
            return Reading(self.desk.places.by_code(home[:6]), 0.9)
        return self._once("place", text, lambda t: self.desk.places.find(t, None))

    def _haves(self, cells: Cells, identity: Identity | None) -> Haves:
        certificates = read_certificates(cells.text("certificates")).value or ()
        return Haves(
            sex=identity.sex if identity else {"男": Sex.MALE, "女": Sex.FEMALE}.get(cells.text("sex")[:1]),
            born_on=identity.born_on if identity else cells.read("born", read_iso_date, "出生日期要写成 1990-01-31 这样"),
            education=cells.read("education", read_education, "没有读懂文化程度"), experience=self._experience(cells),
            certificates=tuple(map(str, certificates)),
            skills=" ".join(text for column in ("skills", "skill_level") if (text := cells.text(column)) and not ANY.search(text))[:500],
        )

    def _experience(self, cells: Cells) -> tuple[Experience, ...]:
        said = [text for column in ("experience", "works_for", "works_at") if (text := cells.text(column)) and not ANY.search(text)]
        if not said or (self.riding and not cells.text("experience")):
            return ()
        work = cells.text("experience")
        occupation = self._once("occupation", work, self.desk.occupations.find).value if work else None
        years = read_experience(cells.text("years") or work).value or worked_years(cells)
        return (Experience(occupation=occupation.code if occupation else "", years=years, words=" ".join(said)[:200]),)

    def _occupation(self, text: str) -> Reading[Any]:
        return self._once("occupation", text, self.desk.occupations.find)

    def _ready(self, text: str) -> Reading[date]:
        return self._once("ready", text, lambda t: read_date(t, self.desk.today))

    def _several(self, column: str, cells: Cells, reader: Callable[[str], Reading[Any]]) -> Iterator[str]:
        """Codes of the parts of a cell (缝纫工、保洁), each once."""
        said: dict[str, None] = {}
        for part in SPLIT.split(cells.text(column)):
            if not part or ANY.search(part):
                continue
            if (found := reader(part).value) is None:
                cells.problems.append(Problem(cells.row.number, column, part[:60], "没有认出来, 没有收录这一项"))
            else:
                said[found.code] = None
        yield from said

    def _once(self, kind: str, text: str, reader: Callable[[str], Reading[Any]]) -> Reading[Any]:
        if (kind, text) not in self._seen:
            self._seen[kind, text] = reader(text)
        return self._seen[kind, text]
