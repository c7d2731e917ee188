"""import vacancies, import workers: whole lists, with every doubt named by row and column."""

from pathlib import Path

import click

from matcher.cli.layout import indented
from matcher.cli.wired import as_json, print_json, progress_bar, wired
from matcher.domain.accounts import SYSTEM
from matcher.domain.terms import ConsentMode
from matcher.exchange.partner import Partner, is_address
from matcher.exchange.takeover import adverts_from
from matcher.services.adverts import adverts_of
from matcher.services.enrolling import import_entrants
from matcher.services.importing import Report, import_adverts
from matcher.services.rolls import Roll
from matcher.sheets.delimited import read_rows

SHOWN = 20  # problems printed for people; --json has them all


@click.group("import")
def import_() -> None:
    """批量导入岗位或求职登记; 同一份再导一次不会重复。"""


@import_.command()
@click.argument("source", metavar="FILE-OR-URL")
@click.option("--source", "named", default="", metavar="名称", help="表里没有 source 列时, 记下岗位来自哪里。")
@as_json
def vacancies(source: str, named: str, json: bool) -> None:
    """从 CSV 文件, 或伙伴站点的 http(s)://…/api/v1/vacancies 导入岗位。"""
    desk = wired().desk
    with progress_bar("导入岗位", None if is_address(source) else _lines(Path(source))) as step:
        if is_address(source):
            report = import_adverts(SYSTEM, desk, adverts_from(desk, Partner(source, Path(wired().settings.var) / "partners")), step)
        else:
            report = import_adverts(SYSTEM, desk, adverts_of(desk, read_rows(Path(source)), source=named), step)
    _tell(report, json)


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--consent", type=click.Choice([str(mode) for mode in ConsentMode]), default=str(ConsentMode.ORAL), show_default=True,
              help="名册上的人怎样同意登记的: oral 口头, signed 签字, self 本人办理。")
@click.option("--near", metavar="代码", help="名册来自哪里 (行政区划代码): 同名的村镇按这里认。")
@as_json
def workers(file: Path, consent: str, near: str | None, json: bool) -> None:
    """从 CSV 名册导入求职登记; 已登记的人更新, 不重复。"""
    desk = wired().desk
    with progress_bar("导入登记", _lines(file)) as step:
        report = import_entrants(SYSTEM, desk, Roll(desk, _mode(consent), near).entrants(read_rows(file)), step)
    _tell(report, json)


def _mode(code: str) -> ConsentMode:
    return next(mode for mode in ConsentMode if mode == code)


def _lines(path: Path) -> int | None:
    """About how many rows there are, for the bar only."""
    try:
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return None


def _tell(report: Report, json: bool) -> None:
    if json:
        print_json({
            "read": report.read, "accepted": report.accepted, "refused": report.refused,
            "added": report.added, "changed": report.changed, "known": report.known,
            "problems": [{"row": p.row, "column": p.column, "text": p.text, "reason": p.reason} for p in report.problems],
        })
        return
    kinds = f"新增 {report.added}, 更新 {report.changed}, 原有 {report.known}"
    click.echo(f"读 {report.read} 行, 收录 {report.accepted} 行 ({kinds}), 没有收录 {report.refused} 行。")
    for problem in report.problems[:SHOWN]:
        where = f"第 {problem.row} 行" + (f" {problem.column}" if problem.column else "")
        click.echo(indented(f"{where}: {problem.text + ' ' if problem.text else ''}{problem.reason}"))
    if len(report.problems) > SHOWN:
        click.echo(indented(f"另有 {len(report.problems) - SHOWN} 处, 用 --json 看全部。"))


COMMANDS = (import_,)
