"""Trips from the command line, as processes."""

import json
from typing import Any

import openpyxl
from test_commands import Office, office

__all__ = ["office"]
TRIP: dict[str, Any] = {
    "programme": "su_shan", "name": "石坡—南通", "units": [{"no": 1, "kind": "carriage", "seats": 10}],
    "stops": [{"name": "石坡街", "at": "2026-02-24T06:30+08:00"}, {"name": "南通", "at": "2026-02-24T22:00+08:00"}],
}


def test_many_trips_are_made_at_once_listed_and_their_rosters_written(office: Office) -> None:
    lines = "\n".join(json.dumps(TRIP | {"name": f"第 {n} 趟"}) for n in range(3))
    made = office.run("trip", "import", "-", "--open", stdin=lines).split()
    listed = office.json("trip", "list", "--state", "open")
    assert {trip["id"] for trip in listed} == set(made)
    assert (listed[0]["seats"], listed[0]["per_leg"]) == (10, [0])
    assert "可订" in office.run("trip", "list")
    office.run("trip", "roster", made[0], "--xlsx", str(office.folder / "roster.xlsx"))
    assert openpyxl.load_workbook(office.folder / "roster.xlsx").active["A1"].value == "乘车人员花名册"


def test_one_line_that_is_wrong_and_nothing_is_made(office: Office) -> None:
    told = office.run("trip", "import", "-", stdin=f"{json.dumps(TRIP)}\n{{\"name\": \"x\"}}\n", code=1)
    assert "第 2 行" in told
    assert office.json("trip", "list") == []
