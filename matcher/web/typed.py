"""Words typed into a form → codes and values; what nobody can read is named beside its field."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, Final

from matcher import context
from matcher.web.forms import Typed

AT_HOME: Final = frozenset({"在家", "家里", "老家", "屋里", "本村", "在屋"})
BETWEEN: Final = re.compile(r"[,，、;；\s]+")
STRUCTURAL: Final = (str, int, float, date, datetime)


def place_code(form: Typed, name: str, index: int = 0) -> str:
    """The code of the place typed; "" for a blank, and for a place nobody knows, which is named."""
    text = form.at(name, index)
    if not text:
        return ""
    places = context.desk().places
    found = places.by_code(text) if text.isdigit() else places.find(text).value
    if found is None:
        form.blame(name, f"没有“{text}”这个地方, 请写全一点, 例如“江苏苏州昆山”。")
        return ""
    return found.code


def occupation_code(text: str) -> str:
    """The code of the work typed; "" where nobody knows such work: the words are then kept as words."""
    found = context.desk().occupations.find(text).value if text else None
    return found.code if found else ""


def parts(text: str) -> list[str]:
    """A list as people write it: 低压电工证、叉车证."""
    return [part for part in BETWEEN.split(text) if part]


def ticked(form: Typed, box: str, options: Iterable[tuple[str, str]], stored: Any = None) -> Iterator[tuple[str, bool]]:
    """(path, True) for each ticked; what was said to be no stays no unless it is ticked now."""
    chosen = form.many(box)
    for path, _ in options:
        if path in chosen:
            yield path, True
        elif stored is not None and at_path(stored, path) is False:
            yield path, False


def at_path(whole: Any, path: str) -> Any:
    for step in path.split("."):
        whole = getattr(whole, step)
    return whole


def flat(whole: Any, above: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """A document as the values of form fields: ("wants.monthly_yuan", ("6000",))."""
    for each in fields(whole):
        value, path = getattr(whole, each.name), f"{above}{each.name}"
        if is_dataclass(value):
            yield from flat(value, f"{path}.")
        elif isinstance(value, tuple):
            yield path, tuple(str(v) for v in value if isinstance(v, str))
        elif value is not None and isinstance(value, STRUCTURAL):
            yield path, (f"{value:g}" if isinstance(value, float) else str(value),)
