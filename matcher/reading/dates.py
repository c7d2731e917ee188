"""Days in what people write: 2026.2.8, 2月8号, 正月初八, 二月底, 下周一, 年后 → the first day that can be meant.

Decisions: a day without a year is the next one, or one at most a month past; 底 is the last day of its month, 初 the first, 中旬 the 11th,
下旬 the 21st; 二月底 is Gregorian unless 农历 or 阴历 stands before it; 正月, 冬月, 腊月 and every 初 are lunar; a bare 初八 is 正月初八, surely so
around the Spring Festival and to be asked in the rest of the year; 以后 begins on the day itself, 过完 on the next; 年后 begins with the festival;
随时 is today. No day said: None.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from matcher.domain.reading import Reading
from matcher.reading.lunar import day_words, lunar_day, lunar_of, spring_festival
from matcher.reading.normal import fold_with_origin, original_span

NUMBER: Final = r"(?:\d{1,2}(?!\d)|[一二三四五六七八九十廿卅]{1,3})"
YEAR: Final = r"(?:19|20)\d\d|\d\d(?=年)|二零[零一二三四五][零一二三四五六七八九](?=年)"
PART: Final = r"底|末|初|中旬|上旬|下旬|中"
PAST_DAYS: Final = 31  # a day just gone by is still meant: the coach of yesterday
SEASON_DAYS: Final = 45  # before the festival, when 初八 needs no month
WEEKDAYS: Final = {letter: number for number, letter in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
FEASTS: Final = {"春节": (1, 1), "大年初一": (1, 1), "元宵": (1, 15), "端午": (5, 5), "中秋": (8, 15), "重阳": (9, 9), "小年": (12, 23)}
HOLIDAYS: Final = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1), "十一": (10, 1), "劳动节": (5, 1)}
NUMERALS: Final = {day_words(day).removeprefix("初"): day for day in range(1, 31)} | {"三十一": 31}
LONGEST: Final = 2_000  # characters of one text that are read

Found: TypeAlias = tuple[date, float] | None


@dataclass(frozen=True, slots=True)
class Rule:
    """Rules are tried in order; among the matches of one rule the first that makes a day counts."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], date], Found]


def number(text: str) -> int:
    """1..31 in digits or characters; 0 where it is none."""
    return int(text) if text.isdecimal() else NUMERALS.get(text.replace("廿", "二十").replace("卅", "三十").replace("十十", "十"), 0)


def year_of(text: str) -> int:
    """2026, 26, 二零二六."""
    year = int("".join(str("零一二三四五六七八九".index(c)) if c in "零一二三四五六七八九" else c for c in text))
    return year + 2000 if year < 100 else year


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def coming(today: date, of_year: Callable[[int], date | None]) -> date | None:
    """The next one, or one that is hardly past."""
    days = (of_year(today.year + n) for n in (-1, 0, 1, 2))
    return next((day for day in days if day is not None and day >= today - timedelta(days=PAST_DAYS)), None)


def sure(day: date | None, confidence: float) -> Found:
    return None if day is None else (day, confidence)


def part_of(year: int, month: int, part: str) -> date | None:
    if not 1 <= month <= 12:
        return None
    if part in ("底", "末"):
        return month_end(year, month)
    return date(year, month, {"初": 1, "上旬": 1, "中旬": 11, "中": 15, "下旬": 21}[part])


def full(found: re.Match[str], _: date) -> Found:
    return sure(day_of(year_of(found["y"]), number(found["m"]), number(found["d"])), 0.98)


def full_part(found: re.Match[str], _: date) -> Found:
    return sure(part_of(year_of(found["y"]), number(found["m"]), found["part"] or "初"), 0.8 if found["part"] else 0.7)


def lunar_month(text: str) -> int:
    return {"正": 1, "冬": 11, "腊": 12, "臘": 12}.get(text) or number(text)


def lunar(found: re.Match[str], today: date) -> Found:
    month, year = lunar_month(found["m"]), found["y"]
    day = {"底": 30, "末": 30, "初": 1, "中旬": 11, "上旬": 1, "下旬": 21, "中": 15}.get(found["d"]) or number(found["d"].removeprefix("初"))
    if year:
        return sure(lunar_day(int(year), month, day), 0.95)
    return sure(coming(today, lambda y: lunar_day(y, month, day)), 0.95 if found["d"] not in PART.split("|") else 0.7)


