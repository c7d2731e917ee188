"""One way of writing for everything that is read: the same letter for the same sound, however it was typed."""

import re
import unicodedata
from functools import lru_cache
from itertools import chain, repeat
from typing import TypeVar

from opencc import OpenCC

from matcher.domain.reading import Reading

T = TypeVar("T")

DASHES = "‐‑‒–—―−﹣－─"
WAVES = "∼〜～˜﹏"
KEYCAP = "\u20e3"
VARIATION = range(0xFE00, 0xFE10)
_SIMPLIFIED = OpenCC("t2s")


class _Folding(dict[int, str]):
    """Code point → folded text, worked out at its first meeting: str.translate then runs at dictionary speed."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()  # letters met so far that fold to none or to several

    def __missing__(self, code: int) -> str:
        folded = _fold_letter(chr(code))
        self[code] = folded
        if len(folded) != 1:
            self.uneven.add(chr(code))
        return folded


def _fold_letter(letter: str) -> str:
    """One character, alone: phrase rules would make its fold depend on its neighbours and lose its place in the original."""
    if letter in DASHES:
        return "-"
    if letter in WAVES:
        return "~"
    if letter == "〇":
        return "零"
    if letter == KEYCAP:
        return " "
    kind = unicodedata.category(letter)
    if kind in ("Cf", "Cs") or ord(letter) in VARIATION:
        return ""
    plain = unicodedata.normalize("NFKC", letter).lower()
    simple = "".join(_SIMPLIFIED.convert(c) if c > "\u2e7f" else c for c in plain)
    # ①5800 numbers a line and then names a sum: without the blank it would read 15800.
    return simple + " " if kind == "No" and simple != letter else simple


_TABLE = _Folding()


def fold(text: str) -> str:
    """NFKC, simplified, lower case; dashes are "-", waves "~", 〇 is 零; zero-width noise is gone. fold(fold(x)) == fold(x)."""
    return text if text.isascii() and text.islower() else text.translate(_TABLE)


@lru_cache(maxsize=256)
def fold_with_origin(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text and, for each of its characters, the index it came from in the text as given."""
    folded = fold(text)
    if _TABLE.uneven.isdisjoint(text):
        return folded, tuple(range(len(text)))
    pieces = [_TABLE[ord(c)] for c in text]
    return "".join(pieces), tuple(chain.from_iterable(repeat(i, len(piece)) for i, piece in enumerate(pieces)))


def original_span(origin: tuple[int, ...], start: int, end: int) -> tuple[int, int]:
    """A span of folded text, not empty, as a span of the text it came from."""
    return origin[start], origin[end - 1] + 1


def matched(value: T | None, confidence: float, origin: tuple[int, ...], *matches: re.Match[str] | None) -> Reading[T]:
    """A reading with the original spans of what was matched in folded text."""
    spans = (original_span(origin, *found.span()) for found in matches if found is not None and found.end() > found.start())
    return Reading(value, confidence, tuple(sorted(set(spans))))
