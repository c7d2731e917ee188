"""Ticks of riders getting on and off, as devices tell them."""

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.terms import Labelled


class ScanKind(Labelled):
    BOARD = "board", "上车"
    ALIGHT = "alight", "下车"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One tick on a device; (device, number) names it for ever. place: of the party, None is all of it. clock_error: seconds the device is fast."""

    device: str
    number: int
    booking: str
    kind: ScanKind
    stop: int
    at: datetime
    place: int | None = None
    clock_error: float = 0.0
    by: str = ""


class RidingState(Labelled):
    """One person as scanned."""

    DUE = "due", "未上车"
    BOARDED = "boarded", "已上车"
    ARRIVED = "arrived", "已下车"
    GONE = "gone", "不来了"
