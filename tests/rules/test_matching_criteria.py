"""Each criterion's own table: the scale pinned at its ends, in the middle, and at every blank."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from pairing import DAY, FARMING, KNITTING, SEWING, a_vacancy, a_worker, seen

from matcher.domain.people import Experience
from matcher.domain.terms import Education, Posture, Shift
from matcher.matching.criteria import CRITERIA, NAMES
from matcher.matching.criterion import Side
from matcher.matching.weights import KEYS

DONE = lambda code, years: (Experience(occupation=code, years=years),)  # noqa: E731 - a word of this table
CASES: list[tuple[str, dict[str, Any], dict[str, Any], float, str]] = [
    ("pay", {}, {"monthly": 6000}, 0.7, "what was wanted"),
    ("pay", {}, {"monthly": 4000}, 0.0, "two thousand short"),
    ("pay", {}, {"monthly": 5000}, 0.35, "one thousand short"),
    ("pay", {}, {"monthly": 7500}, 0.85, "fifteen hundred more"),
    ("pay", {}, {"monthly": 9000}, 1.0, "three thousand more"),
    ("pay", {}, {"monthly": 20000}, 1.0, "more than that is not better"),
    ("pay", {"monthly_yuan": None}, {"monthly": 9000}, 0.5, "never asked"),
    ("pay", {}, {"monthly": None}, 0.5, "面议"),
    ("place", {}, {}, 1.0, "in the province wished for"),
    ("place", {"places": ()}, {}, 0.5, "anywhere"),
    ("place", {"places": ("320115",)}, {"place": "320000"}, 0.5, "perhaps there"),
    ("place", {"places": (), "near": "320115"}, {"place": "320105"}, 1.0, "near as asked"),
    ("place", {}, {"place": None}, 0.5, "place not stated"),
    ("occupation", {}, {}, 1.0, "the very one"),
    ("occupation", {}, {"occupation": KNITTING}, 0.8, "of the same small group"),
    ("occupation", {}, {"occupation": "6-05-02-01"}, 0.4, "of the same class"),
    ("occupation", {}, {"occupation": FARMING}, 0.0, "something else"),
    ("occupation", {"occupations": ("6-05-01-00",)}, {}, 1.0, "a family contains it"),
    ("occupation", {"occupations": (FARMING, SEWING)}, {}, 1.0, "the second wish"),
    ("occupation", {"occupations": ()}, {}, 0.5, "never asked"),
    ("occupation", {}, {"occupation": None}, 0.5, "not told"),
    ("shift_posture", {"posture": Posture.SEATED}, {}, 1.0, "day and seat as asked"),
    ("shift_posture", {"posture": Posture.SEATED}, {"posture": Posture.MIXED}, 0.8, "half a seat"),
    ("shift_posture", {}, {"shift": None, "posture": None}, 0.5, "nothing stated"),
    ("shift_posture", {"no_night": None}, {}, 0.5, "nothing asked"),
    ("shift_posture", {"no_night": False}, {"shift": Shift.NIGHT}, 0.5, "does not mind"),
    ("living", {"meals": True, "lodging": True}, {"meals": True, "lodging": True}, 1.0, "both as asked"),
    ("living", {"meals": True, "lodging": True}, {"meals": True, "lodging": False}, 0.5, "one of two"),
    ("living", {"lodging": True}, {"lodging": False}, 0.25, "a bed wanted, none there"),
    ("living", {"lodging": True}, {}, 0.5, "not stated"),
    ("living", {}, {"lodging": True}, 0.5, "not asked for"),
    ("coach", {"coach": True}, {"coach": True}, 1.0, "a coach as asked"),
    ("coach", {"coach": True}, {"coach": False}, 0.0, "none"),
    ("coach", {}, {"coach": True}, 0.5, "not asked for"),
    ("village_mates", {}, {}, 0.5, "nobody has counted"),
    ("promises", {}, {}, 0.5, "no follow-up yet"),
    ("experience", {}, {}, 1.0, "has done it"),
    ("experience", {"experience": DONE(KNITTING, 2)}, {}, 0.8, "a near one"),
    ("experience", {"experience": DONE(FARMING, 2)}, {}, 0.0, "something else"),
    ("experience", {"experience": ()}, {}, 0.5, "never asked"),
    ("experience", {"experience": (Experience(words="啥都干过"),)}, {}, 0.5, "words that no code was found for"),
    ("years", {}, {"years": 3}, 1.0, "three of three"),
    ("years", {}, {"years": 6}, 0.5, "three of six"),
    ("years", {"experience": DONE(FARMING, 9)}, {"years": 3}, 0.0, "in another trade"),
    ("years", {"experience": DONE(SEWING, None)}, {"years": 3}, 0.5, "years not asked"),
    ("years", {"experience": (*DONE(SEWING, 1), *DONE(KNITTING, 2))}, {"years": 2}, 1.0, "the longer of two spells"),
    ("years", {"experience": ()}, {"years": 3}, 0.5, "never asked"),
    ("years", {}, {}, 0.5, "none needed"),
    ("certificates", {"certificates": ("forklift",)}, {"certificates": ("forklift",)}, 1.0, "known to be there"),
    ("certificates", {}, {"certificates": ("forklift",)}, 0.5, "to be asked"),
    ("certificates", {"certificates": ("forklift",)}, {}, 0.5, "none needed"),
    ("education", {}, {"education": Education.JUNIOR}, 1.0, "as asked"),
    ("education", {}, {"education": Education.PRIMARY}, 1.0, "more than asked is no better"),
    ("education", {}, {"education": Education.SENIOR}, 0.5, "one level short"),
    ("education", {}, {"education": Education.COLLEGE}, 0.0, "two levels short"),
    ("education", {"education": None}, {}, 0.5, "never asked"),
    ("education", {}, {"education": None}, 0.5, "none needed"),
    ("availability", {}, {}, 1.0, "there before it begins"),
    ("availability", {"ready_on": date(2026, 3, 13)}, {}, 0.5, "fifteen days late"),
    ("availability", {"ready_on": date(2026, 3, 28)}, {}, 0.0, "thirty days late"),
    ("availability", {"ready_on": date(2026, 3, 7)}, {"starts_on": date(2026, 1, 1)}, 0.5, "began already: reckoned from today"),
    ("availability", {"ready_on": None}, {}, 0.5, "never asked"),
    ("availability", {}, {"starts_on": None}, 0.5, "not stated"),
    ("distance", {}, {"place": "611021"}, 1.0, "in the county"),
    ("distance", {}, {"place": "611002"}, 0.8, "the next county town"),
    ("distance", {}, {}, 0.4, "Luonan to Nanjing"),
    ("distance", {}, {"place": "440305"}, 0.3, "Luonan to Shenzhen"),
    ("distance", {"lives_at": "320105"}, {}, 1.0, "where the person lives now counts"),
    ("distance", {"place": None}, {}, 0.5, "home not known"),
    ("distance", {}, {"place": None}, 0.5, "place not stated"),
]


@pytest.mark.parametrize(("name", "person", "post", "expected"), [pytest.param(*case[:4], id=f"{case[0]}: {case[4]}") for case in CASES])
def test_a_criterion_scores_as_its_scale_says(name: str, person: dict[str, Any], post: dict[str, Any], expected: float) -> None:
    criterion = next(each for each in CRITERIA if each.name == name)
    assert float(criterion.score(seen(a_worker(**person)), seen(a_vacancy(**post)), DAY)) == pytest.approx(expected)


def test_every_criterion_has_a_blank_that_is_neutral() -> None:
    assert {case[0] for case in CASES if case[3] == 0.5} == {each.name for each in CRITERIA}


def test_the_weights_file_and_the_criteria_name_the_same_things_on_the_same_side() -> None:
    assert {side.value: set(names) for side, names in NAMES.items()} == {side: set(names) for side, names in KEYS.items()}
    assert len(CRITERIA) == sum(map(len, NAMES.values()))


@pytest.mark.parametrize(("count", "expected"), [(-1, 0.5), (0, 0.5), (1, 0.75), (2, 0.875), (3, 1.0), (9, 1.0)])
def test_village_mates_count_once_somebody_has_counted_them(count: int, expected: float) -> None:
    criterion = next(each for each in CRITERIA if each.name == "village_mates")
    posts = {"village_mates": np.array([count])}
    assert criterion.score({}, posts, DAY) == pytest.approx([expected])


@pytest.mark.parametrize(("stored", "expected"), [(0, 0.5), (1, 0.0), (51, 0.5), (91, 0.9), (101, 1.0)])
def test_kept_promises_count_once_follow_ups_have_told(stored: int, expected: float) -> None:
    criterion = next(each for each in CRITERIA if each.name == "promises")
    assert criterion.score({}, {"promises": np.array([stored], dtype=np.uint8)}, DAY) == pytest.approx([expected])


def test_what_the_worker_wants_and_what_the_employer_needs_are_kept_apart() -> None:
    assert min(len(NAMES[side]) for side in Side) > 0
    assert not set(NAMES[Side.WORKER]) & set(NAMES[Side.EMPLOYER])
