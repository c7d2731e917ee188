"""Lists in the shape of a sheet that somebody else made: the same titles, the same columns in the same order, filled from the register."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from openpyxl import Workbook, load_workbook

from matcher.domain.accounts import Actor
from matcher.domain.errors import Invalid
from matcher.reading.headings import Kind
from matcher.reading.normal import fold
from matcher.services.desk import Desk
from matcher.services.exporting import export_vacancies, export_workers
from matcher.sheets.filling import vacancy_cells, worker_cells
from matcher.sheets.marking import MOST_CELLS, harmless
from matcher.sheets.opening import open_file
from matcher.sheets.plan import Part, make_plan

T = TypeVar("T")
SERIAL: Final = ("序号", "编号", "行号")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be written where, in whose shape, and why."""

    kind: Kind
    template: Path
    target: Path
    reason: str


def export(actor: Actor, desk: Desk, order: Order) -> int:
    """Number of lines written. Raises Invalid where the template has no head of that kind, or the target is no .xlsx or .csv; Forbidden."""
    plan, target = make_plan(open_file(order.template, desk), order.kind), order.target
    part = plan.parts[0]
    if order.kind == "vacancies":
        lines = _lines(part, vacancy_cells(desk), export_vacancies(actor, desk, order.reason))
    else:
        lines = _lines(part, worker_cells(desk), export_workers(actor, desk, order.reason))
    if target.suffix.lower() not in (".xlsx", ".csv"):
        raise Invalid("导出的文件名请以 .xlsx 或 .csv 结尾。")
    try:
        if target.suffix.lower() == ".csv":
            return _write_csv(part, lines, target)
        held = plan.book.form == "xlsx" and (plan.book.cells or 0) <= MOST_CELLS
        return _write_book(part, lines, target, order.template if held else None)
    except OSError:
        raise Invalid(f"写不了文件“{target.name}”, 请检查路径和权限。") from None


def _lines(part: Part, cells: Mapping[str, Callable[[T], str]], documents: Iterable[T]) -> Iterator[list[str]]:
    width = max(column.index for column in part.columns) + 1
    filled = [(column.index, cells[field]) for column in part.columns if (field := column.field) and field in cells]
    serial = next((column.index for column in part.columns if fold(column.heading).strip() in SERIAL), None)
    for number, document in enumerate(documents, 1):
        line = [""] * width
        for index, say in filled:
            line[index] = harmless(say(document))
        if serial is not None:
            line[serial] = str(number)
        yield line


def _write_csv(part: Part, lines: Iterable[list[str]], target: Path) -> int:
    """With the mark by which spreadsheets know UTF-8."""
    count = 0
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerows([harmless(cell) for cell in line.cells] for line in part.sheet.top if line.number <= part.head.last)
        for count, line in enumerate(lines, 1):  # noqa: B007 - how many there were is the answer
            table.writerow(line)
    return count


def _write_book(part: Part, lines: Iterable[list[str]], target: Path, template: Path | None) -> int:
    book, sheet = _emptied(part, template) if template else _headed(part)
    count = 0
    for count, line in enumerate(lines, 1):
        for index, text in enumerate(line, 1):
            if text:
                cell = sheet.cell(part.head.last + count, index)
                cell.value, cell.data_type, cell.number_format = text, "s", "@"
    book.save(target)
    return count


def _emptied(part: Part, template: Path) -> tuple[Workbook, Any]:
    """The template itself without the lines under its head; other sheets (lists of values to choose from) stay."""
    with template.open("rb") as file:
        book = load_workbook(file, keep_links=False, keep_vba=False)
    sheet: Any = book[part.sheet.name]
    for area in [area for area in sheet.merged_cells.ranges if area.min_row > part.head.last]:
        sheet.unmerge_cells(str(area))
    sheet.delete_rows(part.head.last + 1, max(sheet.max_row - part.head.last, 0))
    return book, sheet


def _headed(part: Part) -> tuple[Workbook, Any]:
    """A plain workbook with the titles and the head of a template that is no .xlsx."""
    book = Workbook()
    sheet: Any = book.active
    for line in part.sheet.top:
        for index, text in enumerate(line.cells if line.number <= part.head.last else (), 1):
            cell = sheet.cell(line.number, index)
            cell.value, cell.data_type = text, "s"
    return book, sheet
