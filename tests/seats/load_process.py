"""Clients of the service in one process: `load_process.py PLAN`; the plan (a JSON file) says what to ask, and where the answers are written.

Each client is a thread with a connection of its own. A request without an answer (cut off, refused by the system, 503) is sent again under the
same key until it is answered. One line for each key: what was asked, how it ended, what came on the way, and the seconds from when it was due.
"""

import http.client
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import Any

PAUSE = 0.1  # seconds before an unanswered request is sent again
SILENCE = 60.0  # seconds without an answer after which a client gives a connection up


@dataclass
class Client:
    plan: dict[str, Any]
    connection: http.client.HTTPConnection | None = None
    seen: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """The answer, however often it has to be asked for; (0, {}) where patience ends."""
        until = time.monotonic() + self.plan["patience"]
        while time.monotonic() < until:
            answer = self._once(method, path, body)
            if answer is not None:
                return answer
            time.sleep(PAUSE)
        return 0, {}

    def _once(self, method: str, path: str, body: dict[str, Any] | None) -> tuple[int, dict[str, Any]] | None:
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.plan["port"], timeout=SILENCE)
            headers = {"Authorization": f"Bearer {self.plan['token']}", "Content-Type": "application/json"}
            self.connection.request(method, f"/api/v1{path}", json.dumps(body) if body else None, headers)
            answer = self.connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.seen.append("silence" if isinstance(error, TimeoutError) else "cut")
            self.close()
            return None
        if answer.status == 503:
            self.seen.append("503" if answer.headers.get("Retry-After") else "503 without Retry-After")
            return None
        return answer.status, json.loads(said) if said and answer.status < 500 else {}

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def book(self, asked: dict[str, Any], due: float) -> dict[str, Any]:
        self.seen = []
        party = [{"worker": worker, "bound_for": "示例座椅有限公司"} for worker in asked["workers"]]
        body = {"party": party} | {name: asked[name] for name in ("board", "alight", "state")}
        status, said = self.ask("PUT", self.path(asked), body)
        seats = [(seat["unit"], seat["seat"]) for seat in said.get("seats", ())]
        ended = {"status": status, "code": said.get("code"), "booking": said.get("booking"), "seats": seats, "now": said.get("state"),
                 "held_until": said.get("held_until")}
        return asked | ended | {"seen": self.seen, "seconds": time.monotonic() - due}

    def cancel(self, asked: dict[str, Any]) -> bool:
        return self.ask("DELETE", self.path(asked))[0] == 204

    @staticmethod
    def path(asked: dict[str, Any]) -> str:
        return f"/trips/{asked['trip']}/bookings/{asked['key']}"


@dataclass
class Work:
    """What the clients of this process take from in turn."""

    plan: dict[str, Any]
    lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.asked = iter(self.given() if self.plan.get("again") else self.made_up())
        self.start = time.monotonic()
        self.sent = 0

    def given(self) -> Iterable[dict[str, Any]]:
        for line in Path(self.plan["again"]).read_text().splitlines():
            yield json.loads(line)

    def made_up(self) -> Iterator[dict[str, Any]]:
        """Half of all attempts are aimed at a few people (`few`)."""
        plan, dice = self.plan, random.Random(self.plan["name"])
        for number in range(plan["attempts"]):
            if plan.get("stop") and Path(plan["stop"]).exists():
                return
            trip = dice.choice(plan["trips"])
            board = dice.randrange(trip["legs"])
            pool = plan["people"][:plan["few"]] if number % 2 else plan["people"]
            yield {"key": f"{plan['name']}-{number}", "trip": trip["id"], "workers": dice.sample(pool, dice.choice((1, 1, 1, 2))),
                   "board": board, "alight": min(trip["legs"], dice.randrange(board, board + 3) + 1),
                   "state": dice.choice(("held", "confirmed")), "leaves": dice.random() < plan["leaving"]}

    def take(self) -> tuple[dict[str, Any], float] | None:
        """The next one and when it is due: at once, or at a fixed rate whatever the service does."""
        with self.lock:
            asked = next(self.asked, None)
            due = self.start + self.sent / self.plan["rate"] if self.plan.get("rate") else time.monotonic()
            self.sent += 1
        return None if asked is None else (asked, due)


def work_on(work: Work, answers: Any) -> None:
    client = Client(work.plan)
    while (taken := work.take()) is not None:
        asked, due = taken
        time.sleep(max(0.0, due - time.monotonic()))
        ended = client.book(asked, due)
        if ended["status"] == 200 and asked.get("leaves") and not work.plan.get("again"):
            ended["left"] = client.cancel(asked)
        with work.lock:
            answers.write(json.dumps(ended) + "\n")
    client.close()


def main(plan: dict[str, Any]) -> None:
    work = Work(plan)
    with Path(plan["answers"]).open("w", buffering=1) as answers:  # by the line: others count them meanwhile
        clients = [Thread(target=work_on, args=(work, answers)) for _ in range(plan["clients"])]
        for client in clients:
            client.start()
        for client in clients:
            client.join()


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text()))
