"""Sources of rows that narrow another source or hold rows themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matcher.domain.search import Listed, Question, Retrieved
from matcher.matching.conditions import Rows
from matcher.matching.gating import live_in, living_in
from matcher.matching.ranking import Source


@dataclass(frozen=True, slots=True)
class InAreas:
    """Only people whose home or present place lies in one of the areas; None is everywhere."""

    source: Source
    areas: Sequence[str] | None

    def best_rows(self, kind: Listed, question: Question, limit: int) -> Retrieved:
        if self.areas is None or kind != "worker" or "" in self.areas:
            return self.source.best_rows(kind, question, limit)
        rows = self.source.best_rows(kind, replace(question, gates=(*question.gates, living_in(self.areas))), limit)
        if not rows.complete:
            return rows
        places = np.flatnonzero(live_in(rows.columns, self.areas))
        return replace(rows, columns={name: column[places] for name, column in rows.columns.items()})


@dataclass(frozen=True, slots=True)
class AllRows:
    """Every row there is, at hand."""

    rows: dict[Listed, Rows]

    def best_rows(self, kind: Listed, question: Question, limit: int) -> Retrieved:
        return Retrieved(self.rows[kind], complete=True)
