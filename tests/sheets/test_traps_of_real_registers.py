"""What really arrives: each trap once, as a sentence; and the forms of offices, end to end."""

import pytest
from openpyxl import Workbook, load_workbook
from stdnum.cn import ric

from matcher.domain.errors import Invalid
from matcher.domain.events import Step
from matcher.domain.terms import Category, ConsentMode
from matcher.ledger.port import Page
from matcher.sheets.importing import Manner, choose, import_plan, planned, summary
from matcher.sheets.marking import mark
from matcher.sheets.opening import open_file, open_text

LUONAN = "611021"


def identity(number="001", birthday="19900307"):
    body = LUONAN + birthday + number
    return body + ric.calc_check_digit(body + "0")


@pytest.fixture
def book(tmp_path):
    """Writes rows to an .xlsx; a change to the sheet may follow."""
    def write(*rows, change=None, name="名册.xlsx"):
        made = Workbook()
        for row in rows:
            made.active.append(list(row))
        if change:
            change(made)
        made.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def take(desk, admin):
    """Imports a file or pasted text; gives the report and the plan."""
    def run(sent, kind=None, **manner):
        opened = open_text(sent, desk) if isinstance(sent, str) else open_file(sent, desk)
        plan = planned(admin, desk, opened, kind)
        return import_plan(admin, desk, plan, Manner(near=LUONAN, **manner)), plan

    return run


@pytest.fixture
def people(desk):
    def all_of_them():
        with desk.ledger.reading() as reader:
            return {worker.name: worker for worker in reader.list_workers(Page(size=200)).items}

    return all_of_them


@pytest.fixture
def posts(desk):
    def all_of_them():
        with desk.ledger.reading() as reader:
            return list(reader.list_vacancies(Page(size=200)).items)

    return all_of_them


HEAD = ("序号", "姓名", "身份证号", "联系电话", "户籍地")


def test_the_head_is_found_under_titles_and_sums_and_signatures_are_dropped_and_said(book, take, people):
    path = book(["某镇劳动力摸底表"], ["填报单位: 某镇", None, None, "2026年2月"], HEAD, [1, "张三", "", "19900001001", "麻坪镇"], ["合计", 1],
                ["填报人: 示例", None, "审核人: 示例"])
    report, plan = take(path)
    assert (plan.parts[0].head.row, report.read, report.added) == (3, 1, 1)
    assert any("第 5 行是合计" in note for note in plan.notes)
    assert any("第 6 行是表尾" in note for note in plan.notes)
    assert list(people()) == ["张三"]


def test_a_merged_head_of_two_rows_is_read_as_group_and_notion(book, take, people):
    def merge(made):
        for area in ("A1:A2", "B1:B2", "C1:D1"):
            made.active.merge_cells(area)

    path = book(["姓名", "电话", "意向", None], [None, None, "工种", "地点"], ["张三", "19900001001", "缝纫工", "江苏"], change=merge)
    _, plan = take(path)
    assert [(c.heading, c.field) for c in plan.columns] == [
        ("姓名", "name"), ("电话", "phone"), ("意向/工种", "occupations"), ("意向/地点", "places")]
    assert people()["张三"].wants.places == ("320000",)


def test_a_serial_number_that_begins_again_and_rows_with_nothing_else_are_no_records(book, take):
    report, plan = take(book(HEAD, [1, "张三", "", "19900001001", ""], [1, "李四", "", "19900001002", ""], [2], [3]))
    assert (report.read, report.added) == (2, 2)
    assert any("只有序号" in note for note in plan.notes)


def test_hidden_rows_are_dropped_and_said(book, take, people):
    path = book(HEAD, [1, "张三", "", "19900001001", ""], [2, "李四", "", "19900001002", ""],
                change=lambda made: setattr(made.active.row_dimensions[3], "hidden", True))
    _, plan = take(path)
    assert list(people()) == ["张三"]
    assert any("第 3 行是隐藏的行" in note for note in plan.notes)


def test_hidden_rows_are_looked_for_in_the_sheet_they_belong_to(book, take, people):
    """Sheets may stand in another order than their files."""
    def change(made):
        other = made.create_sheet("先", 0)
        other.append(["说明"])
        other.row_dimensions[2].hidden = True

    take(book(HEAD, [1, "张三", "", "19900001001", ""], change=change))
    assert list(people()) == ["张三"]


@pytest.mark.parametrize("number", [
    pytest.param(611021199003070010, id="a number in the sheet"), pytest.param("6.11E+17", id="as it is shown"),
    pytest.param("611021199003070000", id="three noughts")])
