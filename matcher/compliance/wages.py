"""R16 and R17: pay against the legal minimum of the area and against what is usual."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from matcher.compliance.case import Case, Finding, Hits
from matcher.compliance.hits import LONGEST_SUGGESTION, Level
from matcher.compliance.tables import MONTH_HOURS, Standard
from matcher.domain.pay import Pay

UNDER: Final = Finding("R17", Level.BLOCK, "最低工资规定第12条; 劳动合同法第20、72、85条")
DOUBTFUL: Final = Finding("R17", Level.HOLD, "最低工资规定第12条; 劳动合同法第20、72、85条")
ASK: Final = Finding("R17", Level.INFO, "最低工资规定第12条 (加班、夜班、高温津贴和食宿不计入)")
UNUSUAL: Final = Finding("R16", Level.HOLD, "人力资源市场暂行条例第24、43条; 人社厅发〔2025〕60号")
USUAL_TIMES: Final = 1.5  # pay above this many times the usual upper end is looked at
MONTH_DAYS: Final = 30
LOOK_BACK, LOOK_ON = 10, 32  # characters around a base in which a commission belongs to it
WEEKDAYS: Final = 21.75  # paid days of a month of normal work
# What may lift normal hours over the minimum; overtime, meals, rent and heat may not.
_COMMISSION: Final = re.compile(
    r"提成|佣金|计件|绩效|抽成|分红|业绩|%|单"
    r"|(?<!全勤)(?<!满勤)奖|岗位工资|工龄|(?<![班温餐饭房食宿饮话车通])(?:津贴|补贴|补助)"
)
_RAISE: Final = re.compile(r"(?:增加|上调|上涨|递增|加薪|涨|多加|增长)[^,。;\n]{0,10}$")
_EXTRA_HOURS: Final = re.compile(r"加班|超出|周末|周六|平时|平日|节假|延时|夜班|双休|法定|超时|补贴")
_PROBATION: Final = re.compile(
    r"(?:试用|实习|学徒|见习)(?:期)?(?:内|间|期间)?(?:底薪|工资|薪资|月薪|薪酬)?\s?[:为是]?\s?"
    r"(?P<n>\d{3,5})(?![\d天日个.%])(?!\s?[-~至到]\s?\d)"
)
_MONTHLY: Final = re.compile(r"月薪|月工资|工资|薪资|/月|每月|一个月")
_PAY_SAID: Final = re.compile(r"\d|[一二三四五六七八九十]千")
_UNSTATED: Final = re.compile(r"学生|实习生")
_PART_TIME: Final = re.compile(r"兼职|小时工|钟点工|非全日制|日结|半天|临时|时间灵活|时间自由")


@dataclass(frozen=True, slots=True)
class _Floor:
    """The standard a case is measured by, with the words that say which."""

    standard: Standard
    month: int
    known: bool

    @property
    def suggestion(self) -> str:
        advice = f"改到{self.month}元/月以上"
        if not self.standard.certain:
            return f"{advice}, 地区不明按最低档"
        sourced = f"{advice} ({self.standard.wage.source})"
        return sourced if len(sourced) <= LONGEST_SUGGESTION else advice


class _Around:
    """What stands anywhere in the posting and lifts a sum, or makes it a side job's; each looked for once, and only where it is asked."""

    def __init__(self, case: Case) -> None:
        self._case = case

    @cached_property
    def side_job(self) -> bool:
        return _PART_TIME.search(self._case.posting.text) is not None

    @cached_property
    def lifted(self) -> bool:
        plain = self._case.plain
        return any(words.search(plain) for words in (_PART_TIME, _COMMISSION, _EXTRA_HOURS))

    @cached_property
    def monthly(self) -> bool:
        return _MONTHLY.search(self._case.plain) is not None


def check_minimum_wage(case: Case) -> Hits:
    """R17: base, floor or probation pay under the minimum of the area, where it is unknown under the lowest in force.

    A person decides where the area is known but has no line, and where a commission beside it may still make it lawful.
    """
    found = case.tables.standard(case.posting.area, case.day)
    if found is None or not _PAY_SAID.search(case.plain):
        return
    floor = _Floor(found, found.wage.month_yuan, found.certain or case.posting.area is None)
    seen: set[tuple[int, int]] = set()
    for span, month, firm in (*_stated(case), *_on_probation(case)):
        if month < floor.month and not any(a < span[1] and span[0] < b for a, b in seen):
            seen.add(span)
            kind = UNDER if firm and floor.known else DOUBTFUL
            yield kind.original(case, span, floor.suggestion)
    if not seen:
        yield from _implied(case, floor)


