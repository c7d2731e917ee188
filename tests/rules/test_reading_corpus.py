"""Postings and profiles as people really write them come out as their readers mean them."""

from dataclasses import fields
from datetime import date

import pytest

from matcher.domain.certificates import Certificate
from matcher.domain.conditions import Living
from matcher.domain.terms import Education, Employment, Posture, Shift
from matcher.reading.dates import read_date
from matcher.reading.occupations import Occupations
from matcher.reading.places import Places
from matcher.reading.posting import Readers, needs_of, offer_of, read_posting
from matcher.reading.profile import read_profile
from matcher.reading.remarks import Rebate
from matcher.reading.shapes import as_json

TODAY = date(2026, 2, 10)  # 腊月二十三
LUONAN = "611021"


@pytest.fixture(scope="module")
def readers():
    return Readers(Places.load(), Occupations.load(), read_date)


def pays(post):
    """month 6000..8000 gross, one for each figure."""
    written = []
    for reading in post.pays:
        pay = reading.value
        high = "" if pay.high is None else f"{pay.high:g}"
        written.append(f"{pay.basis} {pay.low:g}..{high}" + (f" {pay.kind}" if pay.kind != "unknown" else ""))
    return written


def said(value):
    """The fields of a value that say something."""
    return {f.name: getattr(value, f.name) for f in fields(value) if getattr(value, f.name) not in (None, (), "", False)} if value else {}


# text → one list for each post: its title and figures
POSTS = [
    ("苏州电子厂招普工, 6K-7.5K, 18-48岁, 坐班, 长白班, 包吃住", [("苏州电子厂招普工", ["month 6000..7500"])]),
    ("汽车座椅厂 缝纫工20名 月综合6500-8000 计件多劳多得 包住餐补10元/天", [("汽车座椅厂 缝纫工", ["month 6500..8000 gross"])]),
    ("分拣员 23元/小时 日结 夜班18:00-6:00 中间管一顿饭", [("分拣员", ["hour 23..23 base"])]),
    ("5800起, 上不封顶, 男女不限, 两班倒月休四天, 干满月报车费", [("", ["month 5800.."])]),
    ("氩弧焊 二保焊 400-450一天 自带面罩 工期三个月 湖州", [("氩弧焊/二保焊", ["day 400..450"])]),
    ("底薪2660+加班费1.5/2/3倍, 综合六千五左右, 交五险, 每月15号发工资", [("", ["month 2660..2660 base", "month 6175..6825 gross"])]),
    ("保安 白班8小时 4000/月 60岁以下 有证优先 (南京江宁)", [("保安", ["month 4000..4000"])]),
    ("急招打包 工价25 返费2000 满35天", [("打包", ["hour 25..25"])]),
    ("工地小工220大工350 管住 管两顿 干完活就结", [("工地小工", ["day 220..220"]), ("大工", ["day 350..350"])]),
    ("服装厂招平车高车 手快的一个月一万冒头 一般七八千 女工多", [("服装厂招平车高车", ["month 10000..10500", "month 7000..8000"])]),
    ("月嫂/住家保姆 5500-6500 上户先见面 不收中介费", [("月嫂/住家保姆", ["month 5500..6500"])]),
    ("养殖场招两口子 年薪12万 提供单间", [("养殖场招两口子", ["year 120000..120000"])]),
    ("挖机司机 证齐 8500-9500 包吃住 榆林", [("挖机司机", ["month 8500..9500"])]),
    ("操作工 限男 18-40 穿无尘服 12小时两班倒 综合7000+", [("操作工", ["month 7000.. gross"])]),
    ("打磨抛光 8000-10000 防护齐全 岗前体检公司出 社保全", [("打磨抛光", ["month 8000..10000"])]),
    ("餐厅服务员/洗碗 3800+全勤300 包吃住 会做凉菜的4500", [("餐厅服务员/洗碗", ["month 3800..3800 base"]), ("会做凉菜的", ["month 4500..4500"])]),
    ("电商仓 旺季临时工 190/天 干一个月 派遣 用工单位江北仓", [("电商仓 旺季临时工", ["day 190..190"])]),
    ("叉车工 有证 白夜倒 7200左右 五险 长期", [("叉车工", ["month 6840..7560"])]),
    ("陕西老乡看过来 南通船厂 招电焊/打磨/油漆 300-380一天 免费大巴正月初八发车", [("电焊/打磨/油漆", ["day 300..380"])]),
    ("免费学电商主播 学完包分配 月入过万 先交资料费298", []),
]
TEXTS = [text for text, _ in POSTS]


