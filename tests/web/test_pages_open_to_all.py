"""What somebody without an account meets."""

import gzip
import re
import urllib.request

from playwright.sync_api import expect


def test_the_first_page_weighs_less_than_150_kb_on_the_wire(site, client):
    page = client.get("/")
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert len(parts) >= 4
    squeezed = [len(client.get(part, headers={"Accept-Encoding": "gzip"}).data) for part in set(parts)]
    assert len(gzip.compress(page.data)) + sum(squeezed) < 150_000


def test_words_find_posts_and_a_facet_narrows_them_with_the_address_kept(visit):
    page = visit().open("/")
    page.fill("#words", "平车工")
    page.press("#words", "Enter")
    page.wait_for_selector("#search .rows")
    assert "找到 30 个" in page.inner_text("#search")
    page.click(".facet a:has-text('江苏苏州昆山')")
    page.wait_for_url(re.compile("place=320583"))
    expect(page.locator("#search")).to_contain_text("找到 10 个")
    assert page.locator(".facet a[aria-current]").count() == 1
    page.click(".picked a")
    expect(page.locator("#search")).to_contain_text("找到 30 个")


def test_more_goes_on_where_the_list_ended_and_shows_nothing_twice(visit):
    page = visit().open("/vacancies?words=平车工")
    assert page.locator(".rows .row-title").count() == 20
    page.click("text=更多")
    expect(page.locator(".rows .row-title")).to_have_count(30)
    titles = page.locator(".rows .row-title").all_inner_texts()
    assert len(set(titles)) == 30
    assert page.locator("text=更多").count() == 0


def test_an_unknown_place_is_named_and_a_thin_search_offers_ways_out(visit):
    page = visit().open("/vacancies?words=夜班包装工&place=火星")
    assert "没有“火星”这个地方" in page.inner_text("#search")
    page = visit().open("/vacancies?words=夜班包装工&place=320500")
    way = page.locator(".ways a").first
    assert "多 1 个" in way.inner_text()
    way.click()
    page.wait_for_selector(".rows >> text=夜班包装工")


def test_a_search_nobody_can_answer_says_what_to_do_next(visit):
    page = visit().open("/vacancies?words=宇航员")
    assert "没有合适的岗位" in page.inner_text("#search") or page.locator(".ways a").count() > 0


def test_a_place_half_typed_offers_what_it_could_mean(visit):
    page = visit().open("/vacancies")
    page.locator("#place").press_sequentially("昆山", delay=20)
    page.wait_for_selector("#place-list option", state="attached")
    assert "江苏苏州昆山" in page.eval_on_selector_all("#place-list option", "all => all.map(one => one.value)")


def test_a_post_shows_everything_but_no_people(visit, site):
    page = visit().open(f"/vacancies/{site.vacancy}")
    text = page.inner_text("main")
    assert "综合 6500—7300 元/月" in text
    assert "18—50 岁" in text
    assert "2026年3月31日 星期二" in text
    assert "合适的人" not in text


def test_without_script_the_search_works_by_the_form_alone(site):
    with urllib.request.urlopen(f"{site.address}/vacancies?words=%E5%B9%B3%E8%BD%A6%E5%B7%A5") as answer:
        text = answer.read().decode()
    assert "<strong class=\"number\">30</strong>" in text
    assert 'action="/vacancies"' in text


def test_an_address_nobody_knows_says_so_in_chinese(client):
    answer = client.get("/nothing-here")
    assert answer.status_code == 404
    assert "没有这一页" in answer.text


def test_a_post_nobody_knows_is_not_found(client):
    answer = client.get("/vacancies/v0000000000000")
    assert answer.status_code == 404
    assert "回首页" in answer.text
