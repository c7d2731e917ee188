"""Tables of words with one meaning each: the first row that is found in the text decides."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cue(Generic[T]):
    """Words (a pattern over folded text) and what they mean. sure: how far the words settle it."""

    value: T
    pattern: re.Pattern[str]
    sure: float = 0.95


def cue(value: T, words: str, sure: float = 0.95) -> Cue[T]:
    return Cue(value, re.compile(words), sure)


def first(cues: Iterable[Cue[T]], folded: str) -> tuple[Cue[T], re.Match[str]] | None:
    for row in cues:
        if (match := row.pattern.search(folded)) is not None:
            return row, match
    return None


def every(cues: Iterable[Cue[T]], folded: str) -> list[tuple[Cue[T], re.Match[str]]]:
    """Each row that is found, in the order of the text."""
    found = [(row, match) for row in cues if (match := row.pattern.search(folded)) is not None]
    return sorted(found, key=lambda pair: pair[1].start())
