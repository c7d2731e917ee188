"""Words for work → occupations: the national names, common aliases, and the words of the shop floor, some of them by branch."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from matcher.reading.normal import fold
from matcher.reading.shipped import lines, notes


@dataclass(slots=True)
class Lexicon:
    """words: folded word → code. weak: words that count only alone. of_branch: branch → word → code.
    lengths: last two letters → lengths of the words that end so, longest first."""

    names: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    weak: set[str] = field(default_factory=set)
    official: set[str] = field(default_factory=set)
    of_branch: dict[str, dict[str, str]] = field(default_factory=dict)
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)


def trade_lines() -> Iterator[tuple[str, str, bool, list[str]]]:
    """(branch or "", code, weak, words)."""
    for line in notes("trades"):
        words = line.split()
        branch = words.pop(0)[1:-1] if line.startswith("[") else ""
        code = words.pop(0)
        weak = words[0] == "weak"
        yield branch, code, weak, words[1:] if weak else words


def add_official(made: Lexicon) -> None:
    for line in lines("occupations"):
        code, name, aliases = line.split("\t")
        made.names[code] = name
        if aliases:
            made.aliases[code] = tuple(aliases.split("|"))
        if not code.endswith("00") or code[5:7] != "00":
            for alias in made.aliases.get(code, ()):
                if len(alias) > 2:
                    made.words.setdefault(fold(alias), code)
    for code, name in made.names.items():
        if not code.endswith("-00-00"):
            made.words[fold(name)] = code
            made.official.add(fold(name))


@cache
def lexicon() -> Lexicon:
    made = Lexicon()
    add_official(made)
    seen: set[str] = set()
    for branch, code, weak, words in trade_lines():
        for word in map(fold, words):
            if branch:
                made.of_branch.setdefault(branch, {})[word] = code
            elif word not in seen:
                seen.add(word)
                made.words[word] = code
                (made.weak.add if weak else made.weak.discard)(word)
    heads: dict[str, set[int]] = {}
    for word in (*made.words, *(w for words in made.of_branch.values() for w in words)):
        heads.setdefault(word[-2:], set()).add(len(word))
    made.lengths = {head: tuple(sorted(sizes, reverse=True)) for head, sizes in heads.items()}
    return made


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    return {branch: re.compile(pattern) for branch, pattern in (line.split(" ", 1) for line in notes("branches"))}


def branches(text: str) -> tuple[str, ...]:
    """The branches a folded text speaks of: word by word, and for one word in the order of the table, narrow ones first."""
    words = dict.fromkeys(text.split())
    return tuple(dict.fromkeys(branch for word in words for branch in _branches_of(word)))


@lru_cache(maxsize=2_048)  # the employers and trades of a list come again and again
def _branches_of(word: str) -> tuple[str, ...]:
    return tuple(branch for branch, pattern in patterns().items() if pattern.search(word))
