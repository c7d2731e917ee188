"""Trips over the API: planned, opened, filed, under way, settled."""

from dataclasses import replace
from typing import Any

from flask import Response, url_for

from matcher.api.rest import ETAG, LOCATION, Room, answer, unless_known, version_read
from matcher.context import actor, allowed, desk
from matcher.domain.accounts import Role
from matcher.domain.trips import Settlement, Trip, TripState
from matcher.ledger.port import Page
from matcher.schemas.booking import seat_document
from matcher.schemas.pages import listed
from matcher.schemas.trips import (
    ChangesSchema,
    CopySchema,
    FilingDocument,
    FilingsDocument,
    NoteSchema,
    NothingSchema,
    ReseatedDocument,
    SettledDocument,
    SettlementSchema,
    TripListDocument,
    TripsAskedSchema,
    TripSchema,
    VehicleSchema,
    filing_document,
    trip_document,
)
from matcher.services.filing import Changes, file_roster, filings, refile
from matcher.services.scopes import OFFICE, OVERVIEW
from matcher.services.trips import add_trip, arrive, copy_trip, depart, edit_trip, list_trips, open_trip, settle, settlement, show_trip
from matcher.services.vehicles import Moved, change_vehicle

room = Room("trips")
EVERY = (*OFFICE, *OVERVIEW, Role.ESCORT)
UNDER_WAY = (*OVERVIEW, Role.ESCORT)


@room.at("POST", "/trips")
@allowed(*OVERVIEW)
@room.takes(TripSchema)
@room.answers(201, TripSchema, 409, headers=ETAG | LOCATION)
def post_trip(draft: Trip) -> Response:
    """Plan a trip; where drivers are named, their hours are checked."""
    saved = add_trip(actor(), desk(), draft)
    return answer(trip_document(saved), 201, version=saved.version, location=url_for("trips.get_trip", id=saved.id))


@room.at("GET", "/trips")
@allowed(*EVERY)
@room.asked(TripsAskedSchema)
@room.answers(200, TripListDocument)
def get_trips(asked: tuple[Page, str | None, tuple[TripState, ...] | None]) -> Response:
    """Trips, of one programme or in some states."""
    page, programme, states = asked
    found = list_trips(actor(), desk(), page, programme=programme, states=states)
    return answer(listed(map(trip_document, found.items), found.cursor, page.size))


@room.at("GET", "/trips/<id(trip):id>")
@allowed(*EVERY)
@room.answers(200, TripSchema, 304, 404, headers=ETAG)
def get_trip(id: str) -> Response:
    """One trip."""
    return _shown(show_trip(actor(), desk(), id))


@room.at("PUT", "/trips/<id(trip):id>")
@allowed(*OVERVIEW)
@room.takes(TripSchema)
@room.answers(200, TripSchema, 404, 409, 412, 423, 428, headers=ETAG)
def put_trip(draft: Trip, id: str) -> Response:
    """The whole trip anew, from the version in If-Match. Stops and seats stay as they are once somebody is booked."""
    return _said(edit_trip(actor(), desk(), replace(draft, id=id, version=version_read())))


@room.at("POST", "/trips/<id(trip):id>/copy")
@allowed(*OVERVIEW)
@room.takes(CopySchema)
@room.answers(201, TripSchema, 404, 409, headers=ETAG | LOCATION)
def post_copy(asked: dict[str, Any], id: str) -> Response:
    """The same again on another day, as a plan without anybody on it."""
    saved = copy_trip(actor(), desk(), id, **asked)
    return answer(trip_document(saved), 201, version=saved.version, location=url_for("trips.get_trip", id=saved.id))


@room.at("POST", "/trips/<id(trip):id>/open")
@allowed(*OVERVIEW)
@room.takes(NothingSchema, required=False)
@room.answers(200, TripSchema, 404, 409, 423, headers=ETAG)
def post_open(_: dict[str, Any], id: str) -> Response:
    """计划 → 可订."""
    return _said(open_trip(actor(), desk(), id))


@room.at("POST", "/trips/<id(trip):id>/file")
@allowed(*OVERVIEW)
@room.takes(NoteSchema, required=False)
@room.answers(200, FilingDocument, 404, 409, 423)
def post_file(said: dict[str, Any], id: str) -> Response:
    """File the roster: it is frozen from then on. Filed again it is the same filing."""
    return answer(filing_document(file_roster(actor(), desk(), id, **said)))


@room.at("POST", "/trips/<id(trip):id>/refile")
@allowed(*OVERVIEW)
@room.takes(ChangesSchema, required=False)
@room.answers(200, FilingDocument, 404, 409, 423)
def post_refile(said: dict[str, Any], id: str) -> Response:
    """A filed roster changed and filed anew: bookings taken off, waiting parties put on; the earlier one is kept."""
    return answer(filing_document(refile(actor(), desk(), id, Changes(**said))))


@room.at("GET", "/trips/<id(trip):id>/filings")
@allowed(*OFFICE, *OVERVIEW)
@room.answers(200, FilingsDocument, 404)
def get_filings(id: str) -> Response:
    """Every filing, the first one first."""
    return answer({"items": list(map(filing_document, filings(actor(), desk(), id)))})


@room.at("POST", "/trips/<id(trip):id>/depart")
@allowed(*UNDER_WAY)
@room.takes(NothingSchema, required=False)
@room.answers(200, TripSchema, 404, 409, 423, headers=ETAG)
def post_depart(_: dict[str, Any], id: str) -> Response:
    """已发车."""
    return _said(depart(actor(), desk(), id))


@room.at("POST", "/trips/<id(trip):id>/arrive")
@allowed(*UNDER_WAY)
@room.takes(NothingSchema, required=False)
@room.answers(200, TripSchema, 404, 409, 423, headers=ETAG)
def post_arrive(_: dict[str, Any], id: str) -> Response:
    """已到达."""
    return _said(arrive(actor(), desk(), id))


@room.at("POST", "/trips/<id(trip):id>/settle")
@allowed(*OVERVIEW)
@room.takes(SettlementSchema)
@room.answers(200, TripSchema, 404, 409, 423, headers=ETAG)
def post_settle(said: Settlement, id: str) -> Response:
    """已结算: kilometres, vehicle, sum and the fund it is paid from."""
    return _said(settle(actor(), desk(), id, said))


@room.at("GET", "/trips/<id(trip):id>/settlement")
@allowed(*OVERVIEW)
@room.answers(200, SettledDocument, 404)
def get_settlement(id: str) -> Response:
    """What the trip cost."""
    return answer({"settlement": settlement(actor(), desk(), id)})


@room.at("POST", "/trips/<id(trip):id>/vehicle")
@allowed(*OVERVIEW)
@room.takes(VehicleSchema)
@room.answers(200, ReseatedDocument, 404, 409, 423)
def post_vehicle(said: dict[str, Any], id: str) -> Response:
    """Another vehicle: everybody is seated anew, parties together; whom it has no room for goes to the head of the queue."""
    done = change_vehicle(actor(), desk(), id, said["unit"], said["note"])
    return answer({"trip": trip_document(done.trip), "moved": list(map(moved_document, done.moved)), "unseated": done.unseated})


def moved_document(moved: Moved) -> dict[str, Any]:
    return {"booking": moved.booking, "place": moved.place, "before": seat_document(moved.before), "after": seat_document(moved.after)}


def _said(saved: Trip) -> Response:
    return answer(trip_document(saved), version=saved.version)


def _shown(found: Trip) -> Response:
    return unless_known(_said(found))
