"""A trip while its row is held: who may ride, which seats are free, seating a party, freeing seats, offering them to the queue.

Everything that changes seats goes through here, inside one transaction that has locked the trip.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from matcher.booking import waitlist
from matcher.booking.choice import Ask, Person, choose, fits, free_but_unsuitable
from matcher.booking.occupancy import Occupancy, Sitting, legs_between, most_free
from matcher.booking.requests import TOO_YOUNG, YOUNGEST, age_on
from matcher.booking.texts import Told, span_words, text_of
from matcher.domain.accounts import SYSTEM, Actor
from matcher.domain.bookings import Block, Booking, BookingState, Entry, EntryState, NoSeats, OtherRide, Overlaps, Rider, SeatAt
from matcher.domain.errors import Invalid
from matcher.domain.events import Event, Intent, Step
from matcher.domain.identifiers import new_id
from matcher.domain.messages import Message, MessageKind
from matcher.domain.terms import Sex
from matcher.domain.trips import Trip
from matcher.ledger.port import Transaction
from matcher.ledger.seat_port import Passenger, Ride
from matcher.reading.lunar import lunar_words
from matcher.services.desk import SHANGHAI, Desk
from matcher.services.scopes import NO_WORKER, OFFICE, OVERVIEW

OFFER_LASTS = timedelta(hours=2)
BESIDE_HINT = "剩下的空座旁边是不认识的异性。她本人同意的话, 请注明“同意” (beside_men) 再订; 或登记候补。"
KEPT_HINT = "这一段空出的座位先留给候补的一批人。请登记候补, 或换一个车次。"


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


@dataclass(slots=True)
class Seating:
    """trip: locked. rides: on it, live ones; others: further rides of the people asked about that meet the trip in time."""

    tx: Transaction
    desk: Desk
    actor: Actor
    trip: Trip
    now: datetime
    rides: list[Ride] = field(default_factory=list)
    others: list[Ride] = field(default_factory=list)
    kept: dict[str, list[tuple[SeatAt, int]]] = field(default_factory=dict)
    passengers: dict[str, Passenger] = field(default_factory=dict)
    intents: dict[str, Intent] = field(default_factory=dict)

    def look(self, party: Sequence[Rider] = ()) -> None:
        """Reads what stands, the people first (their rows are held from then on), and frees what has lapsed."""
        self.meet(party)
        if self.trip.blocks:
            self._release_due()

    def meet(self, party: Sequence[Rider]) -> None:
        workers = [rider.worker for rider in party]
        if workers:
            self.passengers |= self.tx.passengers_for_update(workers)
        if intents := [rider.intent for rider in party if rider.intent]:
            self.intents |= self.tx.intents_held(intents)
        found = self.tx.rides_near(self.trip.id, workers, self.trip.departs_at, self.trip.arrives_at)
        lapsed = {ride.booking for ride in found if ride.expired_at(self.now)}
        if lapsed:
            self._expire(lapsed, found)
        alive = [ride for ride in found if ride.booking not in lapsed]
        self.rides = [ride for ride in alive if ride.trip == self.trip.id]
        self.others = [ride for ride in alive if ride.trip != self.trip.id]

    # --- who may ride ------------------------------------------------------------------------------------------------------------

    def admit(self, order: Order, actor: Actor | None = None) -> None:
        """Raises Invalid, naming each rider who may not have a seat, and Overlaps. actor: on whose authority, else who acts."""
        doubts: dict[str, list[str]] = {}
        day = self.trip.stops[order.board].at.astimezone(SHANGHAI).date()
        for place, rider in enumerate(order.party):
            if doubt := self._doubt(rider, day, actor or self.actor):
                doubts[f"party.{place}"] = [doubt]
        if doubts:
            raise Invalid("这批人里有不能安排座位的: " + "; ".join(sorted({each[0] for each in doubts.values()})), doubts)
        self._check_time(order)

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

    # --- seats -------------------------------------------------------------------------------------------------------------------

    def occupancy(self, *, without: str | None = None) -> Occupancy:
        """without: a block whose seats are meant to be taken."""
        made = laid_out(self.trip, self.rides)
        for block, seats in self.kept.items():
            if block != without:
                for at, legs in seats:
                    made.take(at, legs)
        return made

    def ask(self, order: Order) -> Ask:
        people = (self.passengers[rider.worker] for rider in order.party)
        party = tuple(Person(person.sex, rider.infants, rider.beside_men) for person, rider in zip(people, order.party, strict=True))
        return Ask(party, order.board, order.alight)

    def seat(self, order: Order) -> Booking:
        """The party whole, or NoSeats."""
        occupancy, ask = self.occupancy(without=order.block.id if order.block else None), self.ask(order)
        seats = self._chosen(occupancy, ask, order)
        if seats is None:
            left = most_free(self.trip.units, occupancy.taken, ask.legs)
            raise NoSeats(len(order.party), left, BESIDE_HINT if free_but_unsuitable(occupancy, ask) else "")
        return self._add(order, seats)

    def _chosen(self, occupancy: Occupancy, ask: Ask, order: Order) -> tuple[SeatAt, ...] | None:
        only = frozenset(order.block.seats) if order.block else None
        if order.seats is None:
            return choose(occupancy, ask, only)
        allowed = only is None or only.issuperset(order.seats)
        return order.seats if allowed and fits(occupancy, ask, order.seats) else None

    def _add(self, order: Order, seats: tuple[SeatAt, ...]) -> Booking:
        booking = Booking(
            id=new_id("booking"), trip=self.trip.id, key=order.key, owner=order.owner, state=order.state, board=order.board, alight=order.alight,
            party=order.party, seats=seats, fingerprint=order.fingerprint, held_until=order.held_until if order.state is BookingState.HELD else None,
            block=order.block.id if order.block else None, entry=order.entry, created_at=self.now, updated_at=self.now)
        rides = [self._ride(booking, place) for place in range(len(seats))]
        self.tx.add_booking(booking, rides)
        self.rides += rides
        return booking

    def _ride(self, booking: Booking, place: int) -> Ride:
        rider, at = booking.party[place], booking.seats[place]
        starts, ends = (int(self.trip.stops[stop].at.timestamp()) for stop in (booking.board, booking.alight))
        sex = self.passengers[rider.worker].sex
        return Ride(
            booking=booking.id, place=place, worker=rider.worker, intent=rider.intent, trip=self.trip.id, unit=at.unit, seat=at.seat,
            board=booking.board, alight=booking.alight, starts=starts, ends=ends, sex=sex and str(sex), agrees=rider.beside_men,
            infants=rider.infants, held_until=int(booking.held_until.timestamp()) if booking.held_until else None)

    # --- freeing -----------------------------------------------------------------------------------------------------------------

    def free(self, booking: str, places: Iterable[int] | None = None, *, from_leg: int = 0) -> list[Ride]:
        """The whole booking's seats, or those of some of its party."""
        wanted = None if places is None else set(places)
        freed = [ride for ride in self.rides if ride.booking == booking and (wanted is None or ride.place in wanted)]
        self.tx.free_rides(booking, freed, from_leg=from_leg)
        self.rides = [ride for ride in self.rides if ride not in freed]
        if self.trip.blocks:
            self._read_kept()  # a seat out of a block goes back to it
        return freed

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

    def _release_due(self) -> None:
        standing = [block for block in self.tx.blocks(self.trip.id) if not block.released]
        due = [block for block in standing if not block.keeps_at(self.now)]
        for block in due:
            self.tx.release_block(block)
        if due:
            self.count(blocks=len(standing) - len(due))
        if len(due) < len(standing):
            self._read_kept()

    def _read_kept(self) -> None:
        kept: dict[str, dict[SeatAt, int]] = {}
        for claim in self.tx.claims(self.trip.id):
            if claim.block is not None and claim.booking is None:
                seats = kept.setdefault(claim.block, {})
                at = SeatAt(claim.unit, claim.seat)
                seats[at] = seats.get(at, 0) | 1 << claim.leg
        self.kept = {block: list(seats.items()) for block, seats in kept.items()}

    def count(self, **counts: int) -> None:
        self.tx.note_trip(self.trip.id, **counts)
        self.trip = replace(self.trip, **counts)  # type: ignore[arg-type]

    # --- the queue ---------------------------------------------------------------------------------------------------------------

    def promote(self, *, confirmed: bool = False) -> list[Booking]:
        """Offers what is free to the queue in its order, as holds that lapse; `confirmed`: seats it at once (a re-filing)."""
        made: list[Booking] = []
        if not self.trip.waiting:
            return made
        ahead: list[Entry] = []
        for entry in waitlist.in_order(self.tx.entries(self.trip.id, [EntryState.WAITING])):
            if entry.board < self.trip.passed:
                continue
            booking = None if waitlist.kept_for(ahead, entry.board, entry.alight, self.trip, self.now) else self._offer(entry, confirmed)
            if booking is None:
                ahead.append(entry)
                continue
            ahead = self.overtake(ahead, entry.board, entry.alight)
            made.append(booking)
        if made:
            self.count(waiting=self.trip.waiting - len(made))
        return made

    def overtake(self, ahead: Sequence[Entry], board: int, alight: int) -> list[Entry]:
        """Notes that somebody behind them got a seat on this stretch; the queue as it then is."""
        passed = {entry.id for entry in waitlist.passed(ahead, board, alight)}
        self.tx.pass_by(sorted(passed))
        return [replace(entry, bypassed=entry.bypassed + 1) if entry.id in passed else entry for entry in ahead]

    def yield_to_queue(self, order: Order) -> None:
        """A booking from outside the queue gets ahead of those waiting, within the bound. Raises NoSeats where seats are kept for them."""
        if not self.trip.waiting or order.block is not None:
            return
        self.promote()
        self.meet(order.party)
        ahead = waitlist.in_order(self.tx.entries(self.trip.id, [EntryState.WAITING]))
        if waitlist.kept_for(ahead, order.board, order.alight, self.trip, self.now):
            raise NoSeats(len(order.party), 0, KEPT_HINT)
        self.overtake(ahead, order.board, order.alight)

    def _offer(self, entry: Entry, confirmed: bool) -> Booking | None:
        """None where there is no room for them, or they cannot ride (any more)."""
        until = min(whole(self.now + OFFER_LASTS), self.trip.stops[entry.board].at)
        state = BookingState.CONFIRMED if confirmed else BookingState.HELD
        order = Order(key=entry.key, owner=entry.owner, party=entry.party, board=entry.board, alight=entry.alight, state=state,
                      fingerprint=entry.fingerprint, held_until=until, entry=entry.id)
        if until <= self.now:
            return None
        self.meet(entry.party)
        try:
            self.admit(order, SYSTEM)  # who may book for these people was asked when they joined
            booking = self.seat(order)
        except (Invalid, Overlaps, NoSeats):
            return None
        self.tx.change_entry(entry.id, state=EntryState.SEATED if confirmed else EntryState.OFFERED, booking=booking.id)
        self.tell(booking, MessageKind.BOOKED if confirmed else MessageKind.OFFER)
        if confirmed:
            self.note(booking, Step.SEAT_CONFIRMED)
        return booking

    # --- what happened -----------------------------------------------------------------------------------------------------------

    def note(self, booking: Booking, step: Step, places: Iterable[int] | None = None, note: str = "") -> None:
        """One event a person."""
        chosen = range(len(booking.party)) if places is None else places
        self.tx.add_events([self._event(booking, place, step, note) for place in chosen])

    def _event(self, booking: Booking, place: int, step: Step, note: str) -> Event:
        rider, at = booking.party[place], booking.seats[place]
        intent = self.intents.get(rider.intent) if rider.intent else None
        detail = {"trip": booking.trip, "unit": at.unit, "seat": at.seat, "board": booking.board, "alight": booking.alight}
        return Event(step=step, subject=booking.id, worker=rider.worker, vacancy=intent.vacancy if intent else None,
                     actor=self.actor.name, at=self.now, note=note, detail=detail)

    def tell(self, booking: Booking, kind: MessageKind, places: Iterable[int] | None = None) -> None:
        """Puts a message for each rider into the outbox."""
        chosen = [place for place in range(len(booking.party)) if place not in booking.gone] if places is None else places
        self.tx.add_messages([self._message(booking, place, kind) for place in chosen])

    def _message(self, booking: Booking, place: int, kind: MessageKind) -> Message:
        told = Told(self.trip, booking.board, booking.alight, booking.seats[place], booking.held_until)
        return Message(id=new_id("message"), worker=booking.party[place].worker, trip=self.trip.id, booking=booking.id, kind=kind,
                       text=text_of(kind, told, lunar_words), due_at=self.now, created_at=self.now)


SEXES: dict[str | None, Sex] = {str(sex): sex for sex in Sex}


def laid_out(trip: Trip, rides: Sequence[Ride]) -> Occupancy:
    """The vehicles with these people on their seats."""
    made = Occupancy(trip.units, trip.legs)
    sizes = Counter(ride.booking for ride in rides)
    for ride in rides:
        who = Sitting(legs_between(ride.board, ride.alight), ride.booking, SEXES.get(ride.sex), sizes[ride.booking] == 1, ride.agrees)
        made.seat(ride.at, who, ride.infants)
    return made


def whole(at: datetime) -> datetime:
    """Up to the full second: holds end on one."""
    return at if at.microsecond == 0 else at.replace(microsecond=0) + timedelta(seconds=1)


def covers(actor: Actor, person: Passenger) -> bool:
    return actor.has(*OVERVIEW) or any(actor.covers_place(place, *OFFICE) for place in (person.place, person.lives_at))


def overlap(other: OtherRide) -> Overlaps:
    return Overlaps(other, span_words(other.starts_at, other.ends_at, lunar_words))
