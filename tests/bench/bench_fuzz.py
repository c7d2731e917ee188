"""Random and mutated texts through every reader and every rule: no exception, nothing slow. Run: python tests/bench/bench_fuzz.py 100000 [SEED]

Measured in processor time of this thread, so that a busy machine does not count; what seems slow is done twice again, and the least counts.
"""

import csv
import os
import random
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "rules")]

from mutations import all_readers, mutation, seeds  # noqa: E402

SLOWEST_REFERENCE = 50.0  # ms
AGAIN_ABOVE = 20.0  # ms: worth a second look
SHOWN = 40


@dataclass(slots=True)
class Worst:
    """ms, and the text that took them."""

    ms: float = 0.0
    text: str = ""
    slow: int = 0
    broken: list[str] = field(default_factory=list)


def took(read: Callable[[str], object], text: str) -> float:
    begun = time.thread_time()
    read(text)
    return (time.thread_time() - begun) * 1000


def measure(name: str, read: Callable[[str], object], text: str, worst: Worst) -> None:
    try:
        ms = took(read, text)
        if ms > AGAIN_ABOVE:
            ms = min(ms, *(took(read, text + " " * n) for n in (1, 2)))  # another string: nothing is remembered
    except Exception:
        worst.broken.append(f"{name} of {text[:200]!r}: {traceback.format_exc(limit=-2)}")
        return
    worst.slow += ms > SLOWEST_REFERENCE
    if ms > worst.ms:
        worst.ms, worst.text = ms, text


def adverts() -> list[str]:
    base = Path(os.environ.get("MATCHER_SHARED", ROOT.parent / "shared")) / "data" / "jobs"
    texts = []
    for path in sorted(base.glob("*.csv")):
        with path.open(encoding="utf-8") as rows:
            texts += [f"{row['title']}\n{row['description']}" for row in csv.DictReader(rows)]
    if not texts:
        print("the real adverts are not here (MATCHER_SHARED names their folder): only invented texts are mutated")
    return random.Random(5).sample(texts, min(3_000, len(texts)))


def main(count: int = 3_000, seed: int = 1) -> int:
    tests, found = all_readers(), {}
    for name, read in tests.items():  # tables are loaded at the first use
        measure(name, read, "洛南县麻坪镇招普工 月薪五千 正月初八", Worst())
        found[name] = Worst()
    chance, texts = random.Random(seed), [*seeds(), *adverts()]
    for _ in range(count):
        text = mutation(chance, texts)
        for name, read in tests.items():
            measure(name, read, text, found[name])
    broken = [line for worst in found.values() for line in worst.broken]
    for name, worst in sorted(found.items(), key=lambda item: -item[1].ms):
        what = f"{len(worst.text)} characters: {worst.text[:SHOWN]!r}"
        print(f"  {name}: slowest {worst.ms:.1f} ms ({what}), slow {worst.slow}, exceptions {len(worst.broken)}")
    print("\n".join(broken[:10]))
    top = max(worst.ms for worst in found.values())
    slow = sum(worst.slow for worst in found.values())
    print(f"{count} texts: exceptions {len(broken)} (reference 0), slow ones {slow} (reference 0), slowest reading or check {top:.1f} ms "
          f"(reference {SLOWEST_REFERENCE:.0f}, ratio {SLOWEST_REFERENCE / max(top, 0.001):.2f})")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
