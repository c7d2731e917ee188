"""Messages to riders: text ready to send, what they answered, and the calls of the day before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from matcher.domain.accounts import SYSTEM, Actor
from matcher.domain.bookings import Address, Booking, BookingState
from matcher.domain.errors import Conflict, Invalid, Missing
from matcher.domain.messages import Message, MessageKind, MessageState
from matcher.domain.people import mask_phone
from matcher.domain.trips import Trip, TripState
from matcher.ledger.port import Listing, Page, Reader
from matcher.services.booking import confirm
from matcher.services.desk import Desk
from matcher.services.itineraries import held_together, together
from matcher.services.leaving import drop
from matcher.services.seating import Seating
from matcher.services.trip_scopes import must_book, must_see_bookings, trips_seen

THE_DAY_BEFORE = timedelta(hours=30)  # the calls of T-1 begin in the morning for a coach at noon
YES, NO = "1", "2"
ALL = Page(size=10_000)  # messages of one trip
Sender = Callable[[Message, str], bool]  # the message and a phone number; whether it went out


def outbox(actor: Actor, desk: Desk, page: Page, *, trip: str | None = None, state: MessageState | None = None) -> Listing[Message]:
    """Newest first; of one trip, or of all trips for those who manage all."""
    with desk.ledger.reading() as reader:
        if trip is not None:
            must_see_bookings(actor, reader.trip(trip))
        elif trips_seen(actor) is not None:
            raise Missing("请先选一个车次, 再看它的消息。")
        return reader.list_messages(page, trip=trip, state=state)


def mark_sent(actor: Actor, desk: Desk, message_id: str) -> Message:
    """The clerk sent it by hand. Again is quietly nothing."""
    with desk.ledger.transaction() as tx:
        message = tx.message(message_id)
        must_book(actor, tx.trip(message.trip))
        if message.state is MessageState.WAITING:
            tx.change_message(message_id, state=MessageState.SENT, sent_at=desk.now)
        return tx.message(message_id)


def answer(actor: Actor, desk: Desk, message_id: str, said: str) -> Message:
    """去回1, 不去回2. No gives the seat back, unless the roster is filed: then it is noted for the re-filing. Yes takes an offer."""
    if said not in (YES, NO):
        raise Invalid("只能回 1 (去) 或 2 (不去)。", {"answer": ["只能是 1 或 2。"]})
    with desk.ledger.reading() as reader:
        message = reader.message(message_id)
        booking = reader.booking(message.booking)
        must_book(actor, reader.trip(message.trip))
    if message.kind not in (MessageKind.CONFIRM_RIDE, MessageKind.OFFER):
        raise Conflict("这条消息不用回复。")
    if message.kind is MessageKind.OFFER and said == YES:
        confirm(actor, desk, Address(booking.trip, booking.key, booking.owner))
    with desk.ledger.transaction() as tx:
        held = held_together(tx, desk, actor, [booking])
        tx.change_message(message_id, state=MessageState.ANSWERED, answer=said)
        if said == NO:
            for half in together(tx, tx.booking(message.booking)):  # who does not ride to the hub does not ride on
                _leave(held[half.trip], half, message)
        return tx.message(message_id)


def _leave(seating: Seating, booking: Booking, message: Message) -> None:
    if seating.trip.frozen or booking.state not in (BookingState.HELD, BookingState.CONFIRMED):
        return
    seating.look()
    whole = message.kind is MessageKind.OFFER
    drop(seating, booking, range(len(booking.party)) if whole else _places(booking, message.worker), "回复不去")
    seating.promote()


@dataclass(frozen=True, slots=True)
class Call:
    """One to call the day before. phone: covered; the number itself leaves by services/contacts.py alone."""

    message: Message
    name: str
    phone: str


def call_list(actor: Actor, desk: Desk, trip_id: str) -> tuple[Call, ...]:
    """出发前确认: one message for each rider who has been put on the list (start_calls, or the tick), unanswered ones first."""
    with desk.ledger.reading() as reader:
        must_book(actor, reader.trip(trip_id))
        messages = [each for each in reader.list_messages(ALL, trip=trip_id).items if each.kind is MessageKind.CONFIRM_RIDE]
        riding = {(ride.booking, ride.worker) for ride in reader.rides_on(trip_id)}
        workers = reader.workers(sorted({message.worker for message in messages}))
    calls = [Call(each, workers[each.worker].name, mask_phone(workers[each.worker].phone)) for each in messages
             if (each.booking, each.worker) in riding or each.answer]
    return tuple(sorted(calls, key=lambda call: (bool(call.message.answer), call.name, call.message.id)))


def uncalled(actor: Actor, desk: Desk, trip_id: str) -> int:
    """Sure riders who are not yet on the call list."""
    with desk.ledger.reading() as reader:
        trip = must_book(actor, reader.trip(trip_id))
        return sum(len(places) for _, places in _untold(reader, trip))


def start_calls(actor: Actor, desk: Desk, trip_id: str) -> int:
    """Puts every sure rider on the call list; again adds whoever came since. How many were added."""
    with desk.ledger.reading() as reader:
        must_book(actor, reader.trip(trip_id))
    return prepare_calls(desk, trip_id)


def prepare_calls(desk: Desk, trip_id: str) -> int:
    """Messages for sure riders who have none yet; how many were made."""
    with desk.ledger.transaction() as tx:
        trip = tx.trip_for_update(trip_id)
        seating = Seating(tx, desk, SYSTEM, trip, desk.now)
        untold = _untold(tx, trip)
        for booking, places in untold:
            seating.tell(booking, MessageKind.CONFIRM_RIDE, places)
        return sum(len(places) for _, places in untold)


def _untold(reader: Reader, trip: Trip) -> list[tuple[Booking, list[int]]]:
    if trip.state not in (TripState.OPEN, TripState.FILED):
        return []
    told = {(each.booking, each.worker) for each in reader.list_messages(ALL, trip=trip.id).items if each.kind is MessageKind.CONFIRM_RIDE}
    found = []
    for booking in reader.bookings_on(trip.id, [BookingState.CONFIRMED]):
        places = [place for place, rider in enumerate(booking.party) if place not in booking.gone and (booking.id, rider.worker) not in told]
        if places:
            found.append((booking, places))
    return found


def send_waiting(desk: Desk, sender: Sender) -> int:
    """Hands what is due to a sender; what it did not take waits for the next time. How many went out."""
    with desk.ledger.reading() as reader:
        due = reader.due_messages(desk.now)
        workers = reader.workers(sorted({message.worker for message in due}))
    sent = 0
    for message in due:
        if sender(message, workers[message.worker].phone):
            with desk.ledger.transaction() as tx:
                tx.change_message(message.id, state=MessageState.SENT, sent_at=desk.now)
            sent += 1
    return sent


def to_the_outbox(message: Message, phone: str) -> bool:
    """The default sender: it stays on the outbox page, where a clerk sends it by hand."""
    return False


def _places(booking: Booking, worker: str) -> list[int]:
    return [place for place, rider in enumerate(booking.party) if rider.worker == worker]
