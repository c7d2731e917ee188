"""ID numbers (GB 11643): checked, never guessed. What a spreadsheet has mangled is refused with the reason."""

import re
from dataclasses import dataclass, field
from datetime import date

from stdnum.cn import ric

from matcher.domain.identity import Identity
from matcher.domain.reading import Reading
from matcher.domain.terms import Sex
from matcher.reading.normal import fold_with_origin, original_span
from matcher.reading.numerals import LONGEST

OLDEST = date(1900, 1, 1)
MANGLED = "身份证号被表格当成数字, 后几位已丢失。请把这一列设成文本, 重新填写 18 位号码。"
OLD = "这是 15 位旧号码。请问本人要 18 位新号码。"
SHORT = "身份证号应有 18 位, 这里是 {count} 位。请对照证件重填。"
BAD_CHECK = "身份证号最后一位对不上, 多半是抄错了一位。请对照证件重填。"
BAD_BIRTH = "身份证号里的出生日期 {digits} 不存在或在将来。请对照证件重填。"

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+?\d{1,2}")
_RUN = re.compile(r"(?<![0-9a-z])\d(?:[\s-]?\d){8,24}(?:[\s-]?x)?(?![0-9a-z])")
_EXACT = re.compile(r"\d{17}[\dx]")


@dataclass(frozen=True, slots=True)
class IdentityReading(Reading[Identity]):
    """reason: in Chinese, why nothing could be read and what to do; "" where a number was read or none is there."""

    reason: str = field(default="")


def read_identity(text: str, today: date | None = None) -> IdentityReading:
    """The 18-character number anywhere in the text (card readers send it in a burst with the name).

    6.12E+17 and numbers whose end a spreadsheet set to zeros are refused, 15 digits are asked about; see `reason`. The region is not
    checked against the code table: people keep the number of a county that has since been renamed.
    """
    folded, origin = fold_with_origin(text[:LONGEST])
    if (science := _SCIENTIFIC.search(folded)) is not None:
        return IdentityReading(None, 0.0, (original_span(origin, *science.span()),), reason=MANGLED)
    for run in _RUN.finditer(folded):
        digits = re.sub(r"[\s-]", "", run[0])
        span = (original_span(origin, *run.span()),)
        identity, reason = check(digits, today)
        if digits.endswith("000") and len(digits) == 18:
            return IdentityReading(None, 0.0, span, reason=MANGLED)
        if identity is not None:
            return IdentityReading(identity, 1.0, span)
        if 12 <= len(digits) <= 20:  # longer runs are phones side by side, shorter ones other numbers
            return IdentityReading(None, 0.0, span, reason=reason)
    return IdentityReading(None)


def check(digits: str, today: date | None = None) -> tuple[Identity | None, str]:
    """The identity in exactly these characters (x in lower case), or None and the reason.

    Unlike a sheet's cell, 000 at the end is believed here: somebody typed it from the card.
    """
    if len(digits) == 15:
        return None, OLD
    if _EXACT.fullmatch(digits) is None:
        return None, SHORT.format(count=len(digits))
    born_on = _born_on(digits[6:14])
    right = ric.calc_check_digit(digits).lower() == digits[17]
    if born_on is None or born_on < OLDEST or (today is not None and born_on > today):
        return None, BAD_BIRTH.format(digits=digits[6:14])
    if not right:
        return None, BAD_CHECK
    return Identity(digits.upper(), born_on, Sex.MALE if int(digits[16]) % 2 else Sex.FEMALE, digits[:6]), ""


def _born_on(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
