"""What the browser tests share: accounts, sample documents, a visit, and the token of a form."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from flask.testing import FlaskClient
from playwright.sync_api import Page

from matcher.app import Wiring
from matcher.domain.employers import Employer
from matcher.domain.pay import Pay
from matcher.domain.people import Consent, Experience, Haves, Wants, Worker
from matcher.domain.terms import ConsentMode, Education, Posture, Shift
from matcher.domain.vacancies import Needs, Offer, Vacancy, VacancyState

NOW = datetime(2026, 2, 20, 2, 0, tzinfo=UTC)  # a Friday, ten in the morning in China
PASSWORD = "mimi-de-qiao-1"
STATION, RECRUITER, ADMIN = "石坡劳务站", "座椅厂", "管理员"
WIDTHS = {"phone": (375, 812), "desk": (1366, 768)}
TOWN, NANJING, SEWING = "611021103", "320115", "6-05-01-03"

POST = Vacancy(
    id="", title="缝纫工", employer="", occupation=SEWING, place=NANJING, headcount=12, state=VacancyState.OPEN,
    description="坐着踩缝纫机, 做汽车座椅套。", posted_on=date(2026, 2, 10), closes_on=date(2026, 3, 31), starts_on=date(2026, 2, 26),
    offer=Offer(
        pay=(Pay(basis="month", low=6500, high=7300, kind="gross", raw="综合6500-7300"),), shift=Shift.DAY, posture=Posture.SEATED, rest_days=4,
        meals=True, lodging=True, insurance=True,
    ),
    needs=Needs(age_low=18, age_high=50, education=Education.PRIMARY),
)
WOMAN = Worker(
    id="", name="示例一", phone="19900000001", consent=Consent(mode=ConsentMode.ORAL), place=TOWN,
    wants=Wants(occupations=(SEWING,), places=("320000",), monthly_yuan=6000, no_night=True, ready_on=date(2026, 2, 25)),
    haves=Haves(born_on=date(1984, 5, 6), experience=(Experience(occupation=SEWING, years=3, words="踩过平车"),), education=Education.JUNIOR),
)
EMPLOYER = Employer(id="", name="示例座椅有限公司", place=NANJING, address="示例路 1 号", contact="示例", phone="19900000099")


@dataclass
class Site:
    """The running product: its address, its parts, and what was put into it."""

    address: str
    wiring: Wiring
    vacancy: str
    night_vacancy: str
    worker: str
    employer: str


@dataclass
class Visit:
    """One browser page; `complaints` gathers what the console said, refused addresses apart."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, name: str) -> "Visit":
        self.open("/login")
        self.page.fill("#name", name)
        self.page.fill("#password", PASSWORD)
        self.page.press("#password", "Enter")
        self.page.wait_for_url(self.address + "/")
        return self


def token(client: FlaskClient, path: str = "/login") -> str:
    """The token of a form on that page."""
    return client.get(path).text.split('name="csrf_token" value="')[1].split('"')[0]
