"""The days on which people have promised to begin: they stand in the same calendar as their trips."""

from dataclasses import dataclass
from datetime import date, datetime

from matcher.domain.errors import Conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedJob:
    """A post somebody accepted that says when work begins. starts_on, ends_on: as the post says now; accepted_at: when it was recorded."""

    worker: str
    intent: str
    employer: str
    title: str
    starts_on: date
    accepted_at: datetime
    ends_on: date | None = None


class StartsBefore(Conflict):
    """A ride arrives when the person should be at work elsewhere, or at work already."""

    code = "overlap"

    def __init__(self, job: AcceptedJob, text: str) -> None:
        super().__init__(text)
        self.worker, self.intent, self.starts_on = job.worker, job.intent, job.starts_on
