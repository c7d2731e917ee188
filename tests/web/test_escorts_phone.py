"""The escort's day: from the start page to 「上车」, and the camera of a phone whose browser reads no codes by itself."""

import pytest
import segno
from playwright.sync_api import expect
from riding import ESCORT, coach
from test_accessibility import AXE, SMALL_TARGETS, SMALL_TEXT, faults
from visiting import WIDTHS, Visit

from matcher.booking import slips
from matcher.domain.accounts import SYSTEM
from matcher.domain.scans import RidingState
from matcher.domain.trips import TripState
from matcher.services.boarding import boarding_list, departures
from matcher.services.filing import file_roster
from matcher.services.trips import show_trip

WIDE, HIGH, MODULE = 640, 480, 9


@pytest.fixture
def ride(site):
    return coach(site.wiring.desk)


def test_an_escort_begins_at_the_own_trips_and_one_button_leads_to_boarding(visit, site, ride):
    coach(site.wiring.desk, 1, 0, escort="今天的随车员")
    page = visit("phone", "今天的随车员").open("/")
    assert page.inner_text("h1") == "我的车"
    page.click(".own-trips .btn-big")
    page.wait_for_selector("#due .btn")
    page = visit("phone", "今天的随车员").open("/")
    assert page.evaluate(SMALL_TEXT) == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"][0]
    page.evaluate(AXE.read_text("utf-8") + "; null")
    assert faults(page) == []


# --- leaving a stop ----------------------------------------------------------------------------------------------------------------


def opened(phone, ride):
    page = phone.open(f"/trips/{ride.id}/board")
    page.wait_for_selector("#board[data-kept]")
    page.wait_for_selector("#due .btn")
    return page


def states(site, ride):
    return sorted(one.state for one in boarding_list(SYSTEM, site.wiring.desk, ride.id).riders)


def test_a_stop_is_left_in_three_taps_and_only_those_who_were_not_ticked_are_given_up(visit, site, ride):
    file_roster(SYSTEM, site.wiring.desk, ride.id)
    page = opened(visit("phone", ESCORT), ride)
    page.route("**/scans", lambda route: route.fulfill(status=503))
    page.click("#due li >> nth=0 >> button")
    page.click("#leave")
    assert "还有 2 人没上" in page.inner_text("#sure")
    page.evaluate(AXE.read_text("utf-8") + "; null")
    assert faults(page) == []
    page.click("#heads-form label:has-text('正好 1 人')")
    page.click("#sure-yes")
    assert page.inner_text("#gone") == "石坡街开车了, 车上 1 人, 2 人没来。"
    assert page.input_value("#stop") == "1"
    with page.expect_response("**/scans", timeout=15_000):
        expect(page.locator("#gone-undo")).to_be_hidden(timeout=10_000)
    page.wait_for_timeout(500)
    assert show_trip(SYSTEM, site.wiring.desk, ride.id).passed == 0  # whoever was ticked and is not yet sent must not count as missing
    page.unroute("**/scans")
    expect(page.locator("#net")).to_contain_text("全部传好", timeout=25_000)
    assert states(site, ride) == [RidingState.BOARDED, RidingState.GONE, RidingState.GONE]
    assert show_trip(SYSTEM, site.wiring.desk, ride.id).state is TripState.DEPARTED
    left = departures(SYSTEM, site.wiring.desk, ride.id)[0]
    assert (left.heads, left.missed) == (1, 2)
    assert "数了 1 人, 2 人没来" in page_of(visit, ride).inner_text(".stops")


def page_of(visit, ride):
    return visit("phone", ESCORT).open(f"/trips/{ride.id}")


