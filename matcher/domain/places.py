"""Administrative divisions: codes of 2 to 12 digits, and what lies under what."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["province", "city", "county", "town", "village"]


def prefix(code: str) -> str:
    """The shortest code that means the same area: 610000 → 61, 611000 → 6110, 611021000 → 611021, 611021103 stays."""
    if len(code) > 9 and code[9:].strip("0") == "":
        code = code[:9]
    if len(code) > 6 and code[6:].strip("0") == "":
        code = code[:6]
    while len(code) in (4, 6) and code.endswith("00"):
        code = code[:-2]
    return code


def lies_in(code: str, area: str) -> bool:
    """Whether the place `code` is `area` or lies under it."""
    return code.startswith(prefix(area))


@lru_cache(maxsize=1 << 16)  # there are no more divisions than that; lists of people ask for the same few again and again
def ancestors(code: str) -> tuple[str, ...]:
    """Prefixes of the areas a place lies in, widest first, itself last: 611021103 → 61, 6110, 611021, 611021103."""
    own = prefix(code)
    return (*(own[:n] for n in (2, 4, 6, 9, 12) if n < len(own)), own)


@dataclass(frozen=True, slots=True)
class Place:
    """code: 6, 9 or 12 digits (GB/T 2260 and the statistics bureau's). full: province, city, county, town written together."""

    code: str
    name: str
    level: Level
    full: str
