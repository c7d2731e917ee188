"""One person and one post, with what is needed to speak of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.matching.conditions import Rows
from matcher.matching.rows import Geography, one, vacancy_row, worker_row


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
    worker_row: Rows
    vacancy_row: Rows

    @classmethod
    def of(cls, worker: Worker, vacancy: Vacancy, teller: Teller) -> "Pair":
        person = one("worker", worker_row(worker, teller.geography))
        return cls(worker, vacancy, teller, person, one("vacancy", vacancy_row(vacancy, teller.geography)))

    @property
    def start(self) -> date:
        """The day work would begin: as stated, else today."""
        return max(self.vacancy.starts_on or self.teller.day, self.teller.day)


def spoken(day: date) -> str:
    return f"{day.month}月{day.day}日"
