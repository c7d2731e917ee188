"""Any worker and any vacancy come back from the ledger as they went in."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from at_hand import ROW, employer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.domain.identifiers import id_of, new_id
from matcher.domain.pay import Pay
from matcher.domain.people import Consent, Experience, Haves, Wants, Worker
from matcher.domain.terms import Category, Channel, ConsentMode, Education, Employment, Posture, Sex, Shift
from matcher.domain.vacancies import Needs, Offer, Vacancy, VacancyState
from matcher.ledger.sql import SqlLedger, SqlTransaction

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
MANY_WORDS = st.lists(WORDS, max_size=3).map(tuple)
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2200, 12, 31))
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-5))])
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=ZONES)
YES_NO = st.none() | st.booleans()
COUNTS = st.none() | st.integers(0, 2**31 - 1)
FIGURES = st.none() | st.floats(0, 1e6)


def maybe(terms: Any) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(terms)


WANTS = st.builds(
    Wants, occupations=MANY_WORDS, places=MANY_WORDS, near=st.none() | WORDS, radius_km=COUNTS, monthly_yuan=COUNTS, no_night=YES_NO, no_heavy=YES_NO,
    no_cleanroom=YES_NO, posture=maybe(Posture), meals=YES_NO, lodging=YES_NO, couple_room=YES_NO, companions=st.integers(0, 50), ready_on=DAYS,
    until=DAYS, coach=YES_NO, training=YES_NO, avoid_employers=MANY_WORDS, note=WORDS)
HAVES = st.builds(
    Haves, sex=maybe(Sex), born_on=DAYS, education=maybe(Education), certificates=MANY_WORDS, skills=WORDS,
    experience=st.lists(st.builds(Experience, occupation=WORDS, years=FIGURES, words=WORDS), max_size=2).map(tuple))
KEYS = st.integers(0, 2**63 - 1)
WORKERS = st.builds(
    Worker, id=KEYS.map(lambda key: id_of("worker", key)), name=WORDS, phone=st.just(""), place=st.none() | WORDS, lives_at=st.none() | WORDS,
    consent=st.builds(Consent, mode=st.sampled_from(ConsentMode), at=st.none() | MOMENTS, by=WORDS, text_version=WORDS),
    identity=st.none(), village=WORDS, second_contact=WORDS, categories=st.lists(st.sampled_from(Category), max_size=3).map(tuple),
    wants=WANTS, haves=HAVES, active=st.booleans(), entered_by=WORDS, channel=st.sampled_from(Channel), registered_at=MOMENTS, updated_at=MOMENTS)
PAYS = st.builds(
    Pay, basis=st.sampled_from(["month", "day", "hour", "week", "year", "piece"]), low=st.floats(0.01, 1e7), high=st.none() | st.floats(1e7, 9e7),
    kind=st.sampled_from(["base", "gross", "net", "floor", "unknown"]), months=COUNTS, raw=WORDS)
OFFERS = st.builds(
    Offer, pay=st.lists(PAYS, max_size=2).map(tuple), shift=maybe(Shift), hours_per_day=FIGURES, overtime_hours=COUNTS, rest_days=FIGURES,
    posture=maybe(Posture), heavy=YES_NO, cleanroom=YES_NO, hazards=MANY_WORDS, meals=YES_NO, lodging=YES_NO, couple_room=YES_NO, coach=YES_NO,
    employment=maybe(Employment), contract_months=COUNTS, insurance=YES_NO, payday=COUNTS, welfare=MANY_WORDS)
NEEDS = st.builds(
    Needs, age_low=COUNTS, age_high=COUNTS, education=maybe(Education), years=FIGURES, certificates=MANY_WORDS, training_given=YES_NO)
VACANCIES = st.builds(
    Vacancy, id=KEYS.map(lambda key: id_of("vacancy", key)), title=WORDS, employer=st.just(""), employer_name=WORDS, code=WORDS,
    occupation=st.none() | WORDS, place=st.none() | WORDS, address=WORDS, description=WORDS, headcount=COUNTS, accepted=st.integers(0, 2**31 - 1),
    state=st.sampled_from(VacancyState), offer=OFFERS, needs=NEEDS, programmes=MANY_WORDS, starts_on=DAYS, ends_on=DAYS, posted_on=DAYS,
    closes_on=DAYS, entered_by=WORDS, source=WORDS, source_key=WORDS, unread=st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple),
    created_at=MOMENTS, updated_at=MOMENTS)

# The ledger lasts over all examples of a test: each example undoes its own transaction.
lasting = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60, deadline=None)


class Undone(Exception):
    """Ends an example."""


@contextmanager
def undone(ledger: SqlLedger) -> Iterator[SqlTransaction]:
    with suppress(Undone), ledger.transaction() as tx:
        yield tx
        raise Undone


@lasting
@given(person=WORKERS, phone=WORDS, identity=st.none() | st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True))
def test_any_worker_survives(ledger: SqlLedger, person: Worker, phone: str, identity: str | None) -> None:
    person = replace(person, phone=phone, identity=identity)
    with undone(ledger) as tx:
        tx.add_workers([(person, ROW)])
        assert tx.worker(person.id) == replace(person, version=1)
        assert tx.workers([person.id]) == {person.id: replace(person, version=1)}


@lasting
@given(post=VACANCIES)
def test_any_vacancy_survives(ledger: SqlLedger, post: Vacancy) -> None:
    firm = employer(id=new_id("employer"))
    post = replace(post, employer=firm.id)
    with undone(ledger) as tx:
        tx.add_employers([firm])
        tx.add_vacancies([(post, ROW)])
        assert tx.vacancy(post.id) == replace(post, version=1)
