"""What is asked of the catalogue and what it answers, in shapes that no search engine is named in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol, TypeAlias

from matcher.domain.terms import Posture, Shift

Listed: TypeAlias = Literal["vacancy", "worker"]  # the two kinds of document that are searched and ranked
Feature: TypeAlias = int | Sequence[int]


# --- retrieving for a ranking: gates are conditions, criteria are coarse terms -------------------------------------------------


@dataclass(frozen=True, slots=True)
class OneOf:
    """The field (one value or several) holds one of these values. A blank is a value of its own (matching lists it where it passes)."""

    field: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """low ≤ field ≤ high; None leaves that end open."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Not:
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Either:
    conditions: tuple["Condition", ...]


Condition: TypeAlias = OneOf | Between | Not | Either


@dataclass(frozen=True, slots=True)
class Among:
    """Adds `weight` where the condition holds."""

    condition: Condition
    weight: float


@dataclass(frozen=True, slots=True)
class Slope:
    """Adds weight × clip((field − zero) / (full − zero), 0, 1); `full` may lie below or above `zero`. Every document has the field."""

    field: str
    full: float
    zero: float
    weight: float


Term: TypeAlias = Among | Slope


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Best rows wanted: all `gates` hold, ordered by `base` plus the sum of `terms`."""

    gates: tuple[Condition, ...] = ()
    terms: tuple[Term, ...] = ()
    base: float = 0.0


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Rows to be scored exactly, as columns: name of a field of the row dtype → numpy array, all of one length.

    complete: every row there is, so no proof is needed. lowest_coarse: coarse score of the last row fetched; nothing outside has more.
    found: how many rows pass the gates where the engine knows, else None.
    """

    columns: Mapping[str, Any]
    complete: bool
    lowest_coarse: float = 0.0
    found: int | None = None


# --- feature rows as the ledger hands them on ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowBatch:
    """Feature rows changed after some number: `rows` is the concatenation of equally long rows, one for each id; gone documents have no row
    and are named in `gone`. upto: the change number now reached."""

    ids: tuple[str, ...]
    rows: bytes
    gone: tuple[str, ...]
    upto: int


class RowFeed(Protocol):
    def rows_since(self, kind: Listed, number: int, width: int) -> RowBatch:
        """Rows of that width changed after `number`; with number 0 all of them. Cheap when nothing changed (one indexed query)."""


# --- documents as the catalogue keeps them ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cut:
    """Text cut once, in Python, for every engine: dictionary words (weight 3) and character bigrams (weight 1)."""

    words: tuple[str, ...] = ()
    bigrams: tuple[str, ...] = ()

    def bridges(self) -> tuple[str, ...]:
        """Bigrams that tell more than the words do; those inside a word are in every hit that has it, and looking them up costs time."""
        return tuple(b for b in self.bigrams if self.words and not any(b in word for word in self.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document to be found. `version` is the ledger's: late and repeated writes change nothing.

    cut: its text. row: the feature row, bytes. features: field → whole number(s), what conditions and slopes refer to.
    tags: keyword fields to filter and count by (place prefixes, occupation prefixes, shift …), each with its values.
    numbers: whole-number fields to filter and sort by (monthly_low, monthly_high, opens, closes, posted; days since 1970-01-01).
    gone: it is to be found no more.
    """

    kind: Listed
    id: str
    version: int
    cut: Cut = Cut()
    row: bytes = b""
    features: Mapping[str, Feature] = field(default_factory=dict)
    tags: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    gone: bool = False


# --- searching --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancySearch:
    """What a person asks for. places, occupations: codes whose whole area or family is meant; several mean any of them.

    near, radius_km: counties whose centre lies within that distance of the centre of `near`. pay_from: comparable yuan a month.
    """

    words: str = ""
    places: tuple[str, ...] = ()
    near: str | None = None
    radius_km: int | None = None
    occupations: tuple[str, ...] = ()
    pay_from: int | None = None
    shifts: tuple[Shift, ...] = ()
    postures: tuple[Posture, ...] = ()
    meals: bool | None = None
    lodging: bool | None = None
    coach: bool | None = None
    programme: str | None = None
    employer: str | None = None
    open_on: date | None = None
    cursor: str | None = None
    size: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSearch:
    """words: occupation words, skills, town; never a name (names are found in the ledger, by those who may)."""

    words: str = ""
    places: tuple[str, ...] = ()
    near: str | None = None
    radius_km: int | None = None
    occupations: tuple[str, ...] = ()
    ready_by: date | None = None
    cursor: str | None = None
    size: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search made ready for an engine: text cut, areas resolved.

    required: one Cut for each word typed; a hit has all its dictionary words, or, where the dictionary knows none, all its bigrams.
    any_tags: field → values, any of which will do. at_least, at_most: number field → bound; a document without the field passes.
    sort: "best" (3 a dictionary word, 1 a bigram, by the engine's own relevance; then newest; then id) or "newest" (then id).
    facets: tag fields to count over all hits.
    """

    kind: Listed
    required: tuple[Cut, ...] = ()
    any_tags: Mapping[str, Sequence[str]] = field(default_factory=dict)
    at_least: Mapping[str, int] = field(default_factory=dict)
    at_most: Mapping[str, int] = field(default_factory=dict)
    sort: Literal["best", "newest"] = "best"
    facets: tuple[str, ...] = ()
    cursor: str | None = None
    size: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """ids in order; total over all pages; next cursor or None; facets: field → value → count, most frequent first."""

    ids: tuple[str, ...] = ()
    total: int = 0
    cursor: str | None = None
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