def test_without_a_line_a_stop_is_left_all_the_same_and_a_count_that_differs_is_asked_twice(visit, site, ride):
    page = opened(visit("phone", ESCORT), ride)
    page.context.set_offline(True)
    page.click("#due li >> nth=0 >> button")
    page.click("#leave")
    page.click("#sure-yes")
    assert "先说车上数了几个人" in page.inner_text("#sure-doubt")
    page.fill("#heads", "3")
    page.keyboard.press("Enter")
    assert "数的 3 人, 名单上车上 1 人, 对不上" in page.inner_text("#sure-doubt")
    page.keyboard.press("Enter")
    expect(page.locator("#net")).to_contain_text("没信号, 2 条记在手机里")
    page.reload()
    expect(page.locator("#stop")).to_have_value("1")
    assert states(site, ride) == [RidingState.DUE] * 3
    page.context.set_offline(False)
    expect(page.locator("#net")).to_contain_text("有信号, 全部传好", timeout=25_000)
    assert states(site, ride) == [RidingState.BOARDED, RidingState.GONE, RidingState.GONE]
    assert departures(SYSTEM, site.wiring.desk, ride.id)[0].heads == 3


def test_leaving_is_taken_back_before_it_goes_out(visit, site, ride):
    page = opened(visit("phone", ESCORT), ride)
    page.click("#leave")
    page.click("#heads-form label:has-text('没数')")
    page.click("#sure-yes")
    page.click("#gone-undo")
    assert page.inner_text("#gone") == "撤回了, 还在石坡街。"
    assert page.input_value("#stop") == "0"
    expect(page.locator("#net")).to_contain_text("全部传好")
    assert show_trip(SYSTEM, site.wiring.desk, ride.id).passed == 0
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lxq-left/'))") == []


@pytest.mark.parametrize(("said", "status", "passed"), [({}, 422, 0), ({"heads": -1}, 422, 0), ({"skipped": True}, 200, 1), ({"heads": 2}, 200, 1)])
def test_the_page_leaves_a_stop_only_with_a_count_or_knowingly_without(signed_in, site, ride, said, status, passed):
    client = signed_in(ESCORT)
    sent = {"X-CSRFToken": client.get(f"/trips/{ride.id}/board.json").json["token"]}
    assert client.post(f"/trips/{ride.id}/stops/0/leave", json=said, headers=sent).status_code == status
    assert show_trip(SYSTEM, site.wiring.desk, ride.id).passed == passed


# --- the camera ----------------------------------------------------------------------------------------------------------------------


def film(path, text):
    """A camera's picture of a slip: its square code, grey on a lighter ground, a little off the middle."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix_iter(scale=MODULE, border=4)]
    left, top = (WIDE - len(rows[0])) // 2 + 11, (HIGH - len(rows)) // 2 - 7
    light = bytearray([190]) * (WIDE * HIGH)
    for y, row in enumerate(rows):
        start = (top + y) * WIDE + left
        light[start:start + len(row)] = bytes(60 if dark else 205 for dark in row)
    frame = b"FRAME\n" + bytes(light) + bytes([128]) * (WIDE * HIGH // 2)
    path.write_bytes(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (WIDE, HIGH) + frame * 4)


def test_a_slip_before_the_camera_is_read_where_the_browser_reads_no_codes_and_without_a_line(site, launched, ride, tmp_path):
    booking = ride.bookings[1]
    film(tmp_path / "slip.y4m", slips.sign(site.wiring.settings.secret_key.encode(), booking.id, 0))
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", f"--use-file-for-fake-video-capture={tmp_path}/slip.y4m"]
    context = launched(*camera).new_context(viewport={"width": 375, "height": 812}, locale="zh-CN")
    context.add_init_script("delete window.BarcodeDetector")
    visit = Visit(context.new_page(), site.address)
    visit.page.on("console", lambda message: visit.complaints.append(message.text) if "Content Security" in message.text else None)
    page = visit.sign_in(ESCORT).open(f"/trips/{ride.id}/board")
    page.wait_for_selector("#board[data-kept]")
    assert page.evaluate("'BarcodeDetector' in window || 'jsQR' in window") is False
    context.set_offline(True)
    page.click("#camera")
    expect(page.locator("#told")).to_contain_text("上车", timeout=15_000)
    assert page.evaluate("'jsQR' in window") is True
    context.set_offline(False)
    expect(page.locator("#net")).to_contain_text("全部传好", timeout=20_000)
    assert {(one.booking, one.place): one.state for one in boarding_list(SYSTEM, site.wiring.desk, ride.id).riders}[booking.id, 0] \
        is RidingState.BOARDED
    page.click("#camera")
    assert visit.complaints == []
