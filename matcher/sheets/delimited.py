"""Comma-separated text as offices send it: UTF-8 with or without a mark, or GB18030; read as a stream, never whole."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matcher.domain.errors import Invalid
from matcher.services.importing import Problem, Row

REPLACED: Final = "\ufffd"
CHUNK: Final = 1 << 18
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is read at most: bytes of the file, rows, columns of the head, characters of one cell."""

    file_bytes: int = 200 * MEGABYTE
    rows: int = 1_000_000
    columns: int = 300
    cell: int = 20_000


USUAL: Final = Limits()
BOOKS: Final = ((b"PK\x03\x04", "Excel 工作簿"), (b"\xd0\xcf\x11\xe0", "旧版 Excel 工作簿"), (b"%PDF", "PDF 文件"))


def read_rows(path: Path, limits: Limits = USUAL) -> Iterator[Row]:
    """Rows under their headings; `number` counts as a spreadsheet does, the head being 1. Blank rows are passed over.

    A row with bytes that no encoding explains comes with a problem that names its column. Raises Invalid for a file that is no such sheet.
    """
    _check_file(path, limits)
    with path.open("rb") as file:
        encoding = sniff_encoding(iter(lambda: file.read(CHUNK), b""))
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        yield from parse_rows(text, limits)


def parse_rows(text: io.TextIOBase | io.TextIOWrapper, limits: Limits = USUAL) -> Iterator[Row]:
    first = text.readline()
    records = _records(csv.reader(_again(first, text), delimiter=_delimiter(first)), limits)
    head = _head(next(records, (1, [], ""))[1], limits)
    for number, cells, fault in records:
        if fault:
            yield Row(number, {}, (Problem(number, "", "", fault),))
        elif any(cell.strip() for cell in cells):
            yield _row(number, head, cells, limits)


def sniff_encoding(chunks: Iterable[bytes]) -> str:
    """utf-8-sig unless the bytes speak against it; a few broken bytes in good UTF-8 do not make it Chinese of another code."""
    first, good, bad = b"", 0, 0
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    for chunk in chunks:
        first = first or chunk[:4]
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        text = decoder.decode(chunk)
        broken = text.count(REPLACED)
        bad += broken
        good += len(text) - broken - _ascii(text)
    return "gb18030" if bad > good else "utf-8-sig"


def _ascii(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("ascii", "ignore"))


def _check_file(path: Path, limits: Limits) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
    except OSError:
        raise Invalid(f"打不开文件“{path.name}”, 请检查路径和权限。") from None
    for mark, name in BOOKS:
        if start.startswith(mark):
            raise Invalid(f"“{path.name}”是{name}, 请在表格软件里另存为 CSV (UTF-8) 再导入。")
    if size == 0:
        raise Invalid(f"文件“{path.name}”是空的。")
    if size > limits.file_bytes:
        raise Invalid(f"文件有 {size // MEGABYTE} MB, 最多 {limits.file_bytes // MEGABYTE} MB, 请拆成几份再导入。")


def _again(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _delimiter(head: str) -> str:
    return max(",\t;", key=head.count)


def _records(reader: Iterator[list[str]], limits: Limits) -> Iterator[tuple[int, list[str], str]]:
    """(number, cells, fault): the reader's own complaint about a record does not end the file."""
    number = 0
    while True:
        number += 1
        if number > limits.rows + 1:
            raise Invalid(f"超过 {limits.rows} 行, 请拆成几份再导入。")
        try:
            yield number, next(reader), ""
        except StopIteration:
            return
        except csv.Error:
            yield number, [], "这一行读不成表格 (格子太长, 或少了一个引号)"


def _head(cells: list[str], limits: Limits) -> list[str]:
    head = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
    if not any(head):
        raise Invalid("第一行没有列名, 请把列名放在第一行。")
    if len(head) > limits.columns:
        raise Invalid(f"有 {len(head)} 列, 最多 {limits.columns} 列。")
    return head


def _row(number: int, head: list[str], cells: list[str], limits: Limits) -> Row:
    problems = []
    for name, cell in zip(head, cells, strict=False):
        if REPLACED in cell:
            problems.append(Problem(number, name, cell[:60], "有认不出的字节, 请另存为 UTF-8 再导入"))
        elif len(cell) > limits.cell:
            problems.append(Problem(number, name, cell[:60], f"超过 {limits.cell} 字, 只取前面的"))
    surplus = "".join(cell.strip() for cell in cells[len(head):])
    if surplus:
        problems.append(Problem(number, "", surplus[:60], "比列名多出来的格子, 没有收录"))
    found: dict[str, str] = {}
    for name, cell in zip(head, cells, strict=False):
        if name and not found.get(name):
            found[name] = cell[: limits.cell].strip()
    return Row(number, found, tuple(problems))
