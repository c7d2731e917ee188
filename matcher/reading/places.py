"""Places in what people write, and the map they lie on.

A text is read from left to right into *chains*: 安徽省/合肥市 or 苏州·昆山市·玉山 is one chain, each name lying in the one before (or, as
in 朝阳区, 北京, the other way round). A name that several places bear is settled by its chain, else by `near`, else it stays unread and its
meanings are guesses. Decisions: 吉林 and 海南 alone mean the province; a bare name of a city and of counties (朝阳) means the city, to be
asked; a name followed by 路, 街 or 大道 is a street; 老乡, 人, 籍 behind a name tell where somebody comes from, not where the work is;
everyday words that also name counties (和平, 高新) count only right behind their city or alone; the first of several cities is taken.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from operator import add
from typing import TypeAlias

from matcher.domain.places import Place, lies_in, prefix
from matcher.domain.reading import Reading
from matcher.reading.gazetteer import BASE, CROSSED, EVERYDAY, LETTERS, LOCAL_ZONES, QUARTERS, Gazetteer, common, gazetteer
from matcher.reading.geography import Atlas, atlas, bare, distance, whole
from matcher.reading.normal import fold_with_origin, original_span

STREET = re.compile(r"[东西南北中内外]?[一二三]?(?:环?路(?!桥)|[大中]?街(?!道)|大道|巷|弄)|火车站|[镇乡村站桥]|街道|社区")
NAMESAKE = re.compile(r"拉面|小面|火锅|米粉|烤鸭|热干面|牛肉|螺蛳粉|小吃|板鸭|烧饼|砂锅|馄饨|汤包|菜(?!鸟)|话|方言|口音|啤酒|时[间差]|治店?(?!安)"
                      r"|现代|大众汽车|的?行业|产业|巴巴|旺旺|银行|人寿|保险|师范|大学|农商")
EMPLOYER = re.compile(r"[一-鿿()]{2,16}?(?:公司|集团)")
ORIGIN = re.compile(r"(?:的?老乡|籍|户口|户籍|人(?=$|[ ,。;、!?]))")
CUE = re.compile(r"(?:工作|上班|岗位|面试|就业|务工|用工)?(?:地点|地址|地区|区域)[::为是在 ]*")
LETTER = re.compile(rf"(?:赴|入|来|去|在|到)(?P<one>[{''.join(LETTERS)}])(?=务工|打工|就业|上班|干活|做工|发展|$|[ ,。;、])"
                    r"|(?P<three>江浙沪|长三角)|(?P<delta>珠三角)")
GAP = re.compile(r"[\s·•・/\\\-—,,、.。:()>_|~省市区]{0,4}$")
MUNICIPALITIES = ("11", "12", "31", "50")
FAR = 25
LONGEST_CHAIN = 12  # names that are read as one place: province, city, county and town, each said more than once
LONGEST, MOST = 2_000, 20  # characters and names of one text that are read: what lies beyond is no posting
Rank: TypeAlias = tuple[bool, bool, bool, bool, int]
TOWNS_KNOWN_EVERYWHERE = ("61", "52")


@dataclass(frozen=True, slots=True)
class Chain:
    """Names that belong together. codes: what they can mean; spans in folded text. origin: where somebody is from.
    vague: 苏南 is only part of its code, 安徽某某公司 may work elsewhere."""

    codes: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    full: bool
    origin: bool = False
    vague: bool = False


def inside(codes: Iterable[str], areas: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the codes that lie in one of the areas."""
    heads = tuple(prefix(area) for area in areas)
    return tuple(code for code in codes if code.startswith(heads))


def _renown(code: str) -> tuple[bool, bool, str]:
    """Municipalities first, then capitals of provinces: what most people mean."""
    return code[:2] not in MUNICIPALITIES, code[2:4] != "01", code


