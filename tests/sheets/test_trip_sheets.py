"""Sheets of trips: a row a trip, a row a stop; the same report as for people and posts, and a second time adds nothing."""

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from matcher.booking.plans import PRESETS
from matcher.booking.written import seats_in, stops_in
from matcher.domain.accounts import SYSTEM, Actor, Grant, Role
from matcher.domain.errors import Forbidden, Invalid
from matcher.domain.trips import Driver, Escort, Trip, TripState, UnitKind
from matcher.ledger.port import Page
from matcher.services.desk import SHANGHAI, Desk
from matcher.services.importing import Report
from matcher.services.trips import add_trip, edit_trip, list_trips
from matcher.sheets.importing import Manner, import_plan, planned, summary
from matcher.sheets.marking import mark
from matcher.sheets.opening import open_file, open_text

MANAGER = Actor("manager", (Grant(Role.PROGRAMME, "su_shan"),))
SHEET = {
    "车次": "石坡1号车", "发车日期": "2026-02-24", "发车时间": "06:30", "始发地": "石坡街", "途经站点": "洛南县城 8:00、商州 9点10分",
    "途中休息": "10:00 20 商南服务区; 12:30 30分钟 南阳; 16:00 信阳 20; 19:00 六安 30 分", "目的地": "南通汽车站", "到达时间": "21:30",
    "车型": "49座大巴", "车牌号": "陕H00001", "司机": "示例师傅 19900000071", "司机2": "示例师傅二", "随车负责人": "示例随车",
    "随车负责人电话": "19900000081", "承运单位": "示例客运",
}
HEAD, GOOD = tuple(SHEET), tuple(SHEET.values())


def row(**changes: str) -> tuple[str, ...]:
    return tuple((SHEET | changes).values())


def taken(desk: Desk, *rows: tuple[str, ...], actor: Actor = MANAGER, programme: str = "") -> Report:
    text = "\n".join("\t".join(cells) for cells in rows)
    plan = planned(actor, desk, open_text(text, desk))
    assert plan.kind == "trips"
    return import_plan(actor, desk, plan, Manner(programme=programme))


def trips(desk: Desk) -> list[Trip]:
    return sorted(list_trips(SYSTEM, desk, Page(size=100)).items, key=lambda trip: (trip.name, trip.departs_at))


def clock(trip: Trip) -> list[str]:
    return [f"{stop.name} {stop.at.astimezone(SHANGHAI):%m-%d %H:%M}" for stop in trip.stops]


def reasons(report: Report) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.reason) for problem in report.problems]


def test_a_row_a_trip_is_planned_with_its_stops_vehicle_drivers_and_escort(desk: Desk) -> None:
    report = taken(desk, HEAD, GOOD)
    assert (summary(report), reasons(report)) == ("成功 1 行, 待核 0 行, 失败 0 行", [])
    (trip,) = trips(desk)
    assert clock(trip) == ["石坡街 02-24 06:30", "洛南县城 02-24 08:00", "商州 02-24 09:10", "南通汽车站 02-24 21:30"]
    assert (trip.name, trip.programme, trip.state, trip.carrier) == ("石坡1号车", "su_shan", TripState.PLANNED, "示例客运")
    assert (trip.units[0].plan, trip.units[0].plate) == (PRESETS["coach-49"].plan, "陕H00001")
    assert trip.units[0].drivers == (Driver("示例师傅", "19900000071"), Driver("示例师傅二"))
    assert [(f"{rest.at.astimezone(SHANGHAI):%H:%M}", rest.minutes, rest.name) for rest in trip.rests] == [
        ("10:00", 20, "商南服务区"), ("12:30", 30, "南阳"), ("16:00", 20, "信阳"), ("19:00", 30, "六安")]
    assert trip.escorts == (Escort("示例随车", "19900000081"),)


def test_a_row_a_stop_as_in_timetables_makes_one_trip_of_its_rows_and_goes_past_midnight(desk: Desk) -> None:
    head = ("车次", "日期", "站名", "到站时间", "发车时间", "座位数")
    report = taken(
        desk, head, ("K1", "2026-02-24", "石坡街", "", "20:30", "13×4"), ("K1", "", "洛南", "21:40", "21:45", ""), ("", "", "南通", "06:10", "", ""),
        ("K1", "2026-02-25", "石坡街", "", "20:30", "13×4"), ("K1", "2026-02-25", "南通", "06:10", "", ""))
    assert (report.read, report.added, summary(report)) == (5, 5, "成功 5 行, 待核 0 行, 失败 0 行")
    first, second = trips(desk)
    assert clock(first) == ["石坡街 02-24 20:30", "洛南 02-24 21:45", "南通 02-25 06:10"]
    assert clock(second) == ["石坡街 02-25 20:30", "南通 02-26 06:10"]


