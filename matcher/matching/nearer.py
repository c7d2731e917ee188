"""Three posts, one of them deliberately nearer home: who hears of distant work only cannot weigh it against work near the family."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from matcher.domain.search import Between, Listed, Question, Retrieved
from matcher.matching.codes import NO_POINT
from matcher.matching.conditions import Rows
from matcher.matching.distances import box
from matcher.matching.ranking import Ranked, Ranking, Source, rank_vacancies
from matcher.matching.rows import one
from matcher.matching.weights import Weights

NEAR_ENOUGH_KM: Final = 100.0  # home for the weekend by bus: then nothing need be nearer
CLOSER: Final = 0.5  # of the way of the nearest shown: what is nearer by less is no choice


@dataclass(frozen=True, slots=True)
class Within:
    """Only posts in the square of `km` around where the person lives: a square is what every engine can be asked for."""

    source: Source
    worker: Rows
    km: float

    def best_rows(self, kind: Listed, question: Question, limit: int) -> Retrieved:
        west, east, south, north = box(int(self.worker["lon"]), int(self.worker["lat"]), self.km)
        around = (Between("lon", west, east), Between("lat", south, north))
        rows = self.source.best_rows(kind, replace(question, gates=(*question.gates, *around)), limit)
        if not rows.complete:
            return rows
        lon, lat = rows.columns["lon"], rows.columns["lat"]
        places = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        return replace(rows, columns={name: column[places] for name, column in rows.columns.items()})


def rank_with_one_nearer(  # noqa: PLR0913 - the last two are given by name
    row: bytes, source: Source, weights: Weights, day: date, top: int = 3, exclude: Collection[str] = ()) -> Ranking:
    """The best posts, the last of them given up for the best one nearer home where none of them is near and there is such a post."""
    ranking = rank_vacancies(row, source, weights, day, top, exclude)
    reach = nearer_than(ranking.items)
    worker = one("worker", row)
    if reach is None or len(ranking.items) < top or worker["lon"] == NO_POINT:
        return ranking
    nearer = rank_vacancies(row, Within(source, worker, reach), weights, day, 1, exclude)
    return with_nearer(ranking, nearer)


def nearer_than(items: tuple[Ranked, ...]) -> float | None:
    """Kilometres within which a post would be a real choice; None where one is near already or no distance is known."""
    known = [each.away_km for each in items if each.away_km is not None]
    if not known or min(known) <= NEAR_ENOUGH_KM:
        return None
    return min(known) * CLOSER


def with_nearer(ranking: Ranking, nearer: Ranking) -> Ranking:
    if not nearer.items:
        return ranking
    items = (*ranking.items[:-1], replace(nearer.items[0], nearer=True))
    return replace(ranking, items=items, proved=ranking.proved and nearer.proved, rows={**ranking.rows, **nearer.rows})
