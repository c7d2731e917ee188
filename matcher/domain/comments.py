"""What a viewer types under a livestream."""

from dataclasses import dataclass, field

from matcher.domain.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """signal: they typed 1, or said in words that they want to go. code: the post meant (LN-0731). words: places in their own words.

    phone is never shown on the host's screen; `shown` is the text with it masked.
    """

    signal: bool = False
    age: int | None = None
    town: str = ""
    place: Place | None = None
    code: str = ""
    phone: str | None = field(default=None, repr=False)
    shown: str = ""
