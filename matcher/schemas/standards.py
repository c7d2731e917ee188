"""Lines of the dated tables."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load

from matcher.domain.standards import Licence, ListedEmployer, MinimumWage
from matcher.schemas.codes import PlaceCode
from matcher.schemas.fields import MAYBE, Amount, Base, Day, Many, Part, Text, Whole
from matcher.services.standards import Standards

MOST_LINES = 1000
KINDS = ("hr_service", "labour_abroad")


class WageSchema(Base):
    """The minimum of an area from a day on, yuan. verified_on: when somebody held it against the official table."""

    area = PlaceCode(required=True)
    month_yuan = Whole(500, 20_000, required=True)
    hour_yuan = Amount(1, 500, **MAYBE)
    since = Day(required=True)
    source = Text(200, load_default="")
    verified_on = Day(**MAYBE)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> MinimumWage:
        return MinimumWage(**values)


class ListedSchema(Base):
    """A unit on the arrears list (欠薪失信名单); removed_on: taken off early."""

    credit_code = Text(18, blank=False, required=True)
    since = Day(required=True)
    until = Day(required=True)
    removed_on = Day(**MAYBE)
    source = Text(200, load_default="")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> ListedEmployer:
        return ListedEmployer(**values)


class LicenceSchema(Base):
    """A licence of a unit; kind hr_service (人力资源服务许可证) or labour_abroad (对外劳务合作经营资格)."""

    credit_code = Text(18, blank=False, required=True)
    number = Text(60, blank=False, required=True)
    since = Day(required=True)
    until = Day(**MAYBE)
    kind = fields.String(load_default="hr_service", validate=ma.validate.OneOf(KINDS, error=f"只能是: {', '.join(KINDS)}。"))
    seen_on = Day(**MAYBE)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Licence:
        return Licence(**values)


class WagesSchema(Base):
    lines = Many(Part(WageSchema), MOST_LINES, twice=True, required=True)


class ListedListSchema(Base):
    lines = Many(Part(ListedSchema), MOST_LINES, twice=True, required=True)


class LicencesSchema(Base):
    lines = Many(Part(LicenceSchema), MOST_LINES, twice=True, required=True)


class WageKeySchema(Base):
    area = PlaceCode(required=True)
    since = Day(required=True)


class LicenceKeySchema(Base):
    credit_code = Text(18, blank=False, required=True)
    number = Text(60, blank=False, required=True)


class StandardsDocument(ma.Schema):
    """starting: the wages are those that came with the package, unverified."""

    wages = fields.List(fields.Nested(WageSchema), required=True)
    arrears = fields.List(fields.Nested(ListedSchema), required=True)
    licences = fields.List(fields.Nested(LicenceSchema), required=True)
    starting = fields.Boolean(required=True)


class SavedLinesDocument(ma.Schema):
    """paused: posts that this took out of matching (R26)."""

    saved = fields.Integer(required=True)
    paused = fields.List(fields.String(), required=True)


def standards_document(standards: Standards) -> dict[str, Any]:
    return {"wages": standards.wages, "arrears": standards.arrears, "licences": standards.licences, "starting": standards.starting}
