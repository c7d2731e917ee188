"""Four hundred texts that nobody would write, the same each time, through all readers and rules; the bench does it with a hundred thousand."""

import random
import time

import pytest
from mutations import PLAIN, all_readers, mutation, seeds

TEXTS = 400
MOST_MS = 50


@pytest.fixture(scope="module")
def readers():
    found = all_readers()
    for read in found.values():  # tables are loaded at the first use
        read(PLAIN[0])
    return found


def fastest_ms(read, text):
    """Of three, in processor time of this thread: another's load is no fault of ours."""
    times = []
    for number in range(3):
        begun = time.thread_time()
        read(text + " " * number)  # another string: nothing is remembered
        times.append((time.thread_time() - begun) * 1000)
        if times[-1] < MOST_MS:
            break
    return min(times)


def test_whatever_is_sent_is_answered_and_soon(readers):
    chance, texts = random.Random(20260310), seeds()
    slow = {}
    for _ in range(TEXTS):
        text = mutation(chance, texts)
        for name, read in readers.items():
            if (ms := fastest_ms(read, text)) >= MOST_MS:
                slow[name, text[:60]] = ms
    assert slow == {}
