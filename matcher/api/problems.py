"""Refusals as problem+json (RFC 9457): a sentence in Chinese, what to do next, and a code for machines."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
from flask import Response, request
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException

from matcher import context
from matcher.domain.bookings import Frozen, NoSeats, Overlaps, Swapped
from matcher.domain.employers import Employer
from matcher.domain.errors import Conflict, Forbidden, Invalid, Missing, Refusal, SignedOut, Stale, Unavailable
from matcher.domain.itineraries import PartOfItinerary
from matcher.domain.people import Worker
from matcher.domain.start_dates import StartsBefore
from matcher.domain.trips import Trip
from matcher.domain.vacancies import Vacancy
from matcher.schemas.employers import employer_document
from matcher.schemas.hits import HitDocument, hit_document
from matcher.schemas.trips import trip_document
from matcher.schemas.vacancies import vacancy_document
from matcher.schemas.workers import worker_document
from matcher.services.reviewing import Unlawful
from matcher.services.scopes import as_seen_by

PROBLEM: Final = "application/problem+json"
STATUS: Final[tuple[tuple[type[Refusal], int], ...]] = (
    (SignedOut, 401), (Forbidden, 403), (Missing, 404), (Frozen, 423), (Conflict, 409), (Invalid, 422), (Unavailable, 503),
)
# What a refusal knows and a machine can use, beside the sentence.
KNOWN: Final[tuple[tuple[type[Refusal], tuple[str, ...]], ...]] = (
    (NoSeats, ("wanted", "left")), (Overlaps, ("worker", "trip", "trip_name", "starts_at", "ends_at")), (Swapped, ("trip", "key")),
    (PartOfItinerary, ("key",)), (StartsBefore, ("worker", "intent", "starts_on")),
)
TITLES: Final = {
    400: "看不懂", 401: "请先登录", 403: "不归您办", 404: "没有找到", 405: "没有这种办法", 409: "现在办不了", 412: "别人先改过了", 413: "东西太大了",
    415: "格式不对", 422: "要改一下", 423: "名单已冻结", 428: "请说明看的是哪一版", 500: "出了点毛病", 503: "暂时不行",
}
CODES: Final = {404: Missing.code, 422: Invalid.code}
SENTENCES: Final = {
    400: "这次送来的内容看不懂, 请核对格式。",
    404: "没有这个地址, 请核对; 全部地址见 /api/docs。",
    405: "这个地址不能这样用, 请核对方法; 全部地址见 /api/docs。",
    413: "一次送来的内容太多, 请分几次送, 每次不超过 1 MB。",
    415: "内容要用 JSON, 并写明 Content-Type: application/json。",
    422: "有几项要改一下, 见 errors。",
    428: '修改要带 If-Match, 写上您读到的版本, 例如 If-Match: "3"。',
    500: "这是我们的问题, 不是您的。已经记下来了, 请过一会儿再试。",
}


class ProblemSchema(Schema):
    """errors: field → sentences about it. current: the document as it is now, where somebody changed it first.

    wanted, left: seats. worker, trip, trip_name, starts_at, ends_at: the ride that stands in the way. trip, key: where a booking lives now.

    worker, intent, starts_on: the accepted job that stands in the way of a ride.

    hits: what the law says against it.
    """

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    expected = fields.Integer()
    current_version = fields.Integer()
    current = fields.Dict()
    request = fields.String()
    wanted = fields.Integer()
    left = fields.Integer()
    worker = fields.String()
    trip = fields.String()
    trip_name = fields.String()
    intent = fields.String()
    starts_on = fields.Date()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    key = fields.String()
    hits = fields.List(fields.Nested(HitDocument))


def of_refusal(refusal: Refusal) -> Response:
    """One answer for each family. A stale edit is 412 where the caller said which version was read, else a conflict like others."""
    status = next(status for family, status in STATUS if isinstance(refusal, family))
    more: dict[str, Any] = {name: getattr(refusal, name) for family, names in KNOWN if isinstance(refusal, family) for name in names}
    if isinstance(refusal, Invalid) and refusal.fields:
        more["errors"] = refusal.fields
    if isinstance(refusal, Unlawful):
        more["hits"] = [hit_document(hit) for hit in refusal.hits]
    if isinstance(refusal, Stale):
        status = 412 if request.if_match else 409
        more = {"expected": refusal.expected, "current_version": refusal.current, "current": _document(refusal.document)}
    made = problem(status, refusal.code, refusal.text, more)
    if isinstance(refusal, Unavailable):
        made.headers["Retry-After"] = str(refusal.retry_after)
    if isinstance(refusal, SignedOut):
        made.headers["WWW-Authenticate"] = "Bearer"
    return made


def of_http(error: HTTPException) -> Response:
    """What Flask, webargs and werkzeug refuse; their headers (Allow) stay."""
    status, said = error.code or 500, getattr(error, "data", {})
    messages = said.get("messages")
    more: dict[str, Any] = {"errors": dict(flattened(messages))} if isinstance(messages, Mapping) else {}
    if status == 500:
        more = {"request": context.request_id()}
    own = error.description if status in (400, 428) and error.description != type(error).description else None
    made = problem(status, CODES.get(status, error.name.lower().replace(" ", "_")), own or SENTENCES.get(status, error.name), more)
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            made.headers[name] = value
    return made


def problem(status: int, code: str, detail: str, more: Mapping[str, Any]) -> Response:
    body = {"type": f"urn:lianxinqiao:problem:{code}", "title": TITLES.get(status, detail), "status": status, "detail": detail, "code": code, **more}
    return Response(orjson.dumps(body), status, mimetype=PROBLEM)


def flattened(messages: Mapping[Any, Any], above: str = "") -> Iterator[tuple[str, list[str]]]:
    """{"json": {"wants": {"places": {0: ["…"]}}}} → ("wants.places.0", ["…"]); the place it came from is not named."""
    for name, inner in messages.items():
        own = "" if name in ("_schema", "json", "query") and not above else f".{name}" if name != "_schema" else ""
        path = (above + own).lstrip(".")
        if isinstance(inner, Mapping):
            yield from flattened(inner, path)
        else:
            yield path or "body", [str(text) for text in inner]


def _document(document: Any) -> dict[str, Any]:
    if isinstance(document, Worker):
        return worker_document(as_seen_by(context.actor(), document))
    if isinstance(document, Vacancy):
        return vacancy_document(document)
    if isinstance(document, Trip):
        return trip_document(document)
    return employer_document(document) if isinstance(document, Employer) else {}
