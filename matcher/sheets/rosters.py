"""Lists of riders as .xlsx, made to be printed: A4 across, repeated head, page x of y, whose copy it is and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

LINE: Final = Side(style="thin", color="999999")
FRAME: Final = Border(LINE, LINE, LINE, LINE)
TEXT: Final = "@"  # ID numbers and telephones are words, not figures
WIDEST: Final = 30
FORMULA: Final = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class List:
    """above: lines between title and table. stamp: the watermark, repeated on every page."""

    title: str
    above: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    stamp: str


def workbook(made: List) -> bytes:
    book = Workbook()
    sheet: Worksheet = book.create_sheet(made.title[:30], 0)
    book.remove(book.worksheets[1])
    first = _head(sheet, made)
    for row in made.rows:
        sheet.append([plain(value) for value in row])
    _look(sheet, made, first)
    _paper(sheet, made, first)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def plain(text: str) -> str:
    """Never a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _head(sheet: Worksheet, made: List) -> int:
    """The row of the headings."""
    sheet.append([made.title])
    for line in made.above:
        sheet.append([line])
    sheet.append(list(made.heads))
    for row in range(1, len(made.above) + 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(made.heads))
    sheet.cell(1, 1).font = Font(bold=True, size=16)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    return len(made.above) + 2


def _look(sheet: Worksheet, made: List, first: int) -> None:
    for row in sheet.iter_rows(min_row=first, max_row=first + len(made.rows), max_col=len(made.heads)):
        for cell in row:
            cell.number_format, cell.border, cell.alignment = TEXT, FRAME, Alignment(vertical="center", wrap_text=True)
            cell.font = Font(bold=cell.row == first, size=11)
    for column, head in enumerate(made.heads):
        longest = max(map(_width, [head, *(row[column] for row in made.rows)]))
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(longest + 2, WIDEST)


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _paper(sheet: Worksheet, made: List, first: int) -> None:
    sheet.freeze_panes = f"A{first + 1}"
    sheet.print_title_rows = f"{first}:{first}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    stamp = made.stamp.replace("&", "＆")
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(stamp, size=14, color="B0B0B0"))
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第 &P 页 / 共 &N 页"), right=_HeaderFooterPart(stamp))
