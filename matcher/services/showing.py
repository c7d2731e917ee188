"""People as lists show them and the reasons told with them, kept in memory while nothing about them changes.

While a post is being filled the same fifty are asked for again and again. What is held has its contact data covered, and is
forgotten as soon as the ledger's change numbers tell that somebody changed it.
"""

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any, Final

from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.ledger.port import Glance
from matcher.matching.pairs import Teller
from matcher.matching.reasons import Explanation, explain_all
from matcher.matching.weights import Weights
from matcher.services.scopes import masked

MOST: Final = 10_000  # people, and as many reasons: some 30 MB


class Showing:
    """One process's own; safe in threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._upto = 0  # the ledger's change number that what is held is true for
        self._people: dict[str, tuple[Worker, Worker]] = {}
        self._reasons: dict[tuple[object, ...], Explanation] = {}

    def people(self, glance: Glance, ids: Sequence[str]) -> Mapping[str, tuple[Worker, Worker]]:
        """id → the person with contact data covered, and with the name covered too (R31)."""
        with self._lock:
            upto = self._forget_changed(glance)
            found = {id: held for id in ids if (held := self._people.get(id))}
        new = glance.workers([id for id in ids if id not in found]) if len(found) < len(ids) else {}
        made = {id: (masked(person), masked(person, name=True)) for id, person in new.items()}
        with self._lock:
            if self._upto == upto:  # else somebody was forgotten meanwhile, who may be among those just read
                make_room(self._people, len(made))
                self._people.update(made)
        return found | made

    def _forget_changed(self, glance: Glance) -> int:
        if (now := glance.last_change()) == self._upto:
            return now
        changes = glance.changes_since(self._upto, MOST)
        if len(changes) < MOST:
            for change in changes:
                self._people.pop(change.id, None)
            self._upto = changes[-1].number if changes else now
        else:
            self._people.clear()
            self._upto = now
        return self._upto

    def reasons(self, people: Sequence[Worker], vacancy: Vacancy, weights: Weights, teller: Teller, rows: Mapping[str, bytes]) -> list[Explanation]:
        """As explain_all tells them. rows: with which a ranking let them pass."""
        # The row belongs to the key: who is edited between ranking and reading is told of by the row ranked, and by the next one anew.
        keys = [(each.id, each.version, rows[each.id], vacancy.id, vacancy.version, teller.day) for each in people]
        known = [self._reasons.get(key) for key in keys]
        new = [place for place, told in enumerate(known) if told is None]
        made = dict(zip(new, explain_all([people[place] for place in new], vacancy, weights, teller, rows), strict=True))
        make_room(self._reasons, len(made))
        self._reasons.update({keys[place]: told for place, told in made.items()})
        return [told or made[place] for place, told in enumerate(known)]


def make_room(held: dict[Any, Any], count: int) -> None:
    if len(held) + count > MOST:
        held.clear()
