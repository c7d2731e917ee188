"""Rules that are words: what is looked for, what takes it back, and how far a 不 or a warning reaches."""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Final

from matcher.compliance.hits import Hit, Level
from matcher.compliance.postings import Posting
from matcher.compliance.prepared import Prepared
from matcher.compliance.shipped import THEMES, table
from matcher.compliance.spotting import Spotter

MOST_HITS: Final = 5  # of one rule in one posting: the fifth teaches nothing new
MOST_EXCUSED: Final = 200  # of one rule in one posting: who says it more often, each time taken back, is not believed any more
_STOP: Final = r",。;!?:\n\s"
_LIST: Final = rf"(?:[^{_STOP}、/]{{0,6}}[、/和及或与][^{_STOP}、/]{{0,3}}){{0,5}}"  # 不收中介费、服装费、押金
_SOFT: Final = (r"(?:不(?!限|低|少于|超|满|含|等|同|愿|想|怕|封顶|需?要?经验)|免(?!费)|无(?!经验|责|论|尘|锡|夜|忧|息|线|学历)"
                r"|没有?(?!经验)|勿|非(?!常|全|诚)|未|取消)")
_HARD: Final = (r"(?:禁止|严禁|谨防|警惕|杜绝|不得|举报|抵制|反对|拒绝|投诉|防止|远离|请勿|绝不|从不|决不|均不|都不|概不"
               r"|不(?:再|以任何|以各种|向|需要?|用|必|须|会|收取?|存在)"
                r"|无(?:需|须|任何)|没有任何)")
NEGATIONS: Final = {
    "wide": re.compile(rf"(?:{_SOFT}[^{_STOP}]{{0,4}}|{_HARD}[^{_STOP}]{{0,10}}){_LIST}$"),
    "near": re.compile(rf"(?:{_SOFT}[^{_STOP}]?|{_HARD}[^{_STOP}]{{0,2}})$"),
}
_REACH: Final = 60
_TAKEN_BACK: Final = re.compile(r"\s?[:为]?\s?(?:一律|全部|全都?|均|都)?(?:无(?![责论经])|免(?!费住)|不收|不用|不需|没有|0元|零(?!首))")
_FRAUD: Final = re.compile(r"骗|谨防|违法|违规|举报|警惕|上当|勿信|黑中介|陷阱|套路|打击|识别")
_WARNING: Final = re.compile(r"骗|谨防|违法|违规|举报|警惕|上当|勿信|套路|不能发|不能写|不要写|识别|禁止|不得|严禁|提醒|黑中介|陷阱")
_QUOTES: Final = re.compile(r"[「『“‘\"'《]([^「『“‘\"'《」』”’》]{1,60})[」』”’\"'》]")
_ACCUSED: Final = re.compile(
    r"[^,。;!?\n]{0,8}(?:的(?:中介|公司|单位|招聘|招工|企业|人|都|均|一律|行为|要求|广告)"
    r"|(?:都|均|皆)?(?:是骗|属于?(?:违法|违规|诈骗|骗))|等?(?:违法|违规|骗局|陷阱|套路))"
)

_MET: Final = re.compile(r"(?:如遇|若遇|遇到|碰到)[^。;!?\n]{0,14}$")  # 遇到收取押金的单位
_WHOEVER: Final = re.compile(r"(?:凡是?|如有|若有|一旦|任何人?|以任何)[^。;!?\n]{0,14}$")  # 凡是扣押证件的


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRule:
    """find: what is looked for. unless: a hit inside such a span does not count. context: must also stand somewhere; without: must stand nowhere.

    needs: quick test before any pattern, of each group one word must stand in the text (`candidates`).
    negation: how far a 不 before it reaches: "wide" (four letters, and lists), "near", "none".
    programme: not for what a public body posts under a programme. once: the first hit says it all.
    """

    rule: str
    level: Level
    basis: str
    suggestion: str
    needs: tuple[frozenset[str], ...]
    find: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    context: re.Pattern[str] | None = None
    without: re.Pattern[str] | None = None
    negation: str = "wide"
    programme: bool = False
    once: bool = False
    instead: str | None = None

    def hits(self, prepared: Prepared) -> Iterator[Hit]:
        text = prepared.plain
        found = self.find.search(text)
        if found is None or (self.context and not self.context.search(text)) or (self.without and self.without.search(text)):
            return
        spans = [span.span() for span in self.unless.finditer(text)] if self.unless else []
        looked = 0
        while found is not None:
            start, end = found.span()
            looked += 1
            if end > start and (looked > MOST_EXCUSED or not self._excused(prepared, start, end, spans)):
                span = prepared.span(start, end)
                yield Hit(rule=self.rule, level=self.level, basis=self.basis, suggestion=self.suggestion,
                          span=span, text=prepared.text[slice(*span)], instead=self.instead)
                start = end - 1
            found = self.find.search(text, start + 1)  # what was excused may hide another: 学历不限男性优先

    def _excused(self, prepared: Prepared, start: int, end: int, spans: list[tuple[int, int]]) -> bool:
        """Inside one of the spans that take it back (they do not overlap), negated, or warned of."""
        last = bisect(spans, (start, len(prepared.plain))) - 1
        inside = last >= 0 and end <= spans[last][1]
        return inside or self._negated(prepared.plain, start, end) or warned_of(prepared, start, end)

    def _negated(self, text: str, start: int, end: int) -> bool:
        if self.negation == "none":
            return False
        before = text[max(0, start - _REACH) : start]
        return bool(NEGATIONS[self.negation].search(before) or (self.negation == "wide" and _TAKEN_BACK.match(text, end)))


