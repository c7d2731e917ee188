from dataclasses import replace

import pytest

from matcher.domain.accounts import Actor, Grant, Role
from matcher.domain.errors import Forbidden, Invalid, Missing, Stale, Twice
from matcher.domain.search import VacancySearch
from matcher.domain.vacancies import Needs, VacancyState
from matcher.ledger.port import Page
from matcher.services.posting import add_employer, edit_vacancy, post_vacancy, set_vacancy_state, show_employer, show_vacancy
from matcher.services.searching import find_vacancies

STRANGER = Actor("stranger", (Grant(Role.RECRUITER, "e0000000000000"),))


def found(desk, **search):
    return [v.id for v in find_vacancies(STRANGER, desk, VacancySearch(**search)).items]


def test_a_post_is_found_before_posting_returns(desk, posted):
    vacancy = posted()
    assert found(desk, words="缝纫") == [vacancy.id]


def test_a_post_that_needs_nobody_more_is_full_from_the_start(desk, posted):
    assert posted(headcount=0).state is VacancyState.FULL
    assert posted(headcount=1).state is VacancyState.OPEN


def test_a_recruiter_posts_for_the_own_employer_only(desk, recruiter, employer, make_vacancy):
    assert post_vacancy(recruiter, desk, make_vacancy(employer=employer.id)).entered_by == "recruiter"
    with pytest.raises(Forbidden):
        post_vacancy(STRANGER, desk, make_vacancy(employer=employer.id))


def test_a_post_of_an_unregistered_employer_is_refused_by_field(desk, admin, make_vacancy):
    with pytest.raises(Invalid) as refused:
        post_vacancy(admin, desk, make_vacancy(employer="e0000000000000"))
    assert "employer" in refused.value.fields


def test_an_edit_from_an_old_version_is_refused_with_both_versions(desk, admin, posted):
    vacancy = posted()
    edit_vacancy(admin, desk, replace(vacancy, title="缝纫工(新)"))
    with pytest.raises(Stale) as refused:
        edit_vacancy(admin, desk, replace(vacancy, title="平车工"))
    assert (refused.value.expected, refused.value.current, refused.value.document.title) == (1, 2, "缝纫工(新)")


def test_a_stranger_may_read_a_post_but_not_change_it(desk, posted):
    vacancy = posted()
    assert show_vacancy(STRANGER, desk, vacancy.id).title == "缝纫工"
    with pytest.raises(Forbidden):
        edit_vacancy(STRANGER, desk, replace(vacancy, title="别的"))


def test_a_draft_is_not_there_for_strangers(desk, admin, posted):
    draft = posted(state=VacancyState.DRAFT)
    assert show_vacancy(admin, desk, draft.id).state is VacancyState.DRAFT
    with pytest.raises(Missing):
        show_vacancy(STRANGER, desk, draft.id)
    assert found(desk) == []


def test_an_edit_of_the_title_moves_the_post_in_search_at_once(desk, admin, posted):
    vacancy = edit_vacancy(admin, desk, replace(posted(), title="叉车司机", occupation=None, description=""))
    assert found(desk, words="缝纫") == []
    assert found(desk, words="叉车") == [vacancy.id]


def test_one_tap_takes_a_full_post_out_of_search_and_back(desk, recruiter, posted):
    vacancy = posted()
    set_vacancy_state(recruiter, desk, vacancy.id, VacancyState.FULL)
    assert found(desk) == []
    set_vacancy_state(recruiter, desk, vacancy.id, VacancyState.OPEN)
    assert found(desk) == [vacancy.id]


def test_the_source_of_a_post_cannot_be_claimed_by_the_one_who_edits(desk, admin, posted):
    edited = edit_vacancy(admin, desk, replace(posted(), source="elsewhere", source_key="1", entered_by="somebody"))
    assert (edited.source, edited.source_key, edited.entered_by) == ("", "", "admin")


def test_headcount_may_not_fall_below_those_who_accepted(desk, admin, posted, registered):
    from matcher.services.placing import StatedIntent, accept, state_intent

    vacancy = posted()
    for _ in range(2):
        accept(admin, desk, state_intent(admin, desk, StatedIntent(worker=registered().id, vacancy=vacancy.id)).id)
    now = show_vacancy(admin, desk, vacancy.id)
    with pytest.raises(Invalid) as refused:
        edit_vacancy(admin, desk, replace(now, headcount=1))
    assert "headcount" in refused.value.fields


def test_an_upside_down_age_range_is_named(desk, posted):
    with pytest.raises(Invalid) as refused:
        posted(needs=Needs(age_low=45, age_high=18))
    assert "needs.age_high" in refused.value.fields


def test_the_same_credit_code_is_one_employer(desk, admin, make_employer):
    add_employer(admin, desk, make_employer(credit_code="91320115MA00000000"))
    with pytest.raises(Twice, match="示例座椅"):
        add_employer(admin, desk, make_employer(name="别名公司", credit_code="91320115MA00000000"))


def test_a_foreign_employer_is_not_there_for_a_recruiter(desk, employer, recruiter):
    assert show_employer(recruiter, desk, employer.id).name == employer.name
    with pytest.raises(Missing):
        show_employer(STRANGER, desk, employer.id)


def test_every_save_of_a_post_is_an_event(desk, admin, posted):
    vacancy = edit_vacancy(admin, desk, replace(posted(), title="平车工"))
    with desk.ledger.reading() as reader:
        steps = [str(e.step) for e in reader.events(Page(), vacancy=vacancy.id).items]
    assert sorted(steps) == ["edited", "posted"]
