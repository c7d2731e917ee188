"""Search for posts and for people, with counts, and with ways out where little is found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from matcher.domain.accounts import Actor
from matcher.domain.errors import Forbidden
from matcher.domain.people import Worker
from matcher.domain.places import prefix
from matcher.domain.search import Found, Query, VacancySearch, WorkerSearch
from matcher.domain.terms import Posture, Shift
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.reading.tokens import cut_query, loosen
from matcher.services.areas import resolve_families, resolve_places
from matcher.services.desk import Desk
from matcher.services.indexing import day_number
from matcher.services.scopes import as_seen_by, worker_areas

THIN = 5  # fewer hits than this, and ways out are offered
LIVING = {"meals": "包吃", "lodging": "包住", "coach": "有专车"}
FACETS = ("city", "county", "trade", "shift", "posture", *LIVING, "programme")


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class WayOut:
    """A search that finds more, with how many it finds."""

    label: str
    count: int
    search: VacancySearch


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyHits:
    """unknown: a sentence for each place or code that nobody knows; it was left out of the search."""

    items: tuple[Vacancy, ...]
    total: int
    cursor: str | None
    facets: Mapping[str, tuple[FacetValue, ...]]
    unknown: tuple[str, ...]
    ways_out: tuple[WayOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerHits:
    items: tuple[Worker, ...]
    total: int
    cursor: str | None
    unknown: tuple[str, ...]


def find_vacancies(actor: Actor, desk: Desk, search: VacancySearch) -> VacancyHits:
    """Posts open on the day asked for, today if none is. Open to everybody. Raises Unavailable where the catalogue is away."""
    known, unknown = _known(desk, search)
    found = _find(desk, vacancy_query(desk, known))
    with desk.ledger.reading() as reader:
        documents = reader.vacancies(found.ids)
    return VacancyHits(
        items=tuple(documents[id] for id in found.ids if id in documents), total=found.total, cursor=found.cursor,
        facets=_labelled(desk, found), unknown=unknown,
        ways_out=tuple(islice(_ways_out(desk, known, found.total), 4)) if found.total < THIN and known.cursor is None else (),
    )


def find_workers(actor: Actor, desk: Desk, search: WorkerSearch) -> WorkerHits:
    """People of the actor's area, masked. Raises Forbidden, Unavailable."""
    areas = worker_areas(actor)
    places, unknown = resolve_places(desk.places, search.places)
    occupations, unknown_codes = resolve_families(desk.occupations, search.occupations)
    near, unknown_near = _around(desk, search.near, search.radius_km)
    tags: dict[str, Sequence[str]] = {}
    if places or near:
        tags["place"] = (*places, *near)
    if occupations:
        tags["occupation"] = occupations
    query = Query(kind="worker", required=cut_query(search.words), any_tags={**tags, **_scope(areas)}, cursor=search.cursor, size=search.size,
                  at_most={"ready": day_number(search.ready_by)} if search.ready_by else {})
    found = _find(desk, query)
    with desk.ledger.reading() as reader:
        documents = reader.workers(found.ids)
    items = tuple(as_seen_by(actor, documents[id]) for id in found.ids if id in documents)
    return WorkerHits(items=items, total=found.total, cursor=found.cursor, unknown=(*unknown, *unknown_codes, *unknown_near))


def vacancy_query(desk: Desk, search: VacancySearch, *, facets: tuple[str, ...] = FACETS) -> Query:
    """Codes are taken as known; `open_on` blank is today."""
    around, _ = _around(desk, search.near, search.radius_km)
    wanted: dict[str, Sequence[str]] = {
        "place": (*(prefix(code) for code in search.places), *around), "occupation": search.occupations,
        "shift": tuple(map(str, search.shifts)), "posture": tuple(map(str, search.postures)),
        "programme": (search.programme,) if search.programme else (), "employer": (search.employer,) if search.employer else (),
    }
    wanted |= {name: ("yes",) for name in LIVING if getattr(search, name)}
    return Query(
        kind="vacancy", required=cut_query(search.words), any_tags={"state": (str(VacancyState.OPEN),), **{k: v for k, v in wanted.items() if v}},
        at_least={"closes": day_number(search.open_on or desk.today), **({"pay": search.pay_from} if search.pay_from else {})},
        facets=facets, cursor=search.cursor, size=search.size,
    )


