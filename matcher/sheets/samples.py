"""What a column holds, told by its values alone: the second witness beside its heading."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from matcher.reading.education import read_education
from matcher.reading.normal import fold

ENOUGH: Final = 2  # values, before they count as a witness
SHARE: Final = 0.75  # of the values
YES_NO: Final = frozenset(("是", "否", "有", "无", "1", "0", "√", "×", "y", "n", "yes", "no", "愿意", "不愿意",
    "要", "不要", "能", "不能", "需要", "不需要"))

_IDENTITY: Final = re.compile(r"\d{17}[\dx]|\d{15}|[1-9]\.\d+e\+1[4-8]")
_PHONE: Final = re.compile(r"(?:\+?86-?)?1[3-9]\d{9}(?:\D+1[3-9]\d{9})?|0\d{2,3}-?\d{7,8}")
_DATE: Final = re.compile(
    r"(?:19|20)\d\d[-./年]?(?:1[0-2]|0?\d)(?:[-./月]?(?:[0-3]?\d)日?)?月?(?:\s.*)?|"
    r"\d{1,2}[月.]\d{1,2}[日号]?|(?:正月|腊月|[一二三四五六七八九十]{1,2}月)?.{0,2}[初底十廿].{0,3}|随时|年后|节后")
_NAME: Final = re.compile(r"[一-鿿·]{2,4}")
_NUMBER: Final = re.compile(r"\d{1,6}(?:\.\d+)?")
_PAY: Final = re.compile(r".*(?:元|\d\s?k|千|万|面议|\d{3,6}\s?[-~—至到]\s?\d{3,6}|/[月天时]).*|\d{4,5}")
_PLACE: Final = re.compile(r".*(?:省|市|区|县|镇|乡|村|街道|组|路|号).*|[一-鿿]{2,6}[·・][一-鿿]{2,6}")

TESTS: Final[dict[str, Callable[[str], object]]] = {
    "identity": _IDENTITY.fullmatch, "phone": _PHONE.fullmatch, "date": _DATE.fullmatch, "sex": frozenset(("男", "女")).__contains__,
    "yes": YES_NO.__contains__, "name": _NAME.fullmatch, "number": _NUMBER.fullmatch, "pay": _PAY.fullmatch, "place": _PLACE.fullmatch,
    "education": lambda text: len(text) <= 10 and read_education(text).value is not None,
}
# What the values of a field look like, where they look like anything. A field that is not here has no second witness.
EXPECTED: Final[dict[str, frozenset[str]]] = {
    "name": frozenset({"name"}), "phone": frozenset({"phone"}), "identity": frozenset({"identity"}), "sex": frozenset({"sex"}),
    "born": frozenset({"date"}), "ready": frozenset({"date"}), "since": frozenset({"date"}), "till": frozenset({"date"}),
    "education": frozenset({"education"}), "education_raw": frozenset({"education"}), "place": frozenset({"place"}), "area": frozenset({"place"}),
    "places": frozenset({"place"}), "works_at": frozenset({"place"}), "lives_at": frozenset({"place"}), "town": frozenset({"place"}),
    "county": frozenset({"place"}), "village": frozenset({"place"}), "region_raw": frozenset({"place"}), "coach": frozenset({"yes"}),
    "night": frozenset({"yes"}), "age": frozenset({"number"}), "headcount": frozenset({"number"}), "companions": frozenset({"number"}),
    "wage_raw": frozenset({"pay"}), "monthly": frozenset({"pay"}), "posted_on": frozenset({"date"}), "deadline": frozenset({"date"}),
    "contact_phone": frozenset({"phone"}), "second_contact": frozenset({"phone"}),
}
STRONG: Final = ("identity", "phone")  # values that can be nothing else


def kinds_of(values: Iterable[str]) -> frozenset[str]:
    """Shapes that most of the values have; empty where there are too few values."""
    texts = tuple(text for value in values if (text := fold(value).strip().replace(" ", "")))
    return _kinds(texts) if len(texts) >= ENOUGH else frozenset()


@lru_cache(maxsize=512)
def _kinds(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for name, test in TESTS.items() if sum(bool(test(text)) for text in texts) >= SHARE * len(texts))


def agree(field: str, kinds: frozenset[str]) -> bool:
    """Whether the values speak for the field; without values, or for a field without a shape, they do not."""
    return bool(EXPECTED.get(field, frozenset()) & kinds)
