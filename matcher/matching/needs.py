"""What the employer needs, as criteria. Age is a gate only; sex, categories and health are nowhere here (就业促进法 §26-30)."""

from itertools import pairwise
from typing import Any, Final

import numpy as np

from matcher.domain.search import Among, Between, Condition, Not, OneOf, Slope
from matcher.domain.terms import EDUCATION_LEVEL
from matcher.domain.vacancies import Vacancy
from matcher.matching import codes, rows
from matcher.matching.codes import Day
from matcher.matching.conditions import NEUTRAL, UNKNOWN, Coarse, Rows, all_of, is_one
from matcher.matching.criterion import Criterion, Side
from matcher.matching.distances import box, kilometres
from matcher.matching.gates import certificate_name
from matcher.matching.kinship import kinship, over_named, over_occupations, same_group
from matcher.matching.pairs import Pair, spoken


class Experience(Criterion):
    """How near the post's occupation is to the nearest the person has done."""

    name, side = "experience", Side.EMPLOYER

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        return kinship([worker[f"done_{n}"] for n in rows.DONE], vacancy["occupation"])

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        return over_named("done", int(vacancy["occupation"]), rows.NONE_KNOWN)

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        return over_occupations([int(worker[f"done_{n}"]) for n in rows.DONE])

    def chip(self, pair: Pair, score: float) -> str:
        done = [e for e in pair.worker.haves.experience if e.occupation]
        if not done or not pair.vacancy.occupation:
            return ""
        wanted = codes.occupation(pair.vacancy.occupation)
        nearest = min(done, key=lambda e: codes.occupation(e.occupation) ^ wanted)
        years = f"{nearest.years:g}年" if nearest.years else ""
        mark = "" if score >= NEUTRAL else "✗"
        return f"做过{pair.teller.occupation_name(nearest.occupation)}{years}{mark}"

    def ask(self, pair: Pair) -> str:
        return "" if pair.worker.haves.experience else "以前干过啥活, 干了几年?"


class Years(Criterion):
    """Whole years in the post's small group against the years asked for (at most 15); only where the post asks for some."""

    name, side = "years", Side.EMPLOYER

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        needed, occupation = vacancy["years"], vacancy["occupation"]
        if is_one(needed) and (not needed or not occupation):
            return NEUTRAL
        share: Any = 0.0
        for n in rows.DONE:
            done, years = worker[f"done_{n}"], worker[f"years_{n}"]
            own = np.where(years == codes.YEARS_UNKNOWN, NEUTRAL, np.minimum(years / np.maximum(needed, 1), 1.0))
            share = np.maximum(share, np.where(same_group(done, occupation), own, 0.0))
        return np.where((needed == 0) | (occupation == 0) | (worker["done_1"] == codes.NO_OCCUPATION), NEUTRAL, share)

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        needed, occupation = int(vacancy["years"]), int(vacancy["occupation"])
        if not needed or not occupation:
            return UNKNOWN
        group, longest = occupation & ~codes.SAME_GROUP, codes.YEARS_UNKNOWN - 1
        steps = [Among(Between("practised", group | years, group | longest), 1.0 / needed) for years in range(1, needed + 1)]
        unknown = OneOf("practised", (rows.NONE_KNOWN, group | codes.YEARS_UNKNOWN))
        return Coarse(0.0, (*steps, Among(unknown, NEUTRAL)))

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        """Exact but for people with two spells in one group, where it may be more."""
        done = [(int(worker[f"done_{n}"]), int(worker[f"years_{n}"])) for n in rows.DONE if worker[f"done_{n}"] != codes.NO_OCCUPATION]
        if not done:
            return UNKNOWN
        terms = [Among(OneOf("years", (0,)), NEUTRAL), Among(all_of(OneOf("occupation", (0,)), Not(OneOf("years", (0,)))), NEUTRAL)]
        for code, years in done:
            group = Between("occupation", code & ~codes.SAME_GROUP, code | codes.SAME_GROUP)
            terms += [Among(all_of(group, condition), share) for condition, share in self._shares(years)]
        return Coarse(0.0, tuple(terms))

    def _shares(self, years: int) -> list[tuple[Condition, float]]:
        """Years asked for → what that many years give."""
        if years == codes.YEARS_UNKNOWN:
            return [(Between("years", 1), NEUTRAL)]
        short = [(OneOf("years", (needed,)), years / needed) for needed in range(years + 1, codes.MOST_YEARS + 1) if years]
        return [(Between("years", 1, years), 1.0), *short]

    def speaks(self, vacancy: Vacancy) -> bool:
        return bool(vacancy.needs.years)

    def chip(self, pair: Pair, score: float) -> str:
        needed = pair.vacancy.needs.years
        return f"要{needed:g}年经验, 还差些✗" if needed and score < NEUTRAL else ""

    def ask(self, pair: Pair) -> str:
        unknown = pair.vacancy.needs.years and any(e.years is None for e in pair.worker.haves.experience)
        return "这活干了几年?" if unknown else ""


