"""Whatever was sent, opened as sheets: a workbook, CSV, pasted cells, or the lines of a chat group."""

import io
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from matcher.domain.errors import Invalid
from matcher.services.desk import Desk
from matcher.sheets.chain import chain_lines, is_chain
from matcher.sheets.delimited import USUAL, encoding_of, lines_of, read_lines
from matcher.sheets.grid import TOP, Book, Line, Sheet
from matcher.sheets.limits import MEGABYTE, check_size
from matcher.sheets.workbook import open_workbook

BOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
NOT_SHEETS: Final = {
    b"%PDF": "PDF 文件", b"\x89PNG": "图片", b"\xff\xd8\xff": "图片", b"Rar!": "压缩包", b"7z\xbc\xaf": "压缩包", b"\x1f\x8b": "压缩包",
}
TEXT_BYTES: Final = 1 * MEGABYTE  # of a chat's lines, or of cells pasted


def open_file(path: Path, desk: Desk) -> Book:
    """Raises Invalid, saying what to do, for whatever is no sheet, is too large, or could do harm."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError:
        raise Invalid(f"打不开文件“{path.name}”, 请检查路径和权限。") from None
    for mark, name in NOT_SHEETS.items():
        if start.startswith(mark):
            raise Invalid(f"“{path.name}”是{name}, 读不了。请传 .xlsx、.xls、.et 或 .csv 表格, 或者把内容复制粘贴过来。")
    if start in BOOKS:
        return open_workbook(path)
    return _text_book(path, desk)


def open_text(text: str, desk: Desk) -> Book:
    """Cells pasted from a sheet (tabs between them), or a chain of a chat group."""
    lines = text.splitlines()
    if not any(line.strip() for line in lines):
        raise Invalid("没有内容。请把表格里的格子连同列名一起复制粘贴过来, 或者粘贴接龙。")
    if is_chain(lines):
        return _chain_book(lines, desk)
    return _book("text", lambda: lines_of(io.StringIO(text, newline=""), USUAL))


def _text_book(path: Path, desk: Desk) -> Book:
    check_size(path, USUAL.file_bytes)
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as text:
        start = text.read(TEXT_BYTES)
    if "\0" in start:
        raise Invalid(f"“{path.name}”不是表格。请传 .xlsx、.xls、.et 或 .csv 表格, 或者把内容复制粘贴过来。")
    if len(start) < TEXT_BYTES and is_chain(lines := start.splitlines()):
        return _chain_book(lines, desk)
    return _book("csv", lambda: read_lines(path))


def _chain_book(lines: list[str], desk: Desk) -> Book:
    found = tuple(chain_lines(lines, desk.places, desk.occupations, desk.today))
    sheet = Sheet("接龙", found[:TOP], lambda: iter(found))
    return Book("chain", (sheet,))


def _book(form: str, lines: Callable[[], Iterator[Line]]) -> Book:
    return Book(form, (Sheet("", tuple(islice(lines(), TOP)), lines),))
