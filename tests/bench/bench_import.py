"""How fast lists are taken over: the real adverts beside the repository, and a made-up register. Run: python tests/bench/bench_import.py"""

import csv
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from stdnum.cn import ric

from matcher.app import Wiring
from matcher.domain.accounts import SYSTEM
from matcher.domain.terms import ConsentMode
from matcher.reading.headings import Kind
from matcher.services.desk import Desk
from matcher.services.importing import Report
from matcher.settings import Settings
from matcher.sheets.importing import Manner, import_plan, planned
from matcher.sheets.opening import open_file

ADVERTS_REFERENCE = 30.0  # seconds for all of them: read, checked, stored, found by search
PEOPLE_REFERENCE = 60.0  # seconds
PEOPLE = int(os.environ.get("PEOPLE", "100000"))
HEADINGS = ("序号", "姓名", "联系电话", "身份证号", "户籍地", "村", "文化程度", "人员类别", "意向工种", "意向地点", "最低月薪", "可外出时间", "备注")
SAME = ("示例村", "初中", "脱贫劳动力")
TOWNS = ("陕西洛南县麻坪镇", "陕西洛南县石坡镇", "陕西紫阳县蒿坪镇", "贵州织金县以那镇", "贵州思南县许家坝镇", "陕西汉中南郑区", "贵州威宁县")
WORK = ("缝纫工", "电子厂普工", "焊工", "保洁、家政", "保安", "叉车司机", "服务员、厨师", "")
WHERE = ("江苏", "浙江、江苏", "广东东莞", "苏州昆山", "本县", "")
WHEN = ("随时", "2026-03-01", "正月初八", "过完年", "")


def shared() -> Path | None:
    path = Path(os.environ.get("MATCHER_SHARED", Path(__file__).parents[2].parent / "shared")) / "data" / "jobs"
    return path if path.is_dir() else None


def line(name: str, value: float, reference: float) -> None:
    print(f"{name}: {value:.4g} (reference {reference:.4g}, ratio {value / reference:.2f})")


def register(path: Path, count: int) -> None:
    """Invented people, the same for each run; every tenth has no ID number."""
    chance = random.Random(20260208)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADINGS)
        for number in range(count):
            birthday = f"{chance.randrange(1965, 2007)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
            body = f"6110{chance.randrange(10, 30)}{birthday}{number % 1000:03d}"
            identity = body + ric.calc_check_digit(body + "0") if number % 10 else ""
            wishes = (chance.choice(WORK), chance.choice(WHERE), chance.choice(("4500", "5000-6000", "")), chance.choice(WHEN))
            table.writerow([number + 1, f"示例{number}", f"199{number:08d}", identity, chance.choice(TOWNS), *SAME, *wishes, ""])


def taken(desk: Desk, path: Path, kind: Kind) -> Report:
    return import_plan(SYSTEM, desk, planned(SYSTEM, desk, open_file(path, desk), kind), Manner(ConsentMode.SIGNED))


def timed(desk: Desk, take: Callable[[], list[Report]]) -> tuple[float, Report]:
    begun, total = time.perf_counter(), Report()
    for report in take():
        total.add(report)
    seconds = time.perf_counter() - begun
    if total.read != total.accepted + total.refused:
        raise SystemExit("rows were lost in silence")
    return seconds, total


def measure_adverts(desk: Desk, folder: Path) -> None:
    files = sorted(folder.glob("*.csv"))
    for name in ("adverts imported", "adverts imported again"):
        seconds, total = timed(desk, lambda: [taken(desk, path, "vacancies") for path in files])
        counts = f"{total.read} rows: {total.added} added, {total.known} known, {total.refused} refused, {len(total.problems)} cells named"
        line(f"{name}, seconds ({counts})", seconds, ADVERTS_REFERENCE)
    print(f"adverts found by search: {desk.catalogue.count('vacancy')}")


def measure_register(desk: Desk, folder: Path) -> None:
    path = folder / "register.csv"
    register(path, PEOPLE)
    for name in ("people registered", "people registered again"):
        seconds, total = timed(desk, lambda: [taken(desk, path, "workers")])
        line(f"{name}, seconds ({total.read} rows: {total.added} added, {total.known} known, {total.changed} changed, {total.refused} refused)",
             seconds, PEOPLE_REFERENCE)
    print(f"people found by search: {desk.catalogue.count('worker')}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        wiring = Wiring(Settings.read({}, ledger_url=f"sqlite:///{name}/bench.db", var=name))
        wiring.ledger.migrate()
        if folder := shared():
            measure_adverts(wiring.desk, folder)
        else:
            print("the real adverts are not here (MATCHER_SHARED names their folder): their import is not measured")
        measure_register(wiring.desk, Path(name))
        wiring.catalogue.close()
        wiring.ledger.close()
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