class CertificatesHeld(Criterion):
    """1.0 for a person known to hold what the post asks for; who named none is NEUTRAL and asked; who lacks one is stopped by the gate."""

    name, side = "certificates", Side.EMPLOYER

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        asked = (vacancy["certificates"] != 0) | (vacancy["other_1"] != 0)
        if is_one(asked) and not asked:
            return NEUTRAL
        known = (worker["certificates"] != 0) | (worker["other_1"] != 0)
        return np.where(asked & known, 1.0, NEUTRAL)

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        if not vacancy["certificates"] and not vacancy["other_1"]:
            return UNKNOWN
        return Coarse(NEUTRAL, (Among(Not(OneOf("certificates", (rows.NONE_KNOWN,))), 1.0 - NEUTRAL),))

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        if not worker["certificates"] and not worker["other_1"]:
            return UNKNOWN
        return Coarse(NEUTRAL, (Among(Not(OneOf("certificates", (rows.NONE_KNOWN,))), 1.0 - NEUTRAL),))

    def speaks(self, vacancy: Vacancy) -> bool:
        return bool(vacancy.needs.certificates)

    def chip(self, pair: Pair, score: float) -> str:
        words = "、".join(map(certificate_name, pair.vacancy.needs.certificates))
        return f"有{words}" if words and score > NEUTRAL else ""

    def ask(self, pair: Pair) -> str:
        words = "、".join(map(certificate_name, pair.vacancy.needs.certificates))
        return f"有没有{words}?" if words and not pair.worker.haves.certificates else ""


class EducationFit(Criterion):
    """1.0 at the level asked for, NEUTRAL one level below, 0 two below; more is not better."""

    name, side = "education", Side.EMPLOYER
    LEVELS: Final = 2

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        needed, has = vacancy["education"], worker["education"]
        if is_one(needed) and needed == codes.NOT_ASKED:
            return NEUTRAL
        short = np.subtract(needed, has, dtype=np.int16)
        return np.where((needed == codes.NOT_ASKED) | (has == 0), NEUTRAL, np.clip(1.0 - short / self.LEVELS, 0.0, 1.0))

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        needed = int(vacancy["education"])
        if needed == codes.NOT_ASKED:
            return UNKNOWN
        return Coarse(0.0, (Slope("education", needed, needed - self.LEVELS, 1.0), Among(OneOf("education", (0,)), NEUTRAL)))

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        if not (has := int(worker["education"])):
            return UNKNOWN
        return Coarse(0.0, (Slope("education", has, has + self.LEVELS, 1.0), Among(OneOf("education", (codes.NOT_ASKED,)), NEUTRAL)))

    def speaks(self, vacancy: Vacancy) -> bool:
        return bool(vacancy.needs.education)

    def chip(self, pair: Pair, score: float) -> str:
        needed, has = pair.vacancy.needs.education, pair.worker.haves.education
        if not needed or not has:
            return ""
        return f"{has.label}, 够了" if EDUCATION_LEVEL[has] >= EDUCATION_LEVEL[needed] else f"要{needed.label}, 本人{has.label}✗"

    def ask(self, pair: Pair) -> str:
        return "念到哪一级?" if pair.vacancy.needs.education and not pair.worker.haves.education else ""


