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
from matcher.services.indexing import Saved, publish_saved
from matcher.services.list_review import ListReview
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
    """One record of a sheet under its headings, with what the sheet's reader already doubts. known: id that an earlier answer gave it."""

    number: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    known: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row. state: "added" | "changed" | "known" | "refused". id: of the document it is stored as. text: for its sender."""

    row: int
    state: str
    id: str = ""
    text: str = ""
    doubts: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Report:
    """read = accepted + refused. accepted: in the ledger now, as added + changed + known (there already, unchanged).

    problems: every doubt. to_check: those of rows that are stored. duplicates: rows that met somebody of an earlier record. outcomes: one for
    each row, in the order of the rows.
    """

    read: int = 0
    refused: int = 0
    added: int = 0
    changed: int = 0
    known: int = 0
    problems: list[Problem] = field(default_factory=list)
    to_check: list[Problem] = field(default_factory=list)
    duplicates: list[Problem] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        return self.added + self.changed + self.known

    @property
    def doubtful(self) -> int:
        """Rows that are stored but that a person should look at."""
        return sum(outcome.state != "refused" and bool(outcome.doubts) for outcome in self.outcomes)

    def note(self, outcome: Outcome) -> None:
        """Takes one row's outcome with its doubts."""
        self.outcomes.append(outcome)
        self.problems += outcome.doubts
        if outcome.state == "refused":
            self.refused += 1
        else:
            self.to_check += [doubt for doubt in outcome.doubts if doubt.row == outcome.row]

    def doubt(self, problem: Problem) -> None:
        """Something about a stored row that only the rows around it show."""
        place = next((n for n in range(len(self.outcomes) - 1, -1, -1) if self.outcomes[n].row == problem.row), None)
        if place is not None:
            self.outcomes[place] = replace(self.outcomes[place], doubts=(*self.outcomes[place].doubts, problem))
        self.problems.append(problem)
        self.to_check.append(problem)

    def add(self, other: "Report") -> None:
        self.read += other.read
        self.refused += other.refused
        self.added += other.added
        self.changed += other.changed
        self.known += other.known
        self.problems += other.problems
        self.to_check += other.to_check
        self.duplicates += other.duplicates
        self.outcomes += other.outcomes


@dataclass(frozen=True, slots=True)
class Advert:
    """One row made ready. vacancy None: refused, for the reasons in `problems`. employer: stored if nobody of its id or credit code is there.

    known: id under which an earlier answer named this row; believed where that vacancy came from the same source.
    headings: field of the sheet → heading as its sender wrote it.
    """

    problems: tuple[Problem, ...] = ()
    vacancy: Vacancy | None = None
    employer: Employer | None = None
    row: int = 0
    known: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)

    def heading_of(self, part: str) -> str:
        """The column that a part of the vacancy (offer.pay) was read from; "" where none is meant, or several."""
        return next((self.headings[name] for name in COLUMNS.get(part, ()) if name in self.headings), "")


COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title",), "headcount": ("headcount",), "description": ("description",), "address": ("region_raw",), "employer": ("company",),
    "offer.pay": ("wage_raw", "wage_base", "wage_gross", "wage_piece", "wage_hour", "wage_day"), "offer.shift": ("shift",),
    "offer.rest_days": ("rest",), "offer.contract_months": ("contract",), "offer.employment": ("job_type", "contract"),
    "offer.welfare": ("welfare_raw", "living", "insurance", "refund", "note"), "needs.age": ("age_req",), "needs.education": ("education_raw",),
    "closes_on": ("deadline",),
}
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
    report, waiting = Report(), Saved()
    for batch in batches(adverts):
        publish_saved(desk, waiting, wait=False)
        report.read += len(batch)
        waiting = _store(actor, desk, batch, report)
        progress(len(batch))
    publish_saved(desk, waiting)  # the one that waits: after it, everything can be found
    return report


