"""Pay, as figures; the words it was read from may come along."""

from typing import Any, Final

from marshmallow import ValidationError, post_load, validate, validates_schema

from matcher.domain.pay import Pay
from matcher.schemas import messages
from matcher.schemas.fields import Amount, Base, Text, Whole

BASES: Final = ("month", "day", "hour", "week", "year", "piece")
KINDS: Final = ("base", "gross", "net", "floor", "unknown")
MOST_YUAN: Final = 9_999_999


def _one_of(codes: tuple[str, ...]) -> validate.OneOf:
    return validate.OneOf(codes, error=f"只能是: {', '.join(codes)}。")


class PaySchema(Base):
    """`low` and `high` in yuan for each `basis`; `high` null is open at the top."""

    basis = Text(10, required=True, validate=_one_of(BASES))
    low = Amount(0, MOST_YUAN, required=True)
    high = Amount(0, MOST_YUAN, load_default=None, allow_none=True)
    kind = Text(10, load_default="unknown", validate=_one_of(KINDS))
    months = Whole(1, 36, load_default=None, allow_none=True)
    raw = Text(200, load_default="")

    @validates_schema
    def ordered(self, values: dict[str, Any], **_: Any) -> None:
        top = values["low"] if values["high"] is None else values["high"]
        if top < values["low"]:
            raise ValidationError(messages.ORDER, "high")
        if top == 0:
            raise ValidationError("工资要大于 0。", "low")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Pay:
        return Pay(**values)