@pytest.mark.parametrize(("text", "posts"), POSTS, ids=[text[:12] for text in TEXTS])
def test_the_posts_of_a_posting_and_their_pay(readers, text, posts):
    assert [(post.title, pays(post)) for post in read_posting(text, readers, TODAY).posts] == posts


def whole(readers, number):
    return read_posting(TEXTS[number - 1], readers, TODAY)


def offer(readers, number):
    posting = whole(readers, number)
    return said(offer_of(posting, posting.posts[0]))


def remarks(readers, number):
    return said(whole(readers, number).remarks)


def test_an_electronics_post_tells_age_posture_shift_and_board(readers):
    posting = whole(readers, 1)
    assert said(needs_of(posting)) == {"age_low": 18, "age_high": 48}
    kept = offer(readers, 1)
    assert (kept["posture"], kept["shift"], kept["meals"], kept["lodging"]) == (Posture.SEATED, Shift.DAY, True, True)
    assert posting.place.value.code == "320500"
    assert posting.contract.value is None


def test_a_sewing_post_tells_heads_piece_rate_and_allowance(readers):
    posting = whole(readers, 2)
    assert posting.posts[0].headcount.value == 20
    assert posting.posts[0].occupations[0].value.name == "缝纫工"
    assert posting.living.value == Living(lodging=True, meal_allowance=10)
    assert remarks(readers, 2) == {"piece_rate": True}


def test_a_night_post_paid_by_the_day(readers):
    kept = offer(readers, 3)
    assert (kept["shift"], kept["hours_per_day"], kept["meals"], kept["employment"]) == (Shift.NIGHT, 12, True, Employment.GIG)
    assert whole(readers, 3).living.value.meals_per_day == 1
    assert whole(readers, 3).contract.value.settled == "day"


def test_rest_days_and_refunded_fare(readers):
    kept = offer(readers, 4)
    assert (kept["shift"], kept["rest_days"]) == (Shift.TWO_SHIFT, 4)
    assert remarks(readers, 4) == {"travel_refund": True}


def test_welders_bring_their_mask_for_three_months(readers):
    assert remarks(readers, 5) == {"own_tools": ("面罩",), "job_months": 3, "hazards": ("焊",)}
    assert [o.value.name for o in whole(readers, 5).posts[0].occupations] == ["焊工", "焊工"]
    assert whole(readers, 5).place.value.name == "湖州市"


def test_lawful_overtime_insurance_and_payday(readers):
    kept = offer(readers, 6)
    assert (kept["insurance"], kept["payday"]) == (True, 15)
    assert remarks(readers, 6)["lawful_overtime"] is True


def test_a_guard_whose_certificate_is_only_welcome(readers):
    posting = whole(readers, 7)
    assert said(needs_of(posting)) == {"age_high": 60}
    assert remarks(readers, 7) == {"certificate_welcome": True}
    assert (offer(readers, 7)["shift"], offer(readers, 7)["hours_per_day"], posting.place.value.name) == (Shift.DAY, 8, "江宁区")


def test_a_rebate_stays_apart_from_pay(readers):
    assert whole(readers, 8).remarks.rebates == (Rebate(2000, 35),)


def test_building_work_with_lodging_and_two_meals_paid_when_done(readers):
    assert whole(readers, 9).living.value == Living(meals=True, lodging=True, meals_per_day=2)
    assert whole(readers, 9).contract.value.settled == "end"


