"""Bookings: who rides from where to where on which seat, and the refusals of the booking desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from matcher.domain.errors import Conflict, Full, Invalid
from matcher.domain.terms import Labelled


class BookingState(Labelled):
    HELD = "held", "占座"
    CONFIRMED = "confirmed", "已确认"
    BOARDED = "boarded", "已登车"
    ARRIVED = "arrived", "已到达"
    EXPIRED = "expired", "占座过期"
    CANCELLED = "cancelled", "已取消"
    NO_SHOW = "no_show", "爽约"
    SWAPPED = "swapped", "已换车次"


LIVE = frozenset({BookingState.HELD, BookingState.CONFIRMED, BookingState.BOARDED})  # has its seats on legs still to come
OVER = frozenset({BookingState.EXPIRED, BookingState.CANCELLED, BookingState.NO_SHOW, BookingState.SWAPPED})


@dataclass(frozen=True, slots=True)
class Rider:
    """One of a party, as asked for. intent: an accepted one of this worker; bound_for: the employer they already work for; one of the two.

    infants: carried without a seat, they count towards the legal capacity. beside_men: a woman alone who does not mind whom she sits beside.
    """

    worker: str
    intent: str | None = None
    bound_for: str = ""
    infants: int = 0
    beside_men: bool = False


class SeatAt(NamedTuple):
    unit: int
    seat: int


@dataclass(frozen=True, slots=True)
class Address:
    """Where a booking is found. owner: the account that made it; "" is whoever asks."""

    trip: str
    key: str
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatWish:
    """board, alight: positions of stops from 0. block: take seats out of this block. seats: exactly these, in the party's order; else chosen."""

    trip: str
    key: str
    party: tuple[Rider, ...]
    board: int
    alight: int
    state: BookingState = BookingState.HELD
    block: str | None = None
    seats: tuple[SeatAt, ...] | None = None


@dataclass(frozen=True, slots=True)
class Swap:
    """To another trip; stops as given, else the same positions."""

    trip: str
    board: int | None = None
    alight: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """seats: one a person, in the party's order. gone: places in the party that no longer ride (withdrew, or did not come).

    entry: the waitlist entry whose offer this is. swapped_to: id of the booking that took its place. itinerary: of which this is one ride.
    """

    id: str
    trip: str
    key: str
    owner: str
    state: BookingState
    board: int
    alight: int
    party: tuple[Rider, ...]
    seats: tuple[SeatAt, ...]
    fingerprint: str
    held_until: datetime | None = None
    block: str | None = None
    entry: str | None = None
    swapped_to: str | None = None
    itinerary: str | None = None
    gone: tuple[int, ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None

    def state_at(self, now: datetime) -> BookingState:
        """An expired hold is expired, whether or not anybody has written it down."""
        if self.state is BookingState.HELD and self.held_until is not None and self.held_until <= now:
            return BookingState.EXPIRED
        return self.state


@dataclass(frozen=True, slots=True)
class SeatLine:
    """legs: the booking that has the seat on each leg, None where it is free."""

    unit: int
    seat: int
    legs: tuple[str | None, ...]


class BlockKind(Labelled):
    EMPLOYER = "employer", "用工单位"
    VILLAGE = "village", "村组"
    DEVICE = "device", "随车设备"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Seats kept for an employer, a village or a device that sells offline; names come later, out of these seats and no others.

    What has no name by release_at is free again by itself; a device's seats (release_at None) come back when the device hands them back.
    """

    id: str
    trip: str
    kind: BlockKind
    holder: str
    board: int
    alight: int
    seats: tuple[SeatAt, ...]
    label: str = ""
    release_at: datetime | None = None
    released: bool = False
    by: str = ""
    created_at: datetime | None = None

    def keeps_at(self, now: datetime) -> bool:
        return not self.released and (self.release_at is None or now < self.release_at)


class EntryState(Labelled):
    WAITING = "waiting", "候补中"
    OFFERED = "offered", "已通知"
    SEATED = "seated", "已有座"
    LEFT = "left", "已退出"
    LAPSED = "lapsed", "过期未答"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A party in the queue. rank: 0 goes first (the programme's priority); number: order of arrival. bypassed: how often others got ahead."""

    id: str
    trip: str
    key: str
    owner: str
    party: tuple[Rider, ...]
    board: int
    alight: int
    fingerprint: str
    rank: int = 1
    number: int = 0
    bypassed: int = 0
    state: EntryState = EntryState.WAITING
    booking: str | None = None
    created_at: datetime | None = None


class NoSeats(Full):
    code = "no_seats"

    def __init__(self, wanted: int, left: int, hint: str = "") -> None:
        super().__init__(hint or f"这一段只剩 {left} 座, 这一行 {wanted} 人坐不下。可以登记候补, 或换一个车次。")
        self.wanted, self.left = wanted, left


@dataclass(frozen=True, slots=True)
class OtherRide:
    """A ride that stands in the way of another. starts, ends: as people say them."""

    worker: str
    trip: str
    trip_name: str
    starts_at: datetime
    ends_at: datetime


class Overlaps(Conflict):
    code = "overlap"

    def __init__(self, other: OtherRide, words: str) -> None:
        super().__init__(f"这个人 {words} 已经坐 {other.trip_name}, 同一时间不能再订另一趟。请先退掉或换掉那一趟。")
        self.worker, self.trip, self.trip_name = other.worker, other.trip, other.trip_name
        self.starts_at, self.ends_at = other.starts_at, other.ends_at


class Cancelled(Conflict):
    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("这个订座已经取消。要再订请换一个新的编号。")


class Expired(Conflict):
    code = "expired"

    def __init__(self) -> None:
        super().__init__("占座时间已过, 座位已放开。要坐请换一个新的编号再订。")


class Ended(Conflict):
    code = "ended"

    def __init__(self, state: BookingState) -> None:
        super().__init__(f"这个订座已经是“{state.label}”, 不能再改。")


class Swapped(Conflict):
    code = "swapped"

    def __init__(self, trip: str, key: str) -> None:
        super().__init__(f"这个订座已经换到车次 {trip}。请到那个车次办理。")
        self.trip, self.key = trip, key


class NotOpen(Conflict):
    code = "not_open"

    def __init__(self, text: str = "这个车次还没有开放订座。请先开放, 或换一个车次。") -> None:
        super().__init__(text)


class Frozen(Conflict):
    code = "frozen"

    def __init__(self) -> None:
        super().__init__("名单已报备冻结, 不能直接改。请登记候补, 由管理员重新报备。")


class KeyReused(Invalid):
    code = "key_reused"

    def __init__(self) -> None:
        super().__init__("这个编号已用于另一批人或另一段路。请换一个新的编号。", {"key": ["编号已用过, 请换一个。"]})
