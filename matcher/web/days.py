"""Days as people read them: 2026年11月21日 星期六."""

from datetime import date, datetime

from matcher.services.desk import SHANGHAI

WEEKDAYS = "一二三四五六日"


def calendar_day(value: date | datetime) -> date:
    """The day in China."""
    return value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    if value is None:
        return ""
    local = calendar_day(value)
    return f"{local.year}年{local.month}月{local.day}日 星期{WEEKDAYS[local.weekday()]}"


def near_day(value: date | datetime | None, today: date) -> str:
    """3月2日 within this year, else with the year."""
    if value is None:
        return ""
    local = calendar_day(value)
    year = "" if local.year == today.year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日"


def age(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
