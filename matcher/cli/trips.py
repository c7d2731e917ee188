"""trip list, trip import, trip roster: trips in a terminal, and many at once."""

from pathlib import Path
from typing import Any

import click
import orjson
from marshmallow import ValidationError

from matcher.cli.wired import as_json, print_json, progress_bar, wired
from matcher.domain.accounts import SYSTEM
from matcher.domain.errors import Invalid
from matcher.domain.trips import Trip, TripState
from matcher.ledger.port import Page
from matcher.schemas.trips import TripSchema, trip_document
from matcher.services.desk import SHANGHAI
from matcher.services.roster import roster
from matcher.services.trips import add_trip, fills, list_trips, open_trip


@click.group()
def trip() -> None:
    """车次: 列出、批量建立、名单。"""


@trip.command("list")
@click.option("--state", "states", multiple=True, type=click.Choice([str(state) for state in TripState]), help="只列这些状态; 可写多个。")
@click.option("--programme", help="只列这个项目的。")
@click.option("--size", type=click.IntRange(1, 1000), default=50, show_default=True, help="最多列出几个。")
@as_json
def list_(states: tuple[str, ...], programme: str | None, size: int, json: bool) -> None:
    """列出车次, 新的在前, 每一段坐了几人。"""
    desk = wired().desk
    found = list_trips(SYSTEM, desk, Page(size=size), programme=programme, states=[TripState(state) for state in states] or None).items
    full = fills(SYSTEM, desk, [each.id for each in found])
    if json:
        print_json([trip_document(each) | {"seats": full[each.id].seats, "per_leg": full[each.id].per_leg} for each in found])
        return
    for each in found:
        when, taken = each.departs_at.astimezone(SHANGHAI), "/".join(map(str, full[each.id].per_leg))
        click.echo(f"{each.id}  {when:%Y-%m-%d %H:%M}  {each.state.label}  {each.name}  {taken} 人, {full[each.id].seats} 座")


@trip.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=str))
@click.option("--open", "opened", is_flag=True, help="建好就开放订座。")
def import_(file: str, opened: bool) -> None:
    """从 FILE 建车次: 一行一个 JSON, 写法和接口 POST /api/v1/trips 一样; 写 - 就从标准输入读。

    有一行写法不对就一个也不建; 写法对而不合规矩的, 停在那一行, 前面的已建好。
    """
    desk = wired().desk
    with click.open_file(file, "rb") as lines:
        drafts = [_draft(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    with progress_bar("建车次", len(drafts)) as step:
        for draft in drafts:
            made = add_trip(SYSTEM, desk, draft)
            if opened:
                open_trip(SYSTEM, desk, made.id)
            click.echo(made.id)
            step(1)


def _draft(number: int, line: bytes) -> Trip:
    """Raises Invalid, naming the line."""
    try:
        draft: Trip = TripSchema().load(orjson.loads(line))
    except orjson.JSONDecodeError:
        raise Invalid(f"第 {number} 行不是 JSON, 什么也没有建。") from None
    except ValidationError as error:
        raise Invalid(f"第 {number} 行有几项不对, 什么也没有建: {error.messages}") from None
    return draft


@trip.command("roster")
@click.argument("id")
@click.option("--purpose", metavar="用途", help="要完整的身份证号和电话, 先说用途; 会记下来。")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="写成表格。")
def roster_(id: str, purpose: str | None, xlsx: Path | None) -> None:
    """车次 ID 的花名册; 不写用途就遮住号码。"""
    from matcher.sheets.rosters import List, workbook

    found = roster(SYSTEM, wired().desk, id, purpose=purpose or "", full=purpose is not None)
    heads = ("车", "座", "姓名", "身份证号", "电话", "上车点", "下车点", "接收单位", "紧急联系")
    rows: list[tuple[Any, ...]] = [
        (str(row.unit), str(row.seat), row.name, row.identity, row.phone, found.trip.stops[row.board].name, found.trip.stops[row.alight].name,
         row.bound_for, row.second_contact) for row in found.rows]
    if xlsx is None:
        for row in rows:
            click.echo("  ".join(filter(None, row)))
        return
    xlsx.write_bytes(workbook(List("乘车人员花名册", (found.trip.name,), heads, rows, purpose or "号码遮住")))
    click.echo(f"写好了 {len(rows)} 人: {xlsx}", err=True)


COMMANDS = (trip,)