def new_years_eve(_: re.Match[str], today: date) -> Found:
    def eve(year: int) -> date | None:
        first = spring_festival(year)
        return first and first - timedelta(days=1)

    return sure(coming(today, eve), 0.95)


def feast(found: re.Match[str], today: date) -> Found:
    month, day = FEASTS[found["feast"]]
    return sure(after(found, coming(today, lambda y: lunar_day(y, month, day))), 0.85)


def holiday(found: re.Match[str], today: date) -> Found:
    month, day = HOLIDAYS[found["feast"]]
    return sure(after(found, coming(today, lambda y: day_of(y, month, day))), 0.8)


def after(found: re.Match[str], day: date | None) -> date | None:
    """过完十五 begins on the next day, 十五以后 on the day itself."""
    return day + timedelta(days=1) if day and found["past"] else day


def bare_lunar(found: re.Match[str], today: date) -> Found:
    """初八 without a month: 正月初八; said on 正月初十 it is the next month's."""
    day, place, first = number(found["d"]), lunar_of(today), coming(today, spring_festival)
    if place is None or first is None:
        return None
    if today > first and place[3] > day:
        return sure(after(found, lunar_day(place[0], place[1] + 1, day)), 0.5)
    near = first - today <= timedelta(days=SEASON_DAYS)
    return sure(after(found, lunar_day(first.year, 1, day)), 0.85 if near else 0.5)


def year_over(_: re.Match[str], today: date) -> Found:
    return sure(coming(today, spring_festival), 0.5)


def month_day(found: re.Match[str], today: date) -> Found:
    return sure(coming(today, lambda y: day_of(y, number(found["m"]), number(found["d"]))), 0.9 if "月" in found[0] else 0.7)


def month_part(found: re.Match[str], today: date) -> Found:
    return sure(coming(today, lambda y: part_of(y, number(found["m"]), found["part"])), 0.75)


def month_alone(found: re.Match[str], today: date) -> Found:
    return sure(coming(today, lambda y: day_of(y, number(found["m"]), 1)), 0.6)


