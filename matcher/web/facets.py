"""The counted choices beside a search, as links that add or take away one condition."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from matcher import context
from matcher.domain.search import VacancySearch
from matcher.domain.terms import Posture, Shift
from matcher.services.searching import FacetValue, VacancyHits
from matcher.web.links import Pairs, address, asked, toggled

# facet of the catalogue → (heading, parameter of the address); facets with one heading share a block
HEADINGS: Final[dict[str, tuple[str, str]]] = {
    "city": ("城市", "place"), "county": ("区县", "place"), "trade": ("工种", "occupation"),
    "shift": ("班次", "shift"), "posture": ("坐站", "posture"),
    "meals": ("吃住和车", "meals"), "lodging": ("吃住和车", "lodging"), "coach": ("吃住和车", "coach"), "programme": ("项目", "programme"),
}
MOST: Final = 8
YES_WORDS: Final = {"meals": "包吃", "lodging": "包住", "coach": "有专车"}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Way:
    label: str
    gain: str
    href: str


def facets(found: Mapping[str, tuple[FacetValue, ...]]) -> tuple[Facet, ...]:
    """One block for each heading, in a fixed order, whatever the catalogue counted."""
    blocks: dict[str, list[Choice]] = {}
    for name, (heading, parameter) in HEADINGS.items():
        # a programme nobody has named is a code, and codes without names are not shown
        named = [value for value in found.get(name, ()) if name != "programme" or value.label != value.value]
        choices = [choice(parameter, value) for value in named[:MOST]]
        blocks.setdefault(heading, []).extend(choices)
    return tuple(Facet(f"f{number}", heading, tuple(choices)) for number, (heading, choices) in enumerate(blocks.items()) if choices)


def choice(parameter: str, counted: FacetValue) -> Choice:
    said = "true" if parameter in YES_WORDS else counted.value
    pair = (parameter, said)
    return Choice(f"{parameter}-{counted.value}", counted.label, counted.count, toggled(pair), pair in asked())


def picked() -> tuple[Choice, ...]:
    """Conditions chosen by code, with the way to take each off again."""
    return tuple(Choice(value, label, 0, toggled((name, value)), True) for name, value in asked() if (label := picked_label(name, value)))


def picked_label(name: str, value: str) -> str:
    desk = context.desk()
    if name == "place" and value.isdigit():
        return desk.places.name(value)
    if name == "occupation" and value[:1].isdigit():
        return desk.occupations.family_name(value) or value
    if name == "near":
        return f"{desk.places.name(value)}附近"
    if name in YES_WORDS:
        return YES_WORDS[name]
    labels = {"shift": Shift, "posture": Posture}.get(name)
    return labels(value).label if labels and value in set(labels) else value if name == "programme" else ""


def carried() -> Pairs:
    """Conditions by code that a new search in the boxes keeps."""
    typed = {"words", "pay_from"}
    return tuple((name, value) for name, value in asked() if name not in typed and picked_label(name, value))


def ways(hits: VacancyHits) -> Iterator[Way]:
    for way in hits.ways_out:
        yield Way(way.label, f"多 {way.count - hits.total} 个", address(pairs(way.search)))


def pairs(search: VacancySearch) -> Pairs:
    """A search as the address that asks for it."""
    said = (
        ("words", search.words), *(("place", code) for code in search.places), ("near", search.near), ("radius_km", search.radius_km),
        *(("occupation", code) for code in search.occupations), ("pay_from", search.pay_from), *(("shift", shift) for shift in search.shifts),
        *(("posture", posture) for posture in search.postures), *((name, "true") for name in YES_WORDS if getattr(search, name)),
        ("programme", search.programme), ("employer", search.employer), ("open_on", search.open_on),
    )
    return tuple((name, str(value)) for name, value in said if value)
