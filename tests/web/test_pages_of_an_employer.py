"""What those who answer for a post see and do."""

import re

import pytest
from visiting import ADMIN, RECRUITER

from matcher.domain.accounts import SYSTEM
from matcher.services.posting import show_vacancy


@pytest.fixture
def recruiter(visit):
    return visit(account=RECRUITER)


def test_people_are_ranked_with_reasons_and_without_their_names(recruiter, site):
    page = recruiter.open(f"/vacancies/{site.vacancy}")
    people = page.locator(".ranked > li")
    assert people.count() >= 5
    assert re.search(r"示\*+", people.first.inner_text())
    assert people.first.locator(".chip").count() > 0
    assert "1990000" not in page.content()


def test_full_is_one_tap_and_so_is_the_way_back(recruiter, site):
    page = recruiter.open(f"/vacancies/{site.night_vacancy}")
    page.click("text=已招满")
    page.wait_for_selector("text=现在是“已招满”")
    assert str(show_vacancy(SYSTEM, site.wiring.desk, site.night_vacancy).state) == "full"
    page.click("text=还要招")
    page.wait_for_selector("text=现在是“在招”")


def test_a_post_is_written_in_everyday_words_and_read(recruiter, site):
    page = recruiter.open("/vacancies/new")
    page.select_option("#employer", site.employer)
    page.fill("#title", "电焊工")
    page.fill("#place", "南京江宁")
    page.fill("#headcount", "5")
    page.fill("#pay", "底薪2660, 综合6500-8000")
    page.check("input[name='offer.shift'][value=day]", force=True)
    page.check("input[name=living][value='offer.lodging']", force=True)
    page.press("#title", "Enter")
    page.wait_for_url(re.compile("/vacancies/v"))
    stored = show_vacancy(SYSTEM, site.wiring.desk, page.url.rsplit("/", 1)[1])
    assert [(pay.kind, pay.low, pay.high) for pay in stored.offer.pay] == [("base", 2660, 2660), ("gross", 6500, 8000)]
    assert (stored.place, stored.headcount, stored.offer.lodging, stored.offer.meals) == ("320115", 5, True, None)
    assert "综合 6500—8000 元/月" in page.inner_text("main")


def test_pay_that_cannot_be_read_is_named_and_the_rest_kept(recruiter, site):
    page = recruiter.open("/vacancies/new")
    page.select_option("#employer", site.employer)
    page.fill("#title", "普工")
    page.fill("#pay", "多得很")
    page.press("#title", "Enter")
    page.wait_for_selector("#faults")
    assert "没读懂工资“多得很”" in page.inner_text("main")
    assert page.input_value("#title") == "普工"


def test_an_edit_of_a_post_from_an_old_version_shows_both(recruiter, visit, site):
    mine = recruiter.open(f"/vacancies/{site.vacancy}/edit")
    theirs = visit(account=ADMIN).open(f"/vacancies/{site.vacancy}/edit")
    theirs.fill("#headcount", "14")
    theirs.press("#headcount", "Enter")
    theirs.wait_for_selector("text=改好了")
    mine.fill("#headcount", "15")
    mine.press("#headcount", "Enter")
    mine.wait_for_selector("text=两份对照")
    assert "15 人" in mine.inner_text(".compare")
    assert "14 人" in mine.inner_text(".compare")
    mine.press("#headcount", "Enter")
    mine.wait_for_selector("text=改好了")
    assert show_vacancy(SYSTEM, site.wiring.desk, site.vacancy).headcount == 15


def test_an_edit_that_touches_no_pay_leaves_it_to_the_letter(recruiter, site):
    before = show_vacancy(SYSTEM, site.wiring.desk, site.vacancy)
    page = recruiter.open(f"/vacancies/{site.vacancy}/edit")
    page.fill("#description", "坐着踩缝纫机。")
    page.click("text=保存")
    page.wait_for_selector("text=改好了")
    after = show_vacancy(SYSTEM, site.wiring.desk, site.vacancy)
    assert after.offer == before.offer
    assert after.needs == before.needs


def test_an_employer_is_added_and_its_first_post_follows(visit):
    page = visit(account=ADMIN).open("/employers/new")
    page.fill("#name", "示例新厂有限公司")
    page.fill("#place", "江苏苏州")
    page.press("#name", "Enter")
    page.wait_for_url(re.compile("/vacancies/new"))
    assert page.locator("#employer option:checked").inner_text() == "示例新厂有限公司"
