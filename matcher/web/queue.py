"""候补 on the page of a trip: who waits, who was asked, and what a clerk does about them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from matcher import context
from matcher.booking.waitlist import MOST_PASSED
from matcher.domain.bookings import Booking, Entry, EntryState, Rider
from matcher.domain.people import Worker
from matcher.domain.terms import Sex
from matcher.services.registering import show_workers
from matcher.services.waitlist import leave, seat_by_hand, take_offer
from matcher.web.pages import pages
from matcher.web.trips import BOOKERS, said_or_warned

STRANGER: Final = "外站的人"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry in words. place: in the queue, from 1. alone: a woman by herself, who may be asked whether she minds whom she sits beside."""

    entry: Entry
    place: int
    people: str
    alone: bool

    @property
    def standing(self) -> str:
        """Why it stands where it does: priority of the programme, and how often others got ahead."""
        passed = f"别人先坐过 {self.entry.bypassed} 次 (满 {MOST_PASSED} 次就给他们留)" if self.entry.bypassed else ""
        return ", ".join(filter(None, ("优先" if self.entry.rank == 0 else "", passed)))


def queued(entries: Sequence[Entry], known: Mapping[str, str]) -> list[Waiting]:
    """known: names that the seats of the trip show."""
    people = people_of(rider for entry in entries for rider in entry.party)
    return [
        Waiting(entry, place, "、".join(names_of(entry.party, people, known)), travels_alone(entry, people.get(entry.party[0].worker)))
        for place, entry in enumerate(entries, 1)
    ]


def names_of(riders: Sequence[Rider], people: Mapping[str, Worker], known: Mapping[str, str]) -> tuple[str, ...]:
    """As far as this account may know them (`people`); else as the seats of the trip show them."""
    return tuple(people[each.worker].name if each.worker in people else known.get(each.worker, "") or STRANGER for each in riders)


def people_of(riders: Iterable[Rider]) -> Mapping[str, Worker]:
    return show_workers(context.actor(), context.desk(), sorted({rider.worker for rider in riders}))


def travels_alone(entry: Entry, first: Worker | None) -> bool:
    asks = len(entry.party) == 1 and not entry.party[0].beside_men and entry.state is EntryState.WAITING
    return asks and first is not None and first.haves.sex is Sex.FEMALE


def seats_said(booking: Booking) -> str:
    return "、".join(f"{seat.unit}号车{seat.seat}号座" for seat in booking.seats)


def taken(id: str) -> str:
    take_offer(context.actor(), context.desk(), id)
    return "座位确认了。"


def seated(id: str) -> str:
    booking = seat_by_hand(context.actor(), context.desk(), id, beside_men=request.form.get("beside") == "yes")
    return f"安排好了: {seats_said(booking)}。通知本人的消息在“消息”里。"


def left(id: str) -> str:
    leave(context.actor(), context.desk(), id)
    return "已退出候补。想走时再登记。"


DEEDS: Final[dict[str, Callable[[str], str]]] = {"take": taken, "seat": seated, "leave": left}


@pages.post("/waitlist/<id>/<deed>")
@context.allowed(*BOOKERS)
def queue_deed(id: str, deed: str) -> Answer:
    if deed not in DEEDS:
        abort(404)
    said_or_warned(lambda: DEEDS[deed](id))
    trip = request.form.get("trip", "")
    return redirect(url_for("pages.trip", id=trip) if trip else url_for("pages.trips"))
