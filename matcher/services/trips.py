"""Trips: made, copied, opened, filed, sent off, settled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from matcher.booking.driving import faults
from matcher.booking.plans import check_plan, for_sale
from matcher.domain.accounts import Actor
from matcher.domain.bookings import Frozen
from matcher.domain.errors import Conflict, Invalid
from matcher.domain.events import Event, Step
from matcher.domain.identifiers import new_id
from matcher.domain.terms import Channel
from matcher.domain.trips import MOST_STOPS, Settlement, Trip, TripState
from matcher.ledger.port import Listing, Page, Transaction
from matcher.services.desk import Desk
from matcher.services.retiming import retime
from matcher.services.seating import Seating
from matcher.services.trip_scopes import must_manage, must_run, must_see_bookings, trips_seen

NEXT = {
    TripState.DEPARTED: (TripState.FILED,),
    TripState.ARRIVED: (TripState.DEPARTED,),
    TripState.SETTLED: (TripState.ARRIVED,),
}


def add_trip(actor: Actor, desk: Desk, draft: Trip) -> Trip:
    """In planning. draft.id: "" gets a new one. Raises Invalid with the fields, R36 among them where drivers are named; Forbidden, Twice."""
    must_manage(actor, draft)
    _check(draft)
    trip = replace(
        draft, id=draft.id or new_id("trip"), version=0, state=TripState.PLANNED, passed=0, waiting=0, blocks=0, filed_at=None, entered_by=actor.name,
        created_at=desk.now, updated_at=desk.now)
    with desk.ledger.transaction() as tx:
        tx.add_trip(trip)
        tx.add_events([trip_event(actor, desk, trip, Step.TRIP_CHANGED, "建立车次")])
        return tx.trip(trip.id)


def edit_trip(actor: Actor, desk: Desk, draft: Trip) -> Trip:
    """draft.version: as read. Once filed, stops and seats stand still (Frozen); while people are booked they stand still too (Conflict), but the
    times of the stops may change: rides move with them and riders are told. Raises Stale, Invalid."""
    _check(draft)
    with desk.ledger.transaction() as tx:
        before = must_manage(actor, tx.trip_for_update(draft.id))
        must_manage(actor, draft)
        moved, retimed = _layout(before) != _layout(draft), [stop.at for stop in before.stops] != [stop.at for stop in draft.stops]
        if (moved or retimed) and before.frozen:
            raise Frozen
        if moved and (tx.rides_on(draft.id) or before.waiting or before.blocks):
            raise Conflict("已有人订座、候补或预留, 不能直接改站点和座位。换车请用“换车”, 改站请先把人换到别的车次。")
        kept = replace(
            draft, state=before.state, passed=before.passed, waiting=before.waiting, blocks=before.blocks, filed_at=before.filed_at,
            entered_by=before.entered_by, created_at=before.created_at, updated_at=desk.now)
        saved = tx.replace_trip(kept)
        if retimed and not moved:
            retime(Seating(tx, desk, actor, saved, desk.now))
        tx.add_events([trip_event(actor, desk, saved, Step.TRIP_CHANGED, "修改车次")])
        return saved


def copy_trip(actor: Actor, desk: Desk, trip_id: str, departs_at: datetime, name: str = "") -> Trip:
    """The same stops, vehicles and people at another time; nobody is booked on it yet."""
    with desk.ledger.reading() as reader:
        model = must_manage(actor, reader.trip(trip_id))
    later: timedelta = departs_at - model.departs_at
    return add_trip(actor, desk, replace(
        model, id="", name=name or model.name, stops=tuple(replace(stop, at=stop.at + later) for stop in model.stops),
        rests=tuple(replace(rest, at=rest.at + later) for rest in model.rests)))


def show_trip(actor: Actor, desk: Desk, id: str) -> Trip:
    with desk.ledger.reading() as reader:
        return must_see_bookings(actor, reader.trip(id))


def list_trips(actor: Actor, desk: Desk, page: Page, *, programme: str | None = None, states: Sequence[TripState] | None = None) -> Listing[Trip]:
    """Newest first; an escort sees the own trips only."""
    with desk.ledger.reading() as reader:
        return reader.list_trips(page, programmes=None if programme is None else [programme], states=states, seen=trips_seen(actor))


@dataclass(frozen=True, slots=True)
class Fill:
    """How full a trip is. per_leg: seats taken on each leg; sold: seat-legs taken in all."""

    seats: int
    legs: int
    sold: int
    held: int
    confirmed: int
    waiting: int
    per_leg: tuple[int, ...]


def fills(actor: Actor, desk: Desk, trip_ids: Sequence[str]) -> dict[str, Fill]:
    with desk.ledger.reading() as reader:
        trips = reader.trips(trip_ids)
        found = {}
        for id, trip in trips.items():
            must_see_bookings(actor, trip)
            rides = [ride for ride in reader.rides_on(id) if not ride.expired_at(desk.now)]
            per_leg = [sum(ride.board <= leg < ride.alight for ride in rides) for leg in range(trip.legs)]
            held = sum(ride.held_until is not None for ride in rides)
            capacity = sum(len(for_sale(unit.plan)) for unit in trip.units)
            found[id] = Fill(capacity, trip.legs, sum(per_leg), held, len(rides) - held, trip.waiting, tuple(per_leg))
        return found


def open_trip(actor: Actor, desk: Desk, id: str) -> Trip:
    """计划 → 可订; an open trip stays open."""
    with desk.ledger.transaction() as tx:
        trip = must_manage(actor, tx.trip_for_update(id))
        if trip.state is TripState.OPEN:
            return trip
        if trip.state is not TripState.PLANNED:
            raise Conflict(f"车次已经是“{trip.state.label}”, 不能再开放。")
        return _enter(actor, desk, tx, trip, TripState.OPEN)


def depart(actor: Actor, desk: Desk, id: str) -> Trip:
    return _advance(actor, desk, id, TripState.DEPARTED)


def arrive(actor: Actor, desk: Desk, id: str) -> Trip:
    return _advance(actor, desk, id, TripState.ARRIVED)


def settle(actor: Actor, desk: Desk, id: str, settled: Settlement) -> Trip:
    """费用结算; may be written again while it is being put right."""
    if settled.km < 0 or settled.yuan < 0:
        raise Invalid("里程和金额不能是负数。", {"yuan": ["不能是负数。"]})
    with desk.ledger.transaction() as tx:
        trip = must_manage(actor, tx.trip_for_update(id))
        if trip.state is not TripState.SETTLED:
            trip = _step_to(actor, desk, tx, trip, TripState.SETTLED)
        tx.save_settlement(id, settled)
        return trip


def settlement(actor: Actor, desk: Desk, id: str) -> Settlement | None:
    with desk.ledger.reading() as reader:
        must_manage(actor, reader.trip(id))
        return reader.settlement(id)


def _advance(actor: Actor, desk: Desk, id: str, state: TripState) -> Trip:
    with desk.ledger.transaction() as tx:
        trip = must_run(actor, tx.trip_for_update(id))
        return trip if trip.state is state else _step_to(actor, desk, tx, trip, state)


def _step_to(actor: Actor, desk: Desk, tx: Transaction, trip: Trip, state: TripState) -> Trip:
    if trip.state not in NEXT[state]:
        raise Conflict(f"车次现在是“{trip.state.label}”, 还不能改为“{state.label}”。")
    return _enter(actor, desk, tx, trip, state)


def _enter(actor: Actor, desk: Desk, tx: Transaction, trip: Trip, state: TripState) -> Trip:
    tx.add_events([trip_event(actor, desk, trip, Step.TRIP_CHANGED, state.label)])
    return tx.replace_trip(replace(trip, state=state, updated_at=desk.now))


def _check(draft: Trip) -> None:
    doubts = _layout_doubts(draft)
    for name, text in (("name", "请写车次名称。"), ("programme", "请写属于哪个项目。")):
        if not getattr(draft, name).strip():
            doubts[name] = [text]
    if doubts:
        raise Invalid("车次信息有对不上的地方: " + " ".join(text for texts in doubts.values() for text in texts), doubts)
    check_rules(draft)


def check_rules(trip: Trip, *, filing: bool = False) -> None:
    """R36, where drivers are named, and in full for filing. Raises Invalid."""
    doubts: dict[str, list[str]] = {}
    for fault in faults(trip, filing=filing):
        doubts.setdefault(fault.field, []).append(fault.text)
    if doubts:
        raise Invalid(("还不能报备: " if filing else "不合行车规定: ") + " ".join(text for texts in doubts.values() for text in texts), doubts)


def _layout(trip: Trip) -> tuple[object, ...]:
    """What seats and stretches are counted by."""
    return [(stop.name, stop.place) for stop in trip.stops], [(unit.no, unit.plan) for unit in trip.units]


def _layout_doubts(draft: Trip) -> dict[str, list[str]]:
    doubts: dict[str, list[str]] = {}
    if not 2 <= len(draft.stops) <= MOST_STOPS:
        doubts["stops"] = [f"站点要 2 到 {MOST_STOPS} 个。"]
    elif any(later.at <= earlier.at for earlier, later in pairwise(draft.stops)):
        doubts["stops"] = ["站点时间要一站比一站晚。"]
    if not draft.units or len({unit.no for unit in draft.units}) < len(draft.units):
        doubts["units"] = ["至少一辆车 (车厢), 编号不能重复。"]
    for place, unit in enumerate(draft.units):
        if wrong := check_plan(unit.plan):
            doubts[f"units.{place}.plan"] = [wrong]
    return doubts


def trip_event(actor: Actor, desk: Desk, trip: Trip, step: Step, note: str) -> Event:
    return Event(step=step, subject=trip.id, actor=actor.name, at=desk.now, channel=Channel.SYSTEM, note=note, detail={"programme": trip.programme})
