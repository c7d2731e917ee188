"""Which column is what: by its heading, checked against its values; what neither settles stays out and is named."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from matcher.reading.headings import KINDS, Kind, Meaning, bare, labels, read_heading
from matcher.reading.normal import fold
from matcher.sheets.samples import EXPECTED, STRONG, agree, kinds_of

UNKNOWN: Final = "不认识的列, 没有收录"
SECOND: Final = "与“{other}”重复, 没有收录"
UNLIKE: Final = "列名像“{label}”, 可是下面的值不像, 没有收录"
BY_VALUES: Final = "按下面的值认作“{label}”, 请核对"
MISSPELT: Final = "看作“{label}”, 请核对"
SHOWN: Final = 5
RIDER_SIGNS: Final = ("travel", "pickup", "luggage")
RIDER_WORDS: Final = ("返岗", "座位", "车次", "乘车", "上车", "出行", "用车", "车牌")
CORE: Final[Mapping[Kind, tuple[str, ...]]] = {
    "workers": ("name", "identity", "categories", "household", "monitored", "works_for", "occupations"), "riders": ("name", "identity"),
    "vacancies": ("title", "company", "headcount", "wage_raw", "region_raw", "description", "wage_gross", "wage_base"),
    "trips": ("trip", "stop", "stops", "origin", "destination", "departs", "seats", "plate"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """text: as written, with its group above where there is one ("薪资/底薪"). spellings: under which it is looked up, best first."""

    text: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """index: from 0. heading: as written; label: the same, told apart where two columns have one heading. field None: not taken over.

    reason: why not, or what to look at. known: whether the heading is one we know. seen: a field that is only looked at, to name what may
    not be asked (性别 of a post). sure False: a person should look. second: speaks of the head of the household.
    """

    index: int
    heading: str
    label: str
    field: str | None
    reason: str = ""
    known: bool = True
    seen: str | None = None
    sure: bool = True
    second: bool = False
    samples: tuple[str, ...] = ()


def map_columns(headings: Sequence[Heading], values: Sequence[Sequence[str]], kind: Kind) -> tuple[Column, ...]:
    """values: of each column, some that stand under its heading. Every field is given to one column at most."""
    columns = [_column(index, heading, values[index], kind) for index, heading in enumerate(headings) if heading.text]
    return tuple(_settled(columns, kind))


def remapped(columns: Iterable[Column], chosen: Mapping[str, str | None], kind: Kind) -> tuple[Column, ...]:
    """As the sender wants it; a heading that must not be used stays out whatever is chosen. The first of two that want one field has it."""
    taken: set[str] = set()
    result = []
    for column in columns:
        field = chosen.get(column.label, column.field)
        if field is not None and (field in taken or field not in labels(kind) or is_forbidden(column, kind)):
            field = None
        if field:
            taken.add(field)
        changed = column.label in chosen and field != column.field
        result.append(replace(column, field=field, reason="按您的选择" if changed else column.reason, known=True, sure=True) if changed else column)
    return tuple(result)


def is_forbidden(column: Column, kind: Kind) -> bool:
    meaning = read_heading(column.heading.rpartition("/")[2], kind) or read_heading(column.heading, kind)
    return meaning is not None and meaning.forbidden


def signature(columns: Iterable[Column]) -> str:
    """The same for two sheets with the same headings in the same order: under it a sender's choices are remembered."""
    text = "\x1f".join(bare(fold(column.heading)) for column in columns)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def points(columns: Iterable[Column], kind: Kind) -> float:
    """How well a head fits a kind: fields found, doubled where they belong to that kind above all; known headings without use count a little."""
    score = 0.0
    for column in columns:
        score += 0.25 if column.field is None and column.known else 0.0
        if column.field:
            score += 2 if column.field in CORE[kind] else 1
            score += 3 if kind == "riders" and column.field in RIDER_SIGNS else 0
        if kind == "riders" and any(word in column.heading for word in RIDER_WORDS):
            score += 1.5
    return score


def fits(columns: Sequence[Column], kind: Kind) -> bool:
    """Whether this is a sheet of that kind at all: people need a name (or three notions that only people have), posts a title and one more,
    trips a number, a stop and a time, and nobody's name: a list of riders is none of theirs."""
    fields = {column.field for column in columns if column.field}
    if kind == "vacancies":
        return "title" in fields and len(fields & set(CORE[kind])) > 1
    if kind == "trips":
        moving = fields & {"stop", "stops", "origin", "destination"} and fields & {"departs", "arrives", "stops"}
        return "trip" in fields and bool(moving) and not any(_of_people(column) for column in columns)
    if kind == "riders":
        going = len(fields & {"name", "identity"}) + len(fields & {"ready", "places", "coach", "companions"}) + 2 * len(fields & set(RIDER_SIGNS))
        return going > 1 and any(word in column.heading for column in columns for word in RIDER_WORDS)
    return bool(fields & {"name", "identity"}) or len(fields & set(CORE["workers"])) > 2


def guessed_kind(headings: Sequence[Heading], values: Sequence[Sequence[str]]) -> tuple[Kind | None, tuple[Column, ...]]:
    """The kind that fits best, with its columns; None where this is no sheet of ours: then no column means anything."""
    tried = [(points(columns, kind), -place, kind, columns) for place, kind in enumerate(KINDS) for columns in (map_columns(headings, values, kind),)
             if fits(columns, kind)]
    if not tried:
        return None, tuple(replace(column, field=None, sure=True) for column in map_columns(headings, values, "workers"))
    _, _, kind, columns = max(tried, key=lambda each: each[:2])
    return kind, columns


