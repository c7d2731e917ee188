"""The divisions of China as tables: names, former names and centres, and what people call them for short."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from matcher.domain.places import Level, Place, prefix
from matcher.reading.normal import fold
from matcher.reading.shipped import lines

PEOPLES = ("蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族"
           "|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族"
           "|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|塔吉克族?|普米族|怒族|裕固族|保安族|独龙族|各族")
SUFFIX = re.compile(rf"(?<=..)(?:(?:{PEOPLES})*自治[区州县旗]|(?:{PEOPLES})+[区县乡镇]|特别行政区|地区|街道|[省市县区盟旗镇乡])$")
NAMELESS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
EARTH_KM = 12742.0


def bare(name: str) -> str:
    """The name as spoken: 昆山市 → 昆山, 红河哈尼族彝族自治州 → 红河; 忠县 stays, one syllable says nothing."""
    return SUFFIX.sub("", name)


def whole(code: str) -> str:
    """The written form of a prefix: 61 → 610000, 6110 → 611000."""
    short = prefix(code)
    return short + "0" * (6 - len(short)) if len(short) < 6 else short


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres on the sphere between two (longitude, latitude)."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*a, *b))
    chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


@dataclass(frozen=True, slots=True)
class Atlas:
    """names: by code of 6 digits. former: old code → (name, codes of today). Towns are read at the first question about one."""

    names: dict[str, str] = field(default_factory=dict)
    zones: set[str] = field(default_factory=set)
    former: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    centres: dict[str, tuple[float, float]] = field(default_factory=dict)

    def name(self, code: str) -> str | None:
        return towns().get(code) if len(code) == 9 else self.names.get(code)

    def level(self, code: str) -> Level:
        own = prefix(code)
        if code.endswith("0000") and len(code) == 6:
            return "province"
        if len(own) == 4:
            return "city"
        return "county" if len(own) <= 6 else "town"

    def chain(self, code: str) -> tuple[str, ...]:
        """Known divisions from the province down to the code itself, those without a name of their own left out."""
        steps = (code[:2] + "0000", code[:4] + "00", code[:6], code[:9])
        wanted = dict.fromkeys(step for step in steps if len(step) <= len(code))
        return tuple(step for step in wanted if (self.name(step) or NAMELESS[0]) not in NAMELESS)

    def place(self, code: str) -> Place | None:
        name = self.name(code)
        if name is None:
            return None
        full = "".join(self.name(step) or "" for step in self.chain(code))
        return Place(code, name, self.level(code), full)

    def centre(self, code: str) -> tuple[float, float] | None:
        for step in (code[:6], code[:4] + "00", code[:2] + "0000"):
            if step in self.centres:
                return self.centres[step]
        return None

    def under(self, code: str) -> Iterator[str]:
        """Codes one step below; a municipality's are its districts."""
        own = prefix(code)
        for known in self.names:
            if known.startswith(own) and known != code and self.chain(known)[-2:-1] == (code,):
                yield known
        yield from (town for town in towns() if town[:6] == code)


@cache
def towns() -> dict[str, str]:
    """Code of 9 digits → name."""
    found = {}
    for line in lines("towns"):
        form, codes, *written = line.split("\t")
        found.update(dict.fromkeys(codes.split(), written[0] if written else form))
    return found


@cache
def atlas() -> Atlas:
    found = Atlas()
    for line in lines("divisions"):
        code, name, level = line.split(",")
        found.names[code] = name
        if level == "zone":
            found.zones.add(code)
    for line in lines("former"):
        code, name, now = line.split(",")
        found.former[code] = (name, tuple(c for c in now.split(";") if c))
    for line in lines("centres"):
        code, lon, lat = line.split(",")
        found.centres[code] = (float(lon), float(lat))
    return found


def folded(names: list[str]) -> list[str]:
    """All at once: one pass over the text is ten times quicker than one a name."""
    return fold("\n".join(names)).split("\n")
