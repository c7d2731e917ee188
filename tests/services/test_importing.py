"""Lists of adverts taken over: nothing lost in silence, nothing doubled, nothing guessed."""

from datetime import date

import pytest

from matcher.domain.accounts import Actor, Grant, Role
from matcher.domain.errors import Forbidden, Invalid
from matcher.domain.search import VacancySearch
from matcher.domain.vacancies import VacancyState
from matcher.ledger.port import Page
from matcher.services.adverts import adverts_of, employer_id
from matcher.services.importing import Row, import_adverts
from matcher.services.placing import StatedIntent, accept, state_intent
from matcher.services.searching import find_vacancies

ADVERT = {
    "job_id": "示例-1", "source": "示例板", "title": "缝纫工", "company": "示例服装有限公司", "industry": "服装",
    "region_raw": "苏州·昆山市", "wage_raw": "6-8千",
    "headcount": "20", "age_req": "18-45", "education_raw": "初中",
    "experience_raw": "1年以上", "welfare_raw": "包吃|包住|五险一金", "deadline": "2026-03-31",
}


@pytest.fixture
def take(desk, admin):
    def run(*changes, **named):
        rows = [Row(number, {**ADVERT, **change}) for number, change in enumerate(changes or ({},), 2)]
        return import_adverts(named.get("actor", admin), desk, adverts_of(desk, rows))

    return run


@pytest.fixture
def only(desk):
    def find():
        with desk.ledger.reading() as reader:
            (vacancy,) = reader.list_vacancies(Page()).items
        return vacancy

    return find


def test_what_an_advert_says_becomes_values_that_people_can_search(take, only, desk, admin):
    report = take()
    assert (report.read, report.accepted, report.added, report.refused, report.problems) == (1, 1, 1, 0, [])
    vacancy = only()
    assert (vacancy.title, vacancy.employer_name, vacancy.occupation, vacancy.place) == ("缝纫工", "示例服装有限公司", "6-05-01-03", "320583")
    assert (vacancy.headcount, vacancy.needs.age_low, vacancy.needs.age_high, vacancy.needs.years) == (20, 18, 45, 1)
    assert [(pay.basis, pay.low, pay.high) for pay in vacancy.offer.pay] == [("month", 6000, 8000)]
    assert (vacancy.offer.meals, vacancy.offer.lodging, vacancy.offer.insurance) == (True, True, True)
    assert (vacancy.closes_on, vacancy.state) == (date(2026, 3, 31), VacancyState.OPEN)
    assert [hit.id for hit in find_vacancies(admin, desk, VacancySearch(words="缝纫 昆山")).items] == [vacancy.id]


def test_a_second_import_adds_nothing_and_leaves_every_version(take, only):
    take()
    before = only()
    report = take()
    assert (report.accepted, report.added, report.changed, report.known) == (1, 0, 0, 1)
    assert only() == before


def test_a_row_that_changed_at_its_source_is_changed_here_and_what_happened_here_stays(take, only, desk, admin, registered):
    take({"headcount": "2"})
    vacancy = only()
    intent = state_intent(admin, desk, StatedIntent(worker=registered().id, vacancy=vacancy.id))
    accept(admin, desk, intent.id)
    report = take({"headcount": "1", "wage_raw": "7-9千"})
    after = only()
    assert (report.changed, report.added) == (1, 0)
    assert (after.id, after.accepted, after.state, after.offer.pay[0].low) == (vacancy.id, 1, VacancyState.FULL, 7000)


@pytest.mark.parametrize(("column", "text"), [
    pytest.param("wage_raw", "2000~300", id="pay cut off"),
    pytest.param("age_req", "2-28", id="an age that cannot be"),
    pytest.param("region_raw", "某某开发区三号路", id="a place nobody knows"),
    pytest.param("education_raw", "3个月", id="schooling that is none"),
    pytest.param("headcount", "看情况", id="headcount"),
    pytest.param("deadline", "明年再说", id="a day"),
])
def test_a_cell_that_cannot_be_read_stays_as_text_and_is_named_while_the_row_goes_in(take, only, column, text):
    report = take({column: text})
    assert [(p.row, p.column, p.text) for p in report.problems] == [(2, column, text)]
    assert report.accepted == 1
    assert only().unread == ((column, text),)


