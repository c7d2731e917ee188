"""Identifiers: a letter for the kind and thirteen characters that are one 63-bit number.

The same number stands in the feature rows, so a ranked row leads back to its document without a table in between.
"""

import hashlib
import secrets
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["employer", "vacancy", "worker", "intent", "trip", "booking", "block", "entry", "message", "itinerary"]

LETTER: Final[dict[Kind, str]] = {
    "employer": "e", "vacancy": "v", "worker": "w", "intent": "i", "trip": "t", "booking": "b", "block": "k", "entry": "q", "message": "m",
    "itinerary": "j",
}
ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u to misread over the phone
DIGITS: Final = {c: n for n, c in enumerate(ALPHABET)}
PAIRS: Final = tuple(first + second for first in ALPHABET for second in ALPHABET)
WIDTH: Final = 13


def id_of(kind: Kind, key: int) -> str:
    """The written form of a key; key is in [0, 2**63)."""
    letters = ""
    for _ in range(WIDTH // 2):
        key, digits = divmod(key, 1024)
        letters = PAIRS[digits] + letters
    return LETTER[kind] + ALPHABET[key] + letters


def key_of(identifier: str) -> int:
    """The number inside an identifier. Raises ValueError where it is not one."""
    if len(identifier) != WIDTH + 1 or identifier[0] not in LETTER.values():
        raise ValueError(identifier)
    key = 0
    for letter in identifier[1:]:
        if letter not in DIGITS:
            raise ValueError(identifier)
        key = key * 32 + DIGITS[letter]
    if key >= 1 << 63:
        raise ValueError(identifier)
    return key


def new_id(kind: Kind) -> str:
    return id_of(kind, secrets.randbits(63))


def id_for(kind: Kind, *source: str) -> str:
    """The same identifier each time the same thing arrives from outside, so a second import adds nothing."""
    digest = hashlib.blake2b("\x1f".join(source).encode(), digest_size=8).digest()
    return id_of(kind, int.from_bytes(digest) >> 1)
