"""Boarding: scans taken over from devices, the escort's list, heads counted, stops left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matcher.booking.scans import Aboard, head_counts, merged, missing_at, same_tick, state_after
from matcher.booking.scans import Count as Count
from matcher.domain.accounts import Actor
from matcher.domain.bookings import Booking, BookingState
from matcher.domain.errors import Conflict, Invalid, Refusal
from matcher.domain.events import Event, Step
from matcher.domain.people import Worker, mask_phone
from matcher.domain.scans import RidingState, Scan
from matcher.domain.trips import Trip, TripState
from matcher.ledger.port import Page, Transaction
from matcher.services.desk import Desk
from matcher.services.roster import bound_for
from matcher.services.seating import Seating
from matcher.services.trip_scopes import must_run, must_see_bookings

ON_THE_LIST = (BookingState.CONFIRMED, BookingState.BOARDED, BookingState.ARRIVED, BookingState.NO_SHOW)
EVENTS = 1000  # of one trip
UNDER_WAY = (TripState.OPEN, TripState.FILED, TripState.DEPARTED)
REACHED = {BookingState.BOARDED: Step.BOARDED, BookingState.ARRIVED: Step.ARRIVED}


@dataclass(frozen=True, slots=True)
class Refused:
    device: str
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """new: scans not seen before; known: sent again; bookings: as they now are."""

    new: int
    known: int
    refused: tuple[Refused, ...]
    bookings: tuple[Booking, ...]


def take_scans(actor: Actor, desk: Desk, scans: Sequence[Scan]) -> Taken:
    """In any order, as often as a device likes; what cannot be a scan is named and the rest is kept. Never refused because a list is frozen."""
    with desk.ledger.reading() as reader:
        trips = sorted({booking.trip for booking in reader.bookings(sorted({scan.booking for scan in scans})).values()})
    with desk.ledger.transaction() as tx:
        held = {id: tx.trip_for_update(id) for id in trips}
        bookings = tx.bookings(sorted({scan.booking for scan in scans}))
        refused = [Refused(scan.device, scan.number, reason) for scan in scans if (reason := _wrong(actor, scan, bookings, held))]
        bad = {(each.device, each.number) for each in refused}
        good = {(scan.device, scan.number): replace(scan, by=scan.by or actor.name) for scan in scans if (scan.device, scan.number) not in bad}
        new = tx.add_scans(list(good.values()))
        for other in tx.scans_named([name for name in good if name not in new]):
            if not same_tick(other, good[other.device, other.number]):
                refused.append(Refused(other.device, other.number, "这个设备的这个序号已用于另一次扫码。请重新登记设备再传。"))
                del good[other.device, other.number]
        touched = {good[scan].booking for scan in new}
        now = _bring_up(actor, desk, tx, [bookings[id] for id in sorted({scan.booking for scan in good.values()})], touched)
        return Taken(len(new), len(good) - len(new), tuple(refused), tuple(now))


def _bring_up(actor: Actor, desk: Desk, tx: Transaction, bookings: Sequence[Booking], touched: set[str]) -> Iterable[Booking]:
    """Brings the states of bookings to what all their scans say together."""
    scans = tx.scans(sorted(touched))
    for booking in bookings:
        people = merged(booking, scans) if booking.id in touched else ()
        state = state_after(booking, people) if people else booking.state
        if state is not booking.state:
            tx.move_booking(booking.id, [BookingState.CONFIRMED, BookingState.BOARDED, BookingState.ARRIVED], state=state)
            if state in REACHED:
                tx.add_events([_event(actor, desk, booking, place, REACHED[state]) for place in _scanned(booking, people, state)])
        yield replace(booking, state=state)


def _scanned(booking: Booking, people: Sequence[Aboard], state: BookingState) -> list[int]:
    return [place for place in range(len(booking.party))
            if (people[place].alighted_at if state is BookingState.ARRIVED else people[place].boarded_at or people[place].alighted_at)]


def _wrong(actor: Actor, scan: Scan, bookings: dict[str, Booking], trips: dict[str, Trip]) -> str | None:
    if not scan.booking:
        return "这不是本系统的乘车单, 请核对姓名和名单。"
    booking = bookings.get(scan.booking)
    if booking is None or booking.trip not in trips:
        return "没有这个订座, 请核对乘车单。"
    try:
        must_run(actor, trips[booking.trip])
    except Refusal as refusal:
        return refusal.text
    if scan.place is not None and not 0 <= scan.place < len(booking.party):
        return "乘车单上没有这个人。"
    if not 0 <= scan.stop < len(trips[booking.trip].stops) or not scan.device or scan.number < 0:
        return "站号、设备或序号不对。"
    if booking.state in (BookingState.CANCELLED, BookingState.EXPIRED, BookingState.SWAPPED, BookingState.HELD):
        return f"这个订座是“{booking.state.label}”, 不能上车。请先办理订座。"
    return None


@dataclass(frozen=True, slots=True)
class Riding:
    """One person as the escort sees them: phone covered, the last four of the ID number to compare with the card."""

    booking: str
    place: int
    worker: str
    name: str
    phone: str
    identity_tail: str
    unit: int
    seat: int
    board: int
    alight: int
    state: RidingState
    bound_for: str


@dataclass(frozen=True, slots=True)
class BoardingList:
    trip: Trip
    riders: tuple[Riding, ...]


def boarding_list(actor: Actor, desk: Desk, trip_id: str) -> BoardingList:
    """What the escort's phone keeps to work without a network."""
    with desk.ledger.reading() as reader:
        trip = must_run(actor, reader.trip(trip_id))
        bookings = reader.bookings_on(trip_id, ON_THE_LIST)
        scans = reader.scans([booking.id for booking in bookings])
        workers = reader.workers(sorted({rider.worker for booking in bookings for rider in booking.party}))
        bound = bound_for(reader, bookings)
    riders = []
    for booking in bookings:
        people = merged(booking, scans)
        for place in range(len(booking.party)):
            riders.append(_riding(booking, place, workers[booking.party[place].worker], people[place], bound))
    return BoardingList(trip, tuple(sorted(riders, key=lambda each: (each.unit, each.seat, each.board))))


