"""Whole numbers that stand for values in the feature rows, so that comparing families and areas is comparing numbers."""

import zlib
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from matcher.domain.certificates import Certificate
from matcher.domain.identifiers import key_of
from matcher.domain.places import ancestors, prefix
from matcher.domain.terms import EDUCATION_LEVEL, Education, Posture, Sex, Shift
from matcher.domain.vacancies import VacancyState

FAR: Final = 2_932_896  # 9999-12-31 in days since 1970-01-01: a date or number nobody gave, on the side where it stops nothing
EVERYWHERE: Final = (0, 2**31 - 1)
NOWHERE: Final = (1, 0)
NO_WISH: Final = 1_000_000  # yuan: blank wish, above every real one, so a falling slope gives it nothing
MOST_PAY: Final = 900_000  # yuan a month, far enough below NO_WISH
NO_DEGREE: Final = 3  # least education code; the two codes below keep a slope from reaching the blank 0
NOT_ASKED: Final = 99  # education a post does not ask for
YEARS_UNKNOWN: Final = 255
MOST_YEARS: Final = 15
NO_POINT: Final = 32_000  # hundredths of a degree: no such longitude

EPOCH: Final = date(1970, 1, 1)


class Day(NamedTuple):
    """A calendar day, as days since 1970-01-01 and as 20260220; ages are differences of the second form."""

    number: int
    ymd: int

    @classmethod
    def of(cls, day: date) -> "Day":
        return cls((day - EPOCH).days, ymd(day))


def ymd(day: date | None) -> int:
    return 0 if day is None else day.year * 10_000 + day.month * 100 + day.day


def day_number(day: date | None, blank: int) -> int:
    return blank if day is None else (day - EPOCH).days


def _numbered(kind: type[StrEnum]) -> dict[str, int]:
    return {str(member): number for number, member in enumerate(kind, start=1)}


SHIFT: Final = _numbered(Shift)
POSTURE: Final = _numbered(Posture)
SEX: Final = _numbered(Sex)
STATE: Final = _numbered(VacancyState)
YES, NO, UNKNOWN = 2, 1, 0


def answer(value: bool | None) -> int:
    return UNKNOWN if value is None else YES if value else NO


def education(value: Education | None, blank: int) -> int:
    return blank if value is None else EDUCATION_LEVEL[value] + NO_DEGREE


# --- places: nine digits, so that an area is a range --------------------------------------------------------------------------


@lru_cache(maxsize=16_384)
def area(code: str | None) -> tuple[int, int]:
    """First and last number of an area: 611021 → 611021000..611021999. None is everywhere."""
    short = prefix(code)[:9] if code else ""
    if not short:
        return EVERYWHERE
    room = 10 ** (9 - len(short))
    return int(short) * room, int(short) * room + room - 1


def spot(code: str | None) -> int:
    """First number of the area, 0 where no place is known."""
    return area(code)[0] if code else 0


def enclosing(low: int) -> tuple[int, ...]:
    """Areas in which an area lies, itself included, by their first numbers."""
    return tuple(dict.fromkeys(area(code)[0] for code in ancestors(f"{low:09d}")))


# --- occupations: one byte a level, so that kinship is the size of an exclusive or ---------------------------------------------

SAME_GROUP: Final = 0xFF
SAME_CLASS: Final = 0xFFFF
SAME_MAJOR: Final = 0xFFFFFF
NO_OCCUPATION: Final = 0xFFFFFFFF  # an empty slot among those named: far from every code


@lru_cache(maxsize=4_096)
def occupation(code: str | None) -> int:
    """6-05-01-03 → 0x06050103; a family ends in zero bytes; 0 for none or for what is no code."""
    parts = (code or "").split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 4 or int(parts[0]) > 127:
        return 0
    packed = 0
    for part in (*parts, *("0",) * (4 - len(parts))):
        packed = packed << 8 | min(int(part), 255)
    return packed


