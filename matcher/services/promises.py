"""What accepting a post has to do with rides: the days must agree, and a seat can be part of the same promise."""

from dataclasses import dataclass

from matcher.booking.requests import check_wish
from matcher.booking.start_dates import clashes, job_refused
from matcher.domain.bookings import BookingState, Rider, SeatWish
from matcher.domain.events import Intent
from matcher.domain.start_dates import AcceptedJob, StartsBefore
from matcher.domain.vacancies import Vacancy
from matcher.ledger.port import Transaction
from matcher.services.admission import arrival_of
from matcher.services.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatAsked:
    """The seat that goes with a post; sure at once. key: as of a booking, the same again is the same seat."""

    trip: str
    key: str
    board: int
    alight: int
    infants: int = 0
    beside_men: bool = False

    def wish(self, intent: Intent) -> SeatWish:
        """Raises Invalid."""
        rider = Rider(intent.worker, intent=intent.id, infants=self.infants, beside_men=self.beside_men)
        wish = SeatWish(trip=self.trip, key=self.key, party=(rider,), board=self.board, alight=self.alight, state=BookingState.CONFIRMED)
        check_wish(wish)
        return wish


def check_rides(tx: Transaction, desk: Desk, intent: Intent, vacancy: Vacancy) -> None:
    """Raises StartsBefore where a ride of theirs arrives too late for this post. The person's row is held from here on, so that a booking made at
    the same moment comes before this look or sees the accepted post."""
    if vacancy.starts_on is None:
        return
    person = tx.passengers_for_update([intent.worker])[intent.worker]
    employer = tx.employer(vacancy.employer).name
    job = AcceptedJob(worker=intent.worker, intent=intent.id, employer=employer, title=vacancy.title, starts_on=vacancy.starts_on,
                      ends_on=vacancy.ends_on, accepted_at=desk.now)
    for ride in tx.rides_of(intent.worker, desk.now):
        if ride.expired_at(desk.now):
            continue
        rider, trip = tx.booking(ride.booking).party[ride.place], tx.trip(ride.trip)
        tied = tx.intents_by_id([rider.intent]).get(rider.intent) if rider.intent else None
        arrival = arrival_of(trip, ride.board, ride.alight, rider, person, tied)
        if clashes(job, arrival):
            raise StartsBefore(job, job_refused(job, arrival, trip.name))
