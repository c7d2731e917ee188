"""import vacancies, workers, riders; headings: whole lists in whatever shape they come, with every doubt named by row and column."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from matcher.cli.layout import indented
from matcher.cli.wired import as_json, print_json, progress_bar, wired
from matcher.domain.accounts import SYSTEM
from matcher.domain.terms import ConsentMode
from matcher.exchange.partner import Partner, is_address
from matcher.exchange.takeover import adverts_from
from matcher.reading.headings import Kind, labels
from matcher.services.importing import Problem, Report, import_adverts
from matcher.sheets.importing import Manner, import_plan, planned, summary
from matcher.sheets.marking import mark
from matcher.sheets.opening import open_file
from matcher.sheets.plan import KIND_WORDS, Plan, Unheaded

SHOWN = 20  # problems printed for people; --json has them all
SHEET = click.Path(path_type=Path)

consent = click.option("--consent", type=click.Choice([str(mode) for mode in ConsentMode]), default=str(ConsentMode.ORAL), show_default=True,
                       help="名册上的人怎样同意登记的: oral 口头, signed 签字, self 本人办理。")
near = click.option("--near", metavar="代码", help="名册来自哪里 (行政区划代码): 同名的村镇按这里认。")
marked = click.option("--marked", type=SHEET, metavar="文件", help="把来表加上“核对结果”一列, 存到这个 .xlsx。")


@click.group("import")
def import_() -> None:
    """批量导入岗位、求职登记或出行需求; .xlsx .xls .et .csv 和接龙都行, 同一份再导一次不会重复。"""


@import_.command()
@click.argument("source", metavar="FILE-OR-URL")
@click.option("--source", "named", default="", metavar="名称", help="表里没有 source 列时, 记下岗位来自哪里。")
@marked
@as_json
def vacancies(source: str, named: str, marked: Path | None, json: bool) -> None:
    """从表格, 或伙伴站点的 http(s)://…/api/v1/vacancies 导入岗位。"""
    if not is_address(source):
        _import(Path(source), "vacancies", Manner(source=named), marked, json)
        return
    desk = wired().desk
    with progress_bar("导入岗位") as step:
        report = import_adverts(SYSTEM, desk, adverts_from(desk, Partner(source, Path(wired().settings.var) / "partners")), step)
    _tell(report, (), json)


@import_.command()
@click.argument("file", type=SHEET)
@consent
@near
@marked
@as_json
def workers(file: Path, consent: str, near: str | None, marked: Path | None, json: bool) -> None:
    """从名册导入求职登记; 已登记的人更新, 不重复。"""
    _import(file, "workers", Manner(_mode(consent), near), marked, json)


@import_.command()
@click.argument("file", type=SHEET)
@consent
@near
@marked
@as_json
def riders(file: Path, consent: str, near: str | None, marked: Path | None, json: bool) -> None:
    """从出行需求摸排表导入要坐车的人: 登记或更新, 并记下出行需求。"""
    _import(file, "riders", Manner(_mode(consent), near), marked, json)


@import_.command()
@click.argument("file", type=SHEET)
@click.option("--programme", default="", metavar="项目", help="行里没写项目的车次, 属于哪个项目。")
@marked
@as_json
def trips(file: Path, programme: str, marked: Path | None, json: bool) -> None:
    """从车次表或时刻表建车次: 一行一个车次, 或一行一站; 已有的不重复。建好是“计划”, 还没开放订座。"""
    _import(file, "trips", Manner(programme=programme), marked, json)


@click.command()
@click.argument("file", type=SHEET)
@as_json
def headings(file: Path, json: bool) -> None:
    """看一份表的每一列会当作什么, 不导入。"""
    desk = wired().desk
    try:
        plan = planned(SYSTEM, desk, open_file(file, desk))
        head, columns = plan.parts[0].head, plan.columns
    except Unheaded as unheaded:
        head, columns = unheaded.head, unheaded.head.columns
    kind = head.kind
    if json:
        print_json({"kind": kind, "head_row": head.row, "columns": [{"heading": c.heading, "field": c.field} for c in columns]})
        return
    click.echo(f"列名在第 {head.row} 行, " + (f"是{KIND_WORDS[kind]}表。" if kind else "不是求职名册、岗位表、出行需求表或车次表。"))
    for column in columns:
        meant = labels(kind or "workers")[column.field] if column.field else "不收录"
        click.echo(indented(f"{column.heading} → {meant}" + (f" ({column.reason})" if column.reason else "")))


def _import(file: Path, kind: Kind, manner: Manner, marked: Path | None, json: bool) -> None:
    desk = wired().desk
    plan = planned(SYSTEM, desk, open_file(file, desk), kind)
    with progress_bar(f"导入{KIND_WORDS[kind]}", _lines(plan)) as step:
        report = import_plan(SYSTEM, desk, plan, manner, step)
    if marked:
        mark(file, plan, report, marked)
    _tell(report, plan.notes, json)


def _mode(code: str) -> ConsentMode:
    return next(mode for mode in ConsentMode if mode == code)


def _lines(plan: Plan) -> int | None:
    """About how many rows there are, for the bar only."""
    return None if plan.book.cells is None else plan.book.cells // max(len(plan.columns), 1)


def _tell(report: Report, notes: Any, json: bool) -> None:
    if json:
        print_json({
            "read": report.read, "accepted": report.accepted, "refused": report.refused,
            "added": report.added, "changed": report.changed, "known": report.known, "summary": summary(report),
            **{name: _listed(getattr(report, name)) for name in ("problems", "to_check", "duplicates")}, "notes": list(notes),
        })
        return
    kinds = f"新增 {report.added}, 更新 {report.changed}, 原有 {report.known}"
    click.echo(f"读 {report.read} 行, 收录 {report.accepted} 行 ({kinds}), 没有收录 {report.refused} 行。")
    click.echo(f"{summary(report)}。")
    for note in notes:
        click.echo(indented(note))
    _show(report.problems, click.echo)


def _show(problems: list[Problem], echo: Callable[[str], None]) -> None:
    for problem in problems[:SHOWN]:
        where = f"第 {problem.row} 行" + (f" {problem.column}" if problem.column else "")
        echo(indented(f"{where}: {problem.text + ' ' if problem.text else ''}{problem.reason}"))
    if len(problems) > SHOWN:
        echo(indented(f"另有 {len(problems) - SHOWN} 处, 用 --json 看全部。"))


def _listed(problems: list[Problem]) -> list[dict[str, Any]]:
    return [{"row": p.row, "column": p.column, "text": p.text, "reason": p.reason} for p in problems]


COMMANDS = (import_, headings)
