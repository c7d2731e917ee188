"""Load on the real service: an office with trips and people, clients in processes of their own, and two recounts of what came of it.

One recount reads the tables; the other knows only what clients were answered. They must agree seat by seat.
"""

import json
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from load_process import Client
from servers.service import Service
from servers.tcp_proxy import Proxy
from sqlalchemy import URL, text
from trips_at_hand import HOUR, coach, opened, people, stops

from matcher.app import Wiring
from matcher.domain.accounts import SYSTEM, Account, Grant, Role
from matcher.domain.trips import Trip
from matcher.services.accounts import add_account, issue_token
from matcher.services.desk import Desk
from matcher.settings import Settings

HERE = Path(__file__).parent
PLACE = "611021103"  # where the people of trips_at_hand live
FEW = 10  # one in so many people is one of the few at whom half of all attempts are aimed


@dataclass
class Office:
    """One ledger with trips on sale some days from now, people, and an account that may book."""

    folder: Path
    url: str
    wiring: Wiring
    trips: list[Trip]
    people: list[str]
    token: str
    rounds: int = 0

    def service(self, **changes: Any) -> Service:
        return Service(changes.pop("url", self.url), self.folder, **changes)

    @property
    def desk(self) -> Desk:
        return self.wiring.desk

    def close(self) -> None:
        self.wiring.catalogue.close()
        self.wiring.ledger.close()


