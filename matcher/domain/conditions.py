"""What a posting says about hours, board and lodging, and the contract; None always means that it does not say."""

from dataclasses import dataclass

from matcher.domain.terms import Employment, Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """hours_per_day: hours of one shift. rest_days: a month. starts, ends: "18:00" and "06:00" of the clock where stated."""

    shift: Shift | None = None
    hours_per_day: float | None = None
    rest_days: float | None = None
    starts: str | None = None
    ends: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Living:
    """meals, lodging: given free of charge. meals_per_day: how many where stated. meal_allowance: yuan a day (餐补10元/天)."""

    meals: bool | None = None
    lodging: bool | None = None
    couple_room: bool | None = None
    meals_per_day: int | None = None
    meal_allowance: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """contract_months, probation_months: length. insurance: 社保 or 五险 promised (True) or refused (False).

    housing_fund: 公积金. payday: day of the month. settled: "day" | "week" | "month" | "end" (干完就结), when wages are paid out.
    """

    employment: Employment | None = None
    contract_months: int | None = None
    probation_months: int | None = None
    insurance: bool | None = None
    housing_fund: bool | None = None
    payday: int | None = None
    settled: str | None = None
