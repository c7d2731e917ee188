"""What each rule of the booking desk promises, on both engines."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from trips_at_hand import HOUR, MORNING, NOW, coach, draft, opened, party, people, stops, wish

from matcher.domain.accounts import SYSTEM, Actor, Grant, Role
from matcher.domain.bookings import (
    Address,
    BlockKind,
    Booking,
    BookingState,
    Cancelled,
    Ended,
    Entry,
    EntryState,
    Expired,
    Frozen,
    KeyReused,
    NoSeats,
    NotOpen,
    Overlaps,
    Rider,
    Swap,
    Swapped,
)
from matcher.domain.employers import Employer
from matcher.domain.errors import Conflict, Forbidden, Invalid, Missing, Refusal
from matcher.domain.events import Intent, Step
from matcher.domain.identifiers import new_id
from matcher.domain.messages import MessageKind
from matcher.domain.scans import Scan, ScanKind
from matcher.domain.trips import Driver, Settlement, Trip, TripState
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger.port import Page
from matcher.matching.rows import vacancy_row
from matcher.services.blocks import BlockWish, add_block, release_block
from matcher.services.boarding import boarding_list, head_count, leave_stop, take_scans
from matcher.services.booking import book, cancel, confirm, show_booking
from matcher.services.desk import Desk
from matcher.services.filing import Changes, file_roster, filings, refile
from matcher.services.handover import give_reason, handover
from matcher.services.outbox import answer, call_list, outbox, send_waiting
from matcher.services.placing import withdraw
from matcher.services.roster import roster
from matcher.services.seat_plan import free_seats, seat_map, seats
from matcher.services.seat_tick import tick_seats
from matcher.services.swapping import swap
from matcher.services.trips import add_trip, arrive, copy_trip, depart, edit_trip, settle, settlement
from matcher.services.vehicles import change_vehicle
from matcher.services.waitlist import WaitWish, join, leave, take_offer, waiting

DRIVEN = coach(rows=1, drivers=(Driver("示例"),))
HELD, SURE = BookingState.HELD, BookingState.CONFIRMED


@pytest.fixture
def clock() -> list[object]:
    return [NOW]


@pytest.fixture(params=["sqlite", "postgres"])
def desk(request: pytest.FixtureRequest, seat_desk: Callable[..., Desk], clock: list[object]) -> Desk:
    return seat_desk(request.param, lambda: clock[0])


def later(clock: list, **time: int) -> None:
    clock[0] += timedelta(**time)


def state(desk: Desk, booking: Booking) -> BookingState:
    return show_booking(SYSTEM, desk, Address(booking.trip, booking.key)).state


# --- a key is one booking ------------------------------------------------------------------------------------------------------------


def test_the_same_request_again_is_the_same_booking_with_the_state_of_now(desk: Desk, clock: list) -> None:
    trip, who = opened(desk), people(desk, 2)
    asked = wish(trip, "k", who, state=HELD)
    first = book(SYSTEM, desk, asked)
    later(clock, minutes=10)
    again = book(SYSTEM, desk, asked)
    assert (again.id, again.seats, again.held_until) == (first.id, first.seats, first.held_until)  # nor is the hold any longer
    assert confirm(SYSTEM, desk, Address(trip.id, "k")).state is SURE
    assert book(SYSTEM, desk, asked).state is SURE


def test_confirmed_on_a_held_booking_confirms_it(desk: Desk) -> None:
    trip, who = opened(desk), people(desk, 1)
    held = book(SYSTEM, desk, wish(trip, "k", who, state=HELD))
    sure = book(SYSTEM, desk, wish(trip, "k", who))
    assert (sure.id, sure.state, sure.held_until) == (held.id, SURE, None)


def test_a_key_used_for_another_party_or_ride_is_refused_and_a_refusal_is_not_remembered(desk: Desk) -> None:
    trip, who = opened(desk), people(desk, 2)
    with pytest.raises(Invalid):
        book(SYSTEM, desk, wish(trip, "k", who[:1], alight=9))
    book(SYSTEM, desk, wish(trip, "k", who[:1]))
    for other in (wish(trip, "k", who), wish(trip, "k", who[:1], alight=2)):
        with pytest.raises(KeyReused):
            book(SYSTEM, desk, other)


def test_a_key_belongs_to_its_account_and_trip(desk: Desk) -> None:
    trip, other, who = opened(desk), opened(desk, stops=stops(start=MORNING + 9 * HOUR)), people(desk, 3)
    clerk = Actor("clerk", (Grant(Role.STATION, "611021103"),))
    asking = (SYSTEM, trip, who[0]), (clerk, trip, who[1]), (SYSTEM, other, who[2])
    assert len({book(actor, desk, wish(at, "k", [each])).id for actor, at, each in asking}) == 3


def test_cancelling_again_is_nothing_and_the_key_stays_cancelled(desk: Desk) -> None:
    trip, who = opened(desk), people(desk, 1)
    asked = wish(trip, "k", who)
    book(SYSTEM, desk, asked)
    for _ in range(2):
        cancel(SYSTEM, desk, Address(trip.id, "k"))
    with pytest.raises(Cancelled):
        book(SYSTEM, desk, asked)
    with pytest.raises(Cancelled):
        confirm(SYSTEM, desk, Address(trip.id, "k"))
    assert all(line.legs == (None, None, None) for line in seats(SYSTEM, desk, trip.id))
    with pytest.raises(Missing):
        cancel(SYSTEM, desk, Address(trip.id, "unknown"))


def test_every_request_sent_three_times_makes_as_many_bookings_as_keys(desk: Desk) -> None:
    trip, who = opened(desk, units=(coach(rows=6),)), people(desk, 24)
    asked = [wish(trip, f"k{number}", [each], number % 3, 3) for number, each in enumerate(who)]
    answers = [book(SYSTEM, desk, each) for _ in range(3) for each in asked]
    assert len({each.id for each in answers}) == len(asked)
    with desk.ledger.reading() as reader:
        assert len(reader.bookings_on(trip.id)) == len(asked)


# --- holds ---------------------------------------------------------------------------------------------------------------------------


def test_an_expired_hold_is_free_at_once_without_a_tick(desk: Desk, clock: list) -> None:
    trip, who = opened(desk, units=(coach(rows=1, across=1),)), people(desk, 2)
    held = book(SYSTEM, desk, wish(trip, "a", who[:1], state=HELD))
    assert held.held_until == NOW + timedelta(minutes=15)
    with pytest.raises(NoSeats):
        book(SYSTEM, desk, wish(trip, "b", who[1:]))
    later(clock, minutes=15)
    assert state(desk, held) is BookingState.EXPIRED
    assert seats(SYSTEM, desk, trip.id)[0].legs == (None, None, None)
    assert book(SYSTEM, desk, wish(trip, "b", who[1:])).seats == held.seats
    with pytest.raises(Expired):
        confirm(SYSTEM, desk, Address(trip.id, "a"))
    assert book(SYSTEM, desk, wish(trip, "a", who[:1], state=HELD)).state is BookingState.EXPIRED


def test_an_expired_hold_on_another_trip_does_not_bind_its_rider(desk: Desk, clock: list) -> None:
    trip, other, who = opened(desk), opened(desk), people(desk, 2)
    book(SYSTEM, desk, wish(trip, "a", who, state=HELD))
    later(clock, minutes=16)
    assert book(SYSTEM, desk, wish(other, "a", who[:1])).state is SURE
    assert [line.legs for line in seats(SYSTEM, desk, trip.id) if any(line.legs)] == []


def test_a_tick_writes_down_what_has_run_out(desk: Desk, clock: list) -> None:
    trip, who = opened(desk), people(desk, 2)
    book(SYSTEM, desk, wish(trip, "a", who[:1], state=HELD))
    later(clock, minutes=16)
    assert (tick_seats(desk).expired, tick_seats(desk).expired) == (1, 0)


# --- who may ride --------------------------------------------------------------------------------------------------------------------


def accepted(desk: Desk, worker: str, step: Step = Step.ACCEPTED) -> Intent:
    firm = Employer(id=new_id("employer"), name="示例座椅有限公司")
    post = Vacancy(id=new_id("vacancy"), title="缝纫工", employer=firm.id, state=VacancyState.OPEN, headcount=5, accepted=1)
    made = Intent(id=new_id("intent"), worker=worker, vacancy=post.id, employer=firm.id, step=step)
    with desk.ledger.transaction() as tx:
        tx.add_employers([firm])
        tx.add_vacancies([(post, vacancy_row(post, desk.places))])
        tx.add_intent(made)
        return tx.intent(made.id)


def test_a_seat_needs_an_accepted_intent_of_this_person_or_an_employer_they_have(desk: Desk) -> None:
    trip, (one, two) = opened(desk), people(desk, 2)
    good, early = accepted(desk, one), accepted(desk, one, Step.INTENT)
    for rider in (Rider(one), Rider(one, intent=early.id), Rider(two, intent=good.id), Rider(one, intent="i0000000000000")):
        with pytest.raises(Invalid) as refused:
            book(SYSTEM, desk, replace(wish(trip, "k", [one]), party=(rider,)))
        assert any(field.startswith("party.0") for field in refused.value.fields)
    assert book(SYSTEM, desk, replace(wish(trip, "k", [one]), party=(Rider(one, intent=good.id),))).state is SURE


def test_under_sixteen_on_the_day_of_the_trip_there_is_no_seat(desk: Desk) -> None:
    trip = opened(desk)
    young, just, unknown = (people(desk, 1, first, born=born)[0] for first, born in ((0, date(2010, 2, 25)), (1, date(2010, 2, 24)), (2, None)))
    with pytest.raises(Invalid, match="16"):
        book(SYSTEM, desk, wish(trip, "a", [young]))
    assert [book(SYSTEM, desk, wish(trip, key, [who])).state for key, who in (("b", just), ("c", unknown))] == [SURE, SURE]


def test_unknown_and_foreign_people_are_refused(desk: Desk) -> None:
    trip, who = opened(desk), people(desk, 1)
    stranger = Actor("far", (Grant(Role.STATION, "610100"),))
    for actor, worker in ((SYSTEM, "w0000000000000"), (stranger, who[0])):
        with pytest.raises(Invalid):
            book(actor, desk, wish(trip, "k", [worker]))
    with pytest.raises(Missing):
        book(Actor("other", (Grant(Role.PROGRAMME, "other"),)), desk, wish(trip, "k", who))


def test_an_overlap_names_the_other_trip_and_time_and_touching_is_none(desk: Desk) -> None:
    trip, crossing, after = opened(desk), opened(desk, stops=stops(start=MORNING + HOUR)), opened(desk, stops=stops(start=MORNING + 2 * HOUR))
    who = people(desk, 1)
    book(SYSTEM, desk, wish(trip, "k", who, 0, 2))
    with pytest.raises(Overlaps, match="06:30") as refused:
        book(SYSTEM, desk, wish(crossing, "k", who, 0, 1))
    assert (refused.value.trip, refused.value.starts_at, refused.value.ends_at) == (trip.id, MORNING, MORNING + 2 * HOUR)
    assert book(SYSTEM, desk, wish(after, "k", who)).state is SURE
    with pytest.raises(Overlaps):
        book(SYSTEM, desk, wish(trip, "l", who, 1, 3))  # nor twice on one trip


# --- trips ---------------------------------------------------------------------------------------------------------------------------


def test_nothing_is_booked_before_the_trip_is_open_nor_changed_after_it_is_filed(desk: Desk) -> None:
    trip, who = add_trip(SYSTEM, desk, draft(units=(DRIVEN,))), people(desk, 3)
    with pytest.raises(NotOpen):
        book(SYSTEM, desk, wish(trip, "a", who[:1]))
    trip = opened(desk, units=(DRIVEN,))
    kept = book(SYSTEM, desk, wish(trip, "a", who[:1]))
    held = book(SYSTEM, desk, wish(trip, "b", who[1:2], state=HELD))
    filed = file_roster(SYSTEM, desk, trip.id)
    assert {row.booking for row in filed.rows} == {kept.id, held.id}
    assert state(desk, held) is SURE  # whoever is on the filed list has the seat
    assert book(SYSTEM, desk, wish(trip, "a", who[:1])) == kept  # asking again is no change
    for change in (lambda: book(SYSTEM, desk, wish(trip, "c", who[2:])), lambda: cancel(SYSTEM, desk, Address(trip.id, "a")),
                   lambda: swap(SYSTEM, desk, Address(trip.id, "a"), Swap(opened(desk).id))):
        with pytest.raises(Frozen):
            change()
    assert file_roster(SYSTEM, desk, trip.id) == filed


def test_later_changes_go_to_the_queue_and_a_refiling_and_both_rosters_are_kept(desk: Desk) -> None:
    trip, who = opened(desk, units=(coach(rows=1, across=1, drivers=(Driver("示例"),)),)), people(desk, 2)
    first = book(SYSTEM, desk, wish(trip, "a", who[:1]))
    file_roster(SYSTEM, desk, trip.id)
    entry = join(SYSTEM, desk, WaitWish(trip=trip.id, key="q", party=party(who[1:]), board=0, alight=3))
    assert entry.state is EntryState.WAITING
    again = refile(SYSTEM, desk, trip.id, Changes(cancel=(first.id,), note="不来了"))
    kept = filings(SYSTEM, desk, trip.id)
    assert [[row.worker for row in filing.rows] for filing in kept] == [[who[0]], [who[1]]]
    assert kept[1] == again
    assert [line.worker for line in roster(SYSTEM, desk, trip.id, filing=1).rows] == [who[0]]


def test_a_coach_is_filed_with_drivers_and_a_device_hands_its_seats_back_first(desk: Desk) -> None:
    with pytest.raises(Invalid, match="驾驶员"):
        file_roster(SYSTEM, desk, opened(desk).id)
    trip = opened(desk, units=(DRIVEN,))
    block = add_block(SYSTEM, desk, BlockWish(trip=trip.id, kind=BlockKind.DEVICE, holder="phone", count=1))
    with pytest.raises(Conflict, match="设备"):
        file_roster(SYSTEM, desk, trip.id)
    release_block(SYSTEM, desk, block.id)
    assert file_roster(SYSTEM, desk, trip.id).rows == ()


@pytest.mark.parametrize(("changes", "field"), [
    ({"name": " "}, "name"), ({"programme": ""}, "programme"), ({"stops": stops(1)}, "stops"), ({"stops": stops(2, apart=timedelta())}, "stops"),
    ({"units": ()}, "units"), ({"units": (coach(), coach())}, "units"), ({"units": (coach(plan=("e",)),)}, "units.0.plan"),
    ({"units": (coach(drivers=(Driver("示例"),)),), "stops": stops(2, apart=15 * HOUR)}, "units.0.drivers"),
])
def test_a_trip_that_cannot_be_is_refused_by_its_field(desk: Desk, changes: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_trip(SYSTEM, desk, draft(**changes))
    assert field in refused.value.fields


def test_a_trip_is_copied_to_another_day_and_edited_while_nobody_is_booked(desk: Desk) -> None:
    trip, who = opened(desk), people(desk, 1)
    copied = copy_trip(SYSTEM, desk, trip.id, MORNING + timedelta(days=1))
    assert (copied.state, copied.arrives_at - trip.arrives_at) == (TripState.PLANNED, timedelta(days=1))
    book(SYSTEM, desk, wish(trip, "k", who))
    assert edit_trip(SYSTEM, desk, replace(trip, carrier="示例客运")).carrier == "示例客运"
    with pytest.raises(Conflict):
        edit_trip(SYSTEM, desk, replace(trip, version=trip.version + 1, stops=stops(3)))
    with pytest.raises(Forbidden):
        add_trip(Actor("clerk", (Grant(Role.STATION, ""),)), desk, draft())


def test_a_trip_goes_from_filed_to_settled_one_step_after_the_other(desk: Desk) -> None:
    trip = opened(desk, units=(DRIVEN,))
    with pytest.raises(Conflict):
        depart(SYSTEM, desk, trip.id)
    file_roster(SYSTEM, desk, trip.id)
    bill = Settlement(km=1100, vehicle="53座", yuan=16500, fund="协作资金")
    assert [depart(SYSTEM, desk, trip.id).state, arrive(SYSTEM, desk, trip.id).state, settle(SYSTEM, desk, trip.id, bill).state] == [
        TripState.DEPARTED, TripState.ARRIVED, TripState.SETTLED]
    assert settlement(SYSTEM, desk, trip.id) == bill


# --- swap ----------------------------------------------------------------------------------------------------------------------------


def test_a_swap_keeps_key_and_state_and_repeated_gives_the_same_answer(desk: Desk) -> None:
    trip, other, who = opened(desk), opened(desk), people(desk, 2)
    old = book(SYSTEM, desk, wish(trip, "k", who, 1, 3))
    new = swap(SYSTEM, desk, Address(trip.id, "k"), Swap(other.id))
    assert (new.trip, new.key, new.state, new.board, new.alight, len(new.seats)) == (other.id, "k", SURE, 1, 3, 2)
    assert swap(SYSTEM, desk, Address(trip.id, "k"), Swap(other.id)) == new
    assert book(SYSTEM, desk, wish(other, "k", who, 1, 3)) == new
    for ask in (lambda: show_booking(SYSTEM, desk, Address(trip.id, "k")), lambda: book(SYSTEM, desk, wish(trip, "k", who, 1, 3)),
                lambda: cancel(SYSTEM, desk, Address(trip.id, "k")), lambda: swap(SYSTEM, desk, Address(trip.id, "k"), Swap(other.id, 0, 1))):
        with pytest.raises(Swapped):
            ask()
    assert not any(old.id in line.legs for line in seats(SYSTEM, desk, trip.id))


def test_a_refused_swap_leaves_the_old_booking_untouched(desk: Desk) -> None:
    trip, full, short, who = opened(desk), opened(desk, units=(coach(rows=1, across=1),)), opened(desk, stops=stops(2)), people(desk, 2)
    old = book(SYSTEM, desk, wish(trip, "k", who))
    for aim, refusal in ((Swap(full.id), NoSeats), (Swap(short.id), Invalid), (Swap(trip.id), Invalid), (Swap(full.id, 2, 1), Invalid)):
        with pytest.raises(refusal):
            swap(SYSTEM, desk, Address(trip.id, "k"), aim)
    assert show_booking(SYSTEM, desk, Address(trip.id, "k")) == old
    assert sum(old.id in line.legs for line in seats(SYSTEM, desk, trip.id)) == 2


# --- blocks --------------------------------------------------------------------------------------------------------------------------


def test_a_block_keeps_its_seats_for_names_to_come_and_is_free_three_days_before(desk: Desk, clock: list) -> None:
    trip, who = opened(desk, units=(coach(rows=1, across=3),)), people(desk, 4)
    block = add_block(SYSTEM, desk, BlockWish(trip=trip.id, kind=BlockKind.EMPLOYER, holder="e1", count=2))
    assert block.release_at == MORNING - timedelta(hours=72)
    assert [line.seat for line in seats(SYSTEM, desk, trip.id)] == [1]  # kept seats are not listed
    book(SYSTEM, desk, wish(trip, "a", who[:1]))
    with pytest.raises(NoSeats):
        book(SYSTEM, desk, wish(trip, "b", who[1:2]))
    named = book(SYSTEM, desk, wish(trip, "b", who[1:2], block=block.id))
    assert named.seats[0] in block.seats
    cancel(SYSTEM, desk, Address(trip.id, "b"))  # the seat goes back to the block
    with pytest.raises(NoSeats):
        book(SYSTEM, desk, wish(trip, "c", who[1:2]))
    assert book(SYSTEM, desk, wish(trip, "d", who[1:2], 1, 2, block=block.id)).seats[0] in block.seats
    clock[0] = block.release_at
    assert free_seats(SYSTEM, desk, trip.id, 0, 3) == 1
    assert book(SYSTEM, desk, wish(trip, "e", who[2:3])).state is SURE
    with pytest.raises(Invalid):
        book(SYSTEM, desk, wish(trip, "f", who[3:], block=block.id))


def test_a_device_sells_its_own_seats_offline_and_never_too_many(desk: Desk) -> None:
    trip, who = opened(desk, units=(coach(rows=1, across=3),)), people(desk, 4)
    block = add_block(SYSTEM, desk, BlockWish(trip=trip.id, kind=BlockKind.DEVICE, holder="phone", count=2))
    assert block.release_at is None
    book(SYSTEM, desk, wish(trip, "online", who[:1]))
    for number, at in enumerate(block.seats):
        sold = wish(trip, f"offline-{number}", who[number + 1:number + 2], block=block.id, seats=(at,))
        assert book(SYSTEM, desk, sold).seats == (at,)
        assert book(SYSTEM, desk, sold).seats == (at,)  # told again
    with pytest.raises(NoSeats):
        book(SYSTEM, desk, wish(trip, "again", who[3:], block=block.id, seats=block.seats[:1]))


# --- the queue -----------------------------------------------------------------------------------------------------------------------


def queued(desk: Desk, trip: Trip, key: str, who: list[str]) -> Entry:
    return join(SYSTEM, desk, WaitWish(trip=trip.id, key=key, party=party(who), board=0, alight=3))


def test_what_comes_free_is_offered_to_the_queue_and_an_offer_lapses(desk: Desk, clock: list) -> None:
    trip, who = opened(desk, units=(coach(rows=1, across=1),)), people(desk, 3)
    book(SYSTEM, desk, wish(trip, "a", who[:1]))
    first, second = queued(desk, trip, "q1", who[1:2]), queued(desk, trip, "q2", who[2:])
    assert queued(desk, trip, "q1", who[1:2]).id == first.id
    cancel(SYSTEM, desk, Address(trip.id, "a"))
    assert [entry.state for entry in waiting(SYSTEM, desk, trip.id)] == [EntryState.OFFERED, EntryState.WAITING]
    later(clock, hours=3)
    assert tick_seats(desk).offered == 1
    with pytest.raises(Expired):
        take_offer(SYSTEM, desk, first.id)
    assert take_offer(SYSTEM, desk, second.id).state is SURE
    assert [message.kind for message in outbox(SYSTEM, desk, Page(), trip=trip.id).items].count(MessageKind.OFFER) == 2


def test_a_group_is_passed_three_times_and_then_seats_are_kept_for_it_until_a_day_before(desk: Desk, clock: list) -> None:
    trip, who = opened(desk, units=(coach(rows=2, across=3),)), people(desk, 14)
    for number in range(6):
        book(SYSTEM, desk, wish(trip, f"a{number}", [who[number]]))
    group = queued(desk, trip, "group", who[6:8])
    for number in range(3):
        cancel(SYSTEM, desk, Address(trip.id, f"a{number}"))
        book(SYSTEM, desk, wish(trip, f"b{number}", [who[8 + number]]))  # one seat is no use to a group of two
    cancel(SYSTEM, desk, Address(trip.id, "a3"))
    with pytest.raises(NoSeats, match="候补"):
        book(SYSTEM, desk, wish(trip, "b3", [who[11]]))
    cancel(SYSTEM, desk, Address(trip.id, "a4"))
    assert take_offer(SYSTEM, desk, group.id).seats
    big = queued(desk, trip, "big", who[11:14])
    with desk.ledger.transaction() as tx:
        tx.change_entry(big.id, bypassed=3)
    cancel(SYSTEM, desk, Address(trip.id, "a5"))
    with pytest.raises(NoSeats):
        book(SYSTEM, desk, wish(trip, "c", [who[0]]))
    clock[0] = MORNING - timedelta(hours=24)
    assert book(SYSTEM, desk, wish(trip, "c", [who[0]])).state is SURE


def test_leaving_the_queue_gives_back_an_offer(desk: Desk) -> None:
    trip, who = opened(desk), people(desk, 1)
    entry = queued(desk, trip, "q", who)
    assert entry.state is EntryState.OFFERED  # there was room
    assert leave(SYSTEM, desk, entry.id).state is EntryState.LEFT
    assert not any(any(line.legs) for line in seats(SYSTEM, desk, trip.id))
    with pytest.raises(KeyReused):
        queued(desk, trip, "q", [*who, *people(desk, 1, 1)])


# --- boarding ------------------------------------------------------------------------------------------------------------------------


def scan(booking: Booking, number: int, kind: ScanKind = ScanKind.BOARD, **changes: object) -> Scan:
    return Scan(**{"device": "phone", "number": number, "booking": booking.id, "kind": kind, "stop": booking.board, "at": MORNING} | changes)  # type: ignore[arg-type]


def test_a_missed_stop_frees_the_seat_from_the_next_stop_on(desk: Desk) -> None:
    trip, who = opened(desk, units=(coach(rows=1, across=2),)), people(desk, 3)
    came, missed = (book(SYSTEM, desk, wish(trip, key, [each])) for key, each in zip("ab", who[:2], strict=True))
    take_scans(SYSTEM, desk, [scan(came, 1)])
    assert leave_stop(SYSTEM, desk, trip.id, 0).missed == ((missed.id, 0),)
    assert leave_stop(SYSTEM, desk, trip.id, 0).missed == ()
    assert [state(desk, each) for each in (came, missed)] == [BookingState.BOARDED, BookingState.NO_SHOW]
    assert book(SYSTEM, desk, wish(trip, "c", who[2:], 1, 3)).seats == missed.seats
    with pytest.raises(Invalid, match="开过"):
        book(SYSTEM, desk, wish(trip, "d", who[1:2], 0, 1))


def test_of_a_party_those_who_came_keep_their_seats(desk: Desk) -> None:
    trip, who = opened(desk), people(desk, 3)
    family = book(SYSTEM, desk, wish(trip, "a", who))
    take_scans(SYSTEM, desk, [scan(family, 1, place=0), scan(family, 2, place=2)])
    assert leave_stop(SYSTEM, desk, trip.id, 0).missed == ((family.id, 1),)
    assert show_booking(SYSTEM, desk, Address(trip.id, "a")).gone == (1,)
    assert sum(family.id in line.legs for line in seats(SYSTEM, desk, trip.id)) == 2


def test_scans_are_kept_once_wrong_ones_are_named_and_heads_are_counted(desk: Desk) -> None:
    trip, who = opened(desk, units=(DRIVEN,)), people(desk, 2)
    one, two = (book(SYSTEM, desk, wish(trip, key, [each])) for key, each in zip("ab", who, strict=True))
    file_roster(SYSTEM, desk, trip.id)
    batch = [scan(one, 1), scan(one, 2, place=7), scan(replace(one, id="b0000000000000"), 3), scan(one, 1, ScanKind.ALIGHT)]
    taken = take_scans(SYSTEM, desk, batch[:3])
    assert (taken.new, taken.known, [each.number for each in taken.refused]) == (1, 0, [2, 3])
    again = take_scans(SYSTEM, desk, batch[:1])
    assert (again.new, again.known) == (0, 1)
    assert [each.number for each in take_scans(SYSTEM, desk, batch[3:]).refused] == [1]  # that number is another scan's
    take_scans(SYSTEM, desk, [scan(one, 9, ScanKind.ALIGHT, stop=3)])
    assert [(count.aboard, count.missing) for count in head_count(SYSTEM, desk, trip.id)] == [(1, ((two.id, 0),)), (1, ()), (1, ()), (0, ())]
    give_reason(SYSTEM, desk, two.id, 0, "家里有事")
    (group,) = handover(SYSTEM, desk, trip.id).employers
    assert (group.expected, group.arrived, [absent.reason for absent in group.missing]) == (2, 1, ["家里有事"])


def test_an_escort_sees_and_runs_the_own_trip_and_no_other(desk: Desk) -> None:
    trip, other, who = opened(desk), opened(desk), people(desk, 1)
    escort = Actor("escort", (Grant(Role.ESCORT, trip.id),))
    booked = book(SYSTEM, desk, wish(trip, "a", who))
    assert [riding.booking for riding in boarding_list(escort, desk, trip.id).riders] == [booked.id]
    assert take_scans(escort, desk, [scan(booked, 1)]).new == 1
    for refused in (lambda: boarding_list(escort, desk, other.id), lambda: book(escort, desk, wish(trip, "b", who)),
                    lambda: leave_stop(escort, desk, other.id, 0)):
        with pytest.raises(Refusal):
            refused()


def test_a_roster_is_masked_and_the_full_one_needs_a_purpose_and_is_logged(desk: Desk) -> None:
    trip, who = opened(desk), people(desk, 1)
    book(SYSTEM, desk, wish(trip, "a", who))
    (row,) = roster(SYSTEM, desk, trip.id).rows
    assert ("*" in row.name, "****" in row.phone) == (True, True)
    with pytest.raises(Invalid):
        roster(SYSTEM, desk, trip.id, full=True)
    (row,) = roster(SYSTEM, desk, trip.id, full=True, purpose="报备").rows
    assert (row.name, row.phone) == ("示例0", "19800000000")
    with desk.ledger.reading() as reader:
        assert [event.note for event in reader.events(Page(), subject=trip.id).items if event.step is Step.EXPORTED] == ["报备"]


# --- vehicles, promises, messages ----------------------------------------------------------------------------------------------------


def test_a_smaller_vehicle_seats_whom_it_can_and_the_rest_stand_first_in_the_queue(desk: Desk) -> None:
    trip, who = opened(desk, units=(coach(rows=2, across=2),)), people(desk, 4)
    booked = [book(SYSTEM, desk, wish(trip, f"a{number}", [each])) for number, each in enumerate(who)]
    reseated = change_vehicle(SYSTEM, desk, trip.id, coach(rows=1, across=3))
    assert len(reseated.unseated) == 1
    assert {each.after.seat for each in reseated.moved} <= {1, 2, 3}
    assert sum(any(line.legs) for line in seats(SYSTEM, desk, trip.id)) == 3
    (entry,) = waiting(SYSTEM, desk, trip.id)
    still = next(each for each in booked if each.id not in reseated.unseated)
    cancel(SYSTEM, desk, Address(trip.id, still.key))
    assert take_offer(SYSTEM, desk, entry.id).state is SURE


def test_withdrawing_an_accepted_intent_frees_the_seat_with_it(desk: Desk) -> None:
    trip, (one, two) = opened(desk), people(desk, 2)
    intent = accepted(desk, one)
    booked = book(SYSTEM, desk, replace(wish(trip, "a", [one]), party=(Rider(one, intent=intent.id), *party([two]))))
    withdraw(SYSTEM, desk, intent.id)
    assert show_booking(SYSTEM, desk, Address(trip.id, "a")).gone == (0,)
    assert sum(booked.id in line.legs for line in seats(SYSTEM, desk, trip.id)) == 1
    with pytest.raises(Invalid):
        book(SYSTEM, desk, replace(wish(trip, "b", [one]), party=(Rider(one, intent=intent.id),)))


def test_riders_are_told_and_a_no_the_day_before_gives_the_seat_back(desk: Desk, clock: list) -> None:
    trip, who = opened(desk), people(desk, 2)
    book(SYSTEM, desk, wish(trip, "a", who))
    assert [message.kind for message in outbox(SYSTEM, desk, Page(), trip=trip.id).items] == [MessageKind.BOOKED] * 2
    clock[0] = MORNING - 20 * HOUR
    assert (tick_seats(desk).calls, tick_seats(desk).calls) == (2, 0)
    yes, no = call_list(SYSTEM, desk, trip.id)
    answer(SYSTEM, desk, yes.message.id, "1")
    answer(SYSTEM, desk, no.message.id, "2")
    assert len(show_booking(SYSTEM, desk, Address(trip.id, "a")).gone) == 1
    sent: list[str] = []
    assert send_waiting(desk, lambda message, phone: sent.append(phone) is None) == 2
    assert sent[0].startswith("198")


def test_the_map_shows_each_seat_on_each_leg(desk: Desk) -> None:
    trip, who = opened(desk, units=(coach(rows=1, across=2),)), people(desk, 1)
    booked = book(SYSTEM, desk, wish(trip, "a", who, 1, 3, state=HELD))
    cells = seat_map(SYSTEM, desk, trip.id).cells
    assert [cell.kind for cell in cells[booked.seats[0]]] == ["free", "held", "held"]
    assert cells[booked.seats[0]][1].name == "示**"


def test_who_is_aboard_cannot_cancel(desk: Desk) -> None:
    trip, who = opened(desk), people(desk, 1)
    booked = book(SYSTEM, desk, wish(trip, "a", who))
    take_scans(SYSTEM, desk, [scan(booked, 1)])
    with pytest.raises(Ended):
        cancel(SYSTEM, desk, Address(trip.id, "a"))
