"""Rankings from a real Elasticsearch: are the fifty the true fifty, are they proved, and what do they cost beside its own filter query.

usage: bench_elastic_ranking.py [PROFILES [POSTS]]   (1000000 and 200 unless told otherwise)
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

os.environ.setdefault("MATCHER_TEST_ELASTICSEARCH_HEAP", "3g")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]

from servers.elasticsearch import Unobtainable, cluster  # noqa: E402 - found beside this file
from synthetic import DAY, vacancies, workers  # noqa: E402

from matcher.catalogue.conditions import filter_clause  # noqa: E402
from matcher.catalogue.elastic import Elastic  # noqa: E402
from matcher.catalogue.queries import LIVING  # noqa: E402
from matcher.domain.search import Condition, Entry  # noqa: E402
from matcher.matching.codes import Day  # noqa: E402
from matcher.matching.criteria import question  # noqa: E402
from matcher.matching.ranking import Ranking, rank_workers  # noqa: E402
from matcher.matching.rows import VACANCY_ROW, WORKER_ROW, columns, feature_fields, features, one, vacancy_row, worker_row  # noqa: E402
from matcher.matching.sources import AllRows  # noqa: E402
from matcher.matching.weights import Weights  # noqa: E402
from matcher.reading.places import Places  # noqa: E402
from matcher.settings import Settings  # noqa: E402

TOP, BATCH, UNRANKED = 50, 5000, 500


@dataclass
class Tally:
    """Over all posts. right: places of the lists that hold the person brute force puts there."""

    right: int = 0
    asked: int = 0
    proved: int = 0

    def add(self, ours: Ranking, truth: Ranking) -> None:
        self.asked += len(truth.items)
        self.right += sum(a.id == b.id for a, b in zip(ours.items, truth.items, strict=False))
        self.proved += ours.proved


def entries(profiles: int, places: Places, rows: list[bytes]) -> Iterator[Entry]:
    for worker in workers(profiles):
        row = worker_row(worker, places)
        rows.append(row)
        yield Entry(kind="worker", id=worker.id, version=1, row=row, features=features("worker", row))


def filled(catalogue: Elastic, profiles: int, places: Places) -> AllRows:
    rows: list[bytes] = []
    stream = entries(profiles, places, rows)
    start = time.perf_counter()
    with catalogue.rebuild() as new:
        while batch := list(islice(stream, BATCH)):
            new.put(batch)
        new.switch({"worker": profiles, "vacancy": 0})
    print(f"elasticsearch filled with {profiles:,} profiles: {time.perf_counter() - start:.0f} s")
    return AllRows({"worker": columns("worker", b"".join(rows))})


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1e3


def unranked(catalogue: Elastic, gates: tuple[Condition, ...]) -> object:
    """The reference: the same conditions as plain filters, counted, any five hundred rows."""
    return catalogue.ask(lambda client: client.search(
        index=catalogue.alias("worker"), query={"bool": {"filter": [LIVING, *map(filter_clause, gates)]}}, size=UNRANKED,
        track_total_hits=True, source=False, stored_fields="_none_", docvalue_fields=["row"]))


def measure(catalogue: Elastic, truth: AllRows, posts: list[bytes], weights: Weights) -> None:
    """Ours and the bare filter query in turn, the same conditions, five hundred rows without any order."""
    tally, ranked, bare = Tally(), [], []
    for post in posts:
        gates = question("worker", one("vacancy", post), weights, Day.of(DAY)).gates
        unranked(catalogue, gates)  # both find warm caches
        bare.append(timed(lambda gates=gates: unranked(catalogue, gates)))
        ranked.append(timed(lambda post=post: rank_workers(post, catalogue, weights, DAY, TOP)))
        tally.add(rank_workers(post, catalogue, weights, DAY, TOP), rank_workers(post, truth, weights, DAY, TOP))
    print(f"elasticsearch, places of the fifty that are the true ones: {tally.right / tally.asked:.2%} (reference brute force, wanted 99.9 %)")
    print(f"elasticsearch, rankings proved: {tally.proved / len(posts):.1%} (wanted 99 %)")
    for name, at in (("p50", 50), ("p90", 90)):
        ours, reference = (statistics.quantiles(times, n=100)[at - 1] for times in (ranked, bare))
        print(f"elasticsearch ranking, {name}: {ours:.0f} ms (reference its filter query of {UNRANKED} rows unranked {reference:.0f} ms, "
              f"ratio {ours / reference:.1f})")


def main(profiles: int = 1_000_000, count: int = 200) -> None:
    places, weights = Places.load(), Weights.from_mapping(Settings.read({}).ranking_toml())
    posts = [vacancy_row(post, places) for post in vacancies(count)]
    try:
        with cluster(own=True) as server:
            catalogue = Elastic(server.urls, f"bench-{os.getpid()}", {"vacancy": VACANCY_ROW, "worker": WORKER_ROW},
                                {kind: feature_fields(kind) for kind in ("vacancy", "worker")}, timeout=120)
            measure(catalogue, filled(catalogue, profiles, places), posts, weights)
            catalogue.close()
    except Unobtainable as reason:
        print(f"elasticsearch rankings: not measured, {reason}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
