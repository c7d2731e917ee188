"""One posting under examination: what was written, what is known, and each reading made once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from matcher.compliance.hits import Hit, Level
from matcher.compliance.postings import Posting
from matcher.compliance.prepared import Prepared
from matcher.compliance.tables import Tables
from matcher.domain.ages import AgeRange
from matcher.domain.conditions import Contract, WorkingTime
from matcher.domain.pay import Pay
from matcher.domain.reading import Reading
from matcher.reading.age import read_age
from matcher.reading.contract import read_contract
from matcher.reading.headcount import read_headcount
from matcher.reading.pay import read_pays
from matcher.reading.shift import read_shift


@dataclass(frozen=True)
class Case:
    """Not slotted: the readings are kept in the instance."""

    posting: Posting
    prepared: Prepared
    tables: Tables
    day: date

    @property
    def plain(self) -> str:
        return self.prepared.plain

    @cached_property
    def pays(self) -> tuple[Reading[Pay], ...]:
        return read_pays(self.posting.text)

    @cached_property
    def ages(self) -> Reading[AgeRange]:
        return read_age(self.posting.text)

    @cached_property
    def time(self) -> Reading[WorkingTime]:
        return read_shift(self.posting.text)

    @cached_property
    def contract(self) -> Contract:
        return read_contract(self.posting.text).value or Contract()

    @cached_property
    def headcount(self) -> Reading[int]:
        return read_headcount(self.posting.text)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule's name, weight and source, ready to be pinned to a place."""

    rule: str
    level: Level
    basis: str

    def missing(self, suggestion: str, text: str = "", field: str = "") -> Hit:
        """A hit that has no place in the text."""
        return Hit(rule=self.rule, level=self.level, basis=self.basis, suggestion=suggestion, text=text, field=field)

    def original(self, case: Case, span: tuple[int, int], suggestion: str, instead: str | None = None) -> Hit:
        """A hit at a span of the text as given."""
        return Hit(rule=self.rule, level=self.level, basis=self.basis, suggestion=suggestion, span=span,
                   text=case.posting.text[slice(*span)], instead=instead)

    def plain(self, case: Case, span: tuple[int, int], suggestion: str, instead: str | None = None) -> Hit:
        """A hit at a span of the prepared text."""
        return self.original(case, case.prepared.span(*span), suggestion, instead)


Hits = Iterator[Hit]
