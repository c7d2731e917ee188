"""What reading a piece of text gives: a value or nothing, how sure we are, and where it stood."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """value None: nothing was understood, and nothing is invented.

    confidence: 0..1; below 0.6 a person is asked one short question.
    spans: (start, end) in characters of the text as given.
    guesses: codes the words could mean where no value could be told, likeliest first.
    """

    value: T | None
    confidence: float = 0.0
    spans: tuple[tuple[int, int], ...] = ()
    guesses: tuple[str, ...] = ()