@pytest.mark.parametrize("text", ["面议", "薪资面议", "-", ""])
def test_a_cell_that_says_it_does_not_say_is_no_problem(take, text):
    assert take({"wage_raw": text}).problems == []


@pytest.mark.parametrize(("column", "label"), [("title", "岗位名称"), ("company", "用人单位")])
@pytest.mark.parametrize("blank", ["", "  ", "\u3000"])
def test_a_row_without_title_or_employer_is_refused_and_named_and_the_next_goes_in(take, column, label, blank):
    report = take({column: blank}, {"job_id": "示例-2"})
    assert (report.read, report.accepted, report.refused) == (2, 1, 1)
    assert [(p.row, p.column) for p in report.problems] == [(2, column)]
    assert label in report.problems[0].reason


def test_a_limit_by_sex_is_named_and_kept_nowhere(take, only):
    report = take({"sex_req": "男"})
    assert [(p.column, p.text) for p in report.problems] == [("sex_req", "男")]
    assert "就业促进法" in report.problems[0].reason
    assert only().unread == ()
    assert take({"sex_req": "不限"}).problems == []


def test_a_column_that_nobody_knows_is_named_once(take):
    report = take({"星座": "白羊"}, {"星座": "金牛", "job_id": "示例-2"})
    assert [(p.row, p.column) for p in report.problems] == [(1, "星座")]


def test_a_sheet_without_a_column_of_employers_is_refused_with_the_name_of_the_column(desk, admin):
    with pytest.raises(Invalid, match="用人单位"):
        import_adverts(admin, desk, adverts_of(desk, [Row(2, {"title": "普工"})]))


def test_chinese_headings_mean_the_same_columns_and_problems_name_them_as_written(desk, admin, only):
    row = Row(2, {"岗位名称*": "缝纫工", "单位名称": "示例服装有限公司", "工资待遇": "看着给", "工作地点": "江苏昆山"})
    report = import_adverts(admin, desk, adverts_of(desk, [row], source="某县"))
    assert [(p.column, p.text) for p in report.problems] == [("工资待遇", "看着给")]
    assert (only().place, only().source) == ("320583", "某县")


def test_an_advert_without_a_name_of_its_own_is_known_again_by_its_words(take):
    take({"job_id": ""}, {"job_id": "", "title": "裁剪工"})
    report = take({"job_id": "", "title": "裁剪工"})
    assert (report.added, report.known) == (0, 1)


def test_the_same_advert_twice_in_one_file_is_one(take, only):
    report = take({}, {})
    assert (report.read, report.accepted, report.added, report.known) == (2, 2, 1, 1)
    assert only().title == "缝纫工"


@pytest.mark.parametrize("other", ["示例服装 有限公司", "示例服装有限公司 ", "示例服裝有限公司"])
def test_one_employer_however_its_name_is_typed(other):
    assert employer_id(other) == employer_id("示例服装有限公司")


def test_employers_that_a_batch_brings_are_stored_once(take, desk, admin):
    take({}, {"job_id": "示例-2"}, {"job_id": "示例-3", "company": "另一示例公司"})
    with desk.ledger.reading() as reader:
        assert sorted(e.name for e in reader.employers(Page()).items) == ["另一示例公司", "示例服装有限公司"]


def test_more_rows_than_a_batch_are_all_found_when_it_returns(take, desk, admin):
    report = take(*({"job_id": f"示例-{n}"} for n in range(2_300)))
    assert (report.read, report.added) == (2_300, 2_300)
    assert find_vacancies(admin, desk, VacancySearch(words="缝纫")).total == 2_300


def test_lists_are_taken_over_by_those_who_post_for_others(take):
    with pytest.raises(Forbidden):
        take(actor=Actor("somebody", (Grant(Role.HOST),)))
