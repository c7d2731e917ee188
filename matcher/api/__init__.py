"""The JSON API under /api/v1: an edge that translates and decides nothing."""

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from matcher import context
from matcher.api import (
    access,
    accounts,
    boarding,
    booking,
    documentation,
    employers,
    intents,
    itineraries,
    rest,
    review,
    standards,
    trips,
    vacancies,
    waitlist,
    workers,
)
from matcher.api.problems import of_refusal
from matcher.domain.errors import Refusal

ROOMS = (
    vacancies.room, workers.room, intents.room, employers.room, accounts.room, trips.room, booking.room, itineraries.room, waitlist.room,
    boarding.room, review.room, standards.room,
)
CONVERTERS = {"id": access.Identifier, "account_name": access.AccountName, "booking_key": access.BookingKey}


def install(app: Flask) -> None:
    """Everything under /api/: who asks, the views, their refusals and their description."""
    app.url_map.converters |= CONVERTERS
    app.before_request(access.read_token)
    app.after_request(name_request)
    app.register_error_handler(Refusal, refused)
    made = rest.made(app)
    for converter in CONVERTERS.values():
        made.register_converter(converter, access.described)
    for room in ROOMS:
        made.register_blueprint(room)
    app.extensions[documentation.EXTENSION] = made.spec.to_dict()
    app.register_blueprint(documentation.room)


def refused(refusal: Refusal) -> ResponseReturnValue:
    """Pages answer their own refusals; what is left here came from under /api/, or is a fault."""
    if request.path.startswith(access.PREFIX):
        return of_refusal(refusal)
    raise refusal


def name_request(response: Response) -> Response:
    response.headers.setdefault(context.REQUEST_ID, context.request_id())
    return response
