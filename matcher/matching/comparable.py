"""Pay made comparable: yuan a month for a usual month's work, with free board and lodging counted in.

A posting says 综合6500, 23元/小时 or 年薪12万; a person says 一个月六七千. Each assumption stands below with its reason.
Without a figure the answer is None.
"""

from typing import Final

from matcher.domain.pay import Pay
from matcher.domain.vacancies import Offer

WORKING_DAYS: Final = 26  # four days off a month: what most postings with a figure a day mean
HOURS_A_DAY: Final = 8.0  # the statutory day (劳动法 §36); more is counted only where stated
USUAL_MONTH_HOURS: Final = 260.0  # 26 days of 10 hours; pay for longer months is counted for this much only
STATUTORY_DAYS: Final = 21.75  # days by which a monthly base becomes an hourly one (人社部 on 劳动法 §51)
OVERTIME_RATE: Final = 1.5  # 劳动法 §44, ordinary days
WEEKS_A_MONTH: Final = 52 / 12
NET_TO_GROSS: Final = 1.1  # 到手 is after about a tenth for social insurance
RANGE_SHARE: Final = 1 / 3  # of 6000-9000 newcomers see the lower third
BELOW_SHARE: Final = 0.8  # of "3000 and below", where only the top is known
MEALS_YUAN: Final = 450  # a month of canteen meals at 15 a day
LODGING_YUAN: Final = 300  # a bed in a shared room near a plant
_PREFERRED: Final = ("gross", "net", "unknown", "floor", "base")  # what a whole month pays tells more than a part of it


def monthly_yuan(offer: Offer) -> int | None:
    """Comparable yuan a month, None where the posting has no figure that a month can be told from (面议, piece rates)."""
    figures = sorted(offer.pay, key=lambda pay: _PREFERRED.index(pay.kind))
    money = next((month for pay in figures if (month := _month(pay, offer)) is not None), None)
    if money is None:
        return None
    return round(_usual(money, offer) + MEALS_YUAN * bool(offer.meals) + LODGING_YUAN * bool(offer.lodging))


def _month(pay: Pay, offer: Offer) -> float | None:
    times = _times(pay, offer)
    if times is None:
        return None
    money = _expected(pay) * times
    if pay.kind == "net":
        return money * NET_TO_GROSS
    if pay.kind in ("base", "floor") and pay.basis == "month" and offer.overtime_hours:
        return money + money / STATUTORY_DAYS / HOURS_A_DAY * OVERTIME_RATE * offer.overtime_hours
    return money


def _expected(pay: Pay) -> float:
    if pay.high is None:
        return pay.low
    return pay.high * BELOW_SHARE if pay.low == 0 else pay.low + (pay.high - pay.low) * RANGE_SHARE


def _times(pay: Pay, offer: Offer) -> float | None:
    """How many of that basis make a month."""
    days = WORKING_DAYS if offer.rest_days is None else max(30 - offer.rest_days, 1)
    hours = offer.hours_per_day or HOURS_A_DAY
    times = {"month": (pay.months or 12) / 12, "day": days, "hour": days * hours, "week": WEEKS_A_MONTH, "year": 1 / 12}
    return times.get(pay.basis)


def _usual(money: float, offer: Offer) -> float:
    """The part paid for a usual month, where a longer one is stated; a shorter month is never counted up."""
    if offer.hours_per_day is None:
        return money
    days = WORKING_DAYS if offer.rest_days is None else max(30 - offer.rest_days, 1)
    return money * min(USUAL_MONTH_HOURS / (offer.hours_per_day * days), 1.0)
