"""Speaking to the API in tests."""

from dataclasses import dataclass
from typing import Any, Final

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOWN: Final = "611021103"
OTHER_TOWN: Final = "610527100"


@dataclass(frozen=True)
class Caller:
    """Speaks to the API with one token, or with none."""

    client: FlaskClient
    token: str = ""

    def __call__(self, method: str, path: str, body: Any = None, **kwargs: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= kwargs.pop("headers", {})
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **({"json": body} if body is not None else {}), **kwargs)
