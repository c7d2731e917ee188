"""What a rule says about a posting, a match or a record."""

from dataclasses import dataclass
from typing import Final

from matcher.domain.terms import Labelled

RULESET: Final = "2026-04"  # raised whenever a rule, a word or a figure below it changes
LONGEST_SUGGESTION: Final = 30


class Level(Labelled):
    """In falling order of weight."""

    BLOCK = "BLOCK", "不能发布"
    HOLD = "HOLD", "待审核"
    WARN = "WARN", "请改或接受"
    INFO = "INFO", "提示"


WEIGHT: Final = {level: weight for weight, level in enumerate(Level)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """span: characters of the text as given, None where something is missing or a value is meant; text: what stands there.

    basis: law and article. suggestion: what to do, at most 30 characters. instead: lawful words for the span, offered and never put in unasked;
    "" means strike it out, None that there is no ready wording. field: the vacancy's field the span lies in, "" where the text is raw.
    """

    rule: str
    level: Level
    basis: str
    suggestion: str
    span: tuple[int, int] | None = None
    text: str = ""
    instead: str | None = None
    field: str = ""
    ruleset: str = RULESET
