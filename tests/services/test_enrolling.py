"""Registers of whole villages: people are updated, never doubled; damaged numbers are refused, never guessed."""

from datetime import date

import pytest
from stdnum.cn import ric

from matcher.domain.accounts import Actor, Grant, Role
from matcher.domain.errors import Forbidden, Invalid
from matcher.domain.search import WorkerSearch
from matcher.domain.terms import Category, ConsentMode, Education
from matcher.ledger.port import Page
from matcher.services.enrolling import CROWD, import_entrants
from matcher.services.importing import Row
from matcher.services.registering import register_worker
from matcher.services.rolls import Roll
from matcher.services.searching import find_workers

PERSON = {"姓名": "张三", "联系电话": "19900002001", "户籍地": "陕西洛南县麻坪镇",
          "意向工种": "缝纫工、保洁", "意向地点": "江苏", "最低月薪": "4500", "可外出时间": "2026-03-01"}


def identity(birthday="19900307", number="001", county="611021"):
    body = county + birthday + number
    return body + ric.calc_check_digit(body + "0")


@pytest.fixture
def enrol(desk, admin):
    def run(*changes, actor=admin, near=None):
        rows = [Row(number, {**PERSON, **change}) for number, change in enumerate(changes or ({},), 2)]
        return import_entrants(actor, desk, Roll(desk, ConsentMode.SIGNED, near).entrants(rows))

    return run


@pytest.fixture
def people(desk):
    def all_of_them():
        with desk.ledger.reading() as reader:
            return sorted(reader.list_workers(Page()).items, key=lambda worker: worker.phone)

    return all_of_them


def test_a_row_of_a_register_becomes_a_person_with_wishes(enrol, people, desk, admin):
    report = enrol({"身份证号": identity(), "文化程度": "初中", "人员类别": "脱贫劳动力", "务工经历": "缝纫3年"})
    assert (report.read, report.added, report.problems) == (1, 1, [])
    (worker,) = people()
    assert (worker.name, worker.phone, worker.place, worker.consent.mode) == ("张三", "19900002001", "611021110", ConsentMode.SIGNED)
    assert worker.wants.occupations == ("6-05-01-03", "4-09-08-01")
    assert (worker.wants.places, worker.wants.monthly_yuan, worker.wants.ready_on) == (("320000",), 4500, date(2026, 3, 1))
    assert (worker.haves.born_on, worker.haves.education, worker.categories) == (date(1990, 3, 7), Education.JUNIOR, (Category.LIFTED_WORKER,))
    assert [(e.occupation, e.years) for e in worker.haves.experience] == [("6-05-01-03", 3)]
    assert [found.id for found in find_workers(admin, desk, WorkerSearch(words="缝纫")).items] == [worker.id]


def test_the_same_register_again_changes_nobody(enrol, people):
    enrol({"身份证号": identity()}, {"姓名": "李四", "联系电话": "19900002002"})
    before = people()
    report = enrol({"身份证号": identity()}, {"姓名": "李四", "联系电话": "19900002002"})
    assert (report.accepted, report.added, report.changed, report.known) == (2, 0, 0, 2)
    assert people() == before


def test_somebody_known_is_updated_with_what_the_row_says_and_keeps_the_rest(enrol, people, desk, admin, make_worker):
    known = register_worker(admin, desk, make_worker(name="张三", phone="19900002001", village="某村")).worker
    report = enrol({"最低月薪": "5200"})
    (worker,) = people()
    assert (report.changed, worker.id, worker.wants.monthly_yuan, worker.village) == (1, known.id, 5200, "某村")
    assert worker.consent.mode is ConsentMode.ORAL  # what was agreed to at the counter still stands


def test_one_person_in_two_rows_is_one_and_the_later_row_is_told(enrol, people):
    report = enrol({"身份证号": identity()}, {"姓名": "张 三", "最低月薪": "6000"})
    (worker,) = people()
    assert (report.accepted, report.added, worker.wants.monthly_yuan, worker.identity) == (2, 1, 6000, identity())
    assert [(p.row, p.reason) for p in report.problems] == [(3, "与第 2 行是同一个人, 已合在一起")]


def test_a_new_phone_under_a_known_id_number_is_the_same_person(enrol, people):
    enrol({"身份证号": identity()})
    report = enrol({"身份证号": identity(), "联系电话": "19900009999"})
    assert (report.changed, [worker.phone for worker in people()]) == (1, ["19900009999"])


