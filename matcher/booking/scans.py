"""What scans say, whatever order they arrive in: everything here is a function of the set of scans."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from matcher.domain.bookings import Booking, BookingState
from matcher.domain.scans import Scan, ScanKind


@dataclass(frozen=True, slots=True)
class Aboard:
    """One person's journey as scanned: the first boarding and the last alighting, at true time and at which stop."""

    boarded_at: datetime | None = None
    board: int | None = None
    alighted_at: datetime | None = None
    alight: int | None = None


def true_time(scan: Scan) -> datetime:
    """The device's clock was `clock_error` seconds fast."""
    return scan.at - timedelta(seconds=scan.clock_error)


def same_tick(one: Scan, other: Scan) -> bool:
    """Whether two scans of one name say the same; what the device learnt later about its clock does not count."""
    return (one.booking, one.place, one.kind, one.stop) == (other.booking, other.place, other.kind, other.stop)


def merged(booking: Booking, scans: Iterable[Scan]) -> tuple[Aboard, ...]:
    """One for each of the party, in its order. The same set of scans gives the same answer in any order, however often each arrives."""
    own = sorted({(scan.device, scan.number): scan for scan in scans if scan.booking == booking.id}.values(), key=_by_time)
    return tuple(_person(place, own) for place in range(len(booking.party)))


def _by_time(scan: Scan) -> tuple[datetime, str, int]:
    return true_time(scan), scan.device, scan.number


def _person(place: int, scans: Sequence[Scan]) -> Aboard:
    mine = [scan for scan in scans if scan.place in (None, place)]
    board = next((scan for scan in mine if scan.kind is ScanKind.BOARD), None)
    alight = next((scan for scan in reversed(mine) if scan.kind is ScanKind.ALIGHT), None)
    return Aboard(
        None if board is None else true_time(board), None if board is None else board.stop,
        None if alight is None else true_time(alight), None if alight is None else alight.stop)


def state_after(booking: Booking, people: Sequence[Aboard]) -> BookingState:
    """Boarded once anybody of it did, arrived once all who ride and boarded got off; what is over stays over."""
    if booking.state not in (BookingState.CONFIRMED, BookingState.BOARDED, BookingState.ARRIVED):
        return booking.state
    riding = [person for place, person in enumerate(people) if place not in booking.gone]
    on = [person for person in riding if person.boarded_at or person.alighted_at]
    if not on:
        return BookingState.CONFIRMED
    return BookingState.ARRIVED if all(person.alighted_at for person in on) and len(on) == len(riding) else BookingState.BOARDED


def missing_at(booking: Booking, people: Sequence[Aboard]) -> tuple[int, ...]:
    """Places of the party that should be on and were not scanned."""
    return tuple(
        place for place, person in enumerate(people) if place not in booking.gone and person.boarded_at is None and person.alighted_at is None)


@dataclass(frozen=True, slots=True)
class Count:
    """Heads at one stop. aboard: after it. missing: (booking, place) who should have boarded here and did not."""

    stop: int
    expected_on: int
    boarded: int
    expected_off: int
    alighted: int
    aboard: int
    missing: tuple[tuple[str, int], ...]


def head_counts(stops: int, bookings: Sequence[Booking], scans: Sequence[Scan]) -> tuple[Count, ...]:
    """For the escort's call at each stop; who was given up and came after all counts as aboard."""
    people = {booking.id: merged(booking, scans) for booking in bookings}
    counts, aboard = [], 0
    for stop in range(stops):
        due = [(b, place) for b in bookings if b.board == stop for place in range(len(b.party)) if place not in b.gone]
        on = sum(person.boarded_at is not None and person.board == stop for each in people.values() for person in each)
        off = sum(person.alighted_at is not None and person.alight == stop for each in people.values() for person in each)
        aboard += on - off
        missing = tuple((b.id, place) for b, place in due if people[b.id][place].boarded_at is None)
        expected_off = sum(len(b.party) - len(b.gone) for b in bookings if b.alight == stop)
        counts.append(Count(stop, len(due), on, expected_off, off, aboard, missing))
    return tuple(counts)
