"""上车: the escort's page on the phone. It works without a line and sends what was ticked when there is one again."""

from pathlib import Path
from typing import Final

from flask import Response, current_app, jsonify, request
from flask_wtf.csrf import generate_csrf

from matcher import context
from matcher.domain.errors import Invalid
from matcher.schemas.boarding import LeaveSchema, ScansSchema, boarding_document, scan_of, taken_document
from matcher.services.boarding import Leaving, boarding_list, leave_stop, take_scans
from matcher.services.trips import show_trip
from matcher.web.forms import Typed, loaded
from matcher.web.pages import page, pages
from matcher.web.trip_words import clock
from matcher.web.trips import UNDER_WAY

WORKER: Final = "board-worker.js"
CAMERA: Final = "camera=(self), geolocation=(), microphone=()"


@pages.get("/trips/<id>/board")
@context.allowed(*UNDER_WAY)
def board(id: str) -> Response:
    """No name stands in the page itself; the list comes apart, so that the phone can keep and drop it."""
    answer = page("boarding/board.html", trip=show_trip(context.actor(), context.desk(), id))
    answer.headers["Permissions-Policy"] = CAMERA
    return answer


@pages.get("/trips/<id>/board.json")
@context.allowed(*UNDER_WAY)
def board_list(id: str) -> Response:
    """The list, what time it is here, and the token that sending needs."""
    found = boarding_list(context.actor(), context.desk(), id)
    whole = boarding_document(found)
    stops = [{"name": stop.name, "clock": clock(stop.at)} for stop in found.trip.stops]
    trip = {"id": id, "name": found.trip.name, "state": found.trip.state, "passed": found.trip.passed, "stops": stops}
    return jsonify(trip=trip, riders=whole["riders"], now=context.desk().now.isoformat(), token=generate_csrf())


@pages.post("/trips/<id>/scans")
@context.allowed(*UNDER_WAY)
def board_scans(id: str) -> Response:
    """What the phone kept, as often as it likes to send it."""
    show_trip(context.actor(), context.desk(), id)
    said = loaded(ScansSchema(), request.get_json(silent=True) or {}, Typed())
    actor, key = context.actor(), context.slip_key()
    done = take_scans(actor, context.desk(), [scan_of(values, actor.name, key) for values in said["scans"]])
    return jsonify({name: value for name, value in taken_document(done).items() if name != "bookings"})


@pages.post("/trips/<id>/stops/<int(max=59):stop>/leave")
@context.allowed(*UNDER_WAY)
def board_leave(id: str, stop: int) -> Response:
    """Heads were counted, or whoever leaves without says so."""
    show_trip(context.actor(), context.desk(), id)
    said: Leaving = loaded(LeaveSchema(), request.get_json(silent=True) or {}, Typed())
    if said.heads is None and not said.skipped:
        raise Invalid("先数车上几个人; 没数就说明没数。", {"heads": ["请数人, 或说明没数。"]})
    left = leave_stop(context.actor(), context.desk(), id, stop, said)
    return jsonify(missed=len(left.missed), passed=left.trip.passed)


@pages.get(f"/{WORKER}")
@context.allowed(*UNDER_WAY)
def board_worker() -> Response:
    """From the root, so that it may answer for the page of every trip."""
    return Response((Path(current_app.static_folder or "") / WORKER).read_bytes(), mimetype="text/javascript")
