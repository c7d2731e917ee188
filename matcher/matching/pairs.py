"""One person and one post, with what is needed to speak of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
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
    """away_km: from where the person lives to the post. monthly: the post's comparable yuan a month. None: not known."""

    worker: Worker
    vacancy: Vacancy
    teller: Teller
    away_km: float | None = None
    monthly: int | None = None

    @property
    def start(self) -> date:
        """The day work would begin: as stated, else today."""
        return max(self.vacancy.starts_on or self.teller.day, self.teller.day)


def spoken(day: date) -> str:
    return f"{day.month}月{day.day}日"
