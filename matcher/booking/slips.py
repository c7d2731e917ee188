"""What the square code on a boarding slip says: a booking and a place in its party, signed, and nothing about the person."""

import hashlib
import hmac
import re

from matcher.domain.errors import Invalid

SHAPE = re.compile(r"LXQ1\.(b[0-9a-z]{13})\.([0-9]{1,2})\.([0-9a-f]{16})")


def sign(key: bytes, booking: str, place: int) -> str:
    return f"LXQ1.{booking}.{place}.{_mark(key, booking, place)}"


def read(key: bytes, text: str) -> tuple[str, int]:
    """Booking and place. Raises Invalid where it is no slip of ours."""
    found = SHAPE.fullmatch(text.strip())
    if found is None or not hmac.compare_digest(found[3], _mark(key, found[1], int(found[2]))):
        raise Invalid("这不是本系统的乘车单, 请核对姓名和名单。", {"slip": ["认不出的乘车单。"]})
    return found[1], int(found[2])


def _mark(key: bytes, booking: str, place: int) -> str:
    return hmac.digest(key, f"slip {booking} {place}".encode(), hashlib.sha256).hex()[:16]
