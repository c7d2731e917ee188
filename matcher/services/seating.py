"""Seats of a trip while its row is held: which are free, seating a party, freeing seats, offering them to the queue.

Everything that changes seats goes through here, inside one transaction that has locked the trip.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from matcher.booking import waitlist
from matcher.booking.choice import Ask, Person, choose, fits, free_but_unsuitable
from matcher.booking.occupancy import Occupancy, Sitting, legs_between, most_free
from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import Booking, BookingState, Entry, EntryState, NoSeats, Overlaps, Rider, SeatAt
from matcher.domain.errors import Invalid
from matcher.domain.events import Step
from matcher.domain.identifiers import new_id
from matcher.domain.messages import MessageKind
from matcher.domain.start_dates import StartsBefore
from matcher.domain.terms import Sex
from matcher.domain.trips import Trip
from matcher.ledger.seat_port import Ride
from matcher.services.admission import Admission, Order

OFFER_LASTS = timedelta(hours=2)
BESIDE_HINT = "剩下的空座旁边是不认识的异性。她本人同意的话, 请注明“同意” (beside_men) 再订; 或登记候补。"
KEPT_HINT = "这一段空出的座位先留给候补的一批人。请登记候补, 或换一个车次。"


@dataclass(slots=True)
class Seating(Admission):
    """kept: seats of blocks without a name, with the legs they are kept for."""

    kept: dict[str, list[tuple[SeatAt, int]]] = field(default_factory=dict)

    def look(self, party: Sequence[Rider] = ()) -> None:
        """Reads what stands, the people first (their rows are held from then on), and frees what has lapsed."""
        self.meet(party)
        if self.trip.blocks:
            self._release_due()

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
            block=order.block.id if order.block else None, entry=order.entry, itinerary=order.itinerary, created_at=self.now, updated_at=self.now)
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
        except (Invalid, Overlaps, StartsBefore, NoSeats):
            return None
        self.tx.change_entry(entry.id, state=EntryState.SEATED if confirmed else EntryState.OFFERED, booking=booking.id)
        self.tell(booking, MessageKind.BOOKED if confirmed else MessageKind.OFFER)
        if confirmed:
            self.note(booking, Step.SEAT_CONFIRMED)
        return booking


SEXES: dict[str | None, Sex] = {str(sex): sex for sex in Sex}


def laid_out(trip: Trip, rides: Sequence[Ride]) -> Occupancy:
    """The vehicles with these people on their seats."""
    made = Occupancy(trip.units, trip.legs)
    sizes = Counter([ride.booking for ride in rides])
    for ride in rides:
        at, legs = SeatAt(ride.unit, ride.seat), legs_between(ride.board, ride.alight)
        if ride.sex is None and not ride.infants:
            made.take(at, legs)  # an unknown sex restricts nobody
        else:
            made.seat(at, Sitting(legs, ride.booking, SEXES.get(ride.sex), sizes[ride.booking] == 1, ride.agrees), ride.infants)
    return made


def whole(at: datetime) -> datetime:
    """Up to the full second: holds end on one."""
    return at if at.microsecond == 0 else at.replace(microsecond=0) + timedelta(seconds=1)
