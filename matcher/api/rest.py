"""The one module that knows flask-smorest: rooms of the API, arguments, answers, versions, and what is documented of them."""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final, TypeVar

import orjson
from flask import Flask, Request, Response, request
from flask_smorest import Api, Blueprint
from marshmallow import RAISE, Schema
from webargs import core
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, HTTPException, PreconditionRequired, UnsupportedMediaType

from matcher.api.access import PREFIX
from matcher.api.problems import PROBLEM, ProblemSchema, of_http
from matcher.domain.accounts import Role

View = TypeVar("View", bound=Callable[..., Any])
TITLE: Final = "连心桥"
ETAG: Final = {"ETag": {"description": "版本, 修改时写进 If-Match", "schema": {"type": "string"}}}
LOCATION: Final = {"Location": {"description": "新的那一条的地址", "schema": {"type": "string"}}}
JSON: Final = "application/json"
VERSION: Final = {"type": "string", "pattern": '^"[0-9]{1,9}"$'}
IF_MATCH: Final = {"in": "header", "name": "If-Match", "required": True, "description": '您读到的版本, 例如 "3"', "schema": VERSION}
IF_NONE_MATCH: Final = {"in": "header", "name": "If-None-Match", "required": False, "description": "手上已有的版本", "schema": {"type": "string"}}


class Parser(FlaskParser):
    """Bodies are JSON in UTF-8 and nothing else; what a schema does not know it refuses, in bodies and in addresses."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {}  # noqa: RUF012 - as webargs declares it

    def _raw_load_json(self, req: Request) -> Any:
        body = req.get_data(cache=True)
        if not body:
            return core.missing
        if not req.is_json:
            raise UnsupportedMediaType
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError:
            raise BadRequest(_why_unreadable(body)) from None


class Room(Blueprint):  # type: ignore[misc] # flask-smorest has no types
    """A part of the API. What follows from a view (its roles, its body, its address) is documented by itself."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str) -> None:
        super().__init__(name, name, url_prefix="/api/v1")
        self._prepare_doc_cbks.append(self._prepare_refusals)

    def at(self, method: str, rule: str) -> Callable[[View], View]:
        placed: Callable[[View], View] = self.route(rule, methods=[method])
        return placed

    def takes(self, schema: type[Schema], *, required: bool = True) -> Callable[[View], View]:
        """A body; what the schema makes of it is the view's first argument."""
        parsed: Callable[[View], View] = self.arguments(schema, required=required)
        return parsed

    def asked(self, schema: type[Schema]) -> Callable[[View], View]:
        """The query of the address; a parameter nobody knows is refused."""
        parsed: Callable[[View], View] = self.arguments(schema(unknown=RAISE), location="query")
        return parsed

    def answers(self, status: int, schema: Any, *refusals: int, headers: Mapping[str, Any] | None = None) -> Callable[[View], View]:
        """What the view answers, and the refusals that do not follow from its form."""

        def document(view: View) -> View:
            for refusal in refusals:
                view = self.alt_response(refusal, HTTPStatus(refusal).name)(view)
            described: View = self.response(status, schema, headers=headers)(view)
            return described

        return document

    def also(self, status: int, schema: Any) -> Callable[[View], View]:
        described: Callable[[View], View] = self.alt_response(status, schema=schema, content_type=JSON, success=True)
        return described

    def _store_endpoint_docs(self, endpoint: str, obj: Any, parameters: Any, tags: Any, **options: Any) -> None:
        super()._store_endpoint_docs(endpoint, obj, parameters, tags, **options)
        for method in options["methods"]:
            self._docs[endpoint][method.lower()]["roles"] = obj.allowed_roles

    @staticmethod
    def _prepare_refusals(doc: dict[str, Any], doc_info: dict[str, Any], *, method: str, **_: Any) -> dict[str, Any]:
        roles: frozenset[Role] | None = doc_info["roles"]
        doc["security"] = [{}, {"token": []}] if roles is None else [{"token": []}]
        for status in _following(doc, roles, method):
            doc.setdefault("responses", {}).setdefault(status, HTTPStatus(status).name)
        if 428 in doc["responses"]:
            doc.setdefault("parameters", []).append(IF_MATCH)
        if 304 in doc["responses"]:
            doc.setdefault("parameters", []).append(IF_NONE_MATCH)
        return doc


class Rest(Api):  # type: ignore[misc] # flask-smorest has no types
    """Errors are problems; pages of other parts of the app are left alone."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def handle_http_exception(self, error: HTTPException) -> Response | HTTPException:
        return of_http(error) if request.path.startswith(PREFIX) else error

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = JSON


def made(app: Flask) -> Rest:
    app.config.update(API_TITLE=TITLE, API_VERSION="v1", OPENAPI_VERSION="3.1.0", ETAG_DISABLED=True)
    rest = Rest(app)
    rest.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    return rest


def answer(document: Mapping[str, Any], status: int = 200, *, version: int | None = None, location: str | None = None) -> Response:
    """JSON; with the version as its strong ETag."""
    response = Response(orjson.dumps(document), status, mimetype=JSON)
    if version is not None:
        response.set_etag(str(version))
    if location is not None:
        response.location = location
    return response


def unless_known(response: Response) -> Response:
    """304 without a body where the caller holds this version already; what has no version is known by its bytes."""
    response.add_etag()
    response.make_conditional(request)
    return response


def version_read() -> int:
    """The version in If-Match. Raises PreconditionRequired where there is none, or not one of ours: a blind overwrite is nobody's wish."""
    tags = list(request.if_match)
    if len(tags) != 1 or not (tags[0].isascii() and tags[0].isdigit() and len(tags[0]) < 10):
        raise PreconditionRequired
    return int(tags[0])


def _following(doc: Mapping[str, Any], roles: frozenset[Role] | None, method: str) -> Iterator[int]:
    yield 401
    yield 503
    if roles is not None:
        yield 403
    if "requestBody" in doc:
        yield from (400, 413, 415, 422)


def _why_unreadable(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "内容不是 UTF-8 编码 (多半是 GBK), 请转成 UTF-8 再送。"
    return "内容不是完整的 JSON, 请检查引号、逗号和括号。"
