"""A whole event: stable answers are stable, optimal ones optimal, parties stay together, nobody is lost without a word."""

import gzip
import os
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.optimize import linear_sum_assignment

from matcher.matching.clearing import ALL_FULL, BOOTHS, NOTHING_OPEN, SHOWN, Cleared, Event, clear
from matcher.matching.flow import largest_total
from matcher.matching.matrix import Matrix

ORLIB = Path(os.environ.get("MATCHER_SHARED", Path(__file__).parents[3] / "shared")) / "data" / "orlib"


@st.composite
def events(draw: st.DrawFn, parties: bool = True) -> Event:
    people, posts = draw(st.integers(1, 9)), draw(st.integers(1, 5))
    side = arrays.arrays(np.float64, (people, posts), elements=st.sampled_from((0.1, 0.3, 0.5, 0.7, 0.9)))
    wants, needs = draw(side), draw(side)
    closed = draw(arrays.arrays(np.bool_, (people, posts)))
    wants[closed], needs[closed] = -1.0, -1.0
    matrix = Matrix(wants, needs, np.where(closed, -1.0, np.sqrt(np.abs(wants * needs))))
    together = ((0, 1),) if parties and people > 1 and draw(st.booleans()) else ()
    places = draw(st.lists(st.integers(0, 3), min_size=posts, max_size=posts))
    return Event(tuple(range(100, 100 + people)), tuple(range(500, 500 + posts)), matrix, places, together)


def found_places(event: Event, cleared: Cleared) -> dict[int, int]:
    return {event.people.index(person): event.posts.index(post) for person, post in cleared.placed.items()}


@given(events(), st.sampled_from(("stable", "optimal")))
def test_places_are_never_overfilled_gates_hold_and_everybody_is_accounted_for(event: Event, mode: str) -> None:
    cleared = clear(event, mode)
    placed = found_places(event, cleared)
    assert all(event.matrix.scores[person, post] >= 0 for person, post in placed.items())
    assert all(cleared.fill[key] <= places for key, places in zip(event.posts, event.places, strict=True))
    assert set(cleared.placed) | set(cleared.left) == set(event.people)
    assert not set(cleared.placed) & set(cleared.left)
    assert set(cleared.left.values()) <= {ALL_FULL, NOTHING_OPEN}
    for party in event.parties:
        assert len({placed.get(person, -1) for person in party}) == 1


@given(events(parties=False))
def test_no_pair_would_rather_have_each_other(event: Event) -> None:
    placed = found_places(event, clear(event, "stable"))
    for person, post in product(range(len(event.people)), range(len(event.posts))):
        if event.matrix.scores[person, post] < 0:
            continue
        others = [one for one, at in placed.items() if at == post]
        rather = person not in placed or event.matrix.wants[person, post] > event.matrix.wants[person, placed[person]]
        room = len(others) < event.places[post] or any(event.matrix.needs[one, post] < event.matrix.needs[person, post] for one in others)
        assert not (rather and room and event.places[post] > 0)


@given(events(parties=False))
@settings(max_examples=60)
def test_the_optimal_total_is_that_of_the_reference(event: Event) -> None:
    seats = [post for post, places in enumerate(event.places) for _ in range(places)]
    gains = np.maximum(event.matrix.scores[:, seats], 0.0)
    best = gains[linear_sum_assignment(gains, maximize=True)].sum()
    assert clear(event, "optimal").total == pytest.approx(best, abs=1e-5)


@given(events(), st.sampled_from(("stable", "optimal")))
def test_everybody_gets_up_to_three_booths_and_no_booth_is_shown_too_often(event: Event, mode: str) -> None:
    cleared = clear(event, mode)
    for person, booths in cleared.plans.items():
        assert len(booths) == len(set(booths)) <= BOOTHS
        assert person not in cleared.placed or booths[0] == cleared.placed[person]
        assert all(person in cleared.shown[booth] for booth in booths)
    assert all(len(cleared.shown[key]) <= SHOWN * places for key, places in zip(event.posts, event.places, strict=True))
    assert sum(map(len, cleared.shown.values())) == sum(map(len, cleared.plans.values()))


def test_a_couple_takes_the_post_with_two_places_and_not_one_each() -> None:
    scores = np.array([[0.9, 0.6], [0.9, 0.6]])
    event = Event((1, 2), (7, 8), Matrix(scores, scores, scores), (1, 2), ((0, 1),))
    for mode in ("stable", "optimal"):
        assert clear(event, mode).placed == {1: 8, 2: 8}


def test_who_is_left_is_told_whether_a_condition_or_a_full_post_stood_in_the_way() -> None:
    scores = np.array([[0.9], [0.8], [-1.0]])
    cleared = clear(Event((1, 2, 3), (7,), Matrix(scores, scores, scores), (1,)))
    assert cleared.left == {2: ALL_FULL, 3: NOTHING_OPEN}


@pytest.mark.parametrize("size", [100, 200])
def test_the_optima_of_the_assignment_library_are_reached(size: int) -> None:
    """Where the library's files are not at hand, a problem of the same size is held against scipy."""
    if (ORLIB / f"assign{size}.txt.gz").exists():
        numbers = np.array(gzip.decompress((ORLIB / f"assign{size}.txt.gz").read_bytes()).split(), dtype=np.int64)
        costs = numbers[1:].reshape(size, size)
    else:
        print("OR-Library is not at hand: a random problem instead")
        costs = np.random.default_rng(size).integers(1, 100, (size, size))
    best = int(costs[linear_sum_assignment(costs)].sum())
    chosen = largest_total((1_000_000 - costs) / 1_000_000, [1] * size, [1] * size)
    assert sorted(chosen) == list(range(size))
    assert int(costs[np.arange(size), chosen].sum()) == best