def test_importing_again_adds_nothing_and_a_change_is_named_and_not_made(desk: Desk) -> None:
    taken(desk, HEAD, GOOD)
    again = taken(desk, HEAD, GOOD)
    assert (again.added, again.known, again.problems, len(trips(desk))) == (0, 1, [], 1)
    changed = taken(desk, HEAD, row(车型="53座大巴"))
    assert (changed.known, changed.doubtful, len(trips(desk))) == (1, 1, 1)
    assert "与表里不一样" in reasons(changed)[0][2]
    assert trips(desk)[0].units[0].plan == PRESETS["coach-49"].plan


def test_a_trip_made_by_hand_for_the_same_departure_is_known(desk: Desk) -> None:
    taken(desk, HEAD, GOOD)
    by_hand = trips(desk)[0]
    add_trip(SYSTEM, desk, Trip(id="", name="石坡2号车", programme="su_shan", stops=by_hand.stops, units=by_hand.units, rests=by_hand.rests))
    assert taken(desk, HEAD, row(车次="石坡2号车", 承运单位="")).known == 1
    assert len(trips(desk)) == 2


def test_a_trip_that_got_another_name_since_is_still_the_one_of_the_sheet(desk: Desk) -> None:
    taken(desk, HEAD, GOOD)
    edit_trip(SYSTEM, desk, replace(trips(desk)[0], name="头车"))
    assert taken(desk, HEAD, GOOD).known == 1
    assert [trip.name for trip in trips(desk)] == ["头车"]


WRONG = [
    ("发车日期", "", "没有发车日期"), ("发车日期", "看天气", "没看懂发车日期"), ("发车时间", "早上", "没看懂时间"),
    ("发车时间", "26:30", "没看懂时间"), ("到达时间", "", "没有写时间"), ("途经站点", "洛南县城", "没看懂站点"),
    ("车型", "若干", "没看懂座位"), ("车型", "", "没有写座位"), ("车型", "900座", "座位数要在合理范围内"), ("车次", "", "没有车次名称"),
]


@pytest.mark.parametrize(("column", "text", "reason"), WRONG)
def test_what_is_wrong_is_named_by_row_and_column_and_the_other_rows_come_in(desk: Desk, column: str, text: str, reason: str) -> None:
    bad = row(**{column: text})
    report = taken(desk, HEAD, row(车次="石坡3号车"), bad)
    assert (report.added, report.refused) == (1, 1)
    named = [problem for problem in report.problems if problem.row == 3]
    assert any(problem.column == column and reason in problem.reason for problem in named), named
    assert [trip.name for trip in trips(desk)] == ["石坡3号车"]


def test_drivers_who_may_not_drive_it_as_written_are_left_out_and_named_and_the_plan_comes_in(desk: Desk) -> None:
    report = taken(desk, HEAD, row(途中休息=""))
    assert summary(report) == "成功 0 行, 待核 1 行, 失败 0 行"
    assert [(number, column) for number, column, _ in reasons(report)] == [(2, "司机")]
    assert "连续行车超过 4 小时" in reasons(report)[0][2]
    assert trips(desk)[0].units[0].drivers == ()


def test_one_bad_stop_keeps_its_whole_trip_out_and_says_which(desk: Desk) -> None:
    head = ("车次", "日期", "站名", "发车时间", "座位数")
    stops = (("K1", "2026-02-24", "石坡街", "20:30", "49座"), ("K1", "", "洛南", "晚上", ""), ("K1", "", "南通", "06:10", ""))
    report = taken(desk, head, *stops)
    assert (report.refused, trips(desk)) == (3, [])
    assert [(number, "整趟没有建" in reason) for number, _, reason in sorted(reasons(report))] == [(2, True), (3, False), (4, True)]


