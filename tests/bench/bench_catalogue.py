"""How long searches take: 100,000 vacancies embedded, and on Elasticsearch beside its own bare query.

Texts are the real adverts where they can be had (MATCHER_SHARED or ../shared), else invented ones. `python tests/bench/bench_catalogue.py [COUNT]`
"""

import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from servers.elasticsearch import Unobtainable, cluster

from matcher.catalogue.elastic import Elastic
from matcher.catalogue.embedded import Embedded
from matcher.catalogue.port import Catalogue
from matcher.catalogue.queries import LIVING, filters, words
from matcher.domain.identifiers import id_for
from matcher.domain.search import Cut, Entry, Listed, Query, RowBatch
from matcher.reading.tokens import cut_query, cut_text

ROW = np.dtype([("key", "<i8")])
TYPED = ("普工", "电工", "焊工", "缝纫", "保安", "司机", "叉车", "保洁", "操作工", "客服", "文员", "质检", "仓管", "厨师", "销售", "工程师", "包吃",
         "五险一金", "苏州 普工", "操作工 包吃住", "电话客服", "仓库管理员", "质检员 夜班", "数控车床", "焊", "")
FACETS = ("city", "county", "trade", "shift", "posture", "meals", "lodging", "coach", "programme")
INVENTED = ("缝纫工", "平车", "电子厂", "普工", "包吃住", "两班倒", "叉车司机", "坐班", "销售",
            "工程师", "五险一金", "质检员", "苏州", "南京", "招聘", "公司", "客服", "操作工")


class NoFeed:
    def rows_since(self, kind: Listed, number: int, width: int) -> RowBatch:
        return RowBatch((), b"", (), number)


def texts() -> list[Cut]:
    folder = Path(os.environ.get("MATCHER_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data" / "jobs"
    if not folder.exists():
        print("catalogue: ../shared is absent, texts are invented")
        dice = random.Random(3)
        return [cut_text(" ".join(dice.choices(INVENTED, k=20))) for _ in range(5000)]
    rows = (row for path in sorted(folder.glob("*.csv")) for row in csv.DictReader(path.open(encoding="utf-8")))
    return [cut_text(row["title"], row["company"], row["category_raw"], row["welfare_raw"], row["description"][:300]) for row in rows]


def entries(count: int) -> Iterator[Entry]:
    dice, cuts = random.Random(1), texts()
    for number in range(count):
        county = dice.choice(("3205", "3201", "4403", "5205", "6110", "3101")) + f"{dice.randrange(1, 15):02}"
        trade = f"{dice.randrange(1, 7)}-{dice.randrange(1, 10):02}-{dice.randrange(1, 10):02}-{dice.randrange(1, 20):02}"
        yes = [("yes",) if dice.random() < 0.5 else () for _ in range(3)]
        yield Entry(
            kind="vacancy", id=id_for("vacancy", str(number)), version=1, cut=cuts[number % len(cuts)],
            tags={
                "place": (county[:2], county[:4], county), "city": (county[:4],), "county": (county,), "state": ("open",), "programme": (),
                "occupation": (trade[0], trade[:4], trade[:7], trade), "trade": (trade[:7],), "employer": (f"e{dice.randrange(9000)}",),
                "shift": (dice.choice(("day", "night", "two")),), "posture": (dice.choice(("sit", "stand")),),
                "meals": yes[0], "lodging": yes[1], "coach": yes[2],
            },
            numbers={"pay": dice.randrange(3000, 9000), "closes": dice.randrange(20_000, 20_100), "posted": dice.randrange(19_900, 20_000)},
        )


def queries(count: int) -> list[Query]:
    dice = random.Random(2)
    made = []
    for number in range(count):
        tags = {"state": ("open",)} | ({"place": dice.sample(("32", "4403", "610", "3101", "320115"), 2)} if number % 3 else {})
        tags |= {"lodging": ("yes",)} if number % 2 else {}
        bounds = {"closes": 20_040, "pay": 4000}
        made.append(Query(kind="vacancy", required=cut_query(TYPED[number % len(TYPED)]), any_tags=tags, at_least=bounds, facets=FACETS))
    return made


def filled(catalogue: Catalogue, stock: Sequence[Entry]) -> float:
    start = time.perf_counter()
    with catalogue.rebuild() as new:
        for n in range(0, len(stock), 2000):
            new.put(stock[n : n + 2000])
        new.switch({"vacancy": len(stock)})
    return time.perf_counter() - start


def timed(search: Callable[[Query], object], asked: Sequence[Query], clock: Callable[[], float] = time.perf_counter) -> tuple[float, float]:
    """Milliseconds, p50 and p99, after one warming round of a few."""
    for query in asked[: len(TYPED)]:
        search(query)
    taken = []
    for query in asked:
        start = clock()
        search(query)
        taken.append(1000 * (clock() - start))
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 99))


def bench_embedded(stock: Sequence[Entry], asked: Sequence[Query]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Embedded(Path(folder) / "catalogue.db", NoFeed(), {"vacancy": ROW})
        print(f"catalogue embedded, {len(stock)} vacancies filled: {filled(catalogue, stock):.1f} s")
        p50, p99 = timed(catalogue.find, asked)
        print(f"catalogue embedded, words + filters + facets, p50: {p50:.1f} ms")
        print(f"catalogue embedded, words + filters + facets, p99: {p99:.1f} ms (reference 40 ms, ratio {p99 / 40:.2f})")
        busy = timed(catalogue.find, asked, time.process_time)[1]  # what a busy machine does not stretch
        print(f"catalogue embedded, words + filters + facets, p99 of processor time: {busy:.1f} ms (reference 40 ms, ratio {busy / 40:.2f})")
        catalogue.close()


def bench_elastic(stock: Sequence[Entry], asked: Sequence[Query]) -> None:
    with cluster() as server:
        catalogue = Elastic(server.urls, f"bench-{os.getpid()}", {"vacancy": ROW}, {"vacancy": ()})
        print(f"catalogue elasticsearch, {len(stock)} vacancies filled: {filled(catalogue, stock):.1f} s")
        bare = timed(lambda query: bare_search(catalogue, query), asked)
        own = timed(catalogue.find, asked)
        for label, reference, ours in zip(("p50", "p99"), bare, own, strict=True):
            print(f"catalogue elasticsearch, words + filters + facets, {label}: {ours:.1f} ms (reference its bare query {reference:.1f} ms, "
                  f"ratio {ours / reference:.2f})")
        catalogue.close()


def bare_search(catalogue: Elastic, query: Query) -> object:
    """The same words and filters, its own order, no counts and no facets."""
    clauses = {"filter": [LIVING, *filters(query)], "must": list(words(query.required))}
    return catalogue.ask(lambda client: client.search(index=catalogue.alias("vacancy"), query={"bool": clauses}, size=20, source=False))


def main(count: int = 100_000) -> None:
    stock, asked = list(entries(count)), queries(400)
    bench_embedded(stock, asked)
    try:
        bench_elastic(stock, asked)
    except Unobtainable as reason:
        print(f"catalogue elasticsearch: not measured, {reason}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
