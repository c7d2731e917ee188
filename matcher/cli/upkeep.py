"""init, reindex, tick: what keeps ledger and catalogue in order."""

import os
import socket
import time
from dataclasses import asdict

import click

from matcher.cli.wired import as_json, print_json, progress_bar, wired
from matcher.domain.errors import Unavailable
from matcher.services import indexing
from matcher.services.rechecking import Rechecked
from matcher.services.seat_tick import SeatTicked


@click.command()
def init() -> None:
    """建库或升级到最新结构; 再运行一次也无妨。"""
    wired().desk.ledger.migrate()
    click.echo("台账已就绪。")


@click.command()
@as_json
def reindex(json: bool) -> None:
    """按台账重建检索目录, 建好核对无误才切换, 期间照常服务。"""
    desk = wired().desk
    with desk.ledger.reading() as reader:
        counts = reader.counts()
    with progress_bar("重建目录", counts.get("vacancy", 0) + counts.get("worker", 0)) as step:
        done = indexing.reindex(desk, step)
    if json:
        print_json({"vacancies": done.vacancies, "workers": done.workers})
    else:
        click.echo(f"目录已重建: 岗位 {done.vacancies} 个, 求职登记 {done.workers} 人。")


@click.command()
@click.option("--every", type=click.IntRange(1, 3600), metavar="秒", help="一直运行, 每隔这么多秒一次; 不写只做一次。")
@as_json
def tick(every: int | None, json: bool) -> None:
    """把台账里的新变化补进检索目录, 放开到期的座位, 通知候补; 可以放进 cron 或循环里。"""
    desk, holder = wired().desk, f"{socket.gethostname()}:{os.getpid()}"
    while True:
        try:
            done = indexing.tick(desk, holder)
        except Unavailable as away:
            if every is None:
                raise
            click.echo(away.text, err=True)  # a loop outlives its servers
        else:
            _say(done, json, quiet=every is not None)
        if every is None:
            return
        time.sleep(every)


def _say(done: indexing.Ticked, json: bool, quiet: bool) -> None:
    """A loop is silent where there was nothing to do."""
    seats = seat_words(done.seats) + law_words(done.law)
    if json:
        print_json({"ours": done.ours, "caught_up": done.caught_up, "seats": asdict(done.seats), "law": asdict(done.law)})
    elif not done.ours:
        if not quiet:
            click.echo("另一个 tick 正在运行, 这次不做。")
    elif done.caught_up or seats or not quiet:
        click.echo(f"补进目录 {done.caught_up} 条。{seats or '座位没有到期的。'}")


def seat_words(done: SeatTicked) -> str:
    """What was done about seats; blank where nothing was due."""
    counts = ((done.expired, "占座过期放开 {} 批"), (done.offered, "候补通知有座 {} 批"), (done.released, "预留到期放开 {} 处"),
              (done.calls, "备好出发前电话 {} 个"))
    said = [words.format(count) for count, words in counts if count]
    return f"座位: {', '.join(said)}。" if said else ""


def law_words(done: Rechecked) -> str:
    """What came of judging posts anew; blank while the law is as it was."""
    return f"规则或标准有变: 复查在招岗位 {done.judged} 个, 暂停 {done.paused} 个, 待审核 {done.held} 个。" if done.judged else ""


COMMANDS = (init, reindex, tick)
