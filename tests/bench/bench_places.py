"""How right and how fast places are read, on the real values beside the repository. Run: python tests/bench/bench_places.py"""

import csv
import os
import re
import statistics
import sys
import time
from pathlib import Path

from matcher.reading.geography import distance
from matcher.reading.places import MUNICIPALITIES, Places

CITY_REFERENCE = 0.97  # share of distinct values read to at least the right city, or as far as the value itself says
SPEED_REFERENCE = 10_000  # texts of 100 characters a second a core
LOAD_REFERENCE = 120.0  # ms
ABROAD = re.compile("海外|远程")


def shared() -> Path | None:
    path = Path(os.environ.get("MATCHER_SHARED", Path(__file__).parents[2].parent / "shared")) / "data"
    return path if (path / "job_values").is_dir() else None


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def line(name: str, value: float, reference: float, *, less_is_better: bool = False) -> None:
    ratio = reference / value if less_is_better else value / reference
    print(f"{name}: {value:.4g} (reference {reference:.4g}, ratio {ratio:.2f})")


def head(text: str) -> str:
    """The first name in the value, as the board printed it: its city, its province, or an old county."""
    return re.split(r"[·/ -]", text.strip('"'))[0].removesuffix("省").removesuffix("市")


def right(places: Places, text: str) -> bool:
    """Judged by the printed first name: it must stand in the full name read. What fails is printed, to be judged by hand."""
    value = places.find(text).value
    if ABROAD.search(text):
        return value is None
    return value is not None and (head(text) in value.full or value.code[:2] in MUNICIPALITIES)


def measure_values(places: Places, values: list[str]) -> None:
    misses = [text for text in values if not right(places, text)]
    line("regions to the right city", 1 - len(misses) / len(values), CITY_REFERENCE)
    print("  not as printed:", "; ".join(f"{text} → {getattr(places.find(text).value, 'full', None)}" for text in misses))


def measure_speed(places: Places, adverts: list[dict[str, str]]) -> None:
    texts = [row["description"][:100] for row in adverts if len(row["description"]) >= 100][:2000]
    start = time.process_time()
    for text in texts:
        places.find(text)
    line("texts of 100 characters a second", len(texts) / (time.process_time() - start), SPEED_REFERENCE)


def measure_centres(places: Places, divisions: list[dict[str, str]]) -> None:
    """Against centres of another source, which may not be shipped (they are in another datum: about 0.5 km apart by that alone)."""
    for level in ("city", "county"):
        known = [row for row in divisions if row["level"] == level and row["coord_source"] == "datav"]
        points = [(row["code"], (float(row["lon"]), float(row["lat"]))) for row in known]
        away = sorted(distance(places.centre(code) or point, point) for code, point in points)
        ninth = away[len(away) * 9 // 10]
        middle = statistics.median(away)
        print(f"centres of {level}: {len(away)} compared, median {middle:.1f} km, nine of ten within {ninth:.0f} km, farthest {away[-1]:.0f} km")


def main() -> int:
    start = time.process_time()
    places = Places.load()
    line("loading, ms", (time.process_time() - start) * 1000, LOAD_REFERENCE, less_is_better=True)
    data = shared()
    if data is None:
        print("The real values (folder `shared` beside the repository, or MATCHER_SHARED) are absent: accuracy and speed not measured.")
        return 0
    measure_values(places, [row["value"] for row in rows(data / "job_values" / "region_raw.csv")])
    measure_speed(places, rows(data / "jobs" / "1dagong_2015.csv"))
    measure_centres(places, rows(data / "regions" / "divisions.csv"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
