"""A whole advert → its posts and what holds for all of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeAlias, TypeVar

from matcher.domain.ages import AgeRange
from matcher.domain.certificates import Certificate
from matcher.domain.conditions import Contract, Living, WorkingTime
from matcher.domain.occupations import Occupation
from matcher.domain.pay import Pay
from matcher.domain.places import Place
from matcher.domain.reading import Reading
from matcher.domain.terms import Education, Posture
from matcher.domain.vacancies import Needs, Offer
from matcher.reading.age import read_age
from matcher.reading.certificates import read_certificates
from matcher.reading.contract import read_contract
from matcher.reading.education import read_education_needed
from matcher.reading.experience import read_experience
from matcher.reading.headcount import read_headcount
from matcher.reading.living import read_living
from matcher.reading.normal import fold_with_origin, original_span
from matcher.reading.numerals import LONGEST
from matcher.reading.pay import read_pays
from matcher.reading.posts import Piece, split
from matcher.reading.posture import read_posture
from matcher.reading.remarks import Remarks, remarks_of
from matcher.reading.shift import read_shift
from matcher.reading.welfare import read_welfare

T = TypeVar("T")
ReadsDates: TypeAlias = Callable[[str, date], Reading[date]]


class FindsPlaces(Protocol):
    def find(self, text: str, near: str | None = None) -> Reading[Place]: ...


class FindsOccupations(Protocol):
    def find(self, text: str, industry: str = "") -> Reading[Occupation]: ...


@dataclass(frozen=True, slots=True)
class Readers:
    """What knows places, occupations and the calendar."""

    places: FindsPlaces
    occupations: FindsOccupations
    dates: ReadsDates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPost:
    """One post of an advert. occupations: one reading for each word listed (电焊/打磨/油漆), the first the title. span: its part of the text."""

    title: str
    span: tuple[int, int]
    occupations: tuple[Reading[Occupation], ...]
    headcount: Reading[int]
    pays: tuple[Reading[Pay], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPosting:
    """posts: empty where the text offers a course or nothing at all. The rest holds for every post."""

    posts: tuple[ReadPost, ...]
    place: Reading[Place]
    ages: Reading[AgeRange]
    education: Reading[Education]
    years: Reading[float]
    certificates: Reading[tuple[Certificate, ...]]
    time: Reading[WorkingTime]
    posture: Reading[Posture]
    living: Reading[Living]
    contract: Reading[Contract]
    remarks: Remarks
    welfare: tuple[str, ...]
    coach_on: Reading[date]
    closes_on: Reading[date]


def read_posting(text: str, readers: Readers, today: date) -> ReadPosting:
    """Read a posting as somebody typed or spoke it; at most 2,000 characters are read."""
    text = text[:LONGEST]
    folded, origin = fold_with_origin(text)
    remarks = remarks_of(folded)
    welfare = read_welfare(text).value
    return ReadPosting(
        posts=() if remarks.training_sold else _posts(text, folded, origin, readers),
        place=readers.places.find(text),
        ages=read_age(text),
        education=read_education_needed(text),
        years=read_experience(text),
        certificates=read_certificates(text),
        time=read_shift(text),
        posture=read_posture(text),
        living=read_living(text),
        contract=read_contract(text),
        remarks=remarks,
        welfare=welfare.extras if welfare else (),
        coach_on=_dated(text, ("发车", "大巴", "专车", "包车"), readers.dates, today),
        closes_on=_dated(text, ("有效", "截止", "截至"), readers.dates, today),
    )


def _posts(text: str, folded: str, origin: tuple[int, ...], readers: Readers) -> tuple[ReadPost, ...]:
    if not folded.strip():
        return ()
    posts = [_post(text, origin, piece, readers) for piece in split(folded)]
    return tuple(post for post in posts if len(posts) == 1 or post.pays or post.headcount.value or post.occupations)


def _post(text: str, origin: tuple[int, ...], piece: Piece, readers: Readers) -> ReadPost:
    start, end = original_span(origin, piece.start, piece.end)
    part = text[start:end]
    words = [original_span(origin, *word) for word in piece.words]
    found = [moved(readers.occupations.find(text[a:b]), a) for a, b in words]
    if not any(reading.value for reading in found):
        found = [moved(readers.occupations.find(part), start)]
    return ReadPost(
        title="/".join(text[a:b].strip() for a, b in words if b - a < end - start or len(words) > 1),
        span=(start, end),
        occupations=tuple(reading for reading in found if reading.value),
        headcount=moved(read_headcount(part), start),
        pays=tuple(moved(pay, start) for pay in read_pays(part)),
    )


def moved(reading: Reading[T], by: int) -> Reading[T]:
    """The reading of a part, with spans in the whole."""
    return replace(reading, spans=tuple((a + by, b + by) for a, b in reading.spans))


def _dated(text: str, words: tuple[str, ...], dates: ReadsDates | None, today: date) -> Reading[date]:
    """The date in the clause that holds one of the words."""
    at = min((text.find(word) for word in words if word in text), default=-1)
    if dates is None or at < 0:
        return Reading(None)
    start = max(text.rfind(stop, 0, at) for stop in ",，。;；\n ") + 1
    stops = [text.find(stop, at) for stop in ",，。;；\n"]
    end = min((stop for stop in stops if stop >= 0), default=len(text))
    return moved(dates(text[start:end], today), start)


def offer_of(posting: ReadPosting, post: ReadPost) -> Offer:
    """What one post offers, as a vacancy keeps it."""
    time, living, contract = posting.time.value or WorkingTime(), posting.living.value or Living(), posting.contract.value or Contract()
    return Offer(
        pay=tuple(reading.value for reading in post.pays if reading.value),
        shift=time.shift, hours_per_day=time.hours_per_day, rest_days=time.rest_days, posture=posting.posture.value,
        heavy=posting.remarks.heavy, cleanroom=posting.remarks.cleanroom, hazards=posting.remarks.hazards,
        meals=living.meals, lodging=living.lodging, couple_room=living.couple_room, coach=posting.remarks.coach,
        employment=contract.employment, contract_months=contract.contract_months, insurance=contract.insurance,
        payday=contract.payday, welfare=posting.welfare,
    )


def needs_of(posting: ReadPosting) -> Needs:
    """What the posting asks of people."""
    ages = posting.ages.value
    return Needs(
        age_low=ages.low if ages else None, age_high=ages.high if ages else None, education=posting.education.value,
        years=posting.years.value, certificates=tuple(str(code) for code in posting.certificates.value or ()),
        training_given=posting.remarks.training_given,
    )
