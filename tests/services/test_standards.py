"""The dated tables in an administrator's hands, and what follows from them for posts and people."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matcher.compliance.tables import starting_tables
from matcher.domain.accounts import Actor
from matcher.domain.errors import Forbidden, Invalid, Missing
from matcher.domain.events import Step
from matcher.domain.people import Haves
from matcher.domain.search import VacancySearch
from matcher.domain.standards import Licence, ListedEmployer, MinimumWage
from matcher.domain.terms import Sex
from matcher.domain.vacancies import VacancyState
from matcher.ledger.port import Page
from matcher.services.indexing import tick
from matcher.services.placing import StatedIntent, accept, holds_on, record_step, state_intent
from matcher.services.posting import add_employer, edit_employer, post_vacancy, set_vacancy_state, show_vacancy
from matcher.services.reviewing import Unlawful
from matcher.services.searching import find_vacancies
from matcher.services.standards import drop_licence, drop_wage, save_lines, show_standards

CODE = "91320115MA1MTX8R87"
WAGE = MinimumWage(area="610000", month_yuan=2160, since=date(2025, 1, 1), source="示例")
LISTED = ListedEmployer(credit_code=CODE, since=date(2025, 2, 1), until=date(2028, 1, 31), source="示例名单")


@pytest.fixture
def debtor(desk, admin, make_employer):
    return add_employer(admin, desk, make_employer(name="示例欠薪厂", credit_code=CODE))


def found(desk):
    return {v.id for v in find_vacancies(Actor(""), desk, VacancySearch(words="缝纫")).items}


def test_a_fresh_ledger_judges_by_the_starting_figures_and_says_that_nobody_checked_them(desk, admin):
    shown = show_standards(admin, desk)
    assert shown.starting
    assert shown.wages == starting_tables().wages != ()
    assert {line.verified_on for line in shown.wages} == {None}


def test_the_first_wage_entered_stands_beside_the_starting_figures(desk, admin):
    saved = save_lines(admin, desk, [WAGE])
    shown = show_standards(admin, desk)
    assert (saved.lines, shown.starting) == (1, False)
    assert set(starting_tables().wages) - {line for line in shown.wages if line.area == "610000"} <= set(shown.wages)
    assert WAGE in shown.wages


@pytest.mark.parametrize(("line", "said"), [
    (replace(WAGE, area="999999"), "地区代码"), (replace(WAGE, area="陕西"), "地区代码"), (replace(WAGE, month_yuan=21), "月最低工资"),
    (replace(WAGE, hour_yuan=2160.0), "小时"), (replace(LISTED, credit_code="91320115MA1MTX8R80"), "信用代码"),
    (replace(LISTED, until=date(2024, 1, 1)), "早于"), (Licence(credit_code=CODE, number=" ", since=date(2025, 1, 1)), "许可证编号"),
])
def test_a_line_that_cannot_be_true_is_named_and_none_is_stored(desk, admin, line, said):
    with pytest.raises(Invalid) as refused:
        save_lines(admin, desk, [WAGE, line])
    assert list(refused.value.fields) == ["lines.2"]
    assert said in refused.value.fields["lines.2"][0]
    assert show_standards(admin, desk).starting


def test_only_an_administrator_sees_and_changes_the_tables(desk, station, recruiter):
    for actor in (station, recruiter):
        for act in (lambda who: show_standards(who, desk), lambda who: save_lines(who, desk, [WAGE]),
                    lambda who: drop_wage(who, desk, "61", WAGE.since)):
            with pytest.raises(Forbidden):
                act(actor)


def test_a_line_entered_by_mistake_is_dropped_once_and_every_change_is_an_event(desk, admin):
    licence = Licence(credit_code=CODE, number="RL-1", since=date(2025, 1, 1))
    save_lines(admin, desk, [WAGE, licence])
    drop_wage(admin, desk, WAGE.area, WAGE.since)
    drop_licence(admin, desk, CODE, "RL-1")
    with pytest.raises(Missing):
        drop_licence(admin, desk, CODE, "RL-1")
    with desk.ledger.reading() as reader:
        assert [(event.step, event.note) for event in reader.events(Page(), subject=f"licences {CODE} RL-1").items] == [
            (Step.TABLE_CHANGED, "删除"), (Step.TABLE_CHANGED, "保存")]
        assert WAGE not in reader.minimum_wages()


def test_an_employer_that_comes_on_the_list_is_out_of_matching_at_once_and_comes_back_only_by_hand(
        desk, admin, debtor, posted, make_vacancy, registered):
    theirs, others = post_vacancy(admin, desk, make_vacancy(employer=debtor.id)), posted()
    saved = save_lines(admin, desk, [LISTED])
    assert [post.id for post in saved.paused] == [theirs.id]
    assert show_vacancy(admin, desk, theirs.id).state is VacancyState.PAUSED
    assert found(desk) == {others.id}
    for act in (lambda: set_vacancy_state(admin, desk, theirs.id, VacancyState.OPEN),
                lambda: post_vacancy(admin, desk, make_vacancy(employer=debtor.id))):
        with pytest.raises(Unlawful, match="不许") as refused:
            act()
        assert refused.value.hits[0].rule == "R26"
    save_lines(admin, desk, [replace(LISTED, removed_on=date(2026, 2, 1))])
    assert show_vacancy(admin, desk, theirs.id).state is VacancyState.PAUSED
    assert set_vacancy_state(admin, desk, theirs.id, VacancyState.OPEN).state is VacancyState.OPEN


def test_a_term_that_begins_later_and_a_code_that_is_learnt_later_pause_at_the_next_tick(desk, admin, debtor, make_vacancy, make_employer):
    unknown = add_employer(admin, desk, make_employer(name="示例未报代码厂"))
    post = post_vacancy(admin, desk, make_vacancy(employer=unknown.id))
    with desk.ledger.transaction() as tx:  # the debtor's code turns out to be this one's
        tx.replace_employer(replace(tx.employer(debtor.id), credit_code=None))
    save_lines(admin, desk, [LISTED])
    tick(desk, "test")
    assert found(desk) == {post.id}
    edit_employer(admin, desk, replace(unknown, credit_code=CODE))
    tick(desk, "test")
    assert found(desk) == set()
    assert show_vacancy(admin, desk, post.id).state is VacancyState.PAUSED


# --- placing --------------------------------------------------------------------------------------------------------------------

def born(years, sex=None):
    return Haves(born_on=date(2026 - years, 1, 5), sex=sex)


@pytest.mark.parametrize(("haves", "changes", "rule"), [
    (born(15), {}, "R09"),
    (born(17), {"title": "喷漆工", "description": "喷漆 (苯系物), 发防毒面具, 岗前体检公司出。"}, "R10"),
    (born(30, Sex.FEMALE), {"title": "搬运工", "description": "人工搬运30公斤袋。"}, "R39"),
])
def test_whom_the_law_keeps_from_a_post_nobody_brings_there(desk, admin, posted, registered, haves, changes, rule):
    worker, post = registered(haves=haves), posted(**changes)
    if post.state is VacancyState.PENDING:
        from matcher.services.releasing import release_vacancy

        post = release_vacancy(admin, desk, post.id, "已核实防护")
    stated = StatedIntent(worker=worker.id, vacancy=post.id)
    for act in (lambda: state_intent(admin, desk, stated), lambda: record_step(admin, desk, stated, Step.TOLD)):
        with pytest.raises(Unlawful) as refused:
            act()
        assert [hit.rule for hit in refused.value.hits] == [rule]
        assert "条" in refused.value.text


def test_what_a_person_should_look_at_goes_on_and_the_event_names_the_rule(desk, admin, posted, registered):
    intent = state_intent(admin, desk, StatedIntent(worker=registered(haves=born(17)).id, vacancy=posted().id))
    assert [hit.rule for hit in holds_on(admin, desk, intent)] == ["R10"]
    accept(admin, desk, intent.id)
    with desk.ledger.reading() as reader:
        assert [event.detail["holds"][0]["rule"] for event in reader.events(Page(), subject=intent.id).items] == ["R10", "R10"]


def test_somebody_past_the_statutory_month_goes_on_with_a_question(desk, admin, posted, registered):
    intent = state_intent(admin, desk, StatedIntent(worker=registered(haves=born(66, Sex.MALE)).id, vacancy=posted().id))
    assert [hit.rule for hit in holds_on(admin, desk, intent)] == ["R28"]


def test_an_accepted_person_of_usual_age_leaves_no_question(desk, admin, posted, registered):
    intent = state_intent(admin, desk, StatedIntent(worker=registered().id, vacancy=posted().id))
    assert holds_on(admin, desk, intent) == ()
    with desk.ledger.reading() as reader:
        assert "holds" not in reader.events(Page(), subject=intent.id).items[0].detail


def test_an_intent_to_a_listed_employer_ends_at_accepting(desk, admin, debtor, make_vacancy, registered):
    post = post_vacancy(admin, desk, make_vacancy(employer=debtor.id))
    intent = state_intent(admin, desk, StatedIntent(worker=registered().id, vacancy=post.id))
    with desk.ledger.transaction() as tx:  # entered beside the service, so that the post is still open
        tx.save_standards([replace(LISTED, since=desk.today - timedelta(days=1))])
    with pytest.raises(Unlawful) as refused:
        accept(admin, desk, intent.id)
    assert refused.value.hits[0].rule == "R26"
