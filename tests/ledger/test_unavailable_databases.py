"""A full disk, a read-only file, a server that is away: a plain sentence, and nothing half done."""

import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from at_hand import ROW, SEALING, WIDTH, employer, store_workers, worker
from servers.postgres import Server, restarted, server
from servers.tcp_proxy import Proxy
from sqlalchemy import event, text

from matcher.domain.errors import Invalid, Unavailable
from matcher.domain.people import Wants
from matcher.ledger.sql import SqlLedger


def test_a_full_disk_says_so_and_loses_nothing(sqlite_ledger: SqlLedger) -> None:
    store_workers(sqlite_ledger, worker(1))
    sqlite_ledger.close()

    def fill_up(connection: Any, _record: Any) -> None:
        [pages] = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(sqlite_ledger.home.engine, "connect", fill_up)
    with pytest.raises(Unavailable, match=r"磁盘满了.*没有存下"):
        store_workers(sqlite_ledger, *(worker(number) for number in range(2, 500)))
    with sqlite_ledger.reading() as reader:
        assert (reader.counts()["worker"], reader.last_change()) == (1, 1)
    sqlite_ledger.close()
    store_workers(sqlite_ledger, worker(2))  # room again


def test_a_file_that_may_not_be_written_says_so(sqlite_ledger: SqlLedger) -> None:
    def read_only(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA query_only = ON")

    event.listen(sqlite_ledger.home.engine, "connect", read_only)
    with pytest.raises(Unavailable, match=r"不能写.*没有存下"):
        store_workers(sqlite_ledger, worker(1))


def test_a_foreign_program_that_holds_the_file_makes_us_busy_not_broken(sqlite_ledger: SqlLedger) -> None:
    def impatient(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout = 50")

    event.listen(sqlite_ledger.home.engine, "connect", impatient)
    foreign = sqlite3.connect(str(sqlite_ledger.url.database), isolation_level=None)
    foreign.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match=r"正忙.*没有存下"):
        store_workers(sqlite_ledger, worker(1))
    foreign.close()
    store_workers(sqlite_ledger, worker(1))


def test_what_a_writing_transaction_has_read_no_foreign_program_changes_before_it_ends(sqlite_ledger: SqlLedger) -> None:
    [person] = store_workers(sqlite_ledger, worker(1))
    foreign = sqlite3.connect(str(sqlite_ledger.url.database), isolation_level=None, timeout=0)
    with sqlite_ledger.transaction() as tx:
        assert tx.worker(person.id) == person
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            foreign.execute("UPDATE worker SET village = 'changed'")
    foreign.close()


@pytest.mark.parametrize("content", [None, b"no database " * 400])
def test_what_is_no_ledger_yet_is_not_ready_and_says_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / "a.db").write_bytes(content)
    ledger = SqlLedger(f"sqlite:///{tmp_path}/a.db", SEALING)
    assert not ledger.ready()
    with pytest.raises(Unavailable, match="请"):
        ledger.rows_since("worker", 1, WIDTH)
    with pytest.raises(Unavailable, match="请"), ledger.reading() as reader:
        reader.counts()
    ledger.close()


def test_an_unmade_postgres_database_says_what_to_do(postgres_server: Server) -> None:
    ledger = SqlLedger(postgres_server.url.render_as_string(hide_password=False), SEALING)
    with pytest.raises(Unavailable, match="matcher init"), ledger.reading() as reader:
        reader.counts()
    ledger.close()


@pytest.mark.parametrize("changes", [{"name": "王\0"}, {"village": "\ud800"}, {"wants": Wants(note="\0")}, {"wants": Wants(note="\\\0")}])
def test_text_that_not_every_engine_can_store_is_refused_by_each(ledger: SqlLedger, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="存不下"):
        store_workers(ledger, worker(1, **changes))
    [stored] = store_workers(ledger, worker(1, wants=Wants(note=r"\u0000 \\u0000")))  # letters, not a NUL
    assert stored.wants.note == r"\u0000 \\u0000"


def write_while_it_dies(ledger: SqlLedger, running: Server) -> None:
    with ledger.transaction() as tx:
        tx.add_workers([(worker(2), ROW)])
        assert running.process is not None
        running.process.send_signal(signal.SIGQUIT)  # at once, as a crash
        running.process.wait(20)
        tx.add_employers([employer()])


def test_a_killed_postgres_is_unavailable_and_is_used_again_when_it_is_back() -> None:
    with server(own=True) as running:
        ledger = SqlLedger(running.database("matcher").render_as_string(hide_password=False), SEALING)
        ledger.migrate()
        store_workers(ledger, worker(1))
        upto = ledger.rows_since("worker", 0, WIDTH).upto
        assert ledger.rows_since("worker", upto, WIDTH).ids == ()
        with pytest.raises(Unavailable, match="没有存下"):
            write_while_it_dies(ledger, running)
        assert not ledger.ready()
        with pytest.raises(Unavailable, match="连不上"):
            ledger.rows_since("worker", upto, WIDTH)
        restarted(running)
        assert ledger.rows_since("worker", upto, WIDTH).ids == ()
        store_workers(ledger, worker(3))
        with ledger.reading() as reader:
            assert [person.id for person in reader.workers([worker(number).id for number in (1, 2, 3)]).values()] == [worker(1).id, worker(3).id]
        ledger.close()


def test_a_connection_cut_in_the_last_moment_says_that_it_is_not_known(postgres_ledger: SqlLedger, postgres_server: Server) -> None:
    def write_and_be_cut_off() -> None:
        with postgres_ledger.home.writing() as connection:
            pid = connection.scalar(text("SELECT pg_backend_pid()"))
            postgres_server.command(f"SELECT pg_terminate_backend({pid}, 5000)")

    with pytest.raises(Unavailable, match="查一查"):
        write_and_be_cut_off()


def test_an_answer_that_never_comes_is_waited_for_only_so_long_and_frees_what_was_locked(
        postgres_ledger: SqlLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.ledger.patience.Impatient.patience", 1.0)
    store_workers(postgres_ledger, worker(1))
    with Proxy(postgres_ledger.url) as proxy:
        ledger = SqlLedger(proxy.url.render_as_string(hide_password=False), SEALING)
        proxy.mute, proxy.swallow = True, 1
        with pytest.raises(Unavailable):
            store_workers(ledger, worker(2))
        assert proxy.swallowed == 1
        store_workers(ledger, worker(3))
        ledger.close()
    with postgres_ledger.reading() as reader:
        assert reader.counts()["worker"] == 3  # the second one had been stored: only the answer was lost


def test_a_connection_that_was_cut_while_idle_is_replaced_unnoticed(postgres_ledger: SqlLedger, postgres_server: Server) -> None:
    store_workers(postgres_ledger, worker(1))
    assert postgres_ledger.rows_since("worker", 1, WIDTH).ids == ()
    name = postgres_ledger.url.database
    postgres_server.command(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")
    assert postgres_ledger.rows_since("worker", 1, WIDTH).ids == ()
    store_workers(postgres_ledger, worker(2))