def test_an_id_number_that_became_a_number_is_refused_with_the_reason_and_never_guessed(book, take, people, number):
    report, _ = take(book(HEAD, [1, "张三", number, "19900001001", ""]))
    assert (report.refused, people()) == (1, {})
    assert [(p.row, p.column) for p in report.problems] == [(2, "身份证号")]
    assert "文本" in report.problems[0].reason


@pytest.mark.parametrize("written", ["x", "Ｘ", "X"])
def test_the_last_letter_of_an_id_number_may_be_written_in_any_way(take, people, written):
    whole = next(n for n in (identity(f"{k:03d}") for k in range(99)) if n.endswith("X"))
    take(f"姓名\t身份证号\t电话\n张三\t{whole[:-1]}{written}\t19900001001")
    assert people()["张三"].identity == whole


def test_blanks_in_names_two_phones_in_a_cell_and_every_way_of_saying_yes(take, people):
    text = "姓名\t联系方式\t是否坐专车\n张  三\t19900001001/0914-7321234\t√\n李四\t19900001002\t否\n王五\t19900001003\t"
    take(text)
    found = people()
    assert (found["张三"].phone, found["张三"].second_contact) == ("19900001001", "0914-7321234")
    assert [found[name].wants.coach for name in ("张三", "李四", "王五")] == [True, False, None]


@pytest.mark.parametrize(("said", "day"), [
    ("2026.3.8", "2026-03-08"), ("正月初八", "2026-02-24"), ("二月底", "2026-02-28"), ("2026/3/8", "2026-03-08")])
def test_days_are_understood_as_people_write_them(take, people, said, day):
    take(f"姓名\t电话\t可外出时间\n张三\t19900001001\t{said}")
    assert people()["张三"].wants.ready_on.isoformat() == day


def test_a_date_of_the_spreadsheet_itself_is_a_day(book, take, people):
    from datetime import datetime

    take(book(["姓名", "电话", "可外出时间"], ["张三", "19900001001", datetime(2026, 3, 8)]))
    assert people()["张三"].wants.ready_on.isoformat() == "2026-03-08"


def test_two_people_of_one_name_in_one_village_stay_two(take, people, desk):
    take(f"姓名\t身份证号\t电话\t村\n张三\t{identity('001')}\t19900001001\t某村\n张三\t{identity('003')}\t19900001002\t某村")
    with desk.ledger.reading() as reader:
        assert len(reader.list_workers(Page()).items) == 2


def test_second_sheets_with_values_to_choose_from_are_left_alone_and_said(book, take):
    def change(made):
        made.create_sheet("代码表").append(["文化程度"])
        made["代码表"].append(["初中"])

    report, plan = take(book(HEAD, [1, "张三", "", "19900001001", ""], change=change))
    assert report.read == 1
    assert any("代码表" in note for note in plan.notes)


def test_one_sheet_for_each_village_is_taken_whole_and_doubts_name_the_sheet(book, take, people):
    def change(made):
        made.active.title = "甲村"
        other = made.create_sheet("乙村")
        other.append(list(HEAD))
        other.append([1, "李四", "", "123", ""])
        other.append([2, "王五", "", "19900001003", ""])

    report, _ = take(book(HEAD, [1, "张三", "", "19900001001", ""], change=change))
    assert sorted(people()) == ["张三", "王五"]
    assert [(p.row, p.column) for p in report.problems] == [(2, "乙村·联系电话")]


def test_what_must_not_be_kept_is_named_once_and_kept_nowhere(take, desk):
    report, _ = take("姓名\t电话\t民族\t婚姻状况\t健康状况\n张三\t19900001001\t汉\t已婚\t良好")
    assert [p.column for p in report.problems] == ["民族", "婚姻状况", "健康状况"]
    assert not any(word in str(record) for record in desk.ledger.dump() for word in ("已婚", "良好"))


def test_the_head_of_the_household_is_the_person_only_where_nobody_else_is_named(take, people):
    take("户主姓名\t户主身份证号\t户主电话\n张三\t\t19900001001")
    take("户主姓名\t姓名\t电话\n张三\t李四\t19900001002")
    assert sorted(people()) == ["张三", "李四"]


def test_a_heading_with_a_slip_is_taken_over_only_where_its_values_agree(take):
    _, plan = take("姓名\t联糸电话\n张三\t19900001001\n李四\t19900001002\n王五\t19900001003")
    assert [(c.field, c.sure) for c in plan.columns] == [("name", True), ("phone", False)]
    with pytest.raises(Invalid, match="电话"):
        take("姓名\t联糸电话\n张三\t甲\n李四\t乙\n王五\t丙")


