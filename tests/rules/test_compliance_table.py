"""The table of rules, the adversarial list under it, and the flags of real-looking postings."""

from datetime import date

import pytest

from matcher.compliance.engine import check, worst
from matcher.compliance.hits import Level
from matcher.compliance.postings import Posting
from matcher.compliance.tables import starting_tables
from matcher.domain.employers import Employer

DAY = date(2026, 3, 10)
JIANGSU = "320500"
AGENCY = Employer(id="e1", name="城东人力资源有限公司", is_agency=True)
LICENSED = Employer(id="e2", name="城西人力资源有限公司", is_agency=True, licence="3201012026001")


def found(text, **known):
    return [f"{hit.rule} {hit.level}" for hit in check(Posting(text=text, **known), starting_tables(), DAY)]


MUST_FLAG = [
    ("R01 BLOCK", "保安 限男性"), ("R01 BLOCK", "操作工, 男士优先"), ("R02 HOLD", "只招女工"), ("R02 HOLD", "男10女20"),
    ("R02 HOLD", "女18-45 男18-40"),
    ("R03 BLOCK", "已婚已育优先"), ("R03 BLOCK", "入职查孕"), ("R03 BLOCK", "两年内不生"), ("R03 HOLD", "夫妻工优先"),
    ("R04 BLOCK", "不要少数民族"), ("R04 BLOCK", "限汉族"), ("R05 BLOCK", "某省人勿扰"), ("R05 BLOCK", "限本地户口"),
    ("R06 BLOCK", "需查乙肝两对半"), ("R06 BLOCK", "大小三阳勿扰"), ("R07 BLOCK", "身体无残疾"), ("R08 WARN", "35岁以下, 形象好"),
    ("R08 INFO", "18-48岁"),
    ("R09 BLOCK", "15岁以上均可"), ("R11 HOLD", "大量招学生工, 中介带队"), ("R12 BLOCK", "服装押金200, 干满退"), ("R12 BLOCK", "交180体检费给我司"),
    ("R13 HOLD", "打磨工 体检自费"), ("R13 WARN", "文员 体检费自理"), ("R14 BLOCK", "身份证交公司保管"), ("R15 WARN", "薪资面议, 人数若干"),
    ("R16 HOLD", "小白月入三万"), ("R16 HOLD", "月薪过万不是梦"), ("R17 BLOCK", "试用期1500"), ("R17 BLOCK", "无责底薪2000"),
    ("R18 WARN", "12小时两班倒 月休2天"), ("R18 BLOCK", "不加班勿来"), ("R19 BLOCK", "7天内离职无工资"), ("R19 BLOCK", "提前走扣500"),
    ("R19 BLOCK", "押一个月工资"),
    ("R20 WARN", "合同一年, 试用三个月"), ("R21 BLOCK", "不交社保折现500"), ("R21 BLOCK", "转正后交社保"), ("R21 BLOCK", "自愿放弃"),
    ("R21 BLOCK", "社保自理"), ("R21 HOLD", "五险可选"), ("R22 HOLD", "返费5000"), ("R22 HOLD", "工价26(含返费)"),
    ("R23 BLOCK", "老王劳务, 各大厂直招"),
    ("R24 HOLD", "主线操作工 全派遣 签3个月"), ("R25 BLOCK", "学AI训练师 包就业 月入两万 学费可分期"), ("R27 HOLD", "抛光工 月8000"),
    ("R28 HOLD", "退休返聘"),
    ("R29 BLOCK", "超龄自愿放弃工伤"), ("R30 BLOCK", "东南亚客服 月2万 包机票"), ("R30 HOLD", "援外工程 资质号××"), ("R37 HOLD", "工地小工 年底结账"),
    ("R38 WARN", "小时工 月结 试用一周"), ("R01 BLOCK", "岗位要求: 男"),
]
MUST_NOT_FLAG = [
    ("R01", "男女不限"), ("R01", "提供女工宿舍"), ("R01", "井下支护工(法定女职工禁忌)限男"), ("R02", "流水线多为女工, 男女均可"),
    ("R03", "依法享受产假"), ("R03", "可安排夫妻房"), ("R04", "提供清真餐"), ("R04", "会苗语(驻站服务)优先"), ("R05", "面向商洛籍务工人员专场"),
    ("R05", "会说普通话"),
    ("R06", "餐饮岗需健康证"), ("R07", "需长时间站立"), ("R07", "欢迎残疾人应聘"), ("R08", "年满18周岁"), ("R08", "18-60岁"), ("R08", "需叉车证"),
    ("R09", "16周岁以上"), ("R09", "15岁可报的免费技能课"), ("R11", "校企合作实习, 学校统一安排"), ("R12", "不收任何费用"), ("R12", "免押金"),
    ("R12", "水电平摊"),
    ("R12", "体检费公司出"), ("R13", "二甲体检, 费用报销"), ("R14", "带身份证原件办入职"), ("R15", "招12人, 底薪2660+计件, 有效至3-31"),
    ("R16", "熟练氩弧焊 400-450/天"), ("R17", "底薪2660+加班费, 综合6500起"), ("R18", "8小时三班, 加班自愿"), ("R19", "每月15日发上月工资"),
    ("R20", "合同三年, 试用期2个月"), ("R21", "五险一金"), ("R21", "另购意外险"), ("R21", "非全日制 缴工伤"),
    ("R22", "满30天由本公司随次月工资另发800, 入协议"),
    ("R24", "旺季仓储分拣 派遣(临时性4个月), 用工单位××"), ("R25", "入职带薪培训7天 免费"), ("R25", "政府补贴培训, 推荐岗位不承诺录用"),
    ("R27", "抛光工(粉尘/噪声) 发防护, 岗前在岗离岗体检公司出"), ("R28", "超龄人员 签书面用工协议+工伤/意外险"),
    ("R29", "60岁以上, 公司投雇主险/按规参加工伤保险"),
    ("R37", "按月发, 专户代发, 实名制"), ("R38", "日结/周结 每天4小时"),
]
NO_HIT = [
    "免收押金, 谨防收押金的中介", "本岗位男女不限", "先生/女士请联系王女士", "女士内衣缝纫工", "招聘男装裁剪", "满16未满18须监护人知情", "押运员",
    "押花工", "培训师",
]
CORPUS = [
    ("苏州电子厂招普工, 6K-7.5K, 18-48岁, 坐班, 长白班, 包吃住", {"R15 WARN"}),
    ("分拣员 23元/小时 日结 夜班18:00-6:00 中间管一顿饭", {"R18 WARN"}),
    ("5800起, 上不封顶, 男女不限, 两班倒月休四天, 干满月报车费", {"R15 WARN", "R18 WARN"}),
    ("氩弧焊 二保焊 400-450一天 自带面罩 工期三个月 湖州", {"R27 HOLD"}),
    ("急招打包 工价25 返费2000 满35天", {"R22 HOLD", "R15 WARN", "R23 HOLD"}),
    ("工地小工220大工350 管住 管两顿 干完活就结", {"R37 HOLD"}),
    ("养殖场招两口子 年薪12万 提供单间", {"R03 HOLD"}),
    ("操作工 限男 18-40 穿无尘服 12小时两班倒 综合7000+", {"R01 BLOCK", "R08 WARN", "R18 WARN"}),
    ("陕西老乡看过来 南通船厂 招电焊/打磨/油漆 300-380一天 免费大巴正月初八发车", {"R27 HOLD"}),
    ("免费学电商主播 学完包分配 月入过万 先交资料费298", {"R25 BLOCK", "R12 BLOCK"}),
]
CORPUS_CLEAN = [
    "汽车座椅厂 缝纫工20名 月综合6500-8000 计件多劳多得 包住餐补10元/天", "底薪2660+加班费1.5/2/3倍, 综合六千五左右, 交五险, 每月15号发工资",
    "保安 白班8小时 4000/月 60岁以下 有证优先 (南京江宁)", "服装厂招平车高车 手快的一个月一万冒头 一般七八千 女工多",
    "月嫂/住家保姆 5500-6500 上户先见面 不收中介费",
    "挖机司机 证齐 8500-9500 包吃住 榆林", "打磨抛光 8000-10000 防护齐全 岗前体检公司出 社保全", "餐厅服务员/洗碗 3800+全勤300 包吃住 会做凉菜的4500",
    "电商仓 旺季临时工 190/天 干一个月 派遣 用工单位江北仓", "叉车工 有证 白夜倒 7200左右 五险 长期",
]


