"""Shifts, hours and rest days: 长白班, 12小时两班倒, 夜班18:00-6:00, 月休4天."""

import re
from typing import Final

from matcher.domain.conditions import WorkingTime
from matcher.domain.reading import Reading
from matcher.domain.terms import Shift
from matcher.reading.cues import Cue, cue, first
from matcher.reading.normal import fold_with_origin, matched
from matcher.reading.numerals import LONGEST, whole_number

_NO = r"(?:不上|不用上|不倒|没有|没|无|免|莫上|莫得|不要|不熬|不安排|拒绝|不想上|不愿上|上不了)"
_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
SHIFTS: Final[tuple[Cue[Shift], ...]] = (
    cue(Shift.DAY, rf"{_NO}(?:大)?(?:夜|晚|倒)班|长白班|常白班|长日班|常日班|纯白班|只上白班|全白班"),
    cue(Shift.THREE_SHIFT, r"三班倒|3班倒|三班[两2二]运转|三班制|四班三|五班三|四班[两2二]|三班(?!人)|3班(?!人)"),
    cue(Shift.TWO_SHIFT, r"早班.{0,16}[晚夜]班|分早", 0.9),
    cue(Shift.TWO_SHIFT, r"[两二2]班倒|[两二2]班制|[两二2]班轮|[两二2]班(?!组)|(?:白|日|早|昼)[夜晚](?:班)?(?:倒|轮|两)|早晚班|白夜班|倒夜班"),
    cue(Shift.TWO_SHIFT, r"倒班|轮班|翻班|倒白班|白班夜班|(?:需|能)(?:要)?上夜班|轮流", 0.7),
    cue(Shift.NIGHT, r"长夜班|夜班(?=\s?\d)|只上夜班|纯夜班|夜班(?!补|津|费|另|有|餐|加|宵)|上夜班|大夜班|晚班(?!补|津|费)", 0.9),
    cue(Shift.FLEXIBLE, r"(?:时间|上班|工作)(?:时间)?(?:自由|灵活|弹性)|弹性(?:工作|上班|时间)|灵活(?:排班|上班)|自由安排", 0.9),
    cue(Shift.DAY, r"白班|日班|正常班|行政班|朝九晚[五六]|早[八九]晚[五六]|白天", 0.85),
)
_HOURS = re.compile(
    r"(?<![\d.:/元每块])(?P<n>\d{1,2}(?:\.5)?|[一二两三四五六七八九十]{1,2})\s?个?(?:小时|钟头|h(?![a-z]))(?!以内送|内到|工[资价])"
)
_PAID_BY = re.compile(r"(?:元|块|/|每|时薪|工价|加班|延长|车程|培训|工龄|提前|不超过|休息)\s?$")
_CLOCK = re.compile(
    r"(?<!\d)(?P<h1>[01]?\d|2[0-4])\s?(?::(?P<m1>[0-5]\d)|点(?P<half1>半)?)(?!\d)\s?(?:[-~]{1,3}|至|到)\s?"
    r"(?P<next>次日|第二天|晚上?|下午|凌晨|早上?|中午)?\s?(?P<h2>[01]?\d|2[0-4])\s?(?::(?P<m2>[0-5]\d)|点(?P<half2>半)?)(?!\d)"
)
_EVENING = re.compile(r"晚|下午")
_REST = re.compile(rf"(?:月休|每月休息?|每月可?休|一个?月休息?|月休息)\s?(?:息)?(?P<n>{_N})\s?(?:[-~至到]\s?(?P<n2>{_N}))?\s?(?:天|日)?")
_WEEK_REST = re.compile(rf"(?:周休|每周休息?|一周休息?)\s?(?P<n>{_N})\s?(?:天|日)")
RESTS: Final[tuple[Cue[float], ...]] = (
    cue(8.0, r"双休|[上做](?:五|5)休(?:二|两|2)|五天八小时|五天工作制|5天8小时|周末休息|六日休"),
    cue(6.0, r"大小周|单双休|大小休"),
    cue(4.0, r"单休|[上做](?:六|6)休(?:一|1)|六天工作制|周日休|一周一休|星期天休"),
    cue(10.0, r"[上做](?:四|4)休(?:二|2)"),
    cue(15.0, r"上一休一|做二休二|上二休二|上一天休一天|做一休一"),
    cue(0.0, r"无休|没有休息|全月无休", 0.9),
)
SHORTEST_SHIFT, LONGEST_SHIFT = 4, 16  # hours
DAY, HALF_DAY = 24 * 60, 5 * 60  # minutes; a span as short as half a day's work may have its other half beside it