def _of_people(column: Column) -> bool:
    meaning = read_heading(column.heading, "riders")
    return meaning is not None and meaning.field in ("name", "identity")


def _column(index: int, heading: Heading, values: Sequence[str], kind: Kind) -> Column:
    samples = tuple(value for value in values if value)
    kinds = kinds_of(samples)
    meaning = next((found for spelling in heading.spellings if (found := read_heading(spelling, kind))), None)
    plain = Column(index, heading.text, heading.text, None, samples=samples[:SHOWN])
    if meaning is None:
        return _by_values(plain, heading, kinds, kind)
    if meaning.field is None:
        return replace(plain, reason=meaning.reason, seen=meaning.seen)
    return _checked(plain, meaning, kinds, kind)


def _checked(plain: Column, meaning: Meaning, kinds: frozenset[str], kind: Kind) -> Column:
    """The heading is known: values may still show that it holds something else."""
    field = str(meaning.field)
    other = next((strong for strong in STRONG if strong in kinds and strong not in EXPECTED.get(field, ())), None)
    if other and field in EXPECTED and (offered := _field_for(other, kind)):
        return replace(plain, field=offered, reason=BY_VALUES.format(label=labels(kind)[offered]), sure=False)
    if field in ("since", "till", "born") and kinds and not agree(field, kinds) and "number" in kinds:
        return replace(plain, reason=UNLIKE.format(label=labels(kind)[field]), sure=False)
    return replace(plain, field=field, second=meaning.second)


def _by_values(plain: Column, heading: Heading, kinds: frozenset[str], kind: Kind) -> Column:
    """Nothing is known of the heading: taken over only where the values can be nothing else, or where a slip of one letter and the values agree."""
    for strong in STRONG:
        if strong in kinds and (field := _field_for(strong, kind)):
            return replace(plain, field=field, reason=BY_VALUES.format(label=labels(kind)[field]), sure=False)
    for spelling in heading.spellings:
        field = _misspelt(bare(fold(spelling)), kind)
        if field and agree(field, kinds):
            return replace(plain, field=field, reason=MISSPELT.format(label=labels(kind)[field]), sure=False)
    return replace(plain, reason=UNKNOWN, known=False)


def _field_for(strong: str, kind: Kind) -> str | None:
    if kind == "trips":
        return None
    return ("contact_phone" if strong == "phone" else None) if kind == "vacancies" else strong


def _misspelt(spelling: str, kind: Kind) -> str | None:
    """The field of a heading that differs by one letter put, left out or changed."""
    if not 2 <= len(spelling) <= 12:
        return None
    letters = [spelling[:place] + spelling[place + 1:] for place in range(len(spelling))]
    for place, shorter in enumerate(letters):
        if len(shorter) > 2 and (found := read_heading(shorter, kind)) and found.field:
            return found.field
        for field, words in _by_shape(kind):
            if any(len(word) == len(spelling) and word[:place] + word[place + 1:] == shorter for word in words):
                return field
    return None


def _by_shape(kind: Kind) -> Iterator[tuple[str, tuple[str, ...]]]:
    for field, label in labels(kind).items():
        if field in EXPECTED:
            yield field, (label, *SPELT.get(field, ()))


SPELT: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("姓名",), "phone": ("联系电话", "手机号码", "联系方式", "电话"), "identity": ("身份证号码", "身份证号", "证件号码", "身份证"),
    "education": ("文化程度", "学历"), "born": ("出生日期", "出生年月"), "place": ("户籍地址", "家庭住址", "户籍地"), "town": ("乡镇",),
    "places": ("意向地点",), "works_at": ("务工地点", "就业地点"), "sex": ("性别",), "ready": ("返岗时间", "外出时间"),
    "contact_phone": ("联系电话", "联系方式"),
    "headcount": ("招聘人数", "需求人数"), "wage_raw": ("薪资待遇", "工资待遇"), "region_raw": ("工作地点",),
}
SPARE: Final[Mapping[str, str]] = {"phone": "second_contact"}  # a second telephone is somebody to reach the person by


def _settled(columns: list[Column], kind: Kind) -> Iterator[Column]:
    """Each field once: what its heading says goes before what only values say. The head of the household is meant where nobody else is named."""
    somebody = any(column.field == "name" and not column.second for column in columns)
    taken: dict[str, str] = {}
    for place in sorted(range(len(columns)), key=lambda place: (not columns[place].sure, place)):
        columns[place] = _claimed(columns[place], taken, somebody, kind)
    seen: dict[str, int] = {}
    for column in columns:
        seen[column.heading] = seen.get(column.heading, 0) + 1
        yield replace(column, label=column.heading if seen[column.heading] == 1 else f"{column.heading} ({seen[column.heading]})")


def _claimed(column: Column, taken: dict[str, str], somebody: bool, kind: Kind) -> Column:
    if column.second and somebody:
        return replace(column, field=None, reason="说的是户主, 不是本人, 没有收录")
    field = column.field
    if field in taken and (spare := SPARE.get(str(field))) in labels(kind) and spare not in taken:
        field = spare
    if field is None:
        return column
    if field in taken:
        return replace(column, field=None, reason=SECOND.format(other=taken[field]))
    taken[field] = column.heading
    return replace(column, field=field)
