"""The one change of wishes that would open most further posts: 愿意上夜班, 多12个岗."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from matcher.domain.search import Question
from matcher.matching.codes import Day
from matcher.matching.conditions import Rows
from matcher.matching.gating import GATES, conditions
from matcher.matching.ranking import Source
from matcher.matching.rows import one
from matcher.matching.scoring import blocks


@dataclass(frozen=True, slots=True)
class Opening:
    """gate: name of the gate that would open. more: open posts that nothing else stands against."""

    gate: str
    change: str
    more: int

    @property
    def sentence(self) -> str:
        return f"{self.change}, 多{self.more}个岗"


def widest_opening(row: bytes, source: Source, day: date, count: Callable[[Question], int | None] | None = None) -> Opening | None:
    """The gate whose fall alone lets most posts in; None where no single change helps. Equal counts: the gate that stands first.

    count: how many posts pass these conditions, for a source that does not hold every row; without it such a source gives no answer.
    """
    worker, today = one("worker", row), Day.of(day)
    rows = source.best_rows("vacancy", Question(gates=conditions("vacancy", worker, today)), 1)
    if rows.complete:
        gained = _counted_here(worker, rows.columns, today)
    elif count is not None and rows.found is not None:
        gained = _counted_there(worker, today, rows.found, count)
    else:
        return None
    openings = [Opening(gate.name, gate.change, gained[gate.name]) for gate in GATES if gained.get(gate.name, 0) > 0]
    return max(openings, key=lambda opening: opening.more, default=None)


def _counted_here(worker: Rows, columns: Rows, day: Day) -> dict[str, int]:
    """One pass: posts that fail exactly one gate, by gate."""
    gained = {gate.name: 0 for gate in GATES if gate.change}
    for _, block in blocks(columns):
        size = (len(block["key"]),)
        failed = [np.broadcast_to(np.logical_not(gate.passes(worker, block, day)), size) for gate in GATES]
        fails = np.sum(failed, axis=0, dtype=np.int8)
        for gate, misses in zip(GATES, failed, strict=True):
            if gate.change:
                gained[gate.name] += int(np.count_nonzero(misses & (fails == 1)))
    return gained


def _counted_there(worker: Rows, day: Day, now: int, count: Callable[[Question], int | None]) -> dict[str, int]:
    """Asked of the engine once for each gate that asks anything of this person's posts."""
    whole = conditions("vacancy", worker, day)
    gained = {}
    for gate in GATES:
        without = conditions("vacancy", worker, day, gate.name)
        if gate.change and len(without) < len(whole):
            gained[gate.name] = (count(Question(gates=without)) or 0) - now
    return gained