def test_two_people_of_one_name_under_one_phone_are_told_apart_by_their_id_numbers(enrol, people):
    report = enrol({"身份证号": identity()}, {"身份证号": identity(number="003")})
    assert (report.added, len({worker.identity for worker in people()})) == (2, 2)


@pytest.mark.parametrize(("number", "said"), [
    pytest.param("6.12E+17", "数字", id="as a spreadsheet shows it"),
    pytest.param("610526199003070000", "数字", id="last digits gone"),
    pytest.param(identity()[:-1] + ("1" if identity()[-1] != "1" else "2"), "对不上", id="a wrong check digit"),
    pytest.param("61102119900307", "18 位", id="too short"),
])
def test_a_damaged_id_number_is_refused_with_the_reason_and_nobody_is_stored(enrol, people, number, said):
    report = enrol({"身份证号": number})
    assert (report.refused, people()) == (1, [])
    assert [(p.row, p.column) for p in report.problems] == [(2, "身份证号")]
    assert said in report.problems[0].reason


def test_a_report_does_not_carry_whole_id_numbers(enrol):
    wrong = identity()[:-1] + ("1" if identity()[-1] != "1" else "2")
    (problem,) = enrol({"身份证号": wrong}).problems
    assert wrong not in problem.text
    assert identity()[6:14] not in problem.text


@pytest.mark.parametrize(("change", "column"), [({"姓名": " "}, "姓名"), ({"联系电话": ""}, "联系电话"), ({"联系电话": "12345"}, "联系电话")])
def test_a_row_without_name_or_phone_is_refused_and_the_next_goes_in(enrol, change, column):
    report = enrol(change, {"姓名": "李四", "联系电话": "19900002002"})
    assert (report.refused, report.added, [(p.row, p.column) for p in report.problems]) == (1, 1, [(2, column)])


def test_two_phones_in_one_cell_are_both_kept(enrol, people):
    enrol({"联系电话": "0914-7321234/19900002001"})
    (worker,) = people()
    assert (worker.phone, worker.second_contact) == ("19900002001", "0914-7321234")


def test_columns_of_personal_life_are_left_out_and_said_to_be(enrol, people):
    report = enrol({"民族": "汉族", "婚姻状况": "已婚", "健康状况": "良好"})
    assert [(p.row, p.column) for p in report.problems] == [(1, "民族"), (1, "婚姻状况"), (1, "健康状况")]
    assert not any(word in repr(people()[0]) for word in ("汉族", "已婚", "良好"))


def test_home_in_three_columns_is_read_as_one(desk, admin, people):
    row = Row(2, {"劳动力姓名*": "王五", "电话*": "19900002003", "县": "洛南县", "乡镇": "麻坪镇", "村": "示例村"})
    report = import_entrants(admin, desk, Roll(desk, ConsentMode.ORAL).entrants([row]))
    assert (report.problems, people()[0].place, people()[0].village) == ([], "611021110", "示例村")


def test_a_phone_under_many_names_is_asked_about_once(enrol):
    report = enrol(*({"姓名": f"示例{letter}"} for letter in "甲乙丙丁戊己庚"))
    assert report.added == 7
    assert [(p.row, p.column) for p in report.problems] == [(CROWD + 1, "电话")]


def test_a_wish_that_cannot_be_read_is_named_and_the_others_are_kept(enrol, people):
    report = enrol({"意向工种": "缝纫工、呼啦啦", "可外出时间": "看情况吧"})
    assert [(p.column, p.text) for p in report.problems] == [("可外出时间", "看情况吧"), ("意向工种", "呼啦啦")]
    assert (people()[0].wants.occupations, people()[0].wants.ready_on) == (("6-05-01-03",), None)


def test_a_register_without_phones_is_refused_with_the_name_of_the_column(desk, admin):
    with pytest.raises(Invalid, match="电话"):
        import_entrants(admin, desk, Roll(desk, ConsentMode.ORAL).entrants([Row(2, {"姓名": "张三"})]))


def test_registers_are_taken_over_by_those_who_keep_one(enrol):
    with pytest.raises(Forbidden):
        enrol(actor=Actor("somebody", (Grant(Role.RECRUITER, "e0000000000000"),)))


def test_more_rows_than_a_batch_are_all_found_when_it_returns(enrol, desk, admin):
    report = enrol(*({"姓名": f"示例{n}", "联系电话": f"1990{n:07d}"} for n in range(2_100)))
    assert report.added == 2_100
    assert find_workers(admin, desk, WorkerSearch(words="缝纫")).total == 2_100
