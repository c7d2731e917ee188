"""Lists are judged row by row as they are stored: nothing is lost, and nothing unlawful is published."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from matcher.compliance.hits import Hit, Level
from matcher.compliance.tables import Tables
from matcher.domain.accounts import Actor
from matcher.domain.employers import Employer
from matcher.domain.events import Event
from matcher.domain.terms import Channel
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger.port import Page, Reader
from matcher.services.desk import Desk
from matcher.services.reviewing import PUBLIC, SEEN, checked, held_event, of_level, sentence, tables_of, unreleased

WAITING: Final = frozenset({VacancyState.DRAFT, VacancyState.PENDING})


@dataclass(slots=True)
class ListReview:
    """Of one batch in its transaction. named: vacancy → why it is not published; events: of those that wait."""

    actor: Actor
    desk: Desk
    reader: Reader
    tables: Tables
    employers: dict[str, Employer]
    named: dict[str, tuple[Hit, ...]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @classmethod
    def of(cls, actor: Actor, desk: Desk, reader: Reader, vacancies: Iterable[Vacancy]) -> "ListReview":
        """Their employers as they stand in the ledger: a sheet knows less of them."""
        ids = sorted({vacancy.employer for vacancy in vacancies})
        known = reader.employers(Page(size=len(ids)), ids=ids).items if ids else ()
        return cls(actor, desk, reader, tables_of(desk, reader), {employer.id: employer for employer in known})

    def new(self, vacancy: Vacancy) -> Vacancy:
        """A BLOCK makes it a draft, a HOLD lets it wait."""
        hits = self._hits(vacancy)
        if blocks := of_level(hits, Level.BLOCK):
            return self._put(vacancy, VacancyState.DRAFT, blocks) if vacancy.state in SEEN | WAITING else vacancy
        held = of_level(hits, Level.HOLD) if vacancy.state in SEEN else ()
        if held := unreleased(self.reader, vacancy.id, held):
            waiting = self._put(vacancy, VacancyState.PENDING, held)
            self.events.append(replace(held_event(self.actor, self.desk, waiting, held), channel=Channel.IMPORT))
            return waiting
        return vacancy

    def again(self, before: Vacancy, after: Vacancy) -> Vacancy:
        """One whose sender changed it: a draft that the law alone kept back is published once the words are lawful."""
        kept_back = before.state is VacancyState.DRAFT and of_level(self._hits(before), Level.BLOCK)
        return self.new(replace(after, state=VacancyState.OPEN) if kept_back else after)

    def unchanged(self, vacancy: Vacancy) -> None:
        """Sent again as it was: why it is still not published."""
        if vacancy.state in WAITING:
            level = Level.BLOCK if vacancy.state is VacancyState.DRAFT else Level.HOLD
            self.named[vacancy.id] = of_level(self._hits(vacancy), level)

    def reasons(self, id: str) -> list[tuple[str, str, str]]:
        """(part of the vacancy, words, rule with what to do)."""
        return [(hit.field, hit.text[:120], f"{hit.rule} {sentence(hit)}") for hit in self.named.get(id, ())]

    def _hits(self, vacancy: Vacancy) -> tuple[Hit, ...]:
        employer = self.employers.get(vacancy.employer)
        return checked(vacancy, employer, self.tables, self.desk.today, public_body=self.actor.has(*PUBLIC))

    def _put(self, vacancy: Vacancy, state: VacancyState, why: tuple[Hit, ...]) -> Vacancy:
        self.named[vacancy.id] = why
        return replace(vacancy, state=state)
