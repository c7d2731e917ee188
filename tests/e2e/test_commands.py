"""The console command as people run it: in processes of its own, on a ledger of its own."""

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

COLUMNS = (
    "job_id", "source", "posted_on", "deadline", "title", "company", "company_nature", "company_size", "industry", "category_raw", "region_raw",
    "lon_bd09", "lat_bd09", "wage_raw", "headcount", "sex_req", "age_req", "education_raw", "experience_raw", "welfare_raw", "job_type",
    "description",
)
ENTRY = "from matcher.app import command; command()"


class Office:
    """One installation: its folder, its settings, its commands."""

    def __init__(self, folder: Path, name: str = "matcher") -> None:
        self.folder = folder
        clean = {key: value for key, value in os.environ.items() if not key.startswith("MATCHER_")}
        self.environment = {**clean, "MATCHER_VAR": str(folder), "MATCHER_LEDGER_URL": f"sqlite:///{folder}/{name}.db", "PYTHONWARNINGS": "ignore"}

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", ENTRY, *arguments], env=self.environment, cwd=self.folder, stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *arguments: str, stdin: str = "", code: int = 0) -> str:
        process = self.start(*arguments)
        out, err = process.communicate(stdin.encode(), timeout=240)
        assert process.returncode == code, err.decode()
        return (out if code == 0 else err).decode()

    def json(self, *arguments: str) -> dict:
        return json.loads(self.run(*arguments, "--json"))


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    made.run("init")
    return made


@pytest.fixture(scope="module")
def quiet_office(tmp_path_factory):
    """For commands that change nothing."""
    made = Office(tmp_path_factory.mktemp("office"))
    made.run("init")
    return made


def adverts(count: int, **changes: str) -> str:
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    for number in range(count):
        table.writerow({"job_id": f"示例-{number}", "source": "示例板", "title": "缝纫工", "company": f"示例{number % 7}厂",
                        "region_raw": "苏州·昆山市",
                        "wage_raw": "6-8千", "welfare_raw": "包吃|包住", "description": "坐着踩平车。", **changes})
    return out.getvalue()


def test_the_samples_are_seeded_once_shown_as_a_fair_and_ranked_both_ways(office):
    assert "岗位 40 个" in office.run("seed")
    assert "岗位 0 个" in office.run("seed")
    fair = office.run("demo")
    assert max(sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) for line in fair.splitlines()) < 100
    assert fair.count("合意:") >= 5 * 3 + 2 * 5 - 3
    found = office.json("search", "缝纫")
    assert found["total"] >= 5
    assert {"id", "title", "employer_name", "place"} <= set(found["hits"][0])
    ranked = office.json("rank", "vacancy", found["hits"][0]["id"])
    assert ranked["proved"] is True
    assert [item["score"] for item in ranked["items"]] == sorted((item["score"] for item in ranked["items"]), reverse=True)
    worker = ranked["items"][0]["worker"]
    assert "****" in worker["phone"]
    posts = office.json("rank", "worker", worker["id"])["items"]
    assert 1 <= len(posts) <= 3
    assert all(item["reasons"]["wants"] for item in posts)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_boards_sheet_is_taken_over_in_the_encodings_of_offices(office, encoding):
    path = office.folder / "岗位.csv"
    path.write_bytes(adverts(3).encode(encoding))
    report = office.json("import", "vacancies", str(path))
    assert (report["read"], report["accepted"], report["refused"], report["problems"]) == (3, 3, 0, [])
    again = office.json("import", "vacancies", str(path))
    assert (again["read"], again["accepted"], again["added"]) == (3, 3, 0)
    assert office.json("search", "缝纫", "昆山")["total"] == 3


def test_broken_bytes_are_named_by_row_and_column(office):
    path = office.folder / "岗位.csv"
    path.write_bytes(adverts(4).encode().replace("示例2厂".encode(), "示例2".encode() + b"\xe5\x8e"))
    report = office.json("import", "vacancies", str(path))
    assert report["read"] == report["accepted"] + report["refused"] == 4
    assert [(p["row"], p["column"]) for p in report["problems"]] == [(4, "company")]


