"""Who may ride: people looked at while their rows are held, and what stands in their way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from matcher.booking.requests import TOO_YOUNG, YOUNGEST, age_on
from matcher.booking.start_dates import Arrival, china_day, first_clash, goes_home, ride_refused
from matcher.booking.texts import span_words
from matcher.domain.accounts import Actor
from matcher.domain.bookings import Block, BookingState, EntryState, OtherRide, Overlaps, Rider, SeatAt
from matcher.domain.errors import Invalid
from matcher.domain.events import Intent, Step
from matcher.domain.start_dates import AcceptedJob, StartsBefore
from matcher.domain.trips import Trip
from matcher.ledger.seat_port import Passenger, Ride
from matcher.reading.lunar import lunar_words
from matcher.services.held_trip import HeldTrip
from matcher.services.scopes import NO_WORKER, OFFICE, OVERVIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A party to be seated, all questions of keys settled."""

    key: str
    owner: str
    party: tuple[Rider, ...]
    board: int
    alight: int
    state: BookingState
    fingerprint: str
    held_until: datetime | None = None
    block: Block | None = None
    seats: tuple[SeatAt, ...] | None = None
    entry: str | None = None
    itinerary: str | None = None


@dataclass(slots=True)
class Admission(HeldTrip):
    """rides: on the trip, live ones; others: further rides of the people asked about that meet the trip in time; jobs: what
    each of them accepted that begins before the trip is over."""

    rides: list[Ride] = field(default_factory=list)
    others: list[Ride] = field(default_factory=list)
    jobs: dict[str, tuple[AcceptedJob, ...]] = field(default_factory=dict)

    def meet(self, party: Sequence[Rider]) -> None:
        workers = [rider.worker for rider in party]
        if workers:
            self.passengers |= self.tx.passengers_for_update(workers)
            accepted = self.tx.accepted_jobs(workers, china_day(self.trip.arrives_at))
            self.jobs |= {worker: tuple(job for job in accepted if job.worker == worker) for worker in workers}
        if intents := [rider.intent for rider in party if rider.intent]:
            self.intents |= self.tx.intents_held(intents)
        found = self.tx.rides_near(self.trip.id, workers, self.trip.departs_at, self.trip.arrives_at)
        lapsed = {ride.booking for ride in found if ride.held_until is not None and ride.expired_at(self.now)}
        if lapsed:
            self._expire(lapsed, found)
            found = tuple(ride for ride in found if ride.booking not in lapsed)
        here = self.trip.id
        self.rides = [ride for ride in found if ride.trip == here]
        self.others = [ride for ride in found if ride.trip != here] if len(self.rides) < len(found) else []

    def admit(self, order: Order, actor: Actor | None = None) -> None:
        """Raises Invalid, naming each rider who may not have a seat, Overlaps and StartsBefore. actor: on whose authority, else who acts."""
        doubts: dict[str, list[str]] = {}
        day = china_day(self.trip.stops[order.board].at)
        for place, rider in enumerate(order.party):
            if doubt := self._doubt(rider, day, actor or self.actor):
                doubts[f"party.{place}"] = [doubt]
        if doubts:
            raise Invalid("这批人里有不能安排座位的: " + "; ".join(sorted({each[0] for each in doubts.values()})), doubts)
        self._check_time(order)
        self._check_jobs(order)

    def _doubt(self, rider: Rider, day: date, actor: Actor) -> str | None:
        person = self.passengers.get(rider.worker)
        if person is None or not covers(actor, person):
            return NO_WORKER
        if not person.active:
            return "这个人的登记已停用, 请先恢复登记。"
        if person.born_on and age_on(person.born_on, day) < YOUNGEST:
            return TOO_YOUNG
        if rider.intent:
            intent = self.intents.get(rider.intent)
            if intent is None or intent.worker != rider.worker:
                return "没有找到这个人的这条意向, 请核对编号。"
            if intent.step is not Step.ACCEPTED:
                return f"这条意向现在是“{intent.step.label}”, 接受之后才能订座。"
        return None

    def _check_time(self, order: Order) -> None:
        starts, ends = (int(self.trip.stops[stop].at.timestamp()) for stop in (order.board, order.alight))
        riding = {rider.worker for rider in order.party}
        for ride in (*self.rides, *self.others):
            if ride.worker in riding and ride.starts < ends and ride.ends > starts:
                name = self.trip.name if ride.trip == self.trip.id else self.tx.trip(ride.trip).name
                raise overlap(OtherRide(ride.worker, ride.trip, name, ride.starts_at, ride.ends_at))

    def _check_jobs(self, order: Order) -> None:
        for rider in order.party:
            if jobs := self.jobs.get(rider.worker):
                arrival = arrival_of(self.trip, order.board, order.alight, rider, self.passengers[rider.worker], self.intents.get(rider.intent or ""))
                if job := first_clash(jobs, arrival):
                    raise StartsBefore(job, ride_refused(job, arrival))

    def _expire(self, lapsed: set[str], rides: Sequence[Ride]) -> None:
        """Also on other trips: only the booking's own row decides, so their locks are not needed."""
        for booking in sorted(lapsed):
            if self.tx.move_booking(booking, [BookingState.HELD], state=BookingState.EXPIRED):
                own = [ride for ride in rides if ride.booking == booking]
                whole = own if own[0].trip == self.trip.id else [ride for ride in self.tx.rides_on(own[0].trip) if ride.booking == booking]
                self.tx.free_rides(booking, whole)
                self.lapse_offer(booking)

    def lapse_offer(self, booking: str) -> None:
        if entry := self.tx.booking(booking).entry:
            self.tx.change_entry(entry, state=EntryState.LAPSED)


def arrival_of(  # noqa: PLR0913 - a ride and its rider, as four kinds of document tell of them
    trip: Trip, board: int, alight: int, rider: Rider, person: Passenger, intent: Intent | None) -> Arrival:
    return Arrival(
        leaves_on=china_day(trip.stops[board].at), arrives_on=china_day(trip.stops[alight].at), intent=rider.intent,
        accepted_at=intent.updated_at if intent else None, bound_for=rider.bound_for, home=goes_home(trip.stops[alight].place, person.place))


def covers(actor: Actor, person: Passenger) -> bool:
    return actor.has(*OVERVIEW) or any(actor.covers_place(place, *OFFICE) for place in (person.place, person.lives_at))


def overlap(other: OtherRide) -> Overlaps:
    return Overlaps(other, span_words(other.starts_at, other.ends_at, lunar_words))