def test_a_post_for_a_couple_and_one_without_fees(readers):
    assert whole(readers, 12).remarks.pair is True
    assert whole(readers, 12).living.value.couple_room is True
    assert whole(readers, 12).posts[0].headcount.value is None
    assert whole(readers, 11).remarks.no_fee is True


def test_certificates_cleanroom_hazards_and_dispatch(readers):
    assert whole(readers, 13).certificates.value == (Certificate.EXCAVATOR,)
    assert whole(readers, 18).certificates.value == (Certificate.FORKLIFT,)
    assert (remarks(readers, 14)["cleanroom"], said(needs_of(whole(readers, 14)))) == (True, {"age_low": 18, "age_high": 40})
    assert (whole(readers, 15).remarks.hazards, whole(readers, 15).remarks.hazards_disclosed) == (("打磨", "抛光"), True)
    assert (offer(readers, 15)["insurance"], remarks(readers, 18)["permanent"], offer(readers, 18)["shift"]) == (True, True, Shift.TWO_SHIFT)
    assert remarks(readers, 17) == {"job_months": 1, "host_unit": "江北仓"}
    assert offer(readers, 17)["employment"] is Employment.DISPATCH


def test_a_coach_leaves_on_the_lunar_date_of_its_year(readers):
    posting = whole(readers, 19)
    assert posting.coach_on.value == date(2026, 2, 24)
    assert posting.remarks.coach is True
    assert len(posting.posts[0].occupations) == 3
    assert posting.place.value.name == "南通市"


def test_a_course_is_no_post(readers):
    assert whole(readers, 20).remarks.training_sold is True
    assert whole(readers, 20).posts == ()


def test_spans_of_a_later_post_lie_in_the_whole_text(readers):
    text = TEXTS[8]
    second = whole(readers, 9).posts[1]
    assert [text[a:b] for a, b in second.pays[0].spans] == ["350"]
    assert text[slice(*second.span)].startswith("大工350")


def test_spans_hold_where_folding_changes_the_length(readers):
    text = "⒈⒉①工地小工220大工350 管住"
    second = read_posting(text, readers, TODAY).posts[1]
    assert text[slice(*second.span)] == "大工350 管住"
    assert [text[a:b] for a, b in second.pays[0].spans] == ["350"]


def test_several_lines_with_heads_are_several_posts(readers):
    text = "某某机械厂招聘：\n一、叉车 2名\n薪资待遇：2600-3000元/月\n二、普工 5名 2500-3000元/月\n3、收银+预定 若干\n以上岗位全部包吃住！"
    posting = read_posting(text, readers, TODAY)
    assert [(post.title, post.headcount.value, pays(post)) for post in posting.posts] == [
        ("叉车", 2, ["month 2600..3000"]), ("普工", 5, ["month 2500..3000"]), ("收银+预定", None, []),
    ]
    assert posting.living.value == Living(meals=True, lodging=True)


def test_a_posting_prints(readers):
    shape = as_json(whole(readers, 19))
    assert shape["coach_on"]["value"] == "2026-02-24"
    assert shape["posts"][0]["pays"][0]["value"]["basis"] == "day"