def office(url: str, folder: Path, *, trips: int, persons: int, rows: int = 13) -> Office:
    """Trips of four to eight stops; seven of them leave at seven different hours, the next seven a day later."""
    wiring = Wiring(Settings.read({}, ledger_url=url, var=str(folder)))
    wiring.ledger.migrate()
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=6)
    made = [opened(wiring.desk, name=f"{number}号", units=(coach(rows=rows),),
                   stops=stops(4 + number % 5, start=start + number % 7 * HOUR + number // 7 % 7 * timedelta(days=1))) for number in range(trips)]
    add_account(SYSTEM, wiring.desk, Account(name="load", grants=(Grant(Role.STATION, PLACE),)))
    return Office(folder, url, wiring, made, people(wiring.desk, persons), issue_token(SYSTEM, wiring.desk, "load"))


@dataclass
class Load:
    """Clients at work; `answers` waits for the last of them."""

    office: Office
    clients: list[subprocess.Popen[bytes]]
    files: list[Path]
    stop: Path

    def some_more(self, count: int = 10) -> None:
        """Waits until so many more requests were answered: what is done to the service next meets it at work, however fast the machine is."""
        wanted, until = self._lines() + count, time.monotonic() + 180
        while self._lines() < wanted:
            assert time.monotonic() < until, "nothing is answered any more"
            time.sleep(0.02)

    def _lines(self) -> int:
        return sum(file.read_bytes().count(b"\n") for file in self.files if file.exists())

    def answers(self) -> list[dict[str, Any]]:
        for client in self.clients:
            assert client.wait() == 0, "a client broke off"
        return [json.loads(line) for file in self.files for line in file.read_text().splitlines()]

    def end(self) -> list[dict[str, Any]]:
        """No new requests; those under way are sent until they are answered."""
        self.stop.touch()
        return self.answers()


def start_load(office: Office, service: Service, *, processes: int, clients: int, **plan: Any) -> Load:
    """clients: of each process. attempts: of all together. See load_process.py for the rest."""
    office.rounds += 1
    name = f"r{office.rounds}"
    stop = office.folder / f"{name}.stop"
    trips = [{"id": trip.id, "legs": trip.legs} for trip in office.trips]
    usual = {"port": service.port, "token": office.token, "trips": trips, "people": office.people, "few": len(office.people) // FEW, "leaving": 0.1,
             "attempts": 10**9, "patience": 300, "stop": str(stop), "clients": clients}
    files, started = [], []
    for number in range(processes):
        own = office.folder / f"{name}-{number}"
        said = usual | plan | {"name": f"{name}-{number}", "answers": str(own.with_suffix(".answers"))}
        said["attempts"] //= processes
        if "again" in plan:
            own.with_suffix(".again").write_text("".join(json.dumps(each) + "\n" for each in plan["again"][number::processes]))
            said["again"] = str(own.with_suffix(".again"))
        own.with_suffix(".plan").write_text(json.dumps(said))
        files.append(own.with_suffix(".answers"))
        started.append(subprocess.Popen([sys.executable, str(HERE / "load_process.py"), str(own.with_suffix(".plan"))]))
    return Load(office, started, files, stop)


# --- two recounts --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sold:
    """bookings: id → seats. oversold: seat-legs sold once too often. overlaps: people in two places at one time."""

    bookings: dict[str, frozenset[tuple[int, int]]]
    oversold: int
    overlaps: int


def counted(rides: Iterable[tuple[str, str, int, int, int, int, str, Any, Any]]) -> Sold:
    """Rides as (booking, trip, unit, seat, board, alight, worker, starts, ends)."""
    taken: Counter[tuple[str, int, int, int]] = Counter()
    spans, seats = defaultdict(list), defaultdict(set)
    for booking, trip, unit, seat, board, alight, worker, starts, ends in rides:
        taken.update((trip, unit, seat, leg) for leg in range(board, alight))
        spans[worker].append((starts, ends))
        seats[booking].add((unit, seat))
    overlaps = sum(later[0] < earlier[1] for own in map(sorted, spans.values()) for earlier, later in pairwise(own))
    return Sold({booking: frozenset(own) for booking, own in seats.items()}, sum(taken.values()) - len(taken), overlaps)


def in_tables(desk: Desk) -> Sold:
    columns = "booking, trip, unit, seat, board, alight, worker, starts, ends"
    with desk.ledger.home.reading() as connection:  # type: ignore[attr-defined]
        return counted(tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM ride WHERE live")))


def as_answered(answers: Sequence[dict[str, Any]], trips: Sequence[Trip]) -> Sold:
    """Those that were told they have seats and did not give them back."""
    at = {trip.id: [stop.at for stop in trip.stops] for trip in trips}
    return counted(
        (told["booking"], told["trip"], unit, seat, told["board"], told["alight"], worker, at[told["trip"]][told["board"]],
         at[told["trip"]][told["alight"]])
        for told in answers if told["status"] == 200 and not told.get("left")
        for worker, (unit, seat) in zip(told["workers"], told["seats"], strict=True))


@dataclass(frozen=True)
class Outcome:
    """What came of a load. lost: acknowledged and not in the tables; unknown: in the tables, though nobody was told."""

    attempts: int
    booked: int
    oversold: int
    overlaps: int
    lost: int
    unknown: int
    moved: int
    unanswered: int
    broken: int
    doubled: int
    met: Counter[str]

    @property
    def good(self) -> bool:
        wrong = self.oversold, self.overlaps, self.lost, self.unknown, self.moved, self.unanswered, self.broken, self.doubled
        return not any(wrong) and self.met["503 without Retry-After"] == 0

    def __str__(self) -> str:
        wrong = ("oversold", "overlaps", "lost", "unknown", "moved", "unanswered", "broken", "doubled")
        met = ", ".join(f"{count} × {what}" for what, count in sorted(self.met.items()))
        return f"{self.booked} booked, " + ", ".join(f"{name} {getattr(self, name)}" for name in wrong) + (f"; on the way {met}" if met else "")


def outcome(office: Office, answers: Sequence[dict[str, Any]]) -> Outcome:
    stored, told = in_tables(office.desk), as_answered(answers, office.trips)
    with office.desk.ledger.home.reading() as connection:  # type: ignore[attr-defined]
        rows, keys = connection.execute(text("SELECT count(*), count(DISTINCT trip || ' ' || owner || ' ' || key) FROM booking")).one()
    both = stored.bookings.keys() & told.bookings.keys()
    statuses = Counter(each["status"] for each in answers)
    ever = len({(each["trip"], each["key"]) for each in answers if each["status"] == 200})
    return Outcome(
        attempts=len(answers), booked=statuses[200], oversold=max(stored.oversold, told.oversold), overlaps=max(stored.overlaps, told.overlaps),
        lost=len(told.bookings.keys() - stored.bookings.keys()), unknown=len(stored.bookings.keys() - told.bookings.keys()),
        moved=sum(stored.bookings[id] != told.bookings[id] for id in both), unanswered=statuses[0],
        broken=sum(count for status, count in statuses.items() if status not in (0, 200, 409)), doubled=rows - keys + abs(rows - ever),
        met=Counter(what for each in answers for what in each["seen"]))


def changed_by_repeating(office: Office, service: Service, answers: Sequence[dict[str, Any]], times: int, **size: int) -> int:
    """Sends every request that got seats again so many times; how many answers differ from the first."""
    made = [each for each in answers if each["status"] == 200]
    again = start_load(office, service, again=made * times, **size).answers()
    first = {(each["trip"], each["key"]): each for each in made}
    assert len(again) == len(made) * times
    return sum(not same(first[each["trip"], each["key"]], each) for each in again)


def same(first: dict[str, Any], again: dict[str, Any]) -> bool:
    if first.get("left"):
        return (again["status"], again["code"]) == (409, "cancelled")
    return [again[name] for name in ("status", "booking", "seats", "now")] == [first[name] for name in ("status", "booking", "seats", "now")]


# --- what is done to the service meanwhile -------------------------------------------------------------------------------------------


def kill_workers(service: Service, load: Load, kills: int, dice: random.Random) -> None:
    for _ in range(kills):
        load.some_more()
        time.sleep(dice.uniform(0, 0.2))
        while not service.kill_worker(dice):
            time.sleep(0.01)


def kill_services(service: Service, load: Load, kills: int, dice: random.Random) -> None:
    for _ in range(kills):
        load.some_more()
        time.sleep(dice.uniform(0, 0.2))
        service.kill()
        service.start()
    load.some_more()


def crowd(office: Office, attempts: int, *, workers: int, processes: int, clients: int, again: int = 3, **settings: Any) -> tuple[Outcome, int]:
    """Everybody at once; then every request that got seats is sent `again` times more. The outcome, and how many of those answers differ."""
    with office.service(workers=workers, **settings) as service:
        answers = start_load(office, service, processes=processes, clients=clients, attempts=attempts).answers()
        changed = changed_by_repeating(office, service, answers, again, processes=processes, clients=clients) if again else 0
    return outcome(office, answers), changed


def killed(office: Office, *, of_workers: int = 0, of_services: int = 0, workers: int, processes: int, clients: int) -> tuple[Outcome, int]:
    """Bookings go on while workers and the whole service are killed so many times; afterwards every key is sent again."""
    with office.service(workers=workers) as service:
        load = start_load(office, service, processes=processes, clients=clients, leaving=0.3)
        try:
            kill_workers(service, load, of_workers, random.Random(1))
            kill_services(service, load, of_services, random.Random(2))
        finally:
            answers = load.end()
        changed = changed_by_repeating(office, service, answers, 1, processes=processes, clients=clients)
    return outcome(office, answers), changed


FAULTS = ("cut", "reset", "delay", "answer dropped", "answer swallowed in silence")


def fail(proxy: Proxy, fault: str, dice: random.Random) -> None:
    """One fault on a network that carries load, gone again when this returns."""
    if fault in ("cut", "reset"):
        proxy.cut(reset=fault == "reset")
    elif fault == "delay":
        proxy.delay = 5.0
        time.sleep(dice.uniform(0.05, 0.5))
        proxy.delay = 0.0
    else:
        proxy.mute = fault == "answer swallowed in silence"
        wanted = proxy.swallowed + 3
        proxy.swallow = 3
        until = time.monotonic() + 60
        while proxy.swallowed < wanted and time.monotonic() < until:
            time.sleep(0.01)


def on_a_failing_network(office: Office, server: URL, faults: Sequence[str], *, workers: int, processes: int, clients: int) -> tuple[Outcome, int]:
    """Bookings go on while the way to PostgreSQL fails as said; then every key is sent again over a good one."""
    dice = random.Random(4)
    with Proxy(server) as proxy, office.service(workers=workers, url=proxy.url.render_as_string(hide_password=False)) as service:
        load = start_load(office, service, processes=processes, clients=clients, leaving=0.3)
        try:
            for fault in faults:
                load.some_more()
                time.sleep(dice.uniform(0, 0.2))
                fail(proxy, fault, dice)
        finally:
            answers = load.end()
        changed = changed_by_repeating(office, service, answers, 1, processes=processes, clients=clients)
    return outcome(office, answers), changed


def seconds_until_freed(office: Office, hold_minutes: int) -> float:
    """A coach full of holds, the service killed; from the end of the holds to the moment when somebody else gets a seat. Below 0: too early."""
    trip = opened(office.desk, units=(coach(rows=1),), stops=office.trips[0].stops)
    with office.service(workers=1, HOLD_MINUTES=hold_minutes) as service:
        client = Client({"port": service.port, "token": office.token, "patience": 60})

        def ask(number: int) -> dict[str, Any]:
            asked = {"trip": trip.id, "key": f"hold-{number}", "workers": [office.people[-1 - number]], "board": 0, "alight": trip.legs}
            return client.book(asked | {"state": "held"}, time.monotonic())

        holds = [ask(number) for number in range(4)]
        assert [each["now"] for each in holds] == ["held"] * 4
        ends = max(datetime.fromisoformat(each["held_until"]) for each in holds)
        service.kill()
        service.start()
        while ask(4)["status"] != 200:
            assert datetime.now(UTC) < ends + timedelta(seconds=120), "the seats are never freed"
            time.sleep(0.05)
        client.close()
        return (datetime.now(UTC) - ends).total_seconds()
