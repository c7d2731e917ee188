"""seed: invented sample data and accounts to look around with."""

import os
import secrets
from pathlib import Path

import click

from matcher.cli.samples import sample_accounts, samples
from matcher.cli.wired import wired
from matcher.domain.accounts import SYSTEM, Account
from matcher.services import seeding
from matcher.services.accounts import add_account, parse_grant
from matcher.services.desk import Desk

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are misread


@click.command()
def seed() -> None:
    """装入虚构的示例单位、岗位、求职者和账号; 再装一次不会重复。"""
    desk = wired().desk
    desk.ledger.migrate()
    added = seeding.seed(desk, samples(desk.today))
    click.echo(f"示例数据 (全部虚构): 新增单位 {len(added.employers)} 家, 岗位 {len(added.vacancies)} 个, 求职者 {len(added.workers)} 人。")
    path = Path(wired().settings.var) / "sample-accounts.txt"
    add_sample_accounts(desk, path)
    print_sample_accounts(path)


def add_sample_accounts(desk: Desk, path: Path) -> None:
    """One random password for all of them, made at the first seeding and kept beside the ledger for its owner: none is known to the world."""
    with desk.ledger.reading() as reader:
        there = {account.name for account in reader.accounts()}
    missing = [sample for sample in sample_accounts() if sample.name not in there]
    if not missing:
        return
    password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    lines = []
    for sample in missing:
        grants = tuple(parse_grant(role) for role in sample.roles)
        add_account(SYSTEM, desk, Account(name=sample.name, grants=grants), password)
        lines.append(f"{sample.name}\t{password}\t{' '.join(sample.roles)}\n")
    _keep(path, lines)


def print_sample_accounts(path: Path) -> None:
    if not path.exists():
        click.echo("示例账号已经有了; 要换密码: matcher account add 名字 --role 角色 --password")
        return
    click.echo(f"示例账号 (也记在 {path}):")
    for line in path.read_text("utf-8").splitlines():
        name, password, roles = line.split("\t")
        click.echo(f"  {name}  密码 {password}  {roles}")


def _keep(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(lines)


COMMANDS = (seed,)