def near_month(found: re.Match[str], today: date) -> Found:
    """本月底, 下个月, 下月8号."""
    later = found["next"] is not None
    year, month = (today.year + today.month // 12, today.month % 12 + 1) if later else (today.year, today.month)
    if found["d"]:
        return sure(day_of(year, month, number(found["d"])), 0.9)
    if found["part"]:
        return sure(part_of(year, month, found["part"]), 0.75)
    return sure(date(year, month, 1), 0.6) if later else None


def day_alone(found: re.Match[str], today: date) -> Found:
    day = number(found["d"])
    ahead = (day_of(today.year + (today.month - 1 + n) // 12, (today.month - 1 + n) % 12 + 1, day) for n in range(3))
    return sure(next((each for each in ahead if each is not None and each >= today), None), 0.7)


def month_edge(found: re.Match[str], today: date) -> Found:
    return sure(part_of(today.year, today.month, found["part"]), 0.75)


def year_edge(_: re.Match[str], today: date) -> Found:
    return date(today.year, 12, 31), 0.7


def week_day(found: re.Match[str], today: date) -> Found:
    monday = today - timedelta(days=today.weekday())
    day = WEEKDAYS.get(found["d"] or "一", 0)
    weeks = len(found["next"] or "")
    wanted = monday + timedelta(days=7 * weeks + day)
    if not found["next"] and not found["this"] and wanted < today:
        wanted += timedelta(days=7)
    return wanted, 0.9 if found["d"] else 0.6


def near_day(found: re.Match[str], today: date) -> Found:
    return today + timedelta(days={"今": 0, "明": 1, "后": 2, "大后": 3}[found["near"]]), 0.95


def days_on(found: re.Match[str], today: date) -> Found:
    count = 0.5 if found["n"] == "半" else float(number(found["n"]))
    days = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}[found["unit"]]
    return (today + timedelta(days=int(count * days)), 0.75) if count else None


def at_once(_: re.Match[str], today: date) -> Found:
    return today, 0.7


CUE: Final = r"(?:出发|发车|动身|报到|到岗|开工|上班|走|返岗|出门|之?前|以?后|左右|开始|起)"
LUNAR_NAME: Final = r"(?:农历|阴历|旧历|古历)"
RULES: Final = tuple(Rule(re.compile(pattern), read) for pattern, read in (
    (rf"(?:{LUNAR_NAME}\s*)(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>[正冬腊]|{NUMBER})月\s*(?P<d>初?{NUMBER}|{PART})", lunar),
    (rf"(?<!\d)(?P<y>{YEAR})\s*[年./-]\s*(?P<m>{NUMBER})\s*[月./-]\s*(?P<d>{NUMBER})(?!\d)", full),
    (r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)", full),
    (rf"(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>[正冬腊])月\s*(?P<d>初?{NUMBER}|{PART})", lunar),
    (rf"(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>{NUMBER})月\s*(?P<d>初{NUMBER})", lunar),
    (r"除夕|大?年三十", new_years_eve),
    (rf"(?<!\d)(?P<y>20\d\d)\s*[年./-]\s*(?P<m>{NUMBER})(?:\s*月份?)?(?P<part>{PART})?(?![\d万千元k./-])", full_part),
    (rf"(?<![\d.个])(?P<m>{NUMBER})\s*月\s*(?P<d>{NUMBER})(?=[日号]|(?!\d|[一二三四五六七八九十百天年个月小人名元千万k]))", month_day),
    (rf"(?<![\d.个])(?P<m>{NUMBER})\s*月份?\s*(?P<part>{PART})", month_part),
    (r"(?P<past>过[完了])?(?:大?年)?初(?P<d>[一二三四五六七八九十])(?!中|级|次|步|[一二三四五六七八九])", bare_lunar),
    (r"(?P<past>过[完了])(?P<d>十五)", bare_lunar),
    (r"(?P<past>$.)?(?<![\d一二三四五六七八九月])(?P<d>十五)(?=以后|过后|之后|后)", bare_lunar),
    (rf"(?P<past>过[完了])?(?P<feast>{'|'.join(FEASTS)})", feast),
    (r"过[完了]年|年后|节后|开年|开春", year_over),
    (rf"(?P<past>过[完了])?(?P<feast>{'|'.join(HOLIDAYS)})(?=节|以?后|之?前|左右|假|$|[ ,。;、])", holiday),
    (rf"(?:(?P<next>下个?)|[本这]个?|当)月(?:(?P<d>{NUMBER})[日号]|(?P<part>{PART}))?", near_month),
    (r"(?:(?P<next>下{1,2})个?|(?P<this>[本这]个?))?(?:周|星期|礼拜)(?P<d>[一二三四五六日天末])", week_day),
    (r"(?:(?P<next>下{1,2})个?|(?P<this>$.))(?:周|星期|礼拜)(?P<d>$.)?", week_day),
    (r"(?<!以)(?P<near>今|明|大后|后)(?:天|日(?!期))", near_day),
    (r"(?<![\d.])(?P<n>\d{1,2}|[一两二三四五六七八九十半]{1,2})个?(?P<unit>天|日|周|星期|礼拜|月)(?:以后|之后|过后|后)", days_on),
    (r"(?<![\d一二三四五六七八九十个年满每当])月(?P<part>底|末|初|中旬)", month_edge),
    (r"年底(?!薪|双薪|奖)", year_edge),
    (rf"(?<![\d.个一二三四五六七八九十])(?P<m>{NUMBER})月(?:份|(?=\s*{CUE})|$)", month_alone),
    (rf"(?<![\d.+月a-z])(?P<d>{NUMBER})[号日](?!\s*(?:前?[发结打]|[线楼店厂院门车机仓路库位岗结]))", day_alone),
    (rf"^\s*(?P<m>\d{{1,2}})\s*[-./]\s*(?P<d>\d{{1,2}})\s*(?:$|[日号]|(?={CUE}))", month_day),
    (rf"(?<![\d.])(?P<m>\d{{1,2}})[-./](?P<d>\d{{1,2}})(?=[日号]|\s*{CUE})", month_day),
    (r"随时|马上|立刻|立即|即刻|现在就", at_once),
))


def read_date(text: str, today: date) -> Reading[date]:
    """The first day that a text can mean, seen from `today`; None where it names none."""
    folded, origin = fold_with_origin(text[:LONGEST])
    for rule in RULES:
        for found in rule.pattern.finditer(folded):
            read = rule.read(found, today) if found.end() > found.start() else None
            if read is not None:
                day, confidence = read
                return Reading(day, confidence, (original_span(origin, *found.span()),))
    return Reading(None)
