"""The queue of a trip: joining, leaving, taking an offer. Who comes when is decided in booking/waitlist.py and done in seating.py."""

from dataclasses import dataclass

from matcher.booking import waitlist
from matcher.booking.requests import check_key, check_stretch, fingerprint, party_doubts
from matcher.domain.accounts import Actor
from matcher.domain.bookings import Address, Booking, BookingState, Ended, Entry, EntryState, KeyReused, NotOpen, Rider
from matcher.domain.errors import Invalid
from matcher.domain.identifiers import new_id
from matcher.domain.trips import TripState
from matcher.services.admission import Order
from matcher.services.booking import cancel, confirm
from matcher.services.desk import Desk
from matcher.services.seating import Seating
from matcher.services.trip_scopes import must_book, must_see_bookings

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


def waiting(actor: Actor, desk: Desk, trip_id: str) -> tuple[Entry, ...]:
    """Waiting and offered, in the order in which they get seats."""
    with desk.ledger.reading() as reader:
        must_see_bookings(actor, reader.trip(trip_id))
        return tuple(waitlist.in_order(reader.entries(trip_id, [EntryState.WAITING, EntryState.OFFERED])))


def _as_it_is(desk: Desk, entry_id: str) -> Entry:
    with desk.ledger.reading() as reader:
        return reader.entry(entry_id)
