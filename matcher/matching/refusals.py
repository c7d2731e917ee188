"""Gates of what a person will not do, and of whom they will not go back to."""

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from matcher.domain.search import Condition, Not, OneOf
from matcher.matching import rows
from matcher.matching.codes import Day
from matcher.matching.conditions import Rows, is_one
from matcher.matching.gates import Gate
from matcher.matching.pairs import Pair


class NotAvoided(Gate):
    """Not an employer the person will not go back to."""

    name = "employer"

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        employer = vacancy["employer"]
        met = worker["avoid_1"] == employer
        for n in rows.AVOIDED[1:]:
            met |= worker[f"avoid_{n}"] == employer
        return ~met

    def over_workers(self, vacancy: Rows, day: Day) -> Iterator[Condition]:
        yield Not(OneOf("avoid", (int(vacancy["employer"]),)))

    def over_vacancies(self, worker: Rows, day: Day) -> Iterator[Condition]:
        if avoided := tuple(int(worker[f"avoid_{n}"]) for n in rows.AVOIDED if worker[f"avoid_{n}"]):
            yield Not(OneOf("employer", avoided))

    def why(self, pair: Pair) -> str:
        return "本人说过不再去这家"


class Refusal(Gate):
    """What the person will not do against what the post brings: one bit on both sides."""

    bit: ClassVar[int]
    reason: ClassVar[str]

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        brings = vacancy["brings"] & np.int16(self.bit)
        if is_one(brings) and not brings:
            return True
        return (worker["refuses"] & brings) == 0

    def over_workers(self, vacancy: Rows, day: Day) -> Iterator[Condition]:
        if int(vacancy["brings"]) & self.bit:
            yield Not(OneOf("refuses", (self.bit,)))

    def over_vacancies(self, worker: Rows, day: Day) -> Iterator[Condition]:
        if int(worker["refuses"]) & self.bit:
            yield Not(OneOf("brings", (self.bit,)))

    def why(self, pair: Pair) -> str:
        return self.reason


class NoNight(Refusal):
    name, change, bit, reason = "night", "愿意上夜班", rows.NIGHT, "要上夜班, 本人说不上夜班"


class NoHeavy(Refusal):
    name, change, bit, reason = "heavy", "能干重活", rows.HEAVY, "活重, 本人说重的干不了"


class NoCleanroom(Refusal):
    name, change, bit, reason = "cleanroom", "愿意穿无尘服", rows.CLEANROOM, "要穿无尘服, 本人不愿穿"


class Seated(Refusal):
    name, change, bit, reason = "seated", "站着干也行", rows.STANDING, "要站着干, 本人要坐着的活"


class CoupleRoom(Refusal):
    name, change, bit, reason = "couple_room", "不住夫妻房也行", rows.NO_COUPLE_ROOM, "没有夫妻房"
