"""CSV as offices send it."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.errors import Invalid
from matcher.sheets.delimited import Limits, read_lines, sniff_encoding

TABLE = "title,company,wage_raw\r\n缝纫工,示例服装厂,6-8千\r\n普工,示例电子厂,面议\r\n"


@pytest.fixture
def sheet(tmp_path):
    def write(content: bytes) -> Path:
        path = tmp_path / "表.csv"
        path.write_bytes(content)
        return path

    return write


def cells(path, **limits):
    return [(line.number, line.cells) for line in read_lines(path, Limits(**limits))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_same_sheet_reads_the_same_in_every_encoding_that_offices_use(sheet, encoding):
    assert cells(sheet(TABLE.encode(encoding))) == [
        (1, ("title", "company", "wage_raw")), (2, ("缝纫工", "示例服装厂", "6-8千")), (3, ("普工", "示例电子厂", "面议")),
    ]


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_other_separators_are_seen_from_the_head(sheet, mark):
    assert cells(sheet(f"姓名{mark}电话\n张三{mark}19900001001\n".encode())) == [(1, ("姓名", "电话")), (2, ("张三", "19900001001"))]


def test_rows_are_numbered_as_a_spreadsheet_shows_them_though_cells_hold_line_ends_and_rows_are_blank(sheet):
    text = 'title,company\n"两行\n的格子",甲厂\n\n,\n普工,乙厂\n'
    assert [number for number, _ in cells(sheet(text.encode()))] == [1, 2, 5]


def test_a_few_broken_bytes_do_not_turn_good_text_into_chinese_of_another_code(sheet):
    good = "title,company\n缝纫工,甲厂\n普工,乙厂\n保安,丙厂\n".encode()
    found = cells(sheet(good.replace("普".encode(), b"\xe6\x99")))
    assert found[3] == (4, ("保安", "丙厂"))
    assert "\ufffd" in found[2][1][0]


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=3))
def test_chinese_text_is_told_apart_by_its_bytes_however_it_is_cut_into_pieces(text):
    for encoding in ("utf-8", "gb18030"):
        body = text.encode(encoding)
        whole = sniff_encoding([body])
        assert whole == sniff_encoding([body[:1], body[1:2], body[2:]])
        if encoding == "utf-8":
            assert whole == "utf-8-sig"


@given(st.lists(st.lists(st.text("缝纫a1,\"\n ", max_size=6), min_size=3, max_size=3), max_size=8))
def test_every_row_that_is_not_blank_comes_out_and_none_is_invented(tmp_path_factory, table):
    out = io.StringIO()
    csv.writer(out).writerows([["甲", "乙", "丙"], *table])
    path = tmp_path_factory.mktemp("sheet") / "t.csv"
    path.write_text(out.getvalue(), "utf-8", newline="")
    expected = [tuple(row) for row in table if any(cell.strip() for cell in row)]
    assert [cells for _, cells in cells(path)[1:]] == expected


@pytest.mark.parametrize(("limits", "said"), [
    pytest.param({"rows": 1}, "拆成几份", id="rows"),
    pytest.param({"columns": 2}, "最多 2 列", id="columns"),
    pytest.param({"file_bytes": 20}, "拆成几份", id="bytes"),
])
def test_limits_hold(sheet, limits, said):
    with pytest.raises(Invalid, match=said):
        cells(sheet(TABLE.encode()), **limits)


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path):
    with pytest.raises(Invalid, match="打不开"):
        list(read_lines(tmp_path / "没有.csv"))


def test_an_empty_file_is_said_to_be_so(sheet):
    with pytest.raises(Invalid, match="空的"):
        list(read_lines(sheet(b"")))


def test_a_missing_quote_costs_its_own_row_only(sheet):
    lines = list(read_lines(sheet(("a,b\n1,2\n" + '"' + "字" * 140_000 + '",3\n4,5\n').encode())))
    assert lines[-1].cells == ("4", "5")
    assert [line.number for line in lines if line.fault] == [3]
