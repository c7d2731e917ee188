"""Trips: stops, units with their seats, who drives and who rides along."""

from typing import Any, Final

import marshmallow as ma
from marshmallow import ValidationError, fields, post_load, pre_load, validate

from matcher.booking.plans import PRESETS, counted, for_sale, grid
from matcher.domain.errors import Invalid
from matcher.domain.trips import MOST_STOPS, Driver, Escort, Filing, Rest, Settlement, Stop, Trip, TripState, Unit, UnitKind
from matcher.ledger.port import Page
from matcher.schemas import messages
from matcher.schemas.codes import PlaceCode, place_label
from matcher.schemas.fields import MAYBE, Base, Choice, Flag, Identifier, Many, Moment, Part, Text, Whole
from matcher.schemas.pages import PageDocument, PageSchema

MOST_UNITS: Final = 60  # carriages of a long train, with room
ROWS_OF: Final = 400
SEATED: Final = ("plan", "preset", "rows", "seats")
MANY_PLANS: Final = "座位只能用一种写法: plan、preset、rows×across 或 seats。"
NO_PLAN: Final = "请写座位: rows×across、seats、preset 或 plan 之一。"
ACROSS: Final = 5  # of a carriage, where only the number of seats is said


class StopSchema(Base):
    """A stop with its planned time."""

    name = Text(60, blank=False, required=True)
    at = Moment(required=True)
    place = PlaceCode(**MAYBE)
    place_label = fields.String(dump_only=True, allow_none=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Stop:
        return Stop(**values)


class DriverSchema(Base):
    name = Text(40, blank=False, required=True)
    phone = Text(40, load_default="")
    licence = Text(40, load_default="")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Driver:
        return Driver(**values)


class RestSchema(Base):
    """A planned rest of the vehicle."""

    at = Moment(required=True)
    minutes = Whole(1, 24 * 60, required=True)
    name = Text(60, load_default="")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Rest:
        return Rest(**values)


class EscortSchema(Base):
    """随车人员; `account`: who signs in on the phone."""

    name = Text(40, blank=False, required=True)
    phone = Text(40, load_default="")
    account = Text(64, load_default="")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Escort:
        return Escort(**values)


class UnitSchema(Base):
    """A vehicle or carriage. Its seats in one of four ways: `rows` × `across` meant literally, `seats` in rows of five (or `across`),
    a `preset` with the escort's seat, or a `plan` of our own: one text a row, s seat, e escort, x not for sale, "." aisle.
    """

    no = Whole(1, 999, required=True)
    kind = Choice(UnitKind, load_default=UnitKind.COACH)
    kind_label = fields.String(dump_only=True)
    plan = Many(Text(20, blank=False), 200, twice=True)
    preset = fields.String(validate=validate.OneOf(tuple(PRESETS), error="只能是: {choices}。"), load_only=True)
    rows = Whole(1, ROWS_OF, load_only=True)
    across = Whole(1, ROWS_OF, load_only=True)
    seats = Whole(1, ROWS_OF, load_only=True)
    for_sale = fields.Integer(dump_only=True)
    plate = Text(20, load_default="")
    capacity = Whole(1, 1000, **MAYBE)
    drivers = Many(Part(DriverSchema), 6, twice=True, load_default=())
    relay = Flag(load_default=False)

    @pre_load
    def nothing_said(self, said: Any, **_: Any) -> Any:
        """null is "not said" for the ways to write seats too."""
        ways = (*SEATED, "across")
        return {name: value for name, value in said.items() if value is not None or name not in ways} if isinstance(said, dict) else said

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Unit:
        said = [way for way in SEATED if way in values]
        if len(said) != 1:
            raise ValidationError(MANY_PLANS if said else NO_PLAN, said[0] if said else "rows")
        across = values.pop("across", None)
        way = said[0]
        plan = _plan(way, values.pop(way), across)
        return Unit(plan=plan, **values)


def _plan(way: str, value: Any, across: int | None) -> tuple[str, ...]:
    """Raises ValidationError, naming the field."""
    if across is not None and way not in ("rows", "seats"):
        raise ValidationError("只和 rows 或 seats 一起写。", "across")
    if way == "plan":
        return tuple(value)
    if way == "preset":
        return PRESETS[value].plan
    if way == "rows" and across is None:
        raise ValidationError(messages.COMMON["required"], "across")
    try:
        return grid(value, across or 1) if way == "rows" else counted(value, across or ACROSS)
    except Invalid as refusal:
        raise ValidationError(dict(refusal.fields)) from None


class TripSchema(Base):
    """A trip: programme, name, stops and units; everything further when it is known."""

    id = fields.String(dump_only=True)
    version = fields.Integer(dump_only=True)
    state = fields.Enum(TripState, by_value=True, dump_only=True)
    state_label = fields.String(dump_only=True)
    name = Text(80, blank=False, required=True)
    programme = Text(40, blank=False, required=True)
    stops = Many(Part(StopSchema), MOST_STOPS, twice=True, required=True)
    units = Many(Part(UnitSchema), MOST_UNITS, twice=True, required=True)
    rests = Many(Part(RestSchema), 40, twice=True, **MAYBE)
    escorts = Many(Part(EscortSchema), 10, twice=True, **MAYBE)
    carrier = Text(80, **MAYBE)
    contract = Text(80, **MAYBE)
    origin_station = Text(60, **MAYBE)
    destination_station = Text(60, **MAYBE)
    km = Whole(1, 20_000, **MAYBE)
    note = Text(500, **MAYBE)
    passed = fields.Integer(dump_only=True)
    waiting = fields.Integer(dump_only=True)
    filed_at = fields.AwareDateTime(dump_only=True, allow_none=True)
    created_at = fields.AwareDateTime(dump_only=True, allow_none=True)
    updated_at = fields.AwareDateTime(dump_only=True, allow_none=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Trip:
        return Trip(id="", **self.stated(values))


class TripsAskedSchema(PageSchema):
    """Newest first; of one programme, in some states."""

    programme = Text(40, load_default=None)
    states = Many(Choice(TripState), 6, data_key="state", load_default=())

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> tuple[Page, str | None, tuple[TripState, ...] | None]:
        return self.page(values), values["programme"], values["states"] or None


class TripListDocument(ma.Schema):
    items = fields.List(fields.Nested(TripSchema), required=True)
    page = fields.Nested(PageDocument, required=True)


class NothingSchema(Base):
    """Nothing needs saying: `{}` or no body."""


class CopySchema(Base):
    """The same stops, units and people from another time on."""

    departs_at = Moment(required=True)
    name = Text(80, load_default="")


class NoteSchema(Base):
    note = Text(500, load_default="")


class ChangesSchema(NoteSchema):
    """A filed roster anew: bookings taken off; `fill`: the queue gets what is free."""

    cancel = Many(Identifier("booking"), 400, load_default=())
    fill = Flag(load_default=True)


class VehicleSchema(NoteSchema):
    """Another vehicle instead of the unit of the same number; its people are seated anew."""

    unit = Part(UnitSchema, required=True)


class SettlementSchema(Base):
    """费用结算; `yuan` in whole yuan, `fund`: where it is paid from."""

    km = Whole(1, 20_000, required=True)
    vehicle = Text(60, blank=False, required=True)
    yuan = Whole(0, 100_000_000, required=True)
    invoice = Text(60, load_default="")
    fund = Text(60, load_default="")
    note = Text(500, load_default="")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> Settlement:
        return Settlement(**values)


class SettledDocument(ma.Schema):
    """null until the trip is settled."""

    settlement = fields.Nested(SettlementSchema, allow_none=True, required=True)


class RosterRowDocument(ma.Schema):
    booking = fields.String(required=True)
    place = fields.Integer(required=True)
    worker = fields.String(required=True)
    unit = fields.Integer(required=True)
    seat = fields.Integer(required=True)
    board = fields.Integer(required=True)
    alight = fields.Integer(required=True)
    bound_for = fields.String(required=True)
    infants = fields.Integer(required=True)


class FilingDocument(ma.Schema):
    """The roster as filed the number-th time: no names in it."""

    trip = fields.String(required=True)
    number = fields.Integer(required=True)
    filed_at = fields.AwareDateTime(required=True)
    by = fields.String(required=True)
    note = fields.String(required=True)
    rows = fields.List(fields.Nested(RosterRowDocument), required=True)


class FilingsDocument(ma.Schema):
    items = fields.List(fields.Nested(FilingDocument), required=True)


class MovedDocument(ma.Schema):
    booking = fields.String(required=True)
    place = fields.Integer(required=True)
    before = fields.Dict(required=True)
    after = fields.Dict(required=True)


class ReseatedDocument(ma.Schema):
    """moved: who got another seat; unseated: bookings without one, now first in the queue."""

    trip = fields.Nested(TripSchema, required=True)
    moved = fields.List(fields.Nested(MovedDocument), required=True)
    unseated = fields.List(fields.String(), required=True)


def trip_document(trip: Trip) -> dict[str, Any]:
    """Everything but who entered it."""
    return {
        "id": trip.id, "version": trip.version, "state": trip.state, "state_label": trip.state.label, "name": trip.name, "programme": trip.programme,
        "stops": [{"name": stop.name, "at": stop.at, "place": stop.place, "place_label": place_label(stop.place)} for stop in trip.stops],
        "units": list(map(unit_document, trip.units)), "rests": trip.rests, "escorts": trip.escorts, "carrier": trip.carrier,
        "contract": trip.contract, "origin_station": trip.origin_station, "destination_station": trip.destination_station, "km": trip.km,
        "note": trip.note, "passed": trip.passed, "waiting": trip.waiting, "filed_at": trip.filed_at, "created_at": trip.created_at,
        "updated_at": trip.updated_at,
    }


def unit_document(unit: Unit) -> dict[str, Any]:
    return {
        "no": unit.no, "kind": unit.kind, "kind_label": unit.kind.label, "plan": unit.plan, "for_sale": len(for_sale(unit.plan)), "plate": unit.plate,
        "capacity": unit.capacity, "drivers": unit.drivers, "relay": unit.relay,
    }


def filing_document(filing: Filing) -> dict[str, Any]:
    return {
        "trip": filing.trip, "number": filing.number, "filed_at": filing.filed_at, "by": filing.by, "note": filing.note,
        "rows": filing.rows,
    }
