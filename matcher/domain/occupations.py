"""Occupations of the 2022 national classification (CSCO 2022)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Occupation:
    """code: 8 digits as 6-05-01-03; a group ends in 00. alternatives: other codes the words could mean, likeliest first."""

    code: str
    name: str
    alternatives: tuple[str, ...] = ()


def family(code: str) -> str:
    """The prefix under which all of a group lie: 6-05-01-00 → 6-05-01, 6-05-00-00 → 6-05; an occupation stays whole."""
    while code.endswith("-00"):
        code = code[:-3]
    return code


def families(code: str) -> tuple[str, ...]:
    """Prefixes of the groups an occupation belongs to, widest first, itself last."""
    own = family(code)
    return tuple(own[:n] for n in (1, 4, 7, 10) if n <= len(own))
