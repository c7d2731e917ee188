"""The tables that come with the package: packed ones made from open sources (docs/sources.md), and lists written by hand."""

import gzip
from importlib import resources


def lines(table: str) -> list[str]:
    return gzip.decompress(_bytes(f"{table}.csv.gz")).decode().splitlines()


def notes(table: str) -> list[str]:
    """Lines of a list written by hand, without its remarks."""
    return [line for line in _bytes(f"{table}.txt").decode().splitlines() if line and not line.startswith("#")]


def text(name: str) -> str:
    return _bytes(name).decode()


def _bytes(name: str) -> bytes:
    return resources.files("matcher.reading").joinpath("tables", name).read_bytes()
