"""Static files: addressed by their content, kept by browsers for a year, compressed once."""

import gzip
import hashlib
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

YEAR = 31_536_000
WORTH_COMPRESSING = 1024
TEXT = ("text/", "application/javascript", "image/svg+xml")


def install(app: Flask) -> None:
    folder = Path(app.static_folder or "")

    @cache
    def version(name: str) -> str:
        return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:10]

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=version(name))

    def kept(answer: Response) -> Response:
        if request.endpoint != "static" or answer.status_code not in (200, 304):
            return answer
        if "v" in request.args:
            answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return compressed(answer)

    app.add_template_global(asset)
    app.after_request(kept)


def compressed(answer: Response) -> Response:
    """Only files: pages hold secrets of the session, which compression could betray (BREACH)."""
    if not (answer.mimetype or "").startswith(TEXT):
        return answer
    answer.vary.add("Accept-Encoding")
    if answer.status_code != 200 or not request.accept_encodings.quality("gzip") or request.range:
        return answer
    answer.direct_passthrough = False
    whole = answer.get_data()
    answer.close()  # the file; its bytes are ours now
    if len(whole) >= WORTH_COMPRESSING:
        answer.set_data(squeezed(whole))
        answer.headers["Content-Encoding"] = "gzip"
    return answer


@lru_cache(maxsize=32)
def squeezed(whole: bytes) -> bytes:
    return gzip.compress(whole, 9, mtime=0)
