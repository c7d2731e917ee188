"""Sheets of trips: a row a trip, or a row a stop as timetables have it. Read, checked, and stored as plans; a second time adds nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from matcher.booking.written import AT, drivers_in, moment, named, rests_in, seats_in, stop_name, stops_in
from matcher.domain.accounts import Actor, Role
from matcher.domain.errors import Conflict, Forbidden, Invalid, Missing, Refusal, Twice
from matcher.domain.identifiers import id_for
from matcher.domain.trips import MOST_STOPS, Escort, Rest, Stop, Trip, Unit
from matcher.reading.dates import read_date
from matcher.services.desk import Desk
from matcher.services.entries import Cells
from matcher.services.headings import as_headed
from matcher.services.importing import Outcome, Problem, Progress, Report, Row, silent
from matcher.services.scopes import OVERVIEW
from matcher.services.trips import add_trip

TEXTS: Final = ("carrier", "contract", "origin_station", "destination_station", "note")
LONGEST: Final = 80
BY_COLUMN: Final = {"stops": "stop", "units": "seats", "programme": "programme", "name": "trip"}  # field of a refusal → column
Stored: TypeAlias = tuple[str, str, list[tuple[str, str]]]
DIFFERS: Final = "这个车次已有, 与表里不一样, 没有改动。要改请到车次页点“修改”"
WHOLE: Final = "同一车次第 {} 行有问题, 整趟没有建"


@dataclass(frozen=True, slots=True)
class Listed:
    """One trip and the rows in which it stands. draft None: refused, for the reasons in `problems`. headings: heading → field."""

    rows: tuple[int, ...]
    draft: Trip | None
    problems: tuple[Problem, ...]
    headings: Mapping[str, str]


@dataclass(slots=True)
class Timetable:
    """headings: heading → field. programme: of trips whose row names none; "" is nobody's."""

    desk: Desk
    headings: Mapping[str, str]
    programme: str = ""
    _places: dict[str, str | None] = field(default_factory=dict)

    def trips(self, rows: Iterable[Row]) -> Iterator[Listed]:
        group: list[Cells] = []
        for row in rows:
            cells = {self.headings[name]: " ".join(text.split()) for name, text in row.cells.items() if name in self.headings}
            one = Cells(replace(row, cells=cells), list(row.problems), refused=not row.cells)
            if group and not self._goes_on(group, one):
                yield self._listed(group)
                group = []
            group.append(one)
        if group:
            yield self._listed(group)

    def _goes_on(self, group: Sequence[Cells], one: Cells) -> bool:
        """A row a stop: the next stop of the same trip, whose number and day stand in each row or in the first alone."""
        same = all(one.text(column) in ("", group[0].text(column)) for column in ("trip", "day"))
        return "stop" in self.headings.values() and same and bool(one.text("stop"))

    def _listed(self, group: Sequence[Cells]) -> Listed:
        draft = self._draft(group) if not any(cells.refused for cells in group) else None
        problems = [problem for cells in group for problem in as_headed(cells.problems, self.headings)]
        return Listed(tuple(cells.row.number for cells in group), draft, tuple(problems), self.headings)

    def _draft(self, group: Sequence[Cells]) -> Trip | None:
        first = group[0]
        name, programme = first.text("trip")[:LONGEST], first.text("programme") or self.programme
        if not name:
            first.doubt("trip", "没有车次名称")
        if not programme:
            first.doubt("programme", "没有写属于哪个项目")
        day = self._day(first)
        stops = (_stops_below(group, day) if "stop" in self.headings.values() else _stops_along(first, day)) if day else None
        unit = _unit(first)
        if not (name and programme and stops and unit):
            return None
        id = id_for("trip", programme, name, stops[0].name, stops[0].at.isoformat())
        draft = Trip(id=id, name=name, programme=programme, stops=tuple(replace(stop, place=self._place(stop.name)) for stop in stops),
                     units=(unit,), rests=_rests(first, stops[0].at), escorts=_escorts(first), km=_km(first))
        texts: dict[str, Any] = {column: first.text(column)[:LONGEST] for column in TEXTS}
        return replace(draft, **texts)

    def _day(self, first: Cells) -> date | None:
        """Of the column of days, else of the first time that bears a date."""
        text = first.text("day")
        dated = next((found for column in ("departs", "stops") if (found := AT.search(first.text(column))) and found["month"]), None)
        if not text and dated:
            at = moment(dated, self.desk.today, None)
            return at.date() if at else None
        reading = read_date(text, self.desk.today)
        if reading.value is None:
            first.doubt("day", "没看懂发车日期, 请写成 2026-02-24" if text else "没有发车日期")
        return reading.value

    def _place(self, name: str) -> str | None:
        if name not in self._places:
            found = self.desk.places.find(name).value
            self._places[name] = found.code if found else None
        return self._places[name]