def warned_of(prepared: Prepared, start: int, end: int) -> bool:
    """The phrase is not said but warned of: quoted in a warning, or what others are accused of (收押金的中介都是骗子)."""
    text = prepared.plain
    before = text[max(0, start - 18) : start]
    least, most = max(0, start - _REACH), min(len(text), end + _REACH)
    if (_ACCUSED.match(text, end) or _WHOEVER.search(before)) and _FRAUD.search(text[least:most]):
        return True
    if not _WARNING.search(prepared.clause(start, end)):
        return False
    return _MET.search(before) is not None or any(quote.start() < start and end < quote.end() for quote in _QUOTES.finditer(text, least, most))


def word_hits(prepared: Prepared, posting: Posting) -> Iterator[Hit]:
    """Hits of all rules that are words."""
    served = posting.public_body and posting.programme is not None
    for rule in candidates(prepared):
        if not (rule.programme and served):
            yield from islice(rule.hits(prepared), 1 if rule.once else MOST_HITS)


def candidates(prepared: Prepared) -> Iterator[WordRule]:
    """The rules whose words stand in the text at all, in their order: a posting has the words of three or four of thirty."""
    rules, first_words = word_rules(), _first_words()
    present = spotter().present(prepared.plain, prepared.letters)
    for number in sorted({number for word in present if word in first_words for number in first_words[word]}):
        if all(not group.isdisjoint(present) for group in rules[number].needs):
            yield rules[number]


@cache
def spotter() -> Spotter:
    return Spotter.of(word for rule in word_rules() for group in rule.needs for word in group)


@cache
def _first_words() -> dict[str, list[int]]:
    """Word of a rule's first group → the rules, by number."""
    found: dict[str, list[int]] = {}
    for number, rule in enumerate(word_rules()):
        for word in rule.needs[0]:
            found.setdefault(word, []).append(number)
    return found


@cache
def word_rules() -> tuple[WordRule, ...]:
    return tuple(_rule(row, table(theme).get("parts", {})) for theme in THEMES for row in table(theme)["rule"])


def _rule(row: dict[str, Any], parts: dict[str, str]) -> WordRule:
    patterns = {name: _pattern(row.get(name, ()), parts) for name in ("unless", "context", "without")}
    find = _pattern(row["find"], parts)
    if find is None:
        raise ValueError(f"{row['rule']}: nothing to find")
    return WordRule(
        rule=row["rule"], level=Level(row["level"]), basis=row["basis"], suggestion=row["suggestion"],
        needs=tuple(frozenset(group.split()) for group in row["needs"]), find=find, unless=patterns["unless"],
        context=patterns["context"], without=patterns["without"],
        negation=row.get("negation", "wide"), programme=row.get("programme", False), once=row.get("once", False), instead=row.get("instead"),
    )


def _pattern(words: list[str] | tuple[str, ...], parts: dict[str, str]) -> re.Pattern[str] | None:
    """One pattern of all; <name> stands for a part of that name."""
    if not words:
        return None
    return re.compile("|".join(re.sub(r"<([a-z]+)>", lambda name: f"(?:{parts[name[1]]})", word) for word in words))
