"""check and tables, as people run them."""

import json
from pathlib import Path

import pytest
from test_commands import Office

CODE = "91320115MA1MTX8R87"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("law"))
    made.run("init")
    return made


def checked(office: Office, *lines: str, options: tuple[str, ...] = ()) -> list[dict]:
    out = office.run("check", "--today", "2026-02-20", *options, stdin="".join(f"{line}\n" for line in lines))
    return [json.loads(line) for line in out.splitlines()]


def test_every_line_gets_a_line_with_rule_level_span_basis_and_suggestion(office: Office) -> None:
    plain, none, broken, empty = checked(office, "保安 限男性", "保安, 男女不限", '{"title": 限男', "")
    [hit] = plain["hits"]
    assert (hit["rule"], hit["level"], hit["span"], hit["text"]) == ("R01", "BLOCK", [3, 6], "限男性")
    assert hit["basis"]
    assert 0 < len(hit["suggestion"]) <= 30
    assert [hit["rule"] for hit in broken["hits"]] == ["R01"]  # no JSON after all: read as text
    assert none == empty == {"hits": []}


def test_fields_are_checked_with_what_they_say_and_their_text_comes_along(office: Office) -> None:
    post = {"title": "保安", "sex_req": "男", "place": "320115", "offer": {"pay": [{"basis": "month", "low": 1800, "high": 1800, "kind": "base"}]}}
    [said] = checked(office, json.dumps(post, ensure_ascii=False))
    found = {hit["rule"]: hit for hit in said["hits"] if hit["level"] == "BLOCK"}
    assert set(found) == {"R01", "R17"}
    assert found["R17"]["field"] == "offer.pay"
    for hit in found.values():
        assert said["text"][slice(*hit["span"])] == hit["text"]


def test_an_agency_is_known_by_its_fields_and_an_office_may_post_for_it(office: Office) -> None:
    post = json.dumps({"title": "普工", "employer": {"name": "示例人力", "is_agency": True}})
    said = [checked(office, post, options=options)[0] for options in ((), ("--public",))]
    assert [[hit["rule"] for hit in each["hits"] if hit["level"] == "BLOCK"] for each in said] == [["R23"], []]


def test_tables_are_imported_in_either_coding_listed_and_used(tmp_path: Path, office: Office) -> None:
    assert office.json("tables", "list")["starting"] is True
    wages = tmp_path / "wages.csv"
    rows = "地区代码,月最低工资,小时最低工资,执行日期,来源", "320115 320114,2900,28,2026/2/1,示例文件", "陕西洛南县,2160元,,2026-01-01,"
    wages.write_bytes("\r\n".join(rows).encode("gb18030"))
    assert office.json("tables", "import", "wages", str(wages)) == {"saved": 3, "paused": []}
    listed = office.json("tables", "list", "wages")
    assert listed["starting"] is False
    assert {line["area"] for line in listed["wages"]} >= {"320115", "320114", "611021", "320000"}
    said = checked(office, "底薪2700", options=("--place", "320115"))
    assert [hit["rule"] for hit in said[0]["hits"] if hit["level"] == "BLOCK"] == ["R17"]
    arrears, licences = tmp_path / "arrears.csv", tmp_path / "licences.csv"
    arrears.write_text(f"\ufeff统一社会信用代码,列入日期,截止日期\n{CODE},2025-02-01,2028-01-31\n", "utf-8")
    licences.write_text(f"credit_code,number,since,valid_until\n{CODE},RL-1,2025-01-01,2027-12-31\n", "utf-8")
    assert office.json("tables", "import", "arrears", str(arrears))["saved"] == 1
    assert office.json("tables", "import", "licences", str(licences))["saved"] == 1
    assert CODE in office.run("tables", "list", "arrears")


def test_a_sheet_with_a_wrong_row_is_refused_whole_naming_the_row(tmp_path: Path, office: Office) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("地区代码,月最低工资,执行日期\n330100,2660,2026-01-01\n330200,两千六,2026-01-01\n", "utf-8")
    assert "第 3 行" in office.run("tables", "import", "wages", str(wrong), code=1)
    assert "330100" not in office.run("tables", "list", "wages")
    (tmp_path / "no.csv").write_text("甲,乙\n1,2\n", "utf-8")
    assert "没有" in office.run("tables", "import", "wages", str(tmp_path / "no.csv"), code=1)
