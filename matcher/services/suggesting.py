"""What a half-typed place or kind of work could mean."""

from matcher.services.desk import Desk

MOST = 12


def suggest_places(desk: Desk, text: str) -> tuple[str, ...]:
    """Readable names: the place itself, what it could mean instead, and what lies under it. Each is read back as the same place."""
    reading = desk.places.find(text)
    if reading.value is None:
        return tuple(desk.places.name(code) for code in reading.guesses[:MOST])
    under = desk.places.children(reading.value.code)
    codes = dict.fromkeys((reading.value.code, *reading.guesses, *(place.code for place in under)))
    return tuple(dict.fromkeys(desk.places.name(code) for code in codes))[:MOST]


def suggest_occupations(desk: Desk, text: str) -> tuple[str, ...]:
    """Names in the national classification, the likeliest first."""
    reading = desk.occupations.find(text)
    codes = (*((reading.value.code, *reading.value.alternatives) if reading.value else ()), *reading.guesses)
    names = (occupation.name for code in codes if (occupation := desk.occupations.by_code(code)))
    return tuple(dict.fromkeys((*names, *(found.name for found in desk.occupations.search(text, MOST)))))[:MOST]
