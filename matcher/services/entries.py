"""One row of a register, cell by cell: who is meant, what is agreed to, what is wanted; damaged numbers are refused, never guessed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from matcher.domain.identity import Identity
from matcher.domain.people import Worker
from matcher.domain.reading import Reading
from matcher.domain.terms import Category
from matcher.reading.identity import read_identity
from matcher.reading.normal import fold
from matcher.reading.phones import read_phones
from matcher.services.importing import Problem, Row
from matcher.services.offers import read_iso_date

T = TypeVar("T")
CATEGORIES: Final = {
    "脱贫": Category.LIFTED_WORKER, "建档立卡": Category.LIFTED_WORKER, "监测": Category.RELAPSE_MONITORED, "防止返贫": Category.RELAPSE_PREVENTION,
    "易地搬迁": Category.RELOCATED, "就业困难": Category.HARD_TO_EMPLOY, "残疾": Category.DISABLED, "退役": Category.VETERAN,
    "两后生": Category.POST_SCHOOL_YOUTH, "高校毕业生": Category.GRADUATE, "一般": Category.RURAL_LABOUR,
}
ANY: Final = re.compile(r"不限|面议|面谈|都行|都可以|随便|均可|无要求|^无$|^[-/]+$")
YES: Final = frozenset(["是", "有", "1", "√", "愿意", "要", "能", "可以", "y", "yes", "需要"])
NO: Final = frozenset(["否", "无", "0", "×", "不愿意", "不要", "不能", "不可以", "n", "no", "不需要"])
UNWILLING: Final = re.compile(r"^(?:无|没有?|不)(?:.{0,4}(?:意愿|打算|意向|就业|外出|愿意?|想|去|参加|需要?)).*|^暂不|^不(?:想|愿|去|出|打算)")
OWN_WAY: Final = re.compile(r"自驾|自行|自己|私家车|摩托|高铁|火车|飞机|拼车|自购")
BY_COACH: Final = re.compile(r"包车|专车|大巴|班车|专列|包机|点对点|统一")
SEVERAL: Final = re.compile(r"[、,，;；/|]|和.{2,3}[、,，]")
AGE_SLACK: Final = 1  # years: 虚岁, and a birthday since the list was made
HAN: Final = re.compile(r"[㐀-鿿·\s]+")


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


def name_of(cells: Cells) -> str:
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


def phones_of(cells: Cells) -> tuple[str, ...]:
    """Mobiles first: that is where the notices go. Without one a person is known again by the ID number alone."""
    text = cells.text("phone")
    found = read_phones(text).value or ()
    if not found and text and not ANY.search(text):
        cells.refused = True
        cells.doubt("phone", "电话号码不对 (手机 11 位), 这一行没有收录")
    elif not found and not cells.text("identity"):
        cells.doubt("phone", "没有电话, 这一行没有收录")
    return tuple(sorted(found, key=lambda number: not re.fullmatch(r"1\d{10}", number)))


def identity_of(cells: Cells, today: date) -> Identity | None:
    """None without a doubt where the cell is blank; a number that is damaged refuses the row, nothing is guessed."""
    text = cells.text("identity")
    if not text or ANY.search(text):
        return None
    reading = read_identity(text, today)
    if reading.value is None:
        cells.refused = True
        cells.doubt("identity", f"{reading.reason or '这不是身份证号。'} 这一行没有收录")
    return reading.value


def check_age(cells: Cells, identity: Identity | None, today: date) -> None:
    """Ages are not kept, they grow; one that contradicts the ID number shows that one of the two is wrong."""
    text = cells.text("age")
    if identity and text.isdecimal() and len(text) < 4:
        born = identity.born_on
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if abs(int(text) - age) > AGE_SLACK:
            cells.doubt("age", f"和身份证号对不上 (按号码是 {age} 岁), 请核对")


def categories_of(cells: Cells) -> tuple[Category, ...]:
    """From the column that names them and from those that ask for one of them."""
    named = " ".join(cells.text(column) for column in ("categories", "household"))
    found = [category for word, category in CATEGORIES.items() if word in named and f"非{word}" not in named]
    lifted, monitored = cells.text("lifted"), cells.text("monitored")
    if "已脱贫" in lifted or yes(lifted):
        found.append(Category.LIFTED_WORKER)
    if monitored and yes(monitored) is not False and not ANY.search(monitored):
        found.append(Category.RELAPSE_MONITORED)
    if yes(cells.text("relocated")):
        found.append(Category.RELOCATED)
    return tuple(dict.fromkeys(found))


def yes(text: str) -> bool | None:
    folded = fold(text).strip()
    return True if folded in YES else False if folded in NO else None


def wanted(text: str) -> bool | None:
    """是, 愿意, and also what is wanted (转移就业技能培训)."""
    answer = yes(text)
    return answer if answer is not None or not text or ANY.search(text) else not UNWILLING.search(text)


def unwilling(text: str) -> bool:
    return yes(text) is False or bool(UNWILLING.search(text))


def signed(text: str) -> bool:
    return bool(text) and yes(text) is not False and not ANY.search(text)


def wants_coach(cells: Cells, riding: bool) -> bool | None:
    """By its own column or the way of travelling; whoever is on a list for a coach and says nothing else wants one."""
    answer, travel = yes(cells.text("coach")), cells.text("travel")
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
