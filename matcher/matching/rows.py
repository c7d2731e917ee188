"""Feature rows: what matching knows of a person or a post, fixed in width, computed when the document is written.

A blank has a code of its own in every field (codes.py). LAYOUT rises with any change of a field; a reindex writes other rows anew.
"""

import struct
from collections.abc import Mapping
from typing import Any, Final, Protocol

import numpy as np

from matcher.domain.identifiers import key_of
from matcher.domain.people import Wants, Worker
from matcher.domain.search import Listed, RowBatch
from matcher.domain.terms import NIGHT_WORK, Posture
from matcher.domain.vacancies import Offer, Vacancy
from matcher.matching import codes
from matcher.matching.comparable import monthly_yuan
from matcher.matching.distances import box

LAYOUT: Final = 1
NO_AGE_LIMIT: Final = 127
NEAR_KM: Final = 30  # "跟前" without a number: what a village bus or a motorbike does in an hour

AREAS, WISHES, DONE, OTHERS, AVOIDED = range(1, 5), range(1, 4), range(1, 4), range(1, 3), range(1, 4)

# Bits that meet: what a person refuses, what a post brings. The same bit on both sides closes the gate.
NIGHT, HEAVY, CLEANROOM, STANDING, NO_COUPLE_ROOM, MINORS_BARRED, WOMEN_BARRED = (1 << n for n in range(7))
UNDERGROUND: Final = ("井下", "四级体力", "IV级", "Ⅳ级", "强度四级")  # 女职工劳动保护特别规定, annex 1: named in a post's hazards

_WORKER_FIELDS: Final = (
    ("key", "q"), ("certificates", "q"),
    ("born", "i"), ("ready", "i"), ("until", "i"), ("wanted_yuan", "i"), ("home", "i"), ("lives", "i"),
    *((f"area{end}_{n}", "i") for n in AREAS for end in ("", "_end")),
    *((f"wish_{n}", "I") for n in WISHES), *((f"done_{n}", "I") for n in DONE),
    *((f"other_{n}", "i") for n in OTHERS), *((f"avoid_{n}", "i") for n in AVOIDED),
    ("lon", "h"), ("lat", "h"), ("near_lon", "h"), ("near_lat", "h"), ("near_km", "h"), ("refuses", "h"), ("companions", "h"),
    *((f"years_{n}", "B") for n in DONE),
    *((name, "B") for name in ("layout", "active", "sex", "education", "night", "posture", "meals", "lodging", "coach")),
)
_VACANCY_FIELDS: Final = (
    ("key", "q"), ("certificates", "q"),
    ("left", "i"), ("monthly", "i"), ("place", "i"), ("place_end", "i"), ("occupation", "I"), ("employer", "i"),
    ("starts", "i"), ("starts_ymd", "i"), ("ends", "i"), ("closes", "i"), *((f"other_{n}", "i") for n in OTHERS),
    ("lon", "h"), ("lat", "h"), ("brings", "h"), ("age_low", "h"), ("age_high", "h"),
    *((name, "B") for name in ("layout", "state", "shift", "posture", "meals", "lodging", "coach", "education", "years", "promises")),
)
_NUMPY: Final = {"q": "<i8", "i": "<i4", "I": "<u4", "h": "<i2", "B": "u1"}
WORKER_ROW: Final = np.dtype([(name, _NUMPY[code]) for name, code in _WORKER_FIELDS])
VACANCY_ROW: Final = np.dtype([(name, _NUMPY[code]) for name, code in _VACANCY_FIELDS])
ROWS: Final[dict[Listed, np.dtype[Any]]] = {"vacancy": VACANCY_ROW, "worker": WORKER_ROW}
_PACKED: Final = {
    "worker": struct.Struct("<" + "".join(code for _, code in _WORKER_FIELDS)),
    "vacancy": struct.Struct("<" + "".join(code for _, code in _VACANCY_FIELDS)),
}
_NAMES: Final = {"worker": tuple(name for name, _ in _WORKER_FIELDS), "vacancy": tuple(name for name, _ in _VACANCY_FIELDS)}


