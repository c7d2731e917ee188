"""What the law says of a post before anybody sees it: BLOCK refuses, HOLD waits for a reviewer, WARN and INFO are shown beside it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from weakref import WeakKeyDictionary

from matcher.compliance.engine import check
from matcher.compliance.hits import Hit, Level
from matcher.compliance.postings import Posting, rendered
from matcher.compliance.tables import Tables, starting_tables
from matcher.domain.accounts import SYSTEM, Actor, Role
from matcher.domain.employers import Employer
from matcher.domain.errors import Invalid, Missing
from matcher.domain.events import Event, Step
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger.port import Ledger, Page, Reader
from matcher.services.desk import Desk

PUBLIC: Final = (Role.STATION, Role.COOPERATION, Role.PROGRAMME, Role.ADMIN)  # offices that post others' vacancies by their duty
SEEN: Final = frozenset({VacancyState.OPEN, VacancyState.FULL})
NOTHING: Final[frozenset[tuple[str, str]]] = frozenset()
WHOLE: Final = "description"  # where a form shows what is meant of the whole
HELD_TEXT: Final = "已存好, 要等审核员看过才发布。"
_KEPT: WeakKeyDictionary[Ledger, tuple[int, Tables]] = WeakKeyDictionary()


class Unlawful(Invalid):
    """Nobody can publish this. hits: every BLOCK with its law and what to do."""

    code = "unlawful"

    def __init__(self, hits: Sequence[Hit], text: str = "有法律不许发布的内容, 请照建议改好再发。") -> None:
        fields: dict[str, list[str]] = {}
        for hit in hits:
            fields.setdefault(hit.field or WHOLE, []).append(sentence(hit))
        super().__init__(text, fields)
        self.hits = tuple(hits)


@dataclass(frozen=True, slots=True)
class Judged:
    """A post as it may be saved. held: hits for which it waits."""

    vacancy: Vacancy
    held: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Previewed:
    """posting: the text that the spans refer to, with the field of each stretch."""

    posting: Posting
    hits: tuple[Hit, ...]


def tables_of(desk: Desk, reader: Reader) -> Tables:
    """The dated tables, read again only when a line has changed; the figures that come with the package while no wage was ever entered."""
    number = reader.standards_number()
    kept = _KEPT.get(desk.ledger)
    if kept is None or kept[0] != number:
        wages = reader.minimum_wages() or starting_tables().wages
        kept = number, Tables(wages=wages, listed=reader.listed_employers(), licences=reader.licences())
        _KEPT[desk.ledger] = kept
    return kept[1]


def hits_of(desk: Desk, vacancy: Vacancy, employer: Employer | None = None) -> tuple[Hit, ...]:
    """What the rules say of a stored post today, in the order of its fields. Raises Missing where its employer is unknown."""
    with desk.ledger.reading() as reader:
        return hits_in(desk, reader, vacancy, employer or reader.employer(vacancy.employer))


def preview(actor: Actor, desk: Desk, draft: Vacancy) -> Previewed:
    """What would be said of it, if the actor posted it now; an employer that is not registered yet is left aside."""
    with desk.ledger.reading() as reader:
        employer = _employer_or_none(reader, draft.employer)
        known = replace(draft, employer_name=employer.name, place=draft.place or employer.place) if employer else draft
        posting = rendered(known, employer, public_body=actor.has(*PUBLIC))
        return Previewed(posting, check(posting, tables_of(desk, reader), desk.today))


def hits_in(desk: Desk, reader: Reader, vacancy: Vacancy, employer: Employer) -> tuple[Hit, ...]:
    return checked(vacancy, employer, tables_of(desk, reader), desk.today, public_body=_entered_by_an_office(reader, vacancy))


def checked(vacancy: Vacancy, employer: Employer | None, tables: Tables, day: date, *, public_body: bool) -> tuple[Hit, ...]:
    return check(rendered(vacancy, employer, public_body=public_body), tables, day)


def judged(desk: Desk, reader: Reader, vacancy: Vacancy, actor: Actor) -> Judged:
    """A draft is nobody's business yet. Else: Unlawful for a BLOCK; what is to be seen waits for every HOLD that no reviewer has let pass."""
    if vacancy.state is VacancyState.DRAFT:
        return Judged(vacancy)
    hits = checked(vacancy, reader.employer(vacancy.employer), tables_of(desk, reader), desk.today, public_body=actor.has(*PUBLIC))
    if blocks := of_level(hits, Level.BLOCK):
        raise Unlawful(blocks)
    held = unreleased(reader, vacancy.id, of_level(hits, Level.HOLD))
    if held and vacancy.state in SEEN:
        return Judged(replace(vacancy, state=VacancyState.PENDING), held)
    return Judged(vacancy)


def of_level(hits: Iterable[Hit], level: Level) -> tuple[Hit, ...]:
    return tuple(hit for hit in hits if hit.level is level)


def unreleased(reader: Reader, id: str, holds: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Those whose rule and words no reviewer has let pass on this post."""
    return still_held(holds, reader.released([id]).get(id, NOTHING)) if holds else ()


def still_held(holds: Sequence[Hit], released: frozenset[tuple[str, str]]) -> tuple[Hit, ...]:
    """released: (rule, words) that reviewers have let pass."""
    return tuple(hit for hit in holds if (hit.rule, hit.text) not in released)


def held_event(actor: Actor, desk: Desk, vacancy: Vacancy, held: Sequence[Hit]) -> Event:
    """Names the rules and, as its note, the reasons."""
    return Event(step=Step.HELD, subject=vacancy.id, vacancy=vacancy.id, actor=actor.name, at=desk.now,
                 note="; ".join(map(sentence, held)), detail={"rules": [hit.rule for hit in held], "state": str(vacancy.state)})


def last_word(reader: Reader, id: str) -> Event | None:
    """Why the post waits, came back or was taken out by a rule: the newest event of its review. None where its people paused it themselves."""
    last = next((event for event in _events(reader, id) if event.step in (Step.HELD, Step.RETURNED, Step.PAUSED_POST)), None)
    return None if last is None or (last.step is Step.PAUSED_POST and "rules" not in last.detail) else last


def written_by(reader: Reader, id: str) -> frozenset[str]:
    """Who posted it or changed its words."""
    return frozenset(event.actor for event in _events(reader, id) if event.step in (Step.POSTED, Step.EDITED) and "state" not in event.detail)


def sentence(hit: Hit) -> str:
    """“限男性”不能发: 删去性别限制 (妇女权益保障法第43条)。"""
    words = {Level.BLOCK: "不能发", Level.HOLD: "要等审核员看过", Level.WARN: "请改一改, 或照这样发", Level.INFO: "提示一下"}[hit.level]
    said = f"“{hit.text[:40]}”" if hit.text else "这个岗位"
    return f"{said}{words}: {hit.suggestion} ({hit.basis})。"


def _employer_or_none(reader: Reader, id: str) -> Employer | None:
    try:
        return reader.employer(id)
    except Missing:
        return None


def _entered_by_an_office(reader: Reader, vacancy: Vacancy) -> bool:
    if vacancy.entered_by == SYSTEM.name:
        return True
    try:
        return reader.account(vacancy.entered_by).actor.has(*PUBLIC)
    except Missing:
        return False


def _events(reader: Reader, id: str) -> Iterator[Event]:
    """Newest first."""
    page: Page | None = Page(size=200)
    while page:
        found = reader.events(page, subject=id)
        yield from found.items
        page = Page(found.cursor, 200) if found.cursor else None
