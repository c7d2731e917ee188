"""Small words for building conditions and coarse terms."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from matcher.domain.search import Among, Condition, Either, Not, OneOf, Slope, Term

Rows: TypeAlias = Mapping[str, Any]  # field → numpy scalar (one row) or array (many)
Array: TypeAlias = NDArray[Any]

NEUTRAL: Final = 0.5


class Coarse(NamedTuple):
    """base + terms: what a criterion gives, or more, before its weight."""

    base: float = 0.0
    terms: tuple[Term, ...] = ()


UNKNOWN: Final = Coarse(NEUTRAL)


def all_of(*conditions: Condition) -> Condition:
    return conditions[0] if len(conditions) == 1 else Not(Either(tuple(Not(each) for each in conditions)))


def is_one(value: Any) -> bool:
    """A single row's field, so that what it decides it decides for all."""
    return np.ndim(value) == 0


def weighted(term: Term, weight: float) -> Term:
    if isinstance(term, Among):
        return Among(term.condition, term.weight * weight)
    return Slope(term.field, term.full, term.zero, term.weight * weight)


def by_value(field: str, scores: Mapping[int, float]) -> Coarse:
    """A table of scores by the values of one field, the commonest lowest score being the base."""
    least = min(scores.values())
    steps = sorted({score for score in scores.values() if score > least})
    terms = tuple(Among(OneOf(field, tuple(value for value, score in scores.items() if score == step)), step - least) for step in steps)
    return Coarse(least, terms)


def added(*parts: Coarse) -> Coarse:
    return Coarse(sum(part.base for part in parts), tuple(term for part in parts for term in part.terms))


def scaled(part: Coarse, weight: float) -> Coarse:
    return Coarse(part.base * weight, tuple(weighted(term, weight) for term in part.terms))
