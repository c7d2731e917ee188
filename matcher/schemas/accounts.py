"""Accounts and their tokens."""

from typing import Any

import marshmallow as ma
from marshmallow import ValidationError, fields, post_load

from matcher.domain.accounts import Account
from matcher.domain.errors import Invalid
from matcher.schemas.fields import Base, Flag, Many, Text
from matcher.services.accounts import parse_grant


class AccountSchema(Base):
    """A password is for the pages; the API needs a token only."""

    name = Text(64, blank=False, required=True)
    roles = Many(Text(80, blank=False), 20, required=True)
    password = Text(200, load_default=None, allow_none=True, load_only=True)
    active = Flag(load_default=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> tuple[Account, str | None]:
        grants = []
        for number, text in enumerate(values["roles"]):
            try:
                grants.append(parse_grant(text))
            except Invalid as refusal:
                raise ValidationError({number: [refusal.text]}, "roles") from None
        return Account(name=values["name"], grants=tuple(grants), active=values["active"]), values["password"]


class TokenDocument(ma.Schema):
    """Shown this once; we keep no more than its digest."""

    account = fields.String(required=True)
    token = fields.String(required=True)


def account_document(account: Account) -> dict[str, Any]:
    return {"name": account.name, "roles": [str(grant) for grant in account.grants], "active": account.active}
