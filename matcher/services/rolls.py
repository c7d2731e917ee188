"""A row of a township's register → a person to be registered; what cannot be read is named, what must not be kept is left out."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeVar

from matcher.domain.identity import Identity
from matcher.domain.people import Consent, Experience, Haves, Wants, Worker
from matcher.domain.reading import Reading
from matcher.domain.terms import Category, Channel, ConsentMode, Sex
from matcher.reading.certificates import read_certificates
from matcher.reading.dates import read_date
from matcher.reading.education import read_education
from matcher.reading.experience import read_experience
from matcher.reading.identity import read_identity
from matcher.reading.normal import fold
from matcher.reading.pay import read_pay
from matcher.reading.phones import read_phones
from matcher.services.adverts import read_iso_date
from matcher.services.desk import Desk
from matcher.services.headings import ROLLS, as_headed, strange
from matcher.services.importing import Problem, Row

T = TypeVar("T")
CATEGORIES: Final = {
    "脱贫": Category.LIFTED_WORKER, "建档立卡": Category.LIFTED_WORKER, "监测": Category.RELAPSE_MONITORED, "防止返贫": Category.RELAPSE_PREVENTION,
    "易地搬迁": Category.RELOCATED, "就业困难": Category.HARD_TO_EMPLOY, "残疾": Category.DISABLED, "退役": Category.VETERAN,
    "两后生": Category.POST_SCHOOL_YOUTH, "高校毕业生": Category.GRADUATE, "一般": Category.RURAL_LABOUR,
}
MOST_OCCUPATIONS, MOST_PLACES = 3, 4
SPLIT: Final = re.compile(r"[、,，/;；|和\s]+")
ANY: Final = re.compile(r"不限|都行|都可以|随便|均可|无要求|^无$|^[-/]+$")
YES: Final = frozenset(["是", "有", "1", "√", "愿意", "要", "能", "可以", "y", "yes", "需要"])
NO: Final = frozenset(["否", "无", "0", "×", "不愿意", "不要", "不能", "不可以", "n", "no", "不需要"])
HAN: Final = re.compile(r"[㐀-鿿·\s]+")


@dataclass(frozen=True, slots=True)
class Entrant:
    """One row made ready. worker None: refused, for the reasons in `problems`."""

    row: int
    worker: Worker | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Roll:
    """Reads the rows of one register. consent: how its sender says these people agreed. near: the sender's own area, which settles names of places.

    What repeats from row to row (villages, occupations) is read once.
    """

    desk: Desk
    consent: ConsentMode
    near: str | None = None
    _seen: dict[tuple[str, str], Reading[Any]] = field(default_factory=dict)

    def entrants(self, rows: Iterable[Row]) -> Iterator[Entrant]:
        """Raises Invalid where a column is missing that no registration can do without."""
        headings: dict[str, str] = {}
        for row in rows:
            if not headings and row.cells:
                headings = ROLLS.known(row.cells)
                row = replace(row, problems=(*row.problems, *strange(row.cells, headings)))
            cells = Cells(replace(row, cells={headings[name]: text for name, text in row.cells.items() if name in headings}), list(row.problems))
            worker = self._worker(cells) if row.cells else None
            yield Entrant(row.number, worker, as_headed(cells.problems, headings))

    def _worker(self, cells: "Cells") -> Worker | None:
        name, phones = _name(cells), _phones(cells)
        identity = _identity(cells, self.desk.today)
        if not name or not phones or cells.refused:
            return None
        place = self._place(cells)
        return Worker(
            id="", name=name, phone=phones[0], consent=Consent(mode=self.consent), identity=identity.number if identity else None, place=place,
            village=cells.text("village")[:60], lives_at=self._code("lives_at", cells.text("lives_at"), cells),
            second_contact=cells.text("second_contact")[:60] or "".join(phones[1:2]), categories=_categories(cells.text("categories")),
            wants=self._wants(cells), haves=self._haves(cells, identity), channel=Channel.IMPORT,
        )

    def _place(self, cells: "Cells") -> str | None:
        """Where the home is in several columns, they are read together; a village too small for the tables stays a word."""
        text = "".join(cells.text(column) for column in ("place", "county", "town")) or cells.text("village")
        column = next((c for c in ("place", "county", "town", "village") if cells.text(c)), "place")
        return self._code(column, text, cells)

    def _code(self, column: str, text: str, cells: "Cells") -> str | None:
        if not text or ANY.search(text):
            return None
        place = self._once("place", text, lambda t: self.desk.places.find(t, self.near)).value
        if place is None:
            cells.doubt(column, "没有认出地点, 没有收录这一格")
        return place.code if place else None

    def _wants(self, cells: "Cells") -> Wants:
        monthly = cells.read("monthly", read_pay, "没有读懂月薪要求")
        ready = cells.read("ready", self._ready, "没有读懂时间, 请写成 2026-01-31 或正月初八这样")
        companions, night = cells.text("companions"), _yes(cells.text("night"))
        return Wants(
            occupations=tuple(self._several("occupations", cells, self._occupation))[:MOST_OCCUPATIONS],
            places=tuple(self._several("places", cells, lambda t: self._once("place", t, lambda t: self.desk.places.find(t, None))))[:MOST_PLACES],
            monthly_yuan=round(monthly.low) or None if monthly and monthly.basis == "month" else None, ready_on=ready,
            no_night=None if night is None else not night, coach=_yes(cells.text("coach")),
            training=_yes(cells.text("training")), companions=int(companions) if companions.isdecimal() and len(companions) < 3 else 0,
            note=cells.text("note")[:500],
        )

    def _haves(self, cells: "Cells", identity: Identity | None) -> Haves:
        certificates = read_certificates(cells.text("certificates")).value or ()
        return Haves(
            sex=identity.sex if identity else {"男": Sex.MALE, "女": Sex.FEMALE}.get(cells.text("sex")[:1]),
            born_on=identity.born_on if identity else cells.read("born", read_iso_date, "出生日期要写成 1990-01-31 这样"),
            education=cells.read("education", read_education, "没有读懂文化程度"), experience=self._experience(cells),
            certificates=tuple(map(str, certificates)), skills=cells.text("skills")[:500],
        )

    def _experience(self, cells: "Cells") -> tuple[Experience, ...]:
        words = cells.text("experience")[:200]
        if not words or ANY.search(words):
            return ()
        occupation = self._once("occupation", words, self.desk.occupations.find).value
        years = read_experience(cells.text("years") or words).value
        return (Experience(occupation=occupation.code if occupation else "", years=years, words=words),)

    def _occupation(self, text: str) -> Reading[Any]:
        return self._once("occupation", text, self.desk.occupations.find)

    def _ready(self, text: str) -> Reading[date]:
        return self._once("ready", text, lambda t: read_date(t, self.desk.today))

    def _several(self, column: str, cells: "Cells", reader: Callable[[str], Reading[Any]]) -> Iterator[str]:
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


@dataclass(slots=True)
class Cells:
    """The cells of one row while it is read. refused: something stands there that makes the whole row doubtful."""

    row: Row
    problems: list[Problem]
    refused: bool = False

    def text(self, column: str) -> str:
        return self.row.cells.get(column, "")

    def doubt(self, column: str, reason: str) -> None:
        """Personal numbers are not repeated in full: reports travel."""
        text = self.text(column)[:60]
        self.problems.append(Problem(self.row.number, column, re.sub(r"(?<=\d{4})\d(?=\d{2})", "*", text), reason))

    def read(self, column: str, reader: Callable[[str], Reading[T]], reason: str) -> T | None:
        text = self.text(column)
        if not text or ANY.search(text):
            return None
        reading = reader(text)
        if reading.value is None and reading.confidence < 0.6:
            self.doubt(column, reason)
        return reading.value


def _name(cells: Cells) -> str:
    text = " ".join(cells.text("name").split())
    name = "".join(text.split()) if HAN.fullmatch(text) else text
    if not name:
        cells.doubt("name", "没有姓名, 这一行没有收录")
    elif len(name) > 30 or not any(map(str.isalpha, name)):
        cells.doubt("name", "不像姓名, 这一行没有收录")
        return ""
    return name


def _phones(cells: Cells) -> tuple[str, ...]:
    """Mobiles first: that is where the notices go."""
    found = read_phones(cells.text("phone")).value or ()
    if not found:
        cells.doubt("phone", "没有电话, 这一行没有收录" if not cells.text("phone") else "电话号码不对 (手机 11 位), 这一行没有收录")
    return tuple(sorted(found, key=lambda number: not re.fullmatch(r"1\d{10}", number)))


def _identity(cells: Cells, today: date) -> Identity | None:
    """None without a doubt where the cell is blank; a number that is damaged refuses the row, nothing is guessed."""
    text = cells.text("identity")
    if not text or ANY.search(text):
        return None
    reading = read_identity(text, today)
    if reading.value is None:
        cells.refused = True
        cells.doubt("identity", f"{reading.reason or '这不是身份证号。'} 这一行没有收录")
    return reading.value


def _categories(text: str) -> tuple[Category, ...]:
    return tuple(dict.fromkeys(category for word, category in CATEGORIES.items() if word in text))


def _yes(text: str) -> bool | None:
    folded = fold(text).strip()
    return True if folded in YES else False if folded in NO else None