def _riding(booking: Booking, place: int, worker: Worker, aboard: Aboard, bound: dict[tuple[str, int], str]) -> Riding:
    at = booking.seats[place]
    state = RidingState.GONE if place in booking.gone else RidingState.DUE
    if aboard.boarded_at or aboard.alighted_at:
        state = RidingState.ARRIVED if aboard.alighted_at else RidingState.BOARDED
    return Riding(booking.id, place, worker.id, worker.name, mask_phone(worker.phone), (worker.identity or "")[-4:], at.unit, at.seat, booking.board,
                  booking.alight, state, bound[booking.id, place])


def head_count(actor: Actor, desk: Desk, trip_id: str) -> tuple[Count, ...]:
    """Stop by stop: who should get on and off, who did, who is aboard, who is missing."""
    with desk.ledger.reading() as reader:
        trip = must_see_bookings(actor, reader.trip(trip_id))
        bookings = reader.bookings_on(trip_id, ON_THE_LIST)
        return head_counts(len(trip.stops), bookings, reader.scans([booking.id for booking in bookings]))


@dataclass(frozen=True, slots=True)
class Left:
    """missed: (booking, place) of those who did not come."""

    trip: Trip
    missed: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """As the escort says. at: when it really left, None: now. heads: how many were counted aboard, None: nobody did; skipped: and it was meant."""

    at: datetime | None = None
    heads: int | None = None
    skipped: bool = False


def leave_stop(actor: Actor, desk: Desk, trip_id: str, stop: int, said: Leaving = Leaving()) -> Left:
    """The vehicle leaves this stop: who should have boarded here or before and was not scanned is given up, and their seats are free from the
    next stop on, for the queue first. A filed trip has departed by it. Again is quietly nothing."""
    with desk.ledger.transaction() as tx:
        trip = must_run(actor, tx.trip_for_update(trip_id))
        if trip.state not in UNDER_WAY:
            raise Conflict(f"车次现在是“{trip.state.label}”, 不能点名发车。")
        if not 0 <= stop < trip.legs:
            raise Invalid("没有这一站, 或这是终点站。", {"stop": [f"站在 0 到 {trip.legs - 1} 之间。"]})
        if stop < trip.passed:
            return Left(trip, ())
        seating = Seating(tx, desk, actor, trip, desk.now)
        seating.look()
        missed = _give_up(seating, stop)
        seating.count(passed=stop + 1)
        detail = {"stop": stop, "missed": len(missed), "heads": said.heads}
        tx.add_events([Event(step=Step.STOP_LEFT, subject=trip_id, actor=actor.name, at=said.at or desk.now, detail=detail)])
        if trip.state is TripState.FILED:
            trip = tx.replace_trip(replace(seating.trip, state=TripState.DEPARTED, updated_at=desk.now))
            seating.trip = trip
        if not trip.frozen:
            seating.promote()
        return Left(seating.trip, missed)


@dataclass(frozen=True, slots=True)
class Departure:
    """One stop that was left: when, how many heads were counted (None: not), and how many did not come."""

    stop: int
    at: datetime
    heads: int | None
    missed: int


def departures(actor: Actor, desk: Desk, trip_id: str) -> dict[int, Departure]:
    """By stop."""
    with desk.ledger.reading() as reader:
        trip = must_see_bookings(actor, reader.trip(trip_id))
        found = reader.events(Page(size=EVENTS), subject=trip_id).items if trip.passed else ()
    left = [event for event in found if event.step is Step.STOP_LEFT and event.at]
    return {event.detail["stop"]: Departure(event.detail["stop"], event.at, event.detail.get("heads"), event.detail["missed"])
            for event in left if event.at}


def _give_up(seating: Seating, stop: int) -> tuple[tuple[str, int], ...]:
    tx = seating.tx
    due = [booking for booking in tx.bookings_on(seating.trip.id, [BookingState.CONFIRMED, BookingState.BOARDED]) if booking.board <= stop]
    scans = tx.scans([booking.id for booking in due])
    missed: list[tuple[str, int]] = []
    for booking in due:
        places = missing_at(booking, merged(booking, scans))
        if not places:
            continue
        missed += [(booking.id, place) for place in places]
        gone = tuple(sorted({*booking.gone, *places}))
        state = BookingState.NO_SHOW if len(gone) == len(booking.party) else booking.state
        tx.move_booking(booking.id, [booking.state], gone=gone, state=state)
        seating.free(booking.id, places, from_leg=stop + 1)
        seating.note(booking, Step.NO_SHOW, places)
    return tuple(missed)


def _event(actor: Actor, desk: Desk, booking: Booking, place: int, step: Step) -> Event:
    return Event(step=step, subject=booking.id, worker=booking.party[place].worker, actor=actor.name, at=desk.now, detail={"trip": booking.trip})
