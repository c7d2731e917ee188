"""Strategies for people and posts in all their blanks, with values that meet often."""

from datetime import date, timedelta

from hypothesis import strategies as st

from matcher.domain.certificates import Certificate
from matcher.domain.identifiers import id_of
from matcher.domain.pay import Pay
from matcher.domain.people import Consent, Experience, Haves, Wants, Worker
from matcher.domain.terms import Category, ConsentMode, Education, Posture, Sex, Shift
from matcher.domain.vacancies import Needs, Offer, Vacancy, VacancyState

TODAY = date(2026, 2, 20)
PLACES = ("320000", "320500", "320583", "320115", "611021", "611021103", "610000", "330783", "611023", "710000")
TRADES = ("6-05-01-03", "6-05-01-01", "6-05-01-00", "6-05-02-01", "6-05-00-00", "4-07-05-01", "4-02-06-01", "6-31-01-03", "6-00-00-00")
EMPLOYERS = tuple(id_of("employer", number) for number in (7, 8, 9, 10))
CERTIFICATES = (*map(str, Certificate), "叉车证", "茶艺师证", "潜水证", "礼仪证")
TRI = st.sampled_from((None, True, False))


def days(around: int = 60) -> st.SearchStrategy[date]:
    return st.integers(-around, around).map(lambda days: TODAY + timedelta(days=days))


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def some(values: tuple, most: int) -> st.SearchStrategy:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


WANTS = st.builds(
    Wants, occupations=some(TRADES, 3), places=some(PLACES, 4), near=maybe(st.sampled_from(PLACES)),
    radius_km=maybe(st.sampled_from((10, 50, 300, 2000))),
    monthly_yuan=maybe(st.integers(1000, 12_000)), no_night=TRI, no_heavy=TRI, no_cleanroom=TRI, posture=maybe(st.sampled_from(Posture)),
    meals=TRI, lodging=TRI, couple_room=TRI, companions=st.integers(0, 3), ready_on=maybe(days()), until=maybe(days(300)), coach=TRI, training=TRI,
    avoid_employers=some(EMPLOYERS, 3),
)
HAVES = st.builds(
    Haves, sex=maybe(st.sampled_from(Sex)), born_on=maybe(st.dates(date(1955, 1, 1), date(2012, 1, 1))), education=maybe(st.sampled_from(Education)),
    experience=st.lists(st.builds(Experience, occupation=st.sampled_from(("", *TRADES)), years=maybe(st.floats(0, 30))), max_size=3).map(tuple),
    certificates=some(CERTIFICATES, 4), skills=st.just(""),
)
WORKERS = st.builds(
    Worker, id=st.integers(0, 2**63 - 1).map(lambda key: id_of("worker", key)), name=st.just("示例"), phone=st.just("19900000000"),
    consent=st.just(Consent(mode=ConsentMode.ORAL)), place=maybe(st.sampled_from(PLACES)), lives_at=maybe(st.sampled_from(PLACES)),
    categories=some(tuple(Category), 2), wants=WANTS, haves=HAVES, active=st.sampled_from((True, True, True, False)),
)
PAYS = st.builds(
    lambda basis, low, more, kind: Pay(basis=basis, low=low, high=None if more is None else low + more, kind=kind),
    st.sampled_from(("month", "day", "hour", "week", "year", "piece")), st.integers(10, 12_000), maybe(st.integers(0, 4000)),
    st.sampled_from(("base", "gross", "net", "floor", "unknown")),
)
OFFERS = st.builds(
    Offer, pay=st.lists(PAYS, max_size=2).map(tuple), shift=maybe(st.sampled_from(Shift)), hours_per_day=maybe(st.sampled_from((8.0, 10.0, 12.0))),
    overtime_hours=maybe(st.integers(0, 100)), rest_days=maybe(st.sampled_from((0, 2, 4, 8))), posture=maybe(st.sampled_from(Posture)), heavy=TRI,
    cleanroom=TRI, hazards=some(("粉尘", "噪声", "矿山井下"), 2), meals=TRI, lodging=TRI, couple_room=TRI, coach=TRI,
)
NEEDS = st.builds(
    lambda ages, **rest: Needs(age_low=ages[0], age_high=ages[1], **rest),
    st.sampled_from(((None, None), (16, None), (18, 45), (18, 55), (None, 60), (30, 40))), education=maybe(st.sampled_from(Education)),
    years=maybe(st.sampled_from((0, 0.5, 1, 2, 3, 10, 20))), certificates=some(CERTIFICATES, 3),
)
VACANCIES = st.builds(
    Vacancy, id=st.integers(0, 2**63 - 1).map(lambda key: id_of("vacancy", key)), title=st.just("示例岗"), employer=st.sampled_from(EMPLOYERS),
    occupation=maybe(st.sampled_from(TRADES)), place=maybe(st.sampled_from(PLACES)), headcount=maybe(st.integers(0, 5)), accepted=st.integers(0, 3),
    state=st.sampled_from((VacancyState.OPEN, VacancyState.OPEN, VacancyState.OPEN, VacancyState.PENDING)), offer=OFFERS, needs=NEEDS,
    starts_on=maybe(days(400)), ends_on=maybe(days(400)), closes_on=maybe(days()),
)
