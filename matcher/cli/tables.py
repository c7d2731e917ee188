"""tables list, tables import: minimum wages, the arrears list, licences."""

import csv
import io
from pathlib import Path
from typing import Any

import click

from matcher.cli.wired import as_json, print_json, wired
from matcher.domain.accounts import SYSTEM
from matcher.domain.errors import Invalid
from matcher.domain.standards import Licence, ListedEmployer, MinimumWage
from matcher.services.standard_rows import lines_of
from matcher.services.standards import TITLES, Line, save_lines, show_standards

KINDS = click.Choice(list(TITLES))
LARGEST = 20_000_000  # bytes


@click.group()
def tables() -> None:
    """标准表: 最低工资 (wages)、欠薪失信名单 (arrears)、许可证 (licences)。"""


@tables.command("list")
@click.argument("kind", type=KINDS, required=False)
@as_json
def list_(kind: str | None, json: bool) -> None:
    """列出标准表 KIND, 不写就全列。"""
    found = show_standards(SYSTEM, wired().desk)
    shown: dict[str, tuple[Line, ...]] = {name: getattr(found, name) for name in TITLES if kind in (None, name)}
    if json:
        print_json({**shown, "starting": found.starting})
        return
    for name, lines in shown.items():
        click.echo(f"{TITLES[name]} ({len(lines)} 行)")
        for line in lines:
            click.echo(f"  {_words(line)}")
    if found.starting and "wages" in shown:
        click.echo("最低工资还是随软件带来的数, 没有核实。请导入人社部公布的标准: matcher tables import wages 文件.csv")


@tables.command("import")
@click.argument("kind", type=KINDS)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
def import_(kind: str, file: Path, json: bool) -> None:
    """从 CSV 导入标准表 KIND; 同一行再导入就改成新的。"""
    desk = wired().desk
    done = save_lines(SYSTEM, desk, lines_of(desk, kind, csv.DictReader(io.StringIO(_text(file)))))
    if json:
        print_json({"saved": done.lines, "paused": [post.id for post in done.paused]})
        return
    click.echo(f"{TITLES[kind]}存好 {done.lines} 行。")
    if done.paused:
        click.echo(f"名单内单位的 {len(done.paused)} 个岗位已暂停, 不再推荐。")


def _text(file: Path) -> str:
    """UTF-8, with or without its mark, or GB18030 as old spreadsheets save it."""
    if file.stat().st_size > LARGEST:
        raise Invalid("文件太大, 标准表不会超过 20 MB。请核对是不是选错了文件。")
    written = file.read_bytes()
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError:
        return written.decode("gb18030", "replace")


def _words(line: Line) -> str:
    match line:
        case MinimumWage():
            hour = f", {line.hour_yuan:g} 元/小时" if line.hour_yuan else ""
            checked = f"{line.verified_on} 核对" if line.verified_on else "未核实"
            return f"{line.area}  {line.month_yuan} 元/月{hour}  {line.since} 起  {checked}  {line.source}"
        case ListedEmployer():
            return f"{line.credit_code}  {line.since} 至 {line.until}{f'  {line.removed_on} 移出' if line.removed_on else ''}  {line.source}"
        case Licence():
            return f"{line.credit_code}  {line.number}  {line.since} 至 {line.until or '未写'}  {line.kind}"


COMMANDS: tuple[Any, ...] = (tables,)
