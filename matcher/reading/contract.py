"""Contract and insurance: 直签, 派遣, 合同一年 试用三个月, 五险一金, 每月15号发工资, 日结."""

import re
from typing import Final, TypeVar

from matcher.domain.conditions import Contract
from matcher.domain.reading import Reading
from matcher.domain.terms import Employment
from matcher.reading.cues import Cue, cue, first
from matcher.reading.normal import fold_with_origin, matched
from matcher.reading.numerals import LONGEST, whole_number

T = TypeVar("T")
_N = r"(?:\d{1,2}|半|[一二两三四五六七八九十]{1,3})"
EMPLOYMENTS: Final[tuple[Cue[Employment], ...]] = (
    cue(Employment.DIRECT, r"(?:非|不是|无|不走)(?:劳务)?(?:派遣|中介|外包)|直签|厂里签|与(?:工厂|公司|厂方)签|正式工|(?:企业|工厂|公司)直招"),
    cue(Employment.DISPATCH, r"派遣"),
    cue(Employment.OUTSOURCED, r"外包"),
    cue(Employment.PART_TIME, r"非全日制|兼职|(?<!\d)小时工(?![作资])|钟点工"),
    cue(Employment.GIG, r"零工|日结|临时工|短工|天天结|点工|暑期工|寒假工|干完(?:活)?就结"),
)
INSURANCE: Final[tuple[Cue[bool], ...]] = (
    cue(False, r"(?:不|没有?|无|未)(?:交|缴|买|上|购|含|给交)(?:社会?保险?|五险|保险)|无(?:社保|五险)|社保自理|自愿放弃(?:社保|五险|缴纳)|社保折现"),
    cue(True, r"[五六5][险x]|社保|社会保险|(?:交|缴|购买?|买|上|办理?)(?:纳)?(?:保险|五险|医保|养老)|综合保险|三险|四险"),
)
SETTLED: Final[tuple[Cue[str], ...]] = (
    cue("day", r"日结|天结|天天结|当天结|当日结|一天一结"),
    cue("week", r"周结|一周一结"),
    cue("month", r"月结|按月发|按月结|每月\s?\d{1,2}\s?[号日](?:左右|前|准时|按时)?发"),
    cue("end", r"干完(?:活)?就结|完工结|做完结|工完(?:账)?结|年底结"),
)
_FUND = re.compile(r"(?:[五六5]险[一二1两]金|公积金)")
_TERM = re.compile(rf"(?:合同(?:期限?|签)?|签(?:订)?(?:劳动)?(?:合同)?|期限)\s?[:为]?\s?(?P<n>{_N})\s?(?P<unit>年|个月|月)")
_PROBATION = re.compile(rf"试用期?\s?[:为]?\s?(?P<n>{_N})\s?(?P<unit>个月|月|年|周|天)")
_PAYDAY = re.compile(
    r"(?P<n>[0-3]?\d|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?[号日](?:左右|前|准时|按时)?(?:发放?|结|出)(?:上月)?(?:的)?(?:工资|薪|资|$|[\s,。;])"
)
_PAYDAY_LABEL = re.compile(
    r"(?:发薪日?|发工资日?|发放日期?|工资发放)\s?(?:期|时间)?\s?[:为是]?\s?(?:每月|次月)?\s?(?P<n>[0-3]?\d)\s?[号日]"
)


def read_contract(text: str) -> Reading[Contract]:
    """How somebody is employed, for how long, insured or not, and when paid; None for each that is not said."""
    folded, origin = fold_with_origin(text[:LONGEST])
    matches: list[re.Match[str]] = []
    fund = _FUND.search(folded)
    value = Contract(
        employment=_found(EMPLOYMENTS, folded, matches),
        contract_months=_months(_TERM.search(folded), matches),
        probation_months=_months(_PROBATION.search(folded), matches),
        insurance=_found(INSURANCE, folded, matches),
        housing_fund=True if fund else None,
        payday=_payday(folded, matches),
        settled=_found(SETTLED, folded, matches),
    )
    if fund:
        matches.append(fund)
    return matched(value, 0.9, origin, *matches) if value != Contract() else Reading(None)


def _found(cues: tuple[Cue[T], ...], folded: str, matches: list[re.Match[str]]) -> T | None:
    found = first(cues, folded)
    if found is None:
        return None
    matches.append(found[1])
    return found[0].value


def _months(found: re.Match[str] | None, matches: list[re.Match[str]]) -> int | None:
    if found is None or found["unit"] in ("周", "天"):
        return None
    number = 0.5 if found["n"] == "半" else whole_number(found["n"])
    months = None if number is None else number * (12 if found["unit"] == "年" else 1)
    if months is None or not 1 <= months <= 120:
        return None
    matches.append(found)
    return int(months)


def _payday(folded: str, matches: list[re.Match[str]]) -> int | None:
    found = _PAYDAY.search(folded) or _PAYDAY_LABEL.search(folded)
    day = whole_number(found["n"]) if found else None
    if found is None or day is None or not 1 <= day <= 31:
        return None
    matches.append(found)
    return day
