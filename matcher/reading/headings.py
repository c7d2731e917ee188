"""Headings of the sheets that offices send: what a column is about, told by its heading alone.

Words are in tables/headings.toml. A heading is looked up as it stands, then without its brackets, then with the word before the notion taken
off (务工人员姓名 is a name; 司机电话 is somebody else's). What must not be kept or asked is told apart from what we have no use for.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Literal, TypeAlias

from matcher.reading import shipped
from matcher.reading.normal import fold

Kind: TypeAlias = Literal["workers", "vacancies", "riders", "trips"]
KINDS: Final[tuple[Kind, ...]] = ("workers", "vacancies", "riders", "trips")
GROUPS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "workers": ("people",), "riders": ("riders", "people"), "vacancies": ("vacancies",), "trips": ("trips",),
}
LONGEST: Final = 40  # a longer text is a sentence, not a heading
SHARED: Final = ("name", "phone", "identity", "sex", "born", "age", "education", "place")  # notions that a word before them can give to somebody
SEX: Final = ("性别", "男女", "sex_req")

_BRACKETS: Final = re.compile(r"[(\[【〔{<《「『][^)\]】〕}>》」』]*[)\]】〕}>》」』]?")
_HINT: Final = re.compile(
    r"[(\[【][^)\]】]*(?:元|必填|选填|可不填|格式|[年月日天岁人]$|[年月日天岁人][)\]】]|%|单位|是/否|有/无|如[::]|例|18位|11位|yyyy|下拉|不填|请|填写|没有)[^)\]】]*[)\]】]?")
_NOISE: Final = re.compile(r"[\s*:：★☆※●▲△#_.。,，、;；\"'“”‘’|/\\-]+")
_NUMBER: Final = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.、．:：]\s*")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading means in sheets of one kind. field None: not taken over, for the `reason` (blank: of no use here).

    second: speaks of the head of the household, who is meant only where nobody else is named. forbidden: must not be kept or asked.
    seen: a field that is looked at without being kept (性别 of a post: whoever asks for one is told that it may not be asked).
    """

    field: str | None
    reason: str = ""
    second: bool = False
    forbidden: bool = False
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """Everything known about headings of one kind."""

    labels: Mapping[str, str]
    words: Mapping[str, str]
    forms: tuple[tuple[re.Pattern[str], str], ...]
    forbidden: tuple[frozenset[str], re.Pattern[str], str]
    useless: tuple[frozenset[str], re.Pattern[str]]


def labels(kind: Kind) -> Mapping[str, str]:
    """Field → the word people have for it, in the order in which it is offered."""
    return _book(kind).labels


@lru_cache(maxsize=4096)
def read_heading(heading: str, kind: Kind) -> Meaning | None:
    """None: nothing is known of such a heading."""
    book = _book(kind)
    spellings = tuple(variants(heading))
    for spelling in spellings:
        if found := _looked_up(spelling, book):
            return found
    if kind != "vacancies":
        for spelling in spellings:
            if found := _of_somebody(spelling, book):
                return found
    return next((found for spelling in spellings if (found := _useless(spelling, book))), None)


def variants(heading: str) -> Iterator[str]:
    """Spellings under which a heading is looked up: whole, without hints and units, without its brackets, what the brackets hold."""
    text = _NUMBER.sub("", fold(heading).strip())[:LONGEST]
    plain = _HINT.sub("", text)
    seen = dict.fromkeys((bare(text), bare(re.sub(r"[()\[\]【】]", "", plain)), bare(_BRACKETS.sub("", plain))))
    yield from (spelling for spelling in seen if spelling)


def bare(text: str) -> str:
    return _NOISE.sub("", text) if not text.isascii() else re.sub(r"[\s*:]", "", text)


def _looked_up(spelling: str, book: Book) -> Meaning | None:
    words, form, reason = book.forbidden
    if field := book.words.get(spelling):
        return Meaning(field)
    if spelling in words:
        return _forbidden(spelling, reason, book)
    if spelling in book.useless[0]:
        return Meaning(None)
    if field := next((field for pattern, field in book.forms if pattern.fullmatch(spelling)), None):
        return Meaning(field)
    return _forbidden(spelling, reason, book) if form.fullmatch(spelling) else None


def _forbidden(spelling: str, reason: str, book: Book) -> Meaning:
    of_sex = "title" in book.labels and any(word in spelling for word in SEX)
    return Meaning(None, reason, forbidden=True, seen="sex_req" if of_sex else None)


def _useless(spelling: str, book: Book) -> Meaning | None:
    return Meaning(None) if book.useless[1].fullmatch(spelling) else None


def _of_somebody(spelling: str, book: Book) -> Meaning | None:
    """务工人员姓名, 户主姓名, 司机电话: the notion at the end, and whose it is."""
    others, heads, subjects = _people_words()
    for cut in range(1, len(spelling)):
        who, notion = spelling[:cut], spelling[cut:]
        field = book.words.get(notion)
        if field not in SHARED:
            continue
        if who.endswith(heads):
            return Meaning(field, second=True)
        if any(word in who for word in others):
            return Meaning(None, "说的不是本人, 不收录")
        if who.endswith(subjects):
            return Meaning(field)
    return None


@cache
def _people_words() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    compound = _tables()["compound"]
    return tuple(compound["others"].split()), tuple(compound["heads"].split()), tuple(compound["subjects"].split())


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(shipped.text("headings.toml"))


@cache
def _book(kind: Kind) -> Book:
    tables = _tables()
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    forms = []
    for group in GROUPS[kind]:
        for field, entry in tables[group].items():
            names.setdefault(field, entry["label"])
            for word in (field, *entry["words"].split()):
                words.setdefault(word, field)
            if "forms" in entry:
                forms.append((re.compile(entry["forms"]), field))
    people = "vacancies" if kind == "vacancies" else "people"
    forbidden, useless = tables["forbidden"][people], tables["useless"][people]
    return Book(
        names, words, tuple(forms), (frozenset(forbidden["words"].split()), re.compile(forbidden["forms"]), forbidden["reason"]),
        (frozenset(useless["words"].split()), re.compile(useless["forms"])),
    )
