"""Lines for a terminal: Chinese letters take two columns, and no line is wider than a narrow window."""

import re
from datetime import date
from unicodedata import east_asian_width

from matcher.domain.pay import Pay
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.services.desk import Desk

WIDTH = 98
BASIS = {"month": "月", "day": "天", "hour": "小时", "week": "周", "year": "年", "piece": "件"}
KIND = {"base": "底薪 ", "gross": "综合 ", "net": "到手 ", "floor": "保底 ", "unknown": ""}


def width(text: str) -> int:
    """Columns a terminal gives the text."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def fill(text: str, columns: int) -> str:
    """Cut or padded to exactly that many columns."""
    kept = ""
    for letter in text:
        if width(kept + letter) > columns:
            break
        kept += letter
    return kept + " " * (columns - width(kept))


def indented(text: str, by: int = 2, hang: int = 0) -> str:
    """Folded at the window's width, at blanks where there are any; every line set in, those after the first by `hang` more."""
    lines: list[str] = []
    line = ""
    for word in re.findall(r"\S+\s*|\s+", text):
        for piece in _pieces(word, WIDTH - by - hang):
            if line and width((line + piece).rstrip()) > WIDTH - by - (hang if lines else 0):
                lines.append(line)
                line = ""
            line += piece
    return "\n".join(" " * (by + (hang if number else 0)) + each.rstrip() for number, each in enumerate((*lines, line)))


def _pieces(word: str, columns: int) -> list[str]:
    """A word that is wider than a whole line is cut: Chinese sentences have no blanks."""
    pieces = [""]
    for letter in word:
        if width(pieces[-1] + letter) > columns:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def bullet(text: str) -> str:
    return indented(f"· {text}")


def title(text: str) -> str:
    return f"\n{text}\n{'─' * min(width(text), WIDTH)}"


def amount(value: float) -> str:
    return f"{value:g}" if value < 1e6 else f"{value:.0f}"


def pay_text(pay: Pay) -> str:
    """综合 5500—7000 元/月; 5800 元/月起."""
    unit = f"元/{BASIS[pay.basis]}"
    if pay.high is None:
        return f"{KIND[pay.kind]}{amount(pay.low)} {unit}起"
    if pay.low in (0, pay.high):
        return f"{KIND[pay.kind]}{amount(pay.high)} {unit}{'以内' if pay.low == 0 else ''}"
    return f"{KIND[pay.kind]}{amount(pay.low)}—{amount(pay.high)} {unit}"


def pay_line(vacancy: Vacancy) -> str:
    offer = vacancy.offer
    said = [pay_text(pay) for pay in offer.pay] or ["工资没写"]
    said += [label for label, given in (("包吃", offer.meals), ("包住", offer.lodging), ("有专车", offer.coach)) if given]
    return " ".join([*said, *([offer.shift.label] if offer.shift else [])])


def post_line(vacancy: Vacancy, desk: Desk) -> str:
    place = desk.places.name(vacancy.place) if vacancy.place else "地点没写"
    left = "若干人" if vacancy.left is None else f"还差 {vacancy.left} 人"
    return f"{fill(vacancy.title, max(18, min(width(vacancy.title), 44)))}  {place}  {left}"


def person_line(worker: Worker, desk: Desk, today: date | None = None) -> str:
    """As masked by the service: nothing is shown here that it covered."""
    place = desk.places.name(worker.place) if worker.place else "住处没写"
    born = worker.haves.born_on
    age = f"{age_on(born, today or desk.today)} 岁" if born else "年龄没写"
    wanted = "、".join(o.name for code in worker.wants.occupations if (o := desk.occupations.by_code(code))) or "什么活都看"
    return f"{worker.name}  {age}  {place}{worker.village}  想做: {wanted}"


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
