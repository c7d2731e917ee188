"""What a file may be before anything of it is unpacked or parsed. Everything here costs less than two seconds, whatever was sent."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo

from defusedxml.ElementTree import fromstring

from matcher.domain.errors import Invalid

MEGABYTE: Final = 1_000_000
ZIP: Final = b"PK\x03\x04"
BOOK_BYTES: Final = 20 * MEGABYTE  # of a workbook as sent
UNPACKED: Final = 50 * MEGABYTE
ENTRIES: Final = 2_000
RATIO: Final = 250  # unpacked to packed; real registers reach 60
SMALL: Final = 2 * MEGABYTE  # below this a high ratio harms nobody
ROWS: Final = 100_000
COLUMNS: Final = 200

CUT_DOWN: Final = "请把要导入的那些行复制到一张新表, 另存为 .xlsx 再传。"
_MACROS: Final = re.compile(r"vbaProject\.bin$|/macrosheets/|\.bin\.rels$.*vba", re.IGNORECASE)
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER: Final = re.compile(rb"""\br=["'](\d{1,7})["']""")
_HIDDEN: Final = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\s")
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")


@dataclass(slots=True)
class Part:
    """What was seen of one worksheet: numbers of its hidden rows, and how many cells it writes (blank ones too)."""

    hidden: frozenset[int] = frozenset()
    cells: int = 0


@dataclass(slots=True)
class Inspection:
    """parts: by name in the archive. sheets: name of a sheet → its part. links: the workbook points at other files; they are never opened."""

    parts: dict[str, Part] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    links: bool = False

    def hidden(self, sheet: str) -> frozenset[int]:
        part = self.parts.get(self.sheets.get(sheet, ""))
        return part.hidden if part else frozenset()


def check_size(path: Path, most: int) -> int:
    try:
        size = path.stat().st_size
    except OSError:
        raise Invalid(f"打不开文件“{path.name}”, 请检查路径和权限。") from None
    if size == 0:
        raise Invalid(f"文件“{path.name}”是空的, 请核对是不是传错了文件。")
    if size > most:
        raise Invalid(f"文件有 {size / MEGABYTE:.0f} MB, 最多 {most // MEGABYTE} MB, 请拆成几份再导入。")
    return size


def inspect_archive(path: Path) -> Inspection:
    """Raises Invalid where the workbook may not be opened: too large once unpacked, with macros, with a DTD, or damaged."""
    check_size(path, BOOK_BYTES)
    with _archive(path) as archive:
        entries = archive.infolist()
        _check_entries(entries)
        found = Inspection(links=any("externallink" in entry.filename.lower() for entry in entries))
        for entry in entries:
            if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                _inspect_part(archive, entry, found)
        found.sheets = _sheet_parts(archive)
    return found


def _sheet_parts(archive: ZipFile) -> dict[str, str]:
    """Which part holds which sheet; empty for books that are no .xlsx. Both files have been looked through for a DTD by now."""
    try:
        book, links = fromstring(archive.read("xl/workbook.xml")), fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ParseError):
        return {}
    targets = {link.get("Id"): str(link.get("Target", "")) for link in links}
    found = {}
    for sheet in book.iter():
        key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
        if sheet.tag.endswith("}sheet") and key in targets:
            found[sheet.get("name", "")] = "xl/" + targets[key].removeprefix("/xl/").removeprefix("xl/")
    return found


@contextmanager
def _archive(path: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(path) as archive:
            yield archive
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):  # RuntimeError: locked by a password
        raise Invalid(f"“{path.name}”打不开: 文件坏了, 或者加了密码。请在表格软件里打开, 去掉密码, 另存一份再传。") from None


def _check_entries(entries: list[ZipInfo]) -> None:
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > ENTRIES:
        raise Invalid(f"这份表里夹着 {len(entries)} 个文件, 太多了。{CUT_DOWN}")
    if unpacked > UNPACKED or (unpacked > SMALL and unpacked > RATIO * max(packed, 1)):
        raise Invalid(f"这份表解开以后太大 (约 {unpacked // MEGABYTE} MB, 最多 {UNPACKED // MEGABYTE} MB)。{CUT_DOWN}")
    if any(_MACROS.search(entry.filename) for entry in entries):
        raise Invalid("这份表带宏, 为安全没有打开。请在表格软件里另存为不带宏的 .xlsx 再传。")


def _inspect_part(archive: ZipFile, entry: ZipInfo, found: Inspection) -> None:
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)  # never more than the directory promised
    if _DOCTYPE.search(content):
        raise Invalid(f"这份表里夹着外部定义 (DTD), 为安全没有打开。{CUT_DOWN}")
    if entry.filename == "[Content_Types].xml" and b"macroEnabled" in content:
        raise Invalid("这份表带宏, 为安全没有打开。请在表格软件里另存为不带宏的 .xlsx 再传。")
    if _SHEET.fullmatch(entry.filename):
        found.parts[entry.filename] = Part(frozenset(_hidden_rows(content)), len(_CELL.findall(content)))


def _hidden_rows(content: bytes) -> Iterator[int]:
    if b"hidden" not in content:
        return
    for row in _ROW.finditer(content):
        if _HIDDEN.search(row[1]) and (number := _NUMBER.search(row[1])):
            yield int(number[1])
