"""Phone numbers: two in a cell, +86, blanks, landlines with their area."""

import re

from phonenumbers import NumberParseException, is_valid_number, parse

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
    found: dict[str, tuple[int, int]] = {}
    for start, end, number in sorted(_candidates(folded)):
        if not any(start < to and at < end for at, to in found.values()):
            found.setdefault(number, (start, end))
    if not found:
        return Reading(None)
    return Reading(tuple(found), 0.95, tuple(original_span(origin, *span) for span in found.values()))


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
    try:
        return is_valid_number(parse(digits, "CN"))
    except NumberParseException:
        return False


def mask_phones(text: str) -> str:
    """The text with every phone number hidden but for its ends; for screens that others look at."""
    reading = read_phones(text)
    for (start, end), number in sorted(zip(reading.spans, reading.value or (), strict=True), reverse=True):
        text = text[:start] + mask_phone(number) + text[end:]
    return text
