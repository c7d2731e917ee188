"""What the worker wants, as criteria."""

from typing import Any, Final

import numpy as np

from matcher.domain.search import Among, Between, Condition, Either, Not, OneOf, Slope
from matcher.domain.terms import Posture, Shift
from matcher.domain.vacancies import Vacancy
from matcher.matching import codes, rows
from matcher.matching.codes import NO, POSTURE, SHIFT, YES, Day
from matcher.matching.conditions import NEUTRAL, UNKNOWN, Coarse, Rows, all_of, is_one
from matcher.matching.criterion import Criterion, Side, Table, Tabled
from matcher.matching.kinship import kinship, over_named, over_occupations
from matcher.matching.pairs import Pair


class PayFit(Criterion):
    """REACHED where comparable monthly pay is what is wanted, falling to 0 SHORT yuan below it, rising to 1 MORE yuan above it."""

    name, side = "pay", Side.WORKER
    REACHED: Final = 0.7
    SHORT: Final = 2000
    MORE: Final = 3000

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        monthly, wanted = vacancy["monthly"], worker["wanted_yuan"]
        if (is_one(monthly) and not monthly) or (is_one(wanted) and wanted == codes.NO_WISH):
            return NEUTRAL
        over = (monthly - wanted).astype(np.float64)
        fit = self.REACHED * np.clip(over / self.SHORT + 1.0, 0.0, 1.0) + (1.0 - self.REACHED) * np.clip(over / self.MORE, 0.0, 1.0)
        return np.where((monthly == 0) | (wanted == codes.NO_WISH), NEUTRAL, fit)

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        if not (monthly := int(vacancy["monthly"])):
            return UNKNOWN
        reached = Slope("wanted_yuan", monthly, monthly + self.SHORT, self.REACHED)
        more = Slope("wanted_yuan", monthly - self.MORE, monthly, 1.0 - self.REACHED)
        return Coarse(0.0, (reached, more, Among(OneOf("wanted_yuan", (codes.NO_WISH,)), NEUTRAL)))

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        if (wanted := int(worker["wanted_yuan"])) == codes.NO_WISH:
            return UNKNOWN
        reached = Slope("monthly", wanted, wanted - self.SHORT, self.REACHED)
        more = Slope("monthly", wanted + self.MORE, wanted, 1.0 - self.REACHED)
        return Coarse(0.0, (reached, more, Among(OneOf("monthly", (0,)), NEUTRAL)))

    def chip(self, pair: Pair, score: float) -> str:
        monthly, wanted = pair.monthly, pair.worker.wants.monthly_yuan
        if monthly is None:
            return ""
        if wanted is None:
            return f"一月大概{monthly}"
        if monthly >= wanted + 100:
            return f"一月大概{monthly}, 比想要的多{(monthly - wanted) // 100 * 100}"
        return f"一月大概{monthly}, 够想要的数" if monthly >= wanted else f"一月大概{monthly}, 想要{wanted}✗"

    def ask(self, pair: Pair) -> str:
        if pair.monthly is None:
            return "问厂里: 一个月到手多少?"
        return "" if pair.worker.wants.monthly_yuan else "一个月最少要挣多少?"


