"""R28: the statutory retirement month, which rises step by step from 2025 (全国人大常委会 2024-09-13 决定)."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from matcher.domain.terms import Sex

Base: TypeAlias = Literal["male_60", "female_55", "female_50"]
Month: TypeAlias = tuple[int, int]  # year, month


@dataclass(frozen=True, slots=True)
class Step:
    """years: the age before the reform. first: first month of birth that is put off.

    each: one month more for so many months of birth. most: months in all.
    """

    years: int
    first: Month
    each: int
    most: int


STEPS: Final[dict[Base, Step]] = {
    "male_60": Step(60, (1965, 1), 4, 36),
    "female_55": Step(55, (1970, 1), 4, 36),
    "female_50": Step(50, (1975, 1), 2, 60),
}


def months_put_off(born_on: date, base: Base) -> int:
    """Months by which retirement is put off: 0 before the first month of birth, then one for each started group, up to the most."""
    step = STEPS[base]
    later = (born_on.year - step.first[0]) * 12 + born_on.month - step.first[1]
    return 0 if later < 0 else min(later // step.each + 1, step.most)


def statutory_month(born_on: date, base: Base) -> Month:
    """The month in which the statutory age is reached: male born 1965-02 → (2025, 3)."""
    at = born_on.year * 12 + born_on.month - 1 + STEPS[base].years * 12 + months_put_off(born_on, base)
    return at // 12, at % 12 + 1


def over_age(born_on: date, base: Base, day: date) -> bool:
    """Whether the statutory month is past: somebody who starts in that very month is not over age yet."""
    return (day.year, day.month) > statutory_month(born_on, base)


def bases(sex: Sex) -> tuple[Base, ...]:
    """The ages that may hold: a woman's depends on her post (工人 50, 干部或管理技术岗 55), which is often not known."""
    return ("male_60",) if sex is Sex.MALE else ("female_50", "female_55")
