"""What the tests of seats ask with."""

from typing import Any, Final

TRIP: Final[dict[str, Any]] = {
    "programme": "su_shan", "name": "石坡—南通",
    "stops": [
        {"name": "石坡街", "at": "2026-02-24T06:30+08:00"}, {"name": "洛南", "at": "2026-02-24T08:00+08:00"},
        {"name": "商州", "at": "2026-02-24T10:00+08:00"}, {"name": "南通", "at": "2026-02-24T22:00+08:00"},
    ],
    "units": [{"no": 1, "kind": "coach", "rows": 2, "across": 2}],
}


def ride(party: list[dict[str, Any]], board: int = 0, alight: int = 3, state: str = "held") -> dict[str, Any]:
    return {"party": party, "board": board, "alight": alight, "state": state}
