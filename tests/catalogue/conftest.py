"""The `catalogue` fixture: an empty catalogue, once embedded and once on a real Elasticsearch."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import sought
from servers.elasticsearch import Cluster, Unobtainable, cluster
from sought import PREFIXES, ROW, Feed, elastic

from matcher.catalogue.elastic import Elastic
from matcher.catalogue.embedded import Embedded
from matcher.catalogue.port import Catalogue

missing: list[str] = []


def unobtainable(reason: Unobtainable) -> None:
    missing.append(str(reason))
    if os.environ.get("CI") == "true":
        pytest.fail(f"Elasticsearch cannot be had: {reason}")
    pytest.skip(f"Elasticsearch cannot be had: {reason}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if missing:
        terminalreporter.write_line(f"ELASTICSEARCH WAS NOT TESTED: {missing[0]}", red=True, bold=True)


@pytest.fixture(scope="session")
def elasticsearch_server() -> Iterator[Cluster]:
    with ExitStack() as stack:
        try:
            running = stack.enter_context(cluster())
        except Unobtainable as reason:
            unobtainable(reason)
        yield running


@pytest.fixture
def own_cluster() -> Iterator[Callable[[int], Cluster]]:
    """Starts a cluster of so many nodes for this test alone."""
    with ExitStack() as stack:
        def start(nodes: int) -> Cluster:
            try:
                return stack.enter_context(cluster(nodes, own=True))
            except Unobtainable as reason:
                unobtainable(reason)
                raise

        yield start


@pytest.fixture
def feed() -> Feed:
    return Feed()


def remove_indices(catalogue: Elastic) -> None:
    def remove(client: Any) -> None:
        if names := list(client.options(ignore_status=404).indices.get(index=f"{catalogue.prefix}-*")):
            client.indices.delete(index=names)

    catalogue.ask(remove)


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Path, feed: Feed) -> Iterator[Callable[[str], Catalogue]]:
    """Opens an empty catalogue on the engine of that name."""
    with ExitStack() as stack:
        def open_fresh(engine: str) -> Catalogue:
            made: Catalogue
            if engine == "embedded":
                made = Embedded(tmp_path / f"{next(PREFIXES)}.db", feed, {"vacancy": ROW, "worker": ROW})
            else:
                made = elastic(request.getfixturevalue("elasticsearch_server").urls)
                stack.callback(remove_indices, made)
            stack.callback(made.close)
            return made

        yield open_fresh


@pytest.fixture(scope="session")
def emptied(elasticsearch_server: Cluster) -> Iterator[Callable[[], Elastic]]:
    """Making indices takes seconds, so one catalogue is emptied again and again. Its documents have other ids in each test (`sought.name`):
    Elasticsearch remembers for a minute which version of an id was deleted."""
    made = elastic(elasticsearch_server.urls)

    def empty(client: Any) -> None:
        for kind in made.dtypes:
            index = made.alias(kind)
            hits = client.search(index=index, size=10_000, source=False)["hits"]["hits"]
            if hits:
                client.bulk(index=index, operations=[{"delete": {"_id": hit["_id"]}} for hit in hits], refresh=True)

    def open_empty() -> Elastic:
        made.ask(empty)
        return made

    yield open_empty
    remove_indices(made)
    made.close()


@pytest.fixture(params=["embedded", "elasticsearch"])
def catalogue(request: pytest.FixtureRequest, fresh: Callable[[str], Catalogue]) -> Catalogue:
    if request.param == "embedded":
        return fresh("embedded")
    made: Catalogue = request.getfixturevalue("emptied")()
    return made


@pytest.fixture(autouse=True)
def _other_ids() -> None:
    sought.round_number += 1