class Geography(Protocol):
    def centre(self, code: str) -> tuple[float, float] | None:
        """(longitude, latitude) of the place, None where unknown."""


def worker_row(worker: Worker, geography: Geography) -> bytes:
    """The person as matching sees them. Categories, names and phones are not in it; sex is, for R10 and R39 alone."""
    wants, haves = worker.wants, worker.haves
    held, others = codes.certificates(haves.certificates)
    done = [(codes.occupation(e.occupation), _whole_years(e.years)) for e in haves.experience if codes.occupation(e.occupation)]
    base = worker.lives_at or worker.place
    fields: dict[str, int] = {
        "key": key_of(worker.id) if worker.id else 0,
        "certificates": codes.with_lesser(held) | (len(others) > len(OTHERS)) << codes.MORE_CERTIFICATES,
        "born": codes.ymd(haves.born_on), "ready": codes.day_number(wants.ready_on, codes.FAR), "until": codes.day_number(wants.until, codes.FAR),
        "wanted_yuan": min(wants.monthly_yuan, codes.MOST_PAY) if wants.monthly_yuan else codes.NO_WISH,
        "home": codes.spot(worker.place), "lives": codes.spot(worker.lives_at),
        "refuses": _refuses(worker), "companions": min(wants.companions, 999), "layout": LAYOUT, "active": codes.answer(worker.active),
        "sex": codes.SEX[haves.sex] if haves.sex else 0, "education": codes.education(haves.education, 0),
        "night": codes.answer(None if wants.no_night is None else not wants.no_night),
        "posture": codes.POSTURE[wants.posture] if wants.posture else 0,
        "meals": codes.answer(wants.meals), "lodging": codes.answer(wants.lodging), "coach": codes.answer(wants.coach),
        **_areas(wants), **_point("", base, geography), **_near(wants, geography),
        **_slots("wish", WISHES, [packed for code in wants.occupations if (packed := codes.occupation(code))], codes.NO_OCCUPATION),
        **_slots("done", DONE, [code for code, _ in done], codes.NO_OCCUPATION), **_slots("years", DONE, [years for _, years in done]),
        **_slots("other", OTHERS, others), **_slots("avoid", AVOIDED, [codes.employer_mark(id) for id in wants.avoid_employers]),
    }
    return _PACKED["worker"].pack(*(fields[name] for name in _NAMES["worker"]))


