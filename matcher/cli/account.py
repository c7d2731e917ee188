"""account add, account list: who may do what."""

import click

from matcher.cli.wired import as_json, print_json, wired
from matcher.domain.accounts import SYSTEM, Account
from matcher.services.accounts import add_account, issue_token, parse_grant


@click.group()
def account() -> None:
    """账号: 增加、列出。"""


@account.command()
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, metavar="角色@范围",
              help="例: station@611021103, recruiter@单位编号, admin; 可写多个。")
@click.option("--password", is_flag=False, flag_value="", default=None, help="登录网页的密码; 只写选项不写值就当面输入。")
@click.option("--token", is_flag=True, help="发一个接口令牌, 只显示这一次。")
@as_json
def add(name: str, roles: tuple[str, ...], password: str | None, token: bool, json: bool) -> None:
    """增加账号 NAME; 已有的按这次写的改。"""
    grants = tuple(parse_grant(role) for role in roles)
    if password == "":
        password = click.prompt("密码", hide_input=True, confirmation_prompt="再输一次", err=True)
    desk = wired().desk
    saved = add_account(SYSTEM, desk, Account(name=name, grants=grants), password)
    issued = issue_token(SYSTEM, desk, name) if token else None
    if json:
        print_json({"name": saved.name, "roles": [str(grant) for grant in saved.grants], "token": issued})
    elif issued:
        click.echo(issued)  # alone on standard output, so that a script can take it
        click.echo(f"账号“{name}”已存好; 上面的令牌只显示这一次, 请收好。", err=True)
    else:
        click.echo(f"账号“{name}”已存好。")


@account.command("list")
@as_json
def list_(json: bool) -> None:
    """列出账号和角色, 不含密码。"""
    with wired().desk.ledger.reading() as reader:
        accounts = reader.accounts()
    if json:
        print_json([{"name": a.name, "roles": [str(g) for g in a.grants], "active": a.active} for a in accounts])
        return
    for each in accounts:
        click.echo(f"{each.name}  {' '.join(map(str, each.grants))}{'' if each.active else '  (停用)'}")


COMMANDS = (account,)
