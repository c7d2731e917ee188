"""What a lost node costs: nothing that was acknowledged, nothing doubled, and with copies not even the service."""

import socket
import threading
import time
from collections.abc import Callable

import pytest
from servers.elasticsearch import Cluster
from sought import ROW, elastic, entry, name, query

from matcher.catalogue.elastic import Elastic
from matcher.domain.errors import Unavailable
from matcher.domain.search import Question


class Writer(threading.Thread):
    """Puts entries one by one, each twice as often as needed where the server was away, as a tick would; remembers what was acknowledged."""

    def __init__(self, catalogue: Elastic, wait: bool) -> None:
        super().__init__()
        self.catalogue, self.wait = catalogue, wait
        self.acknowledged: list[int] = []
        self.refused: list[int] = []
        self.enough = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.enough.is_set():
            try:
                self.catalogue.put([entry(number)], wait=self.wait)
                self.acknowledged.append(number)
            except Unavailable:
                self.refused.append(number)
                time.sleep(0.02)
            number += 1

    def until(self, reached: Callable[[], bool], seconds: float = 60.0) -> None:
        give_up = time.monotonic() + seconds
        while not reached():
            assert self.is_alive()
            assert time.monotonic() < give_up, f"{len(self.acknowledged)} acknowledged, {len(self.refused)} refused"
            time.sleep(0.02)


def found_names(catalogue: Elastic) -> list[str]:
    catalogue.put([entry(100_000, kind="worker")])
    return list(catalogue.find(query(size=9000)).ids)


def test_a_killed_node_loses_nothing_acknowledged_and_doubles_nothing(own_cluster: Callable[[int], Cluster]) -> None:
    cluster = own_cluster(1)
    catalogue = elastic(cluster.urls, timeout=5.0)
    writer = Writer(catalogue, wait=False)
    writer.start()
    writer.until(lambda: len(writer.acknowledged) >= 150)
    cluster.kill(0)
    writer.until(lambda: len(writer.refused) >= 3)
    with pytest.raises(Unavailable, match="搜索暂时不可用"):
        catalogue.find(query())
    assert not catalogue.ready()
    cluster.restart(0)
    before = len(writer.acknowledged)
    writer.until(lambda: len(writer.acknowledged) >= before + 50)
    writer.enough.set()
    writer.join()
    kept = found_names(catalogue)
    assert len(kept) == len(set(kept))
    assert {name(n) for n in writer.acknowledged} <= set(kept) <= {name(n) for n in (*writer.acknowledged, *writer.refused)}
    catalogue.put([entry(n) for n in (*writer.refused, *writer.acknowledged)])  # the tick
    assert sorted(found_names(catalogue)) == sorted(name(n) for n in range(len(writer.acknowledged) + len(writer.refused)))
    catalogue.close()


def test_three_nodes_that_lose_one_go_on_serving(own_cluster: Callable[[int], Cluster]) -> None:
    cluster = own_cluster(3)
    catalogue = elastic(cluster.urls, timeout=10.0)
    catalogue.put([entry(n, features={"yuan": n, "day": 0, "kind": 0, "skills": [1]}) for n in range(100_001, 100_101)])
    green = catalogue.ask(lambda client: client.cluster.health(wait_for_status="green", timeout="60s"))
    assert green["status"] == "green"
    writer = Writer(catalogue, wait=True)
    writer.start()
    writer.until(lambda: len(writer.acknowledged) >= 20)
    cluster.kill(0)
    before = len(writer.acknowledged)
    writer.until(lambda: len(writer.acknowledged) >= before + 20)
    assert catalogue.find(query()).total >= 100
    assert catalogue.best_rows("vacancy", Question(), 10).columns["key"].dtype == ROW["key"]
    assert catalogue.ready()
    writer.enough.set()
    writer.join()
    catalogue.put([entry(n) for n in writer.refused])
    expected = {name(n) for n in (*writer.acknowledged, *writer.refused, *range(100_001, 100_101))}
    kept = found_names(catalogue)
    assert set(kept) == expected
    assert len(kept) == len(expected) == catalogue.count("vacancy")
    catalogue.close()


def test_a_server_that_does_not_answer_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        catalogue = elastic([f"http://127.0.0.1:{deaf.getsockname()[1]}"], timeout=0.5)
        start = time.monotonic()
        with pytest.raises(Unavailable) as refused:
            catalogue.find(query())
        assert time.monotonic() - start < 3
        assert refused.value.retry_after > 0
        assert not catalogue.ready()
        catalogue.close()
