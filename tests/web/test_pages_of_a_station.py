"""What the clerk of a township does all day, with the keyboard."""

import re

import pytest
from visiting import STATION

from matcher.domain.accounts import SYSTEM
from matcher.services.registering import show_worker


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def type_and_go_on(page, text):
    page.keyboard.type(text)
    page.keyboard.press("Tab")


@pytest.fixture
def clerk(visit):
    return visit(account=STATION)


def register_by_keyboard(page, name, phone):
    """From the start page to the saved person without touching a mouse."""
    type_and_go_on(page, name)
    type_and_go_on(page, phone)
    press(page, "Space", "Tab")  # 口头同意
    press(page, "Tab")  # 窗口 stands already
    type_and_go_on(page, "在家")
    press(page, "Tab")  # 老家: this station's
    press(page, "ArrowUp", "Tab")
    type_and_go_on(page, "苏州")
    press(page, "Tab")
    type_and_go_on(page, "缝纫工")
    press(page, "Tab")
    page.keyboard.type("6000")
    press(page, "Enter")


def test_a_person_is_registered_by_keyboard_alone(clerk, site):
    page = clerk.open("/workers/new")
    register_by_keyboard(page, "示例键盘", "19900003001")
    page.wait_for_url(re.compile("/workers/w"))
    assert "登记好了" in page.inner_text("main")
    stored = show_worker(SYSTEM, site.wiring.desk, page.url.rsplit("/", 1)[1])
    assert stored.wants.occupations == ("6-05-01-03",)
    assert stored.wants.monthly_yuan == 6000
    assert stored.entered_by == STATION
    assert str(stored.consent.mode) == "oral"
    assert stored.place == stored.lives_at == "611021103"


def test_name_telephone_and_consent_are_enough(clerk):
    page = clerk.open("/workers/new")
    page.fill("#name", "示例三样")
    page.fill("#phone", "19900003002")
    page.check("input[name='consent.mode'][value=signed]", force=True)
    page.click(".send button")
    page.wait_for_url(re.compile("/workers/w"))


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(clerk):
    page = clerk.open("/workers/new")
    page.fill("#name", "示例丢字")
    page.fill("#wants-places", "火星")
    page.fill("#wants-monthly_yuan", "六千多吧")
    page.press("#name", "Enter")
    page.wait_for_selector("#faults")
    text = page.inner_text("main")
    assert "没有“火星”这个地方" in text
    assert "“六千多吧”不是数字" in text
    assert page.input_value("#name") == "示例丢字"
    assert page.input_value("#wants-places") == "火星"
    assert page.get_attribute("#wants-places", "aria-invalid") == "true"


def test_a_known_person_is_shown_as_known_and_not_doubled(clerk, site):
    page = clerk.open("/workers/new")
    page.fill("#name", "示例一")
    page.fill("#phone", "19900000001")
    page.check("input[name='consent.mode'][value=oral]", force=True)
    page.fill("#wants-monthly_yuan", "7000")
    page.press("#name", "Enter")
    page.wait_for_selector("text=早就登记过")
    text = page.inner_text("main")
    assert "此人已在 2月20日 登记" in text
    assert "6000 元/月以上" in text
    assert "7000 元/月以上" in text
    page.click("text=给他找岗位")
    assert page.url.endswith(site.worker)


def test_a_home_that_is_not_said_again_stays_as_exact_as_it_was(clerk, site):
    """The station's own area stands in for the home of new people only."""
    page = clerk.open("/workers/new")
    page.fill("#name", "示例二")
    page.fill("#phone", "19900000200")
    page.fill("#lives_at", "在家")
    page.check("input[name='consent.mode'][value=oral]", force=True)
    page.press("#name", "Enter")
    page.wait_for_selector("text=早就登记过")
    assert "老家" not in page.inner_text("main")


def test_people_are_found_by_the_last_four_digits_with_the_number_covered(clerk):
    page = clerk.open("/")
    page.fill("#who", "0001")
    page.press("#who", "Enter")
    page.wait_for_url(re.compile("who=0001"))
    assert "示例一" in page.inner_text("main")
    assert "199****0001" in page.inner_text("main")
    assert "19900000001" not in page.content()


def test_a_person_has_three_posts_with_reasons_and_the_number_only_for_a_purpose(clerk, site):
    page = clerk.open(f"/workers/{site.worker}")
    assert page.locator(".post").count() == 3
    assert page.locator(".post .chip.fits").count() > 0
    page.select_option(".card-plain select", "推荐岗位")
    page.click(".card-plain >> text=显示")
    page.wait_for_selector("a[href='tel:19900000001']")
    assert "已记下这次查看" in page.inner_text("main")


def test_wanting_a_post_reads_out_the_consent_and_starts_the_path(clerk, site):
    page = clerk.open(f"/workers/{site.worker}")
    first = page.locator(".post").first
    first.locator("summary").click()
    assert "只为这个活, 行不行? 不行也不影响坐车和找别的活。" in first.inner_text()
    first.locator("text=行, 登记意向").click()
    page.wait_for_selector("text=意向记下了, 单位可以联系本人。")
    assert page.locator(".path li[aria-current]").first.inner_text() == "意向"
    page.click("text=接受, 去")
    page.wait_for_selector("text=已接受, 名额给他留着。")
    page.click("summary:has-text('退出')")
    page.fill("input[name=note]", "家里有事")
    page.click("text=确认退出")
    page.wait_for_selector("text=名额还回去了")


def test_the_sheet_to_take_home_is_one_page_of_a5(clerk, site):
    page = clerk.open(f"/workers/{site.worker}/print")
    assert page.locator("li.one").count() == 3
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    width, height = map(float, re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf).groups())
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (148, 210)


def test_an_edit_from_an_old_version_shows_both_and_can_be_saved_again(clerk, visit, site):
    mine = clerk.open(f"/workers/{site.worker}/edit")
    theirs = visit(account=STATION).open(f"/workers/{site.worker}/edit")
    theirs.fill("#wants-monthly_yuan", "6600")
    theirs.press("#wants-monthly_yuan", "Enter")
    theirs.wait_for_selector("text=改好了")
    mine.fill("#wants-monthly_yuan", "6900")
    mine.press("#wants-monthly_yuan", "Enter")
    mine.wait_for_selector("text=两份对照")
    table = mine.inner_text(".compare")
    assert "6900 元/月以上" in table
    assert "6600 元/月以上" in table
    assert mine.input_value("#wants-monthly_yuan") == "6900"
    mine.press("#wants-monthly_yuan", "Enter")
    mine.wait_for_selector("text=改好了")
    assert show_worker(SYSTEM, site.wiring.desk, site.worker).wants.monthly_yuan == 6900


def test_an_edit_keeps_the_number_that_stands_covered(clerk, site):
    page = clerk.open(f"/workers/{site.worker}/edit")
    assert page.input_value("#phone") == "199****0001"
    page.fill("#village", "三组")
    page.press("#village", "Enter")
    page.wait_for_selector("text=改好了")
    with site.wiring.ledger.reading() as reader:
        assert reader.worker(site.worker).phone == "19900000001"
        assert reader.worker(site.worker).village == "三组"
