"""Education: 大专及以上, 学历不限, 中技/中专, 没得啥文化."""

from typing import Final

from matcher.domain.reading import Reading
from matcher.domain.terms import EDUCATION_LEVEL, Education
from matcher.reading.cues import Cue, cue, every
from matcher.reading.normal import fold_with_origin, matched, original_span
from matcher.reading.numerals import LONGEST

LEVELS: Final[tuple[Cue[Education], ...]] = (
    cue(Education.MASTER, r"博士|硕士|研究生|mba"),
    cue(Education.BACHELOR, r"本科|学士"),
    cue(Education.COLLEGE, r"大专|专科(?!医)|高职|高专|大学专科"),
    cue(Education.VOCATIONAL, r"中专|中技|技校|职高|中职|职专|技工学校|职业高中|技师学院"),
    cue(Education.SENIOR, r"(?<!职业)高中"),
    cue(Education.JUNIOR, r"初中"),
    cue(Education.PRIMARY, r"小学(?!老?教?师|生[们的家])"),
    cue(Education.NONE, r"文盲|不识字|没上过学|没念过书|没读过书"),
    cue(Education.BACHELOR, r"大学(?:毕业|学历|生|文化|及以上|以上)|^\s?大学\s?$", 0.7),
)
_FREE = cue(None, r"(?:学历|文化(?:程度)?|文凭)\s?:?(?:不限|无要求|没要求|不作要求|要求不限)|不限学历|不看学历|^\s?(?:不限|无|无要求)\s?$")
_OR_LESS = cue(None, r"^(?:学历|文化)?\s?(?:及其?)?以下")


def read_education(text: str) -> Reading[Education]:
    """The level named; of several the lowest, as 中专/高中 ask for either. 学历不限: value None, said with confidence."""
    folded, origin = fold_with_origin(text[:LONGEST])
    if (free := _FREE.pattern.search(folded)) is not None:
        return matched(None, 0.95, origin, free)
    found = every(LEVELS, folded)
    if not found:
        return Reading(None)
    row, match = min(found, key=lambda pair: EDUCATION_LEVEL[pair[0].value])
    return matched(row.value, row.sure if len(found) == 1 else 0.85, origin, match)


def read_education_needed(text: str) -> Reading[Education]:
    """The least level a posting asks for: 初中及以下 asks for none."""
    reading = read_education(text)
    if reading.value is None:
        return reading
    folded, origin = fold_with_origin(text[:LONGEST])
    end = next(i for i in range(len(folded)) if original_span(origin, i, i + 1)[1] >= reading.spans[0][1]) + 1
    return Reading(None, 0.9, reading.spans) if _OR_LESS.pattern.match(folded[end:]) else reading
