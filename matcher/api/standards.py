"""The dated tables over the API, for administrators: minimum wages, the arrears list, licences."""

from collections.abc import Sequence
from typing import Any

from flask import Response

from matcher.api.rest import Room, answer
from matcher.context import actor, allowed, desk
from matcher.domain.accounts import Role
from matcher.schemas.standards import (
    LicenceKeySchema,
    LicencesSchema,
    ListedListSchema,
    SavedLinesDocument,
    StandardsDocument,
    WageKeySchema,
    WagesSchema,
    standards_document,
)
from matcher.services.standards import Line, drop_licence, drop_wage, save_lines, show_standards

room = Room("tables")


@room.at("GET", "/tables")
@allowed(Role.ADMIN)
@room.answers(200, StandardsDocument)
def get_tables() -> Response:
    """All three tables."""
    return answer(standards_document(show_standards(actor(), desk())))


@room.at("POST", "/tables/wages")
@allowed(Role.ADMIN)
@room.takes(WagesSchema)
@room.answers(200, SavedLinesDocument)
def post_wages(said: dict[str, Any]) -> Response:
    """Enter minimum wages; a line of the same area and day is replaced."""
    return saved(said["lines"])


@room.at("POST", "/tables/arrears")
@allowed(Role.ADMIN)
@room.takes(ListedListSchema)
@room.answers(200, SavedLinesDocument)
def post_arrears(said: dict[str, Any]) -> Response:
    """Enter units on the arrears list; their open posts are paused at once."""
    return saved(said["lines"])


@room.at("POST", "/tables/licences")
@allowed(Role.ADMIN)
@room.takes(LicencesSchema)
@room.answers(200, SavedLinesDocument)
def post_licences(said: dict[str, Any]) -> Response:
    """Enter licences."""
    return saved(said["lines"])


@room.at("POST", "/tables/wages/remove")
@allowed(Role.ADMIN)
@room.takes(WageKeySchema)
@room.answers(200, StandardsDocument, 404)
def post_wage_removed(key: dict[str, Any]) -> Response:
    """Take out a line that was entered by mistake; the tables as they are then."""
    drop_wage(actor(), desk(), **key)
    return get_tables()


@room.at("POST", "/tables/licences/remove")
@allowed(Role.ADMIN)
@room.takes(LicenceKeySchema)
@room.answers(200, StandardsDocument, 404)
def post_licence_removed(key: dict[str, Any]) -> Response:
    """Take out a line that was entered by mistake; the tables as they are then."""
    drop_licence(actor(), desk(), **key)
    return get_tables()


def saved(lines: Sequence[Line]) -> Response:
    done = save_lines(actor(), desk(), lines)
    return answer({"saved": done.lines, "paused": [post.id for post in done.paused]})