def test_a_person_known_by_id_number_is_updated_by_a_list_without_telephones_and_a_stranger_is_refused(take, people):
    take(f"姓名\t身份证号\t电话\n张三\t{identity()}\t19900001001")
    report, _ = take(f"劳动力姓名*\t劳动力身份证号*\t岗位工种\n张三\t{identity()}\t缝纫工\n李四\t{identity('003')}\t保安")
    assert (report.changed, report.refused) == (1, 1)
    assert "请补上电话" in report.problems[-1].reason
    assert people()["张三"].haves.experience[0].occupation == "6-05-01-03"
    assert people()["张三"].phone == "19900001001"


def test_categories_are_gathered_from_every_column_that_asks_for_one(take, people):
    take("姓名\t电话\t是否易地搬迁户\t脱贫状态\t监测对象类别\t授权签字\n张三\t19900001001\t是\t已脱贫\t边缘易致贫户\t张三")
    assert set(people()["张三"].categories) == {Category.RELOCATED, Category.LIFTED_WORKER, Category.RELAPSE_MONITORED}
    assert people()["张三"].consent.mode is ConsentMode.SIGNED


def test_an_age_that_contradicts_the_id_number_is_stored_and_doubted(take):
    report, _ = take(f"姓名\t身份证号\t电话\t年龄\n张三\t{identity()}\t19900001001\t52")
    assert (report.accepted, [(p.row, p.column) for p in report.to_check]) == (1, [(2, "年龄")])
    assert summary(report) == "成功 0 行, 待核 1 行, 失败 0 行"


def test_the_lines_of_a_chat_group_become_people_with_wishes(take, people):
    text = "#接龙\n腊月返岗登记\n1. 张三 19900001001 苏州 初八\n2、李四,19900001002,南京,正月初十,缝纫工\n3. 王五 199000\n"
    report, plan = take(text)
    assert plan.book.form == "chain"
    assert (report.read, report.added, report.refused) == (3, 2, 1)
    found = people()
    assert (found["张三"].wants.places, found["张三"].wants.ready_on.isoformat()) == (("320500",), "2026-02-24")
    assert (found["李四"].wants.places, found["李四"].wants.occupations) == (("320100",), ("6-05-01-03",))
    assert report.problems[-1].row == 5


def test_a_travel_list_registers_its_riders_and_notes_the_wish_once(take, people, desk):
    text = ("姓名\t电话\t镇村\t类别\t务工省市县\t企业\t计划返岗日\t出行方式\t上车点\t同行人数\n"
            "张三\t19900001001\t麻坪镇\t脱贫劳动力\t江苏苏州昆山\t某电子厂\t正月初八\t包车\t石坡街\t1\n李四\t19900001002\t麻坪镇\t\t浙江宁波\t某厂\t正月初八\t自驾\t\t")
    report, plan = take(text)
    take(text)
    assert (plan.kind, report.added) == ("riders", 2)
    wants = people()["张三"].wants
    assert (wants.places, wants.coach, wants.companions, wants.ready_on.isoformat()) == (("320583",), True, 1, "2026-02-24")
    assert "石坡街" in wants.note
    assert people()["李四"].wants.coach is False
    with desk.ledger.reading() as reader:
        events = [event for event in reader.events(Page(), worker=people()["张三"].id).items if event.step is Step.RIDE_WANTED]
    assert [event.detail["pickup"] for event in events] == ["石坡街"]
    assert "19900001001" not in str(events[0].detail)


JOBS = [
    "单位名称", "统一社会信用代码", "岗位名称", "招聘人数", "性别", "年龄", "薪资", None, "班次与工时", "食宿", "工作地点", "联系人", "联系电话",
    "有效期至",
]


def test_the_form_for_vacancies_gives_employers_pay_by_its_sub_heading_and_one_employer_merged_over_its_posts(book, take, posts, desk):
    def merge(made):
        for area in ("G1:H1", "A3:A4", "B3:B4"):
            made.active.merge_cells(area)

    path = book(JOBS, [None] * 6 + ["底薪", "综合"],
                ["示例服装厂", "91350100M000100Y43", "缝纫工", 20, "女", "18-45", 2660, "6500-8000", "长白班8小时", "包吃住", "江苏昆山", "示例",
                 "19900009001", "2026.3.31"],
                [None, None, "裁剪工", "若干", "不限", "18-50", 2660, "面议", "两班倒", "包住", "江苏昆山"], change=merge)
    report, plan = take(path, source="某县")
    assert (plan.kind, report.added) == ("vacancies", 2)
    by_title = {post.title: post for post in posts()}
    sewing, cutting = by_title["缝纫工"], by_title["裁剪工"]
    assert [(pay.kind, pay.low, pay.high) for pay in sewing.offer.pay] == [("base", 2660, 2660), ("gross", 6500, 8000)]
    assert (sewing.offer.meals, sewing.offer.lodging, sewing.place, sewing.employer) == (True, True, "320583", cutting.employer)
    assert [p.column for p in report.to_check if p.text == "女"] == ["性别"]
    with desk.ledger.reading() as reader:
        assert reader.employer(sewing.employer).credit_code == "91350100M000100Y43"


