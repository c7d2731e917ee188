"""Workers: what a person wants, what a person has, and what they agreed to."""

from dataclasses import dataclass, field
from datetime import date, datetime

from matcher.domain.terms import Category, Channel, ConsentMode, Education, Posture, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Who agreed to be registered and how (PIPL §14, §15, §17). text_version names the words that were read out."""

    mode: ConsentMode
    at: datetime | None = None
    by: str = ""
    text_version: str = "2026-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What the person wants; None and empty mean "not asked yet", which is neutral everywhere.

    occupations: CSCO 2022 codes or prefixes, best first, at most 3. places: division codes, at most 4 (what they lie in is enough).
    near, radius_km: "跟前的活" around a division. monthly_yuan: the least comparable monthly pay. ready_on..until: free in that time.
    companions: people who go along and cannot be parted. avoid_employers: ids not to be offered again.
    """

    occupations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    near: str | None = None
    radius_km: int | None = None
    monthly_yuan: int | None = None
    no_night: bool | None = None
    no_heavy: bool | None = None
    no_cleanroom: bool | None = None
    posture: Posture | None = None
    meals: bool | None = None
    lodging: bool | None = None
    couple_room: bool | None = None
    companions: int = 0
    ready_on: date | None = None
    until: date | None = None
    coach: bool | None = None
    training: bool | None = None
    avoid_employers: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """occupation: CSCO 2022 code, or "" when only words are known."""

    occupation: str = ""
    years: float | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Haves:
    """What the person brings. Sex is stored for the two protective rules that need it (R10, R39) and never enters a score."""

    sex: Sex | None = None
    born_on: date | None = None
    education: Education | None = None
    experience: tuple[Experience, ...] = ()
    certificates: tuple[str, ...] = ()
    skills: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One person at the register. identity: the 18-character ID number, kept encrypted by the ledger, None until needed.

    place: home division code (hukou); lives_at: where they are now. version: 0 before the first save.
    """

    id: str
    name: str
    phone: str
    consent: Consent
    version: int = 0
    identity: str | None = field(default=None, repr=False)
    place: str | None = None
    village: str = ""
    lives_at: str | None = None
    second_contact: str = ""
    categories: tuple[Category, ...] = ()
    wants: Wants = Wants()
    haves: Haves = Haves()
    active: bool = True
    entered_by: str = ""
    channel: Channel = Channel.COUNTER
    registered_at: datetime | None = None
    updated_at: datetime | None = None


def mask_phone(phone: str) -> str:
    """138****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def mask_identity(identity: str) -> str:
    """6101**********1234 (R31)."""
    return f"{identity[:4]}{'*' * (len(identity) - 8)}{identity[-4:]}" if len(identity) > 8 else "****"


def mask_name(name: str) -> str:
    """王**: the surname is enough to call somebody in a hall."""
    return name[:1] + "*" * (len(name) - 1)