def _stops_below(group: Sequence[Cells], day: date) -> list[Stop] | None:
    """A row a stop; where it has two times, that of leaving, at the end that of arriving."""
    stops: list[Stop] = []
    for place, cells in enumerate(group):
        order = ("arrives", "departs") if place == len(group) - 1 else ("departs", "arrives")
        column = next((column for column in order if cells.text(column)), "departs")
        at = _at(cells, column, day, stops[-1].at if stops else None)
        if at is None:
            return None
        stops.append(Stop(stop_name(cells.text("stop"))[:LONGEST], at))
    return _enough(group[0], "stop", stops)


def _stops_along(cells: Cells, day: date) -> list[Stop] | None:
    """A row a trip: from where and when, the stops on the way, to where and when."""
    stops: list[Stop] = []
    if cells.text("origin"):
        at = _at(cells, "departs", day, None)
        if at is None:
            return None
        stops.append(Stop(cells.text("origin")[:LONGEST], at))
    between = stops_in(cells.text("stops"))
    if between is None:
        cells.doubt("stops", "没看懂站点。请写站名和时间, 例如: 石坡街06:30、洛南县城08:00")
        return None
    for name, found in between:
        if (at := moment(found, day, stops[-1].at if stops else None)) is None:
            cells.doubt("stops", f"没有 {found[0]} 这个时间")
            return None
        stops.append(Stop(name[:LONGEST], at))
    if cells.text("destination"):
        at = _at(cells, "arrives", day, stops[-1].at if stops else None)
        if at is None:
            return None
        stops.append(Stop(cells.text("destination")[:LONGEST], at))
    return _enough(cells, "stops" if cells.text("stops") else "origin", stops)


def _enough(cells: Cells, column: str, stops: list[Stop]) -> list[Stop] | None:
    if 2 <= len(stops) <= MOST_STOPS:
        return stops
    cells.doubt(column, f"站点要 2 到 {MOST_STOPS} 个, 这里有 {len(stops)} 个")
    return None


def _at(cells: Cells, column: str, day: date, before: datetime | None) -> datetime | None:
    text = cells.text(column)
    found = AT.search(text)
    at = moment(found, day, before) if found else None
    if at is None:
        cells.doubt(column, "没看懂时间, 请写成 06:30" if text else "没有写时间")
    return at


def _unit(cells: Cells) -> Unit | None:
    text = cells.text("seats")
    try:
        found = seats_in(text)
    except Invalid as refusal:
        cells.doubt("seats", refusal.text)
        return None
    if found is None:
        cells.doubt("seats", "没看懂座位, 请写 49座、45座 或 13×4" if text else "没有写座位, 请写几座的车")
        return None
    kind, plan, usual = found
    if not usual:
        cells.doubt("seats", "不是常用车型, 按一排四座画的, 没留随车人员的座, 请核对座位图")
    drivers = (*drivers_in(cells.text("drivers")), *drivers_in(cells.text("driver_second")))
    return Unit(no=1, kind=kind, plan=plan, plate=cells.text("plate")[:20], drivers=drivers)


def _rests(cells: Cells, departs: datetime) -> tuple[Rest, ...]:
    found = rests_in(cells.text("rests"))
    if found is None:
        cells.doubt("rests", "没看懂途中休息, 没有收录这一格。请写时间、几分钟、在哪儿, 例如: 12:30 30 黄河服务区")
    rests: list[Rest] = []
    for at, minutes, name in found or ():
        if when := moment(at, departs.date(), rests[-1].at if rests else departs):
            rests.append(Rest(when, minutes, name[:LONGEST]))
    return tuple(rests)


def _escorts(cells: Cells) -> tuple[Escort, ...]:
    name, phone = named(cells.text("escort"))
    return (Escort(name[:LONGEST], cells.text("escort_phone")[:20] or phone, cells.text("escort_account")[:LONGEST]),) if name else ()


