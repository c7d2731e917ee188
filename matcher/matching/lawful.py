"""Gates of the law on who may do which work, and of the age that a post states."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from matcher.domain.search import Between, Condition, Either, Not, OneOf
from matcher.domain.terms import Sex
from matcher.matching import codes, rows
from matcher.matching.codes import Day
from matcher.matching.conditions import Rows, is_one
from matcher.matching.gates import Gate
from matcher.matching.pairs import Pair

YEAR: Final = np.int32(10_000)  # a year in dates written as 20260220


class Sixteen(Gate):
    """R09: nobody under 16 on the day work begins (禁止使用童工规定 §2)."""

    name = "sixteen"

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        return worker["born"] <= starting(vacancy, day) - 16 * YEAR

    def over_workers(self, vacancy: Rows, day: Day) -> Iterator[Condition]:
        yield Between("born", None, int(starting(vacancy, day)) - 160_000)

    def over_vacancies(self, worker: Rows, day: Day) -> Iterator[Condition]:
        if (birthday := int(worker["born"]) + 160_000) > day.ymd:
            yield Between("starts_ymd", birthday)

    def why(self, pair: Pair) -> str:
        return "到岗时不满16周岁, 法律不许介绍"


class StatedAge(Gate):
    """The age a post states, on the day work begins; an end not stated is no bound."""

    name = "age"

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        born, start = worker["born"], starting(vacancy, day)
        old_enough = born <= start - vacancy["age_low"] * YEAR
        return old_enough & ((born > start - (vacancy["age_high"] + np.int32(1)) * YEAR) | (born == 0))

    def over_workers(self, vacancy: Rows, day: Day) -> Iterator[Condition]:
        start, low, high = int(starting(vacancy, day)), int(vacancy["age_low"]), int(vacancy["age_high"])
        if low:
            yield Between("born", None, start - low * 10_000)
        if high < rows.NO_AGE_LIMIT:
            yield Either((Between("born", start - (high + 1) * 10_000 + 1), OneOf("born", (0,))))

    def over_vacancies(self, worker: Rows, day: Day) -> Iterator[Condition]:
        """Weaker for posts that begin after the next birthday."""
        if not worker["born"]:
            return
        age = (day.ymd - int(worker["born"])) // 10_000
        birthday = int(worker["born"]) + (age + 1) * 10_000
        yield Either((Between("age_low", None, age), Between("starts_ymd", birthday)))
        yield Between("age_high", age)

    def why(self, pair: Pair) -> str:
        needs = pair.vacancy.needs
        low, high = needs.age_low, needs.age_high
        return f"要{low}到{high}岁" if low and high else f"要{low}岁以上" if low else f"要{high}岁以下"


def starting(vacancy: Rows, day: Day) -> Any:
    """The day work begins, written 20260220: as stated, but not before today."""
    return np.maximum(vacancy["starts_ymd"], np.int32(day.ymd))


class Minors(Gate):
    """R10: no dangerous, heavy or night work for those of 16 and 17 (未成年工特殊保护规定 §3)."""

    name = "minors"

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        barred = (vacancy["brings"] & np.int16(rows.MINORS_BARRED)) != 0
        if is_one(barred) and not barred:
            return True
        return ~barred | (worker["born"] <= starting(vacancy, day) - 18 * YEAR)

    def over_workers(self, vacancy: Rows, day: Day) -> Iterator[Condition]:
        if int(vacancy["brings"]) & rows.MINORS_BARRED:
            yield Between("born", None, int(starting(vacancy, day)) - 180_000)

    def over_vacancies(self, worker: Rows, day: Day) -> Iterator[Condition]:
        if (birthday := int(worker["born"]) + 180_000) > day.ymd:
            yield Either((Not(OneOf("brings", (rows.MINORS_BARRED,))), Between("starts_ymd", birthday)))

    def why(self, pair: Pair) -> str:
        return "夜班、重活和有害的活, 不满18岁不能干"


class Women(Gate):
    """R39: the work that 女职工劳动保护特别规定 (annex 1) forbids to all women: underground, strength IV, heavy loads."""

    name = "women"

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        barred = (vacancy["brings"] & np.int16(rows.WOMEN_BARRED)) != 0
        if is_one(barred) and not barred:
            return True
        return ~barred | (worker["sex"] != codes.SEX[Sex.FEMALE])

    def over_workers(self, vacancy: Rows, day: Day) -> Iterator[Condition]:
        if int(vacancy["brings"]) & rows.WOMEN_BARRED:
            yield Not(OneOf("sex", (codes.SEX[Sex.FEMALE],)))

    def over_vacancies(self, worker: Rows, day: Day) -> Iterator[Condition]:
        if worker["sex"] == codes.SEX[Sex.FEMALE]:
            yield Not(OneOf("brings", (rows.WOMEN_BARRED,)))

    def why(self, pair: Pair) -> str:
        return "井下或特别重的活, 属于女职工禁忌劳动"
