"""What a command is given to work with, and how it prints."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

import click
import orjson

from matcher.services.desk import Desk

if TYPE_CHECKING:
    from flask import Flask  # the web's, which commands do without


class Stated(Protocol):
    """The settings that commands look at."""

    @property
    def ledger_url(self) -> str: ...
    @property
    def catalogue(self) -> str: ...
    @property
    def var(self) -> str: ...


class Wired(Protocol):
    """Parts made when first asked for."""

    @property
    def settings(self) -> Stated: ...
    @property
    def desk(self) -> Desk: ...
    @property
    def app(self) -> "Flask": ...


def wired() -> Wired:
    return cast("Wired", click.get_current_context().obj)


as_json = click.option("--json", "json", is_flag=True, help="结果按 JSON 输出, 给程序用。")


def print_json(value: Any) -> None:
    """One document and a line end; orjson writes dates, enums and dataclasses as they are."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode())


def plain(value: Any) -> Any:
    """A dataclass as a mapping without its blanks, for reading by people and programs."""
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return {name: item for name, item in asdict(value).items() if item not in (None, "", (), {}, [])}


@contextmanager
def progress_bar(label: str, length: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, where that is a terminal; its step takes how many more are done."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    with click.progressbar(length=length or 0, label=label, file=sys.stderr, show_pos=True) as bar:
        if not length:
            bar.length = None  # how many there are shows only at the end
        yield bar.update
