"""Occupations in what people write: 「电焊机销售」 sells, 「汽车座椅厂 缝纫工20名」 sews, 「车工」 turns metal or sews, by the branch around it.

The longest known words are found; in one part of a title the last of them is its head (Chinese puts the head last), words such as 普工 or 组长 count only where
nothing better stands, and the first part of 「普工/焊工/质检」 is the value, the others are alternatives.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from matcher.domain.occupations import Occupation, family
from matcher.domain.reading import Reading
from matcher.reading.normal import fold_with_origin, original_span
from matcher.reading.trades import Lexicon, branches, lexicon

BRACKETS = re.compile(r"[(\[【{<「『]([^)\]】}>」』]*)[)\]】}>」』]?")
PARTS = re.compile(r"[/、,，;；+|&丨]| 和 |或者|以及|及(?!其)|兼|\s-\s|--+|。|!|\n")
CALL = re.compile(r".*(?:招聘|直招|诚聘|急聘|高薪聘|诚招|急招|招募|聘)(?!专员|主管|经理|顾问|助理|客服|师|实习)(?=.{2})|^(?:现|高薪|大量)?招(?=[^商聘生工])")
EXTRAS = re.compile(r"包吃住?|包住|双休|单休|五险(?:一金)?|六险|年终奖?|带薪(?:培训)?|月薪|底薪|保底|高薪|急|实习(?=$|[ )])|可实习|无经验|[0-9.]+[kw万千元]?(?:[-~][0-9.]+[kw万千元]?)?|班车接送|师傅带|接受|全白班|车补|房补")
MOST = 8


@dataclass(frozen=True, slots=True)
class Hit:
    start: int
    end: int
    code: str
    weak: bool
    sure: float


class Occupations:
    """Made once (`Occupations.load()`); everything in it is read only."""

    def __init__(self, words: Lexicon) -> None:
        self._words = words
        self._groups: dict[str, list[str]] = defaultdict(list)
        for code in words.names:
            if not code.endswith("-00") or code[5:7] != "00":
                self._groups[code[:7]].append(code)
        self._letters = _bigram_index(words)

    @staticmethod
    @cache
    def load() -> "Occupations":
        return Occupations(lexicon())

    # reading
    def find(self, text: str, industry: str = "") -> Reading[Occupation]:
        """The occupation of a title or posting. industry: whatever tells the branch: industry, employer's name."""
        folded, origin = fold_with_origin(text)
        around = branches(fold_with_origin(industry)[0])
        parts = [self._head(folded, part, around) for part in self._parts(folded)]
        found = [hits[0] for hits in parts if hits]
        if not found:
            return Reading(None, 0.2 if text.strip() else 0.0, guesses=self._guesses(folded))
        ranked = sorted(found, key=lambda hit: hit.weak)
        codes = list(dict.fromkeys([*(hit.code for hit in ranked), *(hit.code for hits in parts for hit in hits[1:] if not hit.weak)]))
        best = ranked[0]
        spans = tuple(original_span(origin, hit.start, hit.end) for hit in ranked)
        alternatives = tuple(codes[1:]) or self._others(folded[best.start:best.end], best.code)
        return Reading(Occupation(best.code, self._words.names[best.code], alternatives[:MOST]), best.sure, spans)

    def _parts(self, text: str) -> list[tuple[int, int]]:
        """Pieces that each name one job; brackets are pieces of their own, read last, and who calls ("某某公司招聘") is cut off."""
        start = call.end() if (call := CALL.match(text)) and call.end() < len(text) else 0
        body, asides = [], []
        at = start
        for bracket in BRACKETS.finditer(text, start):
            body.append((at, bracket.start()))
            asides.append(bracket.span(1))
            at = bracket.end()
        body.append((at, len(text)))
        pieces = [piece for stretch in body for piece in _split(text, *stretch)]
        return pieces + [piece for aside in asides for piece in _split(text, *aside)]

    def _head(self, text: str, part: tuple[int, int], around: tuple[str, ...]) -> list[Hit]:
        """The words of a part, its head first."""
        hits = self._hits(text, *part, around)
        strong = [hit for hit in hits if not hit.weak]
        if not hits:
            return []
        chosen = strong[-1] if strong else hits[-1]
        branched = self._by_branch(text, chosen, (*branches(text), *around)) or chosen
        return [branched, *(hit for hit in hits if hit is not chosen)]

    def _hits(self, text: str, start: int, end: int, around: tuple[str, ...]) -> list[Hit]:
        hits, at, words = [], start, self._words
        local = [words.of_branch[b] for b in around if b in words.of_branch]
        while at < end:
            for size in (*words.lengths.get(text[at:at + 2], ()), *((1,) if end - start == 1 else ())):
                word = text[at:at + size]
                if at + size > end or not _whole_latin(text, at, at + size):
                    continue
                code = words.words.get(word) or next((table[word] for table in local if word in table), None)
                if code:
                    sure = 0.5 if word in words.weak else 0.95 if size >= end - start - 1 else 0.8
                    hits.append(Hit(at, at + size, code, word in words.weak, sure))
                    at += size
                    break
            else:
                at += 1
        return hits

    def _by_branch(self, text: str, hit: Hit, around: tuple[str, ...]) -> Hit | None:
        word = text[hit.start:hit.end]
        for branch in around:
            if code := self._words.of_branch.get(branch, {}).get(word):
                return Hit(hit.start, hit.end, code, hit.weak, max(hit.sure, 0.65))
        return None

    def _others(self, word: str, code: str) -> tuple[str, ...]:
        """What the same word means in other branches."""
        meanings = (table[word] for table in self._words.of_branch.values() if word in table)
        return tuple(other for other in dict.fromkeys(meanings) if other != code)

    def _guesses(self, text: str) -> tuple[str, ...]:
        """The three names that share most pairs of letters with the text."""
        score: dict[str, float] = defaultdict(float)
        for pair in {text[n:n + 2] for n in range(len(text) - 1)}:
            codes = self._letters.get(pair, ())
            for code in codes:
                score[code] += 1 / len(codes)
        return tuple(sorted(score, key=lambda code: (-score[code], code))[:3])

    # looking up
    def by_code(self, code: str) -> Occupation | None:
        name = self._words.names.get(code)
        return None if name is None else Occupation(code, name)

    def family_name(self, prefix: str) -> str:
        """The name of the group a prefix stands for ("6-05-01", "6-05-01-00"); "" if there is none."""
        own = family(prefix)
        own += "-00-00-00"[:10 - len(own)] if len(own) < 10 else ""
        return self._words.names.get(own, "")

    def neighbours(self, code: str) -> tuple[Occupation, ...]:
        """Occupations one could do nearly as well: those of the same small class, then of the same middle class."""
        small = [other for other in self._groups.get(code[:7], ()) if other != code and not other.endswith("-00")]
        middle = [other for group, codes in self._groups.items() if group[:4] == code[:4] and group != code[:7] for other in codes if _is_work(other)]
        return tuple(Occupation(other, self._words.names[other]) for other in (*small, *middle))

    def search(self, words: str, limit: int = 20) -> list[Occupation]:
        """For a field that completes itself: names that begin with the words, then trade words that do, then names that hold them."""
        typed = fold_with_origin(words)[0].strip()
        if not typed:
            return []
        names = [(code, name) for code, name in self._words.names.items() if _is_work(code)]
        found = [code for code, name in names if name.startswith(typed)]
        found += [code for word, code in self._words.words.items() if word.startswith(typed)]
        found += [code for code, name in names if typed in name]
        return [Occupation(code, self._words.names[code]) for code in list(dict.fromkeys(found))[:limit]]


def _is_work(code: str) -> bool:
    """An occupation, or a small class that has none below it."""
    return not code.endswith("-00") or code[5:7] != "00"


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(edge for cut in PARTS.finditer(text, start, end) for edge in cut.span()), end]
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if b > a]


def _whole_latin(text: str, start: int, end: int) -> bool:
    """Latin words are not found inside longer ones: no "pe" in "type"."""
    before, after = text[start - 1:start], text[end:end + 1]
    inside_before = before.isascii() and before.isalpha() and text[start].isascii() and text[start].isalpha()
    inside_after = after.isascii() and after.isalpha() and text[end - 1].isascii() and text[end - 1].isalpha()
    return not (inside_before or inside_after)


def _bigram_index(words: Lexicon) -> dict[str, tuple[str, ...]]:
    index: dict[str, set[str]] = defaultdict(set)
    for word, code in words.words.items():
        for n in range(len(word) - 1):
            index[word[n:n + 2]].add(code)
    return {pair: tuple(sorted(codes)) for pair, codes in index.items()}
