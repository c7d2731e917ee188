"""A coach with people on it, for the browser tests of trips."""

from dataclasses import dataclass, replace
from datetime import datetime

from visiting import PASSWORD, WOMAN

from matcher.booking.plans import PRESETS
from matcher.domain.accounts import SYSTEM, Account, Grant, Role
from matcher.domain.bookings import Booking, BookingState, Rider, SeatWish
from matcher.domain.terms import Sex
from matcher.domain.trips import Driver, Escort, Rest, Stop, Trip, Unit
from matcher.services.accounts import add_account
from matcher.services.booking import book
from matcher.services.desk import SHANGHAI, Desk
from matcher.services.registering import register_worker
from matcher.services.trips import add_trip, open_trip

ESCORT = "随车员"
FACTORY = "示例座椅有限公司"


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 2, day, hour, minute, tzinfo=SHANGHAI)


COACH = Trip(
    id="", name="石坡—南通 1 号车", programme="su_shan", carrier="示例客运有限公司", contract="陕客包 000001", km=1180,
    stops=(Stop("石坡街", at(6, 30)), Stop("洛南县城", at(8)), Stop("南通汽车站", at(21, 30))),
    units=(Unit(no=1, plan=PRESETS["coach-49"].plan, plate="陕H00001", drivers=(Driver("示例师傅", "19900000071"), Driver("示例师傅二"))),),
    rests=(Rest(at(12), 30, "商南服务区"), Rest(at(15, 30), 30, "信阳服务区"), Rest(at(19), 30, "六安服务区")),
    escorts=(Escort("示例随车", "19900000081", ESCORT),),
)
NUMBERS = iter(range(1000))


@dataclass(frozen=True)
class Coach:
    """An open trip; `riders` have confirmed seats from the first stop on, `free` are known and have none."""

    id: str
    bookings: tuple[Booking, ...]
    riders: tuple[str, ...]
    free: tuple[str, ...]


def person(desk: Desk, name: str, sex: str | None = None) -> str:
    haves = replace(WOMAN.haves, sex=Sex(sex) if sex else None)
    return register_worker(SYSTEM, desk, replace(WOMAN, name=name, phone=f"1990009{next(NUMBERS):04}", haves=haves)).worker.id


def coach(desk: Desk, riders: int = 3, free: int = 2, escort: str = ESCORT) -> Coach:
    number = next(NUMBERS)
    plan = replace(COACH, name=f"石坡—南通 {number} 号车", escorts=(Escort("示例随车", "19900000081", escort),))
    trip = open_trip(SYSTEM, desk, add_trip(SYSTEM, desk, plan).id).id
    add_account(SYSTEM, desk, Account(name=escort, grants=(Grant(Role.ESCORT),)), PASSWORD)
    people = [person(desk, f"示例{'甲乙丙丁戊己庚辛'[n]}{number}") for n in range(riders + free)]
    made = [book(SYSTEM, desk, SeatWish(trip=trip, key=f"k{n}", party=(Rider(worker, bound_for=FACTORY),), board=0, alight=2,
                                        state=BookingState.CONFIRMED)) for n, worker in enumerate(people[:riders])]
    return Coach(trip, tuple(made), tuple(people[:riders]), tuple(people[riders:]))
