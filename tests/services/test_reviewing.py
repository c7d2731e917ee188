"""What the law says of a post is said before anybody sees it, on every way in."""

from dataclasses import replace
from datetime import date

import pytest

from matcher.domain.accounts import Account, Actor, Grant, Role
from matcher.domain.errors import Conflict, Forbidden, Invalid, Missing
from matcher.domain.events import Event, Step
from matcher.domain.pay import Pay
from matcher.domain.search import VacancySearch
from matcher.domain.vacancies import VacancyState
from matcher.ledger.port import Page
from matcher.services.accounts import add_account
from matcher.services.adverts import adverts_of
from matcher.services.importing import Row, import_adverts
from matcher.services.posting import edit_vacancy, list_vacancies, post_vacancy, set_vacancy_state, show_vacancy
from matcher.services.releasing import list_pending, release_vacancy, return_vacancy, show_review
from matcher.services.reviewing import Unlawful, hits_of
from matcher.services.searching import find_vacancies

MEN_ONLY = "坐着踩缝纫机, 限男性。"
WOMEN_ONLY = "坐着踩缝纫机, 只招女工。"
REVIEWER = Actor("reviewer", (Grant(Role.REVIEWER, "32"),))
OTHER_REVIEWER = Actor("elsewhere", (Grant(Role.REVIEWER, "61"),))


def found(desk):
    return [v.id for v in find_vacancies(Actor(""), desk, VacancySearch(words="缝纫")).items]


def events(desk, id, step):
    with desk.ledger.reading() as reader:
        return [event for event in reader.events(Page(size=50), subject=id).items if event.step is step]


def test_the_sample_post_is_lawful(desk, posted):
    assert posted().state is VacancyState.OPEN


def test_a_post_that_the_law_forbids_is_stored_nowhere_and_each_field_says_why(desk, admin, posted):
    with pytest.raises(Unlawful) as refused:
        posted(description=MEN_ONLY)
    assert refused.value.code == "unlawful"
    assert [hit.rule for hit in refused.value.hits] == ["R01"]
    assert "限男性" in refused.value.fields["description"][0]
    assert "法" in refused.value.fields["description"][0]
    assert list_vacancies(admin, desk, Page(), mine=True).items == ()


def test_pay_under_the_minimum_is_named_at_the_pay(posted):
    with pytest.raises(Unlawful) as refused:
        posted(offer=replace(posted().offer, pay=(Pay(basis="month", low=1800, high=1800, kind="base", raw="底薪1800"),)))
    assert list(refused.value.fields) == ["offer.pay"]


@pytest.mark.parametrize("state", [VacancyState.PAUSED, VacancyState.FULL, VacancyState.OPEN, VacancyState.PENDING])
def test_only_a_draft_may_hold_what_nobody_may_publish_and_it_cannot_be_opened(desk, admin, posted, state):
    draft = posted(description=MEN_ONLY, state=VacancyState.DRAFT)
    with pytest.raises(Unlawful):
        posted(description=MEN_ONLY, state=state)
    if state in (VacancyState.OPEN, VacancyState.FULL):
        with pytest.raises(Unlawful):
            set_vacancy_state(admin, desk, draft.id, state)
        assert show_vacancy(admin, desk, draft.id).state is VacancyState.DRAFT


def test_an_edit_into_the_unlawful_leaves_the_post_as_it_was(desk, admin, posted):
    post = posted()
    with pytest.raises(Unlawful):
        edit_vacancy(admin, desk, replace(post, description=MEN_ONLY))
    assert show_vacancy(admin, desk, post.id) == post
    assert found(desk) == [post.id]


def test_what_a_person_has_to_decide_waits_unseen_and_says_which_rule(desk, posted):
    post = posted(description=WOMEN_ONLY)
    assert post.state is VacancyState.PENDING
    assert found(desk) == []
    [held] = events(desk, post.id, Step.HELD)
    assert held.detail["rules"] == ["R02"]
    assert "只招女工" in held.note


def test_no_tap_and_no_edit_opens_a_waiting_post(desk, admin, posted):
    post = posted(description=WOMEN_ONLY)
    for state in (VacancyState.OPEN, VacancyState.FULL):
        with pytest.raises(Conflict, match="审核"):
            set_vacancy_state(admin, desk, post.id, state)
    assert edit_vacancy(admin, desk, replace(post, state=VacancyState.OPEN, description="")).state is VacancyState.PENDING
    set_vacancy_state(admin, desk, post.id, VacancyState.PAUSED)
    edit_vacancy(admin, desk, replace(show_vacancy(admin, desk, post.id), description=WOMEN_ONLY))
    assert set_vacancy_state(admin, desk, post.id, VacancyState.OPEN).state is VacancyState.PENDING
    assert found(desk) == []


