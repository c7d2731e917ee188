"""What a use case works at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from matcher.catalogue.port import Catalogue
from matcher.ledger.port import Ledger
from matcher.matching.weights import Weights
from matcher.reading.occupations import Occupations
from matcher.reading.places import Places
from matcher.services.showing import Showing

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Desk:
    """Collaborators of the services, wired once in app.py. clock: now, in UTC. hold_minutes: how long an unconfirmed seat is kept.

    connection_minutes: the least time between two rides of an itinerary.
    """

    ledger: Ledger
    catalogue: Catalogue
    places: Places
    occupations: Occupations
    weights: Weights
    clock: Callable[[], datetime]
    hold_minutes: int = 15
    connection_minutes: int = 30
    showing: Showing = field(default_factory=Showing)

    @property
    def now(self) -> datetime:
        return self.clock()

    @property
    def today(self) -> date:
        """The calendar day in China."""
        return self.clock().astimezone(SHANGHAI).date()
