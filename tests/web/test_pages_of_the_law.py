"""What the law says is seen while one types, and put right by one press; the reviewer's desk; the administrator's tables."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from visiting import ADMIN, POST, RECRUITER, STATION

from matcher.domain.accounts import SYSTEM, Account
from matcher.domain.vacancies import VacancyState
from matcher.services.accounts import add_account, parse_grant
from matcher.services.posting import post_vacancy, show_vacancy

REVIEWER = "审核员一"
PASSWORD = "mimi-de-qiao-1"
WOMEN_ONLY = "坐着踩缝纫机, 只招女工。"


@pytest.fixture
def reviewer(site, visit):
    add_account(SYSTEM, site.wiring.desk, Account(name=REVIEWER, grants=(parse_grant("reviewer@32"),)), PASSWORD)
    return visit


@pytest.fixture
def waiting(site):
    return post_vacancy(SYSTEM, site.wiring.desk, replace(POST, employer=site.employer, title="待审缝纫工", description=WOMEN_ONLY))


def begun(page, site, description):
    page.select_option("#employer", site.employer)
    page.fill("#title", "保安")
    page.fill("#description", description)


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_hits_come_as_one_types_and_one_press_puts_the_lawful_words_in(visit, site, width):
    page = visit(width, RECRUITER).open("/vacancies/new")
    begun(page, site, "看大门, 限男性, 上夜班。")
    page.wait_for_selector("#hits .chip:has-text('不能发布')")
    assert "法" in page.inner_text("#hits .hits")
    page.click("#hits button")
    expect(page.locator("#description")).to_have_value("看大门, 男女不限, 上夜班。")
    assert page.input_value("#title") == "保安"
    assert page.locator("#hits .chip:has-text('不能发布')").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_the_press_works_without_any_script(browser, visit, site):
    state = visit(account=RECRUITER).page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(site.address + "/vacancies/new")
    begun(page, site, "看大门, 限男性。")
    page.locator("button.btn-big").click()
    page.click("#hits button")
    assert page.input_value("#description") == "看大门, 男女不限。"
    context.close()


def test_what_nobody_may_publish_is_refused_at_its_field_with_all_that_was_typed(visit, site):
    page = visit(account=RECRUITER).open("/vacancies/new")
    begun(page, site, "看大门, 限男性。")
    page.press("#title", "Enter")  # the first button of the form must be the one that sends it
    page.wait_for_selector("#faults")
    assert "限男性" in page.inner_text("#description-fault")
    assert page.input_value("#description") == "看大门, 限男性。"


def test_a_half_filled_and_faulty_form_is_checked_as_far_as_it_can_be_read(visit, site):
    page = visit(account=RECRUITER).open("/vacancies/new")
    page.fill("#headcount", "很多")
    page.fill("#title", "保安 限男性")
    page.wait_for_selector("#hits .chip:has-text('不能发布')")
    assert "还没写" in page.inner_text("#hits")


def test_a_post_that_must_be_looked_at_says_so_before_and_after(visit, site):
    page = visit(account=RECRUITER).open("/vacancies/new")
    begun(page, site, WOMEN_ONLY)
    page.wait_for_selector("#hits .chip:has-text('发布后先待审核')")
    page.press("#title", "Enter")
    page.wait_for_url(re.compile("/vacancies/v"))
    assert "要等审核员看过才发布" in page.inner_text(".notices")
    assert "只招女工" in page.inner_text("section[aria-labelledby=law]")
    assert page.locator("text=放行, 开招").count() == 0
    assert show_vacancy(SYSTEM, site.wiring.desk, page.url.rsplit("/", 1)[1]).state is VacancyState.PENDING


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_reviewer_needs_a_reason_and_opens_the_post(reviewer, site, waiting, width):
    page = reviewer(width, REVIEWER).open("/reviews")
    item = page.locator("li.stack").filter(has=page.locator(f"#reason-{waiting.id}"))
    assert "只招女工" in item.inner_text()
    item.locator("text=放行, 开招").click()
    page.wait_for_selector(f"#reason-{waiting.id}-fault")
    page.fill(f"#reason-{waiting.id}", "女浴室保洁, 属实")
    page.locator(f"form:has(#reason-{waiting.id})").locator("text=放行, 开招").click()
    page.wait_for_selector("text=已放行")
    assert show_vacancy(SYSTEM, site.wiring.desk, waiting.id).state is VacancyState.OPEN
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_post_sent_back_shows_its_owner_why(reviewer, visit, site, waiting):
    page = reviewer(account=REVIEWER).open("/reviews")
    page.fill(f"#reason-{waiting.id}", "请删去性别")
    page.locator(f"form:has(#reason-{waiting.id})").locator("text=退回去改").click()
    page.wait_for_selector("text=已退回")
    theirs = visit(account=RECRUITER).open(f"/vacancies/{waiting.id}")
    assert "请删去性别" in theirs.inner_text("section[aria-labelledby=law]")


def test_nobody_else_finds_the_desk_or_the_tables(signed_in):
    client = signed_in(STATION)
    assert [client.get(path).status_code for path in ("/reviews", "/tables/wages", "/tables/arrears")] == [403, 403, 403]
    assert "标准表" not in client.get("/").text


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_an_administrator_enters_corrects_and_removes_a_line(visit, width):
    page = visit(width, ADMIN).open("/tables")
    page.fill("#area", "陕西商洛洛南")
    page.fill("#since", "2026-01-01")
    page.fill("#month_yuan", "21")
    page.click("text=存下这一行")
    page.wait_for_selector("#faults")
    page.fill("#month_yuan", "2160")
    page.click("text=存下这一行")
    page.wait_for_selector("text=存好了")
    line = page.locator("ul.rows > li").filter(has_text="洛南")
    assert "2160 元/月" in line.inner_text()
    line.locator("text=改").click()
    page.wait_for_url(re.compile("month_yuan=2160"))
    page.fill("#month_yuan", "2200")
    page.click("text=存下这一行")
    page.wait_for_selector("text=2200 元/月")
    page.locator("ul.rows > li").filter(has_text="洛南").locator("text=删除").click()
    page.wait_for_selector("text=删掉了")
    assert page.locator("ul.rows > li").filter(has_text="洛南").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