class PlaceFit(Criterion):
    """1.0 where the post surely lies where the person would go; NEUTRAL where no place was wished for or the post's is not known closely.

    Who would not go there is stopped by the gate, so the scale begins at NEUTRAL.
    """

    name, side = "place", Side.WORKER

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        first, last = vacancy["place"], vacancy["place_end"]
        inside: Any = False
        for n in rows.AREAS:
            start = worker[f"area_{n}"]
            inside = inside | ((start <= first) & (worker[f"area_end_{n}"] >= last) & (start > 0))
        near = (worker["near_km"] > 0) & (worker["near_lon"] != codes.NO_POINT) & (vacancy["lon"] != codes.NO_POINT)
        # Past the gate, who asked for 跟前 and for no area that holds the post is within reach of it.
        away: Any = True
        for n in rows.AREAS:
            away = away & ~((worker[f"area_{n}"] <= last) & (worker[f"area_end_{n}"] >= first))
        return np.where((first != 0) & (inside | (near & away)), 1.0, NEUTRAL)

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        if not (first := int(vacancy["place"])):
            return UNKNOWN
        held: list[Condition] = [OneOf("areas", codes.enclosing(first))]
        if vacancy["lon"] != codes.NO_POINT:
            held.append(Between("near_west", -codes.NO_POINT + 1, codes.NO_POINT))
        return Coarse(NEUTRAL, (Among(Either(tuple(held)), 1.0 - NEUTRAL),))

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        areas = [(int(worker[f"area_{n}"]), int(worker[f"area_end_{n}"])) for n in rows.AREAS if worker[f"area_{n}"] > 1]
        held: list[Condition] = [Between("place", *area) for area in areas]
        if worker["near_km"] and worker["near_lon"] != codes.NO_POINT:
            held.append(all_of(Not(OneOf("lon", (codes.NO_POINT,))), Not(OneOf("place", (0,)))))
        return Coarse(NEUTRAL, (Among(Either(tuple(held)), 1.0 - NEUTRAL),)) if held else UNKNOWN

    def chip(self, pair: Pair, score: float) -> str:
        return f"在{pair.teller.place_name(pair.vacancy.place)}" if pair.vacancy.place and score > NEUTRAL else ""

    def ask(self, pair: Pair) -> str:
        if pair.vacancy.place is None:
            return "问厂里: 在哪个县哪个区?"
        return "" if pair.worker.wants.places or pair.worker.wants.near else "想去哪儿干?"


class OccupationWished(Criterion):
    """How near the post's occupation is to the nearest of those wished for."""

    name, side = "occupation", Side.WORKER

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        return kinship([worker[f"wish_{n}"] for n in rows.WISHES], vacancy["occupation"])

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        return over_named("wishes", int(vacancy["occupation"]), rows.NONE_KNOWN)

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        return over_occupations([int(worker[f"wish_{n}"]) for n in rows.WISHES])

    def chip(self, pair: Pair, score: float) -> str:
        if not pair.worker.wants.occupations or not pair.vacancy.occupation:
            return ""
        name = pair.teller.occupation_name(pair.vacancy.occupation)
        return f"想干的就是{name}" if score == 1.0 else f"{name}, 和想干的差不多" if score > NEUTRAL else f"{name}, 不是想干的✗"

    def ask(self, pair: Pair) -> str:
        return "" if pair.worker.wants.occupations else "想干啥活?"


class ShiftAndPosture(Tabled):
    """Night work against "no nights", sitting and standing against what was asked for, each half."""

    name, side = "shift_posture", Side.WORKER
    tables = (
        Table("night", "shift", {
            (NO, SHIFT[Shift.DAY]): 1.0, (NO, SHIFT[Shift.FLEXIBLE]): 0.8, (NO, SHIFT[Shift.NIGHT]): 0.0,
            (NO, SHIFT[Shift.TWO_SHIFT]): 0.0, (NO, SHIFT[Shift.THREE_SHIFT]): 0.0,
        }, (3, len(SHIFT) + 1)),
        Table("posture", "posture", {
            (POSTURE[Posture.SEATED], POSTURE[Posture.SEATED]): 1.0, (POSTURE[Posture.SEATED], POSTURE[Posture.MIXED]): 0.6,
            (POSTURE[Posture.SEATED], POSTURE[Posture.STANDING]): 0.0, (POSTURE[Posture.MIXED], POSTURE[Posture.MIXED]): 1.0,
            (POSTURE[Posture.MIXED], POSTURE[Posture.SEATED]): 1.0, (POSTURE[Posture.STANDING], POSTURE[Posture.STANDING]): 1.0,
            (POSTURE[Posture.STANDING], POSTURE[Posture.MIXED]): 0.8,
        }, (len(POSTURE) + 1, len(POSTURE) + 1)),
    )

    def chip(self, pair: Pair, score: float) -> str:
        offer = pair.vacancy.offer
        return "、".join(each.label for each in (offer.shift, offer.posture) if each)

    def ask(self, pair: Pair) -> str:
        wants, offer = pair.worker.wants, pair.vacancy.offer
        if wants.no_night and offer.shift is None:
            return "问厂里: 上不上夜班?"
        if wants.posture and offer.posture is None:
            return "问厂里: 站着干还是坐着干?"
        return "能上夜班不?" if wants.no_night is None and offer.shift not in (None, Shift.DAY) else ""


