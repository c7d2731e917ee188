"""read KIND: what a line of text is understood as, for scripts and for curious people."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import click
import orjson

from matcher.domain.reading import Reading
from matcher.reading.age import read_age
from matcher.reading.comments import read_comment
from matcher.reading.dates import read_date
from matcher.reading.occupations import Occupations
from matcher.reading.pay import read_pay
from matcher.reading.places import Places
from matcher.reading.posting import Readers, read_posting
from matcher.reading.profile import read_profile
from matcher.reading.shapes import as_json
from matcher.services.desk import SHANGHAI

Reads = Callable[[str], dict[str, Any]]


@click.command()
@click.argument("kind", type=click.Choice(["pay", "age", "place", "occupation", "date", "comment", "posting", "profile"]))
@click.option("--near", metavar="代码", help="这些话是在哪里说的 (行政区划代码), 同名的地方按这里认。")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="“初八”“下周”从哪天算起; 不写就是今天。")
def read(kind: str, near: str | None, today: datetime | None) -> None:
    """从标准输入逐行读, 每行写出一个 JSON: {"text", "value", "confidence", "spans"}。"""
    day = today.date() if today else datetime.now(UTC).astimezone(SHANGHAI).date()
    reads = _reader(kind, near, day)
    for line in lines():
        sys.stdout.buffer.write(orjson.dumps({"text": line, **reads(line)}, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def lines() -> Iterator[str]:
    """UTF-8, whatever the terminal says; broken bytes become the replacement sign and are read past."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _reader(kind: str, near: str | None, today: date) -> Reads:
    if kind in ("pay", "age"):
        return partial(_reading, read_pay if kind == "pay" else read_age)
    if kind == "date":
        return partial(_reading, partial(_date_of, today))
    places, occupations = Places.load(), Occupations.load()
    if kind == "place":
        return partial(_reading, partial(places.find, near=near))
    if kind == "occupation":
        return partial(_reading, occupations.find)
    if kind == "comment":
        return partial(_reading, partial(read_comment, places=places, near=near))
    readers = Readers(places, occupations, read_date)
    return partial(_whole, partial(read_posting, readers=readers, today=today) if kind == "posting" else
                   partial(read_profile, readers=readers, today=today, home=near))


def _date_of(today: date, text: str) -> Any:
    return read_date(text, today)


def _reading(read: Callable[[str], Any], text: str) -> dict[str, Any]:
    shape: dict[str, Any] = as_json(read(text))
    return shape


def _whole(read: Callable[[str], Any], text: str) -> dict[str, Any]:
    """A whole posting or profile: as sure as its parts are on average, spans of all that was understood."""
    value = read(text)
    parts = list(_parts(value))
    sure = [part.confidence for part in parts if part.confidence]
    spans = sorted({span for part in parts for span in part.spans} | set(getattr(value, "spans", ())))
    said = sure or [confidence for _, confidence in getattr(value, "confidence", ())]
    return {"value": as_json(value), "confidence": round(sum(said) / len(said), 2) if said else 0.0, "spans": spans}


def _parts(value: Any) -> Iterator[Reading[Any]]:
    """Every single reading inside."""
    if isinstance(value, Reading):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _parts(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _parts(getattr(value, each.name))


COMMANDS = (read,)
