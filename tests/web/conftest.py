"""A real browser before a real server at a real ledger, filled by the services themselves."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from shutil import which

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, StorageState, sync_playwright
from visiting import ADMIN, EMPLOYER, NOW, PASSWORD, POST, RECRUITER, STATION, TOWN, WIDTHS, WOMAN, Site, Visit, token
from werkzeug.serving import make_server

from matcher.app import Wiring
from matcher.domain.accounts import SYSTEM, Account
from matcher.domain.terms import Shift
from matcher.services.accounts import add_account, parse_grant
from matcher.services.posting import add_employer, post_vacancy
from matcher.services.registering import register_worker
from matcher.settings import Settings

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync"]


def chromium() -> str:
    """Path of Chromium; without one the browser tests say so loudly, and fail where CI runs."""
    found = os.environ.get("MATCHER_TEST_CHROMIUM") or which("chromium") or which("chromium-browser") or which("google-chrome")
    if found:
        return found
    text = "NO CHROMIUM FOUND: the pages were not tested in a browser. Install the package `chromium` or set MATCHER_TEST_CHROMIUM."
    if os.environ.get("CI") == "true":
        pytest.fail(text)
    pytest.skip(text)


def fill(wiring: Wiring) -> dict[str, str]:
    """A seat maker with two posts, a grain depot near home, thirty more posts, and some people of one town."""
    desk = wiring.desk
    employer = add_employer(SYSTEM, desk, EMPLOYER)
    accounts: tuple[tuple[str, str], ...] = ((STATION, f"station@{TOWN}"), (RECRUITER, f"recruiter@{employer.id}"), (ADMIN, "admin"))
    for name, grant in accounts:
        add_account(SYSTEM, desk, Account(name=name, grants=(parse_grant(grant),)), PASSWORD)
    sewing = replace(POST, employer=employer.id)
    first = post_vacancy(SYSTEM, desk, sewing)
    by_night = replace(sewing.offer, shift=Shift.NIGHT)
    night = post_vacancy(SYSTEM, desk, replace(sewing, title="夜班包装工", occupation=None, offer=by_night, headcount=3))
    for number in range(30):
        post_vacancy(SYSTEM, desk, replace(sewing, title=f"平车工 {number}", place=("320583", "320509", "330200")[number % 3]))
    woman = register_worker(SYSTEM, desk, WOMAN).worker
    for number in range(6):
        register_worker(SYSTEM, desk, replace(WOMAN, name=f"示例{'二三四五六七'[number]}", phone=f"1990000020{number}"))
    return {"vacancy": first.id, "night_vacancy": night.id, "worker": woman.id, "employer": employer.id}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("site")
    wiring = Wiring(Settings.read({}, ledger_url=f"sqlite:///{folder}/matcher.db", var=str(folder)), clock=lambda: NOW)
    wiring.ledger.migrate()
    made = fill(wiring)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, wiring.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", wiring, **made)
    server.shutdown()
    thread.join()
    server.server_close()
    wiring.catalogue.close()
    wiring.ledger.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def launched(browser: Browser) -> Iterator[Callable[..., Browser]]:
    """Another browser with further flags, for what is decided when it starts (a camera)."""
    opened: list[Browser] = []

    def begin(*flags: str) -> Browser:
        opened.append(browser.browser_type.launch(executable_path=chromium(), args=[*FLAGS, *flags]))
        return opened[-1]

    yield begin
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """One sign-in an account for the whole run: hashing a password takes a seventh of a second on purpose."""
    return {}


@pytest.fixture
def visit(site: Site, browser: Browser, sessions: dict[str, StorageState]) -> Iterator[Callable[..., Visit]]:
    """Opens a browser of its own for each call; at the end no console may have complained (CSP, scripts)."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def begin(width: str = "desk", account: str | None = None) -> Visit:
        size = WIDTHS[width]
        cookies = sessions.get(account) if account else None
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN", storage_state=cookies)
        context.set_default_timeout(10_000)
        contexts.append(context)
        made = Visit(context.new_page(), site.address)
        made.page.on("console", lambda message: _note(made, message.type, message.text))
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        visits.append(made)
        if account and cookies is None:
            sessions[account] = made.sign_in(account).page.context.storage_state()
        return made

    yield begin
    for context in contexts:
        context.close()
    assert [text for one in visits for text in one.complaints] == []


def _note(visit: Visit, kind: str, text: str) -> None:
    if kind in ("error", "warning") and not text.startswith("Failed to load resource"):  # an answer of 4xx, which the test itself asks for
        visit.complaints.append(text)


@pytest.fixture
def client(site: Site) -> FlaskClient:
    """Without a browser, for what only headers and statuses show."""
    return site.wiring.app.test_client()


@pytest.fixture
def signed_in(client: FlaskClient) -> Callable[[str], FlaskClient]:
    def enter(name: str) -> FlaskClient:
        answer = client.post("/login", data={"name": name, "password": PASSWORD, "csrf_token": token(client)})
        assert answer.status_code == 302, answer.text
        return client

    return enter
