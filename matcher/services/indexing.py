"""From the ledger to the catalogue: entries, publishing after a commit, catching up, building anew."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from matcher.domain.accounts import SYSTEM
from matcher.domain.errors import Unavailable
from matcher.domain.occupations import families
from matcher.domain.people import Worker
from matcher.domain.places import ancestors
from matcher.domain.search import Entry, Listed
from matcher.domain.vacancies import Vacancy
from matcher.ledger.port import Page
from matcher.matching.comparable import monthly_yuan
from matcher.matching.rows import ROWS, features, stale_ids, vacancy_row, worker_row
from matcher.reading.tokens import cut_text
from matcher.services.desk import Desk
from matcher.services.pausing import pause_listed
from matcher.services.rechecking import AS_BEFORE, Rechecked, recheck
from matcher.services.seat_tick import NOTHING_DUE, SeatTicked, tick_seats

FOLLOWER = "catalogue"
BATCH = 1000
LEASE = timedelta(minutes=10)
EPOCH = date(1970, 1, 1)
FAR_FUTURE = date(9999, 12, 31)
log = logging.getLogger(__name__)


def day_number(day: date) -> int:
    return (day - EPOCH).days


def vacancy_entry(desk: Desk, vacancy: Vacancy, row: bytes | None = None) -> Entry:
    """Everything by which a post can be found. row: its feature row where it is at hand."""
    row = row or vacancy_row(vacancy, desk.places)
    offer = vacancy.offer
    occupation = desk.occupations.by_code(vacancy.occupation) if vacancy.occupation else None
    text = (vacancy.title, occupation.name if occupation else "", vacancy.employer_name, vacancy.code,
            desk.places.name(vacancy.place) if vacancy.place else "", vacancy.address, " ".join(offer.welfare), vacancy.description)
    return Entry(
        kind="vacancy", id=vacancy.id, version=vacancy.version, cut=cut_text(*text), row=row, features=features("vacancy", row),
        tags={
            **_place_tags(vacancy.place),
            "occupation": families(vacancy.occupation) if vacancy.occupation else (),
            "trade": families(vacancy.occupation)[2:3] if vacancy.occupation else (),
            "shift": _one(offer.shift), "posture": _one(offer.posture),
            **{name: ("yes",) if given else () for name, given in (("meals", offer.meals), ("lodging", offer.lodging), ("coach", offer.coach))},
            "programme": vacancy.programmes, "employer": (vacancy.employer,), "state": (str(vacancy.state),),
        },
        numbers={
            "pay": monthly_yuan(offer) or 0,
            "closes": day_number(vacancy.closes_on or FAR_FUTURE),
            "posted": day_number(vacancy.posted_on or EPOCH),
        },
    )


def worker_entry(desk: Desk, worker: Worker, row: bytes | None = None) -> Entry:
    """A person is found by wishes, skills and home, never by name or number. row: the feature row where it is at hand."""
    row = row or worker_row(worker, desk.places)
    wanted = [o.name for code in worker.wants.occupations if (o := desk.occupations.by_code(code))]
    done = [f"{e.words} {o.name if (o := desk.occupations.by_code(e.occupation)) else ''}" for e in worker.haves.experience]
    places = [desk.places.name(code) for code in (worker.place, *worker.wants.places) if code]
    known = {family for e in worker.haves.experience if e.occupation for family in families(e.occupation)}
    return Entry(
        kind="worker", id=worker.id, version=worker.version, gone=not worker.active, row=row, features=features("worker", row),
        cut=cut_text(*wanted, *done, *places, worker.haves.skills, worker.village, " ".join(worker.haves.certificates)),
        tags={
            **_place_tags(worker.place),
            "area": tuple({area for code in (worker.place, worker.lives_at) if code for area in ancestors(code)}),
            "occupation": tuple({*known, *(family for code in worker.wants.occupations for family in families(code))}),
        },
        numbers={"ready": day_number(worker.wants.ready_on or EPOCH), "posted": day_number((worker.updated_at or desk.now).date())},
    )


@dataclass(frozen=True, slots=True)
class Saved:
    """Documents as saved. rows: feature rows at hand, by id; those missing are made."""

    vacancies: Sequence[Vacancy] = ()
    workers: Sequence[Worker] = ()
    rows: Mapping[str, bytes] = field(default_factory=dict)


def publish(desk: Desk, *, vacancies: Sequence[Vacancy] = (), workers: Sequence[Worker] = (), wait: bool = True) -> None:
    """After the commit. The ledger has it already: a catalogue that is away is caught up by the next `tick`."""
    publish_saved(desk, Saved(vacancies, workers), wait=wait)


def publish_saved(desk: Desk, saved: Saved, *, wait: bool = True) -> None:
    entries = [*(vacancy_entry(desk, v, saved.rows.get(v.id)) for v in saved.vacancies),
               *(worker_entry(desk, w, saved.rows.get(w.id)) for w in saved.workers)]
    try:
        desk.catalogue.put(entries, wait=wait)
    except Unavailable as away:
        log.warning("catalogue away, %d entries wait for the tick: %s", len(entries), away.text)


@dataclass(frozen=True, slots=True)
class Ticked:
    """ours False: another tick is at work. caught_up: documents indexed anew."""

    ours: bool
    caught_up: int = 0
    seats: SeatTicked = NOTHING_DUE
    law: Rechecked = AS_BEFORE


def tick(desk: Desk, holder: str) -> Ticked:
    """Judge posts anew where the law has changed, free what has run out, then index whatever changed since the last tick.

    Repeating it is harmless. Raises Unavailable; the mark stays.
    """
    now = desk.now
    with desk.ledger.transaction() as tx:
        if not tx.take_lease("tick", holder, now + LEASE, now):
            return Ticked(False)
    try:
        with desk.ledger.transaction() as tx:  # a term that began, or a credit code that came to be known, since the list was entered
            pause_listed(SYSTEM, desk, tx, tx.listed_employers())
        law = recheck(desk)
        seats = tick_seats(desk)
        return Ticked(True, _catch_up(desk), seats, law)
    finally:
        with desk.ledger.transaction() as tx:
            tx.take_lease("tick", holder, now, now)  # an ended lease is free for the next


@dataclass(frozen=True, slots=True)
class Reindexed:
    vacancies: int
    workers: int


def reindex(desk: Desk, progress: Callable[[int], None] = lambda n: None) -> Reindexed:
    """A new index beside the serving one, switched only when complete; what changes meanwhile is followed before and after the switch."""
    rewrite_rows(desk)
    with desk.ledger.reading() as reader:
        start = reader.last_change()
    held: dict[Listed, set[str]] = {"vacancy": set(), "worker": set()}
    with desk.catalogue.rebuild() as new:
        for entries in _batched(_all_entries(desk)):
            new.put(entries)
            _note(held, entries)
            progress(len(entries))
        for entries in _batched(_changed_entries(desk, start)):
            new.put(entries)
            _note(held, entries)
        new.switch({kind: len(ids) for kind, ids in held.items()})
    for entries in _batched(_changed_entries(desk, start)):
        desk.catalogue.put(entries)
    with desk.ledger.transaction() as tx:
        tx.set_mark(FOLLOWER, max(start, tx.mark(FOLLOWER)))
    return Reindexed(len(held["vacancy"]), len(held["worker"]))


def rewrite_rows(desk: Desk) -> int:
    """After an upgrade changed the layout of the feature rows: those of another layout are made anew. How many there were."""
    stale = [(kind, id) for kind, dtype in ROWS.items() for id in stale_ids(kind, desk.ledger.rows_since(kind, 0, dtype.itemsize))]
    for start in range(0, len(stale), BATCH):
        part = stale[start:start + BATCH]
        with desk.ledger.transaction() as tx:
            vacancies = tx.vacancies([id for kind, id in part if kind == "vacancy"])
            workers = tx.workers([id for kind, id in part if kind == "worker"])
            tx.rewrite_rows("vacancy", {id: vacancy_row(vacancy, desk.places) for id, vacancy in vacancies.items()})
            tx.rewrite_rows("worker", {id: worker_row(worker, desk.places) for id, worker in workers.items()})
    return len(stale)


def _catch_up(desk: Desk) -> int:
    with desk.ledger.reading() as reader:
        mark, upto = reader.mark(FOLLOWER), reader.last_change()
    done = 0
    for entries in _batched(_changed_entries(desk, mark)):
        desk.catalogue.put(entries)
        done += len(entries)
    with desk.ledger.transaction() as tx:
        tx.set_mark(FOLLOWER, upto)
    return done


def _changed_entries(desk: Desk, since: int) -> Iterator[Entry]:
    """Documents saved after that change number, as they are now, each once a batch of changes."""
    while True:
        with desk.ledger.reading() as reader:
            changes = reader.changes_since(since, BATCH)
            vacancies = reader.vacancies([c.id for c in changes if c.kind == "vacancy"])
            workers = reader.workers([c.id for c in changes if c.kind == "worker"])
        if not changes:
            return
        yield from (vacancy_entry(desk, v) for v in vacancies.values())
        yield from (worker_entry(desk, w) for w in workers.values())
        since = changes[-1].number


def _all_entries(desk: Desk) -> Iterator[Entry]:
    yield from _vacancy_entries(desk)
    yield from _worker_entries(desk)


def _vacancy_entries(desk: Desk) -> Iterator[Entry]:
    cursor: str | None = ""
    while cursor is not None:
        with desk.ledger.reading() as reader:
            page = reader.list_vacancies(Page(cursor or None, BATCH))
        yield from (vacancy_entry(desk, v) for v in page.items)
        cursor = page.cursor


def _worker_entries(desk: Desk) -> Iterator[Entry]:
    cursor: str | None = ""
    while cursor is not None:
        with desk.ledger.reading() as reader:
            page = reader.list_workers(Page(cursor or None, BATCH))
        yield from (worker_entry(desk, w) for w in page.items)
        cursor = page.cursor


def _batched(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    stream = iter(entries)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _note(held: dict[Listed, set[str]], entries: Sequence[Entry]) -> None:
    for entry in entries:
        (held[entry.kind].discard if entry.gone else held[entry.kind].add)(entry.id)


def _place_tags(code: str | None) -> dict[str, tuple[str, ...]]:
    """place: every area it lies in; city and county: for counting."""
    if code is None:
        return {"place": (), "city": (), "county": ()}
    areas = ancestors(code)
    return {"place": areas, "city": tuple(a for a in areas if len(a) == 4), "county": tuple(a for a in areas if len(a) == 6)}


def _one(value: object | None) -> tuple[str, ...]:
    return () if value is None else (str(value),)
