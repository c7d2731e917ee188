"""Vacancies: what a post offers and what it needs, mirrored on a worker's wants and haves."""

from dataclasses import dataclass
from datetime import date, datetime

from matcher.domain.pay import Pay
from matcher.domain.terms import Education, Employment, Labelled, Posture, Shift


class VacancyState(Labelled):
    DRAFT = "draft", "草稿"
    PENDING = "pending", "待核"
    OPEN = "open", "在招"
    PAUSED = "paused", "暂停"
    FULL = "full", "已招满"
    EXPIRED = "expired", "过期"
    WITHDRAWN = "withdrawn", "下架"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the worker would get; None means the posting does not say.

    pay: every figure as written. overtime_hours: a month. rest_days: a month. heavy: lifting that R39 or a bad back would mind.
    """

    pay: tuple[Pay, ...] = ()
    shift: Shift | None = None
    hours_per_day: float | None = None
    overtime_hours: int | None = None
    rest_days: float | None = None
    posture: Posture | None = None
    heavy: bool | None = None
    cleanroom: bool | None = None
    hazards: tuple[str, ...] = ()
    meals: bool | None = None
    lodging: bool | None = None
    couple_room: bool | None = None
    coach: bool | None = None
    employment: Employment | None = None
    contract_months: int | None = None
    insurance: bool | None = None
    payday: int | None = None
    welfare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What the employer asks for. Sex is deliberately not here (就业促进法 §27)."""

    age_low: int | None = None
    age_high: int | None = None
    education: Education | None = None
    years: float | None = None
    certificates: tuple[str, ...] = ()
    training_given: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """One record from which poster, card, script and API all render.

    code: the short code said aloud (LN-0731). occupation: CSCO 2022 code. headcount None: 若干. accepted: how many took the post.
    source, source_key: where it came from and its name there, so that it is taken over once. unread: (column, text) pairs kept as written.
    """

    id: str
    title: str
    employer: str
    employer_name: str = ""
    version: int = 0
    code: str = ""
    occupation: str | None = None
    place: str | None = None
    address: str = ""
    description: str = ""
    headcount: int | None = None
    accepted: int = 0
    state: VacancyState = VacancyState.PENDING
    offer: Offer = Offer()
    needs: Needs = Needs()
    programmes: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    posted_on: date | None = None
    closes_on: date | None = None
    entered_by: str = ""
    source: str = ""
    source_key: str = ""
    unread: tuple[tuple[str, str], ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def left(self) -> int | None:
        """Posts still to fill; None where the posting never said how many."""
        return None if self.headcount is None else max(self.headcount - self.accepted, 0)

    def open_on(self, day: date) -> bool:
        """In 招 and within its dates."""
        return self.state is VacancyState.OPEN and (self.closes_on is None or day <= self.closes_on)
