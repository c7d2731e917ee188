"""What a place is called in speech and print → the codes it can mean."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from matcher.reading.geography import NAMELESS, PEOPLES, Atlas, bare, folded
from matcher.reading.shipped import lines, notes

EVERYDAY = frozenset(word for line in notes("everyday") for word in line.split())  # names that are everyday words too
QUARTERS = {name: line.split()[0] for line in notes("quarters") for name in line.split()[1:]}  # names in daily use that no division bears
# Behind these letters the two syllables belong to two words: 非常|熟悉.
CROSSED = {"常熟": "非日通", "日照": "假节", "来安": "间时", "高明": "提", "三明": "吃"}
LETTERS = dict(pair.split(":") for pair in [
    "京:110000", "津:120000", "冀:130000", "晋:140000", "辽:210000", "黑:230000", "沪:310000", "苏:320000", "浙:330000",
    "皖:340000", "闽:350000", "赣:360000", "鲁:370000", "豫:410000", "鄂:420000", "湘:430000", "粤:440000", "桂:450000",
    "琼:460000", "渝:500000", "蜀:510000", "黔:520000", "滇:530000", "陕:610000", "陇:620000", "疆:650000",
])
ZONE = re.compile(r"(高新技术产业开发区|高新技术产业园区|高新技术开发区|高技术产业开发区|经济技术开发区|经济开发区|工业园区|新区|示范区|管理区)$")
SHORT_ZONES = {
    "高": ("高新区", "高新", "高新园区", "高新技术产业开发区", "高新技术开发区"),
    "经": ("经开区", "开发区", "经济开发区", "经济技术开发区"),
    "工": ("工业园区", "园区"),
}
BASE = 48
FULL, SHORT, HOME = "full", "short", "home"  # HOME: towns of the two provinces whose people register here, known by name without their county
LOCAL_ZONES = frozenset(chain for group in SHORT_ZONES.values() for chain in group)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """divisions: folded form → codes, parted by blanks. towns: folded full name → the same. sizes, town_sizes: first two letters → lengths of the
    forms that begin so, longest first, a letter each (chr(BASE + length)); sizes has what is read anywhere, town_sizes what is read near its county.
    full: forms that are whole official names. weak: forms that need context."""

    divisions: dict[str, str]
    towns: dict[str, str]
    sizes: dict[str, str]
    town_sizes: dict[str, str]
    full: frozenset[str]
    weak: frozenset[str]

    def meanings(self, form: str) -> tuple[str, ...]:
        return tuple(self.divisions.get(form, "").split())

    def town(self, name: str) -> tuple[str, ...]:
        return tuple(self.towns.get(name, "").split("\t")[0].split())

    def town_spoken(self, spoken: str) -> tuple[str, ...]:
        """麻坪 → every 麻坪镇, 麻坪乡 and 麻坪街道."""
        return tuple(code for kind in ("镇", "乡", "街道") for code in self.town(spoken + kind))


@cache
def gazetteer() -> Gazetteer:
    rows = [line.split("\t") for line in lines("forms")]
    forms = {row[0]: row[1] for row in rows if row[2] != HOME}
    full = frozenset(row[0] for row in rows if row[2] == FULL)
    weak = frozenset(form for form, codes in forms.items()
                     if form in LOCAL_ZONES or form in EVERYDAY)
    town_sizes = dict(line.split("\t") for line in lines("heads"))
    return Gazetteer(forms, dict(line.split("\t", 1) for line in lines("towns")), heads_of(row[0] for row in rows), town_sizes, full, weak)


# What follows makes the table of forms (fixtures/sources/places.py); it is here so that names and their short forms stay together.
def short_forms(name: str) -> list[str]:
    spoken = bare(name)
    forms = [spoken]
    if re.search(rf"(?:{PEOPLES})+(?:自治)?[州县区旗]$", name):
        forms.append(spoken + name[-1])
    return [form for form in forms if len(form) > 1 and form != name]


def zone_forms(name: str, parents: tuple[str, ...]) -> list[str]:
    """What is left when the names of province and city are taken off, and the short words for its kind."""
    core = name
    for parent in parents:
        for start in (parent, bare(parent)):
            core = core.removeprefix(start)
    forms = [core] if core != name and len(core) > 2 else []
    kind = ZONE.search(name)
    if kind is None:
        return forms
    shorts, own = SHORT_ZONES.get(kind.group(1)[0], ()), core.removesuffix(kind.group(1))
    if own:
        return [*forms, own, *(own + short for short in shorts[:2])] if len(own) > 1 else forms
    return [*forms, *shorts, *(bare(parents[-1]) + short for short in shorts)]


def divisions(area: Atlas) -> list[tuple[str, str, bool]]:
    """(form, code, whether it is the full name)."""
    found = [(name, code, True) for code, name in area.names.items() if len(code) == 6 and name not in NAMELESS]
    for name, code, _ in tuple(found):
        if code in area.zones:
            parents = tuple(area.names[step] for step in area.chain(code)[:-1])
            found += [(form, code, False) for form in zone_forms(name, parents)]
        else:
            found += [(form, code, False) for form in short_forms(name)]
    return [*found, *((name, code, False) for name, code in QUARTERS.items())]


def former(area: Atlas, current: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Old names that mean nothing else today."""
    found = []
    for name, now in area.former.values():
        for form in (name, *(short_forms(name) if name[-1] in "市州" else ())):
            if now and len(form) > 1 and form != "新区" and form not in current and form not in EVERYDAY:
                found += [(form, code) for code in ((now[0],) if len(now) == 1 else (common(now),)) if code in area.names]
    return found


def common(codes: tuple[str, ...]) -> str:
    """The least area that all of them lie in: their county, city or province; "" if none."""
    for width, rest in ((6, ""), (4, "00"), (2, "0000")):
        heads = {code[:width] for code in codes}
        if len(heads) == 1:
            return heads.pop() + rest
    return ""


def forms_of(area: Atlas) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Folded form → (codes, whether it is a full name)."""
    forms: dict[str, list[str]] = defaultdict(list)
    full = set()
    found = divisions(area)
    for form, (_, code, whole) in zip(folded([f for f, _, _ in found]), found, strict=True):
        if code not in forms[form]:
            forms[form].append(code)
        if whole:
            full.add(form)
    old = former(area, forms)
    for form, (_, code) in zip(folded([f for f, _ in old]), old, strict=True):
        if code not in forms[form]:
            forms[form].append(code)
    return {form: (tuple(codes), form in full) for form, codes in forms.items() if len(form) > 1}


def heads_of(forms: Iterable[str]) -> dict[str, str]:
    sizes: dict[str, set[int]] = defaultdict(set)
    for form in forms:
        sizes[form[:2]].add(len(form))
    return {head: "".join(chr(BASE + length) for length in sorted(lengths, reverse=True)) for head, lengths in sizes.items()}
