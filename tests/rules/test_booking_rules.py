"""Drivers' hours, the queue, scans, messages, slips and keys."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.booking import slips, waitlist
from matcher.booking.driving import faults
from matcher.booking.plans import grid
from matcher.booking.requests import age_on, check_key, check_wish, wish_fingerprint
from matcher.booking.scans import head_counts, merged, state_after
from matcher.booking.texts import Told, text_of
from matcher.domain.bookings import Booking, BookingState, Entry, Rider, SeatAt, SeatWish
from matcher.domain.errors import Invalid
from matcher.domain.messages import MessageKind
from matcher.domain.scans import Scan, ScanKind
from matcher.domain.terms import Category
from matcher.domain.trips import Driver, Escort, Rest, Stop, Trip, Unit, UnitKind

MORNING = datetime(2026, 2, 23, 22, 30, tzinfo=UTC)  # half past six in China, 正月初八
HOUR = timedelta(hours=1)
TWO = (Driver("示例甲"), Driver("示例乙"))


def trip(hours: float = 4, drivers: tuple[Driver, ...] = (), start: datetime = MORNING, **changes: object) -> Trip:
    unit = Unit(no=1, plan=grid(13, 4), drivers=drivers)
    stops = (Stop("洛南", start), Stop("南京", start + hours * HOUR))
    return replace(Trip(id="t", name="洛南—南京", programme="su_shan", stops=stops, units=(unit,)), **changes)  # type: ignore[arg-type]


def rests(*hours: float, minutes: int = 20) -> tuple[Rest, ...]:
    return tuple(Rest(MORNING + hour * HOUR, minutes) for hour in hours)


@pytest.mark.parametrize(("made", "wrong"), [
    pytest.param(trip(15), [], id="nobody named: nothing is checked yet"),
    pytest.param(trip(15, TWO[:1], rests=rests(4, 8, 12)), ["drivers"], id="fifteen hours and one driver"),
    pytest.param(trip(9, TWO, rests=rests(3, 6)), [], id="nine hours, two drivers, rests planned"),
    pytest.param(trip(9, TWO[:1], rests=rests(3, 6)), ["drivers"], id="nine hours, one driver"),
    pytest.param(trip(8.6, TWO[:1], rests=rests(3, 6)), [], id="rests are no driving: eight hours at the wheel"),
    pytest.param(trip(4, TWO[:1]), [], id="four hours by day without a rest"),
    pytest.param(trip(4.5, TWO[:1]), ["rests"], id="more than four hours without a rest"),
    pytest.param(trip(4.5, TWO[:1], rests=rests(2, minutes=15)), ["rests"], id="a quarter of an hour is no rest"),
    pytest.param(trip(3, TWO[:1], start=MORNING - 10 * HOUR), ["rests"], id="three hours by night without a rest"),
    pytest.param(trip(2, TWO[:1], start=MORNING - 9 * HOUR), [], id="two hours by night"),
    pytest.param(trip(2, TWO, start=MORNING - 5 * HOUR), ["relay"], id="running at two in the morning"),
    pytest.param(trip(2, TWO * 2), ["drivers"], id="one driver written twice"),
])
def test_drivers_hours_and_night_running_are_as_the_rules_say(made: Trip, wrong: list[str]) -> None:
    assert [fault.field.rpartition(".")[2] for fault in faults(made)] == wrong


def test_a_relayed_coach_may_run_at_three_and_a_carriage_needs_no_driver() -> None:
    night = trip(2, TWO, start=MORNING - 5 * HOUR)
    assert faults(replace(night, units=(replace(night.units[0], relay=True),))) == []
    assert faults(replace(trip(20), units=(Unit(no=1, plan=grid(5, 5), kind=UnitKind.CARRIAGE),)), filing=True) == []


def test_filing_a_coach_needs_a_driver_and_no_more_seats_than_the_law_allows() -> None:
    assert [fault.field for fault in faults(trip(), filing=True)] == ["units.0.drivers"]
    small = trip(4, TWO)
    assert [fault.field for fault in faults(replace(small, units=(replace(small.units[0], capacity=51),)))] == ["units.0.capacity"]


def entry(number: int, rank: int = 1, bypassed: int = 0, board: int = 0, alight: int = 2) -> Entry:
    return Entry(id=f"q{number}", trip="t", key=str(number), owner="a", party=(), board=board, alight=alight, fingerprint="", rank=rank,
                 number=number, bypassed=bypassed)


def test_the_programmes_people_go_first_then_who_came_first() -> None:
    assert [each.number for each in waitlist.in_order([entry(3), entry(1), entry(4, rank=0), entry(2, rank=0)])] == [2, 4, 1, 3]
    assert waitlist.rank([(Category.RURAL_LABOUR,), (Category.LIFTED_WORKER,)]) == 0
    assert waitlist.rank([(Category.RURAL_LABOUR,), ()]) == 1


@pytest.mark.parametrize(("bypassed", "board", "hours_before", "kept"), [
    (2, 0, 48, False), (3, 0, 48, True), (3, 2, 48, False), (3, 0, 24, False), (3, 0, 25, True)])
def test_a_party_passed_three_times_keeps_what_comes_free_on_its_stretch_until_a_day_before(
        bypassed: int, board: int, hours_before: int, kept: bool) -> None:
    waiting = [entry(1, bypassed=bypassed)]
    assert (waitlist.kept_for(waiting, board, board + 1, trip(), MORNING - hours_before * HOUR) is not None) is kept


PAIR = Booking(id="b1", trip="t", key="k", owner="a", state=BookingState.CONFIRMED, board=0, alight=2, party=(Rider("w1"), Rider("w2")),
               seats=(SeatAt(1, 1), SeatAt(1, 2)), fingerprint="")
SCANS = st.lists(st.builds(
    Scan, device=st.sampled_from(["a", "b", "c"]), number=st.integers(0, 20), booking=st.sampled_from(["b1", "b2"]), kind=st.sampled_from(ScanKind),
    stop=st.integers(0, 2), at=st.integers(0, 300).map(lambda minutes: MORNING + timedelta(minutes=minutes)), place=st.sampled_from([None, 0, 1]),
    clock_error=st.integers(-600, 600).map(float)), max_size=12, unique_by=lambda scan: (scan.device, scan.number))


@given(scans=SCANS, dice=st.randoms(use_true_random=False))
def test_scans_say_the_same_in_any_order_and_however_often_they_come(scans: list[Scan], dice: random.Random) -> None:
    mixed = scans + scans[:3]
    dice.shuffle(mixed)
    assert merged(PAIR, mixed) == merged(PAIR, scans)
    assert head_counts(3, [PAIR], mixed) == head_counts(3, [PAIR], mixed[::-1])


def test_five_devices_of_two_thousand_scans_merge_to_one_state_in_any_order() -> None:
    dice = random.Random(6)
    scans = [Scan(device=f"d{device}", number=number, booking=f"b{dice.randrange(200)}", kind=dice.choice(list(ScanKind)), stop=dice.randrange(3),
                  at=MORNING + timedelta(seconds=dice.randrange(20_000)), clock_error=dice.uniform(-600, 600))
             for device in range(5) for number in range(2000)]
    bookings = [replace(PAIR, id=f"b{number}") for number in range(200)]
    by_booking = {booking.id: [scan for scan in scans if scan.booking == booking.id] for booking in bookings}
    first = {booking.id: merged(booking, by_booking[booking.id]) for booking in bookings}
    for _ in range(5):  # `make soak` takes a thousand orders
        for booking in bookings:
            own = by_booking[booking.id] + by_booking[booking.id][::3]
            dice.shuffle(own)
            assert merged(booking, own) == first[booking.id]


def scan(kind: ScanKind, minutes: int, place: int | None = None, stop: int = 0, fast: float = 0.0) -> Scan:
    at = MORNING + timedelta(minutes=minutes)
    return Scan(device="a", number=minutes, booking="b1", kind=kind, stop=stop, at=at, place=place, clock_error=fast)


@pytest.mark.parametrize(("scans", "state"), [
    ([], BookingState.CONFIRMED), ([scan(ScanKind.BOARD, 1, 0)], BookingState.BOARDED), ([scan(ScanKind.BOARD, 1)], BookingState.BOARDED),
    ([scan(ScanKind.BOARD, 1), scan(ScanKind.ALIGHT, 9)], BookingState.ARRIVED),
    ([scan(ScanKind.BOARD, 1), scan(ScanKind.ALIGHT, 9, 1)], BookingState.BOARDED),
])
def test_a_booking_is_boarded_with_the_first_and_arrived_with_the_last_of_its_party(scans: list[Scan], state: BookingState) -> None:
    assert state_after(PAIR, merged(PAIR, scans)) is state


def test_times_are_put_right_by_what_the_devices_clock_was_wrong() -> None:
    assert merged(PAIR, [scan(ScanKind.BOARD, 10, fast=300)])[0].boarded_at == MORNING + timedelta(minutes=5)


def test_heads_are_counted_at_each_stop() -> None:
    counts = head_counts(3, [PAIR], [scan(ScanKind.BOARD, 1, 0), scan(ScanKind.ALIGHT, 50, 0, stop=2)])
    assert [(each.expected_on, each.boarded, each.aboard, each.missing) for each in counts] == [(2, 1, 1, (("b1", 1),)), (0, 0, 1, ()), (0, 0, 0, ())]


TOLD = Told(replace(trip(), escorts=(Escort("示例", "19900000001"),), units=(Unit(no=1, plan=grid(2, 2), plate="陕A12345"),)), 0, 1, SeatAt(1, 7),
            MORNING - 20 * HOUR)


@pytest.mark.parametrize(("kind", "parts"), [
    (MessageKind.BOOKED, ["洛南—南京", "2月24日(正月初八)06:30", "洛南上车", "1号车(陕A12345)7号座", "19900000001"]),
    (MessageKind.CONFIRM_RIDE, ["明天出发", "去回1, 不去回2"]),
    (MessageKind.OFFER, ["候补有座了", "2月23日(正月初八)10:30前回复", "去回1"]),
    (MessageKind.CHANGED, ["行程有变"]), (MessageKind.CANCELLED, ["座位已退"]),
])
def test_a_message_says_when_where_and_which_seat_in_solar_and_lunar_days(kind: MessageKind, parts: list[str]) -> None:
    text = text_of(kind, TOLD, lambda day: "正月初八")
    assert [part for part in parts if part not in text] == []


def test_a_slip_is_read_back_and_a_forged_one_is_not() -> None:
    slip = slips.sign(b"key", "b0123456789abc", 2)
    assert slips.read(b"key", f" {slip}\n") == ("b0123456789abc", 2)
    for forged in (slip.replace(".2.", ".3."), slip[:-1] + ("0" if slip[-1] != "0" else "1"), "hello", ""):
        with pytest.raises(Invalid):
            slips.read(b"key", forged)
    with pytest.raises(Invalid):
        slips.read(b"another key", slip)


WISH = SeatWish(trip="t", key="k", party=(Rider("w1", bound_for="厂"),), board=0, alight=1)


@pytest.mark.parametrize("key", ["", "a" * 65, "名", "a b", "a/b", "a\n"])
def test_a_key_is_of_letters_digits_dots_and_dashes(key: str) -> None:
    with pytest.raises(Invalid):
        check_key(key)
    check_key("A-z_0.9" * 9)


@pytest.mark.parametrize(("changes", "field"), [
    ({"party": ()}, "party"), ({"party": (Rider("w1"),)}, "party.0"), ({"party": (Rider("w1", bound_for=" "),)}, "party.0"),
    ({"party": WISH.party * 2}, "party.1.worker"), ({"board": 1}, "alight"), ({"board": -1}, "alight"), ({"state": BookingState.BOARDED}, "state"),
    ({"seats": ()}, "seats"), ({"party": (Rider("w1", bound_for="厂", infants=9),)}, "party.0.infants"),
])
def test_each_doubt_about_a_wish_names_its_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_wish(replace(WISH, **changes))  # type: ignore[arg-type]
    assert field in refused.value.fields


def test_the_state_asked_for_is_no_part_of_what_makes_two_requests_the_same() -> None:
    assert wish_fingerprint(WISH) == wish_fingerprint(replace(WISH, state=BookingState.CONFIRMED))
    different = (replace(WISH, board=1, alight=2), replace(WISH, party=(Rider("w2", bound_for="厂"),)), replace(WISH, seats=(SeatAt(1, 1),)))
    assert len({wish_fingerprint(each) for each in (WISH, *different)}) == 4


def test_sixteen_is_reached_on_the_birthday() -> None:
    assert [age_on(date(2010, 2, 24), day) for day in (date(2026, 2, 23), date(2026, 2, 24))] == [15, 16]
