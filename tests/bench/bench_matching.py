"""How fast the kernel ranks: against one reading of its columns, against plain Python over dicts, and two processes against one.

Run: python tests/bench/bench_matching.py [NUMBER OF WORKERS ...]
"""

import math
import multiprocessing
import sys
import time
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import synthetic  # noqa: E402 - found beside this file

from matcher.matching import codes, rows  # noqa: E402
from matcher.matching.ranking import best_of, rank_workers  # noqa: E402
from matcher.matching.rows import columns, one, vacancy_row, worker_row  # noqa: E402
from matcher.matching.scoring import Scale  # noqa: E402
from matcher.matching.sources import AllRows  # noqa: E402
from matcher.matching.weights import Weights  # noqa: E402
from matcher.reading.places import Places  # noqa: E402

DAY, TOP, DIFFERENT = synthetic.DAY, 50, 20_000
WEIGHTS = Weights.from_mapping(tomllib.loads((ROOT / "config" / "ranking.toml").read_text("utf-8")))


def main(counts: tuple[int, ...] = (100_000, 1_000_000)) -> None:
    """Print value, reference and ratio; wanted: at most 8 readings, at least 40 times plain Python, at least 1.8 in two processes."""
    places = Places.load()
    posts = [vacancy_row(post, places) for post in synthetic.vacancies(40)]
    people = columns("worker", b"".join(worker_row(person, places) for person in synthetic.workers(DIFFERENT)))
    for count in counts:
        crowd = crowded(people, count)
        kernel = ranked(crowd, posts)
        read = median(timed(lambda crowd=crowd: read_once(crowd)) for _ in range(9))
        print(f"ranking {count} workers, median processor ms: {kernel * 1e3:.1f} "
              f"(reading the columns once {read * 1e3:.1f}, ratio {kernel / read:.1f})")
    crowd = crowded(people, 100_000)
    kernel, plain = ranked(crowd, posts), plainly(people, posts[:4]) * 100_000 / DIFFERENT
    print(f"ranking 100000 workers, median processor ms: {kernel * 1e3:.1f} (plain Python over dicts {plain * 1e3:.0f}, ratio {plain / kernel:.0f})")
    one, two = served(crowd, posts, 1), served(crowd, posts, 2)
    print(f"rankings a second in two processes: {two:.0f} (in one {one:.0f}, ratio {two / one:.2f})")


def crowded(people: Mapping[str, Any], count: int) -> dict[str, Any]:
    """So many rows, drawn in any order from those made, each with a key of its own."""
    drawn = np.random.default_rng(7).integers(0, DIFFERENT, count)
    crowd = {name: np.ascontiguousarray(column[drawn]) for name, column in people.items()}
    return {**crowd, "key": np.arange(1, count + 1, dtype=np.int64)}


def timed(act: Callable[[], object]) -> float:
    """Seconds of processor time, so that other work on the machine counts neither for the kernel nor for its reference."""
    start = time.thread_time()
    act()
    return time.thread_time() - start


def ranked(crowd: dict[str, Any], posts: list[bytes]) -> float:
    """The numpy kernel alone: gates, scores and the best of them, for rows already at hand."""
    scale = Scale(WEIGHTS, codes.Day.of(DAY))
    fixed = [one("vacancy", post) for post in posts]
    return median(timed(lambda post=post: best_of("worker", post, crowd, scale, TOP)) for post in (fixed[0], *fixed))


def read_once(crowd: dict[str, Any]) -> int:
    """The largest value of every column: one pass over memory, as wide as the processor can."""
    return sum(int(column.max()) for column in crowd.values())


def served(crowd: dict[str, Any], posts: list[bytes], processes: int) -> float:
    """Rankings a second by so many processes at once."""
    fork = multiprocessing.get_context("fork")
    gate, rounds = fork.Barrier(processes + 1), 3

    def serve() -> None:
        source = AllRows({"worker": crowd})
        gate.wait()
        for post in posts * rounds:
            rank_workers(post, source, WEIGHTS, DAY, TOP)

    workers = [fork.Process(target=serve) for _ in range(processes)]
    for worker in workers:
        worker.start()
    gate.wait()
    start = time.perf_counter()
    for worker in workers:
        worker.join()
    return processes * rounds * len(posts) / (time.perf_counter() - start)


# --- the same work as one would write it first: a loop over dicts ------------------------------------------------------------


def plainly(people: Mapping[str, Any], posts: list[bytes]) -> float:
    dicts = [dict(zip(people, values, strict=True)) for values in zip(*(column.tolist() for column in people.values()), strict=True)]
    day = codes.Day.of(DAY)
    return median(timed(lambda post=post: plain_rank(dicts, rows.values("vacancy", post), day)) for post in posts)


