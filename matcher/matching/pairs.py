"""One person and one post, with what is needed to speak of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.matching.distances import between
from matcher.matching.rows import Geography


@dataclass(frozen=True, slots=True)
class Teller:
    """occupation_name, place_name: what people call a code."""

    day: date
    geography: Geography
    occupation_name: Callable[[str], str]
    place_name: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Pair:
    worker: Worker
    vacancy: Vacancy
    teller: Teller

    @property
    def away_km(self) -> float | None:
        """From where the person lives to the post, None where either is not known."""
        home, post = self.worker.lives_at or self.worker.place, self.vacancy.place
        if not home or not post:
            return None
        ends = (self.teller.geography.centre(home), self.teller.geography.centre(post))
        return None if ends[0] is None or ends[1] is None else between(ends[0], ends[1])

    @property
    def start(self) -> date:
        """The day work would begin: as stated, else today."""
        return max(self.vacancy.starts_on or self.teller.day, self.teller.day)


def spoken(day: date) -> str:
    return f"{day.month}月{day.day}日"
