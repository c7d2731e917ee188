"""How right and how fast reading is, on the real adverts beside the repository. Run: python tests/bench/bench_reading.py"""

import csv
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from matcher.reading.age import read_age
from matcher.reading.certificates import read_certificates
from matcher.reading.contract import read_contract
from matcher.reading.education import read_education
from matcher.reading.experience import read_experience
from matcher.reading.headcount import read_headcount
from matcher.reading.living import read_living
from matcher.reading.pay import read_pay, read_pays
from matcher.reading.places import Places
from matcher.reading.posture import read_posture
from matcher.reading.shift import read_shift

PAY_REFERENCE = 0.98  # share of distinct values read as listed
SPEED_REFERENCE = 5_000  # postings of 100 characters a second a core, for pay + age + place
SLOWEST_REFERENCE = 50.0  # ms for one reading
# Listed with a note or cut off: nothing or the listed figures, never others.
Listed = tuple[float | None, float | None, str, int | None]


def shared() -> Path | None:
    path = Path(os.environ.get("MATCHER_SHARED", Path(__file__).parents[2].parent / "shared"))
    return path if (path / "data" / "job_values").is_dir() else None


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def line(name: str, value: float, reference: float, *, less_is_better: bool = False) -> None:
    ratio = reference / value if less_is_better else value / reference
    print(f"{name}: {value:.4g} (reference {reference:.4g}, ratio {ratio:.2f})")


def listed(row: dict[str, str]) -> Listed:
    return (float(row["low"]) if row["low"] else None, float(row["high"]) if row["high"] else None, row["unit"],
            int(row["months"]) if row["months"] else None)


def as_read(text: str) -> Listed | None:
    pay = read_pay(text).value
    return None if pay is None else (pay.low or None, pay.high, pay.basis, pay.months)


def measure_pay(values: list[dict[str, str]]) -> None:
    """Distinct values read as listed; a figure is invented where another one than listed is given."""
    plain = [row for row in values if not row["note"]]
    wrong = [row for row in plain if as_read(row["value"]) != listed(row)]
    invented = [row for row in values if (read := as_read(row["value"])) is not None and read[:2] != listed(row)[:2]]
    line("pay phrases read as listed", 1 - len(wrong) / len(plain), PAY_REFERENCE)
    print(f"pay figures invented: {len(invented)} of {len(values)} (reference 0)")
    for row in [*wrong, *invented][:20]:
        print(f"  {row['value']}: listed {listed(row)}, read {as_read(row['value'])}")


def hundreds(adverts: list[dict[str, str]]) -> list[str]:
    """Postings of a hundred characters each, cut from real descriptions."""
    texts = [row["description"] for row in adverts if row["description"]]
    return [text[at : at + 100] for text in texts for at in range(0, len(text) - 99, 100)][:4_000]


def measure_speed(postings: list[str], places: Places) -> None:
    best = 0.0
    for _ in range(3):
        begun = time.process_time()
        for text in postings:
            read_pays(text)
            read_age(text)
            places.find(text)
        best = max(best, len(postings) / (time.process_time() - begun))
    line("postings of 100 characters a second a core, pay + age + place", best, SPEED_REFERENCE)


def measure_readers(postings: list[str], readers: dict[str, Callable[[str], object]]) -> None:
    for name, read in readers.items():
        begun = time.process_time()
        for text in postings:
            read(text)
        print(f"  {name}: {(time.process_time() - begun) / len(postings) * 1e6:.0f} µs a posting")


def measure_slowest(postings: list[str], readers: dict[str, Callable[[str], object]]) -> None:
    """The slowest single reading, of real text and of text made to be slow."""
    nasty = [word * (2000 // len(word)) for word in ("1", "1-", "一", "(", "底薪+", "6千-", "年龄18-", "电工", " ", "1.5/2/3", "1元", "招一名工")]
    slow: list[tuple[float, str, str]] = []
    for text in [*nasty, *postings[:300]]:
        for name, read in readers.items():
            times = []
            for _ in range(3):
                begun = time.perf_counter()
                read(text + " ")  # another string than before: nothing is remembered
                times.append((time.perf_counter() - begun) * 1000)
            slow.append((statistics.median(times), name, text[:12]))
    worst = max(slow)
    line(f"slowest reading in ms ({worst[1]} of {worst[2]!r})", worst[0], SLOWEST_REFERENCE, less_is_better=True)


def measure_fuzz(postings: list[str], readers: dict[str, Callable[[str], object]], count: int) -> None:
    """Real postings with letters dropped, doubled, swapped and thrown in, through every reader: the slowest, and no exception."""
    chance = random.Random(1)
    letters = "".join(postings[:200]) + "0123456789-~+/.,:;\n①１９Ｋ千万百十一二三\u200b\ufeff\U0001f600"
    worst, kept = 0.0, ""
    for _ in range(count):
        text = list(chance.choice(postings))
        for _ in range(chance.randrange(1, 30)):
            at = chance.randrange(len(text))
            text[at : at + chance.randrange(3)] = chance.choices(letters, k=chance.randrange(4)) or [" "]
        for name, read in readers.items():
            begun = time.thread_time()
            read("".join(text))
            took = (time.thread_time() - begun) * 1000
            worst, kept = max((worst, kept), (took, name))
    line(f"slowest reading of {count} mutated postings in ms ({kept})", worst, SLOWEST_REFERENCE, less_is_better=True)


def main(strings: int = 5_000) -> int:
    """strings: how many mutated postings to read (the first argument of the command)."""
    base = shared()
    if base is None:
        print("bench_reading: the real adverts are not here (MATCHER_SHARED or ../shared); nothing measured.")
        return 0
    places = Places.load()
    readers: dict[str, Callable[[str], object]] = {
        "pay": read_pays, "age": read_age, "place": places.find, "headcount": read_headcount, "shift": read_shift, "posture": read_posture,
        "living": read_living, "contract": read_contract, "education": read_education, "experience": read_experience,
        "certificates": read_certificates,
    }
    measure_pay(rows(base / "data" / "job_values" / "wage_raw.csv"))
    postings = hundreds(rows(base / "data" / "jobs" / "1dagong_2015.csv"))
    measure_speed(postings, places)
    measure_readers(postings, readers)
    measure_slowest(postings, readers)
    measure_fuzz(postings, readers, strings)
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
