"""The head of a sheet, found under its titles: one row, or a row of groups with their notions below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matcher.reading.headings import Kind, read_heading
from matcher.reading.normal import fold
from matcher.sheets.grid import Line, Range, Sheet
from matcher.sheets.mapping import Column, Heading, fits, guessed_kind, map_columns, points

SOUGHT: Final = 30  # lines among which the head is looked for
TRIED: Final = 4  # of them; a head has more such words than what stands under it
TOLD_BY: Final[tuple[Kind, ...]] = ("workers", "vacancies", "trips")
LEAST: Final = 1.0  # points of a head: one field is enough in a list of telephone numbers
_ABOUT: Final = re.compile(r"(?:情况|信息|要求|条件|待遇|标准|登记)$")
_WISH: Final = re.compile(r"意愿$")


@dataclass(frozen=True, slots=True)
class Head:
    """row: of the head, its upper one where it has two. last: the row above the first line of what it heads. kind None: no sheet of ours."""

    row: int
    last: int
    kind: Kind | None
    columns: tuple[Column, ...]
    points: float

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(column.field for column in self.columns if column.field)


def find_head(sheet: Sheet, kind: Kind | None = None) -> Head | None:
    """The best head among the first lines; of two that are equally good the upper. kind: what the sheet is taken for, else it is guessed."""
    best: Head | None = None
    lines = [line for line in sheet.top if not line.hidden]
    for place in _likely(lines[:SOUGHT]):
        line = lines[place]
        found = [_head(lines, place, 1, [Heading(text, (text,)) for text in _cleaned(line.cells)], kind)]
        if place + 1 < len(lines) and lines[place + 1].number == line.number + 1 and len({text for text in line.cells if text}) > 1:
            found.append(_head(lines, place, 2, _grouped(line, lines[place + 1], sheet.merged), kind))
        for head in found:
            if head.points >= LEAST and (best is None or _better(head, best)):
                best = head
    return best


def _likely(lines: Sequence[Line]) -> list[int]:
    """Places of the few lines with most words that are headings of anything, in the order of the sheet."""
    known = [sum(any(read_heading(text, kind) for kind in TOLD_BY) for text in _cleaned(line.cells) if text) for line in lines]
    best = sorted(range(len(lines)), key=lambda place: (-known[place], place))[:TRIED]
    return sorted({place for near in best for place in (near - 1, near) if place >= 0})  # a row of groups stands above the notions


def _better(head: Head, best: Head) -> bool:
    """A row alone, where a second one above it adds nothing: that one is a title."""
    gain = head.points - best.points
    return gain > 0.01 or (gain > -0.01 and head.row == head.last and best.row != best.last)


def _head(lines: Sequence[Line], place: int, rows: int, headings: Sequence[Heading], kind: Kind | None) -> Head:
    below = lines[place + rows:]
    values = [[line.at(index) for line in below] for index in range(len(headings))]
    guessed, columns = (kind, map_columns(headings, values, kind)) if kind else guessed_kind(headings, values)
    known = points([column for column in columns if column.known and column.sure], guessed or "workers")
    if kind and not fits(columns, kind):
        guessed = None
    return Head(lines[place].number, lines[place + rows - 1].number, guessed, columns, known)


def _grouped(upper: Line, lower: Line, merged: Sequence[Range]) -> list[Heading]:
    """A group stands over its notions: 薪资 over 底薪 and 综合; a notion merged over both rows stands alone."""
    above = list(_spread(upper, max(len(upper.cells), len(lower.cells)), merged))
    below = _cleaned(lower.cells)
    below += [""] * (len(above) - len(below))
    return [_two(one, two) for one, two in zip(above, below, strict=True)]


def _two(group: str, notion: str) -> Heading:
    if not notion or notion == group:
        return Heading(group, (group,))
    if not group:
        return Heading(notion, (notion,))
    about = _WISH.sub("意向", _ABOUT.sub("", fold(group)))
    return Heading(f"{group}/{notion}", tuple(dict.fromkeys((group + notion, about + notion, notion))))


def _spread(line: Line, width: int, merged: Sequence[Range]) -> list[str]:
    """Texts of a row whose merged cells reach to the right. Without merged ranges (CSV) a blank belongs to the group at its left."""
    cells = _cleaned(line.cells) + [""] * (width - len(line.cells))
    for first, last in merged:
        if first[0] + 1 == line.number and first[1] < width:
            for column in range(first[1] + 1, min(last[1] + 1, width)):
                cells[column] = cells[column] or cells[first[1]]
    if not merged:
        for column in range(1, width):
            cells[column] = cells[column] or cells[column - 1]
    return cells


def _cleaned(cells: Sequence[str]) -> list[str]:
    return [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
