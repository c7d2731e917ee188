"""Whole lists taken over: read, counted, stored in batches; no row is lost in silence, and a second time adds nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final, TypeVar

from matcher.domain.accounts import Actor
from matcher.domain.employers import Employer
from matcher.domain.errors import Forbidden
from matcher.domain.events import Event, Step
from matcher.domain.terms import Channel
from matcher.domain.vacancies import Vacancy
from matcher.ledger.port import Transaction
from matcher.matching.rows import vacancy_row
from matcher.services.desk import Desk
from matcher.services.indexing import publish
from matcher.services.posting import POSTERS, settled_state

T = TypeVar("T")
BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Problem:
    """A doubt about one cell. row: as a spreadsheet counts, the head being 1; text: the cell as it stood; column "" is the whole row."""

    row: int
    column: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a sheet under its headings, with what the sheet's reader already doubts."""

    number: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Report:
    """read = accepted + refused. accepted: in the ledger now, as added + changed + known (there already, unchanged)."""

    read: int = 0
    refused: int = 0
    added: int = 0
    changed: int = 0
    known: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        return self.added + self.changed + self.known

    def add(self, other: "Report") -> None:
        self.read += other.read
        self.refused += other.refused
        self.added += other.added
        self.changed += other.changed
        self.known += other.known
        self.problems += other.problems


@dataclass(frozen=True, slots=True)
class Advert:
    """One row made ready. vacancy None: refused, for the reasons in `problems`. employer: stored if nobody of its id is there."""

    problems: tuple[Problem, ...] = ()
    vacancy: Vacancy | None = None
    employer: Employer | None = None


Progress = Callable[[int], None]


def silent(count: int) -> None:
    """Nobody watches."""


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch


def import_adverts(actor: Actor, desk: Desk, adverts: Iterable[Advert], progress: Progress = silent) -> Report:
    """Stores what can be stored, one transaction a batch: a process that dies loses nothing it had reported. Raises Forbidden, Unavailable."""
    if not actor.has(*POSTERS):
        raise Forbidden("批量导入岗位由劳务站或项目办办理。")
    report, waiting = Report(), list[Vacancy]()
    for batch in batches(adverts):
        publish(desk, vacancies=waiting, wait=False) if waiting else None
        report.read += len(batch)
        for advert in batch:
            report.problems += advert.problems
            report.refused += advert.vacancy is None
        waiting = _store(actor, desk, batch, report)
        progress(len(batch))
    publish(desk, vacancies=waiting)  # the one that waits: after it, everything can be found
    return report


def _store(actor: Actor, desk: Desk, batch: Sequence[Advert], report: Report) -> list[Vacancy]:
    """The vacancies that are new or changed, as saved."""
    found = [advert.vacancy for advert in batch if advert.vacancy is not None]
    wanted = {vacancy.id: vacancy for vacancy in found}
    with desk.ledger.transaction() as tx:
        _store_employers(actor, desk, tx, batch)
        before = tx.vacancies(list(wanted))
        fresh = [_fresh(actor, desk, vacancy) for id, vacancy in wanted.items() if id not in before]
        tx.add_vacancies([(vacancy, vacancy_row(vacancy, desk.places)) for vacancy in fresh])
        changed = [after for id, old in before.items() if (after := _changed(desk, old, wanted[id])) != old]
        saved = [tx.replace_vacancy(after, vacancy_row(after, desk.places)) for after in changed]
        tx.add_events([*(_event(actor, desk, Step.POSTED, v) for v in fresh), *(_event(actor, desk, Step.EDITED, v) for v in saved)])
    report.added += len(fresh)
    report.changed += len(saved)
    report.known += len(found) - len(fresh) - len(saved)
    return [*(replace(vacancy, version=1) for vacancy in fresh), *saved]


def _store_employers(actor: Actor, desk: Desk, tx: Transaction, batch: Sequence[Advert]) -> None:
    named = {advert.employer.id: advert.employer for advert in reversed(batch) if advert.vacancy and advert.employer}
    known = tx.known_ids("employer", list(named))
    tx.add_employers([replace(employer, entered_by=actor.name, created_at=desk.now, updated_at=desk.now)
                      for id, employer in named.items() if id not in known])


def _fresh(actor: Actor, desk: Desk, vacancy: Vacancy) -> Vacancy:
    return replace(vacancy, code=vacancy.code or vacancy.id[-6:].upper(), entered_by=actor.name, created_at=desk.now, updated_at=desk.now)


def _changed(desk: Desk, old: Vacancy, new: Vacancy) -> Vacancy:
    """`old` with what the sender now says; equal to `old` where that is the same. What happened here (state, who accepted) stays."""
    after = replace(new, version=old.version, code=old.code, accepted=old.accepted, state=old.state, entered_by=old.entered_by,
                    posted_on=new.posted_on or old.posted_on, created_at=old.created_at, updated_at=old.updated_at)
    return old if after == old else replace(after, state=settled_state(after), updated_at=desk.now)


def _event(actor: Actor, desk: Desk, step: Step, vacancy: Vacancy) -> Event:
    return Event(step=step, subject=vacancy.id, vacancy=vacancy.id, actor=actor.name, at=desk.now, channel=Channel.IMPORT,
                 detail={"source": vacancy.source})
