"""ID numbers and phones: checked and never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from matcher.domain.terms import Sex
from matcher.reading.identity import BAD_BIRTH, BAD_CHECK, MANGLED, OLD, SHORT, check, read_identity
from matcher.reading.phones import mask_phones, read_phones
from matcher.reading.shapes import as_json

TODAY = date(2026, 3, 1)
SAMPLE = "11010519491231002X"  # the example number of the standard GB 11643


def numbered(region: str, born_on: date, order: int) -> str:
    body = f"{region}{born_on:%Y%m%d}{order:03d}"
    return body + ric.calc_check_digit(body + "0")


@pytest.mark.parametrize("text", [
    pytest.param(SAMPLE, id="plain"),
    pytest.param(SAMPLE.lower(), id="small x"),
    pytest.param("１１０１０５１９４９１２３１００２Ｘ", id="full width"),
    pytest.param("110105 19491231 002X", id="in groups"),
    pytest.param(f"张三{SAMPLE}汉", id="a card reader's burst"),
    pytest.param(f"身份证号：{SAMPLE}。", id="with its label"),
])
def test_an_id_number_is_read_however_it_is_written(text):
    identity = read_identity(text, TODAY).value
    assert (identity.number, identity.born_on, identity.sex, identity.region) == (SAMPLE, date(1949, 12, 31), Sex.FEMALE, "110105")


def test_a_number_of_a_county_since_renamed_or_of_a_residence_permit_is_a_real_number():
    for region in ("522121", "830000", "810000"):
        assert read_identity(numbered(region, date(1990, 5, 1), 123), TODAY).value is not None


@pytest.mark.parametrize(("text", "reason"), [
    pytest.param("6.12E+17", MANGLED, id="written as a power of ten"),
    pytest.param("6.12524199003e+17", MANGLED, id="more digits, still a power"),
    pytest.param("612524199003040000", MANGLED, id="last digits set to zero"),
    pytest.param("612524900304123", OLD, id="fifteen digits"),
    pytest.param("61252419900304123", SHORT.format(count=17), id="one digit short"),
    pytest.param("110105194912310021", BAD_CHECK, id="the check digit is wrong"),
    pytest.param("612524199013041234", BAD_BIRTH.format(digits="19901304"), id="month thirteen"),
    pytest.param(numbered("610102", date(2031, 1, 1), 11), BAD_BIRTH.format(digits="20310101"), id="born in the future"),
])
def test_what_is_no_id_number_is_refused_with_the_reason(text, reason):
    reading = read_identity(text, TODAY)
    assert reading.value is None
    assert reading.reason == reason


def test_a_cell_without_a_number_needs_no_reason():
    assert read_identity("13812345678", TODAY).reason == ""
    assert read_identity("", TODAY).reason == ""


@given(st.dates(date(1930, 1, 1), date(2012, 12, 31)), st.integers(1, 999))
def test_a_number_tells_birth_date_and_sex_of_its_holder(born_on, order):
    number = numbered("610102", born_on, order)
    identity, reason = check(number.lower(), TODAY)
    assert reason == ""
    assert (identity.born_on, identity.sex) == (born_on, Sex.MALE if order % 2 else Sex.FEMALE)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_digit_copied_wrongly_is_never_taken_for_a_number(at, by):
    wrong = SAMPLE[:at] + str((int(SAMPLE[at]) + by) % 10) + SAMPLE[at + 1 :]
    assert read_identity(wrong, TODAY).value is None


def test_an_identity_prints_masked():
    identity = read_identity(SAMPLE, TODAY).value
    assert as_json(identity)["number"] == "1101**********002X"
    assert SAMPLE not in repr(identity)


@pytest.mark.parametrize(("text", "numbers"), [
    pytest.param("13812345678", ("13812345678",), id="plain"),
    pytest.param("138 1234 5678", ("13812345678",), id="in groups"),
    pytest.param("+86 138-1234-5678", ("13812345678",), id="with the country"),
    pytest.param("１３８１２３４５６７８", ("13812345678",), id="full width"),
    pytest.param("13812345678/13912345678", ("13812345678", "13912345678"), id="two in a cell, slash"),
    pytest.param("13812345678 13912345678", ("13812345678", "13912345678"), id="two in a cell, blank"),
    pytest.param("13812345678、13812345678", ("13812345678",), id="the same twice"),
    pytest.param("0914-7321234", ("0914-7321234",), id="landline"),
    pytest.param("(0914)7321234转8", ("0914-7321234",), id="landline with extension"),
    pytest.param("400-800-1234", ("4008001234",), id="service number"),
    pytest.param("张三 电话13812345678 初八走", ("13812345678",), id="within a sentence"),
    pytest.param("1381234567813912345678", None, id="two run together are not guessed apart"),
    pytest.param("1381234567", None, id="a digit short"),
    pytest.param(SAMPLE, None, id="an ID number"),
    pytest.param("12345", None, id="something else"),
])
def test_phones_are_read_as_they_are_dialled(text, numbers):
    assert read_phones(text).value == numbers


def test_masking_leaves_the_rest_of_the_text_alone():
    assert mask_phones("1 42 麻坪 13812345678") == "1 42 麻坪 138****5678"
    assert mask_phones("13812345678或13812345678") == "138****5678或138****5678"
    assert mask_phones("打 ０９１４－７３２１２３４") == "打 091****1234"
