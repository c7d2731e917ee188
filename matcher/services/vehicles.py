"""Another vehicle comes than was planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from matcher.booking.choice import Ask, Person
from matcher.booking.occupancy import bits
from matcher.booking.plans import check_plan, for_sale
from matcher.booking.reseating import Party, reseat
from matcher.domain.accounts import Actor
from matcher.domain.bookings import LIVE, Booking, BookingState, Entry, SeatAt
from matcher.domain.errors import Conflict, Invalid
from matcher.domain.events import Step
from matcher.domain.identifiers import new_id
from matcher.domain.messages import MessageKind
from matcher.domain.trips import Trip, TripState, Unit
from matcher.ledger.seat_port import Claim, Ride
from matcher.services.booking import end
from matcher.services.desk import Desk
from matcher.services.filing import write_filing
from matcher.services.seating import SEXES, Seating, laid_out
from matcher.services.trip_scopes import must_manage
from matcher.services.trips import check_rules

CHANGEABLE = (TripState.PLANNED, TripState.OPEN, TripState.FILED)
HEAD = -1  # before every rank


@dataclass(frozen=True, slots=True)
class Moved:
    booking: str
    place: int
    before: SeatAt
    after: SeatAt


@dataclass(frozen=True, slots=True)
class Reseated:
    """unseated: bookings for which the new vehicle has no room; they stand at the head of the queue."""

    trip: Trip
    moved: tuple[Moved, ...]
    unseated: tuple[str, ...]


def change_vehicle(actor: Actor, desk: Desk, trip_id: str, unit: Unit, note: str = "") -> Reseated:
    """Puts `unit` in the place of the one with its number and seats people anew where they must be. A filed roster is filed again."""
    if wrong := check_plan(unit.plan):
        raise Invalid(wrong, {"plan": [wrong]})
    with desk.ledger.transaction() as tx:
        trip = must_manage(actor, tx.trip_for_update(trip_id))
        if trip.state not in CHANGEABLE:
            raise Conflict(f"车次已经是“{trip.state.label}”, 不能换车。")
        if unit.no not in {each.no for each in trip.units}:
            raise Invalid("这个车次没有这个编号的车。", {"no": ["没有这个编号的车。"]})
        seating = Seating(tx, desk, actor, trip, desk.now)
        seating.look()
        changed = replace(seating.trip, units=tuple(unit if each.no == unit.no else each for each in trip.units), updated_at=desk.now)
        check_rules(changed)
        reseated = _seat_anew(seating, changed, unit.no, note)
        if trip.state is TripState.FILED:
            write_filing(seating, note or "换车")
        return reseated


def _seat_anew(seating: Seating, changed: Trip, no: int, note: str) -> Reseated:
    rides = {id: [ride for ride in seating.rides if ride.booking == id] for id in dict.fromkeys(ride.booking for ride in seating.rides)}
    touched = {id: own for id, own in rides.items() if any(ride.unit == no for ride in own)}
    bookings = seating.tx.bookings(sorted(touched))
    in_turn = sorted(bookings.values(), key=lambda each: (str(each.created_at), each.owner, each.key))
    order = {booking.id: place for place, booking in enumerate(in_turn)}
    resting = [ride for ride in seating.rides if ride.booking not in touched]
    found = reseat(lambda: laid_out(changed, resting), [_party(id, own, order[id]) for id, own in touched.items()])
    for id in found.left_over:
        _to_the_queue(seating, bookings[id], note)
    seating.trip = seating.tx.replace_trip(replace(changed, waiting=seating.trip.waiting, blocks=seating.trip.blocks))
    moved = [Moved(id, ride.place, ride.at, at) for id, seats in found.seats.items()
             for ride, at in zip(touched[id], seats, strict=True) if ride.at != at]
    kept = seating.kept
    seating.tx.drop_kept(changed.id, no)
    seating.tx.reseat({(each.booking, each.place): each.after for each in moved}, seating.rides)
    seating.meet(())
    _keep_blocks(seating, no, kept)
    for id in dict.fromkeys(each.booking for each in moved):
        _tell(seating, bookings[id], [each for each in moved if each.booking == id])
    return Reseated(seating.trip, tuple(moved), found.left_over)


def _party(id: str, rides: Sequence[Ride], order: int) -> Party:
    people = tuple(Person(SEXES.get(ride.sex), ride.infants, ride.agrees) for ride in rides)
    return Party(id, Ask(people, rides[0].board, rides[0].alight, id), tuple(ride.at for ride in rides), order)


def _to_the_queue(seating: Seating, booking: Booking, note: str) -> None:
    end(seating, booking, BookingState.CANCELLED, note or "换车后没有座位, 转候补第一位")
    party = tuple(rider for place, rider in enumerate(booking.party) if place not in booking.gone)
    seating.tx.add_entry(Entry(
        id=new_id("entry"), trip=booking.trip, key=f"again-{booking.id}", owner=booking.owner, party=party, rank=HEAD,
        board=booking.board, alight=booking.alight, fingerprint=booking.fingerprint, created_at=seating.now))
    seating.count(waiting=seating.trip.waiting + 1)


def _keep_blocks(seating: Seating, no: int, kept: Mapping[str, Sequence[tuple[SeatAt, int]]]) -> None:
    """Seats of blocks that the new vehicle lacks, or that people now have, leave the block; people come first."""
    occupancy = laid_out(seating.trip, seating.rides)
    plan = next(unit.plan for unit in seating.trip.units if unit.no == no)
    for id, seats in kept.items():
        standing = [(at, legs) for at, legs in seats if at.unit == no and at.seat in for_sale(plan) and occupancy.free(at, legs)]
        seating.tx.keep_again(seating.trip.id, id, [Claim(at.unit, at.seat, leg, None, id) for at, legs in standing for leg in bits(legs)])
        block = seating.tx.block(id)
        still = {at for at, _ in standing}
        seating.tx.change_block(id, seats=tuple(at for at in block.seats if at.unit != no or at in still))


def _tell(seating: Seating, booking: Booking, moved: Sequence[Moved]) -> None:
    seats = list(booking.seats)
    for each in moved:
        seats[each.place] = each.after
    now = replace(booking, seats=tuple(seats))
    seating.tx.move_booking(booking.id, [*sorted(LIVE), BookingState.ARRIVED], seats=now.seats)  # who got off early still has the seat
    places = [each.place for each in moved]
    seating.note(now, Step.SEAT_MOVED, places)
    if booking.state is BookingState.CONFIRMED:
        seating.tell(now, MessageKind.CHANGED, places)
