"""Cells of sheets as a page may show them."""

import re
from typing import Final

from matcher.reading.normal import fold

LONG: Final = re.compile(r"\d(?:[\s-]?\d){7,}[\dXx]")
SHOWN: Final = 24


def masked(text: str) -> str:
    """Phones and ID numbers covered: others look over the shoulder."""
    covered = LONG.sub(lambda found: f"{found[0][:3]}****{found[0][-2:]}", fold(text) if LONG.search(fold(text)) else text)
    return covered if len(covered) <= SHOWN else f"{covered[:SHOWN]}…"
