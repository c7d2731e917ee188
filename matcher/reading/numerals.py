"""Numbers as people write them: 6500, 6,500, 6.5k, 8千, 1万2, 六千五, 七八千."""

import re
from functools import lru_cache
from typing import Final

DIGITS: Final = r"(?!0\d)(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?!\d)(?:\.\d{1,2}(?!\d))?"
# In 三百五一天 the 一 belongs to the day.
CHINESE: Final = r"[一二两三四五六七八九十](?:[零二两三四五六七八九十百千万]|一(?![天日个小件年周双条])){0,9}"
SCALES: Final = {"百": 100, "千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000}
LONGEST: Final = 2_000  # characters of one text that are read; what lies beyond is not an advert's pay or age

_ADJACENT = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])([十百千万])$")
_LETTERS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}


@lru_cache(maxsize=4096)
def chinese_number(text: str) -> float | None:
    """六千五 → 6500, 十五 → 15; None where it is no number (七八千 is two)."""
    from cn2an import cn2an  # here, for it loads slowly and most texts have digits

    try:
        return float(cn2an(text, "smart"))
    except (ValueError, KeyError):  # KeyError: on odd orders of units
        return None


def two_numbers(text: str) -> tuple[float, float] | None:
    """七八千 → (7000, 8000), 三四十 → (30, 40): neighbours in rising order, else None."""
    found = _ADJACENT.match(text)
    if found is None or _LETTERS[found[2]] != _LETTERS[found[1]] + 1:
        return None
    return float(_LETTERS[found[1]] * _UNITS[found[3]]), float(_LETTERS[found[2]] * _UNITS[found[3]])


def whole_number(text: str) -> int | None:
    """Digits or Chinese numerals as a whole number; None where it is none."""
    if text.isdecimal() and text.isascii():
        return int(text)
    value = chinese_number(text)
    return int(value) if value is not None and value == int(value) else None
