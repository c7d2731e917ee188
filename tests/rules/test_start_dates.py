"""Whether a ride and an accepted job can both be kept."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from matcher.booking.start_dates import Arrival, clashes, first_clash, goes_home, job_refused, ride_refused
from matcher.domain.start_dates import AcceptedJob

BEGINS = date(2026, 2, 25)
JOB = AcceptedJob(worker="w1", intent="i1", employer="示例座椅有限公司", title="缝纫工", starts_on=BEGINS,
                  accepted_at=datetime(2026, 2, 18, 2, tzinfo=UTC))
RIDE = Arrival(leaves_on=date(2026, 2, 25), arrives_on=date(2026, 2, 26), intent="i1", accepted_at=JOB.accepted_at)
SECOND = replace(RIDE, intent="i2")
ELSEWHERE = replace(RIDE, intent=None, accepted_at=None, bound_for="另一家工厂")


@pytest.mark.parametrize(("ride", "job", "clash"), [
    pytest.param(RIDE, JOB, True, id="to the post, a day too late"),
    pytest.param(replace(RIDE, arrives_on=BEGINS), JOB, False, id="to the post, on the day itself"),
    pytest.param(replace(RIDE, arrives_on=date(2026, 2, 24)), JOB, False, id="to the post, the day before"),
    pytest.param(ELSEWHERE, JOB, True, id="to another employer after work began"),
    pytest.param(replace(ELSEWHERE, arrives_on=BEGINS), JOB, False, id="to another employer before work begins"),
    pytest.param(replace(ELSEWHERE, bound_for=" 示例座椅有限公司 "), JOB, False, id="back to the same employer, where they work already"),
    pytest.param(replace(SECOND, accepted_at=datetime(2026, 2, 20, tzinfo=UTC)), JOB, True, id="to a second post promised as well"),
    pytest.param(replace(SECOND, accepted_at=datetime(2026, 2, 25, 15, 59, tzinfo=UTC)), JOB, True, id="promised on the first day: as well"),
    pytest.param(replace(SECOND, accepted_at=datetime(2026, 2, 25, 16, tzinfo=UTC)), JOB, False, id="accepted when that day was over in China"),
    pytest.param(replace(RIDE, home=True), JOB, False, id="home"),
    pytest.param(replace(ELSEWHERE, home=True), JOB, False, id="home, for whatever reason"),
    pytest.param(RIDE, replace(JOB, accepted_at=datetime(2026, 2, 25, 16, tzinfo=UTC)), False, id="the day had gone by when it was accepted"),
    pytest.param(RIDE, replace(JOB, accepted_at=datetime(2026, 2, 25, 15, tzinfo=UTC)), True, id="accepted on the last evening"),
    pytest.param(ELSEWHERE, replace(JOB, ends_on=date(2026, 2, 24)), False, id="the job is over before the ride"),
    pytest.param(ELSEWHERE, replace(JOB, ends_on=date(2026, 2, 25)), True, id="the job ends on the day of the ride"),
])
def test_a_ride_that_arrives_after_a_promised_first_day_clashes_unless_it_is_home_back_or_a_later_promise(
        ride: Arrival, job: AcceptedJob, clash: bool) -> None:
    assert clashes(job, ride) is clash
    assert first_clash([job], ride) == (job if clash else None)


def test_of_several_jobs_in_the_way_the_first_to_begin_is_named() -> None:
    sooner = replace(JOB, intent="i9", starts_on=date(2026, 2, 20))
    assert first_clash([JOB, sooner, replace(JOB, starts_on=date(2026, 3, 1))], ELSEWHERE) == sooner


@pytest.mark.parametrize(("stop", "home", "home_ride"), [
    ("611021103", "611021103", True), ("611021001", "611021103", True), ("611021", "611021103", True), ("320102", "611021103", False),
    (None, "611021103", False), ("611021103", None, False), ("61", "61", False),
])
def test_a_ride_goes_home_when_it_ends_in_the_persons_own_county(stop: str | None, home: str | None, home_ride: bool) -> None:
    assert goes_home(stop, home) is home_ride


def test_the_sentences_name_the_job_the_days_and_what_to_do() -> None:
    late, elsewhere, job = ride_refused(JOB, RIDE), ride_refused(JOB, ELSEWHERE), job_refused(JOB, ELSEWHERE, "洛南—南京一号车")
    for text in (late, elsewhere, job):
        assert all(words in text for words in ("示例座椅有限公司", "缝纫工", "2月25日", "2月26日", "请"))
    assert "换早一点的车次" in late
    assert "退出" in elsewhere
    assert "洛南—南京一号车" in job
