"""Several processes at one ledger: killed, at once, forked."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from at_hand import WIDTH, store_workers, worker

from matcher.domain.errors import Unavailable
from matcher.ledger.filelock import WriteLock
from matcher.ledger.sql import SqlLedger

HERE = Path(__file__).parent
PATHS = os.pathsep.join([str(HERE), str(HERE.parents[1])])


def process(ledger: SqlLedger, way: str, first: int, count: int) -> subprocess.Popen[str]:
    url = ledger.url.render_as_string(hide_password=False)
    command = [sys.executable, "-W", "error", str(HERE / "writing_process.py"), url, way, str(first), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": PATHS})


def stored_ids(ledger: SqlLedger) -> list[str]:
    with ledger.reading() as reader:
        return [change.id for change in reader.changes_since(0, limit=100_000)]


def test_what_was_acknowledged_survives_kill_9(ledger: SqlLedger) -> None:
    writer = process(ledger, "workers", 0, 100_000)
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline().strip() for _ in range(25)]
    writer.send_signal(signal.SIGKILL)
    acknowledged += writer.stdout.read().split()
    writer.wait(10)
    writer.stdout.close()
    whole = [id for id in acknowledged if len(id) == 14]  # the last line may have been cut
    assert set(whole) <= set(stored_ids(ledger))
    store_workers(ledger, worker(200_000))  # and it goes on
    with ledger.reading() as reader:
        assert reader.counts()["worker"] == reader.last_change() == len(stored_ids(ledger))


def test_two_processes_write_at_once_and_nothing_is_lost_or_doubled(ledger: SqlLedger) -> None:
    writers = [process(ledger, "workers", first, 40) for first in (0, 1000)]
    said = [writer.communicate(timeout=60)[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert sorted(stored_ids(ledger)) == sorted(said[0] + said[1])
    assert len(said[0] + said[1]) == 80
    with ledger.reading() as reader:
        assert [change.number for change in reader.changes_since(0)] == list(range(1, 81))


def test_children_of_a_process_that_has_the_ledger_open_get_connections_of_their_own(ledger: SqlLedger) -> None:
    parent = process(ledger, "fork", 0, 4)
    said = parent.communicate(timeout=60)[0].split()
    assert parent.returncode == 0
    assert sorted(said) == sorted(stored_ids(ledger)) == sorted(worker(number).id for number in (0, 1, 2, 3, 5, 6, 7))
    assert len(ledger.rows_since("worker", 0, WIDTH).ids) == 7


def test_a_child_that_outlives_a_killed_writer_does_not_go_on_holding_its_lock(sqlite_ledger: SqlLedger) -> None:
    writer = process(sqlite_ledger, "orphan", 0, 0)
    assert writer.stdout is not None
    child = int(writer.stdout.readline())
    try:
        writer.wait(10)
        lock = WriteLock(Path(str(sqlite_ledger.url.database)), patience=2)
        with lock.held():
            os.kill(child, 0)  # it does live
        lock.close()
    finally:
        os.kill(child, signal.SIGKILL)
        writer.stdout.close()


def test_who_waits_too_long_for_the_file_is_told_that_nothing_was_stored(tmp_path: Path) -> None:
    mine, others = WriteLock(tmp_path / "a.db", patience=0.05), WriteLock(tmp_path / "a.db", patience=0.05)
    with others.held():
        for lock in (mine, mine):  # another lock on the file, as another process has
            with pytest.raises(Unavailable, match="没有存下"), lock.held():
                pass
    with mine.held():
        refused: list[Unavailable] = []

        def wait_for_my_thread() -> None:
            try:
                with mine.held():
                    pass
            except Unavailable as error:
                refused.append(error)

        thread = Thread(target=wait_for_my_thread)
        thread.start()
        thread.join()
        assert len(refused) == 1
    for lock in (mine, others):
        lock.close()


def test_a_file_lock_that_cannot_be_made_is_no_lock(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "nowhere" / "a.db")
    with pytest.raises(Unavailable, match="文件夹"), lock.held():
        pass