def test_an_unusual_vehicle_is_taken_and_marked_to_be_looked_at_in_the_senders_own_workbook(desk: Desk, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["2026年春季返岗专车安排表"])
    book.active.append(list(HEAD))
    book.active.append(list((SHEET | {"发车日期": datetime(2026, 2, 24), "发车时间": time(6, 30), "车型": "45座"}).values()))
    book.active.append(list(row(车次="石坡9号车", 发车时间="早上")))
    book.save(tmp_path / "车次.xlsx")
    plan = planned(MANAGER, desk, open_file(tmp_path / "车次.xlsx", desk))
    report = import_plan(MANAGER, desk, plan, Manner())
    assert summary(report) == "成功 0 行, 待核 1 行, 失败 1 行"
    mark(tmp_path / "车次.xlsx", plan, report, tmp_path / "marked.xlsx")
    answers = [str(line[-1].value) for line in load_workbook(tmp_path / "marked.xlsx").active.iter_rows(min_row=3)]
    assert answers[0].startswith("待核: 车型: 不是常用车型")
    assert answers[1].startswith("失败: 发车时间: 没看懂时间")
    assert clock(trips(desk)[0])[0] == "石坡街 02-24 06:30"


def test_whose_trips_they_are_is_said_by_row_by_sender_or_by_the_account(desk: Desk) -> None:
    head, own = (*HEAD, "项目"), (*GOOD, "min_ning")
    assert taken(desk, head, own, actor=SYSTEM).added == 1
    assert taken(desk, HEAD, row(车次="石坡4号车"), actor=SYSTEM, programme="su_shan").added == 1
    nobody = taken(desk, HEAD, row(车次="石坡5号车"), actor=SYSTEM)
    assert (nobody.refused, reasons(nobody)[0][2]) == (1, "没有写属于哪个项目")
    theirs = taken(desk, head, (*row(车次="石坡6号车"), "min_ning"))
    assert (theirs.refused, reasons(theirs)) == (1, [(2, "项目", "这个项目的车次不归您建")])
    with pytest.raises(Forbidden):
        taken(desk, HEAD, GOOD, actor=Actor("station", (Grant(Role.STATION, "611021103"),)))


def test_a_list_of_riders_is_not_taken_for_a_sheet_of_trips(desk: Desk) -> None:
    text = "姓名\t电话\t车次\t上车点\t上车时间\n示例一\t19900000001\tK1\t石坡街\t6:30"
    assert planned(MANAGER, desk, open_text(text, desk)).kind == "riders"


@pytest.mark.parametrize("text", ["车次\t车牌\nK1\t陕H00001", "今天天气好\t出门走走\n明天下雨\t在家"])
def test_a_wrong_file_gets_a_sentence_that_says_what_is_needed(desk: Desk, text: str) -> None:
    with pytest.raises(Invalid, match=r"车次表要有“车次”、站名和发车时间|请补上列名再导入"):
        planned(MANAGER, desk, open_text(text, desk), "trips").check()


@pytest.mark.parametrize(("text", "found"), [
    ("石坡街06:30、洛南县城 08:00 → 南通 次日2:30", [("石坡街", "06:30"), ("洛南县城", "08:00"), ("南通", "2:30")]),
    ("06:30 石坡街; 8:00洛南", [("石坡街", "06:30"), ("洛南", "8:00")]), ("石坡街 6点半 洛南 8点10分", [("石坡街", "6点半"), ("洛南", "8点10分")]),
    ("石坡街(2026-02-24 06:30)", [("石坡街", "2026-02-24 06:30")]), ("", []), ("石坡街", None), ("06:30", None), ("石坡街06:30、洛南", None),
])
def test_stops_are_read_as_people_write_them(text: str, found: list[tuple[str, str]] | None) -> None:
    read = stops_in(text)
    assert (None if read is None else [(name, at[0]) for name, at in read]) == found


@pytest.mark.parametrize(("text", "kind", "usual"), [
    ("49座大巴", UnitKind.COACH, True), ("49", UnitKind.COACH, True), ("大客车53座", UnitKind.COACH, True), ("45座", UnitKind.COACH, False),
    ("13×4", UnitKind.COACH, True), ("硬座车厢118座", UnitKind.CARRIAGE, True),
])
def test_seats_are_read_as_people_write_them(text: str, kind: UnitKind, usual: bool) -> None:
    found = seats_in(text)
    assert found is not None
    assert (found[0], found[2]) == (kind, usual)
    assert seats_in("若干") is None
