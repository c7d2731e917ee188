"""Trips in a real browser: seats by keyboard, the escort's phone without a line, and what comes out of the printer."""

import io
import re
from datetime import datetime

import openpyxl
import pytest
from playwright.sync_api import expect
from riding import ESCORT, FACTORY, coach
from test_accessibility import AXE, SMALL_TARGETS, SMALL_TEXT, faults
from visiting import ADMIN, STATION, WIDTHS, token

from matcher.domain.accounts import SYSTEM
from matcher.domain.bookings import BlockKind, BookingState, Rider
from matcher.domain.events import Step
from matcher.domain.scans import RidingState
from matcher.domain.trips import TripState
from matcher.ledger.port import Page as Listed
from matcher.services.blocks import BlockWish, add_block
from matcher.services.boarding import boarding_list
from matcher.services.booking import bookings_of
from matcher.services.outbox import call_list
from matcher.services.trips import show_trip
from matcher.services.waitlist import WaitWish, join

A4, A5 = (842, 595), (420, 595)


@pytest.fixture
def ride(site):
    return coach(site.wiring.desk)


@pytest.fixture
def clerk(visit):
    return visit(account=STATION)


def paper(page):
    """(how many pages, width and height of the first in points)."""
    made = page.pdf(prefer_css_page_size=True, print_background=True)
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", made)
    return len(re.findall(rb"/Type /Page\b", made)), (round(float(box[1])), round(float(box[2])))


def states(site, ride):
    return {(one.booking, one.place): one.state for one in boarding_list(SYSTEM, site.wiring.desk, ride.id).riders}


# --- seats -----------------------------------------------------------------------------------------------------------------------


def test_a_party_is_seated_by_keyboard_alone_on_the_seats_chosen(clerk, site, ride):
    page = clerk.open(f"/trips/{ride.id}")
    page.keyboard.type(page_name(site, ride.free[0]))
    page.keyboard.press("Enter")
    page.wait_for_selector(".found-people")
    page.focus(".found-people a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#bound_for")
    page.goto(f"{page.url}&party={ride.free[1]}")
    page.fill("#bound_for", FACTORY)
    page.focus("[data-seat='1.29']")
    page.keyboard.press("Enter")
    assert page.inner_text("[data-how]") == "还要选 1 座, 选满就坐下。"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=2 人坐好了")
    made = next(each for each in bookings_of(SYSTEM, site.wiring.desk, ride.id) if each.owner == STATION)
    assert [(seat.unit, seat.seat) for seat in made.seats] == [(1, 29), (1, 30)]
    assert (made.state, made.party[0].bound_for) == (BookingState.CONFIRMED, FACTORY)


def page_name(site, worker):
    with site.wiring.ledger.reading() as reader:
        return reader.worker(worker).name


@pytest.mark.parametrize(("start", "key", "end"), [
    ("1.6", "ArrowRight", "1.7"), ("1.6", "ArrowDown", "1.10"), ("1.10", "ArrowUp", "1.6"), ("1.44", "ArrowDown", "1.49"),
    ("1.49", "ArrowUp", "1.44"), ("1.6", "End", "1.8"), ("1.8", "Home", "1.5"), ("1.5", "ArrowLeft", "1.5"), ("1.49", "ArrowDown", "1.49"),
])
def test_arrow_keys_walk_over_aisles_and_stay_inside(clerk, ride, start, key, end):
    page = clerk.open(f"/trips/{ride.id}")
    page.focus(f"[data-seat='{start}']")
    page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.seat") == end
    assert page.locator("[data-seats] [tabindex='0']").count() == 1


def test_a_seat_shows_who_has_it_and_it_is_given_back_with_a_reason(clerk, site, ride):
    page = clerk.open(f"/trips/{ride.id}")
    seat = ride.bookings[0].seats[0]
    page.click(f"a[data-seat='{seat.unit}.{seat.seat}']")
    page.wait_for_selector("#booking")
    assert page_name(site, ride.riders[0]) in page.inner_text("#booking")
    page.click("summary:has-text('退座')")
    page.fill("#cancel-note", "家里有事")
    page.click("text=确认退座")
    page.wait_for_selector("text=退好了")
    assert len(bookings_of(SYSTEM, site.wiring.desk, ride.id)) == 2
    expect(page.locator(f"button[data-seat='{seat.unit}.{seat.seat}']")).to_have_count(1)


