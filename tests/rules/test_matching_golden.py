"""The golden orders: invented pairs whose order was weighed by reason."""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pairing import DAY, WEIGHTS, a_vacancy, a_worker, seen

from matcher.domain.identifiers import id_of
from matcher.domain.people import Experience, Worker
from matcher.domain.terms import Education, Posture, Shift
from matcher.domain.vacancies import Vacancy
from matcher.matching.criteria import overall, sides
from matcher.matching.gating import passing

ORDERS = tomllib.loads((Path(__file__).parent / "golden_orders.toml").read_text("utf-8"))["order"]
WORDS = {"shift": Shift, "posture": Posture, "education": Education}


def read(changes: dict[str, Any]) -> dict[str, Any]:
    """Words and lists of the file as values."""
    known = {name: (None if value == "none" else WORDS[name](value)) if name in WORDS else value for name, value in changes.items()}
    for name in ("occupations", "places", "certificates", "hazards"):
        if name in known:
            known[name] = tuple(known[name])
    if "experience" in known:
        known["experience"] = tuple(Experience(occupation=code, years=years) for code, years in known["experience"])
    if "avoid" in known:
        known["avoid_employers"] = tuple(id_of("employer", number) for number in known.pop("avoid"))
    if "employer" in known:
        known["employer"] = id_of("employer", known["employer"])
    return known


def judged(worker: Worker, vacancy: Vacancy) -> tuple[bool, float]:
    person, post = seen(worker), seen(vacancy)
    return bool(np.all(passing(person, post, DAY))), float(overall(*sides(person, post, WEIGHTS, DAY)))


@pytest.mark.parametrize("order", [pytest.param(order, id=order["why"]) for order in ORDERS])
def test_the_order_is_what_a_sensible_person_would_give(order: dict[str, Any]) -> None:
    if "post" in order:
        vacancy = a_vacancy(**read(order["post"]))
        first, then = (judged(a_worker(**read(order[place])), vacancy) for place in ("first", "then"))
    else:
        worker = a_worker(**read(order["person"]))
        first, then = (judged(worker, a_vacancy(**read(order[place]))) for place in ("first", "then"))
    assert first[0]
    assert then[0] is not order.get("closed", False)
    assert order.get("closed") or first[1] > then[1] + 0.001


def test_the_set_is_large_enough_to_mean_something() -> None:
    assert len(ORDERS) >= 40
    assert all(len(order["why"]) > 20 for order in ORDERS)
