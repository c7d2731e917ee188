"""The control: the service with its protection off: it looks, and writes what it chose later, with no lock on anything.

Together with the constraints dropped (unprotected.py), a crowd must do damage here; else the tests that find none prove nothing.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from matcher.app import Wiring, build
from matcher.settings import Settings


class Deferred:
    """Reads without locks at once; writes are kept for the end, and seem to succeed."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.writes: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        plain = {"intents_held": "intents_by_id"}.get(name, name.removesuffix("_for_update"))
        if hasattr(self.reader, plain):
            return getattr(self.reader, plain)
        return partial(self._write, name)

    def _write(self, name: str, *values: Any, **named: Any) -> bool:
        self.writes.append((name, values, named))
        return True


class Careless:
    """A ledger whose transactions protect nothing."""

    def __init__(self, ledger: Any) -> None:
        self.ledger = ledger

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ledger, name)

    @contextmanager
    def transaction(self) -> Iterator[Deferred]:
        with self.ledger.reading() as reader:
            tx = Deferred(reader)
            yield tx
        time.sleep(0.03)  # others look meanwhile
        with self.ledger.transaction() as real:
            for name, values, named in tx.writes:
                getattr(real, name)(*values, **named)


settings = Settings.read()
desk = Wiring(settings).desk
app = build(settings, desk=replace(desk, ledger=Careless(desk.ledger)))  # type: ignore[arg-type]
