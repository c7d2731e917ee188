"""Whole, valid documents that a test changes in the one point it is about, and a desk that works at real stores."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from matcher.app import Wiring
from matcher.domain.accounts import Actor, Grant, Role
from matcher.domain.employers import Employer
from matcher.domain.pay import Pay
from matcher.domain.people import Consent, Experience, Haves, Wants, Worker
from matcher.domain.terms import ConsentMode, Education, Posture, Shift
from matcher.domain.vacancies import Needs, Offer, Vacancy, VacancyState
from matcher.services.desk import Desk
from matcher.settings import Settings

settings.register_profile("suite", deadline=None)  # a slow shared machine is no defect of a property
settings.load_profile("suite")

NOW = datetime(2026, 2, 20, 2, 0, tzinfo=UTC)  # the fourth day of the first month, a Friday, ten in the morning in China
TOWN = "611021103"  # a town of Luonan
NANJING = "320115"
SEWING = "6-05-01-03"

SEWING_POST = Vacancy(
    id="", title="缝纫工", employer="", occupation=SEWING, place=NANJING, headcount=12, state=VacancyState.OPEN,
    description="坐着踩缝纫机, 做汽车座椅套。", posted_on=date(2026, 2, 10), closes_on=date(2026, 3, 31), starts_on=date(2026, 2, 26),
    offer=Offer(pay=(Pay(basis="month", low=6500, high=7300, kind="gross", raw="综合6500-7300"),), shift=Shift.DAY, posture=Posture.SEATED,
                rest_days=4, meals=True, lodging=True, insurance=True),
    needs=Needs(age_low=18, age_high=50, education=Education.PRIMARY),
)
SEWING_WOMAN = Worker(
    id="", name="示例一", phone="19900000001", consent=Consent(mode=ConsentMode.ORAL), place=TOWN,
    wants=Wants(occupations=(SEWING,), places=("320000",), monthly_yuan=6000, no_night=True, ready_on=date(2026, 2, 25)),
    haves=Haves(born_on=date(1984, 5, 6), experience=(Experience(occupation=SEWING, years=3, words="踩过平车"),), education=Education.JUNIOR),
)
PARTS_MAKER = Employer(id="", name="示例座椅有限公司", place=NANJING, address="示例路 1 号", contact="示例", phone="19900000099")


@pytest.fixture
def station() -> Actor:
    return Actor("station", (Grant(Role.STATION, TOWN),))


@pytest.fixture
def admin() -> Actor:
    return Actor("admin", (Grant(Role.ADMIN),))


@pytest.fixture
def wiring(tmp_path: Path) -> Iterator[Wiring]:
    """A fresh SQLite ledger and the embedded catalogue; the clock stands at NOW."""
    made = Wiring(Settings.read({}, ledger_url=f"sqlite:///{tmp_path}/matcher.db", var=str(tmp_path)), clock=lambda: NOW)
    made.ledger.migrate()
    yield made
    made.catalogue.close()
    made.ledger.close()


@pytest.fixture
def desk(wiring: Wiring) -> Desk:
    return wiring.desk


@pytest.fixture
def make_vacancy() -> Callable[..., Vacancy]:
    return lambda **changes: replace(SEWING_POST, **changes)


@pytest.fixture
def make_worker() -> Callable[..., Worker]:
    return lambda **changes: replace(SEWING_WOMAN, **changes)


@pytest.fixture
def make_employer() -> Callable[..., Employer]:
    return lambda **changes: replace(PARTS_MAKER, **changes)


@pytest.fixture
def employer(desk: Desk, admin: Actor) -> Employer:
    from matcher.services.posting import add_employer

    return add_employer(admin, desk, PARTS_MAKER)


@pytest.fixture
def recruiter(employer: Employer) -> Actor:
    return Actor("recruiter", (Grant(Role.RECRUITER, employer.id),))


@pytest.fixture
def posted(desk: Desk, admin: Actor, employer: Employer) -> Callable[..., Vacancy]:
    """Posts the sewing post, changed as said."""
    from matcher.services.posting import post_vacancy

    return lambda **changes: post_vacancy(admin, desk, replace(SEWING_POST, employer=employer.id, **changes))


@pytest.fixture
def registered(desk: Desk, admin: Actor) -> Callable[..., Worker]:
    """Registers the sewing woman, changed as said; a phone of her own for each call."""
    from matcher.services.registering import register_worker

    count = iter(range(10_000))

    def register(**changes: Any) -> Worker:
        own = {"phone": f"199{next(count):08d}", **changes}
        return register_worker(admin, desk, replace(SEWING_WOMAN, **own)).worker

    return register
