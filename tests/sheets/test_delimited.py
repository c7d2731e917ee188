"""CSV as offices send it."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.errors import Invalid
from matcher.sheets.delimited import Limits, read_rows, sniff_encoding

TABLE = "title,company,wage_raw\r\n缝纫工,示例服装厂,6-8千\r\n普工,示例电子厂,面议\r\n"


@pytest.fixture
def sheet(tmp_path):
    def write(content: bytes) -> Path:
        path = tmp_path / "表.csv"
        path.write_bytes(content)
        return path

    return write


def cells(path, **limits):
    return [(row.number, dict(row.cells)) for row in read_rows(path, Limits(**limits))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_same_sheet_reads_the_same_in_every_encoding_that_offices_use(sheet, encoding):
    assert cells(sheet(TABLE.encode(encoding))) == [
        (2, {"title": "缝纫工", "company": "示例服装厂", "wage_raw": "6-8千"}),
        (3, {"title": "普工", "company": "示例电子厂", "wage_raw": "面议"}),
    ]


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_other_separators_are_seen_from_the_head(sheet, mark):
    assert cells(sheet(f"姓名{mark}电话\n张三{mark}19900001001\n".encode())) == [(2, {"姓名": "张三", "电话": "19900001001"})]


def test_rows_are_numbered_as_a_spreadsheet_shows_them_though_cells_hold_line_ends_and_rows_are_blank(sheet):
    text = 'title,company\n"两行\n的格子",甲厂\n\n,\n普工,乙厂\n'
    assert [number for number, _ in cells(sheet(text.encode()))] == [2, 5]


def test_a_broken_byte_is_named_with_its_row_and_column_and_the_other_rows_are_whole(sheet):
    good = "title,company\n缝纫工,甲厂\n普工,乙厂\n保安,丙厂\n".encode()
    rows = list(read_rows(sheet(good.replace("普".encode(), b"\xe6\x99"))))
    assert [row.number for row in rows if row.problems] == [3]
    (problem,) = rows[1].problems
    assert (problem.row, problem.column) == (3, "title")
    assert "字节" in problem.reason
    assert rows[2].cells["company"] == "丙厂"


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
    expected = [[cell.strip() for cell in row] for row in table if any(cell.strip() for cell in row)]
    assert [[row.cells[name] for name in "甲乙丙"] for row in read_rows(path)] == expected


@pytest.mark.parametrize(("content", "said"), [
    pytest.param(b"PK\x03\x04rest", "另存为 CSV", id="a workbook"),
    pytest.param(b"\xd0\xcf\x11\xe0rest", "另存为 CSV", id="an old workbook"),
    pytest.param(b"", "空的", id="nothing"),
    pytest.param(b",,\n1,2,3\n", "列名", id="no head"),
])
def test_what_is_no_such_sheet_is_refused_with_what_to_do(sheet, content, said):
    with pytest.raises(Invalid, match=said):
        list(read_rows(sheet(content)))


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
        list(read_rows(tmp_path / "没有.csv"))


def test_cells_beyond_the_head_are_named_and_a_missing_quote_costs_its_own_row_only(sheet):
    (row,) = read_rows(sheet(b"a,b\n1,2,3\n"))
    assert [problem.text for problem in row.problems] == ["3"]
    rows = list(read_rows(sheet(("a,b\n1,2\n" + '"' + "字" * 140_000 + '",3\n4,5\n').encode())))
    assert rows[-1].cells == {"a": "4", "b": "5"}
    assert [row.number for row in rows if row.problems] == [3]
