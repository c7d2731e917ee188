"""Pay as people write it → what is paid, for what time, and whether overtime is in it. Nothing is inferred that is not written."""

import re
from itertools import islice
from typing import Final, cast

from matcher.domain.pay import Basis, Pay, PayKind
from matcher.domain.reading import Reading
from matcher.reading.figures import COMPONENT, Figure, figures, head_basis, label
from matcher.reading.normal import fold_with_origin, original_span
from matcher.reading.numerals import LONGEST

NEAR: Final = 0.05  # 六千五左右: five in a hundred either way; 一万冒头: up to five in a hundred more
MORE: Final = 0.10  # 六千多: up to the next round sum, taken as a tenth more
MOST_FIGURES: Final = 60  # of one text; an advert has a dozen, and what has more is no advert
LIMITS: Final[dict[str, tuple[float, float]]] = {  # what a figure of that basis can be at all; outside it we do not know what was meant
    "month": (300, 100_000), "year": (5_000, 10_000_000), "week": (200, 50_000), "day": (30, 10_000), "hour": (5, 2_000), "piece": (0.001, 5_000),
}
_DAY_TALK = re.compile(r"日结|小工|大工|点工|日薪|[一每]天|/天|工地|天天结")
_OVER_TEN_THOUSAND = re.compile(r"(?:月薪|月入|收入|工资|薪资|轻松|月|年薪|年入)(?:轻松)?[过上破](\d{0,2}|[一二两三]?)万")
_USUAL = re.compile(r"一般|普遍|平均|大多|通常|正常")
_LESS_MEANT = re.compile(r"试用|实习|学徒|培训|手快|最高|高达|会[^,。;\s]{1,6}的|优秀|熟练")
_CEILING = re.compile(r"(?:最高|高达|至高|可达|不超过|封顶)\s?$")
_NAMED = re.compile(r"[a-z路街道号楼座区镇]\s?$")
_CLOSED = re.compile(r"[\s,。;+)/、!]|加(?!班)|$")
_NEARLY = re.compile(r"(?:近|将近|接近)\s?$")
_AROUND = re.compile(r"(?:约|大约|大概|差不多|估计)\s?$")
_UPWARD = re.compile(r"(?:不低于|至少|最低|超过?|高于|大于|不少于)\s?$")


def read_pay(text: str) -> Reading[Pay]:
    """The one sum that best says what the work pays: the whole pay (综合, 到手) before its parts, the usual before the exceptional.

    Without a unit 6-8千 is a month's. Nothing read (面议, 2000~300): value None.
    """
    readings = read_pays(text)
    return max(readings, key=_telling, default=Reading(None))


def read_pays(text: str) -> tuple[Reading[Pay], ...]:
    """Every sum of pay in the text, in its order. Allowances, rebates, deposits and fees are not pay and are left out."""
    folded, origin = fold_with_origin(text[:LONGEST])
    found = []
    for figure in islice(figures(folded), MOST_FIGURES):
        pay, confidence = _judge(figure, folded, text, origin)
        if pay is not None:
            found.append(Reading(pay, confidence, (original_span(origin, figure.start, figure.end),)))
    if not found and "万" in folded:
        found = _over_ten_thousand(folded, text, origin)
    return tuple(found)


def _telling(reading: Reading[Pay]) -> tuple[float, float]:
    """How well one figure speaks for the whole; the earlier one wins a tie, as max() keeps the first."""
    pay = cast("Pay", reading.value)
    whole = {"gross": 3.0, "net": 3.0, "unknown": 2.0, "floor": 1.0, "base": 1.0}[pay.kind]
    return whole, round(reading.confidence, 1)


def _judge(figure: Figure, folded: str, text: str, origin: tuple[int, ...]) -> tuple[Pay | None, float]:
    meant = label(figure.head)
    if meant == "apart":
        return None, 0.0
    basis = _basis(figure, folded)
    if basis is None or not _looks_like_pay(figure, meant, folded):
        return None, 0.0
    low, high = _ends(figure)
    least, most = LIMITS[basis]
    if basis == "month" and (figure.months or figure.basis):
        most *= 10  # said to be a month's, so it may be a director's; a bare 13-20万 is more likely a year's, and we ask
    if not least <= (low or high or 0) < most or (high or 0) >= most * 10:
        return None, 0.0
    start, end = original_span(origin, figure.start, figure.end)
    pay = Pay(basis=basis, low=low, high=high, kind=_kind(figure, meant, basis, folded), months=figure.months, raw=text[start:end])
    return pay, _confidence(figure, meant)