def test_no_reviewer_lets_pass_what_they_changed_themselves_but_a_lone_administrator_may(desk, admin, posted):
    post = posted(description=WOMEN_ONLY)
    with desk.ledger.transaction() as tx:
        tx.add_events([Event(step=Step.EDITED, subject=post.id, vacancy=post.id, actor=REVIEWER.name, at=desk.now)])
    with pytest.raises(Forbidden, match="不能自己放行"):
        release_vacancy(REVIEWER, desk, post.id, "改过了")
    assert show_vacancy(admin, desk, post.id).state is VacancyState.PENDING
    assert release_vacancy(admin, desk, post.id, "站里只有我一个人").state is VacancyState.OPEN


def test_a_reviewer_lets_it_pass_with_a_reason_that_is_kept(desk, posted):
    post = posted(description=WOMEN_ONLY)
    assert [review.vacancy.id for review in list_pending(REVIEWER, desk, Page()).items] == [post.id]
    with pytest.raises(Invalid) as refused:
        release_vacancy(REVIEWER, desk, post.id, "  ")
    assert "reason" in refused.value.fields
    assert release_vacancy(REVIEWER, desk, post.id, "女浴室保洁, 情况属实").state is VacancyState.OPEN
    assert found(desk) == [post.id]
    [opened] = events(desk, post.id, Step.OPENED)
    assert (opened.actor, opened.note) == ("reviewer", "女浴室保洁, 情况属实")
    assert list_pending(REVIEWER, desk, Page()).items == ()


def test_what_was_let_pass_once_is_not_held_again_but_new_words_are(desk, admin, posted):
    post = release_vacancy(REVIEWER, desk, posted(description=WOMEN_ONLY).id, "情况属实")
    post = edit_vacancy(admin, desk, replace(post, headcount=20))
    assert post.state is VacancyState.OPEN
    set_vacancy_state(admin, desk, post.id, VacancyState.PAUSED)
    post = set_vacancy_state(admin, desk, post.id, VacancyState.OPEN)
    assert post.state is VacancyState.OPEN
    assert edit_vacancy(admin, desk, replace(post, description="女士优先, 坐着踩缝纫机。")).state is VacancyState.PENDING


def test_nobody_but_the_reviewer_of_the_place_lets_anything_pass(desk, recruiter, station, posted):
    post = posted(description=WOMEN_ONLY)
    for actor in (recruiter, station, OTHER_REVIEWER):
        with pytest.raises(Forbidden):
            release_vacancy(actor, desk, post.id, "我说行")
    assert list_pending(OTHER_REVIEWER, desk, Page()).items == ()
    with pytest.raises(Forbidden):
        list_pending(recruiter, desk, Page())


def test_what_nobody_may_publish_no_reviewer_can_let_pass(desk, admin, posted):
    post = set_vacancy_state(admin, desk, posted(description=MEN_ONLY, state=VacancyState.DRAFT).id, VacancyState.PENDING)
    with pytest.raises(Unlawful):
        release_vacancy(REVIEWER, desk, post.id, "特批")
    assert show_vacancy(admin, desk, post.id).state is VacancyState.PENDING


def test_a_post_sent_back_is_a_draft_whose_owner_reads_why_and_opens_it_when_it_is_put_right(desk, recruiter, posted):
    post = return_vacancy(REVIEWER, desk, posted(description=WOMEN_ONLY).id, "请删去性别")
    assert post.state is VacancyState.DRAFT
    assert show_review(recruiter, desk, post.id).last.note == "请删去性别"
    edit_vacancy(recruiter, desk, replace(post, description="坐着踩缝纫机。"))
    assert set_vacancy_state(recruiter, desk, post.id, VacancyState.OPEN).state is VacancyState.OPEN
    with pytest.raises(Conflict):
        return_vacancy(REVIEWER, desk, post.id, "再看看")


def test_a_recruiter_sees_the_hits_of_the_own_posts_and_of_no_others(desk, recruiter, posted):
    post = posted(description=WOMEN_ONLY)
    assert "R02" in {hit.rule for hit in show_review(recruiter, desk, post.id).hits}
    with pytest.raises(Missing):
        show_review(Actor("other", (Grant(Role.RECRUITER, "e0000000000000"),)), desk, post.id)


def test_a_warning_is_saved_and_seen_beside_the_post(desk, posted):
    post = posted(closes_on=None)
    assert post.state is VacancyState.OPEN
    assert ("R15", "closes_on") in {(hit.rule, hit.field) for hit in hits_of(desk, post)}


def test_an_agency_without_licence_may_post_only_through_an_office(desk, admin, make_employer, make_vacancy):
    from matcher.services.posting import add_employer

    agency = add_employer(admin, desk, make_employer(name="示例劳务有限公司", is_agency=True))
    add_account(admin, desk, Account(name="agency", grants=(Grant(Role.RECRUITER, agency.id),)))
    with pytest.raises(Unlawful) as refused:
        post_vacancy(Actor("agency", (Grant(Role.RECRUITER, agency.id),)), desk, make_vacancy(employer=agency.id))
    assert list(refused.value.fields) == ["employer"]
    assert post_vacancy(admin, desk, make_vacancy(employer=agency.id)).state is VacancyState.OPEN