class Places:
    """Made once (`Places.load()`); everything in it is read only."""

    def __init__(self, area: Atlas, names: Gazetteer) -> None:
        self._area, self._names = area, names

    @staticmethod
    @cache
    def load() -> "Places":
        return Places(atlas(), gazetteer())

    # reading
    def find(self, text: str, near: str | None = None) -> Reading[Place]:
        """The place a text is about. near: code of the place where it was written; it settles names that several places bear."""
        readings = self._readings(text, near)
        if not readings:
            return Reading(None)
        return max(readings, key=lambda each: each[0])[1]

    def mentions(self, text: str, near: str | None = None) -> tuple[Reading[Place], ...]:
        """Every place named, in the order of the text; those that could not be told have no value but guesses."""
        return tuple(reading for _, reading in self._readings(text, near))

    def _readings(self, text: str, near: str | None) -> list[tuple[Rank, Reading[Place]]]:
        folded, origin = fold_with_origin(text[:LONGEST])
        chains = self._chains(folded, near)
        if not chains:
            return []
        starts = {chain.spans[0][0] for chain in chains}
        cue = next((found.end() for found in CUE.finditer(folded) if found.end() in starts), -1) if "地" in folded else -1
        found = []
        several = len({chain.codes[0][:4] for chain in chains if not chain.origin}) > 1
        for number, chain in enumerate(chains):
            reading = self._settle(chain, near, chains, several=several)
            spans = tuple(original_span(origin, *span) for span in chain.spans)
            rank = (reading.value is not None, not chain.origin, chain.spans[0][0] == cue, self._fine(reading), -number)
            found.append((rank, replace(reading, spans=spans)))
        return found

    def _fine(self, reading: Reading[Place]) -> bool:
        """Whether it says at least the city."""
        return reading.value is not None and (reading.value.level != "province" or reading.value.code[:2] in MUNICIPALITIES)

    def _chains(self, text: str, near: str | None) -> list[Chain]:
        chains: list[Chain] = []
        sizes, town_sizes, done = self._names.sizes, self._names.town_sizes, 0
        for at, two in enumerate(map(add, text, text[1:])):
            if at < done:
                continue
            lengths = sizes.get(two, "")
            if two in town_sizes and (near or (chains and at - done <= FAR)):
                lengths = "".join(sorted({*lengths, *town_sizes[two]}, reverse=True))
            for letter in lengths:
                end = at + ord(letter) - BASE
                if end <= len(text) and (chain := self._link(text, (at, end), chains[-1] if chains else None, near)):
                    if chains and chain.spans[0] == chains[-1].spans[0]:
                        chains.pop()
                    chains.append(chain)
                    done = end
                    break
            if len(chains) > MOST:
                break
        return chains or self._by_letter(text)

    def _by_letter(self, text: str) -> list[Chain]:
        found = LETTER.search(text)
        if not found:
            return []
        code = LETTERS[found["one"]] if found["one"] else "440000" if found["delta"] else "320000"
        return [Chain((code,), (found.span(found.lastgroup or 0),), full=False)]

    def _link(self, text: str, span: tuple[int, int], last: Chain | None, near: str | None) -> Chain | None:
        """The chain that goes on with the word there, or that begins with it; None if the word names no place here."""
        at, end = span
        word = text[at:end]
        full = word in self._names.full
        codes = self._names.meanings(word)
        if codes and not full and (STREET.match(text, end) or NAMESAKE.match(text, end) or (at and text[at - 1] in CROSSED.get(word, ""))):
            codes = ()
        towns = self._names.town(word)
        if last is not None and len(last.spans) < LONGEST_CHAIN and (joined := self._join(text, span, last, codes, towns)):
            return joined
        here = near is not None and word not in LOCAL_ZONES and inside(codes, (near[:4],))
        if codes and (word not in self._names.weak or here or (len(codes) == 1 and text.strip() == word)):
            vague = (word in QUARTERS and len(prefix(codes[0])) == 2) or (not full and EMPLOYER.match(text, end) is not None)
            return Chain(codes, (span,), full, bool(ORIGIN.match(text, end)), vague)
        return self._town_alone(word, span, towns, near)

    def _join(self, text: str, span: tuple[int, int], last: Chain, codes: tuple[str, ...], towns: tuple[str, ...]) -> Chain | None:
        word, gap = text[slice(*span)], text[last.spans[-1][1]:span[0]]
        close = GAP.match(gap) is not None
        if len(gap) > FAR and last.codes:
            return None
        weak = word in self._names.weak and not (word in LOCAL_ZONES and word[-1] == "区" and len(gap) < FAR)
        if codes and (close or not weak):
            if down := inside(codes, last.codes):
                return replace(last, codes=down, spans=(*last.spans, span), full=last.full or word in self._names.full)
            if up := tuple(c for c in last.codes if inside((c,), codes)):
                return replace(last, codes=up, spans=(*last.spans, span))
        candidates = towns or (self._names.town_spoken(word) if close and self._ends(text, span[1], last) else ())
        if word not in LOCAL_ZONES and not STREET.match(text, span[1]) and (down := inside(candidates, last.codes)) and len(down) == 1:
            return replace(last, codes=down, spans=(*last.spans, span))
        return None

    def _ends(self, text: str, at: int, last: Chain) -> bool:
        """Whether a spoken town name ends here; where only the city is known, 珠江新城 must not give its 珠江街道."""
        return all(len(prefix(code)) > 4 for code in last.codes) or not ("一" <= text[at:at + 1] <= "鿿")

    def _town_alone(self, word: str, span: tuple[int, int], towns: tuple[str, ...], near: str | None) -> Chain | None:
        """Town named without its county: by `near`, else only in the two provinces whose people register here."""
        if near is not None:
            candidates = towns or (self._names.town_spoken(word) if word not in EVERYDAY else ())
            for width in (6, 4) if towns else (6,):
                if local := inside(candidates, (near[:width],)):
                    return Chain(local, (span,), full=bool(towns))
        home = inside(towns, TOWNS_KNOWN_EVERYWHERE)
        return Chain(home, (span,), full=True) if home else None

    def _settle(self, chain: Chain, near: str | None, chains: list[Chain], *, several: bool) -> Reading[Place]:
        """several: the chains name places in more than one city."""
        codes = chain.codes
        sure = 0.95 if chain.full or len(chain.spans) > 1 else 0.9 if len(prefix(codes[0])) <= 4 else 0.8
        if len(codes) > 1:
            codes, sure = self._narrow(codes, near, chains)
        if len(codes) > 1:
            return Reading(None, 0.3, guesses=tuple(sorted(codes, key=_renown)))
        if chain.origin or chain.vague:
            sure = min(sure, 0.5)
        elif several:
            sure = min(sure, 0.7)
        return Reading(self.by_code(codes[0]), sure)

    def _narrow(self, codes: tuple[str, ...], near: str | None, chains: list[Chain]) -> tuple[tuple[str, ...], float]:
        named = tuple(c for chain in chains for c in chain.codes if len(chain.codes) == 1)
        wider = [named] if named else []
        wider += [(near[:width],) for width in (6, 4, 2)] if near else []
        for areas in wider:
            if len(local := inside(codes, areas)) == 1:
                return local, 0.8
        widest = min(len(prefix(code)) for code in codes)
        top = tuple(code for code in codes if len(prefix(code)) == widest)
        if len(top) == 1 and widest <= 4:
            return top, 0.9 if widest == 2 else 0.5 if any(not lies_in(c, top[0]) for c in codes) else 0.9
        if (shared := common(codes)) and shared in codes:
            return (shared,), 0.8
        return codes, 0.3

    # looking up
    def by_code(self, code: str) -> Place | None:
        """None for a code that no division bears today; villages (12 digits) are not known by name."""
        if not code.isdigit() or len(code) not in (2, 4, 6, 9, 12):
            return None
        return self._area.place(whole(code))

    def from_identity_prefix(self, six: str) -> Place | None:
        """Where an ID card was first issued, in today's divisions: its county, or the least area that holds all it was split into."""
        if six in self._area.names and len(six) == 6:
            return self.by_code(six)
        _, now = self._area.former.get(six, ("", ()))
        return self.by_code(common(now)) if now else None

    def name(self, code: str) -> str:
        """Short and readable: 江苏苏州昆山. An unknown code is named by the nearest known area above it, or stands for itself."""
        for width in (12, 9, 6, 4, 2):
            steps = self._area.chain(whole(code[:width])) if len(code) >= width else ()
            if steps:
                names = dict.fromkeys(bare(self._area.name(step) or "") for step in steps)
                return "".join(names)
        return code

    def centre(self, code: str) -> tuple[float, float] | None:
        """(longitude, latitude), WGS 84; a town has its county's, a county without its own its city's."""
        return self._area.centre(whole(code))

    def distance_km(self, a: str, b: str) -> float | None:
        """Between centres, as the crow flies; None where one is unknown."""
        first, second = self.centre(a), self.centre(b)
        return None if first is None or second is None else distance(first, second)

    def within(self, code: str, km: float) -> tuple[str, ...]:
        """Counties and cities with their centre in reach, nearest first, the place itself always.

        A city's code stands for posts that name no more than the city: compare it whole, not as a prefix. More kilometres never give fewer.
        """
        own = whole(code)
        if (middle := self.centre(own)) is None:
            return (own,)
        near = [(away, other) for away, other in self._distances(middle) if away <= km]
        return tuple(dict.fromkeys((own, *(other for _, other in near))))

    @lru_cache(maxsize=512)  # noqa: B019 (one Places lives as long as the process)
    def _distances(self, middle: tuple[float, float]) -> tuple[tuple[float, str], ...]:
        known = (code for code in self._area.names if len(code) == 6 and self._area.level(code) in ("county", "city"))
        points = ((code, self._area.centre(code)) for code in known)
        return tuple(sorted((distance(middle, point), code) for code, point in points if point is not None))

    def wider(self, code: str) -> tuple[Place, ...]:
        """The areas a place lies in, nearest first: city and province, for a town the county too."""
        own = whole(code)
        steps = (step for step in reversed(self._area.chain(own)) if step != own)
        return tuple(place for step in steps if (place := self.by_code(step)) is not None)

    def children(self, code: str) -> tuple[Place, ...]:
        """What lies directly under it, in the order of codes: cities, counties and zones, or towns."""
        return tuple(place for below in sorted(self._area.under(whole(code))) if (place := self._area.place(below)) is not None)
