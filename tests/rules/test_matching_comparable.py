"""Pay of all kinds is made comparable by stated assumptions, and never invented."""

import pytest

from matcher.domain.pay import Pay
from matcher.domain.terms import Shift
from matcher.domain.vacancies import Offer
from matcher.matching.comparable import monthly_yuan


def pay(basis: str, low: float, high: float | None = None, kind: str = "unknown", months: int | None = None) -> Pay:
    return Pay(basis=basis, low=low, high=high, kind=kind, months=months)


@pytest.mark.parametrize(("offer", "expected"), [
    pytest.param(Offer(pay=(pay("month", 6000, 7500),)), 6500, id="a range: a third of the way up"),
    pytest.param(Offer(pay=(pay("month", 5800),)), 5800, id="起"),
    pytest.param(Offer(pay=(pay("month", 0, 3000),)), 2400, id="3000 and below"),
    pytest.param(Offer(pay=(pay("hour", 23),)), 4784, id="by the hour: 26 days of 8 hours"),
    pytest.param(Offer(pay=(pay("hour", 23),), hours_per_day=12, shift=Shift.NIGHT), 5980, id="twelve hours: paid for 260 hours a month"),
    pytest.param(Offer(pay=(pay("day", 220),), rest_days=0), 6600, id="by the day without a day off"),
    pytest.param(Offer(pay=(pay("week", 1500),)), 6500, id="by the week"),
    pytest.param(Offer(pay=(pay("year", 120_000),)), 10_000, id="年薪12万"),
    pytest.param(Offer(pay=(pay("month", 6000, months=13),)), 6500, id="thirteen salaries"),
    pytest.param(Offer(pay=(pay("month", 5000, kind="net"),)), 5500, id="到手"),
    pytest.param(Offer(pay=(pay("month", 2660, kind="base"), pay("month", 6500, kind="gross"))), 6500, id="综合 tells more than 底薪"),
    pytest.param(Offer(pay=(pay("month", 2610, kind="base"),), overtime_hours=40), 3510, id="a base with its overtime"),
    pytest.param(Offer(pay=(pay("month", 6000),), meals=True, lodging=True), 6750, id="board and lodging are money"),
    pytest.param(Offer(pay=(pay("month", 6500),), hours_per_day=10, rest_days=4), 6500, id="a usual month"),
    pytest.param(Offer(pay=(pay("month", 7200),), hours_per_day=12, rest_days=0), 5200, id="thirty days of twelve hours"),
    pytest.param(Offer(pay=(pay("piece", 3),)), None, id="a piece rate tells no month"),
    pytest.param(Offer(), None, id="面议"),
    pytest.param(Offer(meals=True, lodging=True), None, id="board alone is no pay"),
])
def test_comparable_pay_is_a_usual_month_with_board_and_lodging(offer: Offer, expected: int | None) -> None:
    assert monthly_yuan(offer) == expected
