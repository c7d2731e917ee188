"""Places and occupations as people type them into a search: codes or names; what nobody knows is named, never silently dropped."""

from collections.abc import Sequence

from matcher.domain.occupations import family
from matcher.reading.occupations import Occupations
from matcher.reading.places import Places


def resolve_places(places: Places, asked: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(codes, a sentence for each unknown)."""
    codes, unknown = [], []
    for text in asked:
        found = places.by_code(text) if text.isdigit() else places.find(text).value
        if found is None:
            unknown.append(f"没有“{text}”这个地方, 这一项没有算进去。请写全称, 例如“江苏苏州昆山”。")
        else:
            codes.append(found.code)
    return tuple(codes), tuple(unknown)


def resolve_families(occupations: Occupations, asked: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(prefixes of the families, a sentence for each unknown)."""
    codes, unknown = [], []
    for text in asked:
        if occupations.family_name(text):
            codes.append(family(text))
        elif (found := occupations.find(text).value) is not None:
            codes.append(family(found.code))
        else:
            unknown.append(f"没有“{text}”这个工种, 这一项没有算进去。换个说法试试, 例如“缝纫工”。")
    return tuple(codes), tuple(unknown)