def _wish(field: str) -> Table:
    """Asked for and given 1, asked for and not given 0; who did not ask, or said it does not matter, is NEUTRAL."""
    return Table(field, field, {(YES, YES): 1.0, (YES, NO): 0.0}, (3, 3))


class Living(Tabled):
    """Free meals and a bed, each half, where the person wants them."""

    name, side = "living", Side.WORKER
    tables = (_wish("meals"), _wish("lodging"))

    def chip(self, pair: Pair, score: float) -> str:
        offer, wants = pair.vacancy.offer, pair.worker.wants
        asked = (("包吃", offer.meals, wants.meals), ("包住", offer.lodging, wants.lodging))
        given = [word for word, has, _ in asked if has]
        lacking = [f"不{word}✗" for word, has, wish in asked if wish and has is False]
        return "、".join(given + lacking)

    def ask(self, pair: Pair) -> str:
        offer, wants = pair.vacancy.offer, pair.worker.wants
        unknown = (wants.meals and offer.meals is None) or (wants.lodging and offer.lodging is None)
        return "问厂里: 管吃管住不?" if unknown else ""


class Coach(Tabled):
    """A coach from home, where the person wants one."""

    name, side = "coach", Side.WORKER
    tables = (_wish("coach"),)

    def chip(self, pair: Pair, score: float) -> str:
        return "有专车" if pair.vacancy.offer.coach else "没有专车✗" if score == 0.0 else ""

    def ask(self, pair: Pair) -> str:
        return "问厂里: 有没有车接?" if pair.worker.wants.coach and pair.vacancy.offer.coach is None else ""


class VillageMates(Criterion):
    """People of the same village already there (who agreed to be counted): 0.75 for one, 1.0 for ENOUGH.

    Read from a column `village_mates` (-1: not known) that whoever has all rows at hand may add to the many; NEUTRAL without it.
    """

    name, side = "village_mates", Side.WORKER
    ENOUGH: Final = 3

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        counts = vacancy.get("village_mates", worker.get("village_mates"))
        if counts is None:
            return NEUTRAL
        share = np.clip((np.asarray(counts) - 1) / (self.ENOUGH - 1), 0.0, 1.0)
        return np.where(np.asarray(counts) > 0, 0.75 + 0.25 * share, NEUTRAL)

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        return UNKNOWN

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        return UNKNOWN

    def speaks(self, vacancy: Vacancy) -> bool:
        return False


class KeptPromises(Criterion):
    """What the employer's people were paid against what was promised: the share kept (`promises` − 1 per cent); 0 is not known yet."""

    name, side = "promises", Side.WORKER

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        kept = vacancy["promises"]
        if is_one(kept) and not kept:
            return NEUTRAL
        return np.where(kept == 0, NEUTRAL, np.clip((kept - 1.0) / 100.0, 0.0, 1.0))

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        return Coarse(float(self.score({}, vacancy, day)))

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        return Coarse(0.0, (Slope("promises", 101, 1, 1.0), Among(OneOf("promises", (0,)), NEUTRAL)))

    def speaks(self, vacancy: Vacancy) -> bool:
        return False
