"""dump and load: everything as JSON lines, from any ledger into any other."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import orjson

from matcher.cli.wired import progress_bar, wired
from matcher.domain.errors import Invalid
from matcher.services import indexing

STEP = 1000


@click.command()
@click.argument("file", default="-", type=click.Path(dir_okay=False, allow_dash=True, path_type=str))
def dump(file: str) -> None:
    """把台账全部写成 JSON 行 (身份证号仍是密文); 写 - 就到标准输出。"""
    with progress_bar("导出") as step:
        if file == "-":
            count = _write(sys.stdout.buffer, wired().desk.ledger.dump(), step)
        else:
            # whole or not at all: a backup cut short must not look like one
            half = Path(file + ".part")
            with half.open("wb") as out:
                count = _write(out, wired().desk.ledger.dump(), step)
            half.replace(file)
    click.echo(f"导出 {count} 条。", err=True)


@click.command()
@click.argument("file", default="-", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=str))
def load(file: str) -> None:
    """把 dump 的 JSON 行装进空的台账, 然后重建检索目录。"""
    desk = wired().desk
    desk.ledger.migrate()
    with click.open_file(file, "rb") as lines, progress_bar("装入") as step:
        count = desk.ledger.load(_counted(_records(lines), step))
    indexing.reindex(desk)
    click.echo(f"装入 {count} 条, 目录已重建。", err=True)


def _write(out: Any, records: Iterable[Mapping[str, Any]], step: Any) -> int:
    count = 0
    for count, record in enumerate(records, 1):
        out.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        if count % STEP == 0:
            step(STEP)
    return count


def _records(lines: Iterable[bytes]) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError:
            raise Invalid(f"第 {number} 行不是 JSON, 什么也没有装入。请用 matcher dump 的原文件。") from None
        if not isinstance(record, dict) or "table" not in record:
            raise Invalid(f"第 {number} 行不是台账的记录, 什么也没有装入。")
        yield record


def _counted(records: Iterator[Mapping[str, Any]], step: Any) -> Iterator[Mapping[str, Any]]:
    for number, record in enumerate(records, 1):
        if number % STEP == 0:
            step(STEP)
        yield record


COMMANDS = (dump, load)