def _find(desk: Desk, query: Query) -> Found:
    """By words; where the dictionary's reading of them finds nothing, by their letters alone."""
    found = desk.catalogue.find(query)
    if found.total or not query.required:
        return found
    return desk.catalogue.find(replace(query, required=loosen(query.required)))


def _known(desk: Desk, search: VacancySearch) -> tuple[VacancySearch, tuple[str, ...]]:
    places, unknown = resolve_places(desk.places, search.places)
    occupations, unknown_codes = resolve_families(desk.occupations, search.occupations)
    near, unknown_near = resolve_places(desk.places, (search.near,) if search.near else ())
    known = replace(search, places=places, occupations=occupations, near=near[0] if near else None)
    return known, (*unknown, *unknown_codes, *unknown_near)


def _around(desk: Desk, near: str | None, radius_km: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Prefixes of the counties whose centre lies within the radius; wider is never fewer."""
    if not near:
        return (), ()
    known, unknown = resolve_places(desk.places, (near,))
    return tuple(prefix(code) for place in known for code in desk.places.within(place, radius_km or 0)), unknown


def _scope(areas: tuple[str, ...] | None) -> Mapping[str, Sequence[str]]:
    """Only people whose home or present place lies in the actor's area: in the query, never afterwards."""
    if areas is None:
        return {}
    if not areas:
        raise Forbidden("您的账号没有求职登记的权限。")
    return {"area": tuple(prefix(area) for area in areas)}


def _labelled(desk: Desk, found: Found) -> dict[str, tuple[FacetValue, ...]]:
    return {name: tuple(FacetValue(value, _label(desk, name, value), count) for value, count in values.items())
            for name, values in found.facets.items() if values}


def _label(desk: Desk, facet: str, value: str) -> str:
    if facet in ("city", "county"):
        return desk.places.name(value)
    if facet == "trade":
        return desk.occupations.family_name(value)
    if facet == "shift":
        return Shift.of(value).label
    if facet == "posture":
        return Posture.of(value).label
    return LIVING.get(facet, value)


def _ways_out(desk: Desk, search: VacancySearch, total: int) -> Iterator[WayOut]:
    """One wish eased at a time, counted; only those that find more."""
    for label, eased in _eased(desk, search):
        count = desk.catalogue.find(vacancy_query(desk, replace(eased, size=1), facets=())).total
        if count > total:
            yield WayOut(label, count, eased)


def _eased(desk: Desk, search: VacancySearch) -> Iterator[tuple[str, VacancySearch]]:
    for code in search.places[:1]:
        for wider in desk.places.wider(code):
            yield f"放宽到{desk.places.name(wider.code)}", replace(search, places=(wider.code, *search.places[1:]))
    if search.near:
        yield f"放宽到 {(search.radius_km or 0) * 2 + 30} 公里内", replace(search, radius_km=(search.radius_km or 0) * 2 + 30)
    for code in search.occupations[:1]:
        close = desk.occupations.neighbours(code)
        if close:
            names = "、".join(o.name for o in close[:2])
            yield f"看看相近工种 ({names}等)", replace(search, occupations=(*search.occupations, *(o.code for o in close)))
    if search.shifts or search.postures:
        yield "不限班次和坐站", replace(search, shifts=(), postures=())
    if search.meals or search.lodging or search.coach:
        yield "不限吃住和专车", replace(search, meals=None, lodging=None, coach=None)
    if search.pay_from:
        yield "不限工资", replace(search, pay_from=None)
    if search.words and (search.places or search.near):
        yield "不限地方", replace(search, places=(), near=None, radius_km=None)
