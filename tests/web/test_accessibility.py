"""WCAG 2.2 AA on every page at both widths, and the sizes that thumbs and tired eyes need."""

from pathlib import Path

import pytest
from visiting import ADMIN, RECRUITER, STATION, WIDTHS

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

PAGES = [
    pytest.param(None, "/", id="start"), pytest.param(None, "/login", id="sign in"), pytest.param(None, "/vacancies", id="search"),
    pytest.param(None, "/vacancies?words=宇航员", id="nothing found"),
    pytest.param(None, "/vacancies?place=火星&words=夜班包装工", id="unknown place"),
    pytest.param(None, "/vacancies/{vacancy}", id="a post"), pytest.param(None, "/nothing-here", id="not found"),
    pytest.param(STATION, "/", id="today"), pytest.param(STATION, "/workers", id="people"), pytest.param(STATION, "/workers?who=谁", id="nobody"),
    pytest.param(STATION, "/workers/{worker}", id="a person"), pytest.param(STATION, "/workers/new", id="registering"),
    pytest.param(STATION, "/workers/{worker}/edit", id="changing a person"), pytest.param(STATION, "/workers/{worker}/print", id="sheet"),
    pytest.param(STATION, "/vacancies/new", id="posting"), pytest.param(STATION, "/imports", id="importing"),
    pytest.param(RECRUITER, "/", id="own posts"),
    pytest.param(RECRUITER, "/vacancies/{vacancy}", id="ranked people"), pytest.param(RECRUITER, "/vacancies/{vacancy}/edit", id="changing a post"),
    pytest.param(RECRUITER, "/workers", id="refused"),
    pytest.param(ADMIN, "/employers", id="employers"), pytest.param(ADMIN, "/employers/new", id="new employer"),
    pytest.param(ADMIN, "/reviews", id="reviews"), pytest.param(ADMIN, "/tables/wages", id="minimum wages"),
    pytest.param(ADMIN, "/tables/arrears", id="arrears"), pytest.param(ADMIN, "/tables/licences", id="licences"),
]

SMALL_TEXT = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(one =>
  [...one.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && one.checkVisibility({checkVisibilityCSS: true})
  && parseFloat(getComputedStyle(one).fontSize) < 16 && !one.closest('.visually-hidden')).map(one => one.outerHTML.slice(0, 120))"""

SMALL_TARGETS = """() => [...document.querySelectorAll('button, select, summary, input:not([type=hidden]), nav a, .btn, .facet a, .tiles a')]
  .filter(one => one.checkVisibility() && !one.closest('.visually-hidden') && !one.matches('.visually-hidden'))
  .filter(one => one.getBoundingClientRect().height < 44 && !(one.labels && [...one.labels].some(l => l.getBoundingClientRect().height >= 44)))
  .map(one => one.outerHTML.slice(0, 120))"""


def faults(page):
    """What axe objects to: (rule, elements)."""
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found["violations"]]


@pytest.mark.parametrize(("account", "path"), PAGES)
def test_a_page_is_large_enough_for_a_thumb_and_has_no_fault_at_either_width(visit, site, account, path):
    page = visit("phone", account).open(path.format(vacancy=site.vacancy, worker=site.worker))
    assert page.evaluate(SMALL_TEXT) == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"][0]
    page.evaluate(AXE.read_text("utf-8") + "; null")
    assert faults(page) == []
    page.set_viewport_size({"width": WIDTHS["desk"][0], "height": WIDTHS["desk"][1]})
    assert faults(page) == []


def test_with_the_keyboard_the_first_stop_leads_past_the_head_to_the_content(visit):
    page = visit().open("/vacancies")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
