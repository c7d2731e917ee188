"""Lists leave in the shape of somebody's own sheet, as text, with a reason that is remembered."""

import csv
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from stdnum.cn import ric

from matcher.domain.accounts import Actor, Grant, Role
from matcher.domain.errors import Forbidden, Invalid
from matcher.domain.events import Step
from matcher.domain.people import Haves, Wants
from matcher.domain.terms import Sex
from matcher.ledger.port import Page
from matcher.sheets.exporting import Order, export
from matcher.sheets.importing import Manner, import_plan, planned
from matcher.sheets.opening import open_file

BODY = "61102119900307001"
IDENTITY = BODY + ric.calc_check_digit(BODY + "0")


@pytest.fixture
def template(tmp_path):
    """Titles, a merged head, an old row, and a list of values on a second sheet."""
    book = Workbook()
    for row in (["某县务工台账"], ["序号", "联系方式", "姓名*", "身份证号码", "备注", "民族"], [1, "19911111111", "旧人", "", "", ""]):
        book.active.append(row)
    book.active.merge_cells("A1:F1")
    book.create_sheet("代码表").append(["是"])
    book.save(tmp_path / "表样.xlsx")
    return tmp_path / "表样.xlsx"


@pytest.fixture
def write(desk, tmp_path, template):
    def run(actor, name="出.xlsx", reason="上报", kind="workers", shape=template):
        count = export(actor, desk, Order(kind=kind, template=shape, target=tmp_path / name, reason=reason))
        return count, tmp_path / name

    return run


def test_a_register_goes_out_in_the_columns_and_order_of_the_template_and_numbers_are_text(write, admin, registered):
    registered(name="张三", phone="19900001001", identity=IDENTITY, wants=Wants(note="=1+1"))
    count, path = write(admin)
    book = load_workbook(path)
    rows = [[(cell.value, cell.data_type) for cell in row] for row in book.active.iter_rows(min_row=3)]
    assert count == 1
    assert [value for value, _ in rows[0]] == ["1", "19900001001", "张三", IDENTITY, "'=1+1", None]
    assert {kind for value, kind in rows[0] if value} == {"s"}
    assert book.active["A1"].value == "某县务工台账"
    assert len(rows) == 1
    assert book.sheetnames[1] == "代码表"


def test_in_csv_too_nothing_begins_like_a_formula(write, admin, registered):
    for number, sign in enumerate("=+-@"):
        registered(name=f"甲{number}", wants=Wants(note=f"{sign}cmd"))
    _, path = write(admin, "出.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        notes = [row[4] for row in list(csv.reader(file))[2:]]
    assert sorted(notes) == sorted(f"'{sign}cmd" for sign in "=+-@")


def test_what_goes_out_can_be_taken_in_again_and_changes_nobody(write, desk, admin, registered):
    registered(name="张三", phone="19900001001", identity=IDENTITY, haves=Haves(born_on=date(1990, 3, 7), sex=Sex.MALE))
    _, path = write(admin)
    report = import_plan(admin, desk, planned(admin, desk, open_file(path, desk)), Manner())
    assert (report.read, report.known, report.refused) == (1, 1, 0)


def test_each_persons_path_tells_who_took_the_data_and_why(write, desk, admin, registered):
    worker = registered(name="张三")
    write(admin, reason="春季专车")
    with desk.ledger.reading() as reader:
        events = [event for event in reader.events(Page(), worker=worker.id).items if event.step is Step.EXPORTED]
    assert [(event.actor, event.note, event.detail) for event in events] == [("admin", "春季专车", {"contact": True})]


def test_a_station_takes_its_own_people_alone_and_an_overview_role_gets_them_masked(write, station, registered):
    registered(name="张三", phone="19900001001")
    registered(name="外人", place="320583", lives_at="320583")
    count, path = write(station)
    assert (count, load_workbook(path).active["C3"].value) == (1, "张三")
    _, path = write(Actor("programme", (Grant(Role.PROGRAMME),)))
    seen = {row[2].value for row in load_workbook(path).active.iter_rows(min_row=3)}
    assert seen == {"张*", "外*"}
    assert "19900001001" not in {row[1].value for row in load_workbook(path).active.iter_rows(min_row=3)}


def test_who_has_no_register_takes_nothing_and_without_a_reason_nobody_does(write, recruiter, admin):
    with pytest.raises(Forbidden):
        write(recruiter)
    with pytest.raises(Invalid, match="为什么"):
        write(admin, reason=" ")


def test_posts_go_out_as_an_employers_form_has_them(write, admin, posted, tmp_path):
    posted()
    shape = tmp_path / "岗位表.csv"
    shape.write_text("岗位名称,用人单位,招聘人数,薪资,食宿,年龄要求\n", "utf-8")
    count, path = write(admin, "岗位.csv", kind="vacancies", shape=shape)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert (count, rows[1]) == (1, ["缝纫工", "示例座椅有限公司", "12", "综合6500-7300元/月", "包吃 包住", "18-50岁"])


def test_another_kind_of_file_is_refused(write, admin):
    with pytest.raises(Invalid, match="xlsx"):
        write(admin, "出.pdf")
