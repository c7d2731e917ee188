"""Age ranges of postings: 18-45, 60岁以下, 35周岁以内, 年满18周岁."""

import re

from matcher.domain.ages import AgeRange
from matcher.domain.reading import Reading
from matcher.reading.normal import fold_with_origin, matched
from matcher.reading.numerals import LONGEST, whole_number

_N = r"(?:\d{2}|[二三四五六]?十[一二三四五六七八九]?)"
_ALONE = r"(?<!\d)(?<!\d[.:/-])"
_YEARS = r"\s?(?:周?岁)?(?:\(含\))?"
_RANGE = re.compile(
    rf"{_ALONE}(?P<low>{_N}){_YEARS}\s?(?:[-~]{{1,4}}|至|到)\s?(?P<high>{_N})(?![\d.:/])(?:\s?\(?周?岁\)?)?(?:\s?(?:之间|以内|以下))?"
)
_CAP = re.compile(
    rf"{_ALONE}(?P<n>{_N})(?:(?P<years>\s?周?岁)(?:\(含\))?(?:\([男女]\))?\s?(?:及其?)?(?:以下|以内|之内|之下|内|封顶|止)|(?P<bare>\s?(?:及?以下|以内|之内|封顶)))"
)
_FLOOR = re.compile(rf"{_ALONE}(?P<n>{_N})(?:(?P<years>\s?周?岁)(?:\(含\))?\s?(?:及其?)?(?:以上|起)|(?P<bare>\s?(?:及?以上)))")
_NOT_OVER = re.compile(rf"(?:不超过|不大于|低于|小于)\s?(?P<n>{_N})\s?周?岁")
_FULL = re.compile(rf"(?:年满|须满|满)\s?(?P<n>{_N})(?P<years>\s?周?岁)|(?:不低于|大于|不小于)\s?(?P<m>{_N})\s?周?岁")
_SINGLE = re.compile(rf"{_ALONE}(?P<n>{_N})\s?周?岁(?!以)")
_OWN = re.compile(
    r"(?<![\d.:/-])(?P<n>[1-7]\d)(?:\s?周?岁|\s?了(?!\d)|(?=\s*(?:[,。;、]|$|\s)))|(?:今年|年龄\s?:?)\s?(?P<m>[1-7]\d|[二三四五六七]?十[一二三四五六七八九]?)"
)
_FREE = re.compile(r"年龄\s?(?:不限|无要求|不作要求|没要求)|不限年龄")
_HINT = re.compile(r"岁|年[龄纪]|[男女]\s?\d|\d{2}\s?[-~至到]|十.?[至到]")
_TALK = re.compile(r"岁|年龄|年纪")
_LABEL = re.compile(r"(?:年龄|年纪|男|女|岁)[^\d,。;]{0,8}$")
_UNIT = re.compile(
    r"\s?(?:元|块|千|k(?![a-z])|万|w(?![a-z])|[名人天号日点年月个度%层楼斤公吨米级台次件家班位两级秒分室栋条项]|小时|周(?!岁)|cm|kg|mm|m(?![a-z]))"
)
YOUNGEST, OLDEST = 12, 80  # beyond these the figures mean something else; what the law allows is not decided here


def read_age(text: str) -> Reading[AgeRange]:
    """The ages a posting asks for. Several ranges (男18-40女18-45) give the widest, with doubt; 90后 and 2-28 give nothing.

    年龄不限 gives value None with high confidence: it is said that there is no range.
    """
    folded, origin = fold_with_origin(text[:LONGEST])
    if _HINT.search(folded) is None:
        return Reading(None)
    if (free := _FREE.search(folded)) is not None:
        return matched(None, 0.95, origin, free)
    ranges, matches = _ranges(folded)
    if not ranges:
        ranges, matches = _open_ended(folded)
    if not ranges:
        return _single(folded, origin)
    lows, highs = [low for low, _, _ in ranges], [high for _, high, _ in ranges]
    low = None if None in lows else min(n for n in lows if n is not None)
    high = None if None in highs else max(n for n in highs if n is not None)
    if low is not None and high is not None and low > high:
        return Reading(None)
    sure = min(confidence for _, _, confidence in ranges) if len({(a, b) for a, b, _ in ranges}) == 1 else 0.5
    return matched(AgeRange(low, high), sure, origin, *matches)


Ends = tuple[int | None, int | None, float]


def _ranges(folded: str) -> tuple[list[Ends], list[re.Match[str]]]:
    """18-45 with both ends. Without 岁 or 年龄 nearby it may be anything: a unit after it rules it out, and we are less sure."""
    found: list[Ends] = []
    matches = []
    for match in _RANGE.finditer(folded):
        low, high = whole_number(match["low"]), whole_number(match["high"])
        if low is None or high is None or not YOUNGEST <= low <= high <= OLDEST:
            continue
        labelled = len(match[0]) == len(folded.strip()) or "岁" in match[0] or _LABEL.search(folded[max(0, match.start() - 12) : match.start()])
        if not labelled and (_UNIT.match(folded, match.end()) or low > 40 or high - low < 3 or not match["low"].isdecimal()):
            continue
        found.append((low, high, 0.95 if labelled else 0.8))
        matches.append(match)
    return found, matches


def _open_ended(folded: str) -> tuple[list[Ends], list[re.Match[str]]]:
    """60岁以下 and 18岁以上; both in one text are one range (18岁以上45岁以下)."""
    tops, top_matches = _limits(folded, _CAP, _NOT_OVER)
    bottoms, bottom_matches = _limits(folded, _FLOOR, _FULL)
    if tops and bottoms and max(bottoms) <= max(tops):
        return [(min(bottoms), max(tops), 0.9 if len(tops) == len(bottoms) == 1 else 0.5)], [*bottom_matches, *top_matches]
    ends: list[Ends] = [(None, top, 0.95) for top in tops] or [(bottom, None, 0.95) for bottom in bottoms]
    return ends, top_matches if tops else bottom_matches


def _limits(folded: str, *patterns: re.Pattern[str]) -> tuple[list[int], list[re.Match[str]]]:
    numbers, matches = [], []
    for pattern in patterns:
        for match in pattern.finditer(folded):
            groups = match.groupdict()
            number = whole_number(groups.get("n") or groups.get("m") or "")
            said = not groups.get("bare") or _LABEL.search(folded[max(0, match.start() - 12) : match.start()])
            if number is not None and YOUNGEST <= number <= OLDEST and said:
                numbers.append(number)
                matches.append(match)
    return numbers, matches


def _single(folded: str, origin: tuple[int, ...]) -> Reading[AgeRange]:
    """42岁 alone is exactly that age; more than one such age says nothing of a range."""
    matches = list(_SINGLE.finditer(folded)) if _TALK.search(folded) else []
    if len(matches) != 1:
        return Reading(None)
    number = whole_number(matches[0]["n"])
    if number is None or not YOUNGEST <= number <= OLDEST:
        return Reading(None)
    return matched(AgeRange(number, number), 0.6, origin, matches[0])


def read_own_age(text: str) -> Reading[int]:
    """How old somebody says to be: 42, / 43岁 / 55了 / 今年三十八. Nothing outside 14 to 79."""
    folded, origin = fold_with_origin(text[:LONGEST])
    for match in _OWN.finditer(folded):
        number = whole_number(match["n"] or match["m"])
        if number is not None and 14 <= number < 80:
            said = match["m"] is not None or "岁" in match[0] or "了" in match[0]
            return matched(number, 0.95 if said else 0.8, origin, match)
    return Reading(None)
