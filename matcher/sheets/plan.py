"""What is made of a book that was sent: which sheets count, which column is what, and which lines are no records."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from matcher.domain.errors import Invalid
from matcher.reading.headings import Kind
from matcher.reading.normal import fold
from matcher.services.headings import HEADINGS
from matcher.services.importing import Problem, Row
from matcher.sheets.chain import FIELDS
from matcher.sheets.delimited import REPLACED, USUAL
from matcher.sheets.grid import Book, Line, Sheet
from matcher.sheets.heads import Head, find_head
from matcher.sheets.mapping import Column, remapped, signature

CHECKED: Final = "核对结果"
KIND_WORDS: Final[Mapping[Kind, str]] = {"workers": "求职登记", "vacancies": "岗位", "riders": "出行需求", "trips": "车次"}
NOT_OURS: Final = (
    "没有找到列名那一行。求职名册要有“姓名”和“电话”, 岗位表要有“岗位名称”和“单位名称”, 出行需求表要有“姓名”和“电话”, "
    "车次表要有“车次”、站名和发车时间。")
_TOTAL: Final = re.compile(r"(?:合计|小计|总计|共计|累计|本页合计|.{0,10}(?:合计|小计|总计))[::]?[\d,.]*[人名个元]*(?:[(].*)?")
_FOOT: Final = re.compile(
    r"(?:填报人|填表人|制表人?|审核人?|审批|负责人|单位负责人|主管|经办人?|联系人|填报单位|填报日期|填报时间|填表日期|制表日期|报送|签字|盖章"
    r"|注|说明|备注|填表说明|填写说明|温馨提示)"
    r"(?:[((].{0,8}[))])?\s*[::].*|(?:填表|填写)说明.*|注[::].*|\d{4}年\d{1,2}月\d{1,2}日填.*")
_SAMPLE: Final = re.compile(r"(?:示例|样例|例|例如|填写示例|样表|范例|示范)(?:行|数据)?[::]?")
_SERIAL: Final = re.compile(r"\d{1,6}\.?|[-—]+")
_KNOWN: Final = re.compile(r"\b([vw][0-9a-z]{13})\b")


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet that is taken over."""

    sheet: Sheet
    head: Head
    columns: tuple[Column, ...]


@dataclass(slots=True)
class Plan:
    """notes: what was passed over, in Chinese; complete once the rows have been taken. places: sheet and row of every row handed out, in order."""

    book: Book
    kind: Kind
    parts: tuple[Part, ...]
    notes: list[str] = field(default_factory=list)
    places: list[tuple[str, int]] = field(default_factory=list)

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.parts[0].columns

    @property
    def signature(self) -> str:
        return signature(self.columns)

    @property
    def headings(self) -> dict[str, str]:
        """Label → field for the services, those included that are only looked at."""
        return {self._label(part, column): column.field or column.seen or ""
                for part in self.parts for column in part.columns if column.field or column.seen}

    def check(self) -> None:
        """Raises Invalid where a column is missing that no row can do without."""
        HEADINGS[self.kind].check(column.field or "" for column in self.columns)

    def strange(self) -> tuple[Problem, ...]:
        """Once for each column that is not taken over or that a person should look at."""
        return tuple(Problem(part.head.row, self._label(part, column), "", column.reason)
                     for part in self.parts for column in part.columns if column.reason and not column.seen and column.heading != CHECKED)

    def rows(self) -> Iterator[Row]:
        """Records of all parts, one after the other."""
        self.places.clear()
        for part in self.parts:
            yield from _rows(self, part)

    def _label(self, part: Part, column: Column) -> str:
        return f"{part.sheet.name}·{column.label}" if len(self.parts) > 1 else column.label


def make_plan(book: Book, kind: Kind | None = None) -> Plan:
    """kind: what the sender says it is. Sheets of the best sheet's kind and with what it cannot do without are taken, the others named."""
    heads = [(sheet, find_head(sheet, kind)) for sheet in book.sheets if sheet.visible]
    found = [(sheet, head) for sheet, head in heads if head and head.kind and _usable(head)]
    notes = [*book.notes, *(f"隐藏的工作表“{sheet.name}”没有读。" for sheet in book.sheets if not sheet.visible)]
    if not found:
        return _hopeless(book, heads, notes, kind)
    best = max(found, key=lambda each: each[1].points)[1].kind
    parts = tuple(Part(sheet, head, head.columns) for sheet, head in found if head.kind == best)
    taken = {part.sheet.name for part in parts}
    notes += [f"工作表“{sheet.name}”不是要导入的名册, 没有读。" for sheet in book.sheets if sheet.visible and sheet.top and sheet.name not in taken]
    assert best is not None
    if book.form == "chain":
        parts = tuple(replace(part, columns=_chain_columns(part.columns, best)) for part in parts)
    return Plan(book, best, parts, notes)


