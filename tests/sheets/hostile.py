"""Workbooks made to hurt, each built in the test from nothing."""

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

TYPES: Final = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELS: Final = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
BOOK: Final = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>"
)
BOOK_RELS: Final = RELS.replace("officeDocument\" Target=\"xl/workbook.xml", "worksheet\" Target=\"worksheets/sheet1.xml")
HEAD: Final = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL: Final = "</sheetData></worksheet>"
PEOPLE: Final = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>电话</t></is></c></row>'


def book(path: Path, rows: Iterable[str] = (), *, before: str = "", more: dict[str, bytes] | None = None, book: str = BOOK) -> Path:
    """An .xlsx whose only sheet has a head and these rows of XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": BOOK_RELS}
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w") as file:
            file.write(f'<?xml version="1.0"?>{before}{HEAD}{PEOPLE}'.encode())
            for row in rows:
                file.write(row.encode())
            file.write(TAIL.encode())
    return path


def bomb(path: Path) -> Path:
    """Packed small, unpacked without end."""
    return book(path, ('<row r="2"><c r="A2" t="inlineStr"><is><t>' + "A" * 1_000_000 + "</t></is></c></row>" for _ in range(300)))


def many_files(path: Path) -> Path:
    return book(path, more={f"xl/media/{number}.bin": b"" for number in range(5_000)})


def external_entity(path: Path) -> Path:
    return book(path, before='<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
                rows=['<row r="2"><c r="A2" t="inlineStr"><is><t>&x;</t></is></c></row>'])


def laughing_entities(path: Path) -> Path:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return book(path, before=f'<!DOCTYPE worksheet [<!ENTITY e0 "ha">{entities}]>',
                rows=['<row r="2"><c r="A2" t="inlineStr"><is><t>&e9;</t></is></c></row>'])


def macros(path: Path) -> Path:
    return book(path, more={"xl/vbaProject.bin": b"\0" * 100})


def far_apart(path: Path) -> Path:
    """Two cells at the ends of the largest sheet there is."""
    return book(path, ['<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'])


def million_rows(path: Path) -> Path:
    """Every row of the sheet has something in it."""
    return book(path, (f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(2, 1_048_577)))


def thousand_columns(path: Path) -> Path:
    names = [f"{a}{b}" for a in " ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    return book(path, ['<row r="2">' + "".join(f'<c r="{name.strip()}2"><v>1</v></c>' for name in names) + "</row>"])


def damaged(path: Path) -> Path:
    whole = book(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def not_a_sheet(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    return path


def broken_old_book(path: Path) -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4_000)
    return path


REFUSED: Final[dict[str, tuple[Callable[[Path], Path], str]]] = {
    "a bomb": (bomb, "太大"), "thousands of files": (many_files, "太多"), "an external entity": (external_entity, "DTD"),
    "entities in entities": (laughing_entities, "DTD"), "macros": (macros, "宏"), "two cells far apart": (far_apart, "太散|拆成|列"),
    "a million rows": (million_rows, "行"), "hundreds of columns": (thousand_columns, "列"), "a damaged file": (damaged, "打不开"),
    "an archive that is no sheet": (not_a_sheet, "打不开"), "a broken old workbook": (broken_old_book, "打不开"),
}


def empty_rows(path: Path) -> Path:
    """One person, and a million rows that somebody once coloured."""
    person = '<row r="2"><c r="A2" t="inlineStr"><is><t>张三</t></is></c><c r="B2"><v>19900001001</v></c></row>'
    return book(path, (person, *(f'<row r="{number}" s="1"/>' for number in range(3, 1_048_577))))


def outside_links(path: Path) -> Path:
    person = ('<row r="2"><c r="A2" t="str"><f>[1]Sheet1!A1</f><v>张三</v></c><c r="B2"><v>19900001001</v></c></row>')
    return book(path, [person], more={"xl/externalLinks/externalLink1.xml": b'<externalLink xmlns="x"/>'})
