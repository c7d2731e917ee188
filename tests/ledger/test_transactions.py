"""Whole or not at all; saved only over the version that was read."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from threading import Event as Signal
from typing import Any

import pytest
from at_hand import NOON, ROW, SEALING, at_once, employer, event, intent, post_and_people, store_workers, vacancy, worker
from sqlalchemy.event import listen

from matcher.domain.errors import Conflict, Missing, Refusal, Stale, Twice
from matcher.ledger.port import Ledger, Page
from matcher.ledger.sql import SqlLedger


def test_the_class_keeps_the_port(ledger: SqlLedger) -> None:
    as_port: Ledger = ledger  # mypy reads this line; at run time the names are compared
    assert {name for name in vars(Ledger) if not name.startswith("_")} <= set(dir(as_port))


def test_leaving_by_an_exception_undoes_everything(ledger: SqlLedger) -> None:
    def write_and_fail() -> None:
        with ledger.transaction() as tx:
            tx.add_employers([employer()])
            tx.add_workers([(worker(), ROW)])
            tx.add_events([event("w")])
            raise Conflict("stop")

    with pytest.raises(Conflict, match="stop"):
        write_and_fail()
    with ledger.reading() as reader:
        assert set(reader.counts().values()) == {0}
        assert reader.last_change() == 0


def test_a_transaction_reads_its_own_writes_and_others_do_not_until_it_ends(ledger: SqlLedger) -> None:
    firm = employer(name="新厂")
    with ledger.transaction() as tx:
        tx.add_employers([firm])
        assert tx.employer(firm.id).name == "新厂"
        with ledger.reading() as reader, pytest.raises(Missing):
            reader.employer(firm.id)
    with ledger.reading() as reader:
        assert reader.employer(firm.id).name == "新厂"


def test_a_reader_sees_one_moment_however_much_is_written_meanwhile(ledger: SqlLedger) -> None:
    store_workers(ledger, worker(1))
    with ledger.reading() as reader:
        before = reader.counts()["worker"]
        store_workers(ledger, worker(2))
        assert (before, reader.counts()["worker"], reader.last_change()) == (1, 1, 1)


def test_a_stale_edit_is_refused_with_both_versions_and_writes_nothing(ledger: SqlLedger) -> None:
    [read] = store_workers(ledger, worker(1))
    with ledger.transaction() as tx:
        saved = tx.replace_worker(replace(read, village="上村"), ROW)

    def edit_the_old_one() -> None:
        with ledger.transaction() as tx:
            tx.add_events([event(read.id)])
            tx.replace_worker(replace(read, village="下村"), ROW)

    with pytest.raises(Stale) as refused:
        edit_the_old_one()
    assert (refused.value.expected, refused.value.current, refused.value.document) == (1, 2, saved)
    with ledger.reading() as reader:
        assert reader.worker(read.id).village == "上村"
        assert reader.events(Page()).items == ()


def test_of_two_who_edit_the_same_version_at_once_one_is_told_to_look_again(ledger: SqlLedger) -> None:
    post, _ = post_and_people(ledger)
    both_have_read = [Signal(), Signal()]

    def edit(mine: int, title: str) -> object:
        with ledger.reading() as reader:
            read = reader.vacancy(post.id)
        both_have_read[mine].set()
        both_have_read[1 - mine].wait(10)
        with ledger.transaction() as tx:
            return tx.replace_vacancy(replace(read, title=title), ROW)

    outcomes = at_once(lambda: edit(0, "甲"), lambda: edit(1, "乙"))
    assert sorted(isinstance(outcome, Stale) for outcome in outcomes) == [False, True]


def test_a_saved_document_comes_back_with_its_next_version_and_equals_what_is_read(ledger: SqlLedger) -> None:
    post, [person, _] = post_and_people(ledger)
    with ledger.transaction() as tx:
        saved: list[Any] = [
            tx.replace_employer(replace(tx.employer(post.employer), name="改名厂")),
            tx.replace_vacancy(replace(post, title="改过"), ROW),
            tx.replace_worker(replace(tx.worker(person.id), village="改村"), ROW),
        ]
    with ledger.reading() as reader:
        assert saved == [reader.employer(post.employer), reader.vacancy(post.id), reader.worker(person.id)]
        assert [document.version for document in saved] == [2, 2, 2]


def test_times_are_set_where_none_were_given_and_come_back_in_utc(ledger: SqlLedger) -> None:
    ledger.clock = lambda: NOON
    in_china = datetime(2026, 1, 1, 8, 30, 0, 123456, timezone(timedelta(hours=8)))
    old, new = store_workers(ledger, worker(1, registered_at=in_china), worker(2))
    times = {person.id: person.registered_at for person in (old, new)}
    assert times == {worker(1).id: in_china, worker(2).id: NOON}
    assert all(time is not None and time.tzinfo is UTC for time in times.values())


def test_a_moment_without_a_time_zone_is_a_mistake_of_ours(ledger: SqlLedger) -> None:
    with pytest.raises(Exception, match="no time zone"):
        store_workers(ledger, worker(registered_at=datetime(2026, 1, 1)))


def add_twice_by_id(ledger: SqlLedger) -> None:
    store_workers(ledger, worker(1), worker(1, name="别人", phone="19911111111"))


def add_one_name_and_phone_twice(ledger: SqlLedger) -> None:
    store_workers(ledger, worker(1), worker(2, name=worker(1).name, phone=worker(1).phone))


def test_one_name_under_one_phone_may_be_two_people_whose_id_numbers_differ(ledger: SqlLedger) -> None:
    father = worker(1, name="示例", phone="19900000000", identity="11010519491231002X")
    son = worker(2, name="示例", phone="19900000000", identity="611021198405060021")
    assert len(store_workers(ledger, father, son)) == 2


def add_one_identity_twice(ledger: SqlLedger) -> None:
    store_workers(ledger, worker(1, identity="11010519491231002X"), worker(2, identity="11010519491231002x"))


def add_one_credit_code_twice(ledger: SqlLedger) -> None:
    with ledger.transaction() as tx:
        tx.add_employers([employer(credit_code="91350100M000100Y43"), employer(credit_code="91350100M000100Y43")])


def post_for_nobody(ledger: SqlLedger) -> None:
    with ledger.transaction() as tx:
        tx.add_vacancies([(vacancy("e0000000000000"), ROW)])


def want_a_post_that_is_not_there(ledger: SqlLedger) -> None:
    post, [person, _] = post_and_people(ledger)
    with ledger.transaction() as tx:
        tx.add_intent(intent(replace(post, id="v0000000000000"), person))


@pytest.mark.parametrize(("act", "refusal"), [
    (add_twice_by_id, Twice), (add_one_name_and_phone_twice, Twice), (add_one_identity_twice, Twice), (add_one_credit_code_twice, Twice),
    (post_for_nobody, Missing), (want_a_post_that_is_not_there, Missing),
])
def test_the_database_itself_refuses_what_is_doubled_or_points_nowhere(ledger: SqlLedger, act: object, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        act(ledger)  # type: ignore[operator]
    assert refused.value.__cause__ is None  # the server's words quote names and phones
    assert "199" not in str(refused.value)


def test_people_without_a_phone_may_bear_one_name(ledger: SqlLedger) -> None:
    assert len(store_workers(ledger, worker(1, name="同名", phone=""), worker(2, name="同名", phone=""))) == 2


@pytest.mark.parametrize("ask", ["employer", "vacancy", "worker", "intent", "account"])
def test_what_is_not_there_is_missing_and_the_sentence_says_what_was_meant(ledger: SqlLedger, ask: str) -> None:
    with ledger.reading() as reader, pytest.raises(Missing, match="nowhere"):
        getattr(reader, ask)("nowhere")


def test_replacing_what_is_not_there_is_missing(ledger: SqlLedger) -> None:
    with pytest.raises(Missing), ledger.transaction() as tx:
        tx.replace_worker(worker(version=1), ROW)


def test_a_ledger_shows_no_password() -> None:
    assert "secret" not in repr(SqlLedger("postgresql+psycopg://matcher:secret@db/matcher", SEALING))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://db/matcher"])
def test_a_ledger_that_would_not_last_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="a ledger is"):
        SqlLedger(url, SEALING)


def test_a_glance_that_finds_nothing_gives_its_connection_back(ledger: SqlLedger) -> None:
    post, _ = post_and_people(ledger, 0)
    opened = []
    listen(ledger.home.engine, "connect", lambda *_: opened.append(1))
    for id in ["v0000000000000"] * 5 + [post.id]:
        with suppress(Missing), ledger.glance() as glance:
            assert glance.vacancy(id).id == post.id
    assert len(opened) <= 1
