"""What the rules say of a post or of a match."""

from collections.abc import Iterable
from typing import Any

import marshmallow as ma
from marshmallow import fields

from matcher.compliance.hits import Hit, Level
from matcher.schemas.fields import Base, Text
from matcher.services.reviewing import sentence


class HitDocument(ma.Schema):
    """span: characters of the field's words as set out, null where something is missing or a value is meant. instead: lawful words for the span."""

    rule = fields.String(required=True)
    level = fields.Enum(Level, by_value=True, required=True)
    level_label = fields.String(required=True)
    span = fields.List(fields.Integer(), allow_none=True, required=True)
    text = fields.String(required=True)
    field = fields.String(required=True)
    basis = fields.String(required=True)
    suggestion = fields.String(required=True)
    instead = fields.String(allow_none=True, required=True)
    sentence = fields.String(required=True)
    ruleset = fields.String(required=True)


class HitsDocument(ma.Schema):
    hits = fields.List(fields.Nested(HitDocument), required=True)


class GroundsSchema(Base):
    """Why: kept for as long as the post is."""

    reason = Text(500, blank=False, required=True)


def hit_document(hit: Hit) -> dict[str, Any]:
    return {
        "rule": hit.rule, "level": hit.level, "level_label": hit.level.label, "span": hit.span, "text": hit.text, "field": hit.field,
        "basis": hit.basis, "suggestion": hit.suggestion, "instead": hit.instead, "sentence": sentence(hit), "ruleset": hit.ruleset,
    }


def hits_document(hits: Iterable[Hit]) -> dict[str, Any]:
    return {"hits": [hit_document(hit) for hit in hits]}
