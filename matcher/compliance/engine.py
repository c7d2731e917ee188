"""check(posting, tables, day): every rule for postings, in the order of the text."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final

from matcher.compliance.ages import check_age_cap, check_child_labour
from matcher.compliance.case import Case, Hits
from matcher.compliance.hits import WEIGHT, Hit, Level
from matcher.compliance.postings import Posting
from matcher.compliance.prepared import prepare
from matcher.compliance.publishers import check_agency, check_arrears
from matcher.compliance.tables import Tables
from matcher.compliance.terms import check_dispatch, check_hours, check_must_haves, check_part_time, check_probation
from matcher.compliance.wages import check_minimum_wage, check_unusual_pay
from matcher.compliance.words import word_hits

MOST_REASONED: Final = 20  # hits of one of them in one posting
REASONED: Final[tuple[Callable[[Case], Hits], ...]] = (
    check_age_cap, check_child_labour, check_must_haves, check_unusual_pay, check_minimum_wage, check_hours, check_probation,
    check_agency, check_dispatch, check_arrears, check_part_time,
)


def check(posting: Posting, tables: Tables, day: date) -> tuple[Hit, ...]:
    """What the rules of postings say: hits in the order of the text, those without a place last. Nothing is changed, nothing is raised."""
    prepared = prepare(posting.text)
    case = Case(posting, prepared, tables, day)
    hits = [*word_hits(prepared, posting), *(hit for rule in REASONED for hit in islice(rule(case), MOST_REASONED))]
    return tuple(_placed(hit, posting) for hit in _once(hits)) if hits else ()


def worst(hits: Iterable[Hit]) -> Level | None:
    """The heaviest level among them; None where nothing was found."""
    return min((hit.level for hit in hits), key=WEIGHT.__getitem__, default=None)


def _placed(hit: Hit, posting: Posting) -> Hit:
    return replace(hit, field=posting.field_at(hit.span[0])) if hit.span and posting.parts else hit


def _once(hits: Iterable[Hit]) -> list[Hit]:
    """Of overlapping hits of one rule the heaviest, then the longest."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (WEIGHT[hit.level], -(hit.span[1] - hit.span[0]) if hit.span else 0)):
        if not any(_same(hit, other) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.span is None, hit.span or (0, 0), hit.rule))


def _same(hit: Hit, other: Hit) -> bool:
    if hit.rule != other.rule:
        return False
    if hit.span is None or other.span is None:
        return hit.span == other.span and hit.text == other.text
    return hit.span[0] < other.span[1] and other.span[0] < hit.span[1]
