"""export workers, export vacancies: the register in the shape of somebody's own sheet."""

from pathlib import Path

import click

from matcher.cli.wired import as_json, print_json, wired
from matcher.domain.accounts import SYSTEM
from matcher.reading.headings import Kind
from matcher.sheets.exporting import Order, export

SHEET = click.Path(path_type=Path)
template = click.option("--template", type=SHEET, required=True, metavar="表格", help="照这份表的列名和顺序导出 (.xlsx .xls .et .csv)。")
reason = click.option("--reason", default="管理员在命令行导出", show_default=True, metavar="原因", help="为什么导出; 记入台账。")


@click.group("export")
def export_() -> None:
    """照别人的表样导出求职登记或岗位; 号码按文本写, 导出的原因记入台账。"""


@export_.command()
@click.argument("file", type=SHEET)
@template
@reason
@as_json
def workers(file: Path, template: Path, reason: str, json: bool) -> None:
    """导出求职登记到 FILE (.xlsx 或 .csv)。"""
    _export("workers", file, template, reason, json)


@export_.command()
@click.argument("file", type=SHEET)
@template
@reason
@as_json
def vacancies(file: Path, template: Path, reason: str, json: bool) -> None:
    """导出岗位到 FILE (.xlsx 或 .csv)。"""
    _export("vacancies", file, template, reason, json)


def _export(kind: Kind, file: Path, template: Path, reason: str, json: bool) -> None:
    count = export(SYSTEM, wired().desk, Order(kind=kind, template=template, target=file, reason=reason))
    if json:
        print_json({"written": count, "file": str(file)})
    else:
        click.echo(f"导出 {count} 行到 {file}。")


COMMANDS = (export_,)
