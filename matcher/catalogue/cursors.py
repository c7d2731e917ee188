"""Where a list of hits goes on: the sort values of the last hit, written so that they travel in an address."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import orjson

from matcher.domain.errors import Invalid


def write_cursor(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(values))).decode("ascii").rstrip("=")


def read_cursor(cursor: str, length: int, last: type[int | str] = int) -> list[Any]:
    """`length` numbers, the last one of type `last`. Raises Invalid where it is not one of ours."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        values = None
    ours = isinstance(values, list) and len(values) == length and isinstance(values[-1], last)
    if not ours or not all(isinstance(v, int | float) for v in values[:-1]):
        raise Invalid("翻页的标记不对, 请从第一页重新开始。", {"cursor": ["请从第一页重新开始。"]})
    return list(values)