def _usable(head: Head) -> bool:
    assert head.kind is not None
    try:
        HEADINGS[head.kind].check(head.fields)
    except Invalid:
        return False
    return True


def _hopeless(book: Book, heads: list[tuple[Sheet, Head | None]], notes: list[str], kind: Kind | None) -> Plan:
    """Nothing can be imported as it stands: the best head all the same, so that its sender sees what is missing."""
    found = [(sheet, head) for sheet, head in heads if head]
    if not found:
        raise Invalid(NOT_OURS)
    sheet, head = max(found, key=lambda each: (each[1].kind is not None, each[1].points))
    if head.kind is None and kind is None:
        raise Unheaded(head)
    return Plan(book, head.kind or kind or "workers", (Part(sheet, head, head.columns),), notes)


class Unheaded(Invalid):
    """A table, but none of ours. head: what stands above it."""

    def __init__(self, head: Head) -> None:
        super().__init__(NOT_OURS)
        self.head = head


def chosen(plan: Plan, fields: Mapping[str, str | None]) -> Plan:
    """With the columns as the sender wants them. fields: label of the heading → field, None leaves it out."""
    return replace(plan, parts=tuple(replace(part, columns=remapped(part.columns, fields, plan.kind)) for part in plan.parts))


def _chain_columns(columns: tuple[Column, ...], kind: Kind) -> tuple[Column, ...]:
    return tuple(replace(column, field=FIELDS[column.index], reason="", known=True, sure=True) for column in columns)


def _rows(plan: Plan, part: Part) -> Iterator[Row]:
    dropped: dict[str, list[int]] = {}
    head = {column.index: column.heading.rpartition("/")[2] for column in part.columns}
    used = [(column.index, plan._label(part, column)) for column in part.columns if column.field or column.seen]
    checked = next((column.index for column in part.columns if column.heading == CHECKED), None)
    for line in part.sheet.lines():
        if line.number <= part.head.last:
            continue
        if why := _no_record(line, head, part):
            dropped.setdefault(why, []).append(line.number)
            continue
        plan.places.append((part.sheet.name, line.number))
        yield _row(line, used, checked, len(part.columns) and max(head) + 1)
    plan.notes += [_dropped(part.sheet.name, why, numbers) for why, numbers in dropped.items()]


def _dropped(sheet: str, why: str, numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:8])) + (f" 等 {len(numbers)} 行" if len(numbers) > 8 else "")
    return f"{f'“{sheet}”' if sheet else ''}第 {shown} 行{why}, 没有收录。"


def _no_record(line: Line, head: Mapping[int, str], part: Part) -> str:
    """Why a line is none; "" where it is one."""
    if line.fault:
        return ""
    if line.hidden:
        return "是隐藏的行"
    written = [cell for cell in line.cells if cell.strip()]
    first, second = (re.sub(r"\s", "", fold(cell)) for cell in (*written[:2], *[""] * (2 - len(written[:2]))))
    if _TOTAL.fullmatch(first) or (_SERIAL.fullmatch(first) and _TOTAL.fullmatch(second)):
        return "是合计"
    if _FOOT.fullmatch(first) or (len(written) == 1 and len(first) > 30):
        return "是表尾的落款或说明"
    if _SAMPLE.fullmatch(first):
        return "是填写示例"
    if len(written) == 1 and _SERIAL.fullmatch(first):
        return "只有序号"
    if sum(line.at(index) == text for index, text in head.items() if text) * 2 > max(len(written), 2):
        return "是重复的列名"
    return ""


def _row(line: Line, used: list[tuple[int, str]], checked: int | None, width: int) -> Row:
    if line.fault:
        return Row(line.number, {}, (Problem(line.number, "", "", line.fault),))
    cells: dict[str, str] = {}
    problems = []
    for index, label in used:
        cell = line.at(index)
        if REPLACED in cell:
            problems.append(Problem(line.number, label, cell[:60], "有认不出的字节, 请另存为 UTF-8 再导入"))
        elif len(cell) > USUAL.cell:
            problems.append(Problem(line.number, label, cell[:60], f"超过 {USUAL.cell} 字, 只取前面的"))
        cells[label] = cell[: USUAL.cell].strip()
    surplus = "".join(cell.strip() for cell in line.cells[width:])
    if surplus:
        problems.append(Problem(line.number, "", surplus[:60], "比列名多出来的格子, 没有收录"))
    known = _KNOWN.search(line.at(checked)) if checked is not None else None
    return Row(line.number, cells, tuple(problems), known[1] if known else "")
