"""Posts that are seen are judged anew when the law changes: tables, days, and the words of the rules."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import Connection

from matcher.domain.accounts import SYSTEM, Actor, Grant, Role
from matcher.domain.events import Step
from matcher.domain.pay import Pay
from matcher.domain.search import VacancySearch
from matcher.domain.standards import Licence, MinimumWage
from matcher.domain.vacancies import VacancyState
from matcher.ledger.port import Page
from matcher.services import rechecking
from matcher.services.indexing import tick
from matcher.services.posting import add_employer, post_vacancy, set_vacancy_state, show_vacancy
from matcher.services.rechecking import Rechecked, recheck
from matcher.services.releasing import list_pending, release_vacancy, show_review
from matcher.services.searching import find_vacancies
from matcher.services.standards import drop_licence, save_lines

HIGHER = MinimumWage(area="320000", month_yuan=3100, since=date(2026, 2, 1), source="示例文件")
WOMEN_ONLY = "坐着踩缝纫机, 只招女工。"
REVIEWER = Actor("reviewer", (Grant(Role.REVIEWER, "32"),))
CODE = "91320115MA1MTX8R87"


@pytest.fixture
def at_2900(posted):
    """A post with a base of 2,900 yuan, lawful by the starting figures."""
    return posted(offer=replace(posted().offer, pay=(Pay(basis="month", low=2900, high=2900, kind="base", raw="底薪2900"),)))


def found(desk):
    return {v.id for v in find_vacancies(Actor(""), desk, VacancySearch(words="缝纫")).items}


def events(desk, id, step):
    with desk.ledger.reading() as reader:
        return [each for each in reader.events(Page(size=50), subject=id).items if each.step is step]


def test_a_higher_minimum_takes_out_what_now_lies_under_it_and_says_why_to_poster_and_reviewer(desk, admin, at_2900):
    tick(desk, "test")
    others = found(desk) - {at_2900.id}
    save_lines(admin, desk, [HIGHER])
    done = tick(desk, "test").law
    assert (done.paused, done.held) == (1, 0)
    assert show_vacancy(admin, desk, at_2900.id).state is VacancyState.PAUSED
    assert found(desk) == others != set()
    [paused] = events(desk, at_2900.id, Step.PAUSED_POST)
    assert (set(paused.detail["rules"]), paused.actor) == ({"R17"}, SYSTEM.name)
    assert "复查" in paused.note
    assert "“2900元/月”不能发: 改到3100元/月以上" in paused.note
    for actor in (admin, REVIEWER):
        assert show_review(actor, desk, at_2900.id).last == paused


def test_nothing_is_judged_again_while_the_law_is_as_it_was(desk, admin, at_2900):
    assert recheck(desk).judged == 2
    assert recheck(desk) == Rechecked()
    save_lines(admin, desk, [HIGHER])
    assert recheck(desk).paused == 1
    assert recheck(desk) == Rechecked()


def test_a_line_counts_from_the_day_it_comes_into_force(desk, admin, at_2900):
    save_lines(admin, desk, [replace(HIGHER, since=date(2026, 7, 1))])
    assert recheck(desk).paused == 0
    later = replace(desk, clock=lambda: datetime.fromisoformat("2026-07-02T08:00:00+08:00"))
    assert recheck(later).paused == 1


def test_new_words_of_the_rules_put_open_posts_before_a_reviewer_once(desk, posted, monkeypatch, admin):
    post = posted()
    recheck(desk)
    with desk.ledger.transaction() as tx:  # as it was let in under earlier rules
        saved = tx.vacancy(post.id)
        tx.replace_vacancy(replace(saved, description=WOMEN_ONLY), rechecking.vacancy_row(saved, desk.places))
    assert recheck(desk) == Rechecked()
    monkeypatch.setattr(rechecking, "RULESET", "2099-01")
    assert recheck(desk).held == 1
    assert [review.vacancy.id for review in list_pending(REVIEWER, desk, Page()).items] == [post.id]
    release_vacancy(REVIEWER, desk, post.id, "女浴室保洁")
    monkeypatch.setattr(rechecking, "RULESET", "2099-02")
    assert (recheck(desk).held, show_vacancy(admin, desk, post.id).state) == (0, VacancyState.OPEN)


def test_an_agency_whose_licence_is_struck_off_is_out(desk, admin, make_employer, make_vacancy):
    licence = Licence(credit_code=CODE, number="示例001", since=date(2025, 1, 1))
    save_lines(admin, desk, [licence])
    agency = add_employer(admin, desk, make_employer(name="示例劳务公司", credit_code=CODE, is_agency=True, licence=""))
    recruiter = Actor("agent", (Grant(Role.RECRUITER, agency.id),))
    post = post_vacancy(recruiter, desk, make_vacancy(employer=agency.id))
    recheck(desk)
    assert show_vacancy(admin, desk, post.id).state is VacancyState.OPEN
    drop_licence(admin, desk, CODE, licence.number)
    assert recheck(desk).paused == 1
    assert events(desk, post.id, Step.PAUSED_POST)[0].detail["rules"] == ["R23"]


def test_what_its_people_paused_themselves_names_no_rule(desk, admin, posted):
    post = posted()
    set_vacancy_state(admin, desk, post.id, VacancyState.PAUSED)
    assert show_review(admin, desk, post.id).last is None


def test_a_hundred_posts_cost_no_more_questions_than_one(desk, posted, monkeypatch):
    """Read in pages: posts, their employers, what was let pass; a post that is in order costs no question of its own."""
    asked = []
    execute = Connection.execute
    monkeypatch.setattr(Connection, "execute", lambda *given, **more: asked.append(given[1]) or execute(*given, **more))
    posted()
    asked.clear()
    assert recheck(desk).judged == 1
    few = len(asked)
    for _ in range(100):
        posted()
    with desk.ledger.transaction() as tx:
        tx.set_mark(rechecking.FOLLOWER, 0)
    asked.clear()
    assert recheck(desk).judged == 101
    assert 0 < len(asked) == few
