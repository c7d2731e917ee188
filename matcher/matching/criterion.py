"""What one criterion is: a score between 0 and 1, its coarse form for an engine, and its words."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, ClassVar

import numpy as np

from matcher.domain.vacancies import Vacancy
from matcher.matching.codes import Day
from matcher.matching.conditions import NEUTRAL, Coarse, Rows, added, by_value, is_one, scaled
from matcher.matching.pairs import Pair


class Side(StrEnum):
    WORKER = "worker"  # what the person wants
    EMPLOYER = "employer"  # what the post needs


class Criterion:
    """Blank on either side is NEUTRAL and asked. Coarse forms have the same value, or more, never less."""

    name: ClassVar[str]
    side: ClassVar[Side]

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        """One row against many, or (n, 1) against (m,); a plain number where it is the same for all."""
        raise NotImplementedError

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        """For a fixed post, over people."""
        raise NotImplementedError

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        """For a fixed person, over posts."""
        raise NotImplementedError

    def speaks(self, vacancy: Vacancy) -> bool:
        """Whether there can be a chip or a question about this post, whoever comes."""
        return True

    def chip(self, pair: Pair, score: float) -> str:
        """A few everyday words on how it stands, "" where there is nothing to say."""
        return ""

    def ask(self, pair: Pair) -> str:
        """One short question where a blank kept us from knowing, else ""."""
        return ""


class Table:
    """A score for each pair of two small codes, one on the person's side and one on the post's."""

    def __init__(self, worker_field: str, vacancy_field: str, scores: Mapping[tuple[int, int], float], size: tuple[int, int]) -> None:
        """scores: (person's code, post's code) → score; every pair not named is NEUTRAL."""
        self._worker, self._vacancy = worker_field, vacancy_field
        self._scores = np.full(size, NEUTRAL)
        for pair, score in scores.items():
            self._scores[pair] = score
        self._flat, self._width = self._scores.ravel(), np.intp(size[1])

    def score(self, worker: Rows, vacancy: Rows) -> Any:
        mine, theirs = worker[self._worker], vacancy[self._vacancy]
        if is_one(theirs):
            return _looked_up(self._scores[:, int(theirs)], mine)
        if is_one(mine):
            return _looked_up(self._scores[int(mine)], theirs)
        return self._flat[mine * self._width + theirs]

    def over_workers(self, vacancy: Rows) -> Coarse:
        return by_value(self._worker, dict(enumerate(self._scores[:, int(vacancy[self._vacancy])].tolist())))

    def over_vacancies(self, worker: Rows) -> Coarse:
        return by_value(self._vacancy, dict(enumerate(self._scores[int(worker[self._worker])].tolist())))


def _looked_up(scores: Any, chosen: Any) -> Any:
    return float(scores[0]) if np.all(scores == scores[0]) else scores[chosen]


class Tabled(Criterion):
    """The mean of several tables."""

    tables: ClassVar[tuple[Table, ...]]

    def score(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        return sum(table.score(worker, vacancy) for table in self.tables) / len(self.tables)

    def over_workers(self, vacancy: Rows, day: Day) -> Coarse:
        return self._mean(lambda table: table.over_workers(vacancy))

    def over_vacancies(self, worker: Rows, day: Day) -> Coarse:
        return self._mean(lambda table: table.over_vacancies(worker))

    def _mean(self, part: Callable[[Table], Coarse]) -> Coarse:
        return scaled(added(*map(part, self.tables)), 1 / len(self.tables))
