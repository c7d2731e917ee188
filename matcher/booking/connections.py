"""Whether one ride leads to the next: the same place, and time enough to change."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from matcher.booking.requests import check_key, fingerprint, party_doubts
from matcher.booking.texts import CHINA
from matcher.domain.bookings import BookingState
from matcher.domain.errors import Invalid
from matcher.domain.itineraries import Connection, ItineraryWish, NoConnection, Stretch
from matcher.domain.trips import Stop, Trip

TOWNSHIP = 9  # digits of its code: whoever gets off there can walk to the other stop
MOST_RIDES = 3  # feeder, main trip, and from the hub to the factory


def check_itinerary(wish: ItineraryWish) -> None:
    """Raises Invalid, naming every doubt that can be seen without looking anything up."""
    check_key(wish.key)
    doubts = party_doubts(wish.party)
    if not 2 <= len(wish.rides) <= MOST_RIDES:
        doubts["rides"] = [f"联程要 2 到 {MOST_RIDES} 程。"]
    elif len({ride.trip for ride in wish.rides}) < len(wish.rides):
        doubts["rides"] = ["联程的每一程要在不同的车次上。"]
    for number, ride in enumerate(wish.rides):
        if not 0 <= ride.board < ride.alight:
            doubts[f"rides.{number}.alight"] = ["下车站要在上车站之后, 站从 0 数起。"]
        if ride.seats is not None and len(ride.seats) != len(wish.party):
            doubts[f"rides.{number}.seats"] = ["指定座位要一人一个。"]
    if wish.state not in (BookingState.HELD, BookingState.CONFIRMED):
        doubts["state"] = ["只能是 held (占座) 或 confirmed (确认)。"]
    if doubts:
        raise Invalid("联程信息有对不上的地方, 请改好再订。", doubts)


def itinerary_fingerprint(wish: ItineraryWish) -> str:
    return fingerprint(wish.party, "itinerary", wish.rides)


def same_place(one: Stop, other: Stop) -> bool:
    """By name and division code. With both codes they must be equal, and the names too where the area is wider than a township; else the names."""
    if one.place and other.place:
        return one.place == other.place and (one.name.strip() == other.name.strip() or len(one.place) >= TOWNSHIP)
    return one.name.strip() == other.name.strip()


def connection(off: Stop, on: Stop, least: int) -> Connection:
    """least: minutes that changing takes, with a party, its luggage and a head count."""
    minutes = (on.at - off.at) // timedelta(minutes=1)
    fault = ""
    if not same_place(off, on):
        fault = f"前一程在“{off.name}”下车, 后一程在“{on.name}”上车, 不是一个地方"
    elif minutes < least:
        fault = f"前一程 {_clock(off)} 到“{off.name}”, 后一程 {_clock(on)} 就开, 换乘不到 {least} 分钟"
    return Connection(on.name, minutes, fault)


def connections(rides: Sequence[Stretch], trips: Mapping[str, Trip], least: int) -> tuple[Connection, ...]:
    """One between each two rides."""
    return tuple(connection(trips[one.trip].stops[one.alight], trips[other.trip].stops[other.board], least) for one, other in pairwise(rides))


def ways_on(feeder: Trip, stop: Stop, least: int) -> tuple[Stretch, ...]:
    """Rides on the feeder, from each of its stops still to come, that lead to somebody's boarding there."""
    ends = [number for number, off in enumerate(feeder.stops) if number and not connection(off, stop, least).fault]
    return tuple(Stretch(feeder.id, board, end) for end in ends[-1:] for board in range(feeder.passed, end))


def check_connections(rides: Sequence[Stretch], trips: Mapping[str, Trip], least: int) -> None:
    """Raises NoConnection."""
    if faults := [each.fault for each in connections(rides, trips, least) if each.fault]:
        raise NoConnection(f"{'; '.join(faults)}。请换一个早一点的前一程或晚一点的后一程。")


def _clock(stop: Stop) -> str:
    local = stop.at.astimezone(CHINA)
    return f"{local.month}月{local.day}日{local:%H:%M}"
