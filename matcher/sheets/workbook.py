"""Workbooks of .xlsx, .xls and .et: checked first, then parsed in a process whose memory and time are limited."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from matcher.domain.errors import Invalid
from matcher.sheets.grid import TOP, Book, Line, Range, Sheet, filled_down
from matcher.sheets.limits import BOOK_BYTES, COLUMNS, CUT_DOWN, ROWS, ZIP, Inspection, check_size, inspect_archive

CHILD: Final = Path(__file__).with_name("child.py")
MEMORY: Final = 320 << 20  # address space of the parsing process; a register of 100,000 rows takes about half of it
SECONDS: Final = 20
MOST_MERGED: Final = 50_000
OVER: Final = {
    "rows": f"超过 {ROWS} 行, 请拆成几份再导入; 如果下面都是空行, {CUT_DOWN}",
    "columns": f"超过 {COLUMNS} 列, 请删掉用不着的列再导入。",
}
TOO_LARGE: Final = f"这份表太大或者太散, 没有读完。{CUT_DOWN}"


def open_workbook(path: Path) -> Book:
    """Sheets with their first lines. Raises Invalid, saying what to do."""
    with path.open("rb") as file:
        archive = file.read(4) == ZIP
    inspection = inspect_archive(path) if archive else Inspection()
    check_size(path, BOOK_BYTES)
    sheets: list[Sheet] = []
    notes = ("这份表引用了别的文件, 没有去打开, 只读了表里已有的值。",) if inspection.links else ()
    with _parsed(path, ()) as records:
        for head, lines in _by_sheet(records):
            sheets.append(_sheet(path, head, tuple(lines), inspection.hidden(head["sheet"])))
    cells = sum(part.cells for part in inspection.parts.values()) if archive else None
    return Book("xlsx" if archive else "xls", tuple(sheets), notes, cells)


def _sheet(path: Path, head: dict[str, Any], top: tuple[Line, ...], hidden: frozenset[int]) -> Sheet:
    merged: tuple[Range, ...] = tuple(((a[0], a[1]), (b[0], b[1])) for a, b in head["merged"][:MOST_MERGED])
    name = head["sheet"]

    def lines() -> Iterator[Line]:
        with _parsed(path, (name,)) as records:
            for _, found in _by_sheet(records):
                yield from filled_down(_marked(found, hidden), merged)

    return Sheet(name, tuple(filled_down(_marked(top, hidden), merged)), lines, merged, head["visible"])


def _marked(lines: Iterator[Line] | tuple[Line, ...], hidden: frozenset[int]) -> Iterator[Line]:
    for line in lines:
        yield Line(line.number, line.cells, True) if line.number in hidden else line


@contextmanager
def _parsed(path: Path, sheets: tuple[str, ...]) -> Iterator[Iterator[dict[str, Any]]]:
    limits = map(str, (MEMORY, SECONDS, ROWS, COLUMNS, TOP))
    command = [sys.executable, "-I", os.fspath(CHILD), os.fspath(path), *limits, *sheets]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        try:
            yield _records(child, child.stdout)
        finally:
            child.kill()


def _records(child: "subprocess.Popen[bytes]", output: IO[bytes]) -> Iterator[dict[str, Any]]:
    for line in output:
        try:
            record: dict[str, Any] = json.loads(line)
        except ValueError:
            raise Invalid(TOO_LARGE) from None
        if over := record.get("over"):
            raise Invalid(OVER[over])
        yield record
    if child.wait() == 1:  # an exception of the parser; a signal means that a limit was reached
        raise Invalid("这份表打不开: 文件坏了, 或者不是 .xlsx、.xls、.et。请在表格软件里打开, 另存为 .xlsx 再传。")
    if child.returncode:
        raise Invalid(TOO_LARGE)


def _by_sheet(records: Iterator[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Iterator[Line]]]:
    """Each sheet's head with its lines, which must be taken before the next sheet is asked for."""
    waiting = next(records, None)

    def lines() -> Iterator[Line]:
        nonlocal waiting
        for record in records:
            if "sheet" in record:
                waiting = record
                return
            yield Line(record["row"], tuple(record["cells"]))
        waiting = None

    while waiting is not None:
        head = waiting
        found = lines()
        yield head, found
        for _ in found:
            pass
