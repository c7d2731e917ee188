"""Parses one workbook in a process of its own, whose memory and time are limited: a workbook made to hurt ends this process and no other.

Run by its path, never imported: `python -I child.py FILE BYTES SECONDS ROWS COLUMNS TOP [SHEET …]`. Prints one JSON line for each sheet (its
name, whether it is visible, its merged ranges), followed by one for each row that is not blank; without SHEET only the first TOP rows.
"""

import datetime
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

DIGITS_KEPT = 1e15  # a spreadsheet's number keeps fifteen digits; what is longer has lost its end


def text_of(value: Any) -> str:
    """As a person would type it; a number that has lost digits shows that it has."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float | int):
        if abs(value) >= DIGITS_KEPT:
            return f"{value:.5E}"
        return str(int(value)) if value == int(value) else f"{value:.10g}"
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d" if value.time() == datetime.time() else "%Y-%m-%d %H:%M")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return str(value).strip()


def rows_of(sheet: Any, rows: int, columns: int, top: int) -> Iterator[dict[str, Any]]:
    if sheet.start is None:
        return
    first, left = sheet.start
    for number, cells in enumerate(sheet.iter_rows(), 1):  # calamine gives the blank rows above, not the blank columns at the left
        if top and number > first + top:
            return
        texts = [text_of(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        if number > rows or len(texts) + left > columns:
            yield {"over": "rows" if number > rows else "columns"}
            return
        yield {"row": number, "cells": [""] * left + texts}


def main(path: str, limits: list[int], names: list[str]) -> None:
    memory, seconds, rows, columns, top = limits
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook  # within the limits

    book = CalamineWorkbook.from_path(path)
    for place, about in enumerate(book.sheets_metadata):
        if (names and about.name not in names) or not str(about.typ).endswith("WorkSheet"):
            continue
        sheet = book.get_sheet_by_index(place)
        head = {"sheet": about.name, "visible": str(about.visible).endswith(".Visible"), "merged": (sheet.merged_cell_ranges or [])[:50_000]}
        print(json.dumps(head))
        for row in rows_of(sheet, rows, columns, 0 if names else top):
            print(json.dumps(row))


if __name__ == "__main__":
    main(sys.argv[1], [int(number) for number in sys.argv[2:7]], sys.argv[7:])
