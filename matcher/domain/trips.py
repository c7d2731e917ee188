"""Trips (车次): coaches, feeder coaches and carriage blocks with stops in order, numbered seats, an escort and a roster that freezes."""

from dataclasses import dataclass
from datetime import datetime

from matcher.domain.terms import Labelled

MOST_STOPS = 60  # the legs of a trip fit one 63-bit number


class TripState(Labelled):
    PLANNED = "planned", "计划"
    OPEN = "open", "可订"
    FILED = "filed", "已报备"
    DEPARTED = "departed", "已发车"
    ARRIVED = "arrived", "已到达"
    SETTLED = "settled", "已结算"


FROZEN = frozenset({TripState.FILED, TripState.DEPARTED, TripState.ARRIVED, TripState.SETTLED})


class UnitKind(Labelled):
    COACH = "coach", "大巴"
    FEEDER = "feeder", "接驳车"
    CARRIAGE = "carriage", "车厢"


ROAD = frozenset({UnitKind.COACH, UnitKind.FEEDER})  # driven under the rules for coaches (R36)


class SeatUse(Labelled):
    """One letter of a plan."""

    SEAT = "s", "座位"
    ESCORT = "e", "随车人员座"
    BLOCKED = "x", "不售"


@dataclass(frozen=True, slots=True)
class Stop:
    """at: planned time, by which the ridden stretch of a person is reckoned. place: division code."""

    name: str
    at: datetime
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """A planned rest of the vehicle, at a service area or at a stop."""

    at: datetime
    minutes: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Driver:
    name: str
    phone: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Escort:
    """随车人员; account: who signs in on the phone."""

    name: str
    phone: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """row, column: from 0, as the plan is drawn; columns count aisles too."""

    number: int
    row: int
    column: int
    use: SeatUse


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A vehicle or carriage. plan: one text a row; s seat, e escort's seat, x not for sale, "." aisle or nothing; seats are numbered from 1,
    row by row. capacity: people allowed in law (核定载客, without drivers), escort and infants included; None: as many as there are seats.
    relay: 接驳运输, which alone may run from 02:00 to 05:00.
    """

    no: int
    plan: tuple[str, ...]
    kind: UnitKind = UnitKind.COACH
    plate: str = ""
    capacity: int | None = None
    drivers: tuple[Driver, ...] = ()
    relay: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """Leg k runs from stop k to stop k+1. passed: how many stops the vehicle has left. waiting, blocks: entries in the queue and blocks not yet
    released, so that a booking need not look for them. version: 0 before the first save.
    """

    id: str
    name: str
    programme: str
    stops: tuple[Stop, ...]
    units: tuple[Unit, ...]
    version: int = 0
    state: TripState = TripState.PLANNED
    rests: tuple[Rest, ...] = ()
    escorts: tuple[Escort, ...] = ()
    carrier: str = ""
    contract: str = ""
    origin_station: str = ""
    destination_station: str = ""
    km: int | None = None
    note: str = ""
    passed: int = 0
    waiting: int = 0
    blocks: int = 0
    filed_at: datetime | None = None
    entered_by: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def departs_at(self) -> datetime:
        return self.stops[0].at

    @property
    def arrives_at(self) -> datetime:
        return self.stops[-1].at

    @property
    def legs(self) -> int:
        return len(self.stops) - 1

    @property
    def frozen(self) -> bool:
        return self.state in FROZEN


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person on a filed roster; names are looked up when it is printed."""

    booking: str
    place: int
    worker: str
    unit: int
    seat: int
    board: int
    alight: int
    bound_for: str = ""
    infants: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """The roster as it was filed the number-th time; earlier filings are kept."""

    trip: str
    number: int
    filed_at: datetime
    by: str
    rows: tuple[RosterRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """费用结算: yuan in whole yuan, fund: where it is paid from (就业补助资金, 协作资金, …)."""

    km: int
    vehicle: str
    yuan: int
    invoice: str = ""
    fund: str = ""
    note: str = ""
