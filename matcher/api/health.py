"""For those who run the service: is it alive, is it ready, how is it doing; and one log line for each request."""

import ipaddress
import logging
import os
import time
from typing import Final

from flask import Blueprint, Flask, Response, abort, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from matcher import context
from matcher.context import desk, open_to_all

room: Final = Blueprint("health", __name__)
log: Final = logging.getLogger("matcher.request")
QUIET: Final = frozenset({"health.healthz", "health.readyz", "health.metrics", "static"})

ANSWERS: Final = Counter("matcher_answers_total", "Answers by route and status.", ("route", "status"))
SECONDS: Final = Histogram("matcher_answer_seconds", "Time to an answer.", ("route",), buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10))


def install(app: Flask) -> None:
    app.register_blueprint(room)
    app.before_request(start_clock)
    app.after_request(write_down)


@room.get("/healthz")
@open_to_all
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@room.get("/readyz")
@open_to_all
def readyz() -> tuple[Response, int]:
    """The ledger answers with the newest schema. A catalogue that is away is named, but posting and reading go on without it."""
    parts = {"ledger": desk().ledger.ready(), "catalogue": desk().catalogue.ready()}
    return jsonify(status="ok" if parts["ledger"] else "unavailable", **parts), 200 if parts["ledger"] else 503


@room.get("/metrics")
@open_to_all
def metrics() -> Response:
    """For the monitoring inside the house only: from other addresses it is not there."""
    if not is_inside(request.remote_addr):
        abort(404)
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def is_inside(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_private
    except ValueError:
        return False


def start_clock() -> None:
    g.started = time.perf_counter()


def write_down(response: Response) -> Response:
    """The route, never the address asked for: query strings hold names and phones."""
    route = request.endpoint or "none"
    spent = time.perf_counter() - g.get("started", time.perf_counter())
    ANSWERS.labels(route, response.status_code).inc()
    SECONDS.labels(route).observe(spent)
    if route not in QUIET:
        log.info("answer", extra={"route": route, "method": request.method, "status": response.status_code, "ms": round(spent * 1000, 1),
                                  "actor": context.actor().name, "request": context.request_id()})
    return response
