"""ID numbers at rest: unreadable without the key, findable by a keyed hash.

Only the ID number is sealed. A phone is read in nearly every use of a record, is looked for by its last four digits and changes hands
on paper anyway; sealing it would need a second clear column for the digits and win little. Lists mask it (domain.people.mask_phone).
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from matcher.domain.errors import Unavailable

VERSION = b"\x01"  # AES-256-GCM: version, 12 bytes of nonce, ciphertext with tag
NONCE = 12


class Sealing:
    """key: at least 32 secret bytes from the settings; the same key is needed wherever the records go. Safe in threads."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 32:
            raise ValueError("the key for ID numbers needs at least 32 bytes")
        self._cipher = AESGCM(derived(key, b"seal"))
        self._hash_key = derived(key, b"look-up")

    def __repr__(self) -> str:
        return "Sealing(key hidden)"

    def seal(self, identity: str, worker: str) -> bytes:
        """Bound to the worker's id, so that a sealed number moved to another record does not open."""
        nonce = secrets.token_bytes(NONCE)
        return VERSION + nonce + self._cipher.encrypt(nonce, identity.encode(), VERSION + worker.encode())

    def open(self, sealed: bytes, worker: str) -> str:
        try:
            if sealed[:1] != VERSION:
                raise InvalidTag
            return self._cipher.decrypt(sealed[1:1 + NONCE], sealed[1 + NONCE:], VERSION + worker.encode()).decode()
        except InvalidTag as error:
            raise Unavailable("身份证号解不开: 现在的密钥不是存的时候那一把。请管理员核对密钥设置后再试。") from error

    def digest(self, identity: str) -> bytes:
        """The keyed hash under which an ID number is found; a lower-case x counts as X."""
        return hmac.digest(self._hash_key, identity.strip().upper().encode(), hashlib.sha256)

    @property
    def fingerprint(self) -> str:
        """Tells one key from another and nothing else about it."""
        return hmac.digest(self._hash_key, b"fingerprint of the key", hashlib.sha256).hex()[:16]


def derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"lianxinqiao identity " + purpose).derive(key)
