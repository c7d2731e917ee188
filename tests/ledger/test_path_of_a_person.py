"""Events are only ever added; one living intent for a pair; the last place goes to one; consent is given and withdrawn."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier

import pytest
from at_hand import NOON, ROW, at_once, event, intent, post_and_people
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from matcher.domain.errors import Full, Invalid, Refusal, Twice
from matcher.domain.events import Step
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.ledger.port import Page
from matcher.ledger.sql import SqlLedger

TAMPERING = ["UPDATE event SET note = 'changed'", "DELETE FROM event"]


def tamper(ledger: SqlLedger, statement: str) -> None:
    with ledger.home.writing() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("statement", TAMPERING)
def test_the_database_refuses_to_change_or_delete_an_event(ledger: SqlLedger, statement: str) -> None:
    with ledger.transaction() as tx:
        tx.add_events([event("w1", note="as it was")])
    with pytest.raises(DBAPIError, match="only ever added"):
        tamper(ledger, statement)
    with ledger.reading() as reader:
        assert [each.note for each in reader.events(Page()).items] == ["as it was"]


def test_postgres_refuses_to_empty_the_events_at_one_stroke(postgres_ledger: SqlLedger) -> None:
    with pytest.raises(DBAPIError, match="only ever added"):
        tamper(postgres_ledger, "TRUNCATE event")


def test_events_come_newest_first_page_by_page_with_number_and_time_of_recording(ledger: SqlLedger) -> None:
    ledger.clock = lambda: NOON
    told = [event("w1", Step.TOLD, worker="w1", vacancy="v1", note=str(number), detail={"rank": number, "why": ["近", None]}) for number in range(5)]
    with ledger.transaction() as tx:
        tx.add_events([*told, event("w2", worker="w2")])
    with ledger.reading() as reader:
        first = reader.events(Page(size=3), worker="w1")
        rest = reader.events(Page(first.cursor, 3), worker="w1")
        assert rest.cursor is None
        assert [reader.events(Page(), **only).items for only in ({"subject": "w1"}, {"vacancy": "v1"})] == [first.items + rest.items] * 2
    assert [each.number for each in first.items + rest.items] == [5, 4, 3, 2, 1]
    assert [replace(each, number=0, recorded_at=None) for each in first.items + rest.items] == told[::-1]
    assert {each.recorded_at for each in first.items} == {NOON}


@pytest.mark.parametrize("cursor", ["x", "-1", "9" * 30, "１"])
def test_a_cursor_that_is_none_of_ours_is_invalid(ledger: SqlLedger, cursor: str) -> None:
    with ledger.reading() as reader:
        with pytest.raises(Invalid, match="第一页"):
            reader.events(Page(cursor))
        with pytest.raises(Invalid, match="第一页"):
            reader.intents(Page(cursor + "-" if cursor == "9" * 30 else cursor))


def test_of_two_intents_of_one_person_for_one_post_made_at_once_one_lives(ledger: SqlLedger) -> None:
    post, [person, _] = post_and_people(ledger)
    both = Barrier(2)

    def want() -> None:
        both.wait(10)
        with ledger.transaction() as tx:
            tx.add_intent(intent(post, person))

    outcomes = at_once(want, want)
    assert sorted(isinstance(outcome, Twice) for outcome in outcomes) == [False, True]
    with ledger.reading() as reader:
        assert reader.counts()["intent"] == 1


@pytest.mark.parametrize("ending", [Step.DECLINED, Step.WITHDRAWN])
def test_after_an_intent_has_ended_a_new_one_may_begin(ledger: SqlLedger, ending: Step) -> None:
    post, [person, _] = post_and_people(ledger)
    with ledger.transaction() as tx:
        tx.add_intent(intent(post, person))
        old = tx.live_intent(person.id, post.id)
        assert old is not None
        ended = tx.replace_intent(replace(old, step=ending))
        assert (ended.version, tx.live_intent(person.id, post.id)) == (2, None)
        new = intent(post, person)
        tx.add_intent(new)
    with ledger.reading() as reader:
        living = reader.live_intent(person.id, post.id)
        assert living is not None
        assert living.id == new.id
        assert reader.intent(old.id).step is ending


def test_intents_are_listed_by_person_post_employer_step_and_place(ledger: SqlLedger) -> None:
    post, people = post_and_people(ledger, people=3)
    with ledger.transaction() as tx:
        tx.replace_worker(replace(tx.worker(people[0].id), place="611021103", lives_at="320115"), ROW)
        wants = [intent(post, person, step) for person, step in zip(people, (Step.INTENT, Step.OFFER, Step.DECLINED), strict=True)]
        for each in wants:
            tx.add_intent(each)
    asked: list[tuple[dict[str, object], set[int]]] = [
        ({}, {0, 1, 2}), ({"workers": [people[0].id, people[2].id]}, {0, 2}), ({"workers": []}, set()), ({"vacancy": post.id}, {0, 1, 2}),
        ({"vacancy": "v"}, set()), ({"employers": [post.employer]}, {0, 1, 2}), ({"employers": ["e"]}, set()),
        ({"steps": [Step.OFFER, Step.DECLINED]}, {1, 2}), ({"areas": ["611000"]}, {0}), ({"areas": ["320000"]}, {0}), ({"areas": ["620000"]}, set()),
    ]
    with ledger.reading() as reader:
        for only, expected in asked:
            found = reader.intents(Page(), **only)  # type: ignore[arg-type]
            assert {each.id for each in found.items} == {wants[place].id for place in expected}, only


# --- the last place -------------------------------------------------------------------------------------------------------------


def accept(ledger: SqlLedger, post: Vacancy, person: Worker, meet: Callable[[], object]) -> None:
    with ledger.transaction() as tx:
        read = tx.vacancy_for_update(post.id)
        if read.left == 0:
            raise Full("招满了")
        tx.add_intent(intent(post, person, Step.ACCEPTED))
        tx.replace_vacancy(replace(read, accepted=read.accepted + 1), ROW)


def accept_without_lock(ledger: SqlLedger, post: Vacancy, person: Worker, meet: Callable[[], object]) -> None:
    """What happens where the number is read in one transaction and used in another."""
    with ledger.reading() as reader:
        left = reader.vacancy(post.id).left
    meet()
    if left == 0:
        raise Full("招满了")
    with ledger.transaction() as tx:
        tx.add_intent(intent(post, person, Step.ACCEPTED))


def race(ledger: SqlLedger, way: Callable[..., None]) -> tuple[int, list[Refusal]]:
    """Two accept the last place at once: how many have it then, and the refusals."""
    post, people = post_and_people(ledger, people=2, headcount=1)
    both = Barrier(2)

    def one(person: Worker) -> None:
        if way is accept:
            both.wait(10)
        way(ledger, post, person, lambda: both.wait(10))

    outcomes = at_once(lambda: one(people[0]), lambda: one(people[1]))
    with ledger.reading() as reader:
        return len(reader.intents(Page(), steps=[Step.ACCEPTED]).items), [each for each in outcomes if each]


def test_the_last_place_goes_to_one_of_two_and_the_other_is_told(ledger: SqlLedger) -> None:
    accepted, refusals = race(ledger, accept)
    assert accepted == 1
    assert [type(each) for each in refusals] == [Full]


def test_control_without_the_lock_the_last_place_goes_to_both(ledger: SqlLedger) -> None:
    assert race(ledger, accept_without_lock) == (2, [])


# --- consent --------------------------------------------------------------------------------------------------------------------


def test_consent_holds_for_that_employer_until_it_is_withdrawn_and_may_be_given_again(ledger: SqlLedger) -> None:
    post, [person, other] = post_and_people(ledger)
    both = [person.id, other.id]
    with ledger.transaction() as tx:
        tx.add_consent(person.id, post.employer, mode="oral", by="station", at=NOON)
        assert tx.consented_employers(person.id) == {post.employer}
        assert tx.consented_employers(other.id) == frozenset()
        assert tx.consenting_workers(post.employer, both) == {person.id}
        assert tx.consenting_workers("e-other", both) == frozenset()
        tx.withdraw_consent(person.id, post.employer, NOON)
        assert tx.consented_employers(person.id) == tx.consenting_workers(post.employer, both) == frozenset()
        tx.add_consent(person.id, post.employer, mode="signed", by="station", at=NOON)
    with ledger.reading() as reader:
        assert reader.consenting_workers(post.employer, both) == {person.id}
