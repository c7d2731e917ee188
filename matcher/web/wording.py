"""The words templates ask for: codes, sums and days as people read them."""

import re
from datetime import date, datetime

from flask import Flask

from matcher import context
from matcher.web import days, path_words, trip_words, vacancy_words, worker_words
from matcher.web.money import other_pay_words, pay_words


def dom_id(name: str) -> str:
    return re.sub(r"[^\w-]", "-", name)


def place(code: str | None) -> str:
    return context.desk().places.name(code) if code else ""


def near_day(value: date | datetime | None) -> str:
    return days.near_day(value, context.desk().today)


def hundred(share: float) -> int:
    return round(share * 100)


def crossed(text: str) -> bool:
    return "✗" in text


def with_cross(text: str) -> str:
    """What does not fit is marked in writing, not by colour alone."""
    return text if crossed(text) else f"✗ {text}"


def install(app: Flask) -> None:
    app.jinja_env.filters.update({
        "day": days.day, "near_day": near_day, "dom_id": dom_id, "place": place, "hundred": hundred, "with_cross": with_cross, "crossed": crossed,
        "pay_words": pay_words, "other_pay_words": other_pay_words,
        **vacancy_words.FILTERS, **worker_words.FILTERS, **path_words.FILTERS, **trip_words.FILTERS,
    })
    app.add_template_global(trip_words.trip_tabs)
