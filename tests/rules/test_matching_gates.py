"""Each gate's own table: who passes and who does not."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from pairing import DAY, TELLER, a_vacancy, a_worker, seen

from matcher.domain.identifiers import id_of
from matcher.domain.terms import Posture, Sex, Shift
from matcher.domain.vacancies import VacancyState
from matcher.matching.gating import GATES, failing
from matcher.matching.pairs import Pair

FIRM, OTHER_FIRM = id_of("employer", 1), id_of("employer", 2)
CASES: list[tuple[str, dict[str, Any], dict[str, Any], bool, str]] = [
    ("registered", {}, {}, True, "somebody at the register"),
    ("registered", {"active": False}, {}, False, "somebody who left it"),
    ("open", {}, {}, True, "an open post"),
    ("open", {}, {"state": VacancyState.PENDING}, False, "a post nobody has checked"),
    ("open", {}, {"state": VacancyState.FULL}, False, "a full post"),
    ("open", {}, {"closes_on": date(2026, 2, 20)}, True, "its last day counts"),
    ("open", {}, {"closes_on": date(2026, 2, 19)}, False, "the day after"),
    ("open", {}, {"closes_on": None}, True, "no closing day"),
    ("room", {"companions": 1}, {"headcount": 2}, True, "two places for a couple"),
    ("room", {"companions": 1}, {"headcount": 2, "accepted": 1}, False, "one place for a couple"),
    ("room", {}, {"headcount": 1, "accepted": 1}, False, "no place left"),
    ("room", {"companions": 3}, {"headcount": None}, True, "若干"),
    ("sixteen", {"born_on": date(2010, 2, 26)}, {}, True, "sixteen on the day work begins"),
    ("sixteen", {"born_on": date(2010, 2, 27)}, {}, False, "sixteen a day later"),
    ("sixteen", {"born_on": date(2010, 2, 21)}, {"starts_on": None}, False, "no beginning stated: today counts"),
    ("sixteen", {"born_on": date(2010, 2, 21)}, {"starts_on": date(2025, 1, 1)}, False, "began long ago: today counts"),
    ("sixteen", {"born_on": None}, {}, True, "age not known"),
    ("age", {"born_on": date(1975, 2, 26)}, {}, False, "51 on the day, 50 asked"),
    ("age", {"born_on": date(1975, 2, 27)}, {}, True, "50 until the day after"),
    ("age", {"born_on": date(2008, 2, 26)}, {}, True, "18 on the very day"),
    ("age", {"born_on": date(2008, 2, 27)}, {}, False, "17 still"),
    ("age", {"born_on": date(1950, 1, 1)}, {"age_high": None}, True, "no upper end given"),
    ("age", {"born_on": date(2009, 1, 1)}, {"age_low": None}, True, "no lower end given"),
    ("age", {"born_on": None}, {}, True, "age not known"),
    ("night", {}, {"shift": Shift.DAY}, True, "day work"),
    ("night", {}, {"shift": Shift.NIGHT}, False, "nights, refused"),
    ("night", {}, {"shift": Shift.TWO_SHIFT}, False, "two shifts have nights"),
    ("night", {}, {"shift": None}, True, "shift not stated"),
    ("night", {"no_night": None}, {"shift": Shift.NIGHT}, True, "nights, never asked"),
    ("heavy", {"no_heavy": True}, {"heavy": True}, False, "heavy, refused"),
    ("heavy", {"no_heavy": True}, {"heavy": None}, True, "weight not stated"),
    ("heavy", {"no_heavy": None}, {"heavy": True}, True, "never asked"),
    ("cleanroom", {"no_cleanroom": True}, {"cleanroom": True}, False, "suit, refused"),
    ("cleanroom", {"no_cleanroom": True}, {"cleanroom": None}, True, "not stated"),
    ("seated", {"posture": Posture.SEATED}, {"posture": Posture.STANDING}, False, "must sit, all standing"),
    ("seated", {"posture": Posture.SEATED}, {"posture": Posture.MIXED}, True, "sitting and standing"),
    ("seated", {"posture": Posture.SEATED}, {"posture": None}, True, "not stated"),
    ("seated", {"posture": Posture.STANDING}, {"posture": Posture.STANDING}, True, "stands gladly"),
    ("couple_room", {"couple_room": True}, {"couple_room": False}, False, "a room for two, none there"),
    ("couple_room", {"couple_room": True}, {"couple_room": None}, True, "not stated"),
    ("minors", {"born_on": date(2008, 6, 1)}, {"hazards": ("粉尘",)}, False, "17 and dust"),
    ("minors", {"born_on": date(2008, 6, 1)}, {"heavy": True}, False, "17 and heavy"),
    ("minors", {"born_on": date(2008, 6, 1)}, {"shift": Shift.NIGHT}, False, "17 and nights"),
    ("minors", {"born_on": date(2008, 6, 1)}, {}, True, "17 and a day shift"),
    ("minors", {"born_on": date(2008, 2, 26)}, {"hazards": ("粉尘",)}, True, "18 on the day"),
    ("minors", {"born_on": None}, {"hazards": ("粉尘",)}, True, "age not known"),
    ("women", {"sex": Sex.FEMALE}, {"hazards": ("矿山井下",)}, False, "a woman underground"),
    ("women", {"sex": Sex.FEMALE}, {"heavy": True}, False, "a woman, forbidden loads"),
    ("women", {"sex": Sex.FEMALE}, {"hazards": ("焊接弧光",)}, True, "a woman may weld"),
    ("women", {"sex": Sex.FEMALE}, {"shift": Shift.NIGHT}, True, "a woman may work nights"),
    ("women", {"sex": Sex.MALE}, {"hazards": ("矿山井下",)}, True, "a man underground"),
    ("women", {"sex": None}, {"heavy": True}, True, "sex not known"),
    ("dates", {"until": date(2026, 2, 25)}, {}, False, "free until the day before it begins"),
    ("dates", {"until": date(2026, 2, 26)}, {}, True, "free on its first day"),
    ("dates", {"ready_on": date(2026, 4, 25)}, {"ends_on": date(2026, 4, 24)}, False, "over before the fields are done"),
    ("dates", {"ready_on": date(2026, 4, 25)}, {}, True, "no end stated"),
    ("dates", {"ready_on": None}, {"ends_on": date(2026, 4, 24)}, True, "not asked when"),
    ("employer", {"avoid_employers": (FIRM,)}, {"employer": FIRM}, False, "never back there"),
    ("employer", {"avoid_employers": (OTHER_FIRM,)}, {"employer": FIRM}, True, "another firm"),
    ("certificates", {"certificates": ("forklift",)}, {"certificates": ("叉车证",)}, True, "code and word are one"),
    ("certificates", {"certificates": ("health",)}, {"certificates": ("forklift",)}, False, "another certificate"),
    ("certificates", {"certificates": ()}, {"certificates": ("forklift",)}, True, "none named: asked, not refused"),
    ("certificates", {"certificates": ("driver_a2",)}, {"certificates": ("driver_b2",)}, True, "A2 drives what B2 drives"),
    ("certificates", {"certificates": ("driver_c1",)}, {"certificates": ("driver_b2",)}, False, "C1 drives no lorry"),
    ("certificates", {"certificates": ("driver_c1",)}, {"certificates": ("driver",)}, True, "any licence"),
    ("certificates", {"certificates": ("茶艺师证",)}, {"certificates": ("茶艺师证",)}, True, "one without a code"),
    ("certificates", {"certificates": ("潜水证",)}, {"certificates": ("茶艺师证",)}, False, "another without a code"),
    ("certificates", {"certificates": ("a证", "b证", "c证")}, {"certificates": ("茶艺师证",)}, True, "more than a row holds: not known to lack"),
    ("place", {"places": ("320000",)}, {"place": "320115"}, True, "in the province"),
    ("place", {"places": ("320500",)}, {"place": "320115"}, False, "another city"),
    ("place", {"places": ("330000", "320500", "440000", "320100")}, {"place": "320115"}, True, "the fourth of four"),
    ("place", {"places": ("320500",)}, {"place": "320000"}, True, "the post says no more than the province"),
    ("place", {"places": ()}, {"place": "710000"}, True, "never asked where"),
    ("place", {"places": ("320500",)}, {"place": None}, True, "place not stated"),
    ("place", {"places": ("611021",)}, {"place": "611021103"}, True, "in the county"),
    ("place", {"places": (), "near": "320115", "radius_km": 40}, {"place": "320105"}, True, "within forty kilometres"),
    ("place", {"places": (), "near": "320115", "radius_km": 40}, {"place": "320583"}, False, "two hundred kilometres away"),
    ("place", {"places": ("440000",), "near": "320115"}, {"place": "320583"}, False, "neither area nor radius"),
    ("place", {"places": ("440000",), "near": "320115"}, {"place": "440305"}, True, "the area, not the radius"),
]


@pytest.mark.parametrize(("name", "person", "post", "expected"), [pytest.param(*case[:4], id=f"{case[0]}: {case[4]}") for case in CASES])
def test_a_gate_opens_and_closes_as_the_rule_says(name: str, person: dict[str, Any], post: dict[str, Any], expected: bool) -> None:
    gate = next(gate for gate in GATES if gate.name == name)
    worker, vacancy = a_worker(**person), a_vacancy(**post)
    assert bool(np.all(gate.passes(seen(worker), seen(vacancy), DAY))) is expected
    if not expected:
        assert gate in failing(seen(worker), seen(vacancy), DAY)
        assert 2 < len(gate.why(Pair(worker, vacancy, TELLER))) < 40


def test_every_gate_has_a_case_that_opens_and_one_that_closes() -> None:
    assert {(case[0], case[3]) for case in CASES} == {(gate.name, opens) for gate in GATES for opens in (True, False)}


def test_a_person_of_whom_nothing_is_known_passes_every_post_that_is_open() -> None:
    worker = a_worker(occupations=(), places=(), monthly_yuan=None, no_night=None, ready_on=None, born_on=None, experience=(), education=None,
                      place=None)
    harsh = a_vacancy(shift=Shift.NIGHT, heavy=True, cleanroom=True, hazards=("粉尘",), certificates=("forklift",), years=10,
                      posture=Posture.STANDING)
    assert failing(seen(worker), seen(harsh), DAY) == ()


def test_no_gate_is_told_twice_and_every_change_is_something_a_person_can_do() -> None:
    assert len({gate.name for gate in GATES}) == len(GATES)
    assert {gate.name for gate in GATES if not gate.change} == {"registered", "open", "room", "sixteen", "age", "minors", "women", "employer"}
