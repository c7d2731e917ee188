"""A feeder and a main trip (接驳加干线) booked as one: every ride or none."""

from dataclasses import dataclass, replace
from datetime import datetime

from matcher.domain.bookings import LIVE, OVER, Booking, BookingState, Rider, SeatAt
from matcher.domain.errors import Conflict


@dataclass(frozen=True, slots=True)
class Stretch:
    """One ride of it. board, alight: positions of the trip's stops from 0. seats: exactly these, in the party's order; else chosen."""

    trip: str
    board: int
    alight: int
    seats: tuple[SeatAt, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItineraryWish:
    """rides: in the order they are ridden, each on another trip. key: of the account's own, as of a booking."""

    key: str
    party: tuple[Rider, ...]
    rides: tuple[Stretch, ...]
    state: BookingState = BookingState.HELD


@dataclass(frozen=True, slots=True, kw_only=True)
class Itinerary:
    """bookings: one a ride, in the order they are ridden; each has the itinerary's key on its trip."""

    id: str
    key: str
    owner: str
    rides: tuple[Stretch, ...]
    fingerprint: str
    bookings: tuple[Booking, ...] = ()
    created_at: datetime | None = None

    @property
    def state(self) -> BookingState:
        """Of the ride that is least far on; what is over for one ride is said of the whole."""
        states = [booking.state for booking in self.bookings]
        over = [state for state in states if state in OVER]
        return over[0] if over else min(states, key=list(BookingState).index)

    def at(self, now: datetime) -> "Itinerary":
        """Expired holds are expired, whether or not anybody has written it down."""
        return replace(self, bookings=tuple(replace(booking, state=booking.state_at(now)) for booking in self.bookings))

    @property
    def broken(self) -> bool:
        """Some rides are over, cancelled or missed, and others still have their seats."""
        states = {booking.state for booking in self.bookings}
        return bool(states & OVER and states & LIVE)


@dataclass(frozen=True, slots=True)
class Connection:
    """Between two rides. minutes: from getting off to getting on; fault: why it cannot be made, "" where it can."""

    place: str
    minutes: int
    fault: str = ""


class NoConnection(Conflict):
    """The second ride cannot be reached from the first."""

    code = "connection"


class PartOfItinerary(Conflict):
    """One ride of an itinerary is not confirmed, cancelled or moved by itself."""

    code = "itinerary"

    def __init__(self, key: str) -> None:
        super().__init__(f"这个订座是联程“{key}”里的一程, 不能单独办。请对整个联程确认或取消; 要换车次, 先取消整个联程再重新订。")
        self.key = key
