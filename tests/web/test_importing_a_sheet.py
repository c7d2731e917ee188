"""A township's messy workbook goes in by the page, and comes back marked."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from stdnum.cn import ric
from visiting import STATION, token

from matcher.domain.accounts import SYSTEM
from matcher.ledger.port import Page
from matcher.services.registering import list_workers

BODY = "61102119900307001"
IDENTITY = BODY + ric.calc_check_digit(BODY + "0")


def messy(path: Path) -> Path:
    """Title, merged two-row head, an ID number as a number, a hidden row, a sum, a signature."""
    book = Workbook()
    sheet = book.active
    sheet.append(["石坡镇2026年春季劳动力摸底表"])
    sheet.append(["序号", "姓名", "身份证号码", "联系方式", "意向", None, "婚姻状况", "备用"])
    sheet.append([None, None, None, None, "工种", "地点"])
    sheet.append([1, "张  三", IDENTITY, "19900004001", "缝纫工", "江苏", "已婚", ""])
    sheet.append([2, "李四", 611021199003070010, "19900004002", "保安", "江苏", "未婚", ""])
    sheet.append([3, "王五", "", "19900004003/0914-7321234", "宇宙飞行", "江苏", "", ""])
    sheet.append([4, "藏起", "", "19900004004", "", "", "", ""])
    sheet.append(["合计", 4])
    sheet.append(["填报人: 某某"])
    for area in ("A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3", "H2:H3"):
        sheet.merge_cells(area)
    sheet.row_dimensions[7].hidden = True
    book.save(path)
    return path


@pytest.fixture
def clerk(visit):
    return visit(account=STATION)


def test_a_messy_workbook_is_looked_at_taken_over_and_comes_back_marked(clerk, site, tmp_path):
    page = clerk.open("/")
    page.click("text=导入")
    page.set_input_files("#file", messy(tmp_path / "摸底表.xlsx"))
    page.click("text=看看每一列")
    page.wait_for_url("**/imports/sheet*")
    assert "列名在第 2 行" in page.inner_text("main")
    chosen = page.locator("tr", has=page.locator("th", has_text="意向/工种")).locator("select")
    assert chosen.input_value() == "occupations"
    assert "不收录" in page.locator("tr", has=page.locator("th", has_text="婚姻状况")).inner_text()
    assert IDENTITY not in page.content()
    page.click("button:has-text('导入')")
    page.wait_for_selector("text=下载核对结果")
    assert "成功 1 行, 待核 1 行, 失败 1 行" in page.inner_text("h1")
    text = page.inner_text("main")
    assert "第 7 行是隐藏的行" in text
    assert "第 8 行是合计" in text
    with page.expect_download() as waiting:
        page.click("text=下载核对结果")
    sheet = load_workbook(BytesIO(Path(waiting.value.path()).read_bytes())).active
    answers = {row[1].value: str(row[-1].value) for row in sheet.iter_rows(min_row=4)}
    assert answers["张  三"].startswith("成功")
    assert answers["李四"].startswith("失败")
    assert "文本" in answers["李四"]
    assert answers["王五"].startswith("待核")
    assert sheet.merged_cells.ranges  # it is the sender's own sheet
    found = list_workers(SYSTEM, site.wiring.desk, Page(), name="张三").items
    assert [worker.place for worker in found] == ["611021103"]
    with site.wiring.ledger.reading() as reader:
        assert reader.worker_by_identity(IDENTITY).name == "张三"


def test_a_choice_is_remembered_for_the_next_sheet_with_the_same_headings(clerk):
    for turn in (1, 2):
        page = clerk.open("/imports")
        page.fill("#text", f"姓名\t电话\t神秘列\n赵六\t1990000510{turn}\t甲\n")
        page.click("text=看看每一列")
        select = page.locator("select[name=column-2]")
        assert select.input_value() == ("-" if turn == 1 else "note")
        if turn == 1:
            select.select_option("note")
        page.click("button:has-text('导入')")
        page.wait_for_selector("text=下载核对结果")


def test_what_is_no_sheet_is_answered_with_what_to_do(clerk, tmp_path):
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\x89PNG and so on")
    page = clerk.open("/imports")
    page.set_input_files("#file", path)
    page.click("text=看看每一列")
    assert "图片" in page.inner_text("#faults")
    page = clerk.open("/imports")
    page.click("text=看看每一列")
    assert "请选一份表格文件" in page.inner_text("#faults")


def test_a_sheet_is_seen_by_the_account_alone_that_sent_it(signed_in, site):
    client = signed_in(STATION)
    sent = {"file": (BytesIO("姓名,电话\n钱七,19900005201\n".encode()), "名册.csv"), "csrf_token": token(client, "/imports")}
    address = client.post("/imports", data=sent, content_type="multipart/form-data").headers["Location"]
    assert client.get(address).status_code == 200
    client.post("/logout", data={"csrf_token": token(client, "/imports")})
    other = signed_in("管理员")
    answer = other.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/imports")


def multipart(csrf, content):
    """A body as a browser sends it."""
    parts = (b'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n', csrf.encode(),
             b'\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n', content, b"\r\n--b--\r\n")
    return {"data": b"".join(parts), "content_type": "multipart/form-data; boundary=b"}


def test_a_sheet_may_be_larger_than_a_form_and_is_refused_when_it_is_larger_than_that(signed_in):
    client = signed_in(STATION)
    rows = "".join(f"甲{number},199{number:08d},{'很长的备注' * 20}\n" for number in range(6000)).encode()
    csrf = token(client, "/imports")
    assert len(rows) > 1_048_576
    assert client.post("/imports", **multipart(csrf, "姓名,电话,备注\n".encode() + rows)).status_code == 302
    assert client.post("/imports", **multipart(csrf, b"x" * 22_000_000)).status_code == 413
