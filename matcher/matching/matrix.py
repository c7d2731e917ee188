"""All against all, by the same gates and criteria."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Matrix:
    """People down, posts across. wants, needs: the two sides; scores: their geometric mean. CLOSED in all three where a gate keeps a pair apart."""

    wants: Array
    needs: Array
    scores: Array


def score_matrix(workers: Rows, vacancies: Rows, weights: Weights, day: date) -> Matrix:
    today, posts, people = Day.of(day), len(vacancies["key"]), len(workers["key"])
    wants, needs = np.full((people, posts), CLOSED), np.full((people, posts), CLOSED)
    step = max(PAIRS // max(posts, 1), 1)
    for start in range(0, people, step):
        tall = {name: column[start:start + step, None] for name, column in workers.items()}
        shape = (len(tall["key"]), posts)
        alive = np.broadcast_to(passing(tall, vacancies, today), shape)
        for whole, side in zip((wants, needs), sides(tall, vacancies, weights, today), strict=True):
            whole[start:start + step][alive] = np.broadcast_to(side, shape)[alive]
    return Matrix(wants, needs, np.where(wants < 0, CLOSED, overall(np.abs(wants), np.abs(needs))))
