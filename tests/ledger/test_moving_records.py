"""dump and load: the whole ledger, between the engines, all or nothing."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

import orjson
import pytest
from at_hand import NOON, ROW, event, intent, post_and_people, store_workers, worker

from matcher.domain.accounts import Account, Grant, Role
from matcher.domain.errors import Conflict, Invalid, Refusal
from matcher.domain.terms import Category
from matcher.ledger.port import Page
from matcher.ledger.sealing import Sealing
from matcher.ledger.sql import SqlLedger

Records = list[Mapping[str, Any]]
ID_NUMBER = "11010519491231002X"


def fill(ledger: SqlLedger) -> None:
    """Something in every table."""
    post, [person, _] = post_and_people(ledger)
    with ledger.transaction() as tx:
        tx.replace_vacancy(post, b"\x00\xff other row")
        tx.add_workers([(worker(9, identity=ID_NUMBER, categories=(Category.RURAL_LABOUR,), registered_at=NOON), ROW)])
        tx.add_events([event(person.id, worker=person.id, detail={"places": ["南京", 1.5, None, True]}), event(post.id)])
        tx.add_intent(intent(post, person))
        tx.add_consent(person.id, post.employer, mode="oral", by="station", at=NOON)
        tx.save_account(Account(name="admin", grants=(Grant(Role.ADMIN), Grant(Role.STATION, "61")), password="hash"))
        tx.add_token("admin", "digest")
        tx.add_failed_login("admin", NOON)
        tx.set_mark("index", 5)
        tx.take_lease("tick", "me", NOON, NOON)


def through_json(records: Iterator[Mapping[str, Any]]) -> Records:
    return [orjson.loads(orjson.dumps(record)) for record in records]


@pytest.fixture
def dumped(ledger: SqlLedger) -> Records:
    fill(ledger)
    return through_json(ledger.dump())


@pytest.mark.parametrize("target", ["sqlite", "postgres"])
def test_a_ledger_moves_to_either_engine_and_is_the_same_there(
    ledger: SqlLedger, dumped: Records, target: str, fresh: Callable[[str], SqlLedger],
) -> None:
    there = fresh(target)
    assert there.load(iter(dumped)) == len(dumped)
    assert through_json(there.dump()) == dumped
    with ledger.reading() as old, there.reading() as new:
        assert new.list_workers(Page()) == old.list_workers(Page())
        assert new.events(Page()) == old.events(Page())
        assert new.changes_since(0) == old.changes_since(0)
        found = new.worker_by_identity(ID_NUMBER)
        assert found is not None
        assert found.identity == ID_NUMBER
        assert new.mark("index") == 0  # the index of the old place is not here
    assert there.rows_since("vacancy", 0, 12) == ledger.rows_since("vacancy", 0, 12)


def test_after_loading_numbers_go_on_where_they_stood(dumped: Records, ledger: SqlLedger, fresh: Callable[[str], SqlLedger]) -> None:
    there = fresh("postgres")
    there.load(dumped)
    store_workers(there, worker(77))
    with there.transaction() as tx:
        tx.add_events([event("w77")])
        tx.add_failed_login("admin", NOON)
        assert [each.number for each in tx.events(Page()).items] == [3, 2, 1]
        assert [change.number for change in tx.changes_since(0)] == list(range(1, 9))


def test_the_dump_names_every_table_and_no_id_number(dumped: Records) -> None:
    assert [record["table"] for record in dumped[:2]] == ["ledger", "account"]
    assert {record["table"] for record in dumped[1:]} == {
        "account", "change", "counter", "employer", "event", "failed_login", "token", "vacancy", "worker", "intent", "consent"}
    assert ID_NUMBER not in repr(dumped)


def not_empty(ledger: SqlLedger, records: Records) -> None:
    store_workers(ledger, worker(1))
    ledger.load(records)


def another_key(ledger: SqlLedger, records: Records) -> None:
    ledger.sealing = Sealing(b"another" * 8)
    ledger.load(records)


def another_schema(ledger: SqlLedger, records: Records) -> None:
    ledger.load([dict(records[0]) | {"schema": "9999"}, *records[1:]])


def headless(ledger: SqlLedger, records: Records) -> None:
    ledger.load(records[1:])


def empty(ledger: SqlLedger, records: Records) -> None:
    ledger.load([])


def unknown_table(ledger: SqlLedger, records: Records) -> None:
    ledger.load([*records, {"table": "secrets"}])


def broken_value(ledger: SqlLedger, records: Records) -> None:
    ledger.load([*records, {**records[-1], "number": "many"}])


def missing_column(ledger: SqlLedger, records: Records) -> None:
    ledger.load([*records, {"table": "counter", "name": "more"}])


def doubled(ledger: SqlLedger, records: Records) -> None:
    ledger.load([*records, records[-1]])


@pytest.mark.parametrize(("act", "refusal"), [
    (not_empty, Conflict), (another_key, Conflict), (another_schema, Invalid), (headless, Invalid), (empty, Invalid),
    (unknown_table, Invalid), (broken_value, Invalid), (missing_column, Invalid), (doubled, Conflict),
])
@pytest.mark.parametrize("target", ["sqlite", "postgres"])
def test_what_cannot_be_loaded_whole_is_not_loaded_at_all(
    sqlite_ledger: SqlLedger, fresh: Callable[[str], SqlLedger], target: str, act: Callable[..., None], refusal: type[Refusal],
) -> None:
    fill(sqlite_ledger)
    there = fresh(target)
    with pytest.raises(refusal):
        act(there, through_json(sqlite_ledger.dump()))
    with there.reading() as reader:
        assert reader.counts()["account"] == 0
        assert reader.last_change() == len(reader.changes_since(0)) == reader.counts()["worker"] == (1 if act is not_empty else 0)


def test_a_dump_is_one_moment_and_may_be_left_half_way(ledger: SqlLedger) -> None:
    store_workers(ledger, *(worker(number) for number in range(5000)))
    records = ledger.dump()
    begun = list(islice(records, 3))
    store_workers(ledger, worker(9000))
    assert sum(record["table"] == "worker" for record in (*begun, *records)) == 5000
    half = ledger.dump()
    next(half)
    half.close()  # type: ignore[attr-defined]
    store_workers(ledger, worker(9001))
