"""Statuses, headers and refusals of pages, where no browser is needed to see them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from visiting import PASSWORD, RECRUITER, STATION, token

from matcher.context import roles_of

ROOT = Path(__file__).resolve().parents[2]


def test_a_form_without_its_token_is_refused_and_what_was_typed_is_kept(signed_in):
    answer = signed_in(STATION).post("/workers/new", data={"name": "示例没票", "phone": "19900004001", "consent.mode": "oral"})
    assert answer.status_code == 400
    assert 'name="name" value="示例没票"' in answer.text
    assert "再交一次" in answer.text


def test_a_wrong_password_says_so_and_never_comes_back_in_the_page(client):
    answer = client.post("/login", data={"name": STATION, "password": "cuo-de-mima", "csrf_token": token(client)})
    assert answer.status_code == 401
    assert "账号或密码不对" in answer.text
    assert "cuo-de-mima" not in answer.text


def test_a_sign_in_form_without_its_token_never_shows_the_password_again(client):
    answer = client.post("/login", data={"name": STATION, "password": PASSWORD})
    assert answer.status_code == 400
    assert PASSWORD not in answer.text


def test_guessing_is_throttled(client):
    answers = [client.post("/login", data={"name": "谁也不是", "password": f"guess-{n}", "csrf_token": token(client)},
                           environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code for n in range(7)]
    assert answers[0] == 401
    assert answers[-1] == 429


@pytest.mark.parametrize("then", ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_but_to_our_own_pages(client, then):
    answer = client.post("/login", data={"name": STATION, "password": PASSWORD, "then": then, "csrf_token": token(client)})
    assert answer.headers["Location"] == "/"


def test_whoever_is_signed_out_is_led_to_the_sign_in_and_back(client):
    answer = client.get("/workers?who=0001")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?then=/workers?who%3D0001"


def test_a_form_sent_after_the_session_ended_keeps_what_was_typed(client):
    answer = client.post("/workers/new", data={"name": "示例过期", "csrf_token": token(client)})
    assert answer.status_code == 401
    assert 'name="name" value="示例过期"' in answer.text


def test_a_role_without_the_register_is_refused_in_words(signed_in):
    answer = signed_in(RECRUITER).get("/workers")
    assert answer.status_code == 403
    assert "没有这项权限" in answer.text


def test_an_answer_that_changes_nothing_leaves_the_session_cookie_alone(signed_in):
    """Else a suggestion that arrives late would undo a sign-out, or the message of the page that came before it."""
    client = signed_in(STATION)
    client.get("/")
    assert "Set-Cookie" not in client.get("/suggestions/places?field=place&place=昆山").headers
    assert "Set-Cookie" not in client.get("/workers").headers


def test_signing_out_ends_the_session(signed_in):
    client = signed_in(STATION)
    client.post("/logout", data={"csrf_token": token(client, "/")})
    assert client.get("/workers").status_code == 302


def test_every_answer_carries_the_guarding_headers_and_people_are_never_kept(signed_in):
    answer = signed_in(STATION).get("/workers")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_for_a_year_under_the_address_of_their_content(client):
    asset = client.get("/").text.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(asset, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client):
    cookie = client.get("/login").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_body_too_large_is_refused_in_words(signed_in):
    client = signed_in(STATION)
    answer = client.post("/workers/new", data={"csrf_token": token(client, "/workers/new"), "wants.note": "多" * 2_000_000})
    assert answer.status_code == 413
    assert "太大" in answer.text


def test_no_page_holds_inline_script_or_style(site, signed_in):
    client = signed_in(STATION)
    for path in ("/", "/vacancies", f"/vacancies/{site.vacancy}", "/workers", f"/workers/{site.worker}", "/workers/new", "/vacancies/new"):
        text = client.get(path).text
        assert " style=" not in text, path
        assert "<style" not in text, path
        assert " onclick=" not in text, path
        assert "<script>" not in text, path


def test_every_page_says_for_whom_it_is(site):
    app = site.wiring.app
    declared = {name: roles_of(app, name) for name in app.view_functions if name.startswith("pages.")}
    assert len(declared) > 20
    assert {name for name, roles in declared.items() if roles is None} == {
        "pages.home", "pages.login", "pages.enter", "pages.leave", "pages.vacancies", "pages.vacancy", "pages.suggestions",
    }


def test_vendored_files_are_the_ones_the_manifests_name():
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "vendor"), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    manifest = json.loads((ROOT / "matcher" / "static" / "vendor" / "manifest.json").read_text("utf-8"))
    assert {entry["package"]: entry["version"] for entry in manifest}["htmx.org"] == "2.0.11"


def test_the_script_sends_the_token_by_header_and_the_page_asks_for_no_evaluation(client):
    text = client.get("/").text
    assert "X-CSRFToken" in text
    assert '"allowEval":false' in text
    assert '"includeIndicatorStyles":false' in text
