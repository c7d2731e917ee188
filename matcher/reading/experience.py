"""Years of experience: 1-3年, 3年以上, 无经验, 十来年."""

import re

from matcher.domain.reading import Reading
from matcher.reading.normal import fold_with_origin, matched
from matcher.reading.numerals import LONGEST, whole_number

_N = r"(?:\d{1,2}(?:\.5)?|半|[一二两三四五六七八九十]{1,3})"
_YEARS = re.compile(
    rf"(?<![\d./-])(?P<n>{_N})\s?(?:年)?(?:[-~至到]\s?(?P<high>{_N}))?\s?(?P<some>几|来|多)?\s?(?P<unit>年|个月)(?:(?P<less>及?以下|以内|之内)|及?以上)?(?!\d|[前后底初末薪终产度]|[月级制])"
)
_NONE = re.compile(
    r"(?:无需|不需要?|不用|不要|没有?|无)(?:任何|相关|工作)?经验|经验不限|不限经验|(?:经验|工作年限)\s?:?(?:不限|无要求)|应届|生手|新手|零基础|小白|^\s?(?:不限|无)\s?$"
)
_WORK = re.compile(r"经验|经历|从事|工作|干过|做过|干了|做了|工龄|开过|驾龄|学过|年限|熟练|待过|打过")
_ELSEWHERE = re.compile(r"(?:合同|签|满|工期|试用|质保|保修|成立|创[建办]|发展|近|前|约|租|每|/|历史|干)\s?$")
LONGEST_LIFE = 50  # years


def read_experience(text: str) -> Reading[float]:
    """The least number of years named; 0.0 where it is said that none are needed (无经验, 不限, 1年以下).

    In a longer text years count only near words of working.
    """
    folded, origin = fold_with_origin(text[:LONGEST])
    short = len(folded) <= 10
    for match in _YEARS.finditer(folded):
        near = folded[max(0, match.start() - 10) : match.end() + 10]
        if _ELSEWHERE.search(folded[max(0, match.start() - 3) : match.start()]) or not (_WORK.search(near) or short):
            continue
        years = _number(match["n"], match["unit"])
        if years is not None and years <= LONGEST_LIFE and not (short and match["unit"] == "个月" and not _WORK.search(near)):
            return matched(0.0 if match["less"] else years, 0.7 if match["some"] else 0.9, origin, match)
    none = _NONE.search(folded)
    return matched(0.0, 0.9, origin, none) if none else Reading(None)


def _number(word: str, unit: str) -> float | None:
    number = 0.5 if word == "半" else float(word) if word[0].isdecimal() else whole_number(word)
    if number is None:
        return None
    return round(number / 12, 2) if unit == "个月" else float(number)
