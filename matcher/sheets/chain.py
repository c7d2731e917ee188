"""接龙 of a chat group (1. 李某某 138… 苏州 初八) as a sheet: the numbered lines are its rows, what is said in them its cells."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from matcher.reading.dates import read_date
from matcher.reading.identity import read_identity
from matcher.reading.normal import fold
from matcher.reading.occupations import Occupations
from matcher.reading.phones import read_phones
from matcher.reading.places import Places
from matcher.sheets.grid import Line

HEADINGS: Final = ("姓名", "电话", "身份证号", "年龄", "去哪里", "什么时候走", "想做的工作", "同行人数", "备注")
FIELDS: Final = ("name", "phone", "identity", "age", "places", "ready", "occupations", "companions", "note")
LEAST: Final = 2  # numbered lines that make a chain
SURE: Final = 0.6
_ENTRY: Final = re.compile(r"^\s*(?:\d{1,4}\s*[.、．:：)）]|[①-⑳])\s*(?P<said>\S.*)$")
_PART: Final = re.compile(r"[^\s,，、;；。/|]+")
_NAME: Final = re.compile(r"[一-鿿·]{2,4}(?=[^一-鿿·]|$)")
_AGE: Final = re.compile(r"(?:年龄)?(\d{2})\s?岁?")
_COMPANIONS: Final = re.compile(r"(?:同行|另?带|加|\+|一共|共)?\s?([1-9一二两三四五])\s?(?:个)?人(?:同行)?")
_COUPLE: Final = re.compile(r"两口子|夫妻")
_COUNT: Final = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}


def is_chain(lines: Sequence[str]) -> bool:
    """Numbered lines most of which name a telephone or begin with a name; not a table."""
    said = [match["said"] for line in lines if "\t" not in line and (match := _ENTRY.match(line))]
    likely = [text for text in said if read_phones(text).value or _NAME.match(text)]
    return len(said) >= LEAST and len(likely) * 2 >= len(said) and len(said) * 2 >= sum(bool(line.strip()) for line in lines)


def chain_lines(lines: Sequence[str], places: Places, occupations: Occupations, today: date) -> Iterator[Line]:
    """The head first, as line 0. Lines without a number are titles: they come with a fault only where a telephone stands in them."""
    yield Line(0, HEADINGS)
    for number, line in enumerate(lines, 1):
        match = _ENTRY.match(line)
        if match:
            yield Line(number, tuple(_said(match["said"], places, occupations, today)))
        elif read_phones(line).value:
            yield Line(number, (line.strip(),), fault="这一行没有编号, 没有当作报名; 请写成“1. 姓名 电话 地点 时间”")


def _said(text: str, places: Places, occupations: Occupations, today: date) -> Iterator[str]:
    """Cells in the order of FIELDS. Each word is taken for the first thing that it surely is; what is left over is the note."""
    found: dict[str, str] = {}
    text = _taken(text, read_identity(text).spans, "identity", found)
    phones = read_phones(text)
    for start, end in sorted(phones.spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    found["phone"] = " ".join(phones.value or ())
    rest = []
    for part in _PART.findall(text):
        field = _kind_of(part, found, places, occupations, today)
        if field == "note":
            rest.append(part)
        elif field == "companions":
            found[field] = _companions(part)
        else:
            found[field] = f"{found[field]}、{part}" if field in found else part
    found["note"] = " ".join(rest)
    yield from (found.get(field, "") for field in FIELDS)


def _taken(text: str, spans: tuple[tuple[int, int], ...], field: str, found: dict[str, str]) -> str:
    for start, end in spans[:1]:
        found[field] = text[start:end]
        text = f"{text[:start]} {text[end:]}"
    return text


def _kind_of(part: str, found: dict[str, str], places: Places, occupations: Occupations, today: date) -> str:
    folded = fold(part)
    if "name" not in found and _NAME.fullmatch(part):
        return "name"
    if "age" not in found and _AGE.fullmatch(folded):
        return "age"
    if _COMPANIONS.fullmatch(folded) or _COUPLE.search(folded):
        return "companions"
    if "ready" not in found and read_date(part, today).confidence >= 0.5:
        return "ready"
    if occupations.find(part).confidence >= SURE and not places.find(part).confidence > 0.9:
        return "occupations"
    return "places" if places.find(part).value is not None else "note"


def _companions(part: str) -> str:
    """People beside the one who signed up: 两口子 is one more, 共3人 two more, 同行2人 two."""
    folded = fold(part)
    if _COUPLE.search(folded):
        return "1"
    match = _COMPANIONS.fullmatch(folded)
    count = int(_COUNT.get(match[1], match[1])) if match else 0
    return str(count if re.match(r"同行|另?带|加|\+", folded) else count - 1)
