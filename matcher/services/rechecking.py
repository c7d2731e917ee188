"""When the law changes (a table, a day on which a line begins or ends, the words of the rules), posts that are seen are judged anew."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final

from matcher.compliance.hits import RULESET, Hit, Level
from matcher.compliance.tables import Tables
from matcher.domain.accounts import SYSTEM
from matcher.domain.employers import Employer
from matcher.domain.events import Event, Step
from matcher.domain.terms import Channel
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger.port import Page, Reader
from matcher.matching.rows import vacancy_row
from matcher.services.desk import Desk
from matcher.services.reviewing import NOTHING, PUBLIC, SEEN, checked, held_event, of_level, still_held, tables_of

FOLLOWER: Final = "law"  # its mark says by which law the posts that are seen were judged last
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Rechecked:
    """judged: posts looked at, 0 while the law is as it was. paused: a BLOCK took them out. held: they wait for a reviewer."""

    judged: int = 0
    paused: int = 0
    held: int = 0


AS_BEFORE: Final = Rechecked()


@dataclass(frozen=True, slots=True)
class _Bench:
    """What one batch is judged by. released: (rule, words) that a reviewer has let pass, by post."""

    tables: Tables
    offices: frozenset[str]
    employers: Mapping[str, Employer]
    released: Mapping[str, frozenset[tuple[str, str]]]

    def verdict(self, desk: Desk, vacancy: Vacancy) -> tuple[VacancyState, tuple[Hit, ...]] | None:
        """The state it must take, and why; None where it may be seen on."""
        public = vacancy.entered_by in self.offices
        hits = checked(vacancy, self.employers.get(vacancy.employer), self.tables, desk.today, public_body=public)
        if blocks := of_level(hits, Level.BLOCK):
            return VacancyState.PAUSED, blocks
        held = still_held(of_level(hits, Level.HOLD), self.released.get(vacancy.id, NOTHING))
        return (VacancyState.PENDING, held) if held else None


def recheck(desk: Desk) -> Rechecked:
    """Does nothing while the law is as it was. Dying on the way, it begins again: what it took out already is not seen any more."""
    with desk.ledger.reading() as reader:
        tables = tables_of(desk, reader)
        law = law_number(desk, tables)
        if reader.mark(FOLLOWER) == law:
            return AS_BEFORE
        offices = frozenset({SYSTEM.name, *(account.actor.name for account in reader.accounts() if account.actor.has(*PUBLIC))})
    judged = paused = held = 0
    for found in _seen(desk):
        states = _judge(desk, tables, offices, found)
        judged += len(found)
        paused += states.count(VacancyState.PAUSED)
        held += states.count(VacancyState.PENDING)
    with desk.ledger.transaction() as tx:
        tx.set_mark(FOLLOWER, law)
    return Rechecked(judged, paused, held)


def law_number(desk: Desk, tables: Tables) -> int:
    """Another number whenever a post might be judged otherwise than before: other words, other lines, or other lines in force today."""
    day = desk.today
    wages = sorted((line.area, line.since, line.month_yuan, line.hour_yuan or 0) for line in tables.wages if line.since <= day)
    listed = sorted((line.credit_code, line.since) for line in tables.listed if line.active_on(day))
    licences = sorted((line.credit_code, line.number) for line in tables.licences if line.valid_on(day))
    return int.from_bytes(blake2b(repr((RULESET, wages, listed, licences)).encode(), digest_size=4).digest()) >> 1


def _seen(desk: Desk) -> Iterator[tuple[Vacancy, ...]]:
    page: Page | None = Page(size=BATCH)
    while page:
        with desk.ledger.reading() as reader:
            found = reader.list_vacancies(page, states=sorted(SEEN))
        yield found.items
        page = Page(found.cursor, BATCH) if found.cursor else None


def _judge(desk: Desk, tables: Tables, offices: frozenset[str], found: Sequence[Vacancy]) -> list[VacancyState]:
    """The new states of those that may not be seen on. Judged once more under the lock: somebody may have mended them meanwhile."""
    with desk.ledger.reading() as reader:
        bench = _Bench(tables, offices, _employers(reader, found), reader.released([vacancy.id for vacancy in found]))
    doubtful = [vacancy.id for vacancy in found if bench.verdict(desk, vacancy)]
    if not doubtful:
        return []
    states = []
    with desk.ledger.transaction() as tx:
        for id in doubtful:
            vacancy = tx.vacancy_for_update(id)
            if vacancy.state not in SEEN or (verdict := bench.verdict(desk, vacancy)) is None:
                continue
            after = replace(vacancy, state=verdict[0], updated_at=desk.now)
            tx.replace_vacancy(after, vacancy_row(after, desk.places))
            tx.add_events([_event(desk, after, verdict[1])])
            states.append(after.state)
    return states


def _employers(reader: Reader, found: Sequence[Vacancy]) -> dict[str, Employer]:
    ids = sorted({vacancy.employer for vacancy in found})
    return {employer.id: employer for employer in reader.employers(Page(size=len(ids)), ids=ids).items} if ids else {}


def _event(desk: Desk, vacancy: Vacancy, why: tuple[Hit, ...]) -> Event:
    held = replace(held_event(SYSTEM, desk, vacancy, why), channel=Channel.SYSTEM)
    note = f"规则或标准有变, 复查: {held.note}"
    return replace(held, note=note, step=Step.PAUSED_POST if vacancy.state is VacancyState.PAUSED else Step.HELD)
