"""Accounts, tokens and signing in."""

import hashlib
import secrets
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from matcher.domain.accounts import PLACED, Account, Actor, Grant, Role
from matcher.domain.errors import Conflict, Forbidden, Invalid, Missing, SignedOut
from matcher.ledger.port import Reader
from matcher.services.desk import Desk

TRIES, WINDOW = 5, timedelta(minutes=15)
PASSWORD_LENGTH = 10
HASHER = PasswordHasher()


class Throttled(Conflict):
    code = "throttled"


def parse_grant(text: str) -> Grant:
    """`station@611021103`, `recruiter@<employer id>`, `admin`. Raises Invalid."""
    role, _, scope = text.partition("@")
    if role not in set(Role):
        raise Invalid(f"没有“{role}”这个角色, 可用: {', '.join(Role)}。")
    if Role.of(role) in PLACED and scope and not (scope.isdigit() and len(scope) in (2, 4, 6, 9, 12)):
        raise Invalid(f"“{scope}”不是行政区划代码, 例: {role}@611021103。")
    return Grant(Role.of(role), scope)


def add_account(actor: Actor, desk: Desk, account: Account, password: str | None = None) -> Account:
    """Adds or changes an account; password None leaves it without (tokens only) or as it was."""
    if not actor.is_admin:
        raise Forbidden("只有管理员能增加账号。")
    if not account.name or len(account.name) > 64 or not account.grants:
        raise Invalid("账号要有名字 (64 字以内) 和至少一个角色。")
    if password is not None and len(password) < PASSWORD_LENGTH:
        raise Invalid(f"密码至少 {PASSWORD_LENGTH} 位。", {"password": [f"密码至少 {PASSWORD_LENGTH} 位。"]})
    with desk.ledger.transaction() as tx:
        known = _account(tx, account.name)
        kept = known.password if known else None
        saved = Account(name=account.name, grants=account.grants, password=HASHER.hash(password) if password else kept, active=account.active)
        tx.save_account(saved)
    return saved


def issue_token(actor: Actor, desk: Desk, name: str) -> str:
    """A new bearer token, shown this once; the ledger keeps its SHA-256 only."""
    if not actor.is_admin:
        raise Forbidden("只有管理员能发令牌。")
    token = secrets.token_urlsafe(32)
    with desk.ledger.transaction() as tx:
        tx.account(name)
        tx.add_token(name, _digest(token))
    return token


def actor_for_token(desk: Desk, token: str) -> Actor | None:
    with desk.ledger.glance() as reader:
        account = reader.account_by_token(_digest(token))
    return account.actor if account and account.active else None


def actor_named(desk: Desk, name: str) -> Actor | None:
    """For a signed-in session: grants as they are now."""
    with desk.ledger.reading() as reader:
        account = _account(reader, name)
    return account.actor if account and account.active else None


def sign_in(desk: Desk, name: str, password: str, key: str) -> Actor:
    """key: what is throttled besides the name (the address). Raises SignedOut, Throttled; both say nothing about which of the two was wrong."""
    keys = (f"name:{_digest(name)[:16]}", f"from:{_digest(key)[:16]}")
    with desk.ledger.reading() as reader:
        tries = max(reader.failed_logins(k, desk.now - WINDOW) for k in keys)
        account = _account(reader, name)
    if tries >= TRIES:
        raise Throttled("密码错了太多次, 请 15 分钟后再试, 或请管理员重设密码。")
    if account is None or not _verified(account.password, password) or not account.active:
        with desk.ledger.transaction() as tx:
            for k in keys:
                tx.add_failed_login(k, desk.now)
        raise SignedOut("账号或密码不对, 请再试一次。")
    with desk.ledger.transaction() as tx:
        tx.forget_failed_logins(keys[0])
    return account.actor


def _verified(hashed: str | None, password: str) -> bool:
    """Takes the same time whether the account exists or not."""
    try:
        return HASHER.verify(hashed or _nobody(), password) and hashed is not None
    except (Argon2Error, InvalidHashError):
        return False


def _account(reader: Reader, name: str) -> Account | None:
    try:
        return reader.account(name)
    except Missing:
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _nobody() -> str:
    return HASHER.hash(secrets.token_urlsafe(16))
