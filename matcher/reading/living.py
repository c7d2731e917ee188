"""Board and lodging: 包吃住, 包住餐补10元/天, 管两顿, 夫妻房."""

import re
from typing import Final

from matcher.domain.conditions import Living
from matcher.domain.reading import Reading
from matcher.reading.cues import Cue, cue, first
from matcher.reading.normal import fold_with_origin, matched
from matcher.reading.numerals import DIGITS, LONGEST, whole_number

_GIVEN = r"(?:包|管|供|免费提?供?|提供(?:免费)?|全包)"
BOTH: Final[tuple[Cue[bool], ...]] = (
    cue(False, r"(?:不|没有?|无)(?:包|管|提供|供)(?:吃住|食宿|吃喝住|吃包住|吃管住)|(?:食宿|吃住)(?:费用)?(?:全部|均|都)?自理"),
    cue(
        True,
        rf"{_GIVEN}(?:吃、?包?住|吃又?管?住|食宿|住吃|吃喝住|吃和住|住、?包?吃|住管吃|膳宿)"
        r"|(?:吃住|食宿)(?:全|都|免|由|统一)?(?:包|免费|免|管)|免食宿|包吃.?包住|有吃有住",
    ),
)
LODGING: Final[tuple[Cue[bool], ...]] = (
    cue(False, r"(?:不|没有?|无)(?:包|管|提供|供)(?:住|宿)|(?:住宿|住房)自理|自己租房|自行租房"),
    cue(
        True,
        rf"{_GIVEN}(?:有)?(?:[员女男职]工)?(?:住(?!房[补公])|宿舍|公寓|单间|床位|夫妻[房间])|(?:有|带)(?:员工)?宿舍"
        r"|住宿(?:免费|全免|由公司)|免费住|[一二三四五六八1-8]人间|有住宿|住宿\s?:?(?:有|免费)",
    ),
)
MEALS: Final[tuple[Cue[bool], ...]] = (
    cue(False, r"(?:不|没有?|无)(?:包|管|提供|供)(?:吃|餐|饭|伙食)|(?:吃饭|伙食|用餐|餐费)自理"),
    cue(
        True,
        rf"{_GIVEN}(?:一日)?(?:[一两二三四1-4](?:顿|餐)|吃|伙食|餐(?!补|饮补)|饭(?!补)|(?:工作|午|中|早|晚|三|员工)餐)"
        r"|免费(?:工作|午|中)?餐|一日[两二三]餐|(?:管|供)(?:一|两|三|中午一)顿|工作餐免费|有工作餐",
    ),
)
_COUPLE = re.compile(
    r"夫妻[房间]|夫妻宿舍|可安排夫妻|(?:两口子|夫妻)[^。;]{0,14}(?:单间|住一起|一间|房)|单间[^。;]{0,14}(?:两口子|夫妻)|能住一起|住在一起"
)
_COUNT = re.compile(r"(?:管|包|供|提供|免费|一日)[^,。;\d]{0,4}?(?P<n>[一二两三四1-4])(?:顿|餐)")
_ALLOWANCE = re.compile(
    rf"(?:餐补|(?:餐饮|伙食|餐费)补[贴助]|饭补)\s?:?(?P<n>{DIGITS})\s?(?:元|块)?\s?(?P<per>/?\s?每?一?(?:天|日|个?月|餐|顿|班))?"
)


def read_living(text: str) -> Reading[Living]:
    """What is given of board and lodging. 餐补 is money and no meal; an allowance without "a day" is taken as said only by its unit."""
    folded, origin = fold_with_origin(text[:LONGEST])
    matches: list[re.Match[str]] = []
    both = _found(BOTH, folded, matches)
    meals = both if both is not None else _found(MEALS, folded, matches)
    lodging = both if both is not None else _found(LODGING, folded, matches)
    couple = _COUPLE.search(folded)
    count = _COUNT.search(folded)
    if couple is not None:
        matches.append(couple)
    allowance = _allowance(folded, matches)
    if not matches:
        return Reading(None)
    value = Living(
        meals=meals, lodging=lodging, couple_room=True if couple else None,
        meals_per_day=whole_number(count["n"]) if count and meals else None, meal_allowance=allowance,
    )
    return matched(None if value == Living() else value, 0.95 if both is not None or (meals, lodging) != (None, None) else 0.85, origin, *matches)


def _found(cues: tuple[Cue[bool], ...], folded: str, matches: list[re.Match[str]]) -> bool | None:
    found = first(cues, folded)
    if found is None:
        return None
    matches.append(found[1])
    return found[0].value


def _allowance(folded: str, matches: list[re.Match[str]]) -> float | None:
    """Yuan a day; a month's allowance is left unread here, since the days worked are not known."""
    found = _ALLOWANCE.search(folded)
    if found is None:
        return None
    matches.append(found)
    amount = float(found["n"].replace(",", ""))
    per = found["per"] or ""
    return amount if "月" not in per and amount <= 100 else None
