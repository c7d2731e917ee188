"""Occupations in what people write: 「电焊机销售」 sells, 「汽车座椅厂 缝纫工20名」 sews, 「车工」 turns metal or sews, by the branch around it.

The longest known words are found; in one part of a title the last of them is its head (Chinese puts the head last), words such as 普工
or 组长 count only where nothing better stands, and the first part of 「普工/焊工/质检」 is the value, the others are alternatives.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from matcher.domain.occupations import Occupation, family
from matcher.domain.reading import Reading
from matcher.reading.normal import fold_with_origin, original_span
from matcher.reading.trades import Lexicon, branches, lexicon

BRACKETS = re.compile(r"[(\[【{<「『]([^)\]】}>」』]*)[)\]】}>」』]?")
PARTS = re.compile(r"[/、,，;；+|&丨]| 和 |或者|以及|及(?!其)|兼|\s-\s|--+|。|!|\n")
CALL = re.compile(r".*(?:招聘|直招|诚聘|急聘|高薪聘|诚招|急招|招募|聘)(?!专员|主管|经理|顾问|助理|客服|师|实习)(?=.{2})"
                  r"|^(?:现|高薪|大量)?招(?=[^商聘生工])")
EXTRAS = re.compile(r"包吃住?|包住|双休|单休|[五六]险(?:[一二]金)?|年终奖?|带薪(?:培训)?|月薪|底薪|保底|高薪|车补|房补|班车接送|师傅带|无经验"
                    r"|全白班|员工(?:餐|宿舍|食堂|福利)"
                    r"|(?:公开|长期|大量)?(?:招聘|诚聘|急聘|急招|诚招|直招)\W*$")
WORD = re.compile(r"\S+")
SPREAD = re.compile(r"(?<![^\s])(?:[一-鿿] ){1,5}[一-鿿](?![^\s])")
UNDONE = re.compile(r"[^工员师手长嫂姆安洁管机]{1,3}")  # 冲压 in 「冲压/焊接工程师」: the head stands in the next part
MOST, LONGEST, PIECES = 8, 2_000, 40  # alternatives given; characters and parts of one text that are read
FACTORY_HAND = "6-31-99-00"


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
        """The occupation of a title or posting. industry: whatever tells the branch, most telling first: employer's name, industry."""
        folded, origin = _closed_up(*fold_with_origin(text[:LONGEST]))
        folded = EXTRAS.sub(lambda extra: " " * len(extra[0]), folded)
        around = branches(fold_with_origin(industry)[0])
        parts = [self._head(folded, part, around) for part in self._parts(folded)[:PIECES]]
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
        call = CALL.match(text)
        start = call.end() if call and not self._listed_before(text, call.end()) else 0
        body, asides = [], []
        at = start
        for bracket in BRACKETS.finditer(text, start):
            body.append((at, bracket.start()))
            asides.append(bracket.span(1))
            at = bracket.end()
        body.append((at, len(text)))
        words = (word for stretch in body for piece in _split(text, *stretch) for word in self._blank_list(text, piece))
        pieces = list(islice(words, PIECES))
        if len(pieces) > 1 and text[pieces[0][1]] == "/" and UNDONE.fullmatch(text[slice(*pieces[0])].strip()):
            pieces[:2] = sorted(pieces[:2], key=lambda piece: _size(piece) <= _size(pieces[0]) + 2)
        return pieces + [piece for aside in asides for piece in _split(text, *aside)]

    def _listed_before(self, text: str, end: int) -> bool:
        """Whether jobs, not an employer's name, stand before the call: 「普工/焊工急聘/钳工」, 「船员直招、普工」."""
        hits = [hit for hit in self._hits(text, 0, end, ()) if not hit.weak]
        return bool(hits) and (end < 7 or "/" in text[:end])

    def _blank_list(self, text: str, piece: tuple[int, int]) -> list[tuple[int, int]]:
        """「仓管员 行政专员 客服」 is a list: blanks part it where each word names work."""
        words = [found.span() for found in WORD.finditer(text, *piece)]
        listed = len(words) > 1 and all(any(not hit.weak for hit in self._hits(text, *word, ())) for word in words)
        return words if listed else [piece]

    def _head(self, text: str, part: tuple[int, int], around: tuple[str, ...]) -> list[Hit]:
        """The words of a part, its head first."""
        hits = self._hits(text, *part, around)
        strong = [hit for hit in hits if not hit.weak]
        if not hits:
            return []
        chosen = strong[-1] if strong else hits[-1]
        if len(strong) > 2 and all(a.end == b.start for a, b in pairwise(strong)):
            chosen = strong[0]  # a bare list, 月嫂育婴师护工, begins with what is wanted most
        if hits[-1].weak and hits[-1].code == FACTORY_HAND and chosen.code.startswith("2-"):
            chosen = hits[-1]  # 自动化操作员 works the line, 自动化 alone would be an engineer's field
        branched = self._by_branch(text, chosen, around) or chosen
        return [branched, *(hit for hit in hits if hit is not chosen)]

    def _hits(self, text: str, start: int, end: int, around: tuple[str, ...]) -> list[Hit]:
        """From the end backwards, the longest word first: 室内保洁 is 保洁, not 内保."""
        hits: list[Hit] = []
        local = [self._words.of_branch[b] for b in around if b in self._words.of_branch]
        at = end
        while at > start:
            hit = next(self._ending_at(text, (start, at, end), local), None)
            if hit:
                hits.insert(0, hit)
            at = hit.start if hit else at - 1
        return hits

    def _ending_at(self, text: str, part: tuple[int, int, int], local: list[dict[str, str]]) -> Iterator[Hit]:
        start, at, end = part
        words = self._words
        for size in (*words.lengths.get(text[at - 2:at], ()), *((1,) if end - start == 1 else ())):
            word = text[at - size:at]
            if at - size < start or not _whole_latin(text, at - size, at):
                continue
            if code := words.words.get(word) or next((table[word] for table in local if word in table), None):
                weak = word in words.weak
                yield Hit(at - size, at, code, weak, 0.5 if weak else 0.95 if size >= end - start - 1 else 0.8)

    def _by_branch(self, text: str, hit: Hit, around: tuple[str, ...]) -> Hit | None:
        """What a word of many trades means in the branch told of, else in that of which the text itself speaks."""
        word = text[hit.start:hit.end]
        if not any(word in table for table in self._words.of_branch.values()):
            return None
        for branch in around or branches(text[:hit.start] + " " + text[hit.end:]):
            if code := self._words.of_branch.get(branch, {}).get(word):
                return Hit(hit.start, hit.end, code, False, max(hit.sure, 0.65))
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


def _closed_up(text: str, origin: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """「仓 管」 → 仓管: blanks that only stretch a word."""
    drop = {at for spread in SPREAD.finditer(text) for at in range(*spread.span()) if text[at] == " "}
    if not drop:
        return text, origin
    return "".join(c for n, c in enumerate(text) if n not in drop), tuple(o for n, o in enumerate(origin) if n not in drop)


def _is_work(code: str) -> bool:
    """An occupation, or a small class that has none below it."""
    return not code.endswith("-00") or code[5:7] != "00"


def _size(piece: tuple[int, int]) -> int:
    return piece[1] - piece[0]


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