def families_of(packed: int) -> tuple[int, ...]:
    """The occupation and every family that contains it."""
    return tuple(dict.fromkeys((packed, packed & ~SAME_GROUP, packed & ~SAME_CLASS, packed & ~SAME_MAJOR)))


# --- certificates: a bit each for those with a code, a hash for the rest -------------------------------------------------------

_D = Certificate
_LESSER_LICENCES: Final[dict[Certificate, tuple[Certificate, ...]]] = {
    # 机动车驾驶证申领和使用规定, annex 1: which classes a class includes
    _D.DRIVER_A1: (_D.DRIVER_A3, _D.DRIVER_B1, _D.DRIVER_B2, _D.DRIVER_C1, _D.DRIVER_C2),
    _D.DRIVER_A2: (_D.DRIVER_B1, _D.DRIVER_B2, _D.DRIVER_C1, _D.DRIVER_C2),
    _D.DRIVER_A3: (_D.DRIVER_C1, _D.DRIVER_C2),
    _D.DRIVER_B1: (_D.DRIVER_C1, _D.DRIVER_C2),
    _D.DRIVER_B2: (_D.DRIVER_C1, _D.DRIVER_C2),
    _D.DRIVER_C1: (_D.DRIVER_C2,),
}
_LICENCES: Final = (_D.DRIVER_A1, _D.DRIVER_A2, _D.DRIVER_A3, _D.DRIVER_B1, _D.DRIVER_B2, _D.DRIVER_C1, _D.DRIVER_C2)
_SPECIAL: Final = (_D.WELDER, _D.ELECTRICIAN, _D.HEIGHT, _D.SCAFFOLD, _D.REFRIGERATION)  # kinds of 特种作业
_NUMBER: Final = {word: number for number, member in enumerate(Certificate) for word in (str(member), member.label)}
CERTIFICATE_LABEL: Final[dict[str, str]] = {str(member): member.label for member in Certificate}
_MEMBERS: Final = tuple(Certificate)
UNCODED: Final = 61  # feature value: certificates are known, but none with a code
MORE_CERTIFICATES: Final = 62  # bit: more uncoded certificates than fit, so none of them can be said to lack


def certificates(words: Iterable[str]) -> tuple[int, list[int]]:
    """(bits of those with a code, hashes of the others)."""
    bits, others = 0, []
    for word in words:
        number = _NUMBER.get(word.strip())
        if number is None:
            others.append(hashed(word.strip()))
        else:
            bits |= 1 << number
    return bits, others


@lru_cache(maxsize=4_096)
def with_lesser(bits: int) -> int:
    """What a holder may do besides: an A2 licence drives what a B2 drives; a welder's card is one for special work."""
    for held, lesser in _LESSER_LICENCES.items():
        if bits >> _MEMBERS.index(held) & 1:
            bits |= sum(1 << _MEMBERS.index(one) for one in lesser if not bits >> _MEMBERS.index(one) & 1)
    if any(bits >> _MEMBERS.index(one) & 1 for one in _LICENCES):
        bits |= 1 << _MEMBERS.index(_D.DRIVER)
    if any(bits >> _MEMBERS.index(one) & 1 for one in _SPECIAL):
        bits |= 1 << _MEMBERS.index(_D.SPECIAL_WORK)
    return bits


def bit_numbers(bits: int) -> list[int]:
    return [number for number in range(bits.bit_length()) if bits >> number & 1]


def hashed(word: str) -> int:
    """31 bits, never 0, which stands for none."""
    return zlib.crc32(word.encode()) >> 1 or 1


def employer_mark(identifier: str) -> int:
    """31 bits of an employer's key, never 0."""
    try:
        return key_of(identifier) % (2**31 - 1) + 1
    except ValueError:
        return hashed(identifier)


def practice(packed: int, years: int) -> int:
    """A family three levels deep with the years worked in it, so that "at least n years in this family" is a range."""
    return packed & ~SAME_GROUP | years
