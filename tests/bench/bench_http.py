"""Ranking over HTTP with fifty explained candidates, against the bare numpy kernel over the same rows in the same run.

usage: bench_http.py [PEOPLE …]   (100000 unless told otherwise; 1000000 takes some minutes to fill)
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from threading import Thread

from synthetic import vacancies, workers

from matcher.app import Wiring
from matcher.domain.accounts import SYSTEM, Account, Grant, Role
from matcher.domain.employers import Employer
from matcher.domain.search import Question
from matcher.matching.ranking import rank_workers
from matcher.matching.rows import vacancy_row, worker_row
from matcher.matching.sources import AllRows
from matcher.services.accounts import add_account, issue_token
from matcher.settings import Settings

POSTS, ROUNDS, BATCH, PORT = 50, 300, 5000, 8179
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Filled:
    wiring: Wiring
    folder: str
    posts: tuple[str, ...]
    token: str


def fill(folder: str, people: int) -> Filled:
    wiring = Wiring(Settings.read({}, ledger_url=f"sqlite:///{folder}/matcher.db", var=folder))
    wiring.ledger.migrate()
    places, posts, stream = wiring.desk.places, list(vacancies(POSTS)), workers(people)
    with wiring.ledger.transaction() as tx:
        tx.add_employers([Employer(id=id, name=f"示例{n}") for n, id in enumerate({v.employer for v in posts})])
        tx.add_vacancies([(v, vacancy_row(v, places)) for v in posts])
    while batch := list(islice(stream, BATCH)):
        with wiring.ledger.transaction() as tx:
            tx.add_workers([(w, worker_row(w, places)) for w in batch])
    add_account(SYSTEM, wiring.desk, Account(name="bench", grants=(Grant(Role.ADMIN),)))
    return Filled(wiring, folder, tuple(v.id for v in posts), issue_token(SYSTEM, wiring.desk, "bench"))


@contextmanager
def served(filled: Filled, processes: int) -> Iterator[None]:
    environ = {**os.environ, "MATCHER_LEDGER_URL": f"sqlite:///{filled.folder}/matcher.db", "MATCHER_VAR": filled.folder,
               "MATCHER_LOG_LEVEL": "WARNING", "MATCHER_WEB_WORKERS": str(processes), "MATCHER_WEB_BIND": f"127.0.0.1:{PORT}"}
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "wsgi:app"], cwd=ROOT, env=environ,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                asker(filled)(filled.posts[0])
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


def asker(filled: Filled) -> Callable[[str], bytes]:
    """One keep-alive connection."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)

    def ask(post: str) -> bytes:
        connection.request("GET", f"/api/v1/vacancies/{post}/candidates?top=50", headers={"Authorization": f"Bearer {filled.token}"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return body

    return ask


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def quantiles(seconds: list[float]) -> tuple[float, float]:
    return statistics.median(seconds) * 1e3, sorted(seconds)[int(len(seconds) * 0.99)] * 1e3


def rankings(filled: Filled) -> None:
    """HTTP and kernel in turn, so that a busy moment of the machine meets both."""
    desk, people = filled.wiring.desk, filled.wiring.ledger
    columns = dict(desk.catalogue.best_rows("worker", Question(), 1).columns)
    source = AllRows({"worker": columns})
    with people.reading() as reader:
        rows = {id: vacancy_row(v, desk.places) for id, v in reader.vacancies(filled.posts).items()}
    with served(filled, 1):
        ask = asker(filled)
        fresh = [timed(lambda post=post: ask(post)) for post in filled.posts]  # nobody has been shown yet; afterwards most have
        explained = statistics.mean(len(json.loads(ask(post))["items"]) for post in filled.posts)
        http_times, kernel = [], []
        for n in range(ROUNDS):
            post = filled.posts[n % POSTS]
            http_times.append(timed(lambda post=post: ask(post)))
            kernel.append(timed(lambda post=post: rank_workers(rows[post], source, desk.weights, desk.today, 50)))
    (p50, p99), (bare50, bare99) = quantiles(http_times), quantiles(kernel)
    count = len(columns["key"])
    print(f"candidates explained in an answer: {explained:.0f} on average")
    print(f"ranking {count:,} over HTTP, each post for the first time, p50: {statistics.median(fresh) * 1e3:.1f} ms "
          f"(reference kernel {bare50:.1f} ms, ratio {statistics.median(fresh) * 1e3 / bare50:.2f})")
    print(f"ranking {count:,} over HTTP, p50: {p50:.1f} ms (reference kernel {bare50:.1f} ms, ratio {p50 / bare50:.2f})")
    print(f"ranking {count:,} over HTTP, p99: {p99:.1f} ms (reference kernel {bare99:.1f} ms, ratio {p99 / bare99:.2f})")


def throughput(filled: Filled, processes: int, seconds: float = 8.0) -> float:
    """Answers a second with four connections."""
    done: list[int] = []
    with served(filled, processes):

        def knock() -> None:
            ask, end, count = asker(filled), time.perf_counter() + seconds, 0
            while time.perf_counter() < end:
                ask(filled.posts[count % POSTS])
                count += 1
            done.append(count)

        threads = [Thread(target=knock) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return sum(done) / seconds


def cold_start(filled: Filled) -> None:
    start = time.perf_counter()
    with served(filled, 1):
        print(f"cold start to first ranked answer: {time.perf_counter() - start:.2f} s (reference 1.5 s, at 100,000 people)")


def main() -> None:
    for people in [int(text) for text in sys.argv[1:]] or [100_000]:
        with tempfile.TemporaryDirectory() as folder:
            filled = fill(folder, people)
            cold_start(filled)
            rankings(filled)
            one, two = throughput(filled, 1), throughput(filled, 2)
            print(f"two worker processes, {people:,} people: {two:.0f} answers/s (reference one process {one:.0f}/s, ratio {two / one:.2f})")
            filled.wiring.ledger.close()


if __name__ == "__main__":
    print(datetime.now(UTC).date(), f"{os.cpu_count()} cores")
    main()
