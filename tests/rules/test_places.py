"""Places are read from any way of writing them, and the map answers what lies in, around and under them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.places import lies_in
from matcher.reading.gazetteer import gazetteer
from matcher.reading.geography import atlas
from matcher.reading.normal import fold
from matcher.reading.places import Places

MAP = Places.load()
LUONAN = "611021"

WRITTEN = [
    ("苏州", "320500"), ("苏州市", "320500"), ("昆山", "320583"), ("江宁", "320115"), ("江宁区", "320115"), ("苏州·昆山市", "320583"),
    ("安徽省/合肥市", "340100"),
    ("上海 静安区", "310106"), ("上海市 - 浦东新区", "310115"), ("广东东莞", "441900"), ("佛山·南海区", "440605"), ("北京·海淀区·西北旺", "110108"),
    ("江苏省苏州市昆山市玉山镇", "320583100"),
    ("南京江宁", "320115"), ("昌平区, 北京", "110114"), ("(南京江宁)", "320115"), ("湖北恩施", "422800"), ("恩施市", "422801"), ("红河州", "532500")
    , ("石柱县", "500240"),
    ("管城区", "410104"), ("呼和浩特 土左旗", "150121"), ("仙桃", "429004"), ("澄迈", "469023"), ("香港", "810000"), ("澳门", "820000"), ("台湾",
    "710000"), ("開縣", "500154"),
    ("东莞·长安镇", "441900119"), ("东莞长安", "441900119"), ("中山·小榄镇", "442000118"), ("儋州", "460400"), ("嘉峪关", "620200"),
    ("江津市", "500116"), ("璧山县", "500120"), ("闸北区", "310106"), ("南汇区", "310115"), ("襄樊", "420600"), ("铜仁地区", "520600"),
    ("苏州工业园区", "320576"), ("苏州·工业园区", "320576"), ("合肥高新区", "340176"), ("合肥·经开区", "340177"), ("昆山开发区", "320583"),
    ("成都·高新区", "510100"), ("郑州·郑东新区", "410100"),
    ("杭州 天水", "330105012"), ("上海 南京东路", "310101002"), ("西安·长安区·王寺", "610116005"), ("洛南县麻坪镇", "611021110"), ("三要镇",
    "611021103"),
    ("吉林", "220000"), ("吉林市", "220200"), ("海南", "460000"), ("朝阳区, 长春", "220104"), ("去苏务工", "320000"), ("赴粤", "440000"), ("江浙沪",
    "320000"),
    ("安徽省 长江东路", "340000"), ("广州 珠江新城", "440100"), ("石家庄·石家庄·中山西路", "130100"),
]
IN_SENTENCES = [
    ("陕西老乡看过来 南通船厂 招电焊/打磨/油漆", "320600"), ("氩弧焊 二保焊 400-450一天 工期三个月 湖州", "330500"),
    ("王×, 42, 干过三年电子厂, 想去苏州, 一月六七千就行", "320500"),
    ("娃在常州上学, 就找常州武进跟前的", "320412"), ("我帮我弟报个名, 他还在广东", "440000"), ("保安 白班8小时 4000/月 60岁以下 (南京江宁)",
    "320115"), ("挖机司机 包吃住 榆林", "610800"),
    ("北京某某科技有限公司招聘保洁, 工作地点: 昆山市", "320583"), ("在昆山干过两年, 原厂不想回了", "320583"),
]
UNREAD = ["", "远程办公", "海外/新加坡", "南京路", "团队合作", "性格大方, 晋升通道", "阿里巴巴店铺", "非常熟悉办公软件", "三明治店", "提高明显",
    "安排时间来安装", "高新企业, 平安保险", "长白班",
          "兰州拉面", "开拓新市场", "国家法定节假日照常休息", "20万年薪", "普工 6000-8000"]


@pytest.mark.parametrize(("text", "code"), WRITTEN)
def test_every_way_of_writing_a_place_is_read(text: str, code: str) -> None:
    value = MAP.find(text).value
    assert value is not None
    assert value.code == code


@pytest.mark.parametrize(("text", "code"), IN_SENTENCES)
def test_the_place_is_found_in_a_sentence(text: str, code: str) -> None:
    value = MAP.find(text).value
    assert value is not None
    assert value.code == code


@pytest.mark.parametrize("text", UNREAD)
def test_no_place_is_invented(text: str) -> None:
    assert MAP.find(text).value is None


@pytest.mark.parametrize(("text", "near", "code"), [
    ("鼓楼区", "320100", "320106"), ("鼓楼区", "350100", "350102"), ("朝阳区", "110108", "110105"), ("麻坪镇", LUONAN, "611021110"), ("1 42 麻坪",
    LUONAN, "611021110"),
    ("初十以后走, 从石坡上车", LUONAN, "611021108"), ("城关镇", "610921", "610921100"),
])
def test_where_it_was_written_settles_a_name_that_several_places_bear(text: str, near: str, code: str) -> None:
    value = MAP.find(text, near).value
    assert value is not None
    assert value.code == code


@pytest.mark.parametrize(("text", "meant"), [("朝阳区", "110105"), ("鼓楼区", "320106"), ("城关镇", "611026100"), ("宝山区", "310113")])
def test_a_name_that_several_places_bear_stays_open_and_its_meanings_are_named(text: str, meant: str) -> None:
    reading = MAP.find(text)
    assert reading.value is None
    assert len(reading.guesses) > 1
    assert meant in reading.guesses or text == "城关镇"


def test_guesses_begin_with_what_most_people_mean() -> None:
    assert MAP.find("宝山区").guesses[0] == "310113"


def test_a_bare_name_of_city_and_county_is_the_city_but_asked() -> None:
    reading = MAP.find("朝阳")
    assert reading.value is not None
    assert reading.value.code == "211300"
    assert reading.confidence < 0.6


def test_a_trade_is_not_taken_for_a_town_of_that_name() -> None:
    assert MAP.find("保安保洁都中", LUONAN).value is None


def test_all_places_named_come_in_order() -> None:
    values = [reading.value.code for reading in MAP.mentions("王×, 麻坪镇, 想去苏州, 昆山也行", LUONAN) if reading.value]
    assert values == ["611021110", "320583"]
    assert [reading.value.code for reading in MAP.mentions("上海 北京 西安") if reading.value] == ["310000", "110000", "610100"]


def test_the_span_covers_the_name_as_written() -> None:
    text = "地点：苏州·昆山市"
    assert [text[start:end] for start, end in MAP.find(text).spans] == ["苏州", "昆山市"]


@pytest.mark.parametrize(("six", "code"), [("611021", "611021"), ("612522", "611021"), ("520526", "520526"), ("321123", "321183"), ("330104",
    "330100"), ("000000", None), ("61", None), ("", None)])
def test_an_identity_card_leads_to_todays_county(six: str, code: str | None) -> None:
    place = MAP.from_identity_prefix(six)
    assert (place and place.code) == code


@pytest.mark.parametrize(("code", "name"), [("320583", "江苏苏州昆山"), ("110105", "北京朝阳"), ("611021103", "陕西商洛洛南三要"), ("61", "陕西"),
    ("6110", "陕西商洛"), ("441900003", "广东东莞东城"),
                                            ("611021103201", "陕西商洛洛南三要"), ("999999", "999999"), ("", "")])
def test_a_place_has_a_short_readable_name(code: str, name: str) -> None:
    assert MAP.name(code) == name


def test_an_unknown_code_is_no_place() -> None:
    assert MAP.by_code("999999") is None
    assert MAP.by_code("x") is None
    assert MAP.centre("999999") is None


@pytest.mark.parametrize(("a", "b", "low", "high"), [("110000", "310000", 1000, 1150), ("320500", "320583", 25, 50), ("611021", "611000", 30, 80),
    ("440100", "441900", 40, 70)])
def test_distances_are_those_of_the_map(a: str, b: str, low: float, high: float) -> None:
    away = MAP.distance_km(a, b)
    assert away is not None
    assert low <= away <= high
    assert MAP.distance_km(b, a) == away


def test_a_town_stands_where_its_county_stands() -> None:
    assert MAP.centre("611021103") == MAP.centre(LUONAN)


def test_wider_areas_come_nearest_first_and_children_lie_inside() -> None:
    assert [place.code for place in MAP.wider("611021103")] == [LUONAN, "611000", "610000"]
    assert [place.code for place in MAP.wider("110105")] == ["110000"]
    for code in ("320000", "320500", "110000", LUONAN, "441900"):
        children = MAP.children(code)
        assert children
        assert all(lies_in(place.code, code) for place in children)


@given(st.sampled_from(sorted(code for code in atlas().names if len(code) == 6)), st.floats(0, 500), st.floats(0, 500))
def test_a_wider_radius_never_holds_fewer_places(code: str, a: float, b: float) -> None:
    near, far = MAP.within(code, min(a, b)), MAP.within(code, max(a, b))
    assert near[0] == far[0] == code
    assert set(near) <= set(far)


@given(st.sampled_from(sorted(code for code in atlas().names if atlas().level(code) == "county" and len(code) == 6)))
def test_every_county_is_read_back_from_its_full_name(code: str) -> None:
    place = MAP.by_code(code)
    assert place is not None
    value = MAP.find(place.full).value
    assert value is not None
    assert value.name == place.name  # 嘉峪关 is city and county at once
    assert lies_in(value.code, code) or lies_in(code, value.code)


@given(st.text(max_size=60), st.sampled_from([None, LUONAN, "320500", "440000", "x", ""]))
def test_any_text_is_read_without_an_error(text: str, near: str | None) -> None:
    reading = MAP.find(text, near)
    assert all(0 <= start < end <= len(text) for start, end in reading.spans)


@given(st.lists(st.sampled_from([*sorted(gazetteer().divisions), "镇", "路", " ", "·", "市", "区", "老乡", "工作地点:"]), max_size=8).map("".join))
def test_any_string_of_names_is_read_without_an_error(text: str) -> None:
    for reading in MAP.mentions(text):
        assert reading.value is not None or reading.guesses


def test_the_tables_are_written_in_folded_letters() -> None:
    names = gazetteer()
    assert [form for form in (*names.divisions, *names.towns) if fold(form) != form] == []


def test_every_county_and_city_has_a_centre_in_china() -> None:
    for code in atlas().names:
        lon, lat = MAP.centre(code) or (100.0, 30.0)
        assert 73 < lon < 136
        assert 3 < lat < 54