class Availability(Criterion):
    """1.0 for who can go by the day work begins, 0 for who can go PATIENCE days after it or later."""

    name, side = "availability", Side.EMPLOYER
    PATIENCE: Final = 30

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        ready, starts = worker["ready"], vacancy["starts"]
        if (is_one(starts) and not starts) or (is_one(ready) and ready == codes.FAR):
            return NEUTRAL
        late = ready - np.maximum(starts, np.int32(day.number))
        return np.where((ready == codes.FAR) | (starts == 0), NEUTRAL, np.clip(1.0 - late / self.PATIENCE, 0.0, 1.0))

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        if not vacancy["starts"]:
            return UNKNOWN
        start = max(int(vacancy["starts"]), day.number)
        return Coarse(0.0, (Slope("ready", start, start + self.PATIENCE, 1.0), Among(OneOf("ready", (codes.FAR,)), NEUTRAL)))

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        """A post that began already is as good as one that begins today: never less than `floor`."""
        if (ready := int(worker["ready"])) == codes.FAR:
            return UNKNOWN
        blank = Among(OneOf("starts", (0,)), NEUTRAL)
        floor = min(max(1.0 - (ready - day.number) / self.PATIENCE, 0.0), 1.0)
        if floor == 0.0:
            return Coarse(0.0, (Slope("starts", ready, ready - self.PATIENCE, 1.0), blank))
        known = Among(Between("starts", 1), floor)
        return Coarse(0.0, (known, blank, *((Slope("starts", ready, day.number, 1.0 - floor),) if floor < 1.0 else ())))

    def chip(self, pair: Pair, score: float) -> str:
        ready, starts = pair.worker.wants.ready_on, pair.vacancy.starts_on
        if ready is None:
            return ""
        late = starts is not None and ready > pair.start
        return "现在就能走" if ready <= pair.teller.day else f"{spoken(ready)}能走" + (f", {spoken(pair.start)}开工✗" if late else "")

    def ask(self, pair: Pair) -> str:
        return "" if pair.worker.wants.ready_on else "啥时候能走?"


SAME_COUNTRYSIDE_KM: Final = 300  # a day's bus and back


class Distance(Criterion):
    """From where the person lives to the post, in bands: the nearer, the surer the person comes and stays. A band ends at its kilometres."""

    name, side = "distance", Side.EMPLOYER
    BANDS: Final = ((30, 1.0), (100, 0.8), (300, 0.6), (1000, 0.4))
    BEYOND: Final = 0.3

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        if is_one(vacancy["lon"]) and vacancy["lon"] == codes.NO_POINT:
            return NEUTRAL
        away = kilometres(worker["lon"], worker["lat"], vacancy["lon"], vacancy["lat"])
        ends, scores = np.array([km for km, _ in self.BANDS], dtype=np.float32), np.array([*(score for _, score in self.BANDS), self.BEYOND])
        score = scores[np.searchsorted(ends, away, side="left")]
        return np.where((worker["lon"] == codes.NO_POINT) | (vacancy["lon"] == codes.NO_POINT), NEUTRAL, score)

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        return self._boxes(vacancy)

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        return self._boxes(worker)

    def _boxes(self, fixed: Rows) -> Coarse:
        """Boxes around the point, one in the other, each no smaller than its circle."""
        if fixed["lon"] == codes.NO_POINT:
            return UNKNOWN
        scores = [*(score for _, score in self.BANDS), self.BEYOND]
        gains = [near - far for near, far in pairwise(scores)]
        unknown = Among(OneOf("lon", (codes.NO_POINT,)), NEUTRAL - self.BEYOND)
        return Coarse(self.BEYOND, (*(Among(self._box(fixed, km), gain) for (km, _), gain in zip(self.BANDS, gains, strict=True)), unknown))

    def _box(self, fixed: Rows, km: int) -> Condition:
        west, east, south, north = box(int(fixed["lon"]), int(fixed["lat"]), km)
        return all_of(Between("lon", west, east), Between("lat", south, north))

    def chip(self, pair: Pair, score: float) -> str:
        """Only where it is near: across provinces everybody is far, and the number says nothing."""
        if (away := pair.away_km) is None or away > SAME_COUNTRYSIDE_KM:
            return ""
        return "就在跟前" if away <= self.BANDS[0][0] else f"离家{round(away, -1):.0f}公里"

    def ask(self, pair: Pair) -> str:
        return "" if pair.worker.lives_at or pair.worker.place else "家在哪个镇?"
