"""The same commands on PostgreSQL and Elasticsearch as on a laptop, and everything moved from one to the other."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from servers import elasticsearch, postgres
from test_commands import Office


@pytest.fixture(scope="module")
def province(tmp_path_factory) -> Iterator[Office]:
    """An installation on both servers."""
    with ExitStack() as stack:
        try:
            search = stack.enter_context(elasticsearch.cluster())
            database = stack.enter_context(postgres.server())
        except (elasticsearch.Unobtainable, postgres.Unobtainable) as reason:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"no servers to run on: {reason}")
        office = Office(tmp_path_factory.mktemp("province"))
        name = f"province_{os.getpid()}"
        office.environment |= {
            "MATCHER_LEDGER_URL": database.database(name).render_as_string(hide_password=False), "MATCHER_CATALOGUE": "elasticsearch",
            "MATCHER_ELASTICSEARCH_URL": search.urls[0], "MATCHER_ELASTICSEARCH_PREFIX": name,
        }
        yield office


@pytest.fixture(scope="module")
def laptop(tmp_path_factory) -> Office:
    office = Office(tmp_path_factory.mktemp("laptop"))
    office.run("init")
    office.run("seed")
    return office


def test_what_was_kept_on_a_laptop_is_the_same_on_the_servers(province: Office, laptop: Office, tmp_path: Path):
    key = Path(laptop.environment["MATCHER_VAR"]) / "identity_key"
    (Path(province.environment["MATCHER_VAR"]) / "identity_key").write_text(key.read_text())
    laptop.run("dump", str(tmp_path / "all.jsonl"))
    province.run("init")
    province.run("load", str(tmp_path / "all.jsonl"))
    for words in (("缝纫",), ("叉车",), ("苏州", "普工"), ("电工",)):
        here, there = (office.json("search", *words) for office in (laptop, province))
        assert here["total"] == there["total"]
        assert {hit["id"] for hit in here["hits"]} == {hit["id"] for hit in there["hits"]}
    post = laptop.json("search", "缝纫")["hits"][0]["id"]
    here, there = (office.json("rank", "vacancy", post) for office in (laptop, province))
    assert here["proved"] is there["proved"] is True
    assert [each["worker"]["id"] for each in here["items"]] == [each["worker"]["id"] for each in there["items"]]


def test_a_new_index_finds_what_the_old_one_found(province: Office):
    before = province.json("search", "缝纫")
    province.run("reindex")
    assert province.json("search", "缝纫") == before
