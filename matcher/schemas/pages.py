"""Lists: a page of items and where it goes on."""

from collections.abc import Iterable
from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load

from matcher.ledger.port import Page
from matcher.schemas.fields import Many, Text, WholeInAddress

CURSOR = 200  # characters; ours are shorter


class Asked(ma.Schema):
    """The query of an address: blanks count as not said, several of one name as a list."""

    @ma.pre_load
    def plain(self, said: Any, **_: Any) -> dict[str, Any]:
        several = {field.data_key or name for name, field in self.fields.items() if isinstance(field, Many)}
        given = {name: said.getlist(name) if name in several and hasattr(said, "getlist") else said[name] for name in said}
        listed = {name: [value] if name in several and isinstance(value, str) else value for name, value in given.items()}
        full = {name: [v for v in value if v != ""] if isinstance(value, list) else value for name, value in listed.items()}
        return {name: value for name, value in full.items() if value not in ("", [])}


class PageSchema(Asked):
    """Where a list goes on: `cursor` from the last answer, and how many at most."""

    cursor = Text(CURSOR, load_default=None)
    size = WholeInAddress(1, 100, load_default=50)

    def page(self, values: dict[str, Any]) -> Page:
        return Page(values.pop("cursor"), values.pop("size"))

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Any:
        return self.page(values)


class FiftySchema(Asked):
    top = WholeInAddress(1, 200, load_default=50)


class ThreeSchema(Asked):
    top = WholeInAddress(1, 50, load_default=3)


class PageDocument(ma.Schema):
    """cursor: send it to get what follows, null at the end. total: over all pages, null where nobody counted."""

    cursor = fields.String(allow_none=True, required=True)
    size = fields.Integer(required=True)
    total = fields.Integer(allow_none=True, required=True)


def listed(items: Iterable[Any], cursor: str | None, size: int, total: int | None = None) -> dict[str, Any]:
    return {"items": list(items), "page": {"cursor": cursor, "size": size, "total": total}}
