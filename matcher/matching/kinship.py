"""How near two occupations are: the same, of one small group, of one class, or strangers."""

from typing import Any, Final

import numpy as np

from matcher.domain.search import Among, Between, Condition, Either, OneOf
from matcher.matching import codes
from matcher.matching.conditions import NEUTRAL, UNKNOWN, Array, Coarse, is_one

# 平车工 wanted: 平车工 fits, another sewing machine (same group) nearly, another trade of the garment works (same class) less than unknown.
SAME, GROUP, CLASS, STRANGE = 1.0, 0.8, 0.4, 0.0
_STEPS: Final = ((codes.SAME_CLASS, CLASS - STRANGE), (codes.SAME_GROUP, GROUP - CLASS))


_SCORES: Final = np.array([SAME, GROUP, CLASS, STRANGE, NEUTRAL])
_ALL: Final = np.uint32(0xFFFFFFFF)


def kinship(named: list[Any], occupation: Any) -> Any:
    """The best over the codes a person named (wished or done); a family named contains what lies in it. Blank is NEUTRAL."""
    if is_one(occupation) and not occupation:
        return NEUTRAL
    apart = _apart(named[0], occupation)
    for code in named[1:]:
        apart = np.minimum(apart, _apart(code, occupation))
    steps = (apart > 0).view(np.uint8) + (apart > codes.SAME_GROUP) + (apart > codes.SAME_CLASS)
    blank = (named[0] == codes.NO_OCCUPATION) | (occupation == 0)
    return np.where(blank, NEUTRAL, _SCORES[steps])


def _apart(named: Any, occupation: Any) -> Any:
    """The bits in which they differ, those left out that a family leaves open; the top bits for an empty slot."""
    apart = np.bitwise_xor(named, occupation)
    families = (named & np.uint32(codes.SAME_GROUP)) == 0
    return apart & np.where(families, _fixed_bits(named), _ALL) if np.any(families) else apart


def _fixed_bits(named: Any) -> Any:
    """What a family says: all but its bytes of zero at the end."""
    open_bits = np.where(named & np.uint32(codes.SAME_CLASS), np.uint32(codes.SAME_GROUP),
                         np.where(named & np.uint32(codes.SAME_MAJOR), np.uint32(codes.SAME_CLASS), np.uint32(codes.SAME_MAJOR)))
    return ~open_bits


def over_named(field: str, occupation: int, blank: int) -> Coarse:
    """For a fixed post: steps over the codes people named. The wider step holds wherever the narrower does, so the steps add up."""
    if not occupation:
        return UNKNOWN
    whole = codes.families_of(occupation)
    wide: list[tuple[Condition, float]] = []
    for span, gain in _STEPS:
        first = occupation & ~span
        wide.append((Either((Between(field, first, first | span), OneOf(field, whole))), gain))
    terms = [Among(condition, gain) for condition, gain in wide]
    return Coarse(STRANGE, (*terms, Among(OneOf(field, whole), SAME - GROUP), Among(OneOf(field, (blank,)), NEUTRAL)))


def over_occupations(named: list[int]) -> Coarse:
    """For a fixed person: steps over the occupations of posts."""
    known = [code for code in named if code != codes.NO_OCCUPATION]
    if not known:
        return UNKNOWN
    own: tuple[Condition, ...] = tuple(_family(code) for code in known)
    terms = []
    for span, gain in _STEPS:
        around = tuple(Between("occupation", code & ~span, code | span) for code in known)
        terms.append(Among(Either((*own, *around)), gain))
    return Coarse(STRANGE, (*terms, Among(Either(own), SAME - GROUP), Among(OneOf("occupation", (0,)), NEUTRAL)))


def _family(code: int) -> Condition:
    span = next((s for s in (codes.SAME_MAJOR, codes.SAME_CLASS, codes.SAME_GROUP) if not code & s), 0)
    return Between("occupation", code, code | span)


def same_group(a: Array, b: Array) -> Any:
    return np.bitwise_xor(a, b) <= codes.SAME_GROUP
