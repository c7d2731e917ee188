"""Comma-separated text as offices send it: UTF-8 with or without a mark, or GB18030; read as a stream, never whole."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matcher.domain.errors import Invalid
from matcher.sheets.grid import Line
from matcher.sheets.limits import MEGABYTE, check_size

REPLACED: Final = "\ufffd"
CHUNK: Final = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is read at most: bytes of the file, rows, columns, characters of one cell."""

    file_bytes: int = 200 * MEGABYTE
    rows: int = 1_000_000
    columns: int = 300
    cell: int = 20_000


USUAL: Final = Limits()


def read_lines(path: Path, limits: Limits = USUAL) -> Iterator[Line]:
    """Raises Invalid over the limits."""
    check_size(path, limits.file_bytes)
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as text:
        yield from lines_of(text, limits)


def encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        return sniff_encoding(iter(lambda: file.read(CHUNK), b""))


def lines_of(text: Iterator[str] | io.TextIOBase, limits: Limits = USUAL) -> Iterator[Line]:
    """Lines that are not blank, numbered as a spreadsheet does; a record that cannot be read comes with its fault. Raises Invalid over the limits."""
    first = next(iter(text), "")
    for number, cells, fault in _records(csv.reader(_again(first, text), delimiter=_delimiter(first)), limits):
        if len(cells) > limits.columns:
            raise Invalid(f"第 {number} 行有 {len(cells)} 列, 最多 {limits.columns} 列。请删掉用不着的列再导入。")
        if fault or any(cell.strip() for cell in cells):
            yield Line(number, tuple(cells), fault=fault)


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
