"""What may be asked for, and what asking again means."""

import hashlib
import re
from collections import Counter
from datetime import date

import msgspec

from matcher.domain.bookings import Booking, BookingState, Cancelled, Ended, Expired, KeyReused, Rider, SeatWish, Swapped
from matcher.domain.errors import Invalid
from matcher.domain.trips import Trip

KEY = re.compile(r"[A-Za-z0-9._-]{1,64}")
MOST_RIDERS = 100
MOST_INFANTS = 2
YOUNGEST = 16
TOO_YOUNG = "发车那天还不满 16 周岁, 不能安排务工座位 (禁止使用童工规定)。可以推荐免费技能培训。"


def check_key(key: str) -> None:
    if not KEY.fullmatch(key):
        raise Invalid("订座编号只能用 1 到 64 个字母、数字、点、横线和下划线。", {"key": ["1 到 64 个字母、数字、点、横线或下划线。"]})


def check_wish(wish: SeatWish) -> None:
    """Raises Invalid, naming every doubt that can be seen without looking anything up."""
    check_key(wish.key)
    doubts = party_doubts(wish.party)
    if wish.state not in (BookingState.HELD, BookingState.CONFIRMED):
        doubts["state"] = ["只能是 held (占座) 或 confirmed (确认)。"]
    if not 0 <= wish.board < wish.alight:
        doubts["alight"] = ["下车站要在上车站之后, 站从 0 数起。"]
    if wish.seats is not None and len(wish.seats) != len(wish.party):
        doubts["seats"] = ["指定座位要一人一个。"]
    if doubts:
        raise Invalid("订座信息有对不上的地方, 请改好再订。", doubts)


def party_doubts(party: tuple[Rider, ...]) -> dict[str, list[str]]:
    if not 1 <= len(party) <= MOST_RIDERS:
        return {"party": [f"一批 1 到 {MOST_RIDERS} 人。"]}
    doubts: dict[str, list[str]] = {}
    named = Counter(rider.worker for rider in party)
    for place, rider in enumerate(party):
        if named[rider.worker] > 1:
            doubts[f"party.{place}.worker"] = ["同一个人写了两次。"]
        if not rider.intent and not rider.bound_for.strip():
            doubts[f"party.{place}"] = ["座位要有已接受的意向 (intent) 或现在的用工单位 (bound_for)。"]
        if not 0 <= rider.infants <= MOST_INFANTS:
            doubts[f"party.{place}.infants"] = [f"怀抱婴儿 0 到 {MOST_INFANTS} 个。"]
    return doubts


def check_stretch(trip: Trip, board: int, alight: int) -> None:
    """Raises Invalid where the trip lacks those stops, or has left them behind."""
    if not 0 <= board < alight <= trip.legs:
        raise Invalid(f"这个车次有 {len(trip.stops)} 站 (0 到 {trip.legs}), 没有您说的上下车站。", {"alight": [f"站在 0 到 {trip.legs} 之间。"]})
    if board < trip.passed:
        raise Invalid(f"车已开过{trip.stops[board].name}, 不能在这里上车。", {"board": ["车已开过这一站。"]})


def fingerprint(party: tuple[Rider, ...], *ride: object) -> str:
    """Of party and ride, never of the state asked for."""
    return hashlib.sha256(msgspec.json.encode([party, *ride])).hexdigest()[:32]


def wish_fingerprint(wish: SeatWish) -> str:
    return fingerprint(wish.party, wish.board, wish.alight, wish.block, wish.seats)


def check_same(booking: Booking, state: BookingState, asked: str | None) -> None:
    """What a key that is known answers before anything is done. asked: the request's fingerprint, None where no request is compared.

    state: of the booking, now. Raises Cancelled, Swapped, KeyReused.
    """
    if state is BookingState.CANCELLED:
        raise Cancelled
    if state is BookingState.SWAPPED:
        raise Swapped(*_new_home(booking))
    if asked is not None and asked != booking.fingerprint:
        raise KeyReused


def check_confirmable(state: BookingState) -> None:
    if state is BookingState.EXPIRED:
        raise Expired
    if state is BookingState.NO_SHOW:
        raise Ended(state)


def _new_home(booking: Booking) -> tuple[str, str]:
    trip, _, _ = (booking.swapped_to or "").partition("/")
    return trip, booking.key


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
