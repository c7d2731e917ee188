"""Pages of a list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """Where a list goes on: after this cursor (None: from the beginning), at most `size` documents, newest first."""

    cursor: str | None = None
    size: int = 50


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    items: tuple[T, ...]
    cursor: str | None