def _stated(case: Case) -> Iterator[tuple[tuple[int, int], float, bool]]:
    """Span, yuan for a month of normal hours, and whether it stands alone (no commission beside it)."""
    around = _Around(case)
    for reading in case.pays:
        pay = reading.value
        if pay is None or not reading.spans or (pay.kind not in ("base", "floor") and not _whole(pay, case, around)):
            continue
        top = pay.high or pay.low
        start, end = reading.spans[0]
        text = case.posting.text
        if _RAISE.search(text[max(0, start - 16) : start]):
            continue
        if pay.basis == "month":
            beside = text[max(0, start - LOOK_BACK) : end + LOOK_ON]
            yield (start, end), top, pay.kind in ("base", "floor") and not around.side_job and not _COMMISSION.search(beside)
        elif pay.basis == "hour" and not around.side_job and not _EXTRA_HOURS.search(text[max(0, start - 20) : end]):
            yield (start, end), top * MONTH_HOURS, True


def _whole(pay: Pay, case: Case, around: _Around) -> bool:
    """A sum that is all there is (月薪1500, 每小时8元): nothing else in the text may lift it, and it is no side job."""
    if pay.high is None or pay.low <= 0 or (pay.basis != "hour" and (pay.basis != "month" or len(case.pays) != 1)):
        return False
    return not around.lifted and (pay.basis == "hour" or around.monthly)


def _on_probation(case: Case) -> Iterator[tuple[tuple[int, int], float, bool]]:
    """试用期1500: pay of the probation itself, which may not lie under the minimum either (劳动合同法 §20)."""
    if not {"试", "实", "徒", "见"} & case.prepared.letters:
        return
    for match in _PROBATION.finditer(case.plain):
        if "试用" in match[0] or not _UNSTATED.search(match[0]):
            after = case.plain[match.end() : match.end() + LOOK_ON]
            yield case.prepared.span(*match.span()), float(match["n"]), not _COMMISSION.search(after)


def _implied(case: Case, floor: _Floor) -> Hits:
    """综合 with stated hours: implied hour = 综合 / (174 + 1.5 × overtime on workdays + 2 × hours on rest days)."""
    whole = next((r for r in case.pays if r.value and r.value.kind == "gross" and r.value.basis == "month"), None)
    if whole is None or whole.value is None or not whole.spans:
        return
    time = case.time.value
    if time is None or time.hours_per_day is None or time.rest_days is None:
        return
    month = implied_month(whole.value, time.hours_per_day, time.rest_days)
    if month < floor.month:
        yield DOUBTFUL.original(case, whole.spans[0], f"按工时折算约{month:.0f}元, 请写底薪和工时")


def implied_month(pay: Pay, hours_per_day: float, rest_days: float) -> float:
    """What normal hours of a month would earn if all of `pay` were wage; an hour of a day longer than nine is taken to be meals."""
    hours = hours_per_day - 1 if hours_per_day > 9 else hours_per_day
    days = max(MONTH_DAYS - rest_days, 0)
    overtime = max(hours - 8, 0) * min(days, WEEKDAYS)
    on_rest_days = max(days - WEEKDAYS, 0) * hours
    return (pay.high or pay.low) / (MONTH_HOURS + 1.5 * overtime + 2 * on_rest_days) * MONTH_HOURS


def check_unusual_pay(case: Case) -> Hits:
    """R16: monthly pay far above what that occupation gets there, where the table has a line."""
    vacancy = case.posting.vacancy
    usual = case.tables.usual_pay(vacancy.occupation if vacancy else None, case.posting.area, case.day)
    if usual is None:
        return
    for reading in case.pays:
        pay = reading.value
        if pay and pay.basis == "month" and (pay.high or pay.low) > usual.p95_month * USUAL_TIMES and reading.spans:
            yield UNUSUAL.original(case, reading.spans[0], "高于当地同工种很多, 请附工资依据")
