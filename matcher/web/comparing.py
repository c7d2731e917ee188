"""Two versions of a document, line by line in words: what somebody typed beside what is stored."""

from collections.abc import Iterable

from matcher.web.forms import Difference

Facts = Iterable[tuple[str, str]]


def differences(typed: Facts, stored: Facts) -> tuple[Difference, ...]:
    """Only lines that differ, in the order of the facts."""
    ours, theirs = dict(typed), dict(stored)
    names = dict.fromkeys((*ours, *theirs))
    return tuple(Difference(name, ours.get(name, ""), theirs.get(name, "")) for name in names if ours.get(name, "") != theirs.get(name, ""))