def test_a_register_is_taken_over_and_a_damaged_id_number_is_refused(office):
    path = office.folder / "名册.csv"
    path.write_text("姓名,联系电话,身份证号,户籍地,意向工种\n张三,19900002001,,洛南县,缝纫工\n李四,19900002002,6.12E+17,洛南县,缝纫工\n", "gb18030")
    report = office.json("import", "workers", str(path))
    assert (report["read"], report["accepted"], report["refused"]) == (2, 1, 1)
    assert [(p["row"], p["column"], p["text"]) for p in report["problems"]] == [(3, "身份证号", "6.12E+17")]


def test_a_dump_loads_into_an_empty_ledger_and_dumps_the_same(office):
    office.run("seed")
    office.run("dump", str(office.folder / "all.jsonl"))
    other = Office(office.folder, "other")
    other.run("load", str(office.folder / "all.jsonl"))
    assert other.run("dump", "-") == (office.folder / "all.jsonl").read_text("utf-8")
    assert other.json("search", "缝纫")["total"] == office.json("search", "缝纫")["total"]
    assert "空" in other.run("load", str(office.folder / "all.jsonl"), code=1)


def test_an_import_killed_half_way_is_finished_by_the_next_one_and_nothing_is_doubled_or_lost(office):
    path = office.folder / "岗位.csv"
    count = 6_000
    path.write_text(adverts(count), "utf-8")
    process = office.start("import", "vacancies", str(path))
    stored = 0
    until = time.monotonic() + 120
    while stored == 0 and time.monotonic() < until and process.poll() is None:
        time.sleep(0.05)
        stored = stored_vacancies(office)
    process.kill()
    process.communicate()
    stored = stored_vacancies(office)
    assert 0 < stored < count
    assert stored % 1000 == 0  # whole batches
    report = office.json("import", "vacancies", str(path))
    assert (report["accepted"], report["added"], report["known"]) == (count, count - stored, stored)
    office.run("tick")
    assert office.json("search", "缝纫")["total"] == count
    assert stored_vacancies(office) == count


def stored_vacancies(office: Office) -> int:
    import sqlite3

    connection = sqlite3.connect(office.environment["MATCHER_LEDGER_URL"].removeprefix("sqlite:///"), timeout=10)
    try:
        return connection.execute("SELECT count(*) FROM vacancy").fetchone()[0]
    finally:
        connection.close()


def test_an_account_gets_its_token_once_and_its_roles_are_listed(office):
    token = office.run("account", "add", "劳务站", "--role", "station@611021103", "--token").strip()
    assert len(token) >= 40
    assert token.encode() not in (office.folder / "matcher.db").read_bytes()
    assert "station@611021103" in office.run("account", "list")


@pytest.mark.parametrize(("arguments", "code", "said"), [
    pytest.param(("rank", "vacancy", "v0000000000000"), 1, "没有", id="nothing of that name"),
    pytest.param(("import", "vacancies", "没有.csv"), 1, "打不开", id="no such file"),
    pytest.param(("import", "vacancies", "ftp://example.invalid/x"), 1, "http", id="no web address"),
    pytest.param(("account", "add", "x", "--role", "king"), 1, "角色", id="no such role"),
    pytest.param(("rank", "nothing"), 2, "No such command", id="wrong usage"),
    pytest.param(("import", "workers"), 2, "Missing argument", id="an argument too few"),
])
def test_a_refusal_is_one_sentence_and_exit_code_one_and_wrong_usage_is_two(quiet_office, arguments, code, said):
    told = quiet_office.run(*arguments, code=code)
    assert said in told
    assert "Traceback" not in told


@pytest.mark.parametrize(("kind", "text", "value"), [
    ("pay", "月综合6500-8000", {"basis": "month", "low": 6500, "high": 8000, "kind": "gross", "months": None}),
    ("pay", "面议", None),
    ("age", "18-45岁", {"low": 18, "high": 45}),
    ("date", "2026.2.8", "2026-02-08"),
])
def test_lines_are_read_one_by_one(tmp_path, kind, text, value):
    first, second = map(json.loads, Office(tmp_path).run("read", kind, stdin=f"{text}\n\n").splitlines())
    assert (first["text"], first["value"]) == (text, value)
    assert {"text", "value", "confidence", "spans"} == set(first)
    assert (second["text"], second["value"]) == ("", None)


def test_places_and_occupations_are_read_as_codes(tmp_path):
    office = Office(tmp_path)
    assert json.loads(office.run("read", "place", stdin="江苏南京江宁\n"))["value"]["code"] == "320115"
    assert json.loads(office.run("read", "occupation", stdin="缝纫工\n"))["value"]["code"] == "6-05-01-03"