# --- lists ----------------------------------------------------------------------------------------------------------------------

HEAD = {"job_id": "1", "title": "缝纫工", "company": "示例制衣厂", "region_raw": "江苏南京", "wage_raw": "5000-6000元/月", "headcount": "5"}


def imported(desk, admin, *rows):
    return import_adverts(admin, desk, adverts_of(desk, [Row(n, {**HEAD, **row}) for n, row in enumerate(rows, 2)], source="示例"))


def stored(desk, report, place=0):
    with desk.ledger.reading() as reader:
        return reader.vacancy(report.outcomes[place].id)


def test_a_list_loses_nothing_and_publishes_nothing_unlawful(desk, admin):
    report = imported(desk, admin, {"description": MEN_ONLY}, {"job_id": "2", "description": WOMEN_ONLY}, {"job_id": "3", "description": "踩平车"})
    assert (report.read, report.accepted, report.refused) == (3, 3, 0)
    assert [stored(desk, report, n).state for n in range(3)] == [VacancyState.DRAFT, VacancyState.PENDING, VacancyState.OPEN]
    named = [(doubt.row, doubt.text, doubt.reason[:3]) for doubt in report.to_check]
    assert (2, "限男性", "R01") in named
    assert (3, "只招女工", "R02") in named
    assert all("建议" in doubt.reason or "删去" in doubt.reason for doubt in report.to_check if doubt.reason.startswith("R0"))
    assert found(desk) == [report.outcomes[2].id]


def test_a_list_sent_again_names_what_still_waits_and_a_corrected_row_is_published(desk, admin):
    first = imported(desk, admin, {"description": MEN_ONLY})
    again = imported(desk, admin, {"description": MEN_ONLY})
    assert (again.known, [doubt.reason[:3] for doubt in again.to_check]) == (1, ["R01"])
    corrected = imported(desk, admin, {"description": "踩平车, 能搬 10 公斤。"})
    assert (corrected.changed, corrected.outcomes[0].id) == (1, first.outcomes[0].id)
    assert stored(desk, corrected).state is VacancyState.OPEN


def test_an_open_post_that_a_list_makes_unlawful_is_taken_out_of_sight(desk, admin):
    assert stored(desk, imported(desk, admin, {"description": "踩平车"})).state is VacancyState.OPEN
    assert stored(desk, imported(desk, admin, {"description": MEN_ONLY})).state is VacancyState.DRAFT
    assert found(desk) == []


def test_what_the_law_says_of_a_row_names_the_column_as_its_sender_wrote_it(desk, admin):
    rows = [
        {"岗位名称": "缝纫工", "用人单位": "示例厂", "岗位描述": MEN_ONLY, "工资待遇": "5000元/月"},
        {"岗位名称": "平车工", "用人单位": "示例厂", "岗位描述": "踩平车", "工资待遇": "底薪1200元/月"},
    ]
    report = import_adverts(admin, desk, adverts_of(desk, [Row(n, row) for n, row in enumerate(rows, 2)], source="示例"))
    named = {(doubt.row, doubt.column, doubt.reason[:3]) for doubt in report.to_check if doubt.reason.startswith("R")}
    assert (2, "岗位描述", "R01") in named
    assert (3, "工资待遇", "R17") in named


def test_a_row_that_a_reviewer_let_pass_stays_published_when_the_list_comes_again(desk, admin):
    post = stored(desk, imported(desk, admin, {"description": WOMEN_ONLY}))
    release_vacancy(REVIEWER, desk, post.id, "情况属实")
    again = imported(desk, admin, {"description": WOMEN_ONLY, "headcount": "8"})
    assert (again.changed, again.to_check) == (1, [])
    assert stored(desk, again).state is VacancyState.OPEN


def test_a_draft_that_a_person_made_is_not_opened_by_a_list(desk, admin):
    post = stored(desk, imported(desk, admin, {"description": "踩平车"}))
    set_vacancy_state(admin, desk, post.id, VacancyState.DRAFT)
    assert stored(desk, imported(desk, admin, {"description": "踩平车, 有带教"})).state is VacancyState.DRAFT


def test_the_day_decides_which_minimum_holds(desk, admin, posted):
    from matcher.domain.standards import MinimumWage
    from matcher.services.standards import save_lines

    plain = posted().offer
    base = replace(plain, pay=(Pay(basis="month", low=2700, high=2700, kind="base", raw="底薪2700"),))
    assert posted(offer=base).state is VacancyState.OPEN
    save_lines(admin, desk, [MinimumWage(area="320115", month_yuan=2900, since=date(2026, 3, 1), source="示例", verified_on=date(2026, 2, 1))])
    assert posted(offer=base).state is VacancyState.OPEN
    save_lines(admin, desk, [MinimumWage(area="320115", month_yuan=2800, since=date(2026, 2, 1), source="示例", verified_on=date(2026, 2, 1))])
    with pytest.raises(Unlawful):
        posted(offer=base)
