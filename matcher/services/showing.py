"""People as lists show them and the reasons told with them, kept in memory while nothing about them changes.

While a post is being filled the same fifty are asked for again and again. What is held has its contact data covered, and is shown only
while the ledger still has that version.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.ledger.port import Glance
from matcher.matching.pairs import Teller
from matcher.matching.reasons import Explanation, explain_all
from matcher.matching.weights import Weights
from matcher.services.scopes import masked

MOST: Final = 10_000  # people, and as many reasons: some 30 MB


class Showing:
    """One process's own. Safe in threads: at worst two make the same thing."""

    def __init__(self) -> None:
        self._people: dict[str, tuple[Worker, Worker]] = {}
        self._reasons: dict[tuple[object, ...], Explanation] = {}

    def people(self, glance: Glance, ids: Sequence[str]) -> Mapping[str, tuple[Worker, Worker]]:
        """id → the person with contact data covered, and with the name covered too (R31)."""
        versions = glance.worker_versions(ids)
        found = {id: held for id, version in versions.items() if (held := self._people.get(id)) and held[0].version == version}
        new = glance.workers([id for id in versions if id not in found])
        made = {id: (masked(person), masked(person, name=True)) for id, person in new.items()}
        if len(self._people) + len(made) > MOST:
            self._people.clear()
        self._people.update(made)
        return found | made

    def reasons(self, people: Sequence[Worker], vacancy: Vacancy, weights: Weights, teller: Teller, rows: Mapping[str, bytes]) -> list[Explanation]:
        """As explain_all tells them. rows: with which a ranking let them pass."""
        keys = [(each.id, each.version, vacancy.id, vacancy.version, teller.day) for each in people]
        known = [self._reasons.get(key) for key in keys]
        new = [place for place, told in enumerate(known) if told is None]
        made = dict(zip(new, explain_all([people[place] for place in new], vacancy, weights, teller, rows), strict=True))
        if len(self._reasons) + len(made) > MOST:
            self._reasons.clear()
        self._reasons.update({keys[place]: told for place, told in made.items()})
        return [told or made[place] for place, told in enumerate(known)]
