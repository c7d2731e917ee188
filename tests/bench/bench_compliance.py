"""What the rules find in the real adverts beside the repository, and how long a check takes. Run: python tests/bench/bench_compliance.py

With a rule and a number (R01 50) it prints that many hits of the rule with the words around them, to be read by a person.
"""

import csv
import os
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from matcher.compliance.engine import check
from matcher.compliance.hits import Hit
from matcher.compliance.postings import Posting
from matcher.compliance.tables import starting_tables

COLUMNS = (("sex_req", "性别要求"), ("age_req", "年龄"))
LABELS = {"不限", ""}
DAY = date(2026, 3, 10)
CHECK_REFERENCE = 0.5  # ms for a posting of 300 characters
AROUND = 24  # characters shown on each side of a hit


def shared() -> Path | None:
    path = Path(os.environ.get("MATCHER_SHARED", Path(__file__).parents[2].parent / "shared"))
    return path if (path / "data" / "jobs").is_dir() else None


def adverts(base: Path) -> list[str]:
    """Title, description, welfare, and the columns for sex and age as lines of their own."""
    texts = []
    for path in sorted((base / "data" / "jobs").glob("*.csv")):
        with path.open(encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                lines = [row["title"], row["description"], row["welfare_raw"].replace("|", ", ")]
                lines += [f"{label}: {row[name]}" for name, label in COLUMNS if row[name] not in LABELS]
                texts.append("\n".join(line for line in lines if line))
    return texts


def gather(texts: list[str]) -> dict[str, list[tuple[str, Hit]]]:
    """Rule and level → the adverts it fires in, each with the hit."""
    found: dict[str, list[tuple[str, Hit]]] = defaultdict(list)
    tables = starting_tables()
    for text in texts:
        for hit in check(Posting(text=text), tables, DAY):
            found[f"{hit.rule} {hit.level}"].append((text, hit))
    return found


def show(text: str, hit: Hit) -> str:
    if hit.span is None:
        return f"({hit.text}) {hit.suggestion}"
    start, end = hit.span
    shown = f"{text[max(0, start - AROUND) : start]}【{text[start:end]}】{text[end : end + AROUND]}"
    return shown.replace("\n", "/").replace("\r", "")


def measure(texts: list[str]) -> None:
    pieces = ["".join(texts)[at : at + 300] for at in range(0, 600_000, 300)]
    tables = starting_tables()
    times = []
    for piece in pieces:
        begun = time.thread_time()
        check(Posting(text=piece), tables, DAY)
        times.append((time.thread_time() - begun) * 1000)
    middle = statistics.median(times)
    print(f"a check of 300 characters in ms, median: {middle:.3g} (reference {CHECK_REFERENCE}, ratio {CHECK_REFERENCE / middle:.2f})")
    print(f"  99 in 100 within {sorted(times)[len(times) * 99 // 100]:.3g} ms, slowest {max(times):.3g} ms")


def main(rule: str = "", count: int = 50) -> int:
    base = shared()
    if base is None:
        print("bench_compliance: the real adverts are not here (MATCHER_SHARED or ../shared); nothing measured.")
        return 0
    texts = adverts(base)
    found = gather(texts)
    if rule:
        for name, hits in sorted(found.items()):
            if name.startswith(rule):
                print(f"== {name}: {len(hits)}")
                for text, hit in random.Random(7).sample(hits, min(count, len(hits))):
                    print("  " + show(text, hit))
        return 0
    counts = Counter({name: len({text for text, _ in hits}) for name, hits in found.items()})
    print(f"{len(texts)} adverts; adverts a rule fires in:")
    for name, number in sorted(counts.items()):
        print(f"  {name}: {number}")
    measure(texts)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2], *map(int, sys.argv[2:3])))
