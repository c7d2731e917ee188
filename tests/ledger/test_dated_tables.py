"""Minimum wages, the arrears list and licences, on both engines."""

from dataclasses import replace
from datetime import date

import pytest
from at_hand import at_once, employer, event, post_and_people

from matcher.domain.events import Step
from matcher.domain.identifiers import new_id
from matcher.domain.standards import Licence, ListedEmployer, MinimumWage
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.ledger.sql import SqlLedger

CODE = "91320115MA1XXXXX0A"
WAGE = MinimumWage(area="320115", month_yuan=2660, since=date(2026, 1, 1), hour_yuan=24.5, source="示例文件", verified_on=date(2026, 1, 5))
LISTED = ListedEmployer(credit_code=CODE, since=date(2025, 2, 1), until=date(2028, 1, 31), source="示例名单")
LICENCE = Licence(credit_code=CODE, number="RL-0001", since=date(2024, 1, 1), until=date(2027, 1, 1), seen_on=date(2026, 1, 2))


def test_lines_come_back_as_they_were_saved_in_the_order_of_their_keys(ledger: SqlLedger) -> None:
    older = replace(WAGE, since=date(2024, 1, 1), month_yuan=2490, hour_yuan=None, verified_on=None)
    with ledger.transaction() as tx:
        tx.save_standards([WAGE, LISTED, LICENCE, older])
    with ledger.reading() as reader:
        assert (reader.minimum_wages(), reader.listed_employers(), reader.licences()) == ((older, WAGE), (LISTED,), (LICENCE,))


def test_a_line_of_the_same_key_takes_the_place_of_the_earlier(ledger: SqlLedger) -> None:
    with ledger.transaction() as tx:
        tx.save_standards([WAGE, LISTED])
        tx.save_standards([replace(WAGE, month_yuan=2700), replace(LISTED, removed_on=date(2026, 1, 1))])
    with ledger.reading() as reader:
        assert [line.month_yuan for line in reader.minimum_wages()] == [2700]
        assert [line.removed_on for line in reader.listed_employers()] == [date(2026, 1, 1)]


def test_what_reviewers_let_pass_is_told_for_many_posts_at_once(ledger: SqlLedger) -> None:
    post, _ = post_and_people(ledger, 0)
    passed = [["R02", "限女性"], ["R05", "形象好"]]
    with ledger.transaction() as tx:
        tx.add_events([
            event(post.id, Step.OPENED, detail={"released": passed[:1]}), event(post.id, Step.OPENED, detail={"released": passed[1:]}),
            event(post.id, Step.OPENED), event(post.id, Step.HELD, detail={"released": [["R09", "押金"]]}),
            event("v0000000000000", Step.OPENED, detail={"released": [["R01", "限男性"]]})])
    with ledger.reading() as reader:
        assert reader.released([post.id, "v1111111111111"]) == {post.id: {("R02", "限女性"), ("R05", "形象好")}}
        assert reader.released([]) == {}


def test_a_dropped_line_is_gone_and_dropping_it_again_says_so(ledger: SqlLedger) -> None:
    with ledger.transaction() as tx:
        tx.save_standards([WAGE, LICENCE])
        assert tx.drop_wage(WAGE.area, WAGE.since)
        assert not tx.drop_wage(WAGE.area, WAGE.since)
        assert tx.drop_licence(CODE, LICENCE.number)
        assert (tx.minimum_wages(), tx.licences()) == ((), ())


def test_the_number_rises_with_every_change_even_when_two_change_at_once(ledger: SqlLedger) -> None:
    def save(month_yuan: int) -> None:
        with ledger.transaction() as tx:
            tx.save_standards([replace(WAGE, month_yuan=month_yuan)])

    with ledger.reading() as reader:
        begun = reader.standards_number()
    assert at_once(lambda: save(1), lambda: save(2)) == [None, None]
    with ledger.transaction() as tx:
        assert tx.standards_number() == begun + 2
        tx.drop_wage(WAGE.area, WAGE.since)
        tx.drop_wage(WAGE.area, WAGE.since)
        assert tx.standards_number() == begun + 3


def test_a_change_that_was_undone_leaves_line_and_number_as_they_were(ledger: SqlLedger) -> None:
    def change_and_fail() -> None:
        with ledger.transaction() as tx:
            tx.save_standards([WAGE])
            raise LookupError

    with pytest.raises(LookupError):
        change_and_fail()
    with ledger.reading() as reader:
        assert (reader.standards_number(), reader.minimum_wages()) == (0, ())


def test_the_posts_of_a_credit_code_are_found_by_state_and_never_by_name(ledger: SqlLedger) -> None:
    listed, namesake = employer(credit_code=CODE), employer()
    posts = [Vacancy(id=new_id("vacancy"), title="焊工", employer=each.id, state=state)
             for each, state in ((listed, VacancyState.OPEN), (listed, VacancyState.PAUSED), (namesake, VacancyState.OPEN))]
    with ledger.transaction() as tx:
        tx.add_employers([listed, namesake])
        tx.add_vacancies([(post, b"row") for post in posts])
        assert [post.id for post in tx.vacancies_of_code(CODE, [VacancyState.OPEN])] == [posts[0].id]
        assert tx.vacancies_of_code("91320115MA1XXXXX0B", [VacancyState.OPEN]) == ()
