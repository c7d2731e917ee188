"""A person's path to a post: what was said and done, by whom, when."""

from collections.abc import Iterable
from typing import Any, Final

import marshmallow as ma
from marshmallow import fields, post_load

from matcher.compliance.hits import Hit
from matcher.domain.events import Event, Intent, Step
from matcher.domain.terms import Channel
from matcher.ledger.port import Page
from matcher.schemas.booking import LAST_STOP, BookingDocument, booking_document
from matcher.schemas.fields import MAYBE, Base, Choice, Flag, Identifier, Moment, Part, Text, Whole
from matcher.schemas.hits import HitDocument, hit_document
from matcher.schemas.pages import PageDocument, PageSchema
from matcher.services.placing import Mark, Promised, StatedIntent
from matcher.services.promises import SeatAsked

MARK: Final = ("channel", "note", "at")


class MarkSchema(Base):
    """How a step happened. Without `at` it is now; more than a day ago needs a note."""

    channel = Choice(Channel, load_default=Channel.COUNTER)
    note = Text(500, load_default="")
    at = Moment(load_default=None, allow_none=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Any:
        return Mark(**values)


class SeatAskedSchema(Base):
    """The seat that goes with the post. `key` works as for bookings: the same again is the same seat."""

    trip = Identifier("trip", required=True)
    key = Text(64, blank=False, required=True)
    board = Whole(0, LAST_STOP, required=True)
    alight = Whole(0, LAST_STOP, required=True)
    infants = Whole(0, 9, load_default=0)
    beside_men = Flag(load_default=False)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> SeatAsked:
        return SeatAsked(**values)


class AcceptSchema(MarkSchema):
    """`seat`: post and seat are one promise, both or neither."""

    seat = Part(SeatAskedSchema, **MAYBE)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> tuple[Mark, SeatAsked | None]:
        return Mark(**{name: values[name] for name in MARK}), values["seat"]


class StatedIntentSchema(MarkSchema):
    """`consent`: the person agrees that this employer sees name and phone, for this post only."""

    worker = Identifier("worker", required=True)
    vacancy = Identifier("vacancy", required=True)
    consent = Flag(load_default=False)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> StatedIntent:
        mark = Mark(**{name: values.pop(name) for name in MARK})
        return StatedIntent(**values, mark=mark)


class StepTakenSchema(MarkSchema):
    """recommended, told, intent, interview or offer."""

    vacancy = Identifier("vacancy", required=True)
    step = Choice(Step, required=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> tuple[str, Step, Mark]:
        return values["vacancy"], values["step"], Mark(**{name: values[name] for name in MARK})


class IntentsAskedSchema(PageSchema):
    worker = Identifier("worker", load_default=None)
    vacancy = Identifier("vacancy", load_default=None)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> tuple[Page, str | None, str | None]:
        return self.page(values), values["worker"], values["vacancy"]


class IntentDocument(ma.Schema):
    """holds: what a person should look at before work begins (R10, R28); said of one intent, not in lists."""

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    worker = fields.String(required=True)
    vacancy = fields.String(required=True)
    employer = fields.String(required=True)
    step = fields.Enum(Step, by_value=True, required=True)
    step_label = fields.String(required=True)
    created_at = fields.AwareDateTime(allow_none=True, required=True)
    updated_at = fields.AwareDateTime(allow_none=True, required=True)
    holds = fields.List(fields.Nested(HitDocument))


class PromisedDocument(IntentDocument):
    """seat: the booking that goes with the post, null where none was asked for."""

    seat = fields.Nested(BookingDocument, allow_none=True)


class IntentListDocument(ma.Schema):
    items = fields.List(fields.Nested(IntentDocument), required=True)
    page = fields.Nested(PageDocument, required=True)


class EventDocument(ma.Schema):
    number = fields.Integer(required=True)
    step = fields.Enum(Step, by_value=True, required=True)
    step_label = fields.String(required=True)
    subject = fields.String(required=True)
    vacancy = fields.String(allow_none=True, required=True)
    actor = fields.String(required=True)
    channel = fields.Enum(Channel, by_value=True, required=True)
    channel_label = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    recorded_at = fields.AwareDateTime(allow_none=True, required=True)
    note = fields.String(required=True)


class EventListDocument(ma.Schema):
    items = fields.List(fields.Nested(EventDocument), required=True)
    page = fields.Nested(PageDocument, required=True)


def intent_document(intent: Intent) -> dict[str, Any]:
    return {
        "id": intent.id, "version": intent.version, "worker": intent.worker, "vacancy": intent.vacancy, "employer": intent.employer,
        "step": intent.step, "step_label": intent.step.label, "created_at": intent.created_at, "updated_at": intent.updated_at,
    }


def held_intent_document(intent: Intent, holds: Iterable[Hit]) -> dict[str, Any]:
    return intent_document(intent) | {"holds": [hit_document(hit) for hit in holds]}


def promised_document(promised: Promised, holds: Iterable[Hit]) -> dict[str, Any]:
    return held_intent_document(promised.intent, holds) | {"seat": booking_document(promised.seat) if promised.seat else None}


def event_document(event: Event) -> dict[str, Any]:
    return {
        "number": event.number, "step": event.step, "step_label": event.step.label, "subject": event.subject, "vacancy": event.vacancy,
        "actor": event.actor, "channel": event.channel, "channel_label": event.channel.label,
        "at": event.at, "recorded_at": event.recorded_at, "note": event.note,
    }
