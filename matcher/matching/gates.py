"""Hard conditions, each a class: whether a pair passes, how an engine can ask for it from either side, and why it fails.

Unknown never fails a gate. Conditions are exact where they can be, else weaker, never stronger; the numpy test decides.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from matcher.domain.search import Between, Condition, Either, Not, OneOf
from matcher.domain.vacancies import VacancyState
from matcher.matching import codes, rows
from matcher.matching.codes import Day
from matcher.matching.conditions import Rows, all_of, is_one
from matcher.matching.distances import kilometres
from matcher.matching.pairs import Pair, spoken


class Gate:
    """change: what the person could do so that it opens, "" where nothing can be asked of them."""

    name: ClassVar[str]
    change: ClassVar[str] = ""

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        """True where the pair may meet; one row against many, or (n, 1) against (m,)."""
        raise NotImplementedError

    def over_workers(self, vacancy: Rows, day: Day) -> Iterator[Condition]:
        """What people must show for this post."""
        yield from ()

    def over_vacancies(self, worker: Rows, day: Day) -> Iterator[Condition]:
        """What posts must show for this person."""
        yield from ()

    def why(self, pair: Pair) -> str:
        """In everyday words, why this pair fails."""
        raise NotImplementedError


class Registered(Gate):
    """Worker still at the register."""

    name = "registered"

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        return worker["active"] == codes.YES

    def over_workers(self, vacancy: Rows, day: Day) -> Iterator[Condition]:
        yield OneOf("active", (codes.YES,))

    def why(self, pair: Pair) -> str:
        return "本人已不找活"


class Open(Gate):
    """Vacancy checked (only checked posts are 在招) and not past its closing day."""

    name = "open"

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        return (vacancy["state"] == codes.STATE[VacancyState.OPEN]) & (vacancy["closes"] >= day.number)

    def over_vacancies(self, worker: Rows, day: Day) -> Iterator[Condition]:
        yield OneOf("state", (codes.STATE[VacancyState.OPEN],))
        yield Between("closes", day.number)

    def why(self, pair: Pair) -> str:
        vacancy = pair.vacancy
        return f"这个岗{vacancy.state.label}" if vacancy.state is not VacancyState.OPEN else "这个岗已过截止日期"


class Room(Gate):
    """Places left for the person and everyone who goes along."""

    name = "room"

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        return vacancy["left"] > worker["companions"]

    def over_workers(self, vacancy: Rows, day: Day) -> Iterator[Condition]:
        yield Between("companions", None, int(vacancy["left"]) - 1)

    def over_vacancies(self, worker: Rows, day: Day) -> Iterator[Condition]:
        yield Between("left", int(worker["companions"]) + 1)

    def why(self, pair: Pair) -> str:
        return f"只差 {pair.vacancy.left} 人, 一起走的有 {1 + pair.worker.wants.companions} 人" if pair.vacancy.left else "已经招满"


class Willing(Gate):
    """The post lies, or may lie, in an area the person would go to, or within their kilometres of a place."""

    name = "place"
    change = "地方放宽"

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        first, last = vacancy["place"], vacancy["place_end"]
        if is_one(first) and first == 0:
            return True
        inside = (worker["area_1"] <= last) & (worker["area_end_1"] >= first)
        for n in rows.AREAS[1:]:
            inside |= (worker[f"area_{n}"] <= last) & (worker[f"area_end_{n}"] >= first)
        return _or_near(inside, worker, vacancy)

    def over_workers(self, vacancy: Rows, day: Day) -> Iterator[Condition]:
        first, last, lon, lat = (int(vacancy[name]) for name in ("place", "place_end", "lon", "lat"))
        if first == 0:
            return
        known = lon != codes.NO_POINT
        near = all_of(Between("near_west", None, lon), Between("near_east", lon), Between("near_south", None, lat), Between("near_north", lat))
        yield Either((
            OneOf("areas", (0, *codes.enclosing(first))), Between("areas", first, last),
            near if known else Between("near_west", None, codes.NO_POINT),
        ))

    def over_vacancies(self, worker: Rows, day: Day) -> Iterator[Condition]:
        areas = [(int(worker[f"area_{n}"]), int(worker[f"area_end_{n}"])) for n in rows.AREAS]
        if codes.EVERYWHERE in areas or (worker["near_km"] and worker["near_lon"] == codes.NO_POINT):
            return
        around: list[Condition] = []
        if worker["near_km"]:
            west, east, south, north = rows.near_box(worker)
            around = [all_of(Between("lon", west, east), Between("lat", south, north)), OneOf("lon", (codes.NO_POINT,))]
        named = [area for area in areas if area != codes.NOWHERE]
        wider = tuple({0, *(code for first, _ in named for code in codes.enclosing(first))})
        yield Either((*(Between("place", *area) for area in named), OneOf("place", wider), *around))

    def why(self, pair: Pair) -> str:
        place = pair.teller.place_name(pair.vacancy.place) if pair.vacancy.place else "外地"
        return f"在{place}, 不在想去的地方"


def _or_near(inside: Any, worker: Rows, vacancy: Rows) -> Any:
    """Distance is reckoned only for those who asked for work near a place and are not inside already."""
    asked = (worker["near_km"] > 0) & ~inside
    if not np.any(asked):
        return inside
    fields = (worker["near_lon"], worker["near_lat"], vacancy["lon"], vacancy["lat"], worker["near_km"])
    lon_a, lat_a, lon_b, lat_b, reach = (np.broadcast_to(each, np.shape(asked))[asked] for each in fields)
    reached = (kilometres(lon_a, lat_a, lon_b, lat_b) <= reach) | (lon_a == codes.NO_POINT) | (lon_b == codes.NO_POINT)
    inside = np.array(inside)
    inside[asked] = reached
    return inside


class Dates(Gate):
    """The time the person is free and the time of the work overlap."""

    name = "dates"
    change = "走的时间再调一调"

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        ready, ends = worker["ready"], vacancy["ends"]
        fits = vacancy["starts"] <= worker["until"]
        if is_one(ends) and ends == codes.FAR:
            return fits
        return fits & ((ready <= ends) | (ready == codes.FAR))

    def over_workers(self, vacancy: Rows, day: Day) -> Iterator[Condition]:
        if vacancy["starts"]:
            yield Between("until", int(vacancy["starts"]))
        if vacancy["ends"] != codes.FAR:
            yield Either((Between("ready", None, int(vacancy["ends"])), OneOf("ready", (codes.FAR,))))

    def over_vacancies(self, worker: Rows, day: Day) -> Iterator[Condition]:
        if worker["until"] != codes.FAR:
            yield Between("starts", None, int(worker["until"]))
        if worker["ready"] != codes.FAR:
            yield Between("ends", int(worker["ready"]))

    def why(self, pair: Pair) -> str:
        until, starts, ends = pair.worker.wants.until, pair.vacancy.starts_on, pair.vacancy.ends_on
        if until and starts and starts > until:
            return f"{spoken(starts)}才开工, 本人只干到{spoken(until)}"
        return f"{spoken(ends)}就结束, 那时还走不了" if ends else "时间对不上"


class Certificates(Gate):
    """Every certificate asked for; who has named none at all is asked, not refused."""

    name = "certificates"
    change = "把证办下来"

    def passes(self, worker: Rows, vacancy: Rows, day: Day) -> Any:
        needed, others = vacancy["certificates"], [vacancy[f"other_{n}"] for n in rows.OTHERS]
        if is_one(needed) and not needed and not any(others):
            return True
        held = worker["certificates"]
        unknown = (held == 0) & (worker["other_1"] == 0)
        enough = (needed & ~held) == 0
        for other in others:
            enough &= (other == 0) | (worker["other_1"] == other) | (worker["other_2"] == other) | (held >> codes.MORE_CERTIFICATES != 0)
        return enough | unknown

    def over_workers(self, vacancy: Rows, day: Day) -> Iterator[Condition]:
        for number in codes.bit_numbers(int(vacancy["certificates"])):
            yield OneOf("certificates", (number, rows.NONE_KNOWN))
        for other in (int(vacancy[f"other_{n}"]) for n in rows.OTHERS):
            if other:
                yield Either((OneOf("others", (other,)), OneOf("certificates", (rows.NONE_KNOWN, codes.MORE_CERTIFICATES))))

    def over_vacancies(self, worker: Rows, day: Day) -> Iterator[Condition]:
        """Weaker: certificates without a code are looked at afterwards."""
        held = int(worker["certificates"])
        if held or worker["other_1"]:
            yield Not(OneOf("certificates", tuple(n for n in range(codes.UNCODED) if not held >> n & 1)))

    def why(self, pair: Pair) -> str:
        return "要" + "、".join(certificate_name(word) for word in pair.vacancy.needs.certificates)


def certificate_name(word: str) -> str:
    return codes.CERTIFICATE_LABEL.get(word, word)