def read_shift(text: str) -> Reading[WorkingTime]:
    """Shift, hours of one shift and rest days a month, each None where the text is silent. 双休 is 8 days a month, 单休 4."""
    folded, origin = fold_with_origin(text[:LONGEST])
    matches: list[re.Match[str]] = []
    sure = 0.95
    shift = None
    if (found := first(SHIFTS, folded)) is not None:
        shift, sure = found[0].value, found[0].sure
        matches.append(found[1])
    starts, ends, hours = _clock(folded, matches)
    stated = _hours(folded, matches)
    rest = _rest(folded, matches)
    if not matches:
        return Reading(None)
    if shift is None and starts is not None and hours is not None and _by_night(starts, hours):
        shift = Shift.NIGHT
    value = WorkingTime(shift=shift, hours_per_day=stated or hours, rest_days=rest, starts=starts, ends=ends)
    return matched(value if value != WorkingTime() else None, sure, origin, *matches)


def _clock(folded: str, matches: list[re.Match[str]]) -> tuple[str | None, str | None, float | None]:
    """18:00-6:00 is twelve hours, 9:00-12:00 13:30-18:00 seven and a half.

    A span longer or shorter than a shift can be is no shift (opening hours, half a day) and not read.
    """
    spans = [*_CLOCK.finditer(folded)][:2]
    if not spans:
        return None, None, None
    start, end = _ends(spans[0], 0)
    length = (end - start) % DAY
    if len(spans) > 1 and length <= HALF_DAY:
        again, end = _ends(spans[1], end)
        length += (end - again) % DAY
    else:
        del spans[1:]
    if not SHORTEST_SHIFT * 60 <= length <= LONGEST_SHIFT * 60:
        return None, None, None
    matches.extend(spans)
    return _clock_text(start), _clock_text(end), length / 60


def _ends(found: re.Match[str], after: int) -> tuple[int, int]:
    """Start and end in minutes; an hour before `after` or after 晚 and 下午 is one of the second half of the day."""
    start = _minutes(found["h1"], found["m1"], found["half1"])
    end = _minutes(found["h2"], found["m2"], found["half2"])
    if start < after <= 13 * 60:
        start += DAY // 2
    if end < DAY // 2 and (_EVENING.match(found["next"] or "") or (after and end < start)):
        end += DAY // 2
    return start, end


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    return int(hour) % 24 * 60 + (30 if half else int(minute or 0))


def _clock_text(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _by_night(starts: str, hours: float) -> bool:
    """Most of the shift lies between ten at night and six in the morning."""
    begin = int(starts[:2]) + int(starts[3:]) / 60
    night = sum(1 for step in range(int(hours * 4)) if (begin + step / 4) % 24 >= 22 or (begin + step / 4) % 24 < 6)
    return night * 2 >= int(hours * 4)


def _hours(folded: str, matches: list[re.Match[str]]) -> float | None:
    for found in _HOURS.finditer(folded):
        number = float(found["n"]) if found["n"][0].isdecimal() else whole_number(found["n"])
        if number and SHORTEST_SHIFT <= number <= LONGEST_SHIFT and not _PAID_BY.search(folded[max(0, found.start() - 4) : found.start()]):
            matches.append(found)
            return float(number)
    return None


def _rest(folded: str, matches: list[re.Match[str]]) -> float | None:
    for pattern, times in ((_REST, 1), (_WEEK_REST, 4)):
        found = pattern.search(folded)
        days = whole_number(found["n"]) if found else None
        if found and days is not None and days * times <= 20:
            matches.append(found)
            return float(days * times)
    named = first(RESTS, folded)
    if named is None:
        return None
    matches.append(named[1])
    return named[0].value