def _store(actor: Actor, desk: Desk, batch: Sequence[Advert], report: Report) -> Saved:
    """The vacancies that are new or changed, as saved."""
    with desk.ledger.transaction() as tx:
        found = _settled(tx, batch, _store_employers(actor, desk, tx, batch))
        wanted = {vacancy.id: vacancy for vacancy in found if vacancy}
        before = tx.vacancies(list(wanted))
        review = ListReview.of(actor, desk, tx, wanted.values())
        fresh = [review.new(_fresh(actor, desk, vacancy)) for id, vacancy in wanted.items() if id not in before]
        changed = _reviewed(desk, review, before, wanted)
        rows = {vacancy.id: vacancy_row(vacancy, desk.places) for vacancy in (*fresh, *changed)}
        tx.add_vacancies([(vacancy, rows[vacancy.id]) for vacancy in fresh])
        saved = [tx.replace_vacancy(after, rows[after.id]) for after in changed]
        tx.add_events([*(_event(actor, desk, Step.POSTED, v) for v in fresh), *(_event(actor, desk, Step.EDITED, v) for v in saved), *review.events])
    states = {v.id: "added" for v in fresh} | {v.id: "changed" for v in saved}
    for advert, vacancy in zip(batch, found, strict=True):
        state, id = (states.pop(vacancy.id, "known"), vacancy.id) if vacancy else ("refused", "")
        unlawful = [Problem(advert.row, advert.heading_of(part), text, reason) for part, text, reason in review.reasons(id)]
        report.note(Outcome(advert.row, state, id, doubts=(*advert.problems, *unlawful)))
    report.added += len(fresh)
    report.changed += len(saved)
    report.known += sum(vacancy is not None for vacancy in found) - len(fresh) - len(saved)
    return Saved(vacancies=[*(replace(vacancy, version=1) for vacancy in fresh), *saved], rows=rows)


def _reviewed(desk: Desk, review: ListReview, before: Mapping[str, Vacancy], wanted: Mapping[str, Vacancy]) -> list[Vacancy]:
    """Those that say something new, as they may be saved."""
    changed = []
    for id, old in before.items():
        if (after := _changed(desk, old, wanted[id])) == old:
            review.unchanged(old)
        else:
            after = review.again(old, after)
            changed.append(replace(after, state=settled_state(after)))
    return changed


def _settled(tx: Transaction, batch: Sequence[Advert], employers: Mapping[str, Employer]) -> list[Vacancy | None]:
    """The batch's vacancies under the ids they have here already, and under the employers that are registered."""
    named = tx.vacancies([advert.known for advert in batch if advert.known])
    settled: list[Vacancy | None] = []
    for advert in batch:
        vacancy = advert.vacancy
        if vacancy and (earlier := named.get(advert.known)) and earlier.source == vacancy.source and earlier.employer == vacancy.employer:
            vacancy = replace(vacancy, id=earlier.id, source_key=earlier.source_key)
        if vacancy and (employer := employers.get(vacancy.employer)):
            vacancy = replace(vacancy, employer=employer.id, employer_name=employer.name)
        settled.append(vacancy)
    return settled


def _store_employers(actor: Actor, desk: Desk, tx: Transaction, batch: Sequence[Advert]) -> dict[str, Employer]:
    """Adds those who are new. The answer: who is meant where a credit code shows that an employer is here under another name."""
    named = {advert.employer.id: advert.employer for advert in reversed(batch) if advert.vacancy and advert.employer}
    known = tx.known_ids("employer", list(named))
    meant: dict[str, Employer] = {}
    codes: dict[str, Employer] = {}
    for id, employer in named.items():
        code = employer.credit_code
        if id in known or not code:
            continue
        if earlier := codes.get(code) or tx.employer_by_credit_code(code):
            meant[id] = earlier
        codes.setdefault(code, employer)
    tx.add_employers([replace(employer, entered_by=actor.name, created_at=desk.now, updated_at=desk.now)
                      for id, employer in named.items() if id not in known and id not in meant])
    return meant


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
