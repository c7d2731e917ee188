"""The dated tables by which postings are judged: shown, entered, corrected by an administrator; every change is kept as an event."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from stdnum.cn import uscc

from matcher.compliance.tables import starting_tables
from matcher.domain.accounts import Actor
from matcher.domain.errors import Forbidden, Invalid, Missing
from matcher.domain.events import Event, Step
from matcher.domain.standards import Licence, ListedEmployer, MinimumWage
from matcher.domain.vacancies import Vacancy
from matcher.ledger.port import Reader, Transaction
from matcher.services.desk import Desk
from matcher.services.indexing import publish
from matcher.services.pausing import pause_listed

Line = MinimumWage | ListedEmployer | Licence
TITLES: Final = {"wages": "最低工资", "arrears": "欠薪失信名单", "licences": "许可证"}
LEAST_MONTH, MOST_MONTH, MOST_HOUR = 500, 20_000, 500


@dataclass(frozen=True, slots=True)
class Standards:
    """starting: the wages are those that came with the package, unverified, since none was entered yet."""

    wages: tuple[MinimumWage, ...]
    arrears: tuple[ListedEmployer, ...]
    licences: tuple[Licence, ...]
    starting: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """How many lines are stored now as said, and the posts taken out of matching by it (R26)."""

    lines: int
    paused: tuple[Vacancy, ...]


def show_standards(actor: Actor, desk: Desk) -> Standards:
    _must_keep_tables(actor)
    with desk.ledger.reading() as reader:
        return _standards(reader)


def save_lines(actor: Actor, desk: Desk, lines: Sequence[Line]) -> Saved:
    """All or none; a line of the same key is replaced. Raises Forbidden, and Invalid naming each line that cannot be."""
    _must_keep_tables(actor)
    lines = [_tidy(line) for line in lines]
    _check(desk, lines)
    with desk.ledger.transaction() as tx:
        _keep_starting(tx, lines)
        tx.save_standards(lines)
        tx.add_events([_event(actor, desk, subject(line), "保存") for line in lines])
        paused = pause_listed(actor, desk, tx, tuple(line for line in lines if isinstance(line, ListedEmployer)))
    publish(desk, vacancies=paused)
    return Saved(len(lines), tuple(paused))


def drop_wage(actor: Actor, desk: Desk, area: str, since: date) -> None:
    """A line entered by mistake. Raises Missing."""
    _must_keep_tables(actor)
    with desk.ledger.transaction() as tx:
        if not tx.drop_wage(area, since):
            raise Missing("没有这一行, 可能已经删了。请刷新再看。")
        tx.add_events([_event(actor, desk, f"wages {area} {since.isoformat()}", "删除")])


def drop_licence(actor: Actor, desk: Desk, credit_code: str, number: str) -> None:
    """A line entered by mistake; an end date serves for one that has run out. Raises Missing."""
    _must_keep_tables(actor)
    with desk.ledger.transaction() as tx:
        if not tx.drop_licence(credit_code, number):
            raise Missing("没有这一行, 可能已经删了。请刷新再看。")
        tx.add_events([_event(actor, desk, f"licences {credit_code} {number}", "删除")])


def subject(line: Line) -> str:
    """How a line is named in events."""
    match line:
        case MinimumWage():
            return f"wages {line.area} {line.since.isoformat()}"
        case ListedEmployer():
            return f"arrears {line.credit_code} {line.since.isoformat()}"
        case Licence():
            return f"licences {line.credit_code} {line.number}"


def _standards(reader: Reader) -> Standards:
    wages = reader.minimum_wages()
    return Standards(wages or starting_tables().wages, reader.listed_employers(), reader.licences(), not wages)


def _keep_starting(tx: Transaction, lines: Sequence[Line]) -> None:
    """The first wage an administrator enters stands beside the starting figures, not instead of them."""
    if any(isinstance(line, MinimumWage) for line in lines) and not tx.minimum_wages():
        tx.save_standards(starting_tables().wages)


def _tidy(line: Line) -> Line:
    return line if isinstance(line, MinimumWage) else replace(line, credit_code=str(uscc.compact(line.credit_code)).upper())


def _check(desk: Desk, lines: Sequence[Line]) -> None:
    doubts = {f"lines.{number}": [text] for number, line in enumerate(lines, start=1) if (text := _wrong(desk, line))}
    if doubts:
        raise Invalid("有几行不能这样存, 一行也没有存。请改好再来。", doubts)


def _wrong(desk: Desk, line: Line) -> str:
    if isinstance(line, MinimumWage):
        return _wrong_wage(desk, line)
    if not uscc.is_valid(line.credit_code):
        return f"统一社会信用代码“{line.credit_code}”不对, 请核对 18 位。"
    if isinstance(line, Licence) and not line.number.strip():
        return "没有写许可证编号。"
    return "截止日期早于开始日期。" if line.until is not None and line.until < line.since else ""


def _wrong_wage(desk: Desk, line: MinimumWage) -> str:
    if desk.places.by_code(line.area) is None:
        return f"地区代码“{line.area}”不对。"
    if not LEAST_MONTH <= line.month_yuan <= MOST_MONTH:
        return f"月最低工资 {line.month_yuan} 元不像真的, 请核对。"
    return "" if line.hour_yuan is None or 0 < line.hour_yuan <= MOST_HOUR else f"小时最低工资 {line.hour_yuan:g} 元不像真的, 请核对。"


def _must_keep_tables(actor: Actor) -> None:
    if not actor.is_admin:
        raise Forbidden("标准表由管理员维护, 您的账号没有这项权限。")


def _event(actor: Actor, desk: Desk, named: str, deed: str) -> Event:
    return Event(step=Step.TABLE_CHANGED, subject=named, actor=actor.name, at=desk.now, note=deed)
