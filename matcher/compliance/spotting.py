"""Which of some hundred words stand in a text: asked once for all rules, and only for words whose first letter is there."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spotter:
    """words: by their first letter."""

    words: dict[str, tuple[str, ...]]
    firsts: frozenset[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> "Spotter":
        found: dict[str, list[str]] = {}
        for word in sorted(set(words)):
            found.setdefault(word[0], []).append(word)
        return cls({first: tuple(group) for first, group in found.items()}, frozenset(found))

    def present(self, text: str, letters: frozenset[str]) -> set[str]:
        """letters: those of the text."""
        return {word for first in letters & self.firsts for word in self.words[first] if word in text}
