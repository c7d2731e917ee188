"""A trip whose row is held: what is noted of its bookings, and what its riders are told."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from matcher.booking.texts import Told, text_of
from matcher.domain.accounts import Actor
from matcher.domain.bookings import Booking
from matcher.domain.events import Event, Intent, Step
from matcher.domain.identifiers import new_id
from matcher.domain.messages import Message, MessageKind
from matcher.domain.trips import Trip
from matcher.ledger.port import Transaction
from matcher.ledger.seat_port import Passenger
from matcher.reading.lunar import lunar_words
from matcher.services.desk import Desk


@dataclass(slots=True)
class HeldTrip:
    """trip: locked until the end of the transaction. passengers, intents: of the people asked about, held too."""

    tx: Transaction
    desk: Desk
    actor: Actor
    trip: Trip
    now: datetime
    passengers: dict[str, Passenger] = field(default_factory=dict)
    intents: dict[str, Intent] = field(default_factory=dict)

    def count(self, **counts: int) -> None:
        self.tx.note_trip(self.trip.id, **counts)
        self.trip = replace(self.trip, **counts)  # type: ignore[arg-type]

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