def test_a_list_of_villages_without_people_or_posts_is_refused_with_what_is_wanted(take):
    with pytest.raises(Invalid, match="姓名"):
        take("村名\t户数\t贷款总额\n甲村\t12\t30\n")


def answered(path, plan, report, tmp_path):
    mark(path, plan, report, tmp_path / "回.xlsx")
    return tmp_path / "回.xlsx"


def test_a_workbook_comes_back_marked_and_corrected_it_updates_and_never_doubles(book, take, people, tmp_path):
    path = book(HEAD, [1, "张三", "", "19900001001", "火星镇"], [2, "李四", "6.1E+17", "19900001002", ""], [3, "王五", "", "19900001003", "石坡镇"])
    report, plan = take(path)
    assert summary(report) == "成功 1 行, 待核 1 行, 失败 1 行"
    back = load_workbook(answered(path, plan, report, tmp_path))
    sheet = back.active
    assert [str(sheet.cell(row, 6).value).split(":")[0] for row in (1, 2, 3, 4)] == ["核对结果", "待核", "失败", "成功"]
    sheet["D2"], sheet["E2"], sheet["C3"] = "19900008888", "石坡镇", identity()  # even the telephone was wrong
    back.save(tmp_path / "改.xlsx")
    again, _ = take(tmp_path / "改.xlsx")
    assert (again.refused, again.added, again.changed, again.known) == (0, 1, 1, 1)
    found = people()
    assert (sorted(found), found["张三"].phone, found["张三"].place) == (["张三", "李四", "王五"], "19900008888", "611021108")
    assert [p.row for p in again.duplicates] == [2]
    assert "没有重复登记" in again.duplicates[0].reason


def test_a_marked_row_copied_to_another_person_does_not_overwrite_the_first(book, take, people, tmp_path):
    path = book(HEAD, [1, "张三", "", "19900001001", ""])
    report, plan = take(path)
    back = load_workbook(answered(path, plan, report, tmp_path))
    back.active.append([2, "李四", "", "19900001002", "", back.active["F2"].value])
    back.save(tmp_path / "改.xlsx")
    take(tmp_path / "改.xlsx")
    assert {name: worker.phone for name, worker in people().items()} == {"张三": "19900001001", "李四": "19900001002"}


def test_corrected_pay_and_title_change_the_post_and_add_none(book, take, posts, tmp_path):
    path = book(["岗位名称", "单位名称", "工资"], ["普工", "甲厂", "看着给"], ["普工", "甲厂", "6-8千"])
    report, plan = take(path, source="某县")
    back = load_workbook(answered(path, plan, report, tmp_path))
    back.active["A2"], back.active["C2"] = "包装工", "5000-6000"
    back.save(tmp_path / "改.xlsx")
    again, _ = take(tmp_path / "改.xlsx", source="某县")
    assert (again.changed, again.known, again.added) == (1, 1, 0)
    assert sorted((post.title, post.offer.pay[0].low) for post in posts()) == [("包装工", 5000), ("普工", 6000)]


def test_pasted_cells_come_back_as_a_workbook_whose_cells_are_text(take, tmp_path):
    report, plan = take("姓名\t电话\t备注\n张三\t19900001001\t=1+1\n")
    sheet = load_workbook(answered(None, plan, report, tmp_path)).active
    assert [(cell.value, cell.data_type) for cell in sheet[2]][:3] == [("张三", "s"), ("19900001001", "s"), ("=1+1", "s")]


def test_formulas_that_reach_out_of_a_sheet_are_text_when_it_comes_back(book, take, tmp_path):
    path = book(HEAD, [1, "张三", "", "19900001001", '=HYPERLINK("http://example.invalid")'])
    report, plan = take(path)
    assert load_workbook(answered(path, plan, report, tmp_path)).active["E2"].data_type == "s"


def test_a_choice_is_remembered_for_the_sender_and_nobody_else(desk, admin, station):
    def plan_for(actor):
        return planned(actor, desk, open_text("姓名\t电话\t神秘\n张三\t19900001001\t甲\n", desk))

    choose(admin, desk, plan_for(admin), {"神秘": "note"})
    assert plan_for(admin).columns[2].field == "note"
    assert plan_for(station).columns[2].field is None


def test_what_must_not_be_used_cannot_be_chosen_either(desk, admin):
    plan = planned(admin, desk, open_text("姓名\t电话\t民族\n张三\t19900001001\t汉\n", desk))
    assert choose(admin, desk, plan, {"民族": "note"}).columns[2].field is None
