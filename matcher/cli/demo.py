"""demo: one small fair, matched both ways and printed."""

from dataclasses import replace

import click

from matcher.cli.layout import indented, pay_line, person_line, post_line, title
from matcher.cli.looking import print_candidates, print_posts
from matcher.cli.samples import Fair, fair
from matcher.cli.wired import wired
from matcher.domain.accounts import SYSTEM
from matcher.domain.errors import Missing
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.services.desk import Desk
from matcher.services.recommending import candidates_for, posts_for
from matcher.services.scopes import masked

POSTS, PEOPLE = 3, 5
SOUGHT = 200  # how far down the list of everything the fair's own are looked for


@click.command()
def demo() -> None:
    """打印一场小招聘会: 岗位、来的人、五个人各三个合适的岗位、两个岗位各五个合适的人。"""
    desk = wired().desk
    held = fair(desk.today)
    vacancies, workers = _present(desk, held)
    click.echo(title(f"{held.name}  {held.held_on:%Y年%m月%d日}  (全部虚构)"))
    click.echo(title(f"岗位 {len(vacancies)} 个"))
    for vacancy in vacancies:
        click.echo(post_line(vacancy, desk))
        click.echo(indented(f"{vacancy.code}  {pay_line(vacancy)}  {vacancy.employer_name}"))
    click.echo(title(f"来的人 {len(workers)} 位 (电话已遮住)"))
    for worker in workers:
        click.echo(person_line(masked(worker), desk))
    click.echo(title(f"给人找岗位: 每人最合适的 {POSTS} 个"))
    for id in held.shown_workers:
        found = posts_for(SYSTEM, desk, id, SOUGHT)
        print_posts(replace(found, items=tuple(item for item in found.items if item.vacancy.id in held.vacancies)[:POSTS]), desk)
        click.echo()
    click.echo(title(f"给岗位找人: 每岗最合适的 {PEOPLE} 位"))
    for id in held.shown_vacancies:
        wanted = candidates_for(SYSTEM, desk, id, SOUGHT)
        print_candidates(replace(wanted, items=tuple(item for item in wanted.items if item.worker.id in held.workers)[:PEOPLE]), desk)
        click.echo()


def _present(desk: Desk, held: Fair) -> tuple[list[Vacancy], list[Worker]]:
    with desk.ledger.reading() as reader:
        vacancies, workers = reader.vacancies(held.vacancies), reader.workers(held.workers)
    if not vacancies or not workers:
        raise Missing("还没有示例数据, 请先运行 matcher seed。")
    return [vacancies[id] for id in held.vacancies if id in vacancies], [workers[id] for id in held.workers if id in workers]


COMMANDS = (demo,)