@pytest.mark.parametrize(("rule", "text"), MUST_FLAG)
def test_the_table_flags_what_it_must(rule, text):
    assert rule in found(text)


@pytest.mark.parametrize(("rule", "text"), MUST_NOT_FLAG)
def test_the_table_leaves_alone_what_it_must(rule, text):
    assert not any(hit.startswith(rule) for hit in found(text))


@pytest.mark.parametrize("text", NO_HIT)
def test_words_that_only_look_like_a_breach_give_no_hit_at_all(text):
    assert found(text) == []


@pytest.mark.parametrize(("text", "flags"), CORPUS)
def test_postings_as_people_write_them_get_their_flags(text, flags):
    assert flags <= set(found(text))


@pytest.mark.parametrize("text", CORPUS_CLEAN)
def test_honest_postings_are_neither_refused_nor_held(text):
    assert worst(check(Posting(text=text), starting_tables(), DAY)) in (None, Level.WARN, Level.INFO)


def test_a_base_is_measured_by_the_standard_of_its_place():
    assert "R17 BLOCK" in found("底薪2400 包住", place=JIANGSU)
    assert "R17 BLOCK" not in found("底薪2400 包住", place="610000")


@pytest.mark.parametrize(("employer", "rules"), [(AGENCY, ["R23 BLOCK"]), (LICENSED, []), (Employer(id="e3", name="顺风劳务部"), ["R23 HOLD"])])
def test_an_agency_posts_only_with_its_licence(employer, rules):
    assert found("招装配工12人", employer=employer) == rules


def test_a_public_body_may_post_for_an_employer_it_verified():
    assert found("招装配工12人", employer=AGENCY, public_body=True) == []
