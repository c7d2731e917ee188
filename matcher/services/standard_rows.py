"""Rows of an administrator's sheet → lines of the dated tables, under the headings of the ministry's lists or our own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from matcher.domain.errors import Invalid
from matcher.domain.standards import Licence, ListedEmployer, MinimumWage
from matcher.reading.normal import fold
from matcher.services.desk import Desk
from matcher.services.offers import read_iso_date
from matcher.services.standards import Line

COLUMNS: Final = {
    "area": ("area", "area_codes", "地区", "地区代码", "区划代码", "行政区划代码"),
    "month_yuan": ("month_yuan", "month", "月最低工资", "月最低工资标准", "月标准"),
    "hour_yuan": ("hour_yuan", "hour", "小时最低工资", "小时最低工资标准", "小时标准"),
    "since": ("since", "from", "开始日期", "起始日期", "执行日期", "施行日期", "列入日期", "发证日期"),
    "until": ("until", "valid_until", "截止日期", "到期日期", "有效期至"),
    "removed_on": ("removed_on", "移出日期"), "source": ("source", "来源", "依据", "文号"), "verified_on": ("verified_on", "核对日期"),
    "credit_code": ("credit_code", "uscc", "统一社会信用代码", "信用代码"), "number": ("number", "许可证编号", "编号"),
    "kind": ("kind", "许可证种类"), "seen_on": ("seen_on", "查验日期"),
}
FIELD_OF: Final = {name: field for field, names in COLUMNS.items() for name in names}


def lines_of(desk: Desk, table: str, rows: Iterable[Mapping[str, str]]) -> list[Line]:
    """table: wages, arrears or licences. Raises Invalid naming every row that cannot be read; then nothing is meant to be stored."""
    read = READERS[table]
    lines: list[Line] = []
    doubts: dict[str, list[str]] = {}
    for number, row in enumerate(rows, start=2):
        cells = {field: text.strip() for name, text in row.items() if name and text and (field := FIELD_OF.get(fold(name).strip()))}
        try:
            lines += read(desk, cells)
        except ValueError as wrong:
            doubts[f"第 {number} 行"] = [str(wrong)]
    if doubts:
        raise Invalid("有几行没读懂, 一行也没有存。请改好再导入。", doubts)
    if not lines:
        raise Invalid("表里没有能用的行。第一行要是表头, 例如: 地区代码,月最低工资,执行日期,来源。")
    return lines


def _wages(desk: Desk, cells: Mapping[str, str]) -> Iterator[MinimumWage]:
    """One line for each area that the cell names."""
    month, hour = _number(cells, "month_yuan"), cells.get("hour_yuan")
    for area in _needed(cells, "area").replace("、", " ").replace(";", " ").replace(",", " ").split():
        yield MinimumWage(
            area=_area(desk, area), month_yuan=int(month), hour_yuan=_number(cells, "hour_yuan") if hour else None, since=_day(cells, "since"),
            source=cells.get("source", ""), verified_on=_day_or_none(cells, "verified_on"),
        )


def _listed(desk: Desk, cells: Mapping[str, str]) -> Iterator[ListedEmployer]:
    yield ListedEmployer(credit_code=_needed(cells, "credit_code"), since=_day(cells, "since"), until=_day(cells, "until"),
                         removed_on=_day_or_none(cells, "removed_on"), source=cells.get("source", ""))


def _licence(desk: Desk, cells: Mapping[str, str]) -> Iterator[Licence]:
    yield Licence(credit_code=_needed(cells, "credit_code"), number=_needed(cells, "number"), since=_day(cells, "since"),
                  until=_day_or_none(cells, "until"), kind=cells.get("kind") or "hr_service", seen_on=_day_or_none(cells, "seen_on"))


READERS: Final[dict[str, Callable[[Desk, Mapping[str, str]], Iterator[Line]]]] = {"wages": _wages, "arrears": _listed, "licences": _licence}


def _area(desk: Desk, text: str) -> str:
    place = None if text.isdigit() else desk.places.find(text).value
    return place.code if place else text


def _needed(cells: Mapping[str, str], field: str) -> str:
    if not cells.get(field):
        raise ValueError(f"没有写{COLUMNS[field][-1]}")
    return cells[field]


def _number(cells: Mapping[str, str], field: str) -> float:
    text = _needed(cells, field)
    plain = fold(text).strip().removesuffix("元").replace(",", "")
    if not plain.replace(".", "", 1).isdecimal():
        raise ValueError(f"“{text}”不是数")
    return float(plain)


def _day(cells: Mapping[str, str], field: str) -> date:
    text = _needed(cells, field)
    day = read_iso_date(text).value
    if day is None:
        raise ValueError(f"日期“{text}”要写成 2026-01-31 这样")
    return day


def _day_or_none(cells: Mapping[str, str], field: str) -> date | None:
    return _day(cells, field) if cells.get(field) else None
