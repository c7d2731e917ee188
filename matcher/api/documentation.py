"""What the API is: OpenAPI, and a page that shows it without any network."""

from typing import Final

import orjson
from flask import Blueprint, Response, current_app, url_for

from matcher.api.rest import JSON, unless_known
from matcher.context import open_to_all

EXTENSION: Final = "matcher-openapi"
PAGE: Final = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>连心桥 · 接口说明</title>
<link rel="stylesheet" href="{css}">
</head>
<body>
<main id="documentation" data-openapi="{openapi}"></main>
<noscript>接口说明的原文: <a href="{openapi}">{openapi}</a></noscript>
<script src="{bundle}"></script>
<script src="{start}"></script>
</body>
</html>
"""

room = Blueprint("documentation", __name__, url_prefix="/api")


@room.get("/openapi.json")
@open_to_all
def openapi() -> Response:
    return unless_known(Response(orjson.dumps(current_app.extensions[EXTENSION]), mimetype=JSON))


@room.get("/docs")
@open_to_all
def docs() -> str:
    files = {"css": "vendor/swagger-ui/swagger-ui.css", "bundle": "vendor/swagger-ui/swagger-ui-bundle.js", "start": "api-docs.js"}
    return PAGE.format(openapi=url_for("documentation.openapi"), **{name: url_for("static", filename=file) for name, file in files.items()})
