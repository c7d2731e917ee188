"""Rows hold what matching needs, in a fixed width, with a code of its own for every blank."""

import numpy as np
import pytest
from hypothesis import given
from invented import VACANCIES, WORKERS
from pairing import PLACES, SEWING, a_vacancy, a_worker, row_of, seen

from matcher.domain.certificates import Certificate
from matcher.domain.identifiers import key_of
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy
from matcher.matching import codes, rows
from matcher.matching.distances import box, kilometres


@given(WORKERS, VACANCIES)
def test_rows_have_one_width_and_lead_back_to_their_document(worker: Worker, vacancy: Vacancy) -> None:
    for document, dtype in ((worker, rows.WORKER_ROW), (vacancy, rows.VACANCY_ROW)):
        assert len(row_of(document)) == dtype.itemsize
        assert int(seen(document)["key"]) == key_of(document.id)
        assert int(seen(document)["layout"]) == rows.LAYOUT


def test_a_row_is_about_as_wide_as_planned_and_begins_with_the_key() -> None:
    assert max(rows.WORKER_ROW.itemsize, rows.VACANCY_ROW.itemsize) <= 144
    assert rows.WORKER_ROW.names is not None
    assert rows.VACANCY_ROW.names is not None
    assert rows.WORKER_ROW.names[0] == rows.VACANCY_ROW.names[0] == "key"


def test_rows_laid_end_to_end_become_contiguous_columns() -> None:
    people = [a_worker(), a_worker(monthly_yuan=7000)]
    table = rows.columns("worker", b"".join(map(row_of, people)))
    assert table["wanted_yuan"].tolist() == [6000, 7000]
    assert all(column.flags.c_contiguous for column in table.values())
    assert rows.values("worker", row_of(people[1]))["wanted_yuan"] == 7000


@pytest.mark.parametrize(("code", "expected"), [
    ("61", (610000000, 619999999)), ("610000", (610000000, 619999999)), ("611021", (611021000, 611021999)),
    ("611021103", (611021103, 611021103)), ("611021103201", (611021103, 611021103)), (None, codes.EVERYWHERE),
])
def test_an_area_is_a_range_of_numbers(code: str | None, expected: tuple[int, int]) -> None:
    assert codes.area(code) == expected


@pytest.mark.parametrize(("code", "expected"), [
    (SEWING, 0x06050103), ("6-05-01-00", 0x06050100), ("6-05-01", 0x06050100), ("6", 0x06000000), ("", 0), (None, 0), ("普工", 0), ("x-1", 0),
])
def test_an_occupation_is_one_byte_a_level(code: str | None, expected: int) -> None:
    assert codes.occupation(code) == expected


@pytest.mark.parametrize(("held", "includes", "excludes"), [
    (("driver_a2",), {Certificate.DRIVER_B2, Certificate.DRIVER_C1, Certificate.DRIVER}, {Certificate.DRIVER_A1, Certificate.DRIVER_A3}),
    (("焊工证",), {Certificate.WELDER, Certificate.SPECIAL_WORK}, {Certificate.ELECTRICIAN, Certificate.DRIVER}),
    (("driver_d",), {Certificate.DRIVER_D}, {Certificate.DRIVER, Certificate.DRIVER_C1}),
])
def test_a_certificate_includes_the_lesser_ones(held: tuple[str, ...], includes: set[Certificate], excludes: set[Certificate]) -> None:
    bits = codes.with_lesser(codes.certificates(held)[0])
    known = {list(Certificate)[number] for number in codes.bit_numbers(bits)}
    assert includes <= known
    assert not excludes & known


def test_certificate_codes_leave_the_marker_bits_free() -> None:
    assert len(Certificate) < codes.UNCODED < codes.MORE_CERTIFICATES < 63


@pytest.mark.parametrize(("a", "b"), [("611021", "320115"), ("320583", "320506"), ("610113", "440305"), ("650100", "440305")])
def test_distances_over_rows_are_those_of_the_map(a: str, b: str) -> None:
    first, second = PLACES.centre(a), PLACES.centre(b)
    assert first is not None
    assert second is not None
    points = [round(part * 100) for part in (*first, *second)]
    assert float(kilometres(*points)) == pytest.approx(PLACES.distance_km(a, b), abs=2)


@pytest.mark.parametrize("km", [1, 30, 300, 1000, 9000])
def test_a_box_never_leaves_out_what_lies_within_its_kilometres(km: int) -> None:
    west, east, south, north = box(11000, 3400, km)
    lon, lat = (each.ravel() for each in np.meshgrid(np.arange(-17_900, 18_000, 97), np.arange(-8_900, 9_000, 53)))
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    near = (kilometres(lon, lat, 11000, 3400) <= km) & (lon > -6_900)  # the far side of the date line is no matter of ours
    assert not (near & ~inside).any()


def test_a_place_nobody_knows_is_no_reason_to_fail() -> None:
    row = seen(a_vacancy(place="999999"))
    assert row["lon"] == row["lat"] == codes.NO_POINT
