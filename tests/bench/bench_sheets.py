"""How well real layouts are understood, and how fast a messy register of 20,000 rows is taken over. Run: python tests/bench/bench_sheets.py

headings_judged.csv holds what a person judged each heading of the shared layouts to mean (a digest of layout and heading, the field or "-" for
none): the layouts themselves are not ours to carry along.
"""

import csv
import hashlib
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from stdnum.cn import ric

from matcher.app import Wiring
from matcher.domain.accounts import SYSTEM
from matcher.domain.terms import ConsentMode
from matcher.services.desk import Desk
from matcher.settings import Settings
from matcher.sheets.grid import Line, Sheet
from matcher.sheets.heads import find_head
from matcher.sheets.importing import Manner, import_plan, planned, summary
from matcher.sheets.mapping import Column
from matcher.sheets.marking import mark
from matcher.sheets.opening import open_file

JUDGED: Final = Path(__file__).with_name("headings_judged.csv")
RIGHT_REFERENCE: Final = 0.97
SECONDS_REFERENCE: Final = 20.0
ROWS: Final = int(os.environ.get("ROWS", "20000"))
TOWNS: Final = ("麻坪镇", "石坡镇", "景村镇", "灵口镇", "城关街道", "古城镇")
WORK: Final = ("缝纫工", "电子厂普工", "焊工", "保洁、家政", "保安", "叉车司机", "服务员", "随便", "")
WHERE: Final = ("江苏", "浙江、江苏", "广东东莞", "苏州昆山", "本县", "")
WHEN: Final = ("随时", "2026.2.28", "正月初八", "二月底", "过完年", "")


def digest(layout: str, heading: str) -> str:
    return hashlib.blake2b(f"{layout}\x1f{heading}".encode(), digest_size=8).hexdigest()


def layouts() -> list[dict[str, Any]]:
    path = Path(os.environ.get("MATCHER_SHARED", Path(__file__).parents[2].parent / "shared")) / "data" / "registers" / "layouts.json"
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.is_file() else []
    return found


def mapped(layout: dict[str, Any]) -> tuple[Column, ...]:
    head = find_head(Sheet("", (Line(1, tuple(layout["columns"])),), lambda: iter(())))
    return head.columns if head else ()


def measure_headings() -> None:
    judged = dict(csv.reader(JUDGED.open(encoding="ascii")))
    right = missed = wrong = 0
    headings = set()
    for layout in layouts():
        for column in mapped(layout):
            headings.add(column.heading)
            expected, field = judged.get(digest(layout["name"], column.heading), "?"), column.field or "-"
            doubles = column.field is None and column.reason.startswith("与“")
            right += field == expected or doubles
            missed += field == "-" != expected and not doubles
            wrong += field not in ("-", expected)
    total = right + missed + wrong
    if not total:
        print("the layouts are not here (MATCHER_SHARED names their folder): headings are not measured")
        return
    print(f"headings of {len(layouts())} layouts ({len(headings)} different, {total} columns): right {right / total:.4f} "
          f"(reference {RIGHT_REFERENCE}), left out though meant {missed}, mapped wrongly {wrong}")


def people(count: int) -> Iterator[list[str]]:
    """Invented, the same each time, as messy as they come: two phones in a cell, blanks in names, damaged ID numbers, sums in between."""
    chance = random.Random(20260208)
    for number in range(count):
        birthday = f"{chance.randrange(1965, 2007)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
        body = f"611021{birthday}{number % 1000:03d}"
        identity = body + ric.calc_check_digit(body + "0")
        identity = chance.choices((identity, identity.lower(), "6.11E+17", ""), (85, 4, 1, 10))[0]
        phone = f"199{number:08d}" + chance.choices(("", f"/189{number:08d}", " 0914-7321234"), (90, 5, 5))[0]
        name = "示" + chance.choice("一二三四五六七八九") + chance.choices(("", "  "), (95, 5))[0] + "甲乙丙丁戊己庚"[number % 7]
        wishes = [chance.choice(WORK), chance.choice(WHERE), chance.choice(("4500", "5000-6000元/月", "面议", "")), chance.choice(WHEN)]
        home = ["洛南县", chance.choice(TOWNS), f"某{number % 40}村"]
        yield [str(number % 500 + 1), name, identity, phone, *home, "已婚", "初中", *wishes, chance.choice(("√", "是", "否", "")), ""]
        if number % 500 == 499:
            yield ["小计", "500"]


def write_register(path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(["洛南县某某镇2026年春季农村劳动力摸底表"])
    person = ["序号", "姓名*", "身份证号码", "联系方式", "户籍", None, None, "婚姻状况", "文化程度"]
    sheet.append([*person, "意向", None, None, "可外出时间", "是否坐专车", "备注"])
    sheet.append([None, None, None, None, "县", "镇", "村", None, None, "工种", "地点", "薪资（元/月）", None, None, None])
    for row in people(ROWS):
        sheet.append(row)
    sheet.append(["合计", str(ROWS)])
    sheet.append(["填报人: 示例   审核人: 示例"])
    book.save(path)


def measure_register(desk: Desk, folder: Path) -> None:
    path = folder / "register.xlsx"
    write_register(path)
    for name in ("a messy register read, checked and stored", "the same again"):
        begun, worked = time.perf_counter(), time.process_time()
        plan = planned(SYSTEM, desk, open_file(path, desk), "workers")
        report = import_plan(SYSTEM, desk, plan, Manner(ConsentMode.SIGNED))
        seconds, own = time.perf_counter() - begun, time.process_time() - worked
        print(f"{name}: {seconds:.1f} s (reference {SECONDS_REFERENCE:.0f}, ratio {seconds / SECONDS_REFERENCE:.2f}; {own:.1f} s of one processor): "
              f"{report.read} rows, {summary(report)}, added {report.added}, changed {report.changed}, known {report.known}")
    begun = time.perf_counter()
    mark(path, plan, report, folder / "marked.xlsx")
    print(f"its own workbook back, marked: {time.perf_counter() - begun:.1f} s")


def main() -> None:
    measure_headings()
    with tempfile.TemporaryDirectory() as name:
        wiring = Wiring(Settings.read({}, ledger_url=f"sqlite:///{name}/bench.db", var=name))
        wiring.ledger.migrate()
        measure_register(wiring.desk, Path(name))
        wiring.catalogue.close()
        wiring.ledger.close()
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
