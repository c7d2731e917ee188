"""A sheet from its sender to the register: planned as the sender once chose, its rows through the same services as everything else."""

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.domain.accounts import Actor, Role
from matcher.domain.terms import ConsentMode
from matcher.reading.headings import Kind
from matcher.services.adverts import Board
from matcher.services.desk import Desk
from matcher.services.enrolling import import_entrants
from matcher.services.importing import Progress, Report, import_adverts, silent
from matcher.services.mappings import recall, remember
from matcher.services.rolls import Roll
from matcher.services.timetables import Timetable, import_trips, own_programme
from matcher.sheets.grid import Book
from matcher.sheets.plan import Plan, chosen, make_plan


@dataclass(frozen=True, slots=True)
class Manner:
    """How a list came. consent: how its people agreed. near: where the sender's people live. source: what the posts' board is called.
    programme: of trips whose row names none."""

    consent: ConsentMode = ConsentMode.ORAL
    near: str | None = None
    source: str = ""
    own: bool = False
    programme: str = ""


def planned(actor: Actor, desk: Desk, book: Book, kind: Kind | None = None) -> Plan:
    """With what this sender chose for the same headings before. Raises Invalid where nothing of ours is in the book."""
    plan = make_plan(book, kind)
    earlier = recall(actor, desk, plan.signature)
    return chosen(plan, earlier[1]) if earlier and earlier[0] == plan.kind else plan


def choose(actor: Actor, desk: Desk, plan: Plan, fields: Mapping[str, str | None]) -> Plan:
    """The sender changes the mapping: remembered for the next sheet with these headings."""
    changed = chosen(plan, fields)
    differing = {column.label: column.field for column, was in zip(changed.columns, plan.columns, strict=True) if column.field != was.field}
    if differing:
        earlier = recall(actor, desk, plan.signature)
        remember(actor, desk, plan.signature, plan.kind, {**(earlier[1] if earlier else {}), **differing})
    return changed


def import_plan(actor: Actor, desk: Desk, plan: Plan, manner: Manner, progress: Progress = silent) -> Report:
    """Raises Invalid (a column is missing), Forbidden, Unavailable."""
    plan.check()
    if plan.kind == "vacancies":
        board = Board(desk, manner.source, plan.headings, manner.own)
        report = import_adverts(actor, desk, board.adverts(plan.rows()), progress)
    elif plan.kind == "trips":
        table = Timetable(desk, plan.headings, manner.programme or own_programme(actor))
        report = import_trips(actor, desk, table.trips(plan.rows()), progress)
    else:
        roll = Roll(desk, manner.consent, manner.near or own_area(actor), plan.headings, plan.kind == "riders")
        report = import_entrants(actor, desk, roll.entrants(plan.rows()), progress)
    report.problems[:0] = plan.strange()
    return report


def own_area(actor: Actor) -> str | None:
    areas = [scope for scope in actor.scopes(Role.STATION) if scope]
    return areas[0] if len(areas) == 1 else None


def summary(report: Report) -> str:
    """As senders know it; the three numbers add up to the rows read."""
    return f"成功 {report.accepted - report.doubtful} 行, 待核 {report.doubtful} 行, 失败 {report.refused} 行"