def vacancy_row(vacancy: Vacancy, geography: Geography) -> bytes:
    """The post as matching sees it."""
    offer, needs = vacancy.offer, vacancy.needs
    asked, others = codes.certificates(needs.certificates)
    place, end = codes.area(vacancy.place)
    fields: dict[str, int] = {
        "key": key_of(vacancy.id) if vacancy.id else 0, "certificates": asked,
        "left": codes.FAR if vacancy.left is None else vacancy.left, "monthly": min(monthly_yuan(offer) or 0, codes.MOST_PAY),
        "place": place, "place_end": end, "occupation": codes.occupation(vacancy.occupation), "employer": codes.employer_mark(vacancy.employer),
        "starts": codes.day_number(vacancy.starts_on, 0), "starts_ymd": codes.ymd(vacancy.starts_on),
        "ends": codes.day_number(vacancy.ends_on, codes.FAR), "closes": codes.day_number(vacancy.closes_on, codes.FAR),
        "brings": _brings(offer), "age_low": needs.age_low or 0, "age_high": needs.age_high or NO_AGE_LIMIT, "layout": LAYOUT,
        "state": codes.STATE[vacancy.state], "shift": codes.SHIFT[offer.shift] if offer.shift else 0,
        "posture": codes.POSTURE[offer.posture] if offer.posture else 0, "meals": codes.answer(offer.meals),
        "lodging": codes.answer(offer.lodging), "coach": codes.answer(offer.coach), "education": codes.education(needs.education, codes.NOT_ASKED),
        "years": min(-int(-(needs.years or 0) // 1), codes.MOST_YEARS), "promises": 0,
        **_point("", vacancy.place, geography), **_slots("other", OTHERS, others),
    }
    return _PACKED["vacancy"].pack(*(fields[name] for name in _NAMES["vacancy"]))


def _slots(name: str, numbers: range, values: list[int], blank: int = 0) -> dict[str, int]:
    return {f"{name}_{n}": values[n - 1] if n <= len(values) else blank for n in numbers}


def _whole_years(years: float | None) -> int:
    return codes.YEARS_UNKNOWN if years is None else min(int(years), 100)


def _areas(wants: Wants) -> dict[str, int]:
    """Up to four ranges; without any wish the first is everywhere; a wish for 跟前 alone leaves all of them empty."""
    areas = [codes.area(code) for code in wants.places]
    if not areas and wants.near is None:
        areas = [codes.EVERYWHERE]
    areas += [codes.NOWHERE] * len(AREAS)
    return {f"area{end}_{n}": areas[n - 1][at] for n in AREAS for at, end in enumerate(("", "_end"))}


def _point(name: str, code: str | None, geography: Geography) -> dict[str, int]:
    centre = geography.centre(code) if code else None
    lon, lat = (codes.NO_POINT, codes.NO_POINT) if centre is None else (round(centre[0] * 100), round(centre[1] * 100))
    return {f"{name}lon": lon, f"{name}lat": lat}


def _near(wants: Wants, geography: Geography) -> dict[str, int]:
    radius = min(wants.radius_km or NEAR_KM, 9_999) if wants.near else 0
    return {**_point("near_", wants.near, geography), "near_km": radius}


def _refuses(worker: Worker) -> int:
    wants = worker.wants
    return (
        NIGHT * bool(wants.no_night) | HEAVY * bool(wants.no_heavy) | CLEANROOM * bool(wants.no_cleanroom)
        | STANDING * (wants.posture is Posture.SEATED) | NO_COUPLE_ROOM * bool(wants.couple_room)
    )


def _brings(offer: Offer) -> int:
    night = offer.shift in NIGHT_WORK
    underground = any(word in hazard for hazard in offer.hazards for word in UNDERGROUND)
    return (
        NIGHT * night | HEAVY * bool(offer.heavy) | CLEANROOM * bool(offer.cleanroom) | STANDING * (offer.posture is Posture.STANDING)
        | NO_COUPLE_ROOM * (offer.couple_room is False) | MINORS_BARRED * bool(night or offer.heavy or offer.hazards)
        | WOMEN_BARRED * bool(offer.heavy or underground)
    )


def one(kind: Listed, row: bytes) -> Mapping[str, Any]:
    """A single row as numpy scalars by field."""
    record = np.frombuffer(row, dtype=WORKER_ROW if kind == "worker" else VACANCY_ROW)[0]
    return {name: record[name] for name in _NAMES[kind]}


def columns(kind: Listed, rows: bytes) -> Mapping[str, Any]:
    """Rows laid end to end as contiguous columns."""
    table = np.frombuffer(rows, dtype=WORKER_ROW if kind == "worker" else VACANCY_ROW)
    return {name: np.ascontiguousarray(table[name]) for name in _NAMES[kind]}


def stale_ids(kind: Listed, stored: RowBatch) -> tuple[str, ...]:
    """Documents whose stored row has another width or another layout number."""
    layouts = np.frombuffer(stored.rows, dtype=ROWS[kind])["layout"].tolist()
    return (*stored.gone, *(id for id, layout in zip(stored.ids, layouts, strict=True) if layout != LAYOUT))


def rows_at(kind: Listed, table: Mapping[str, Any], places: Any) -> list[bytes]:
    """The rows at these places of columns, each whole again."""
    chosen = np.empty(len(places), dtype=WORKER_ROW if kind == "worker" else VACANCY_ROW)
    for name in _NAMES[kind]:
        chosen[name] = table[name][places]
    return [record.tobytes() for record in chosen]


def values(kind: Listed, row: bytes) -> dict[str, int]:
    """A single row as plain whole numbers."""
    return dict(zip(_NAMES[kind], _PACKED[kind].unpack(row), strict=True))


# --- features: what conditions and slopes of the catalogue refer to ------------------------------------------------------------

NONE_KNOWN: Final = -1  # the code of a blank where a field holds several values
_WORKER_FEATURES: Final = (
    "active", "born", "coach", "companions", "education", "home", "lat", "lives", "lodging", "lon", "meals", "night", "posture", "ready", "sex",
    "until", "wanted_yuan",
)
_WORKER_LISTS: Final = ("areas", "avoid", "certificates", "done", "others", "practised", "refuses", "wishes")
_NEAR: Final = ("near_west", "near_east", "near_south", "near_north")
_VACANCY_FEATURES: Final = (
    "age_high", "age_low", "closes", "coach", "education", "employer", "ends", "lat", "left", "lodging", "lon", "meals", "monthly", "occupation",
    "place", "posture", "promises", "shift", "starts", "starts_ymd", "state", "years",
)
_VACANCY_LISTS: Final = ("brings", "certificates")


def feature_fields(kind: Listed) -> tuple[str, ...]:
    """Names of all features of a kind; every document has every one."""
    return (*_WORKER_FEATURES, *_WORKER_LISTS, *_NEAR) if kind == "worker" else (*_VACANCY_FEATURES, *_VACANCY_LISTS)


def features(kind: Listed, row: bytes) -> dict[str, int | list[int]]:
    """The row in the shapes that an engine can filter and order by."""
    fields = values(kind, row)
    return _worker_features(fields) if kind == "worker" else _vacancy_features(fields)


def _vacancy_features(fields: dict[str, int]) -> dict[str, int | list[int]]:
    return {
        **{name: fields[name] for name in _VACANCY_FEATURES},
        "brings": _bits(fields["brings"]), "certificates": codes.bit_numbers(fields["certificates"]) or [NONE_KNOWN],
    }


def _worker_features(fields: dict[str, int]) -> dict[str, int | list[int]]:
    others = _known(fields, "other", OTHERS)
    held = codes.bit_numbers(fields["certificates"])
    return {
        **{name: fields[name] for name in _WORKER_FEATURES},
        "areas": [fields[f"area_{n}"] for n in AREAS if fields[f"area_end_{n}"]] or [NONE_KNOWN],
        "avoid": _known(fields, "avoid", AVOIDED) or [NONE_KNOWN],
        "certificates": held or [codes.UNCODED if others else NONE_KNOWN], "others": others or [NONE_KNOWN],
        "done": _known(fields, "done", DONE) or [NONE_KNOWN], "practised": _practised(fields) or [NONE_KNOWN],
        "refuses": _bits(fields["refuses"]), "wishes": _known(fields, "wish", WISHES) or [NONE_KNOWN],
        **dict(zip(_NEAR, near_box(fields), strict=True)),
    }


def _known(fields: dict[str, int], name: str, numbers: range) -> list[int]:
    return [fields[f"{name}_{n}"] for n in numbers if fields[f"{name}_{n}"] not in (0, codes.NO_OCCUPATION)]


def _bits(bits: int) -> list[int]:
    return [1 << number for number in codes.bit_numbers(bits)] or [NONE_KNOWN]


def _practised(fields: dict[str, int]) -> list[int]:
    return [codes.practice(fields[f"done_{n}"], fields[f"years_{n}"]) for n in DONE if fields[f"done_{n}"] != codes.NO_OCCUPATION]


def near_box(fields: Mapping[str, int]) -> tuple[int, int, int, int]:
    """West, east, south, north of what lies near, in hundredths of a degree; an empty box where nothing near is asked for."""
    if not fields["near_km"]:
        return codes.NO_POINT + 1, -codes.NO_POINT - 1, codes.NO_POINT + 1, -codes.NO_POINT - 1
    if fields["near_lon"] == codes.NO_POINT:
        return -codes.NO_POINT, codes.NO_POINT, -codes.NO_POINT, codes.NO_POINT
    return box(int(fields["near_lon"]), int(fields["near_lat"]), int(fields["near_km"]))