def _basis(figure: Figure, folded: str) -> Basis | None:
    """What the sum is paid for: as written after it, else before it, else a month where it is large enough for one."""
    basis = figure.basis or head_basis(figure.head)
    if basis == "hour" and figure.basis is None and figure.low >= 1_000:
        basis = None  # 计时 5000: a month of hours
    if basis is None or (basis == "month" and figure.low < 300 and figure.basis is None):
        if figure.high >= 1_000:
            basis = "month"
        elif figure.low >= 100 and _DAY_TALK.search(folded):
            basis = "day"
    return cast("Basis | None", basis)


def _looks_like_pay(figure: Figure, meant: str | None, folded: str) -> bool:
    if figure.scaled and figure.single and not (meant or figure.tail or head_basis(figure.head)):
        return _CLOSED.match(folded, figure.end) is not None  # 三千城小区 is a housing estate
    if meant or figure.basis or figure.scaled or figure.tail & {"floor", "net", "gross", "base", "salaries", "day"}:
        return True
    if figure.tail & {"money"}:
        return figure.high >= 1_000 or head_basis(figure.head) is not None or figure.end - figure.start == len(folded.strip())
    if not figure.single or figure.tail & {"open", "near", "just"}:
        return figure.high >= 1_000 or head_basis(figure.head) is not None or bool(_DAY_TALK.search(folded))
    return head_basis(figure.head) is not None or _stands_alone(figure, folded)


def _stands_alone(figure: Figure, folded: str) -> bool:
    """会做凉菜的4500: a bare round sum. 松江区1292弄, ISO 16949 and 2015 are none; a cell that holds nothing else is."""
    if figure.end - figure.start == len(folded.strip()):
        return figure.low >= 1_000
    bare = figure.low % 100 == 0 and not 1950 <= figure.low <= 2100 and not _NAMED.search(figure.head)
    return bare and 1_000 <= figure.low < 100_000 and _CLOSED.match(folded, figure.end) is not None


def _ends(figure: Figure) -> tuple[float, float | None]:
    """Low and high as the words around them mean: 左右, 冒头, 起, 以下."""
    tail, head, low, high = figure.tail, figure.head, figure.low, figure.high
    if figure.single:
        if "cap" in tail or ("open" not in tail and _CEILING.search(head)):
            return 0, high
        if "near" in tail or _AROUND.search(head):
            return round(low * (1 - NEAR), 2), round(high * (1 + NEAR), 2)
        if _NEARLY.search(head):
            return round(low * (1 - NEAR), 2), high
        if "just" in tail:
            return low, round(high * (1 + NEAR), 2)
        if "more" in tail:
            return low, round(high * (1 + MORE), 2)
    if "open" in tail or (figure.single and ("uncapped" in tail or _UPWARD.search(head))):
        return low, None
    return low, high


def _kind(figure: Figure, meant: str | None, basis: Basis, folded: str) -> PayKind:
    for kind in ("floor", "net", "gross", "base"):
        if kind in figure.tail:
            return cast("PayKind", kind)
    if meant in ("base", "gross", "net", "floor"):
        return cast("PayKind", meant)
    # 4000+提成: the 4000 is what stands firm. 23元/小时 is the price of a normal hour; 工价 is an agent's word and stays unknown.
    if COMPONENT.match(folded, figure.end) or (basis == "hour" and figure.basis == "hour" and "工价" not in figure.head):
        return "base"
    return "unknown"


def _confidence(figure: Figure, meant: str | None) -> float:
    sure = 0.95 if figure.basis or head_basis(figure.head) else 0.9 if meant or figure.scaled or "money" in figure.tail else 0.8
    if _LESS_MEANT.search(figure.head):
        sure -= 0.25
    if _USUAL.search(figure.head):
        sure = 0.95
    return sure - 0.1 if figure.tail & {"near", "more", "just"} else sure


def _over_ten_thousand(folded: str, text: str, origin: tuple[int, ...]) -> list[Reading[Pay]]:
    """月入过万: ten thousand and up."""
    found = _OVER_TEN_THOUSAND.search(folded)
    if found is None:
        return []
    times = {"": 1, "一": 1, "二": 2, "两": 2, "三": 3}.get(found[1]) or int(found[1])
    if times == 0:
        return []
    start, end = original_span(origin, *found.span())
    basis: Basis = "year" if "年" in found[0] else "month"
    return [Reading(Pay(basis=basis, low=times * 10_000.0, high=None, raw=text[start:end]), 0.6, ((start, end),))]
