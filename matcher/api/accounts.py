"""Accounts over the API, for administrators."""

from flask import Response

from matcher.api.rest import Room, answer
from matcher.context import actor, allowed, desk
from matcher.domain.accounts import Account, Role
from matcher.schemas.accounts import AccountSchema, TokenDocument, account_document
from matcher.services.accounts import add_account, issue_token

room = Room("accounts")


@room.at("POST", "/accounts")
@allowed(Role.ADMIN)
@room.takes(AccountSchema)
@room.answers(201, AccountSchema)
def post_account(asked: tuple[Account, str | None]) -> Response:
    """Add an account, or change its roles; without a password the old one stays."""
    account, password = asked
    return answer(account_document(add_account(actor(), desk(), account, password)), 201)


@room.at("POST", "/accounts/<account_name:name>/tokens")
@allowed(Role.ADMIN)
@room.answers(201, TokenDocument, 404)
def post_token(name: str) -> Response:
    """A new bearer token, shown this once."""
    return answer({"account": name, "token": issue_token(actor(), desk(), name)}, 201)
