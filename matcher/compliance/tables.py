"""Dated tables an administrator keeps: minimum wages, the arrears list, licences. Looked up by day, and by the narrowest area that has a line."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final

from matcher.compliance.shipped import table
from matcher.domain.places import lies_in, prefix
from matcher.domain.standards import Licence as Licence
from matcher.domain.standards import ListedEmployer as ListedEmployer
from matcher.domain.standards import MinimumWage as MinimumWage

MONTH_HOURS: Final = 174  # normal hours of a month (劳社部发〔2008〕3号: 20.83 days of 8 hours, counted with paid holidays as 21.75)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualPay:
    """p95_month: what 95 in 100 posts of that occupation there do not exceed, yuan a month (R16). occupation: code or prefix."""

    occupation: str
    area: str
    p95_month: int
    since: date


@dataclass(frozen=True, slots=True)
class Standard:
    """The minimum that holds. certain: the area is known and has a line; else it is the lowest in force anywhere we know."""

    wage: MinimumWage
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    wages: tuple[MinimumWage, ...] = ()
    listed: tuple[ListedEmployer, ...] = ()
    licences: tuple[Licence, ...] = ()
    usual: tuple[UsualPay, ...] = ()
    in_force: dict[date, dict[str, MinimumWage]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def standard(self, area: str | None, day: date) -> Standard | None:
        """The minimum wage of an area on a day; None where no line is in force at all."""
        newest = self._newest(day)
        if not newest:
            return None
        own = [line for at, line in newest.items() if area is not None and area.startswith(at)]
        if own:
            return Standard(max(own, key=lambda line: len(prefix(line.area))), True)
        return Standard(min(newest.values(), key=lambda line: line.month_yuan), False)

    def _newest(self, day: date) -> dict[str, MinimumWage]:
        """Area, as a prefix of codes → its line in force; kept for the day last asked about, which nearly always is today."""
        kept = self.in_force.get(day)
        if kept is None:
            kept = {prefix(line.area): line for line in sorted(self.wages, key=lambda line: line.since) if line.since <= day}
            self.in_force.clear()
            self.in_force[day] = kept
        return kept

    def arrears(self, credit_code: str | None) -> tuple[ListedEmployer, ...]:
        """Every entry for that code, in force or past; a name is never looked up (R26)."""
        return tuple(line for line in self.listed if credit_code is not None and line.credit_code == credit_code)

    def licensed(self, credit_code: str | None, day: date, kind: str = "hr_service") -> bool:
        return any(line.credit_code == credit_code and line.kind == kind and line.valid_on(day) for line in self.licences)

    def usual_pay(self, occupation: str | None, area: str | None, day: date) -> UsualPay | None:
        if occupation is None or area is None:
            return None
        lines = [line for line in self.usual if line.since <= day and occupation.startswith(line.occupation) and lies_in(area, line.area)]
        return max(lines, key=lambda line: (len(line.occupation), len(prefix(line.area)), line.since), default=None)


@cache
def starting_tables() -> Tables:
    """What comes with the package: a few minimum wages from memory, unverified. Load the ministry's table before relying on R17."""
    rows = table("minimum_wages")["wage"]
    wages = (MinimumWage(area=row["area"], month_yuan=row["month_yuan"], hour_yuan=row.get("hour_yuan"), since=row["since"],
                         source=row["source"], verified_on=row.get("verified_on")) for row in rows)
    return Tables(wages=tuple(wages))
