"""All against all, by the same gates and criteria."""

from datetime import date
from typing import Final

import numpy as np

from matcher.matching.codes import Day
from matcher.matching.conditions import Array, Rows
from matcher.matching.criteria import overall, sides
from matcher.matching.gating import passing
from matcher.matching.weights import Weights

PAIRS: Final = 262_144  # scored at a time
CLOSED: Final = -1.0  # the score of a pair that a gate keeps apart


def score_matrix(workers: Rows, vacancies: Rows, weights: Weights, day: date) -> Array:
    """People down, posts across: the score of each pair, CLOSED where a gate keeps it apart."""
    today, posts, people = Day.of(day), len(vacancies["key"]), len(workers["key"])
    scores = np.full((people, posts), CLOSED)
    step = max(PAIRS // max(posts, 1), 1)
    for start in range(0, people, step):
        tall = {name: column[start:start + step, None] for name, column in workers.items()}
        shape = (len(tall["key"]), posts)
        alive = np.broadcast_to(passing(tall, vacancies, today), shape)
        exact = np.broadcast_to(overall(*sides(tall, vacancies, weights, today)), shape)
        scores[start:start + step][alive] = exact[alive]
    return scores
