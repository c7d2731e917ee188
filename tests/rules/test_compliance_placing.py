"""Bringing a person to a post: children, young workers, the statutory age, women's protection, the arrears list, and what a ranking may weigh."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.compliance.case import Case
from matcher.compliance.hits import Level
from matcher.compliance.placing import Arrangement, barred_task, check_criteria, check_placing
from matcher.compliance.postings import Posting
from matcher.compliance.prepared import prepare
from matcher.compliance.publishers import check_arrears
from matcher.compliance.retirement import months_put_off, over_age, statutory_month
from matcher.compliance.tables import Licence, ListedEmployer, MinimumWage, Tables, UsualPay, starting_tables
from matcher.compliance.wages import implied_month
from matcher.domain.employers import Employer
from matcher.domain.pay import Pay
from matcher.domain.people import Consent, Haves, Worker
from matcher.domain.terms import ConsentMode, Sex, Shift
from matcher.domain.vacancies import Offer, Vacancy
from matcher.reading.normal import fold

DAY = date(2026, 3, 10)
TABLES = Tables()
POST = Vacancy(id="v1", title="服装店营业员", employer="e1", offer=Offer(shift=Shift.DAY))
WORKER = Worker(id="w1", name="王某", phone="13800000000", consent=Consent(mode=ConsentMode.SELF))


def person(born_on=None, sex=None):
    return replace(WORKER, haves=Haves(born_on=born_on, sex=sex))


def post(title, **offer):
    return replace(POST, title=title, offer=replace(POST.offer, **offer))


def found(worker, vacancy, day=DAY, **arrangement):
    return [f"{hit.rule} {hit.level}" for hit in check_placing(worker, vacancy, day, TABLES, Arrangement(**arrangement))]


# --- R09, R10 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("born", "starts", "rules"), [
    (date(2011, 3, 1), date(2026, 8, 1), ["R09 BLOCK"]),
    (date(2010, 8, 2), date(2026, 8, 1), ["R09 BLOCK"]),
    (date(2010, 8, 1), date(2026, 8, 1), ["R10 HOLD"]),
    (date(2012, 2, 29), date(2028, 2, 28), ["R09 BLOCK"]),
    (date(2012, 2, 29), date(2028, 2, 29), ["R10 HOLD"]),
    (date(2008, 8, 1), date(2026, 8, 1), []),
    (None, date(2026, 8, 1), []),
])
def test_nobody_under_sixteen_starts_work(born, starts, rules):
    assert found(person(born), replace(POST, starts_on=starts)) == rules


def test_the_agreed_first_day_counts_not_the_day_of_asking():
    assert found(person(date(2010, 9, 1)), POST, starts_on=date(2026, 9, 1)) == ["R10 HOLD"]
    assert found(person(date(2010, 9, 1)), POST, starts_on=date(2026, 8, 31)) == ["R09 BLOCK"]


@pytest.mark.parametrize("title", [
    "喷漆工", "打磨工", "高速流水线操作工", "电镀车间普工", "高空作业", "井下支护", "烟花厂包装", "冷库分拣", "搬运工", "锅炉工", "冲压工",
    "iv级体力劳动", "矿山普工",
])
def test_listed_work_is_barred_at_seventeen(title):
    assert found(person(date(2008, 12, 1)), post(title), registered_juvenile=True) == ["R10 BLOCK"]


def test_a_registered_seventeen_year_old_may_serve_in_a_shop_by_day():
    seventeen = person(date(2008, 12, 1))
    assert found(seventeen, POST, registered_juvenile=True) == []
    assert found(seventeen, POST) == ["R10 HOLD"]
    assert found(seventeen, post("服装店营业员", shift=Shift.NIGHT), registered_juvenile=True) == ["R10 HOLD"]
    assert found(seventeen, post("仓库普工", heavy=True), registered_juvenile=True) == ["R10 BLOCK"]


# --- R28 ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("base", "born", "months", "month"), [
    ("male_60", date(1964, 12, 31), 0, (2024, 12)), ("male_60", date(1965, 1, 1), 1, (2025, 2)), ("male_60", date(1965, 2, 10), 1, (2025, 3)),
    ("male_60", date(1965, 4, 30), 1, (2025, 5)), ("male_60", date(1965, 5, 1), 2, (2025, 7)), ("male_60", date(1976, 8, 31), 35, (2039, 7)),
    ("male_60", date(1976, 9, 1), 36, (2039, 9)), ("male_60", date(1976, 12, 1), 36, (2039, 12)), ("male_60", date(1990, 1, 1), 36, (2053, 1)),
    ("female_55", date(1969, 12, 1), 0, (2024, 12)), ("female_55", date(1970, 1, 1), 1, (2025, 2)), ("female_55", date(1970, 5, 1), 2, (2025, 7)),
    ("female_55", date(1981, 8, 1), 35, (2039, 7)), ("female_55", date(1981, 9, 1), 36, (2039, 9)), ("female_55", date(1995, 6, 1), 36, (2053, 6)),
    ("female_50", date(1974, 12, 1), 0, (2024, 12)), ("female_50", date(1975, 1, 1), 1, (2025, 2)), ("female_50", date(1975, 2, 28), 1, (2025, 3)),
    ("female_50", date(1975, 3, 1), 2, (2025, 5)), ("female_50", date(1984, 10, 1), 59, (2039, 9)), ("female_50", date(1984, 11, 1), 60, (2039, 11)),
    ("female_50", date(1999, 1, 1), 60, (2054, 1)),
])
def test_the_statutory_month_is_put_off_step_by_step(base, born, months, month):
    assert months_put_off(born, base) == months
    assert statutory_month(born, base) == month


@given(base=st.sampled_from(["male_60", "female_55", "female_50"]), born=st.dates(date(1950, 1, 1), date(2005, 12, 31)), later=st.integers(1, 800))
def test_whoever_is_born_later_never_retires_earlier(base, born, later):
    younger = date.fromordinal(born.toordinal() + later)
    assert statutory_month(born, base) <= statutory_month(younger, base)


def test_the_statutory_month_itself_is_still_in_time():
    born = date(1965, 2, 10)
    assert not over_age(born, "male_60", date(2025, 2, 28))
    assert not over_age(born, "male_60", date(2025, 3, 31))
    assert over_age(born, "male_60", date(2025, 4, 1))
    assert found(person(born, Sex.MALE), POST, day=date(2025, 2, 20)) == []


OLD = person(date(1963, 6, 1), Sex.MALE)


@pytest.mark.parametrize(("terms", "rules"), [
    ({}, ["R28 HOLD"]),
    ({"pension": True, "kind": "labour_contract"}, ["R28 HOLD"]),
    ({"pension": True, "kind": "labour_contract", "written_terms": True, "injury_cover": True}, ["R28 HOLD"]),
    ({"pension": False}, ["R28 HOLD"]),
    ({"written_terms": True}, ["R28 HOLD"]),
    ({"written_terms": True, "injury_cover": True}, []),
    ({"pension": True, "kind": "service", "written_terms": True, "injury_cover": True}, []),
    ({"delayed_until": date(2026, 6, 1)}, []),
    ({"delayed_until": date(2026, 7, 1)}, ["R28 HOLD"]),
    ({"delayed_until": date(2026, 2, 1)}, ["R28 HOLD"]),
])
def test_over_the_statutory_age_the_papers_decide(terms, rules):
    assert found(OLD, POST, **terms) == rules


def test_a_woman_of_fifty_two_is_asked_what_post_she_held():
    hits = check_placing(person(date(1973, 1, 1), Sex.FEMALE), POST, DAY, TABLES)
    assert [hit.suggestion for hit in hits] == ["可能超龄, 先问原岗位性质和养老金"]
    assert found(person(date(1960, 1, 1)), POST) == ["R28 HOLD"]


# --- R39 ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title",
["井下支护工", "矿山采掘工", "人工搬运30kg袋装水泥", "搬运 每袋22公斤, 每小时30次", "体力劳动强度IV级", "扛60斤袋子"])
def test_what_the_law_bars_to_women_is_barred(title):
    assert "R39 BLOCK" in found(person(date(1990, 1, 1), Sex.FEMALE), post(title))
    assert "R39 BLOCK" not in found(person(date(1990, 1, 1), Sex.MALE), post(title))
    assert "R39 BLOCK" not in found(person(date(1990, 1, 1)), post(title))


@pytest.mark.parametrize("title", [
    "叉车工", "焊工", "保安", "驾驶员", "搬运 每箱15公斤", "搬运22公斤, 偶尔", "矿山地面文员", "25kg以下 搬运", "体重不限", "身高165 体重60公斤",
    "缝纫工 40公斤压力熨斗",
])
def test_nothing_else_is_barred_to_her(title):
    assert barred_task(fold(title)) is None


# --- R26 ---------------------------------------------------------------------------------------------------------------------

CODE = "91320115MA1NABCD12"
LISTED = ListedEmployer(credit_code=CODE, since=date(2025, 2, 1), until=date(2028, 1, 31))
UNIT = Employer(id="e1", name="某建筑公司", credit_code=CODE)


@pytest.mark.parametrize(("entry", "employer", "rules"), [
    (LISTED, UNIT, ["R26 BLOCK"]),
    (LISTED, replace(UNIT, credit_code="91320115MA1NABCD99"), []),
    (LISTED, replace(UNIT, credit_code=None), []),
    (replace(LISTED, removed_on=date(2025, 12, 1)), UNIT, ["R26 INFO"]),
    (replace(LISTED, removed_on=date(2026, 3, 11)), UNIT, ["R26 BLOCK"]),
    (replace(LISTED, until=date(2026, 3, 10)), UNIT, ["R26 BLOCK"]),
    (replace(LISTED, until=date(2026, 3, 9)), UNIT, ["R26 INFO"]),
    (replace(LISTED, since=date(2026, 3, 11)), UNIT, []),
])
def test_the_arrears_list_is_asked_by_credit_code_and_day(entry, employer, rules):
    tables = Tables(listed=(entry,))
    placed = check_placing(WORKER, POST, DAY, tables, Arrangement(employer=employer))
    posting = Posting(text="", employer=employer)
    posted = check_arrears(Case(posting, prepare(""), tables, DAY))
    assert [f"{hit.rule} {hit.level}" for hit in placed] == [f"{hit.rule} {hit.level}" for hit in posted] == rules


# --- R34 ---------------------------------------------------------------------------------------------------------------------


def test_a_ranking_weighs_nothing_protected():
    assert check_criteria(["pay_fit", "distance", "years", "shift"]) == ()
    assert [hit.text for hit in check_criteria(["pay_fit", "ethnicity", "sex_fit", "health"])] == ["ethnicity", "sex_fit", "health"]
    assert all(hit.level is Level.BLOCK for hit in check_criteria(["marriage"]))


def test_lifted_households_come_first_only_by_a_programme():
    assert [hit.rule for hit in check_criteria(["lifted"])] == ["R34"]
    assert check_criteria(["lifted"], programme="su_shan") == ()
    assert [hit.rule for hit in check_criteria(["sex"], programme="su_shan")] == ["R34"]


# --- tables ------------------------------------------------------------------------------------------------------------------

WAGES = (
    MinimumWage(area="320000", month_yuan=2490, since=date(2024, 1, 1)), MinimumWage(area="320000", month_yuan=2660, since=date(2026, 1, 1)),
    MinimumWage(area="320300", month_yuan=2430, since=date(2026, 1, 1)), MinimumWage(area="610000", month_yuan=2160, since=date(2023, 5, 1)),
)


@pytest.mark.parametrize(("area", "day", "yuan", "certain"), [
    ("320115", date(2025, 12, 31), 2490, True), ("320115", date(2026, 1, 1), 2660, True), ("320311", DAY, 2430, True),
    ("320311", date(2025, 6, 1), 2490, True),
    (None, DAY, 2160, False), ("530100", DAY, 2160, False), ("610000", DAY, 2160, True),
])
def test_the_minimum_of_the_narrowest_area_on_that_day_holds(area, day, yuan, certain):
    standard = Tables(wages=WAGES).standard(area, day)
    assert (standard.wage.month_yuan, standard.certain) == (yuan, certain)


def test_before_any_line_there_is_no_standard():
    assert Tables(wages=WAGES).standard("610000", date(2020, 1, 1)) is None


def test_shipped_figures_are_marked_as_not_verified():
    assert starting_tables().wages
    assert all(line.verified_on is None and "未核实" in line.source for line in starting_tables().wages)


def test_licences_and_usual_pay_hold_from_their_day():
    tables = Tables(
        licences=(Licence(credit_code=CODE, number="1", since=date(2025, 1, 1), until=date(2026, 1, 1)),),
        usual=(UsualPay(occupation="6-18", area="320000", p95_month=9000, since=date(2025, 1, 1)),),
    )
    assert tables.licensed(CODE, date(2025, 6, 1))
    assert not tables.licensed(CODE, DAY)
    assert not tables.licensed(CODE, date(2025, 6, 1), "labour_abroad")
    assert tables.usual_pay("6-18-02-04", "320115", DAY).p95_month == 9000
    assert tables.usual_pay("6-05-01-03", "320115", DAY) is None
    assert tables.usual_pay(None, "320115", DAY) is None


def test_a_whole_pay_is_reckoned_back_to_normal_hours():
    eight = Pay(basis="month", low=4000, high=4000, kind="gross")
    assert implied_month(eight, 8, 30 - 21.75) == pytest.approx(4000)
    assert implied_month(eight, 12, 2) < 2000
