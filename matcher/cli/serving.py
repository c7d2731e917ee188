"""serve: the pages and the API, under gunicorn or, for development, in this one process."""

import os
import sys
from pathlib import Path

import click

from matcher.cli.wired import wired
from matcher.domain.errors import Unavailable

CONFIG = Path(__file__).resolve().parents[2] / "config" / "gunicorn.py"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), help="进程数; 不写按 config/gunicorn.py。")
@click.option("--dev", is_flag=True, help="只用一个进程, 不经 gunicorn, 开发时用。")
def serve(host: str, port: int, workers: int | None, dev: bool) -> None:
    """启动网页和接口; 按 Ctrl+C 停。"""
    if not wired().desk.ledger.ready():
        raise Unavailable("台账还没有建好或不是最新结构, 请先运行 matcher init。")
    if dev:
        wired().app.run(host, port, threaded=True)
        return
    wired().desk.ledger.close()  # each worker process opens its own, after the fork
    command = [sys.executable, "-m", "gunicorn", "--bind", f"{host}:{port}"]
    command += ["--config", str(CONFIG)] if CONFIG.exists() else ["--worker-class", "gthread", "--threads", "8"]
    command += ["--workers", str(workers)] if workers else []
    click.echo(f"http://{host}:{port}  (Ctrl+C 停)", err=True)
    sys.stdout.flush()
    os.execv(sys.executable, [*command, "matcher.app:build()"])


COMMANDS = (serve,)
