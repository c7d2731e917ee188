"""How people write trips: stops with their times, seats, drivers. What is not understood is None; nothing is guessed."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from matcher.booking.plans import PRESETS, counted, grid
from matcher.booking.texts import CHINA
from matcher.domain.trips import Driver, UnitKind

AT: Final = re.compile(
    r"(?:(?:(?P<year>\d{4})[-年/.])?(?P<month>\d{1,2})[-月/.](?P<day>\d{1,2})日?[\sT]*)?"
    r"(?P<hour>\d{1,2})(?:[:：](?P<minute>\d{2})(?::\d{2})?|[点时](?:(?P<spoken>\d{1,2})分?|(?P<half>半))?)")
BETWEEN: Final = re.compile(r"[、,，;；\n|]+|\s*(?:→|—+|->|=>)\s*")
NEXT_DAY: Final = re.compile(r"次日|第二天|隔天|当天|当日|\(\s*\)")
GRID: Final = re.compile(r"(\d{1,3})\s*[x×*乘]\s*(\d{1,3})")
COUNT: Final = re.compile(r"(\d{1,3})\s*座?")
MINUTES: Final = re.compile(r"(\d{1,3})\s*(?:分钟|分)?")
VEHICLE: Final = re.compile(r"大客车|客车|大客|大巴|中巴|车|\s")
NAMES: Final = re.compile(r"[,，、;；\n]+")
NUMBER: Final = re.compile(r"\+?[\d-]{7,}")
ACROSS: Final = 4


def moment(found: re.Match[str], day: date, before: datetime | None) -> datetime | None:
    """A time of `day`, or of the day of the stop before; an hour earlier than that stop is the next day's. None where there is no such time."""
    try:
        if found["month"]:
            day = date(int(found["year"] or day.year), int(found["month"]), int(found["day"]))
        elif before:
            day = before.date()
        minute = 30 if found["half"] else int(found["minute"] or found["spoken"] or 0)
        at = datetime(day.year, day.month, day.day, int(found["hour"]), minute, tzinfo=CHINA)
    except ValueError:
        return None
    return at + timedelta(days=1) if before and not found["month"] and at <= before else at


def stops_in(text: str) -> list[tuple[str, re.Match[str]]] | None:
    """石坡街06:30、洛南县城08:00 → 南通 21:30: names and times in their order. None where a part has no time or no name."""
    found: list[tuple[str, re.Match[str]]] = []
    for part in filter(str.strip, BETWEEN.split(text)):
        times = list(AT.finditer(part))
        if not times:
            return None
        if len(times) == 1:
            found.append((stop_name(part.replace(times[0][0], " ")), times[0]))
        else:
            found += _one_after_another(part, times)
    return found if all(name for name, _ in found) else None


def _one_after_another(part: str, times: list[re.Match[str]]) -> Iterator[tuple[str, re.Match[str]]]:
    start = 0
    for at in times:
        yield stop_name(part[start:at.start()]), at
        start = at.end()


def stop_name(text: str) -> str:
    return NEXT_DAY.sub("", text).strip(" \t:：()（）到至-~")


def seats_in(text: str) -> tuple[UnitKind, tuple[str, ...], bool] | None:
    """Kind, plan, and whether the plan is one that is known to exist: 49座 is the usual coach with the escort's seat, 45座 is drawn four across,
    13×4 is meant literally. Raises Invalid where there would be too many."""
    named = next((preset for preset in PRESETS.values() if preset.label == text), None)
    if named:
        return named.kind, named.plan, True
    if found := GRID.fullmatch(text):
        return UnitKind.COACH, grid(int(found[1]), int(found[2])), True
    count = COUNT.fullmatch(VEHICLE.sub("", text))
    if count is None:
        return None
    usual = PRESETS.get(f"coach-{int(count[1])}")
    return (usual.kind, usual.plan, True) if usual else (UnitKind.COACH, counted(int(count[1]), ACROSS), False)


def rests_in(text: str) -> list[tuple[re.Match[str], int, str]] | None:
    """12:30 30 黄河服务区、15:30 六安服务区 20分钟: time, minutes, where. None where a part has no time or no minutes."""
    found = []
    for part in filter(str.strip, BETWEEN.split(text)):
        at = AT.search(part)
        left = part.replace(at[0], " ", 1) if at else ""
        minutes = MINUTES.search(left)
        if at is None or minutes is None:
            return None
        found.append((at, int(minutes[1]), left.replace(minutes[0], " ", 1).strip()))
    return found


def drivers_in(text: str) -> tuple[Driver, ...]:
    """示例师傅 19900000010、示例师傅二."""
    return tuple(Driver(*named(part)) for part in NAMES.split(text) if part.strip())


def named(text: str) -> tuple[str, str]:
    """Name and phone number, either of them blank."""
    number = NUMBER.search(text)
    return (text.replace(number[0], "").strip(" ()（）:："), number[0]) if number else (text.strip(), "")
