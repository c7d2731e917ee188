"""Accounts, their tokens and failed attempts, and what they chose for their sheets."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from matcher.domain.accounts import Account
from matcher.domain.errors import Missing
from matcher.ledger import tables
from matcher.ledger.reading import Connected
from matcher.ledger.records import ACCOUNT
from matcher.ledger.shelves import shelf_of
from matcher.ledger.upserts import upsert


class AccountReading(Connected):
    def account(self, name: str) -> Account:
        row = self.connection.execute(select(*ACCOUNT.columns).where(tables.account.c.name == name)).one_or_none()
        if row is None:
            raise Missing(f"没有账号“{name}”。请核对账号名。")
        return ACCOUNT.document(row)

    def account_by_token(self, digest: str) -> Account | None:
        shelf = shelf_of(ACCOUNT, self.connection.dialect)
        rows = self.fetch(f"{shelf.select} WHERE name = (SELECT account FROM token WHERE digest = ?)", (digest,))
        return shelf.document(rows[0]) if rows else None

    def accounts(self) -> tuple[Account, ...]:
        return tuple(ACCOUNT.document(row) for row in self.connection.execute(select(*ACCOUNT.columns).order_by(tables.account.c.name)))

    def failed_logins(self, key: str, since: datetime) -> int:
        failed = tables.failed_login.c
        return self.connection.scalar(select(func.count()).where(failed.key == key, failed.at >= since)) or 0

    def mapping(self, account: str, signature: str) -> tuple[str, dict[str, str | None]] | None:
        stored = tables.mapping.c
        row = self.connection.execute(
            select(stored.kind, stored.fields).where(stored.account == account, stored.signature == signature)).one_or_none()
        return None if row is None else (row.kind, row.fields)


class AccountWriting(AccountReading):
    def save_account(self, account: Account) -> None:
        values = ACCOUNT.values(account)
        upsert(self.connection, tables.account, {"name": values.pop("name")}, values)

    def add_token(self, account: str, digest: str) -> None:
        self.connection.execute(insert(tables.token), {"account": account, "digest": digest, "created_at": self.clock()})

    def add_failed_login(self, key: str, at: datetime) -> None:
        self.connection.execute(insert(tables.failed_login), {"key": key, "at": at})

    def forget_failed_logins(self, key: str, before: datetime | None = None) -> None:
        failed = tables.failed_login
        statement = delete(failed).where(failed.c.key == key)
        self.connection.execute(statement if before is None else statement.where(failed.c.at < before))

    def save_mapping(self, account: str, signature: str, kind: str, fields: Mapping[str, str | None]) -> None:
        values = {"kind": kind, "fields": dict(fields), "updated_at": self.clock()}
        upsert(self.connection, tables.mapping, {"account": account, "signature": signature}, values)
