"""Vacancies: what a post offers and needs, and how posts are sought."""

from typing import Any

import marshmallow as ma
from marshmallow import ValidationError, fields, post_load, validates_schema

from matcher.domain.search import VacancySearch
from matcher.domain.terms import Education, Employment, Posture, Shift
from matcher.domain.vacancies import Needs, Offer, Vacancy, VacancyState
from matcher.schemas import messages
from matcher.schemas.codes import CertificateCode, OccupationCode, PlaceCode, occupation_label, place_label
from matcher.schemas.fields import MAYBE, Amount, Base, Choice, Day, Flag, FlagInAddress, Identifier, Many, Part, Text, Whole, WholeInAddress
from matcher.schemas.pages import CURSOR, Asked
from matcher.schemas.pay import PaySchema


class OfferSchema(Base):
    """What the worker would get; null means that the posting does not say."""

    pay = Many(Part(PaySchema), 10, **MAYBE)
    shift = Choice(Shift, **MAYBE)
    hours_per_day = Amount(0.5, 24, **MAYBE)
    overtime_hours = Whole(0, 400, **MAYBE)
    rest_days = Amount(0, 31, **MAYBE)
    posture = Choice(Posture, **MAYBE)
    heavy = Flag(**MAYBE)
    cleanroom = Flag(**MAYBE)
    hazards = Many(Text(60, blank=False), 20, **MAYBE)
    meals = Flag(**MAYBE)
    lodging = Flag(**MAYBE)
    couple_room = Flag(**MAYBE)
    coach = Flag(**MAYBE)
    employment = Choice(Employment, **MAYBE)
    contract_months = Whole(1, 600, **MAYBE)
    insurance = Flag(**MAYBE)
    payday = Whole(1, 31, **MAYBE)
    welfare = Many(Text(60, blank=False), 60, **MAYBE)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Offer:
        return Offer(**self.stated(values))


class NeedsSchema(Base):
    """What the employer asks for. There is no sex here (就业促进法 §27)."""

    age_low = Whole(16, 100, **MAYBE)
    age_high = Whole(16, 100, **MAYBE)
    education = Choice(Education, **MAYBE)
    years = Amount(0, 60, **MAYBE)
    certificates = Many(CertificateCode(), 20, **MAYBE)
    training_given = Flag(**MAYBE)

    @validates_schema
    def ordered(self, values: dict[str, Any], **_: Any) -> None:
        if values.get("age_low") and values.get("age_high") and values["age_high"] < values["age_low"]:
            raise ValidationError(messages.ORDER, "age_high")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Needs:
        return Needs(**self.stated(values))


class VacancySchema(Base):
    """A post. Needed at first: its title and the employer's id; it is open unless `state` says otherwise."""

    id = fields.String(dump_only=True)
    version = fields.Integer(dump_only=True)
    title = Text(100, blank=False, required=True)
    employer = Identifier("employer", required=True)
    employer_name = fields.String(dump_only=True)
    code = Text(20, **MAYBE)
    occupation = OccupationCode(**MAYBE)
    occupation_label = fields.String(dump_only=True, allow_none=True)
    place = PlaceCode(**MAYBE)
    place_label = fields.String(dump_only=True, allow_none=True)
    address = Text(200, **MAYBE)
    description = Text(20_000, **MAYBE)
    headcount = Whole(1, 100_000, **MAYBE)
    accepted = fields.Integer(dump_only=True)
    left = fields.Integer(dump_only=True, allow_none=True)
    state = Choice(VacancyState, load_default=VacancyState.OPEN, allow_none=True)
    state_label = fields.String(dump_only=True)
    offer = Part(OfferSchema, **MAYBE)
    needs = Part(NeedsSchema, **MAYBE)
    programmes = Many(Text(40, blank=False), 20, **MAYBE)
    starts_on = Day(**MAYBE)
    ends_on = Day(**MAYBE)
    posted_on = Day(**MAYBE)
    closes_on = Day(**MAYBE)
    source = fields.String(dump_only=True)
    unread = fields.List(fields.List(fields.String()), dump_only=True)
    created_at = fields.AwareDateTime(dump_only=True, allow_none=True)
    updated_at = fields.AwareDateTime(dump_only=True, allow_none=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Vacancy:
        return Vacancy(id="", **self.stated(values))


class VacancyEditSchema(VacancySchema):
    """The whole post anew; its state must be said, so that a paused one is not opened by silence."""

    state = Choice(VacancyState, required=True)


class StateSchema(Base):
    """One tap: 已招满, 暂停, 下架, 在招."""

    state = Choice(VacancyState, required=True)
    note = Text(500, load_default="")


class VacancySearchSchema(Asked):
    """What somebody looks for. Names that nobody knows are named in the answer, so they are no error here."""

    words = Text(200, load_default="")
    places = Many(Text(60), 20, data_key="place", load_default=())
    near = Text(60, load_default=None)
    radius_km = WholeInAddress(1, 5000, load_default=None)
    occupations = Many(Text(60), 20, data_key="occupation", load_default=())
    pay_from = WholeInAddress(1, 1_000_000, load_default=None)
    shifts = Many(Choice(Shift), 5, data_key="shift", load_default=())
    postures = Many(Choice(Posture), 3, data_key="posture", load_default=())
    meals = FlagInAddress(load_default=None)
    lodging = FlagInAddress(load_default=None)
    coach = FlagInAddress(load_default=None)
    programme = Text(40, load_default=None)
    employer = Identifier("employer", load_default=None)
    open_on = Day(load_default=None)
    cursor = Text(CURSOR, load_default=None)
    size = WholeInAddress(1, 100, load_default=20)

    class Meta:
        unknown = ma.EXCLUDE  # chats add parameters of their own to a shared address; the API asks with RAISE

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> VacancySearch:
        return VacancySearch(**values)


def vacancy_document(vacancy: Vacancy) -> dict[str, Any]:
    """Everything but who entered it."""
    return {
        "id": vacancy.id, "version": vacancy.version, "title": vacancy.title, "employer": vacancy.employer, "employer_name": vacancy.employer_name,
        "code": vacancy.code, "occupation": vacancy.occupation, "occupation_label": occupation_label(vacancy.occupation), "place": vacancy.place,
        "place_label": place_label(vacancy.place), "address": vacancy.address, "description": vacancy.description, "headcount": vacancy.headcount,
        "accepted": vacancy.accepted, "left": vacancy.left, "state": vacancy.state, "state_label": vacancy.state.label, "offer": vacancy.offer,
        "needs": vacancy.needs, "programmes": vacancy.programmes, "starts_on": vacancy.starts_on, "ends_on": vacancy.ends_on,
        "posted_on": vacancy.posted_on, "closes_on": vacancy.closes_on, "source": vacancy.source, "unread": vacancy.unread,
        "created_at": vacancy.created_at, "updated_at": vacancy.updated_at,
    }


def search_document(search: VacancySearch) -> dict[str, Any]:
    """A search as the parameters that ask for it, without what it leaves open."""
    names = {"places": "place", "occupations": "occupation", "shifts": "shift", "postures": "posture"}
    said = {field: getattr(search, field) for field in VacancySearch.__dataclass_fields__ if field not in ("cursor", "size")}
    return {names.get(field, field): value for field, value in said.items() if value not in (None, "", ())}
