"""The columns of the sheets that people send, and what no sheet can do without."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from matcher.domain.errors import Invalid
from matcher.reading.headings import Kind, labels, read_heading
from matcher.services.importing import Problem

UNKNOWN: Final = "不认识的列, 没有收录"


@dataclass(frozen=True, slots=True)
class Headings:
    """must_have: fields of which each group needs one, with what people call it."""

    kind: Kind
    must_have: Mapping[str, tuple[str, ...]]

    def known(self, names: Iterable[str]) -> dict[str, str]:
        """Heading as written → field, the first where two mean the same. Raises Invalid, naming what is missing."""
        known: dict[str, str] = {}
        for name in names:
            meaning = read_heading(name, self.kind)
            field = meaning and (meaning.field or meaning.seen)
            if field and field not in known.values():
                known[name] = field
        self.check(known.values())
        return known

    def check(self, fields: Iterable[str]) -> None:
        """Raises Invalid, naming what is missing."""
        there = set(fields)
        if missing := [label for label, group in self.must_have.items() if not there.intersection(group)]:
            raise Invalid(f"表里没有“{'”“'.join(missing)}”这一列, 请补上列名再导入。")

    def strange(self, names: Iterable[str], known: Mapping[str, str]) -> Iterator[Problem]:
        """Once for each column that is not taken over; what everybody leaves out (序号) is not worth a word."""
        for name in names:
            meaning = read_heading(name, self.kind)
            if name in known or (meaning and not meaning.field and not meaning.reason):
                continue
            yield Problem(1, name, "", meaning.reason if meaning and meaning.reason else UNKNOWN)


def as_headed(problems: Iterable[Problem], known: Mapping[str, str]) -> tuple[Problem, ...]:
    """With the columns named as the sender named them; of several columns read together, one that is there."""
    written = {field: name for name, field in known.items()}
    return tuple(replace(problem, column=written.get(problem.column, problem.column)) for problem in problems)


def label(field: str, kind: Kind) -> str:
    return labels(kind).get(field, field)


ADVERTS: Final = Headings("vacancies", {"title 岗位名称": ("title",), "company 用人单位": ("company",)})
ROLLS: Final = Headings("workers", {"姓名": ("name",), "电话": ("phone", "identity")})
RIDERS: Final = Headings("riders", {"姓名": ("name",), "电话": ("phone", "identity")})
TRIPS: Final = Headings("trips", {"车次": ("trip",), "站名”或“起点": ("stop", "stops", "origin"), "发车时间": ("departs", "stops")})
HEADINGS: Final[Mapping[Kind, Headings]] = {"workers": ROLLS, "riders": RIDERS, "vacancies": ADVERTS, "trips": TRIPS}
