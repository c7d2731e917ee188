"""Sitting or standing: 坐班, 站立操作, 坐站结合."""

from typing import Final

from matcher.domain.reading import Reading
from matcher.domain.terms import Posture
from matcher.reading.cues import Cue, cue, first
from matcher.reading.normal import fold_with_origin, matched
from matcher.reading.numerals import LONGEST

POSTURES: Final[tuple[Cue[Posture], ...]] = (
    cue(Posture.SEATED, r"(?:不用|不要|不需|无需|不必|不能|不想|不得|莫)(?:长时间|久|一直)?站|不站班|站久了"),
    cue(Posture.MIXED, r"坐站|站坐|有坐有站|坐着站着都有|坐立结合|站立坐|坐、站|站、坐|站/坐|坐/站"),
    cue(Posture.STANDING, r"(?:不能|没得|没有)坐|站班|站岗|站立|站着|久站|长时间站|全程站|要站|站式"),
    cue(Posture.SEATED, r"坐班|坐岗|坐着|坐起|坐式|坐姿|全程坐|可坐|坐(?:到)?(?:做|干|上班)|有凳子?坐"),
)


def read_posture(text: str) -> Reading[Posture]:
    folded, origin = fold_with_origin(text[:LONGEST])
    found = first(POSTURES, folded)
    return matched(found[0].value, found[0].sure, origin, found[1]) if found else Reading(None)
