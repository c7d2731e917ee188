"""A process of its own for the tests: `writing_process.py URL WAY FIRST COUNT`.

workers: stores that many workers, one transaction each, and says the id of each on a line once it is stored.
orphan: dies while it holds the file's lock and leaves a child, whose process id it says, that lives on.
fork: opens the ledger, then children forked from here store one worker each while the parent stores too.
"""

import os
import signal
import sys
import time

from at_hand import SEALING, store_workers, worker

from matcher.ledger.sql import SqlLedger


def store(ledger: SqlLedger, number: int) -> None:
    [stored] = store_workers(ledger, worker(number))
    os.write(sys.stdout.fileno(), f"{stored.id}\n".encode())  # whole lines, also where several processes write to one pipe


def fork(ledger: SqlLedger, first: int, count: int) -> None:
    store(ledger, first)
    ledger.rows_since("worker", 1, 8)  # the kept-open connection too
    children = []
    for number in range(first + 1, first + count):
        child = os.fork()
        if child == 0:
            store(ledger, number)
            ledger.rows_since("worker", 1, 8)
            sys.stdout.flush()
            os._exit(0)
        children.append(child)
        store(ledger, number + count)
    failed = [child for child in children if os.waitpid(child, 0)[1]]
    ledger.close()
    sys.exit(len(failed))


def orphan(ledger: SqlLedger) -> None:
    with ledger.transaction():
        child = os.fork()
        if child == 0:
            time.sleep(60)
            os._exit(0)
        print(child, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, way: str, first: int, count: int) -> None:
    ledger = SqlLedger(url, SEALING)
    if way == "orphan":
        orphan(ledger)
    if way == "fork":
        fork(ledger, first, count)
    for number in range(first, first + count):
        store(ledger, number)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