def test_without_a_reason_to_ride_the_desk_says_what_is_missing_and_keeps_the_party(clerk, ride):
    page = clerk.open(f"/trips/{ride.id}?party={ride.free[0]}")
    page.click("text=自动安排 1 座")
    page.wait_for_selector(".notice.warn")
    assert "用工单位" in page.inner_text(".notice.warn")
    assert page.locator(".party > li").count() == 1


def test_a_trip_is_typed_line_by_line_and_opened(visit, site):
    page = visit(account=ADMIN).open("/trips/new")
    page.fill("#name", "石坡—苏州 手打")
    page.fill("#programme", "su_shan")
    page.fill("#day", "2026-02-25")
    page.fill("#stops", "石坡街 20:30\n洛南县城 21:40\n苏州北 05:30")
    page.fill("#unit-seats", "13×4")
    page.click(".send button")
    page.wait_for_selector("text=建好了")
    made = show_trip(SYSTEM, site.wiring.desk, page.url.rsplit("/", 1)[1])
    assert [stop.at.isoformat() for stop in made.stops] == ["2026-02-25T20:30:00+08:00", "2026-02-25T21:40:00+08:00", "2026-02-26T05:30:00+08:00"]
    assert len(made.units[0].plan) == 13
    page.click("button:has-text('开放订座')")
    page.wait_for_selector("text=可以订座了")
    page.goto(f"{page.url}/edit")
    assert page.input_value("#stops") == "石坡街 20:30\n洛南县城 21:40\n苏州北 2月26日 05:30"
    page.fill("#carrier", "示例客运")
    page.click(".send button")
    page.wait_for_selector("text=改好了")
    after = show_trip(SYSTEM, site.wiring.desk, made.id)
    assert (after.carrier, after.stops, after.units) == ("示例客运", made.stops, made.units)


def test_what_cannot_be_read_in_a_trip_is_named_and_nothing_typed_is_lost(visit):
    page = visit(account=ADMIN).open("/trips/new")
    page.fill("#name", "看不懂")
    page.fill("#day", "2026-02-25")
    page.fill("#stops", "石坡街 早上\n南通")
    page.click(".send button")
    page.wait_for_selector("#faults")
    assert "没看懂“石坡街 早上”" in page.inner_text("main")
    assert page.input_value("#stops") == "石坡街 早上\n南通"


def test_a_copy_is_a_plan_on_another_day(visit, site, ride):
    page = visit(account=ADMIN).open(f"/trips/{ride.id}")
    page.click("summary:has-text('复制')")
    page.fill("#copy-at", "2026-03-01T06:30")
    page.click("text=复制一趟")
    page.wait_for_selector("text=复制好了")
    copied = show_trip(SYSTEM, site.wiring.desk, page.url.rsplit("/", 1)[1])
    assert (copied.departs_at, copied.state) == (datetime.fromisoformat("2026-03-01T06:30+08:00"), TripState.PLANNED)


# --- the escort's phone ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def phone(visit, ride):
    return visit("phone", ESCORT)


def opened(phone, ride):
    page = phone.open(f"/trips/{ride.id}/board")
    page.wait_for_selector("#board[data-kept]")
    return page


def test_ticks_made_without_a_line_survive_and_are_all_sent_when_there_is_one_again(phone, site, ride):
    page = opened(phone, ride)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#due li")).to_have_count(3)
    page.click("#due li >> nth=0 >> button")
    expect(page.locator("#net")).to_contain_text("没信号, 1 条记在手机里")
    page.reload()
    expect(page.locator("#net")).to_contain_text("1 条记在手机里")
    page.click("#due button:has-text('上车') >> nth=0")
    assert set(states(site, ride).values()) == {RidingState.DUE}
    page.context.set_offline(False)
    expect(page.locator("#net")).to_contain_text("有信号, 全部传好", timeout=20_000)
    assert sorted(states(site, ride).values()) == [RidingState.BOARDED, RidingState.BOARDED, RidingState.DUE]
    expect(page.locator("#count")).to_contain_text("车上 2 人")


def test_two_phones_tick_the_same_person_and_others_and_nothing_is_lost_or_counted_twice(phone, visit, site, ride):
    first, second = opened(phone, ride), opened(visit("phone", ESCORT), ride)
    for page in (first, second):
        page.context.set_offline(True)
    first.click("#due li >> nth=0 >> button")
    second.click("#due li >> nth=0 >> button")
    second.click("#due button:has-text('上车') >> nth=1")
    for page in (second, first):
        page.context.set_offline(False)
    for page in (first, second):
        expect(page.locator("#net")).to_contain_text("有信号, 全部传好", timeout=20_000)
    assert list(states(site, ride).values()).count(RidingState.BOARDED) == 2
    expect(first.locator("#count")).to_contain_text("车上 2 人", timeout=20_000)


