"""A posting made ready for rules: folded, without tricks of writing, and every letter still knows where it came from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import eq
from typing import Final

from matcher.compliance.shipped import table
from matcher.compliance.spotting import Spotter
from matcher.reading.normal import fold, fold_with_origin, original_span

MOST: Final = 20_000  # characters of one posting that are checked; a vacancy's description ends there
AROUND: Final = 120  # letters on either side in which a sentence is looked for
_PINYIN: Final = r"(?<=[\u4e00-\u9fff])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňḿ]{1,6}\)"  # 爭(zhēng)議
_REPEATS: Final = r"([\u4e00-\u9fff])\1{2,}|([限押禁扣优肝婚])\2"  # 限限限男, 押押金: doubled by scanning, or to slip through
_PULLED: Final = r"[ .*·_\-+|~]{1,2}"  # what letters are pulled apart with
_LETTERED: Final = r"[\u4e00-\u9fff](?<![\u4e00-\u9fff]{2})(?:[ .*·_\-+|~][\u4e00-\u9fff]){2,}(?![\u4e00-\u9fff])"  # 河 南 人 勿 扰
_SPELT: Final[dict[str, str]] = table("variants")["spelt"]


def _spellings(word: str, sounds: list[str]) -> Iterator[str]:
    """One letter by its sound or its first letter, or all by their sounds."""
    for number, sound in enumerate(sounds):
        yield word[:number] + sound + word[number + 1 :]
        yield word[:number] + sound[0] + word[number + 1 :]
    yield "".join(sounds)


_WRITTEN: Final[dict[str, str]] = {
    **{form: word for word, sounds in _SPELT.items() for form in _spellings(word, sounds.split())},
    **{fold(written): meant for written, meant in table("variants")["written"].items()},
}
_SPOTTER: Final = Spotter.of(_WRITTEN)
_REPEATED: Final = re.compile(_REPEATS)
_BRACKETED: Final = re.compile(_PINYIN)
_APART: Final = re.compile("|".join((_LETTERED, *(_PULLED.join(word) for word in _SPELT))))
_SIGNS: Final = re.compile(r"[ .*·_\-+|~]")
_TRICKS: Final = re.compile("|".join((_PINYIN, _REPEATS, *map(re.escape, sorted(_WRITTEN, key=len, reverse=True)), f"(?P<apart>{_APART.pattern})")))


@dataclass(frozen=True, slots=True)
class Prepared:
    """text: as given. plain: what rules read. origin: for each letter of `plain` its place in `text`."""

    text: str
    plain: str
    origin: tuple[int, ...]
    letters: frozenset[str]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of `plain` in the text as given."""
        return original_span(self.origin, start, end)

    def clause(self, start: int, end: int, stops: str = "。;!?\n") -> str:
        """The sentence around a span of `plain`, no further than AROUND letters each way."""
        least, most = max(0, start - AROUND), min(len(self.plain), end + AROUND)
        begun = max(max(self.plain.rfind(stop, least, start) for stop in stops) + 1, least)
        ends = [at for stop in stops if (at := self.plain.find(stop, end, most)) >= 0]
        return self.plain[begun : min(ends, default=most)]


def prepare(text: str) -> Prepared:
    text = text[:MOST]
    folded, origin = fold_with_origin(text)
    letters = frozenset(folded)
    if _tricky(folded, letters):
        folded, origin = _undone(folded, origin)
        letters = frozenset(folded)
    return Prepared(text, folded, origin, letters)


def _tricky(folded: str, letters: frozenset[str]) -> bool:
    """Quick: most postings are written straight, and the full pattern costs as much as a rule."""
    if ("(" in folded and _BRACKETED.search(folded)) or _SPOTTER.present(folded, letters):
        return True
    return (any(map(eq, folded, folded[1:])) and _REPEATED.search(folded) is not None) or _APART.search(folded) is not None


def _undone(folded: str, origin: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """Each trick replaced by what it means; the last letter of the meaning reaches to the end of what was written."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for trick in _TRICKS.finditer(folded):
        meant = _SIGNS.sub("", trick[0]) if trick["apart"] else _WRITTEN.get(trick[0], trick[1] or trick[2] or "")
        pieces += (folded[done : trick.start()], meant)
        places += origin[done : trick.start()]
        if meant:
            places += [origin[trick.start()]] * max(len(meant) - 1, 1) + [origin[trick.end() - 1]] * (len(meant) > 1)
        done = trick.end()
    return "".join((*pieces, folded[done:])), (*places, *origin[done:])
