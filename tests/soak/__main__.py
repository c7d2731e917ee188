"""The large sizes of what the suite tests small: `make soak`. Prints one table; ends with 1 where a promise broke.

`python tests/soak PART …` runs some parts only (see PARTS below); SOAK_<SIZE>=… sets another size (see SIZES).
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "seats"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "rules"))

from desk_parts import TIMETABLE, merges, sell_out, suite
from load import FAULTS, HERE, Office, Outcome, crowd, killed, office, on_a_failing_network, seconds_until_freed, start_load
from servers.postgres import Server, Unobtainable, server
from sqlalchemy import make_url
from unprotected import drop_claim_key, drop_time_key

SIZES = {
    "ATTEMPTS": 100_000, "KILLS": 500, "SERVICE_KILLS": 200, "FAULTS": 60, "SECONDS": 300, "RATE": 50, "HOLD_MINUTES": 1, "EXAMPLES": 5_000,
    "ORDERS": 1_000, "TRIPS": 10_000,
}
SIZE = {name: int(os.environ.get(f"SOAK_{name}", usual)) for name, usual in SIZES.items()}
CLIENTS = {"workers": 8, "processes": 8, "clients": 8}
WARMING_SECONDS = 10
P99_MS = {"sqlite": 100, "postgres": 60}


@dataclass(frozen=True)
class Place:
    """Where ledgers are made on one engine. durable: waits for the disk at every commit."""

    engine: str
    running: Server | None
    durable: Server | None

    def url(self, *, durable: bool = False) -> str:
        if self.running is None or self.durable is None:
            return f"sqlite:///{tempfile.mkdtemp()}/matcher.db"
        name = f"soak_{time.monotonic_ns()}"
        return (self.durable if durable else self.running).database(name).render_as_string(hide_password=False)

    def office(self, *, trips: int, persons: int, rows: int = 13, durable: bool = False) -> Office:
        return office(self.url(durable=durable), Path(tempfile.mkdtemp()), trips=trips, persons=persons, rows=rows)


def told(found: Outcome, changed: int) -> tuple[str, bool]:
    return f"{found}; {changed} answers changed when sent again", found.good and changed == 0


def a_crowd(place: Place) -> tuple[str, bool]:
    """Every request that got seats is sent three times more at the end."""
    return told(*crowd(place.office(trips=20, persons=5_000), SIZE["ATTEMPTS"], **CLIENTS))


def control(place: Place) -> tuple[str, bool]:
    """The same with the protection off: it is held when there is damage."""
    careless = place.office(trips=20, persons=200)
    drop_claim_key(careless.desk)
    drop_time_key(careless.desk)
    found, _ = crowd(careless, 2_000, **CLIENTS | {"workers": 2}, again=0, app="careless_service:app", paths=str(HERE))
    return f"oversold {found.oversold}, overlaps {found.overlaps}: as it must be", found.oversold > 0 and found.overlaps > 0


def worker_kills(place: Place) -> tuple[str, bool]:
    return told(*killed(place.office(trips=100, persons=20_000), of_workers=SIZE["KILLS"], workers=4, processes=4, clients=8))


def service_kills(place: Place) -> tuple[str, bool]:
    return told(*killed(place.office(trips=100, persons=20_000), of_services=SIZE["SERVICE_KILLS"], workers=2, processes=4, clients=8))


def holds(place: Place) -> tuple[str, bool]:
    seconds = seconds_until_freed(place.office(trips=1, persons=5), SIZE["HOLD_MINUTES"])
    return f"a seat is free {seconds:.2f} s after its hold ended", 0 <= seconds < 60


def network(place: Place) -> tuple[str, bool]:
    failing = place.office(trips=100, persons=20_000)
    faults = list(islice(cycle(FAULTS), SIZE["FAULTS"]))
    return told(*on_a_failing_network(failing, make_url(failing.url), faults, workers=4, processes=4, clients=8))


def open_loop(place: Place) -> tuple[str, bool]:
    """Bookings sent at a fixed rate whatever the service does; the time of each counts from when it was due. The first seconds do not count:
    workers load their code and open their connections."""
    made, rate = place.office(trips=250, persons=20_000, durable=True), SIZE["RATE"]
    with made.service(workers=4) as service:
        plan = {"processes": 2, "clients": 32, "rate": rate / 2, "few": 20_000, "leaving": 0}
        start_load(made, service, attempts=rate * WARMING_SECONDS, **plan).answers()
        answers = start_load(made, service, attempts=rate * SIZE["SECONDS"], **plan).answers()
    seconds = [each["seconds"] * 1000 for each in answers]
    cuts = quantiles(seconds, n=100)
    refused = sum(each["status"] != 200 for each in answers)
    away = sum(len(each["seen"]) for each in answers)
    result = f"{len(answers)} sent, {refused} refused, {away} asked again; p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, max {max(seconds):.0f} ms"
    return f"{result} (wanted p99 ≤ {P99_MS[place.engine]})", cuts[98] <= P99_MS[place.engine] and away == 0


def sold_out(place: Place) -> tuple[str, bool]:
    return sell_out(place.url(), SIZE["TRIPS"]) if TIMETABLE.exists() else ("../shared is absent", True)


Part = Callable[[Place], tuple[str, bool]]
ON_EACH_ENGINE: dict[str, tuple[str, Part]] = {
    "crowd": ("ATTEMPTS", a_crowd), "control": ("", control),
    "worker-kills": ("KILLS", worker_kills), "service-kills": ("SERVICE_KILLS", service_kills),
    "holds": ("HOLD_MINUTES", holds), "network": ("FAULTS", network), "open-loop": ("SECONDS", open_loop), "timetable": ("TRIPS", sold_out),
}
ON_BOTH: dict[str, tuple[str, Callable[[int], tuple[str, bool]]]] = {
    "merges": ("ORDERS", merges),
    "desk-kills": ("KILLS", lambda size: suite("tests/seats/test_booking_races.py -k kills", KILLS=size)),
    "promises": ("EXAMPLES", lambda size: suite("tests/seats/test_booking_machine.py", EXAMPLES=size)),
}
PARTS = (*ON_BOTH, *ON_EACH_ENGINE)


def places(stack: ExitStack) -> Iterator[Place]:
    yield Place("sqlite", None, None)
    try:
        yield Place("postgres", stack.enter_context(server(own=True)), stack.enter_context(server(own=True, durable=True)))
    except Unobtainable as reason:
        print(f"PostgreSQL cannot be had: {reason}")


def timed(test: str, size: str, run: Callable[[], tuple[str, bool]]) -> bool:
    start = time.monotonic()
    result, held = run()
    print(f"{test:24} {size:>9}  {time.monotonic() - start:6.0f} s  {'held  ' if held else 'BROKEN'}  {result}", flush=True)
    return held


def main(wanted: list[str]) -> int:
    if strange := set(wanted) - set(PARTS):
        print(f"no such part: {', '.join(sorted(strange))}; there are {', '.join(PARTS)}")
        return 2
    wanted = wanted or list(PARTS)
    held = [timed(name, str(SIZE[size]), lambda part=part, size=size: part(SIZE[size]))  # type: ignore[misc]
            for name, (size, part) in ON_BOTH.items() if name in wanted]
    with ExitStack() as stack:
        for place in places(stack) if set(wanted) & set(ON_EACH_ENGINE) else ():
            for name, (size, part) in ON_EACH_ENGINE.items():
                if name in wanted and (name, place.engine) != ("network", "sqlite"):
                    held.append(timed(f"{name}, {place.engine}", str(SIZE.get(size, "")), lambda part=part, place=place: part(place)))  # type: ignore[misc]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