def plain_rank(people: list[dict[str, int]], post: dict[str, int], day: codes.Day) -> list[tuple[float, int]]:
    scored = [(plain_score(person, post, day), person["key"]) for person in people if plain_gates(person, post, day)]
    return sorted(scored, reverse=True)[:TOP]


def plain_gates(person: dict[str, int], post: dict[str, int], day: codes.Day) -> bool:
    start, born = max(post["starts_ymd"], day.ymd), person["born"]
    if person["active"] != codes.YES or post["left"] <= person["companions"] or person["refuses"] & post["brings"]:
        return False
    if born and not post["age_low"] * 10_000 <= start - born < (post["age_high"] + 1) * 10_000:
        return False
    if born > start - 160_000 or (post["brings"] & rows.MINORS_BARRED and born > start - 180_000):
        return False
    if post["brings"] & rows.WOMEN_BARRED and person["sex"] == 2:
        return False
    if post["starts"] > person["until"] or (person["ready"] > post["ends"] and person["ready"] != codes.FAR):
        return False
    if post["certificates"] & ~person["certificates"] and (person["certificates"] or person["other_1"]):
        return False
    return any(person[f"area_{n}"] <= post["place_end"] and person[f"area_end_{n}"] >= post["place"] for n in rows.AREAS)


def plain_score(person: dict[str, int], post: dict[str, int], day: codes.Day) -> float:
    weights = WEIGHTS.shares
    wants = weights["pay"] * plain_pay(person, post) + weights["occupation"] * plain_kin(person, "wish", post)
    wants += weights["place"] * plain_place(person, post)
    for name in ("meals", "lodging", "coach"):
        share = weights["coach"] if name == "coach" else weights["living"] / 2
        wants += share * (0.5 if person[name] != codes.YES or not post[name] else float(post[name] == codes.YES))
    wants += 0.5 * (weights["shift_posture"] + weights["village_mates"] + weights["promises"])
    late = person["ready"] - max(post["starts"], day.number)
    needs = weights["experience"] * plain_kin(person, "done", post)
    needs += weights["availability"] * (0.5 if person["ready"] == codes.FAR or not post["starts"] else min(max(1 - late / 30, 0), 1))
    short = post["education"] - person["education"]
    needs += weights["education"] * (0.5 if post["education"] == codes.NOT_ASKED or not person["education"] else min(max(1 - short / 2, 0), 1))
    needs += weights["years"] * plain_years(person, post) + weights["distance"] * plain_distance(person, post)
    needs += weights["certificates"] * (1.0 if post["certificates"] and person["certificates"] else 0.5)
    return math.sqrt(wants * needs)


def plain_pay(person: dict[str, int], post: dict[str, int]) -> float:
    if not post["monthly"] or person["wanted_yuan"] == codes.NO_WISH:
        return 0.5
    over = post["monthly"] - person["wanted_yuan"]
    return 0.7 * min(max(over / 2000 + 1, 0), 1) + 0.3 * min(max(over / 3000, 0), 1)


def plain_kin(person: dict[str, int], name: str, post: dict[str, int]) -> float:
    if person[f"{name}_1"] == codes.NO_OCCUPATION or not post["occupation"]:
        return 0.5
    apart = min(person[f"{name}_{n}"] ^ post["occupation"] for n in (1, 2, 3))
    return 1.0 if not apart else 0.8 if apart <= codes.SAME_GROUP else 0.4 if apart <= codes.SAME_CLASS else 0.0


def plain_place(person: dict[str, int], post: dict[str, int]) -> float:
    inside = any(0 < person[f"area_{n}"] <= post["place"] and person[f"area_end_{n}"] >= post["place_end"] for n in rows.AREAS)
    return 1.0 if inside else 0.5


def plain_years(person: dict[str, int], post: dict[str, int]) -> float:
    if not post["years"] or person["done_1"] == codes.NO_OCCUPATION:
        return 0.5
    years = [person[f"years_{n}"] for n in rows.DONE if person[f"done_{n}"] ^ post["occupation"] <= codes.SAME_GROUP]
    return min(max(years, default=0) / post["years"], 1.0)


def plain_distance(person: dict[str, int], post: dict[str, int]) -> float:
    if codes.NO_POINT in (person["lon"], post["lon"]):
        return 0.5
    west, south, east, north = (math.radians(each / 100) for each in (person["lon"], person["lat"], post["lon"], post["lat"]))
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    away = 12_742 * math.asin(math.sqrt(half))
    return next((score for km, score in ((30, 1.0), (100, 0.8), (300, 0.6), (1000, 0.4)) if away <= km), 0.3)


if __name__ == "__main__":
    main(*((tuple(map(int, sys.argv[1:])),) if len(sys.argv) > 1 else ()))
