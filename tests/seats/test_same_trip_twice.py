"""Two people send the same sheet of trips at one moment: each trip is there once."""

import threading
from dataclasses import replace

import pytest
from trips_at_hand import coach, draft

from matcher.domain.accounts import SYSTEM
from matcher.domain.errors import Twice
from matcher.domain.identifiers import id_for
from matcher.ledger.port import Page
from matcher.services.timetables import Listed, import_trips
from matcher.services.trips import add_trip, list_trips


def plan(number):
    return replace(draft(name=f"{number}号车", units=(coach(),)), id=id_for("trip", "sheet", str(number)))


def test_a_trip_that_comes_under_an_id_that_is_there_is_refused_by_the_ledger(desk):
    add_trip(SYSTEM, desk, plan(0))
    with pytest.raises(Twice):
        add_trip(SYSTEM, desk, plan(0))


def test_two_imports_at_once_make_each_trip_once_and_count_it_once(desk):
    sheet = [Listed((number + 2,), plan(number), (), {}) for number in range(20)]
    reports, start = [], threading.Barrier(2)

    def send():
        start.wait()
        reports.append(import_trips(SYSTEM, desk, sheet))

    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(list_trips(SYSTEM, desk, Page(size=100)).items) == 20
    assert sorted((report.added + report.known, report.refused) for report in reports) == [(20, 0), (20, 0)]
    assert sum(report.added for report in reports) == 20