def test_a_scanner_that_types_the_code_of_a_slip_ticks_its_rider(phone, visit, site, ride):
    booking = ride.bookings[1]
    page = opened(phone, ride)
    page.focus("#code")
    page.keyboard.type(f"LXQ1.{booking.id}.0.{'0' * 16}")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("上车")
    expect(page.locator("#net")).to_contain_text("全部传好", timeout=20_000)
    assert states(site, ride)[booking.id, 0] is RidingState.BOARDED
    page.keyboard.type("LXQ1.b0000000000000.0.0000000000000000")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("名单上没有这个人")


def test_a_tick_by_mistake_is_taken_back(phone, site, ride):
    page = opened(phone, ride)
    page.click("#due li >> nth=0 >> button")
    page.click("text=撤回")
    expect(page.locator("#count")).to_contain_text("已上 0 人")
    page.wait_for_timeout(5_500)
    assert set(states(site, ride).values()) == {RidingState.DUE}


def test_the_list_can_be_taken_off_the_phone(phone, ride):
    page = opened(phone, ride)
    page.click("#forget")
    expect(page.locator("#told")).to_contain_text("清掉了")
    assert page.evaluate("caches.has('board')") is False
    assert page.locator("#due li").count() == 0


# --- calls, handover, paper ----------------------------------------------------------------------------------------------------------


def test_the_day_before_each_is_asked_and_no_gives_the_seat_back(visit, site, ride):
    page = visit(account=ADMIN).open(f"/trips/{ride.id}/calls")
    assert page.locator(".calls li").count() == 0
    assert call_list(SYSTEM, site.wiring.desk, ride.id) == ()  # looking wrote nothing
    page.click("text=现在列出 3 人")
    page.wait_for_selector("text=3 人列进来了")
    assert page.locator("text=现在列出").count() == 0
    assert "去回1, 不去回2" in page.inner_text(".calls li >> nth=0")
    page.click(".calls li >> nth=0 >> button:has-text('1 去')")
    page.wait_for_selector("text=记下了: 去")
    page.click("button:has-text('2 不去') >> nth=0")
    page.wait_for_selector("text=记下了: 不去")
    assert [word.strip() for word in page.locator(".sums strong").all_inner_texts()] == ["1", "1", "1"]
    assert len(bookings_of(SYSTEM, site.wiring.desk, ride.id)) == 2


def test_the_roster_is_masked_until_a_reason_is_given_and_that_is_written_down(visit, site, ride):
    page = visit(account=ADMIN).open(f"/trips/{ride.id}/roster")
    assert "1990009" not in page.content()
    page.fill("#purpose", "交承运单位")
    page.click("text=显示完整")
    page.wait_for_selector("text=1990009")
    with site.wiring.ledger.reading() as reader:
        event = next(each for each in reader.events(Listed(size=20), subject=ride.id).items if each.step is Step.EXPORTED)
    assert (event.actor, event.note) == (ADMIN, "交承运单位")
    pages, size = paper(page)
    assert (pages, size) == (1, A4)
    assert "有效期至2026年3月3日" in page.inner_text(".paper")


def test_the_roster_as_a_sheet_keeps_numbers_as_text_and_prints_with_head_page_and_watermark(signed_in, site, ride):
    client = signed_in(ADMIN)
    sent = {"purpose": "交承运单位", "as": "xlsx", "csrf_token": token(client, f"/trips/{ride.id}/roster")}
    answer = client.post(f"/trips/{ride.id}/roster", data=sent)
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    heads = next(row for row in sheet.iter_rows() if row[0].value == "车")
    first = sheet[heads[0].row + 1]
    assert [cell.value for cell in heads][:5] == ["车", "座", "姓名", "身份证号", "电话"]
    assert (first[4].value[:7], first[4].number_format, first[4].data_type) == ("1990009", "@", "s")
    assert sheet.print_title_rows == f"${heads[0].row}:${heads[0].row}"
    assert sheet.oddFooter.center.text == "第 &P 页 / 共 &N 页"
    assert "交承运单位" in sheet.oddHeader.center.text
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


