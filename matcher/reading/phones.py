"""Phone numbers: two in a cell, +86, blanks, landlines with their area."""

import re
from functools import lru_cache

from matcher.domain.people import mask_phone
from matcher.domain.reading import Reading
from matcher.reading.normal import fold_with_origin, original_span
from matcher.reading.numerals import LONGEST

_MOBILE = re.compile(r"(?<![\da-z.])(?:\+?86[\s-]?)?(?P<n>1[3-9]\d(?:[\s-]?\d){8})(?!\d)")
_LANDLINE = re.compile(
    r"(?<![\d.])(?:\+?86[\s-]?)?\(?(?P<area>0(?:10|2\d|[3-9]\d{2}))\)?[\s-]?(?P<n>[2-8]\d{6,7})(?!\d)(?:[\s-]?(?:转|ext)\s?\d{1,5})?"
)
_SERVICE = re.compile(r"(?<!\d)(?P<n>[48]00[\s-]?\d{3}[\s-]?\d{4})(?!\d)")


def read_phones(text: str) -> Reading[tuple[str, ...]]:
    """Numbers as they are dialled in China: 13812345678, 0914-7321234, 4008001234. In the order of the text, each once."""
    folded, origin = fold_with_origin(text[:LONGEST])
    found = _apart(folded)
    if not found:
        return Reading(None)
    numbers = tuple(dict.fromkeys(number for _, _, number in found))
    return Reading(numbers, 0.95, tuple(original_span(origin, start, end) for start, end, _ in found))


def _apart(folded: str) -> list[tuple[int, int, str]]:
    """Start, end and number of each, the first of two that overlap."""
    found: list[tuple[int, int, str]] = []
    for start, end, number in sorted(_candidates(folded)):
        if not found or start >= found[-1][1]:
            found.append((start, end, number))
    return found


def _candidates(folded: str) -> list[tuple[int, int, str]]:
    numbers = []
    for pattern in (_MOBILE, _LANDLINE, _SERVICE):
        for match in pattern.finditer(folded):
            area = match.groupdict().get("area") or ""
            digits = re.sub(r"\D", "", match["n"])
            if _is_number(area + digits):
                numbers.append((match.start(), match.end(), f"{area}-{digits}" if area else digits))
    return numbers


def _is_number(digits: str) -> bool:
    """Of a mobile the first seven digits (network and district) decide, and one village's lists repeat them."""
    return _assigned(f"{digits[:7]}0000" if len(digits) == 11 and digits[0] == "1" else digits)


@lru_cache(maxsize=16_384)
def _assigned(digits: str) -> bool:
    from phonenumbers import NumberParseException, is_valid_number, parse  # here: its tables take a tenth of a second to load

    try:
        return is_valid_number(parse(digits, "CN"))
    except NumberParseException:
        return False


def mask_phones(text: str) -> str:
    """The text with every phone number hidden but for its ends; for screens that others look at."""
    folded, origin = fold_with_origin(text[:LONGEST])
    for start, end, number in reversed(_apart(folded)):
        begin, stop = original_span(origin, start, end)
        text = text[:begin] + mask_phone(number) + text[stop:]
    return text
