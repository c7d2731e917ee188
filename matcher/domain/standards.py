"""Lines of the dated tables that an administrator keeps: minimum wages, the arrears list, licences."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumWage:
    """area: division code; hour_yuan None where not entered. since: first day in force. verified_on None: from memory, not checked."""

    area: str
    month_yuan: int
    since: date
    hour_yuan: float | None = None
    source: str = ""
    verified_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEmployer:
    """On the list of those who owe migrant workers wages (拖欠农民工工资失信联合惩戒名单).

    removed_on: taken off early; until: last day of its term.
    """

    credit_code: str
    since: date
    until: date
    removed_on: date | None = None
    source: str = ""

    def active_on(self, day: date) -> bool:
        return self.since <= day <= self.until and (self.removed_on is None or day < self.removed_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """人力资源服务许可证 of the unit with that credit code; kind "labour_abroad" is 对外劳务合作经营资格. until None: no end stated.

    seen_on: when the paper was last looked at.
    """

    credit_code: str
    number: str
    since: date
    until: date | None = None
    kind: str = "hr_service"
    seen_on: date | None = None

    def valid_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)
