"""The sender's own workbook back, with a column 核对结果: what became of each row, and what to look at."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from matcher.domain.errors import Invalid
from matcher.services.importing import Outcome, Report
from matcher.sheets.plan import CHECKED, Part, Plan

MOST_CELLS: Final = 800_000  # of a workbook that is held in memory; a larger one comes back plain
WORDS: Final = {"added": "成功: 新登记", "changed": "成功: 已更新", "known": "成功: 原来就有, 没有变化", "refused": "失败"}
FILLS: Final = {"doubt": "FFF2CC", "refused": "F8CBAD"}
WIDTH: Final = 60
_REACHES_OUT: Final = re.compile(r"\[|\||WEBSERVICE|HYPERLINK|DDE|IMPORT|FILTERXML|CALL\(|REGISTER|RTD\(|EXEC", re.IGNORECASE)
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


def verdict(outcome: Outcome) -> str:
    """What stands in the column. The number at the end finds the row's record again when the sheet comes back corrected."""
    doubts = "; ".join(f"{doubt.column}: {doubt.reason}" if doubt.column else doubt.reason for doubt in outcome.doubts)
    if outcome.state == "refused":
        return f"{WORDS['refused']}: {doubts}"
    said = f"待核: {doubts}" if doubts else WORDS[outcome.state]
    return "; ".join(filter(None, (said, outcome.text))) + f" [{outcome.id}]"


def mark(source: Path | None, plan: Plan, report: Report, target: Path) -> None:
    """source: the file as sent; cells that were pasted, and books too large to be held, come back as a plain workbook with the same cells."""
    marks = dict(zip(plan.places, report.outcomes, strict=True))
    held = plan.book.form == "xlsx" and source is not None and (plan.book.cells or 0) <= MOST_CELLS
    book = _marked_copy(source, plan, marks) if held and source else _plain(plan, marks)
    try:
        book.save(target)
    except OSError:
        raise Invalid(f"写不了文件“{target.name}”, 请检查路径和权限。") from None


def _marked_copy(source: Path, plan: Plan, marks: dict[tuple[str, int], Outcome]) -> Workbook:
    with source.open("rb") as file:
        book = load_workbook(file, keep_links=False, keep_vba=False)
    for part in plan.parts:
        _mark_sheet(book[part.sheet.name], part, marks)
    for sheet in book.worksheets:
        _disarm(sheet)
    return book


def _mark_sheet(sheet: Any, part: Part, marks: dict[tuple[str, int], Outcome]) -> None:
    column = _column(part)
    head = sheet.cell(part.head.last, column, CHECKED)
    head.font = Font(bold=True)
    sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    for (name, row), outcome in marks.items():
        if name == part.sheet.name:
            cell = sheet.cell(row, column)
            cell.value, cell.data_type = verdict(outcome), "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if colour := FILLS.get("refused" if outcome.state == "refused" else "doubt" if outcome.doubts else ""):
                cell.fill = PatternFill("solid", start_color=colour)


def _column(part: Part) -> int:
    """Where the answer stands: in the column of the last answer, else right of everything."""
    earlier = next((column.index for column in part.columns if column.heading == CHECKED), None)
    return earlier + 1 if earlier is not None else max(len(line.cells) for line in part.sheet.top) + 1


def _disarm(sheet: Any) -> None:
    """Formulas that would reach out of the sheet become the text they are."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f" and _REACHES_OUT.search(str(cell.value)):
                cell.data_type = "s"


def _plain(plan: Plan, marks: dict[tuple[str, int], Outcome]) -> Workbook:
    book = Workbook(write_only=True)
    for part in plan.parts:
        sheet = book.create_sheet(part.sheet.name or "导入")
        for cells in _plain_rows(part, marks):
            sheet.append([_text_cell(sheet, text) for text in cells])
    return book


def _plain_rows(part: Part, marks: dict[tuple[str, int], Outcome]) -> Iterator[list[str]]:
    """The same cells in the same rows, blank rows included."""
    column, last = _column(part) - 1, 0
    for line in part.sheet.lines():
        for _ in range(last + 1, line.number):
            yield []
        cells = [*line.cells[:column], *[""] * (column - len(line.cells))]
        outcome = marks.get((part.sheet.name, line.number))
        answer = CHECKED if line.number == part.head.last else verdict(outcome) if outcome else ""
        yield [*cells, answer, *line.cells[column + 1:]]
        last = line.number


def _text_cell(sheet: Any, text: str) -> Any:
    """Text whatever it begins with: numbers keep their digits, and nothing is run as a formula."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def harmless(text: str) -> str:
    """For cells that other people will open: what a program might run gets a mark before it."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text
