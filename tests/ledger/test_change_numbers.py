"""Change numbers become visible in order; rows are followed by them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event as Signal

import pytest
from at_hand import ROW, WIDTH, event, post_and_people, store_workers, worker
from sqlalchemy import text

from matcher.domain.errors import Conflict
from matcher.domain.search import RowBatch
from matcher.ledger.sql import SqlLedger


def test_each_saved_document_has_the_next_number_whatever_its_kind(ledger: SqlLedger) -> None:
    post, _ = post_and_people(ledger, people=2)
    with ledger.transaction() as tx:
        tx.replace_vacancy(post, ROW)
        tx.add_events([event(post.id)])  # no document
    with ledger.reading() as reader:
        changes = reader.changes_since(0)
        assert [(change.number, change.kind) for change in changes] == [(1, "employer"), (2, "vacancy"), (3, "worker"), (4, "worker"), (5, "vacancy")]
        assert changes[-1].id == post.id
        assert reader.changes_since(3, limit=1) == (changes[3],)
        assert (reader.last_change(), reader.changes_since(5)) == (5, ())


def test_a_document_saved_twice_in_one_transaction_takes_one_number(ledger: SqlLedger) -> None:
    with ledger.transaction() as tx:
        tx.add_workers([(worker(), ROW)])
        tx.replace_worker(tx.worker(worker().id), ROW)
    with ledger.reading() as reader:
        assert reader.last_change() == 1


def test_what_was_undone_leaves_no_gap(ledger: SqlLedger) -> None:
    def write_and_fail() -> None:
        with ledger.transaction() as tx:
            tx.add_workers([(worker(1), ROW)])
            raise Conflict("stop")

    with pytest.raises(Conflict):
        write_and_fail()
    store_workers(ledger, worker(2))
    with ledger.reading() as reader:
        assert [change.id for change in reader.changes_since(0)] == [worker(2).id]


def test_a_follower_misses_nothing_while_many_write(ledger: SqlLedger) -> None:
    writers, each = 4, 12
    done = Signal()

    def follow() -> list[str]:
        seen: list[str] = []
        number, last_round = 0, False
        while not last_round:
            last_round = done.is_set()
            with ledger.reading() as reader:
                for change in reader.changes_since(number):
                    seen.append(change.id)
                    number = change.number
        return seen

    def write(writer: int) -> None:
        for turn in range(each):
            store_workers(ledger, worker(writer * each + turn))

    with ThreadPoolExecutor(writers + 1) as pool:
        follower = pool.submit(follow)
        list(pool.map(write, range(writers)))
        done.set()
        seen = follower.result(30)
    assert sorted(seen) == sorted(worker(number).id for number in range(writers * each))


def slow_and_quick(ledger: SqlLedger, write: Callable[[int, Callable[[], None]], None]) -> list[int]:
    """One writer writes, waits for another to write and commit, and commits after it: the numbers a follower saw, then and afterwards."""
    slow_has_written, quick_is_through = Signal(), Signal()
    seen: list[int] = []

    def wait_for_the_quick() -> None:
        slow_has_written.set()
        quick_is_through.wait(10)

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(write, 1, wait_for_the_quick)
        slow_has_written.wait(10)
        write(2, lambda: None)
        seen += numbers_after(ledger, 0)
        quick_is_through.set()
        running.result(10)
    return seen + numbers_after(ledger, max(seen))


def numbers_after(ledger: SqlLedger, number: int) -> list[int]:
    with ledger.reading() as reader:
        return list(reader.connection.scalars(text("SELECT number FROM change WHERE number > :number ORDER BY number"), {"number": number}))


def test_who_commits_later_has_the_higher_number(postgres_ledger: SqlLedger) -> None:
    def write(number: int, before_commit: Callable[[], None]) -> None:
        with postgres_ledger.transaction() as tx:
            tx.add_workers([(worker(number), ROW)])
            before_commit()

    assert slow_and_quick(postgres_ledger, write) == [1, 2]


def test_control_numbers_taken_while_writing_let_a_follower_miss_one(postgres_ledger: SqlLedger) -> None:
    with postgres_ledger.home.writing() as connection:
        connection.execute(text("CREATE SEQUENCE early"))

    def write(number: int, before_commit: Callable[[], None]) -> None:
        with postgres_ledger.home.writing() as connection:
            connection.execute(text("INSERT INTO change VALUES (nextval('early'), 'worker', :id)"), {"id": str(number)})
            before_commit()

    assert slow_and_quick(postgres_ledger, write) == [2]  # number 1 was never seen


# --- rows ---------------------------------------------------------------------------------------------------------------------


def as_pairs(batch: RowBatch, width: int = WIDTH) -> dict[str, bytes]:
    return {id: batch.rows[place * width:(place + 1) * width] for place, id in enumerate(batch.ids)}


def test_rows_come_all_at_first_then_only_the_changed_each_once(ledger: SqlLedger) -> None:
    people = store_workers(ledger, *(worker(number) for number in range(5)))
    first = ledger.rows_since("worker", 0, WIDTH)
    assert as_pairs(first) == {person.id: ROW for person in people}
    for village in ("上村", "下村"):
        with ledger.transaction() as tx:
            tx.replace_worker(replace(tx.worker(people[3].id), village=village), village.encode()[:6] + b"##")
    then = ledger.rows_since("worker", first.upto, WIDTH)
    assert as_pairs(then) == {people[3].id: "下村".encode() + b"##"}
    assert then.upto == first.upto + 2
    assert ledger.rows_since("worker", then.upto, WIDTH) == RowBatch((), b"", (), then.upto)


def test_changes_of_the_other_kind_bring_the_number_forward_and_no_rows(ledger: SqlLedger) -> None:
    store_workers(ledger, worker(7))
    upto = ledger.rows_since("worker", 0, WIDTH).upto
    post_and_people(ledger, people=0)
    assert ledger.rows_since("worker", upto, WIDTH) == RowBatch((), b"", (), upto + 2)
    assert len(ledger.rows_since("vacancy", upto, WIDTH).ids) == 1


def test_documents_without_a_row_of_that_width_are_gone(ledger: SqlLedger) -> None:
    store_workers(ledger, worker(1))
    store_workers(ledger, worker(2), row=b"")
    store_workers(ledger, worker(3), row=ROW + b"newer")
    batch = ledger.rows_since("worker", 0, WIDTH)
    assert (batch.ids, batch.rows, set(batch.gone)) == ((worker(1).id,), ROW, {worker(2).id, worker(3).id})


def test_rewritten_rows_raise_the_versions_so_that_an_index_takes_them(ledger: SqlLedger) -> None:
    people = store_workers(ledger, worker(1), worker(2))
    upto = ledger.rows_since("worker", 0, WIDTH).upto
    with ledger.transaction() as tx:
        tx.rewrite_rows("worker", {person.id: b"new rows" for person in people})
    assert as_pairs(ledger.rows_since("worker", upto, WIDTH)) == {person.id: b"new rows" for person in people}
    with ledger.reading() as reader:
        assert [reader.worker(person.id).version for person in people] == [2, 2]


def test_rows_follow_a_number_that_another_process_gave(ledger: SqlLedger) -> None:
    upto = ledger.rows_since("worker", 0, WIDTH).upto
    other = SqlLedger(ledger.url.render_as_string(hide_password=False), ledger.sealing)  # connections of its own
    store_workers(other, worker(1))
    other.close()
    assert ledger.rows_since("worker", upto, WIDTH).ids == (worker(1).id,)
