"""The queue of a trip: joining, leaving, taking an offer. Who comes when is decided in booking/waitlist.py and done in seating.py."""

from dataclasses import dataclass, replace

from matcher.booking import waitlist
from matcher.booking.requests import check_key, check_stretch, fingerprint, party_doubts
from matcher.domain.accounts import SYSTEM, Actor
from matcher.domain.bookings import Address, Booking, BookingState, Ended, Entry, EntryState, KeyReused, NoSeats, NotOpen, Rider
from matcher.domain.errors import Conflict, Invalid
from matcher.domain.events import Step
from matcher.domain.identifiers import new_id
from matcher.domain.messages import MessageKind
from matcher.domain.trips import TripState
from matcher.services.admission import Order
from matcher.services.booking import cancel, confirm, must_be_open
from matcher.services.desk import Desk
from matcher.services.seating import Seating
from matcher.services.trip_scopes import must_book, must_see_bookings

KEPT_HINT = "排在前面的一批人已被超过三次, 这一段空出来的座先留给他们。请先安排他们, 或等发车前一天。"
ACCEPTING = (TripState.OPEN, TripState.FILED, TripState.DEPARTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitWish:
    trip: str
    key: str
    party: tuple[Rider, ...]
    board: int
    alight: int


def join(actor: Actor, desk: Desk, wish: WaitWish) -> Entry:
    """At the end of the party's rank. The same request again is the same entry, as it now is. On an open trip with room the offer comes at once.

    Raises Missing, Invalid, KeyReused, NotOpen, Overlaps.
    """
    check_key(wish.key)
    if doubts := party_doubts(wish.party):
        raise Invalid("候补信息有对不上的地方, 请改好再登记。", doubts)
    asked = fingerprint(wish.party, wish.board, wish.alight, None, None)
    with desk.ledger.transaction() as tx:
        trip = must_book(actor, tx.trip_for_update(wish.trip))
        known = tx.entry_by_key(trip.id, actor.name, wish.key)
        if known is not None:
            if known.fingerprint != asked:
                raise KeyReused
            return known
        if trip.state not in ACCEPTING:
            raise NotOpen("这个车次现在不收候补。")
        check_stretch(trip, wish.board, wish.alight)
        if tx.booking_by_key(trip.id, actor.name, wish.key) is not None:
            raise KeyReused
        seating = Seating(tx, desk, actor, trip, desk.now)
        seating.look(wish.party)
        seating.admit(Order(key=wish.key, owner=actor.name, party=wish.party, board=wish.board, alight=wish.alight, state=BookingState.HELD,
                            fingerprint=asked))
        rank = waitlist.rank(seating.passengers[rider.worker].categories for rider in wish.party)
        entry = tx.add_entry(Entry(id=new_id("entry"), trip=trip.id, key=wish.key, owner=actor.name, party=wish.party, board=wish.board,
                                   alight=wish.alight, fingerprint=asked, rank=rank, created_at=desk.now))
        seating.count(waiting=trip.waiting + 1)
        if not trip.frozen:
            seating.promote()
        return tx.entry(entry.id)


def leave(actor: Actor, desk: Desk, entry_id: str) -> Entry:
    """Out of the queue; an open offer is given back. Raises Ended where a seat was taken already: cancel the booking instead."""
    with desk.ledger.reading() as reader:
        entry = reader.entry(entry_id)
        must_book(actor, reader.trip(entry.trip))
    if entry.state is EntryState.OFFERED:
        cancel(actor, desk, Address(entry.trip, entry.key, entry.owner), "候补退出")
        return _as_it_is(desk, entry_id)
    with desk.ledger.transaction() as tx:
        trip = tx.trip_for_update(entry.trip)
        entry = tx.entry(entry_id)
        if entry.state is EntryState.SEATED:
            raise Ended(BookingState.CONFIRMED)
        if entry.state is EntryState.WAITING:
            tx.change_entry(entry_id, state=EntryState.LEFT)
            seating = Seating(tx, desk, actor, trip, desk.now)
            seating.count(waiting=trip.waiting - 1)
            if not trip.frozen:
                seating.look()
                seating.promote()  # what was kept for this party is free
        return tx.entry(entry_id)


def take_offer(actor: Actor, desk: Desk, entry_id: str) -> Booking:
    """去: the offered seats are sure. Raises Expired once the offer has lapsed."""
    entry = _as_it_is(desk, entry_id)
    return confirm(actor, desk, Address(entry.trip, entry.key, entry.owner))


def seat_by_hand(actor: Actor, desk: Desk, entry_id: str, *, beside_men: bool = False) -> Booking:
    """A clerk gives a waiting party its seats, sure at once. Whoever stands before it is served first; those for whom there is still no room are
    overtaken by it, within the bound. beside_men: the woman travelling alone said on the phone that she does not mind.

    Again is the same booking. Raises NoSeats (also where seats are kept for those before), NotOpen, Frozen, Overlaps, Invalid, Conflict (left).
    """
    entry = _as_it_is(desk, entry_id)
    full: NoSeats | None = None
    with desk.ledger.transaction() as tx:
        trip = must_book(actor, tx.trip_for_update(entry.trip))
        entry = tx.entry(entry_id)
        if entry.state is EntryState.SEATED and entry.booking:
            return tx.booking(entry.booking)
        if entry.state not in (EntryState.WAITING, EntryState.OFFERED):
            raise Conflict(f"这批人{entry.state.label}, 不在候补里了。要坐请重新登记。")
        must_be_open(trip)
        check_stretch(trip, entry.board, entry.alight)
        seating = Seating(tx, desk, actor, trip, desk.now)
        seating.look(entry.party)
        seating.promote()
        if tx.entry(entry_id).state is EntryState.WAITING:
            try:
                return _seated(seating, entry, beside_men)
            except NoSeats as refusal:
                full = refusal  # what was offered to those before it stays offered
    if full is not None:
        raise full
    return take_offer(actor, desk, entry_id)


def _seated(seating: Seating, entry: Entry, beside_men: bool) -> Booking:
    tx = seating.tx
    queue = waitlist.in_order(tx.entries(entry.trip, [EntryState.WAITING]))
    ahead = queue[: [each.id for each in queue].index(entry.id)]
    if waitlist.kept_for(ahead, entry.board, entry.alight, seating.trip, seating.now):
        raise NoSeats(len(entry.party), 0, KEPT_HINT)
    party = tuple(replace(rider, beside_men=rider.beside_men or beside_men) for rider in entry.party)
    seating.meet(party)
    order = Order(key=entry.key, owner=entry.owner, party=party, board=entry.board, alight=entry.alight, state=BookingState.CONFIRMED,
                  fingerprint=entry.fingerprint, entry=entry.id)
    seating.admit(order, SYSTEM)  # who may book for these people was asked when they joined
    booking = seating.seat(order)
    seating.overtake(ahead, entry.board, entry.alight)
    tx.change_entry(entry.id, state=EntryState.SEATED, booking=booking.id)
    seating.count(waiting=seating.trip.waiting - 1)
    seating.note(booking, Step.SEAT_CONFIRMED, note="候补人工安排")
    seating.tell(booking, MessageKind.BOOKED)
    return booking


def waiting(actor: Actor, desk: Desk, trip_id: str) -> tuple[Entry, ...]:
    """Waiting and offered, in the order in which they get seats."""
    with desk.ledger.reading() as reader:
        must_see_bookings(actor, reader.trip(trip_id))
        return tuple(waitlist.in_order(reader.entries(trip_id, [EntryState.WAITING, EntryState.OFFERED])))


def _as_it_is(desk: Desk, entry_id: str) -> Entry:
    with desk.ledger.reading() as reader:
        return reader.entry(entry_id)
