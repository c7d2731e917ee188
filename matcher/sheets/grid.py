"""Sheets as they are looked at: lines of text cells under the numbers a spreadsheet shows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

TOP: Final = 60  # lines looked at to find the head and to see what the columns hold

Range: TypeAlias = tuple[tuple[int, int], tuple[int, int]]  # first and last cell, row and column from 0, as calamine gives them


@dataclass(frozen=True, slots=True)
class Line:
    """One row that is not blank. number: from 1. fault: why the file's own reader could not read it."""

    number: int
    cells: tuple[str, ...]
    hidden: bool = False
    fault: str = ""

    def at(self, index: int) -> str:
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """lines: reads all of it, each time anew. top: its first lines. visible False: somebody has hidden the whole sheet."""

    name: str
    top: tuple[Line, ...]
    lines: Callable[[], Iterator[Line]] = field(repr=False)
    merged: tuple[Range, ...] = ()
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Book:
    """form: how it was sent. notes: what was left alone, in Chinese. cells: written in the file, blank ones too; None where nobody counted."""

    form: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
    cells: int | None = None


def filled_down(lines: Iterable[Line], merged: Iterable[Range]) -> Iterator[Line]:
    """A cell merged over several rows stands in each of them: one employer over its ten posts."""
    starts: dict[int, list[Range]] = {}
    for area in merged:
        if area[1][0] > area[0][0]:
            starts.setdefault(area[0][0] + 1, []).append(area)
    open_: list[tuple[int, int, str]] = []  # last row, column, text
    waiting = sorted(starts)
    for line in lines:
        while waiting and waiting[0] <= line.number:
            number = waiting.pop(0)
            open_ += [(last[0] + 1, first[1], line.at(first[1]) if number == line.number else "") for first, last in starts[number]]
        open_ = [each for each in open_ if each[0] >= line.number]
        yield _filled(line, open_) if open_ else line


def _filled(line: Line, areas: list[tuple[int, int, str]]) -> Line:
    cells = list(line.cells)
    for _, column, text in areas:
        if text and column < len(cells) and not cells[column]:
            cells[column] = text
        elif text and column >= len(cells):
            cells += [""] * (column - len(cells)) + [text]
    return Line(line.number, tuple(cells), line.hidden, line.fault)
