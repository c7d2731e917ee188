"""The service as it is run in production: gunicorn with several worker processes, which can be killed one by one or all at once."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
STARTUP_SECONDS = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Service:
    """app: the module that gunicorn serves. settings: MATCHER_<NAME>. Its output goes to a file in `folder`."""

    def __init__(self, ledger_url: str, folder: Path, *, workers: int = 2, app: str = "wsgi:app", paths: str = "", **settings: object) -> None:
        self.folder, self.app, self.port = folder, app, free_port()
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MATCHER_")}
        own = {"LEDGER_URL": ledger_url, "VAR": folder, "LOG_LEVEL": "WARNING", "WEB_WORKERS": workers, "WEB_BIND": f"127.0.0.1:{self.port}"}
        own |= {"HOLD_MINUTES": 600} | settings
        self.environment = {**clean, "PYTHONPATH": paths, **{f"MATCHER_{name}": str(value) for name, value in own.items()}}
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()

    @property
    def log(self) -> str:
        return (self.folder / "service.log").read_text("utf-8", "replace")

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "config" / "gunicorn.py"), self.app]
        with (self.folder / "service.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + STARTUP_SECONDS
        while not self.answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(f"the service did not start:\n{self.log[-2000:]}")
            time.sleep(0.05)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def workers(self) -> list[int]:
        assert self.process is not None
        return [int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()]

    def kill_worker(self, dice: random.Random) -> bool:
        """SIGKILL to one of the workers, wherever it is; another takes its place. False where none is up."""
        workers = self.workers()
        if workers:
            os.kill(dice.choice(workers), signal.SIGKILL)
        return bool(workers)

    def kill(self) -> None:
        """SIGKILL to master and workers at one moment."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
