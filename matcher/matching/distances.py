"""Distances between points in hundredths of a degree, as the rows hold them."""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from matcher.matching.codes import NO_POINT

EARTH_KM: Final = 6371.0
_HALF: Final = np.float32(math.pi / 36_000)  # half a hundredth of a degree, in radians


def kilometres(lon_a: Any, lat_a: Any, lon_b: Any, lat_b: Any) -> Any:
    """Along the great circle; arrays and single values alike."""
    across, up = (np.subtract(b, a, dtype=np.float32) * _HALF for a, b in ((lon_a, lon_b), (lat_a, lat_b)))  # whole numbers: nothing is lost
    south, north = (np.cos(np.multiply(lat, 2 * _HALF, dtype=np.float32)) for lat in (lat_a, lat_b))
    half = np.sin(up) ** 2 + south * north * np.sin(across) ** 2
    return np.float32(2 * EARTH_KM) * np.arcsin(np.sqrt(np.minimum(half, np.float32(1.0))))


def distances_apart(people: Mapping[str, Any], posts: Mapping[str, Any]) -> list[float | None]:
    """Kilometres of each pair of rows, None where a point is not known."""
    apart = kilometres(people["lon"], people["lat"], posts["lon"], posts["lat"]).tolist()
    known = ((people["lon"] != NO_POINT) & (posts["lon"] != NO_POINT)).tolist()
    return [km if sure else None for km, sure in zip(apart, known, strict=True)]


def box(lon: int, lat: int, km: float) -> tuple[int, int, int, int]:
    """West, east, south, north around a point, never less than everything within km (one hundredth is added for rounding)."""
    angle = km / EARTH_KM
    up = math.degrees(angle) * 100
    ratio = math.sin(min(angle, math.pi / 2)) / max(math.cos(math.radians(lat / 100)), 1e-9)
    across = 18_000.0 if ratio >= 1 else math.degrees(math.asin(ratio)) * 100
    return math.floor(lon - across) - 1, math.ceil(lon + across) + 1, math.floor(lat - up) - 1, math.ceil(lat + up) + 1
