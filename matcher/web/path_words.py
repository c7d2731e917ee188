"""How far a person is on the way to a post, and what can be done next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from matcher.domain.events import ENDED, PATH, Intent, Step


@dataclass(frozen=True, slots=True)
class Stage:
    label: str
    done: bool
    here: bool


def steps(intent: Intent) -> tuple[Stage, ...]:
    """The whole way; one that ended shows only its end."""
    if intent.step in ENDED:
        return (Stage(Step.INTENT.label, True, False), Stage(intent.step.label, True, True))
    reached = PATH.index(intent.step)
    return tuple(Stage(step.label, n < reached, n == reached) for n, step in enumerate(PATH))


def deeds(intent: Intent) -> tuple[tuple[str, str], ...]:
    """(word of the address, word on the button)."""
    if intent.step in ENDED:
        return ()
    if intent.step is Step.ACCEPTED:
        return (("withdraw", "退出"),)
    return (("accept", "接受, 去"), ("decline", "不去"))


FILTERS: Final[dict[str, Callable[..., Any]]] = {"steps": steps, "deeds": deeds}
