"""Refusals, in families that know nothing of HTTP.

Refusal
├── Missing         nothing of that name here (or not for you)
├── Forbidden       you may not do this
│   └── SignedOut   we do not know who you are
├── Conflict        true, but not as things stand now
│   ├── Stale       somebody changed it since you read it
│   ├── Full        no place left
│   └── Twice       it is here already
├── Invalid         what was said cannot be meant; `fields` names each doubt
└── Unavailable     a server we need is away; nothing was done
"""

from typing import Any


class Refusal(Exception):
    """A sentence in Chinese for the person in front of us, saying what to do next."""

    code = "refused"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Missing(Refusal):
    code = "missing"


class Forbidden(Refusal):
    code = "forbidden"


class SignedOut(Forbidden):
    code = "signed_out"

    def __init__(self, text: str = "请先登录。") -> None:
        super().__init__(text)


class Conflict(Refusal):
    code = "conflict"


class Stale(Conflict):
    """An edit made from an old version: both are kept so that the person can compare."""

    code = "stale"

    def __init__(self, expected: int, current: int, document: Any = None) -> None:
        super().__init__(f"您打开之后, 别人已改过这一条 (您看的是第 {expected} 版, 现在是第 {current} 版)。请对照新版再改一次。")
        self.expected, self.current, self.document = expected, current, document


class Full(Conflict):
    code = "full"


class Twice(Conflict):
    code = "twice"


class Invalid(Refusal):
    """`fields` maps the name of a field to the sentences about it; empty when the whole is meant."""

    code = "invalid"

    def __init__(self, text: str, fields: dict[str, list[str]] | None = None) -> None:
        super().__init__(text)
        self.fields = fields or {}


class Unavailable(Refusal):
    """`retry_after`: seconds after which asking again makes sense."""

    code = "unavailable"

    def __init__(self, text: str, retry_after: int = 5) -> None:
        super().__init__(text)
        self.retry_after = retry_after
