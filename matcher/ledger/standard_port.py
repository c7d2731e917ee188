"""What services need of the ledger for the dated tables; part of the ports Reader and Transaction.

Promise, tested on both engines: `standards_number` rises with every change of a line, in the change's own transaction.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from matcher.domain.standards import Licence, ListedEmployer, MinimumWage
from matcher.domain.vacancies import Vacancy, VacancyState

Standard = MinimumWage | ListedEmployer | Licence


class StandardReader(Protocol):
    def standards_number(self) -> int: ...
    def minimum_wages(self) -> tuple[MinimumWage, ...]:
        """By area, then the day they came into force."""
    def listed_employers(self) -> tuple[ListedEmployer, ...]: ...
    def licences(self) -> tuple[Licence, ...]: ...
    def vacancies_of_code(self, credit_code: str, states: Sequence[VacancyState]) -> tuple[Vacancy, ...]:
        """Of the employer with that credit code."""
    def released(self, vacancies: Sequence[str]) -> dict[str, frozenset[tuple[str, str]]]:
        """Post → (rule, words) that reviewers have let pass on it; one query however many. Posts without any are left out."""


class StandardTransaction(StandardReader, Protocol):
    def save_standards(self, lines: Sequence[Standard]) -> None:
        """Each new, or over the line of the same key: (area, since), (credit_code, since), (credit_code, number)."""
    def drop_wage(self, area: str, since: date) -> bool:
        """Whether it was there."""
    def drop_licence(self, credit_code: str, number: str) -> bool: ...
