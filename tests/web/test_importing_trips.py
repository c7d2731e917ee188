"""A sheet of trips goes in by the page that takes the other sheets, and comes back marked."""

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect
from test_accessibility import AXE, SMALL_TARGETS, faults
from visiting import ADMIN, STATION, WIDTHS

from matcher.domain.accounts import SYSTEM
from matcher.domain.trips import TripState
from matcher.ledger.port import Page
from matcher.services.trips import list_trips

ROWS = (
    ("车次", "发车日期", "发车时间", "始发地", "目的地", "到达时间", "车型"),
    ("导入一号车", "2026-03-01", "06:30", "石坡街", "南通汽车站", "21:30", "49座大巴"),
    ("导入二号车", "2026-03-01", "07:00", "石坡街", "苏州北", "", "53座"),
    ("导入三号车", "2026-03-02", "07:00", "石坡街", "苏州北", "20:00", "45座"),
)


def sheet(path: Path) -> Path:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(path)
    return path


def taken(page, path, programme="su_shan"):
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/imports")
    page.set_input_files("#file", path)
    page.click("text=看看每一列")
    page.wait_for_url("**/imports/sheet*")
    page.fill("#programme", programme)
    page.click("button:has-text('导入')")
    page.wait_for_selector("text=下载核对结果")
    return page


def test_a_sheet_of_trips_goes_in_with_the_report_of_the_others_and_a_second_time_adds_nothing(visit, site, tmp_path):
    page = visit("phone", ADMIN).open("/")
    taken(page, sheet(tmp_path / "车次表.xlsx"))
    assert "成功 1 行, 待核 1 行, 失败 1 行" in page.inner_text("h1")
    doubts = page.inner_text("#doubts ~ *")
    assert "到达时间" in doubts
    assert "没有写时间" in doubts
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"][0]
    page.evaluate(AXE.read_text("utf-8") + "; null")
    assert faults(page) == []
    with page.expect_download() as waiting:
        page.click("text=下载核对结果")
    marked = load_workbook(BytesIO(Path(waiting.value.path()).read_bytes())).active
    answers = [str(row[-1].value) for row in marked.iter_rows(min_row=2)]
    assert [answer.partition(":")[0] for answer in answers] == ["成功", "失败", "待核"]
    taken(page, tmp_path / "车次表.xlsx")
    expect(page.locator(".head p")).to_contain_text("新增 0, 更新 0, 原来就有 2")
    page.click("text=看这些车次")
    assert page.locator("text=导入一号车").count() == 1
    made = [trip for trip in list_trips(SYSTEM, site.wiring.desk, Page(size=100)).items if trip.name.startswith("导入")]
    assert sorted((trip.name, trip.programme, trip.state) for trip in made) == [
        ("导入一号车", "su_shan", TripState.PLANNED), ("导入三号车", "su_shan", TripState.PLANNED)]


def test_a_station_is_told_whose_task_trips_are_and_nothing_is_made(visit, site, tmp_path):
    page = visit(account=STATION).open("/imports")
    assert "车次" not in page.inner_text("#kind")
    page.set_input_files("#file", sheet(tmp_path / "车次表.xlsx"))
    page.click("text=看看每一列")
    page.wait_for_url("**/imports/sheet*")
    page.click("button:has-text('导入')")
    page.wait_for_selector("text=车次由项目管理员建")
    assert page.locator("select[name^=column-]").count() == len(ROWS[0])


def test_a_file_that_is_no_sheet_of_trips_gets_a_clear_sentence(visit, tmp_path):
    page = visit(account=ADMIN).open("/imports")
    path = tmp_path / "天气.csv"
    path.write_text("今天,天气\n晴,好\n", "utf-8")
    page.set_input_files("#file", path)
    page.select_option("#kind", "trips")
    page.click("text=看看每一列")
    page.wait_for_selector("text=没有找到列名那一行")
    assert "车次表要有“车次”、站名和发车时间" in page.inner_text("main")
