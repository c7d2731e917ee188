"""Employers."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, post_load

from matcher.domain.employers import Employer
from matcher.ledger.port import Page
from matcher.schemas.codes import CreditCode, PlaceCode, place_label
from matcher.schemas.fields import Base, Flag, Moment, Text
from matcher.schemas.pages import PageDocument, PageSchema


class EmployerSchema(Base):
    """A unit that hires; only its name is needed at first."""

    id = fields.String(dump_only=True)
    version = fields.Integer(dump_only=True)
    name = Text(100, blank=False, required=True)
    credit_code = CreditCode(load_default=None, allow_none=True)
    place = PlaceCode(load_default=None, allow_none=True)
    place_label = fields.String(dump_only=True, allow_none=True)
    address = Text(200, load_default="", allow_none=True)
    contact = Text(60, load_default="", allow_none=True)
    phone = Text(60, load_default="", allow_none=True)
    industry = Text(60, load_default="", allow_none=True)
    nature = Text(60, load_default="", allow_none=True)
    size = Text(60, load_default="", allow_none=True)
    is_agency = Flag(load_default=False, allow_none=True)
    licence = Text(60, load_default="", allow_none=True)
    verified_at = Moment(load_default=None, allow_none=True)
    source = fields.String(dump_only=True)
    created_at = fields.AwareDateTime(dump_only=True, allow_none=True)
    updated_at = fields.AwareDateTime(dump_only=True, allow_none=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Employer:
        return Employer(id="", **self.stated(values))


class EmployerListDocument(ma.Schema):
    items = fields.List(fields.Nested(EmployerSchema), required=True)
    page = fields.Nested(PageDocument, required=True)


class EmployersAskedSchema(PageSchema):
    name = Text(100, load_default="")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> tuple[Page, str]:
        return self.page(values), values["name"]


def employer_document(employer: Employer) -> dict[str, Any]:
    return {
        "id": employer.id, "version": employer.version, "name": employer.name, "credit_code": employer.credit_code, "place": employer.place,
        "place_label": place_label(employer.place), "address": employer.address, "contact": employer.contact, "phone": employer.phone,
        "industry": employer.industry, "nature": employer.nature, "size": employer.size, "is_agency": employer.is_agency, "licence": employer.licence,
        "verified_at": employer.verified_at, "source": employer.source, "created_at": employer.created_at, "updated_at": employer.updated_at,
    }
