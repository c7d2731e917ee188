"""Pay as it is written in a posting."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from matcher.domain.errors import Invalid

Basis: TypeAlias = Literal["month", "day", "hour", "week", "year", "piece"]
PayKind: TypeAlias = Literal["base", "gross", "net", "floor", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """What a posting says it pays; nothing is inferred here.

    low, high: yuan per `basis`, both ends included; high None means "and up" (5800起); low 0 means "up to high" (3千及以下).
    kind: "base" 底薪 | "gross" 综合, overtime included | "net" 到手 | "floor" 保底 | "unknown".
    months: salaries a year where stated (13薪), else None. raw: the words it was read from.
    """

    basis: Basis
    low: float
    high: float | None = None
    kind: PayKind = "unknown"
    months: int | None = None
    raw: str = ""

    def __post_init__(self) -> None:
        top = self.low if self.high is None else self.high
        if not 0 <= self.low <= top < 1e8 or top == 0:
            raise Invalid(f"工资“{self.raw or self.low}”不成范围: 下限要大于 0, 上限不能低于下限。")
