"""A row of a township's register → a person to be registered; what cannot be read is named, what must not be kept is left out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeVar

from matcher.domain.identity import Identity
from matcher.domain.people import Consent, Experience, Haves, Wants, Worker
from matcher.domain.places import lies_in, prefix
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
from matcher.services.headings import RIDERS, ROLLS, as_headed
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
UNWILLING: Final = re.compile(r"^(?:无|没有?|不)(?:.{0,4}(?:意愿|打算|意向|就业|外出|愿意?|想|去|参加|需要?)).*|^暂不|^不(?:想|愿|去|出|打算)")
OWN_WAY: Final = re.compile(r"自驾|自行|自己|私家车|摩托|高铁|火车|飞机|拼车|自购")
BY_COACH: Final = re.compile(r"包车|专车|大巴|班车|专列|包机|点对点|统一")
SEVERAL: Final = re.compile(r"[、,，;；/|]|和.{2,3}[、,，]")
AGE_SLACK: Final = 1  # years: 虚岁, and a birthday since the list was made
HAN: Final = re.compile(r"[㐀-鿿·\s]+")


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

    def _worker(self, cells: "Cells") -> Worker | None:
        name, phones = _name(cells), _phones(cells)
        identity = _identity(cells, self.desk.today)
        if not name or (not phones and not identity) or cells.refused:
            return None
        _check_age(cells, identity, self.desk.today)
        consent = ConsentMode.SIGNED if signed(cells.text("signed")) else self.consent
        return Worker(
            id="", name=name, phone=phones[0] if phones else "", consent=Consent(mode=consent), identity=identity.number if identity else None,
            place=self._place(cells), village=cells.text("village")[:60], lives_at=self._code("lives_at", cells.text("lives_at"), cells),
            second_contact=cells.text("second_contact")[:60] or "".join(phones[1:2]), categories=_categories(cells),
            wants=self._wants(cells), haves=self._haves(cells, identity), active=not unwilling(cells.text("willing")), channel=Channel.IMPORT,
        )

    def _place(self, cells: "Cells") -> str | None:
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

    def _by_number(self, cells: "Cells") -> str | None:
        text = cells.text("place_code")
        if not text:
            return None
        found = next((place for length in (9, 6) if text.isdecimal() and (place := self.desk.places.by_code(text[:length]))), None)
        if found is None:
            cells.doubt("place_code", "没有这个行政区划代码, 没有收录这一格")
        return found.code if found else None

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
            no_night=None if night is None else not night, coach=wants_coach(cells, self.riding),
            training=wanted(cells.text("training")), companions=int(companions) if companions.isdecimal() and len(companions) < 3 else 0,
            note=note_of(cells)[:500],
        )

    def _haves(self, cells: "Cells", identity: Identity | None) -> Haves:
        certificates = read_certificates(cells.text("certificates")).value or ()
        return Haves(
            sex=identity.sex if identity else {"男": Sex.MALE, "女": Sex.FEMALE}.get(cells.text("sex")[:1]),
            born_on=identity.born_on if identity else cells.read("born", read_iso_date, "出生日期要写成 1990-01-31 这样"),
            education=cells.read("education", read_education, "没有读懂文化程度"), experience=self._experience(cells),
            certificates=tuple(map(str, certificates)),
            skills=" ".join(text for column in ("skills", "skill_level") if (text := cells.text(column)) and not ANY.search(text))[:500],
        )

    def _experience(self, cells: "Cells") -> tuple[Experience, ...]:
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
    elif SEVERAL.search(name):
        cells.doubt("name", "一格里好像有几个人, 这一行没有收录; 请一人一行")
        return ""
    return name


def _phones(cells: Cells) -> tuple[str, ...]:
    """Mobiles first: that is where the notices go. Without one a person is known again by the ID number alone."""
    text = cells.text("phone")
    found = read_phones(text).value or ()
    if not found and text and not ANY.search(text):
        cells.refused = True
        cells.doubt("phone", "电话号码不对 (手机 11 位), 这一行没有收录")
    elif not found and not cells.text("identity"):
        cells.doubt("phone", "没有电话, 这一行没有收录")
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


def _check_age(cells: Cells, identity: Identity | None, today: date) -> None:
    """Ages are not kept, they grow; one that contradicts the ID number shows that one of the two is wrong."""
    text = cells.text("age")
    if identity and text.isdecimal() and len(text) < 4:
        born = identity.born_on
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if abs(int(text) - age) > AGE_SLACK:
            cells.doubt("age", f"和身份证号对不上 (按号码是 {age} 岁), 请核对")


def _categories(cells: Cells) -> tuple[Category, ...]:
    """From the column that names them and from those that ask for one of them."""
    named = " ".join(cells.text(column) for column in ("categories", "household"))
    found = [category for word, category in CATEGORIES.items() if word in named and f"非{word}" not in named]
    lifted, monitored = cells.text("lifted"), cells.text("monitored")
    if "已脱贫" in lifted or _yes(lifted):
        found.append(Category.LIFTED_WORKER)
    if monitored and _yes(monitored) is not False and not ANY.search(monitored):
        found.append(Category.RELAPSE_MONITORED)
    if _yes(cells.text("relocated")):
        found.append(Category.RELOCATED)
    return tuple(dict.fromkeys(found))


def _yes(text: str) -> bool | None:
    folded = fold(text).strip()
    return True if folded in YES else False if folded in NO else None


def wanted(text: str) -> bool | None:
    """是, 愿意, and also what is wanted (转移就业技能培训)."""
    answer = _yes(text)
    return answer if answer is not None or not text or ANY.search(text) else not UNWILLING.search(text)


def unwilling(text: str) -> bool:
    return _yes(text) is False or bool(UNWILLING.search(text))


def signed(text: str) -> bool:
    return bool(text) and _yes(text) is not False and not ANY.search(text)


def wants_coach(cells: Cells, riding: bool) -> bool | None:
    """By its own column or the way of travelling; whoever is on a list for a coach and says nothing else wants one."""
    answer, travel = _yes(cells.text("coach")), cells.text("travel")
    if answer is not None:
        return answer
    if OWN_WAY.search(travel):
        return False
    return True if riding or BY_COACH.search(travel) else None


def note_of(cells: Cells) -> str:
    said = [f"{label}: {text}" for label, column in (("上车点", "pickup"), ("行李", "luggage")) if (text := cells.text(column))]
    if cells.text("pickup") and cells.text("works_for"):
        said.insert(0, f"去: {cells.text('works_for')}")
    return "; ".join((*said, *([cells.text("note")] if cells.text("note") else [])))


def journey(cells: Cells, worker: Worker) -> Mapping[str, object]:
    """What a coach must be found for; no name and no number."""
    wants = worker.wants
    said = {
        "places": list(wants.places), "ready_on": wants.ready_on.isoformat() if wants.ready_on else None, "companions": wants.companions,
        "coach": wants.coach, "pickup": cells.text("pickup")[:60], "travel": cells.text("travel")[:60], "employer": cells.text("works_for")[:100],
    }
    return {name: value for name, value in said.items() if value not in (None, "", [], 0)}


def worked_years(cells: Cells) -> float | None:
    """From both dates of a finished employment; an open one may have ended since."""
    since, till = read_month(cells.text("since")), read_month(cells.text("till"))
    if since and till and till < since:
        cells.doubt("till", "终止早于起始, 没有算年限, 请核对")
        return None
    return round((till - since).days / 365.25, 1) or None if since and till else None


def read_month(text: str) -> date | None:
    if found := read_iso_date(text).value:
        return found
    match = re.match(r"\s*((?:19|20)\d\d)[-/.年](\d{1,2})(?:月)?\s*$", text)
    return date(int(match[1]), int(match[2]), 1) if match and 1 <= int(match[2]) <= 12 else None