# text → what its wants, haves and the rest say; everything not listed must be unsaid
PROFILES = [
    ("王×, 42, 麻坪镇, 干过三年电子厂, 想去苏州, 一月六七千就行",
     {"monthly_yuan": 6000, "places": ("320500",)}, {"years": 3.0}, {"age": 42, "home": "麻坪镇"}),
    ("我屋里有娃, 只能在县城跟前干, 白天", {"places": (LUONAN,), "no_night": True}, {}, {"in_county": True}),
    ("会踩平车, 缝纫十来年咧, 计件最好", {}, {"years": 10.0}, {"pay_form": "piece"}),
    ("没得啥文化, 手脚麻利, 莫上夜班", {"no_night": True}, {}, {}),
    ("两口子一路走, 要能住一起", {"companions": 1, "couple_room": True, "lodging": True}, {}, {}),
    ("腰不行, 重的抬不动", {"no_heavy": True}, {}, {}),
    ("初十以后走, 最好有包车, 从石坡上车", {"ready_on": date(2026, 2, 26), "coach": True}, {}, {"pickup": "石坡"}),
    ("55了还干得动, 保安保洁都中", {}, {}, {"age": 55}),
    ("挖机有证, 8千以下不去", {"monthly_yuan": 8000}, {"certificates": ("excavator",)}, {}),
    ("娃初中刚毕业, 想学个手艺", {"training": True}, {}, {"youth": True}),
    ("在昆山干过两年, 原厂不想回了, 换个不穿无尘服的", {"no_cleanroom": True}, {"years": 2.0}, {"avoid_previous": True}),
    ("电焊 二保氩弧都会, 日结月结都行", {}, {}, {"pay_form": "any"}),
    ("娃在常州上学, 就找常州武进跟前的", {"places": ("320412",), "near": "320412", "radius_km": 15}, {}, {}),
    ("屋头种完地才出来, 4月底", {"ready_on": date(2026, 4, 30)}, {}, {}),
    ("眼睛还可以, 站久了脚肿, 找个坐起做的活", {"posture": Posture.SEATED}, {}, {}),
    ("前头那个厂还欠我两个月工资", {}, {}, {"arrears_case": True}),
    ("啥都能干, 不挑, 能多挣就行", {}, {}, {"flexible": True}),
    ("我帮我弟报个名, 他还在广东", {}, {}, {"proxy": True, "lives_at": "广东省"}),
    ("普工就行, 底薪高点少加班", {}, {}, {"pay_form": "base", "less_overtime": True}),
    ("25, 大专机电, 会PLC, 苏南8000以上",
     {"monthly_yuan": 8000, "places": ("320500", "320200", "320400", "320100", "321100")}, {"education": Education.COLLEGE}, {"age": 25}),
]
MORE = ("confidence", "spans", "questions", "wants", "haves")


@pytest.mark.parametrize(("text", "wants", "haves", "rest"), PROFILES, ids=[row[0][:12] for row in PROFILES])
def test_a_profile_says_what_was_said_and_no_more(readers, text, wants, haves, rest):
    profile = read_profile(text, readers, TODAY, LUONAN)
    kept = {name: value for name, value in said(profile.wants).items() if value and name != "occupations"}
    own = {name: value for name, value in said(profile.haves).items() if name != "experience"}
    if profile.haves.experience:
        own["years"] = profile.haves.experience[0].years
    others = {name: getattr(value, "name", value) for name, value in said(profile).items() if name not in MORE}
    assert kept == wants
    assert {name: value for name, value in own.items() if value} == haves
    assert others == rest


@pytest.mark.parametrize(("number", "wished", "done"), [
    pytest.param(1, set(), {"6-25-04-07"}, id="what was done is not wished again"),
    pytest.param(3, {"6-05-01-03"}, {"6-05-01-03"}, id="a skill is both"),
    pytest.param(8, {"4-07-05-01", "4-09-08-01"}, set(), id="two trades in one run of letters, and no town of that name"),
    pytest.param(9, {"6-30-05-05"}, set(), id="excavator"),
    pytest.param(12, {"6-18-02-04"}, {"6-18-02-04"}, id="two ways of welding are one occupation"),
    pytest.param(11, set(), set(), id="a place of work names no trade"),
])
def test_the_trades_of_a_profile_are_wished_or_done(readers, number, wished, done):
    profile = read_profile(PROFILES[number - 1][0], readers, TODAY, LUONAN)
    assert set(profile.wants.occupations) == wished
    assert {work.occupation for work in profile.haves.experience if work.occupation} == done


def test_who_speaks_for_another_is_asked_for_consent_and_a_child_for_its_age(readers):
    assert any("本人同意" in question for question in read_profile("我帮我弟报个名, 他还在广东", readers, TODAY).questions)
    assert any("满16岁" in question for question in read_profile("娃初中刚毕业, 想学个手艺", readers, TODAY).questions)


def test_the_reason_for_a_wish_is_not_kept(readers):
    kept = str(as_json(read_profile("腰不行, 重的抬不动", readers, TODAY)))
    assert "腰" not in kept
    assert "no_heavy" in kept
