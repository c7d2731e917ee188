"""gunicorn -c config/gunicorn.py wsgi:app (or `matcher serve`). Every value can be set from outside by MATCHER_WEB_<NAME>."""

import gc
import os
from typing import Any

from gunicorn import config as known


def _number(name: str, default: int) -> int:
    return int(os.environ.get(f"MATCHER_WEB_{name}", default))


bind = os.environ.get("MATCHER_WEB_BIND", "127.0.0.1:8000")
worker_class = "gthread"  # ranking lets go of the interpreter lock in numpy, the database while it waits
workers = _number("WORKERS", min(os.cpu_count() or 1, 8))  # each holds the feature rows of all workers in memory (128 bytes a person)
threads = _number("THREADS", 8)
timeout = _number("TIMEOUT_SECONDS", 60)  # a worker that answers nothing for so long is replaced
graceful_timeout = _number("GRACEFUL_SECONDS", 30)
keepalive = 5
max_requests = _number("MAX_REQUESTS", 0)
limit_request_line = 8190
limit_request_field_size = 8190
preload_app = False  # database connections and clients must be opened after the fork
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # heartbeats off the disk, which may be full or read-only
accesslog = None  # the application writes its own, without personal data
errorlog = "-"
if any(setting.name == "control_socket_disable" for setting in known.KNOWN_SETTINGS):
    control_socket_disable = True  # it would open a socket in $HOME, which a read-only container does not have


def child_exit(server: Any, worker: Any) -> None:
    """A worker that went takes its share out of the summed-up metrics."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)


def post_fork(server: Any, worker: Any) -> None:
    """What is loaded at start stays: looking for garbage in it meanwhile took a tenth of the start."""
    gc.disable()


def post_worker_init(worker: Any) -> None:
    gc.freeze()
    gc.enable()
