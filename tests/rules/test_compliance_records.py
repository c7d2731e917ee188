"""Records, accounts and fairs."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from matcher.compliance.fairs import Booth, check_booth, check_fair
from matcher.compliance.hits import LONGEST_SUGGESTION
from matcher.compliance.records import (
    Disclosure,
    EmployerAccount,
    Record,
    Script,
    check_account,
    check_arrival,
    check_consent,
    check_disclosure,
    check_keeping,
    check_message,
    check_script,
)
from matcher.domain.employers import Employer
from matcher.domain.people import Consent
from matcher.domain.terms import ConsentMode

DAY = date(2026, 3, 10)


def rules(hits):
    found = list(hits)
    assert all(0 < len(hit.suggestion) <= LONGEST_SUGGESTION and hit.basis for hit in found)
    return [f"{hit.rule} {hit.level}" for hit in found]


# --- R31 ---------------------------------------------------------------------------------------------------------------------


def shown(audience, *fields, **known):
    return Disclosure(audience=audience, fields=frozenset(fields), **known)


@pytest.mark.parametrize("disclosure", [
    shown("group", "name", "identity"), shown("group", "phone"), shown("list", "identity", authorised=True), shown("task", "identity"),
    shown("task", "categories"),
    shown("employer", "name", "phone"), shown("employer", "name", "identity", consented=True, authorised=True),
    shown("carrier", "name", "identity", authorised=True),
    shown("carrier", "name", "identity", authorised=True, watermarked=True, expires_in_days=30), shown("notice", "name", "identity"),
])
def test_what_is_not_needed_is_not_shown(disclosure):
    assert rules(check_disclosure(disclosure)) == ["R31 BLOCK"]


@pytest.mark.parametrize("disclosure", [
    shown("list", "name"), shown("task", "identity", authorised=True), shown("employer", "name", "phone", consented=True), shown("notice", "name"),
    shown("carrier", "name", "identity", authorised=True, watermarked=True, expires_in_days=7),
])
def test_what_role_purpose_and_consent_allow_is_shown(disclosure):
    assert rules(check_disclosure(disclosure)) == []


def test_whole_numbers_do_not_go_into_a_group():
    text = "王某 11010519491231002X 13812345678"
    assert [text[slice(*hit.span)] for hit in check_message(text, DAY)] == ["11010519491231002X", "13812345678"]
    assert list(check_message("王某 1101**********002X 138****5678", DAY)) == []


# --- R32, R33 ----------------------------------------------------------------------------------------------------------------

AGREED = Consent(mode=ConsentMode.ORAL, at=datetime(2026, 2, 1, tzinfo=UTC), by="村信息员李某")


@pytest.mark.parametrize(("consent", "count"), [
    (AGREED, 0), (replace(AGREED, mode=ConsentMode.SELF, by=""), 0), (None, 1), (replace(AGREED, by=" "), 1), (replace(AGREED, at=None), 1),
    (replace(AGREED, text_version="", at=None), 2),
])
def test_consent_says_who_to_what_how_and_when(consent, count):
    assert rules(check_consent(consent)) == ["R32 WARN"] * count


@pytest.mark.parametrize(("record", "held"), [
    (Record(holding="profile", last_used=date(2023, 3, 10), searchable=True), True),
    (Record(holding="profile", last_used=date(2023, 3, 11), searchable=True), False),
    (Record(holding="profile", last_used=date(2020, 1, 1)), True), (Record(holding="profile", last_used=date(2020, 1, 1), pseudonymised=True), False),
    (Record(holding="audit_log", last_used=date(2020, 1, 1), pseudonymised=True), False),
    (Record(holding="service_ledger", last_used=date(2024, 3, 11), to_be_deleted=True), True),
    (Record(holding="service_ledger", last_used=date(2024, 3, 10), to_be_deleted=True), False),
    (Record(holding="online_service", last_used=date(2024, 1, 1), to_be_deleted=True), True),
    (Record(holding="impact_assessment", last_used=date(2024, 2, 29), to_be_deleted=True), True),
])
def test_records_are_kept_their_years_and_no_longer(record, held):
    assert rules(check_keeping(record, DAY)) == (["R33 HOLD"] if held else [])


def test_three_years_after_a_leap_day_is_the_first_of_march():
    record = Record(holding="profile", last_used=date(2024, 2, 29), searchable=True)
    assert rules(check_keeping(record, date(2027, 2, 28))) == []
    assert rules(check_keeping(record, date(2027, 3, 1))) == ["R33 HOLD"]


# --- R40, R41 ----------------------------------------------------------------------------------------------------------------

UNIT = Employer(id="e1", name="南京某座椅有限公司", credit_code="91320115MA1NABCD12")
KNOWN = EmployerAccount(employer=UNIT, agent="李某", agent_verified=True, mandate=True, shown_name="某座椅有限公司")


@pytest.mark.parametrize(("account", "count"), [
    (KNOWN, 0), (EmployerAccount(employer=Employer(id="e2", name="某厂招聘部")), 1), (replace(KNOWN, mandate=False), 1),
    (replace(KNOWN, agent_verified=False), 1),
    (replace(KNOWN, shown_name="市人社局招聘"), 1), (replace(KNOWN, employer=replace(UNIT, credit_code=None)), 1), (replace(KNOWN, shown_name=""), 0),
])
def test_an_employer_account_is_a_unit_with_a_named_agent_and_a_mandate(account, count):
    assert rules(check_account(account)) == ["R40 BLOCK"] * count


def test_identity_is_looked_at_on_arrival_and_never_while_browsing():
    assert rules(check_arrival("王小明", "王小红")) == ["R40 HOLD"]
    assert rules(check_arrival("王 小明", "王小明")) == []
    assert rules(check_arrival("王小明", None)) == []


def test_what_a_machine_says_bears_its_mark_and_keeps_to_the_record():
    assert rules(check_script(Script(machine_made=True))) == ["R41 WARN"]
    assert rules(check_script(Script(machine_made=True, labelled=True, foreign_facts=("月入过万",)))) == ["R41 WARN"]
    assert rules(check_script(Script(machine_made=True, labelled=True))) == []
    assert rules(check_script(Script())) == []


# --- R35 ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("notice", "free"), [
    ("入场登记10元", False), ("收展位费", False), ("门票5元", False), ("报名费 20 元", False), ("免费入场, 扫码登记", True), ("不收门票费", True),
    ("免登记费20元", True), ("早8:30开始, 名额200人", True),
])
def test_a_public_fair_takes_nothing(notice, free):
    assert rules(check_fair(notice)) == ([] if free else ["R35 BLOCK"])


def test_a_fee_is_a_fee_whatever_the_words():
    assert rules(check_fair("欢迎", fee_yuan=10)) == ["R35 BLOCK"]


BOOTH = Booth(employer="某厂", verified=True, shown="缝纫工20名, 底薪2660", reviewed="缝纫工 20名，底薪2660。")


@pytest.mark.parametrize(("booth", "count"), [
    (BOOTH, 0), (replace(BOOTH, verified=False), 1), (replace(BOOTH, shown="缝纫工20名, 底薪3660"), 1), (replace(BOOTH, is_agency=True), 1),
    (replace(BOOTH, is_agency=True, licensed=True), 0), (replace(BOOTH, verified=False, shown="急招"), 2),
])
def test_a_stand_is_for_a_verified_employer_with_the_reviewed_words(booth, count):
    assert rules(check_booth(booth)) == ["R35 BLOCK"] * count
