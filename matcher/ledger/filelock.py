"""One writer at a time over all threads and processes that share a file.

SQLite's own waiting is sleeping and trying again for longer and longer, so that a busy process starves the others. Here waiters of one
process queue for a thread lock; the first of them announces itself by holding the file's `turn`, and whoever holds that is next.
"""

import fcntl
import os
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from matcher.domain.errors import Unavailable

POLL_SECONDS = 0.0005


class WriteLock:
    """Locks `path`.lock and `path`.turn. Make it after a fork; one inherited from the parent must not be used."""

    def __init__(self, path: Path, patience: float = 30.0) -> None:
        self.patience = patience
        self._threads = threading.Lock()
        self._names = [path.with_name(path.name + ending) for ending in (".turn", ".lock")]
        self._files: list[int] = []
        _locks.add(self)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises Unavailable when others hold it for longer than `patience` seconds."""
        until = time.monotonic() + self.patience
        if not self._threads.acquire(timeout=self.patience):
            raise busy()
        try:
            turn, lock = self._opened()
            wait_for(turn, until)
            try:
                wait_for(lock, until)
            finally:
                fcntl.flock(turn, fcntl.LOCK_UN)
            try:
                yield
            finally:
                fcntl.flock(lock, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def _opened(self) -> list[int]:
        if not self._files:
            try:
                self._files = [os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600) for name in self._names]
            except OSError as error:
                raise Unavailable("数据库所在的文件夹不能写, 这一次没有存下。请管理员检查磁盘和权限后再试。", retry_after=30) from error
        return self._files

    def close(self) -> None:
        """Also called in a child for what it inherited: its copy would go on holding the lock after the parent died."""
        while self._files:
            with suppress(OSError):
                os.close(self._files.pop())


def wait_for(file: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise busy() from None
            time.sleep(POLL_SECONDS)
        else:
            return


def busy() -> Unavailable:
    return Unavailable("别人正在写入大量内容, 这一次没有存下。请过一会儿再试。")


_locks: weakref.WeakSet[WriteLock] = weakref.WeakSet()


def _close_inherited() -> None:
    for lock in list(_locks):
        lock.close()


os.register_at_fork(after_in_child=_close_inherited)