def _km(cells: Cells) -> int | None:
    text = cells.text("km").removesuffix("公里").removesuffix("km").strip()
    if text and not text.isdecimal():
        cells.doubt("km", "里程不是数, 没有收录这一格")
    return int(text) if text.isdecimal() and len(text) < 6 else None


# --- into the ledger -----------------------------------------------------------------------------------------------------------------


def own_programme(actor: Actor) -> str:
    """The one whose trips the actor makes; "" where there are several."""
    own = [scope for scope in actor.scopes(Role.PROGRAMME) if scope]
    return own[0] if len(own) == 1 and not actor.is_admin else ""


def import_trips(actor: Actor, desk: Desk, trips: Iterable[Listed], progress: Progress = silent) -> Report:
    """One transaction a trip: planned, not yet open. Raises Forbidden, Unavailable."""
    if not actor.has(*OVERVIEW):
        raise Forbidden("车次由项目管理员建, 您的账号不能导入车次。")
    report = Report()
    for listed in trips:
        report.read += len(listed.rows)
        _note(report, listed, _stored(actor, desk, listed.draft))
        progress(len(listed.rows))
    return report


def _stored(actor: Actor, desk: Desk, draft: Trip | None) -> Stored:
    """What became of it, its id, and further doubts as (column, reason)."""
    if draft is None:
        return "refused", "", []
    before = _here_already(desk, draft)
    try:
        if before is None:
            return "added", *_planned(actor, desk, draft)
    except Twice:
        before = _here_already(desk, draft)
    except (Invalid, Conflict, Forbidden) as refusal:
        return "refused", "", _reasons(refusal)
    except Missing:
        return "refused", "", [("programme", "这个项目的车次不归您建")]
    return "known", before.id if before else draft.id, [("", DIFFERS)] if before and _says_other(before, draft) else []


def _planned(actor: Actor, desk: Desk, draft: Trip) -> tuple[str, list[tuple[str, str]]]:
    """Drivers who may not drive it as written (R36) are left out and named: a plan is worth having before its rests are known."""
    try:
        return add_trip(actor, desk, draft).id, []
    except Invalid as refusal:
        named = tuple(replace(unit, drivers=()) for unit in draft.units)
        if named == draft.units:
            raise
        saved = add_trip(actor, desk, replace(draft, units=named))  # raises where something else is wrong
        return saved.id, [("drivers", f"驾驶员没有收录: {refusal.text}")]


def _here_already(desk: Desk, draft: Trip) -> Trip | None:
    """Imported before, or made by hand under the same name for the same departure."""
    with desk.ledger.reading() as reader:
        return reader.trips([draft.id]).get(draft.id) or reader.trip_named(draft.name, draft.departs_at)


def _says_other(before: Trip, draft: Trip) -> bool:
    def said(trip: Trip) -> tuple[object, ...]:
        return ([(stop.name, stop.at) for stop in trip.stops], [(unit.kind, unit.plan, unit.plate, unit.drivers) for unit in trip.units])

    return said(before) != said(draft) or any(getattr(draft, name) not in ("", getattr(before, name)) for name in TEXTS)


def _reasons(refusal: Refusal) -> list[tuple[str, str]]:
    fields: Mapping[str, Sequence[str]] = getattr(refusal, "fields", {})
    found = [(BY_COLUMN.get(name.partition(".")[0], ""), " ".join(texts)) for name, texts in fields.items()]
    return found or [("", refusal.text)]


def _note(report: Report, listed: Listed, stored: Stored) -> None:
    """One outcome a row: a trip comes in with all its rows or with none."""
    state, id, further = stored
    first = listed.rows[0]
    problems = [*listed.problems, *as_headed((Problem(first, column, "", reason) for column, reason in further), listed.headings)]
    wrong = "、".join(dict.fromkeys(str(problem.row) for problem in problems))
    for row in listed.rows:
        own = tuple(problem for problem in problems if problem.row == row)
        if state == "refused" and not own:
            own = (Problem(row, "", "", WHOLE.format(wrong)),)
        report.note(Outcome(row, state, id, doubts=own))
    report.added += len(listed.rows) if state == "added" else 0
    report.known += len(listed.rows) if state == "known" else 0
