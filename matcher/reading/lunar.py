"""The farmers' calendar, 1990 to 2050: 正月初八 of a year → the day, and back."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache

from matcher.reading.shipped import lines

MONTHS = ("正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "冬月", "腊月")
UNITS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class LunarYear:
    """first: ordinal of 正月初一. months: (number, whether it is the leap month, days), in order."""

    year: int
    first: int
    months: tuple[tuple[int, bool, int], ...]


@cache
def years() -> dict[int, LunarYear]:
    return {made.year: made for made in map(_year, lines("lunar"))}


def _year(line: str) -> LunarYear:
    year, first, leap, lengths = line.split(",")
    numbers = [(number, False) for number in range(1, 13)]
    if int(leap):
        numbers.insert(int(leap), (int(leap), True))
    months = tuple((number, again, 29 + int(long)) for (number, again), long in zip(numbers, lengths, strict=True))
    return LunarYear(int(year), int(first), months)


def lunar_day(year: int, month: int, day: int) -> date | None:
    """The day of a lunar year; 三十 of a month with 29 days is its last day, as people mean it. None outside the table."""
    found = years().get(year)
    if found is None or not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    at = found.first
    for number, again, days in found.months:
        if number == month and not again:
            return date.fromordinal(at + min(day, days) - 1)
        at += days
    return None


def spring_festival(year: int) -> date | None:
    return lunar_day(year, 1, 1)


def lunar_of(day: date) -> tuple[int, int, bool, int] | None:
    """(lunar year, month, whether it is the leap month, day of the month); None outside the table."""
    table = years()
    firsts = [made.first for made in table.values()]
    at = bisect_right(firsts, day.toordinal()) - 1
    if at < 0:
        return None
    made = list(table.values())[at]
    left = day.toordinal() - made.first
    for number, again, days in made.months:
        if left < days:
            return made.year, number, again, left + 1
        left -= days
    return None


def day_words(day: int) -> str:
    """初八, 十五, 二十, 二十九, 三十."""
    if day <= 10:
        return "初" + UNITS[day - 1]
    tens, unit = divmod(day, 10)
    return ("" if tens == 1 else UNITS[tens - 1]) + "十" + (UNITS[unit - 1] if unit else "")


def lunar_words(day: date) -> str:
    """2026-02-24 → 正月初八, for slips and pages; "" outside the table."""
    found = lunar_of(day)
    if found is None:
        return ""
    _, month, again, number = found
    return ("闰" if again else "") + MONTHS[month - 1] + day_words(number)