@pytest.mark.parametrize(("path", "size"), [("boarding", A4), ("handover", A4), ("settlement", A4), ("slips", A5)])
def test_papers_come_out_in_their_size(visit, ride, path, size):
    page = visit(account=ADMIN).open(f"/trips/{ride.id}/{path}")
    pages, found = paper(page)
    assert found == size
    assert pages == (3 if path == "slips" else 1)


def test_a_slip_says_both_days_stop_seat_plate_and_escort_and_its_code_no_name(visit, ride):
    page = visit(account=ADMIN).open(f"/trips/{ride.id}/slips?booking={ride.bookings[0].id}")
    text = page.inner_text(".slip")
    for word in ("2026年2月24日 星期二", "农历正月初八", "06:30", "石坡街", "陕H00001", "19900000081"):
        assert word in text, word
    assert page.locator(".slip .code svg").count() == 1


def test_the_handover_counts_by_employer_and_keeps_why_somebody_is_missing(phone, visit, site, ride):
    page = visit(account=ADMIN).open(f"/trips/{ride.id}/handover")
    assert page.inner_text(".sums").split() == ["应到", "3", "实到", "0", "未到", "3"]
    page.fill(".absent input[name=reason] >> nth=0", "家里有事")
    page.click(".absent button >> nth=0")
    page.wait_for_selector("text=原因记下了")
    assert page.input_value(".absent input[name=reason] >> nth=0") == "家里有事"


PAGES = [
    (ADMIN, "/trips"), (ADMIN, "/trips?which=past"), (ADMIN, "/trips/new"), (ADMIN, "/trips/{id}"), (STATION, "/trips/{id}?party={free}&who=示例"),
    (ADMIN, "/trips/{id}?at={booking}"), (ADMIN, "/trips/{id}/edit"), (ADMIN, "/trips/{id}/calls"), (ADMIN, "/trips/{id}/roster"),
    (ADMIN, "/trips/{id}/boarding"), (ADMIN, "/trips/{id}/slips"), (ADMIN, "/trips/{id}/handover"), (ADMIN, "/trips/{id}/settlement"),
    (ADMIN, "/outbox?trip={id}"), (ADMIN, "/trips/{id}?block={block}"), (ESCORT, "/trips/{id}/board"), (ESCORT, "/trips/{id}"),
]


def with_more(site, ride, path):
    """A block, and somebody in the queue, where the page is about them."""
    if "{block}" not in path:
        return ""
    kept = (BlockWish(trip=ride.id, kind=BlockKind.EMPLOYER, holder=FACTORY, count=count) for count in (3, 42))
    made = [add_block(SYSTEM, site.wiring.desk, wish).id for wish in kept]
    waiting = tuple(Rider(worker, bound_for=FACTORY) for worker in ride.free)
    join(SYSTEM, site.wiring.desk, WaitWish(trip=ride.id, key="waits", party=waiting, board=0, alight=2))
    return made[0]


@pytest.mark.parametrize(("account", "path"), PAGES)
def test_a_page_of_a_trip_is_large_enough_for_a_thumb_and_has_no_fault_at_either_width(visit, site, ride, account, path):
    page = visit("phone", account).open(path.format(id=ride.id, free=ride.free[0], booking=ride.bookings[0].id, block=with_more(site, ride, path)))
    if path.endswith("/board"):
        page.wait_for_selector("#due .btn")
    assert page.evaluate(SMALL_TEXT) == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"][0]
    page.evaluate(AXE.read_text("utf-8") + "; null")
    assert faults(page) == []
    page.set_viewport_size({"width": WIDTHS["desk"][0], "height": WIDTHS["desk"][1]})
    assert faults(page) == []


def test_an_escort_sees_no_trip_of_others(visit, site, ride):
    own = coach(site.wiring.desk, 0, 0, escort="另一随车员")
    page = visit("phone", "另一随车员").open("/trips")
    assert [link.get_attribute("href") for link in page.locator(".row-title").all()] == [f"/trips/{own.id}"]
    assert page.locator("text=新车次").count() == 0
    assert page.goto(f"{page.url}/{ride.id}").status == 404


def test_messages_are_marked_sent_one_by_one(visit, ride):
    page = visit(account=ADMIN).open(f"/outbox?trip={ride.id}")
    assert page.locator(".rows > li").count() == 3
    page.click("text=已发 >> nth=1")
    expect(page.locator(".rows > li")).to_have_count(2)
