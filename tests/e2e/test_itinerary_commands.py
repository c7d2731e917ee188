"""Itineraries from the command line."""

import json
from collections.abc import Callable

from click.testing import CliRunner

from matcher.app import Wiring
from matcher.cli.command import group
from matcher.domain.people import Worker

UNIT = {"no": 1, "kind": "carriage", "seats": 10}
FEEDER = {"programme": "su_shan", "name": "接驳", "units": [UNIT],
          "stops": [{"name": "古城", "at": "2026-02-24T04:30+08:00"}, {"name": "石坡街", "at": "2026-02-24T05:30+08:00"}]}
COACH = {"programme": "su_shan", "name": "石坡—南通", "units": [UNIT],
         "stops": [{"name": "石坡街", "at": "2026-02-24T06:30+08:00"}, {"name": "南通", "at": "2026-02-24T22:00+08:00"}]}


def test_a_feeder_and_a_coach_are_booked_shown_and_cancelled_as_one(wiring: Wiring, registered: Callable[..., Worker]) -> None:
    def run(*arguments: str, stdin: str = "", code: int = 0) -> str:
        done = CliRunner().invoke(group, arguments, input=stdin, obj=wiring)
        assert done.exit_code == code, done.output
        return done.output

    trips = run("trip", "import", "-", "--open", stdin="\n".join(map(json.dumps, (FEEDER, COACH)))).split()
    rides, rider = [f"{trip}:0-1" for trip in trips], ("--rider", registered().id, "--bound-for", "示例厂")
    assert "不是一个地方" in run("itinerary", "book", "k", *rides[::-1], *rider, code=1)
    made = json.loads(run("itinerary", "book", "k", *rides, *rider, "--held", "--json"))
    assert (made["state"], [ride["trip"] for ride in made["rides"]], made["connections"][0]["minutes"]) == ("held", trips, 60)
    assert "石坡街换车 60 分钟" in run("itinerary", "book", "k", *rides, *rider)
    assert json.loads(run("itinerary", "broken", trips[0], "--json")) == []
    assert "看不懂" in run("itinerary", "book", "j", "x", "--rider", "w", code=2)
    run("itinerary", "cancel", "k", "--note", "不去了")
    assert "已取消" in run("itinerary", "show", "k")
