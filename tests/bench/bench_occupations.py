"""How right and how fast occupations are read. Run: python tests/bench/bench_occupations.py

The titles judged by hand are in tests/rules/occupation_titles.csv (invented in the manner of real ones). Over the real adverts beside the repository
the share that is read at all, and the time it takes, are measured.
"""

import csv
import os
import sys
import time
from pathlib import Path

from matcher.reading.occupations import Occupations

TITLES = Path(__file__).parents[1] / "rules" / "occupation_titles.csv"
RIGHT_REFERENCE = 0.75  # share in the right small class
READ_REFERENCE = 0.9  # share of real titles that get a value
SPEED_REFERENCE = 5_000  # titles a second a core


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def line(name: str, value: float, reference: float) -> None:
    print(f"{name}: {value:.4g} (reference {reference:.4g}, ratio {value / reference:.2f})")


def measure_judged(book: Occupations) -> None:
    judged = rows(TITLES)
    values = [(row, book.find(row["title"], row["employer_and_industry"]).value) for row in judged]
    wrong = [row["title"] for row, value in values if value is None or not value.code.startswith(row["small_class"])]
    line(f"right small class of {len(judged)} judged titles", 1 - len(wrong) / len(judged), RIGHT_REFERENCE)
    print("  wrong:", "; ".join(wrong))


def measure_real(book: Occupations, folder: Path) -> None:
    adverts = [row for path in sorted(folder.glob("*.csv")) for row in rows(path)][::4]
    start = time.process_time()
    read = sum(book.find(row["title"], f"{row['company']} {row['industry']}").value is not None for row in adverts)
    took = time.process_time() - start
    line(f"real titles read, of {len(adverts)}", read / len(adverts), READ_REFERENCE)
    line("titles a second", len(adverts) / took, SPEED_REFERENCE)


def main() -> int:
    book = Occupations.load()
    measure_judged(book)
    folder = Path(os.environ.get("MATCHER_SHARED", Path(__file__).parents[2].parent / "shared")) / "data" / "jobs"
    if not folder.is_dir():
        print("The real adverts (folder `shared` beside the repository, or MATCHER_SHARED) are absent: not measured on them.")
        return 0
    measure_real(book, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
