"""Workers: what a person wants and has, and how people are sought."""

from dataclasses import replace
from typing import Any

import marshmallow as ma
from marshmallow import ValidationError, fields, post_load, validates_schema

from matcher.domain.people import Consent, Experience, Haves, Wants, Worker
from matcher.domain.search import WorkerSearch
from matcher.domain.terms import Category, Channel, ConsentMode, Education, Posture, Sex
from matcher.ledger.port import Page
from matcher.reading.identity import check
from matcher.schemas.codes import CertificateCode, IdentityNumber, OccupationCode, Phone, PlaceCode, place_label
from matcher.schemas.fields import MAYBE, Amount, Base, Choice, Day, Flag, Identifier, Many, Moment, Part, Text, Whole, WholeInAddress
from matcher.schemas.pages import CURSOR, Asked


class ConsentSchema(Base):
    """How the person agreed to be registered."""

    mode = Choice(ConsentMode, required=True)
    at = Moment(**MAYBE)
    by = fields.String(dump_only=True)
    text_version = Text(20, **MAYBE)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Consent:
        return Consent(**self.stated(values))


class ExperienceSchema(Base):
    """A trade and the years in it; `words` where no code is known."""

    occupation = OccupationCode(**MAYBE)
    years = Amount(0, 80, **MAYBE)
    words = Text(200, **MAYBE)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Experience:
        return Experience(**self.stated(values))


class WantsSchema(Base):
    """What the person wants; null means that nobody has asked yet."""

    occupations = Many(OccupationCode(), 3, **MAYBE)
    places = Many(PlaceCode(), 4, **MAYBE)
    near = PlaceCode(**MAYBE)
    radius_km = Whole(1, 5000, **MAYBE)
    monthly_yuan = Whole(1, 1_000_000, **MAYBE)
    no_night = Flag(**MAYBE)
    no_heavy = Flag(**MAYBE)
    no_cleanroom = Flag(**MAYBE)
    posture = Choice(Posture, **MAYBE)
    meals = Flag(**MAYBE)
    lodging = Flag(**MAYBE)
    couple_room = Flag(**MAYBE)
    companions = Whole(0, 50, **MAYBE)
    ready_on = Day(**MAYBE)
    until = Day(**MAYBE)
    coach = Flag(**MAYBE)
    training = Flag(**MAYBE)
    avoid_employers = Many(Identifier("employer"), 20, **MAYBE)
    note = Text(500, **MAYBE)

    @validates_schema
    def ordered(self, values: dict[str, Any], **_: Any) -> None:
        if values.get("ready_on") and values.get("until") and values["until"] < values["ready_on"]:
            raise ValidationError("结束日期早于开始日期。", "until")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Wants:
        return Wants(**self.stated(values))


class HavesSchema(Base):
    """What the person brings."""

    sex = Choice(Sex, **MAYBE)
    born_on = Day(**MAYBE)
    education = Choice(Education, **MAYBE)
    experience = Many(Part(ExperienceSchema), 20, **MAYBE)
    certificates = Many(CertificateCode(), 20, **MAYBE)
    skills = Text(500, **MAYBE)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Haves:
        return Haves(**self.stated(values))


class WorkerSchema(Base):
    """A person at the register. Phone and ID number as our answers mask them may come back: then the stored ones stay."""

    id = fields.String(dump_only=True)
    version = fields.Integer(dump_only=True)
    name = Text(60, blank=False, required=True)
    phone = Phone(masked=True, required=True)
    consent = Part(ConsentSchema, required=True)
    identity = IdentityNumber(masked=True, **MAYBE)
    place = PlaceCode(**MAYBE)
    place_label = fields.String(dump_only=True, allow_none=True)
    village = Text(60, **MAYBE)
    lives_at = PlaceCode(**MAYBE)
    lives_at_label = fields.String(dump_only=True, allow_none=True)
    second_contact = Text(60, **MAYBE)
    categories = Many(Choice(Category), 10, **MAYBE)
    wants = Part(WantsSchema, **MAYBE)
    haves = Part(HavesSchema, **MAYBE)
    active = Flag(**MAYBE)
    channel = Choice(Channel, **MAYBE)
    registered_at = fields.AwareDateTime(dump_only=True, allow_none=True)
    updated_at = fields.AwareDateTime(dump_only=True, allow_none=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Worker:
        return with_identity_read(Worker(id="", **self.stated(values)))


class NewWorkerSchema(WorkerSchema):
    """Needed at first: name, phone, and how the person agreed; everything else is asked for later."""

    phone = Phone(required=True)
    identity = IdentityNumber(**MAYBE)


class ContactAskedSchema(Base):
    purpose = Text(200, blank=False, required=True, metadata={"description": "为什么要看, 一句话; 记入台账。"})


class ContactDocument(ma.Schema):
    name = fields.String(required=True)
    phone = fields.String(required=True)
    second_contact = fields.String(required=True)


class WorkersAskedSchema(Asked):
    """By name or phone (whole, or its last four digits) from the register; otherwise by what people want and have done."""

    name = Text(60, load_default="")
    phone = Text(20, load_default="")
    words = Text(200, load_default="")
    places = Many(Text(60), 20, data_key="place", load_default=())
    near = Text(60, load_default=None)
    radius_km = WholeInAddress(1, 5000, load_default=None)
    occupations = Many(Text(60), 20, data_key="occupation", load_default=())
    ready_by = Day(load_default=None)
    cursor = Text(CURSOR, load_default=None)
    size = WholeInAddress(1, 100, load_default=20)

    class Meta:
        unknown = ma.EXCLUDE

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> tuple[WorkerSearch, str, str]:
        name, phone = values.pop("name"), values.pop("phone")
        return WorkerSearch(**values), name, phone


def with_identity_read(worker: Worker) -> Worker:
    """An ID number tells birth date and sex; what was said of them goes first."""
    read = check(worker.identity.lower())[0] if worker.identity and "*" not in worker.identity else None
    if read is None:
        return worker
    haves = worker.haves
    return replace(worker, haves=replace(haves, born_on=haves.born_on or read.born_on, sex=haves.sex or read.sex))


def register_asked(search: WorkerSearch, name: str, phone: str) -> Page | None:
    """The page of the register that is meant, None where something is sought that only the catalogue can find."""
    plain = WorkerSearch(cursor=search.cursor, size=search.size)
    return Page(search.cursor, search.size) if name or phone or search == plain else None


def worker_document(worker: Worker) -> dict[str, Any]:
    """As the service handed it over: masked."""
    return {
        "id": worker.id, "version": worker.version, "name": worker.name, "phone": worker.phone, "consent": worker.consent,
        "identity": worker.identity, "place": worker.place, "place_label": place_label(worker.place), "village": worker.village,
        "lives_at": worker.lives_at, "lives_at_label": place_label(worker.lives_at), "second_contact": worker.second_contact,
        "categories": worker.categories,
        "wants": worker.wants, "haves": worker.haves, "active": worker.active, "channel": worker.channel,
        "registered_at": worker.registered_at, "updated_at": worker.updated_at,
    }
