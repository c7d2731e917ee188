"""What a place is called in speech and print → the codes it can mean."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from matcher.domain.places import prefix
from matcher.reading.geography import NAMELESS, PEOPLES, Atlas, bare, folded, lines

# Short names of counties that are, or run into, everyday words (比如, 合作, 平安; 国家高|新企业): they name a place only right behind the place they lie in, or alone.
EVERYDAY = frozenset((
    "万年 三河 三门 上思 上林 上街 上高 东区 东城 东安 东山 东方 东至 东风 中宁 中方 中江 中站 中阳 丰满 乐业 乐东 乐安 乐平 乐至 九龙 二七 云和 云安 云霄 云龙 互助 交口 仁和 会东 会同 会理 信丰 先锋 光明 全南 公安 共和 兴业 兴和 兴国 兴安 "
    "兴山 兴文 兴隆 凤凰 利津 前进 前锋 动力 北关 北区 北塔 北安 北湖 升平 南关 南区 南和 南城 南山 南开 南江 南湖 南郑 南部 印台 友好 友谊 双塔 双桥 双清 古城 古田 台前 合作 吉利 同仁 名山 向阳 周至 和县 和平 和政 和硕 和静 和顺 和龙 商城 "
    "商水 嘉禾 团结 团风 园区 城东 城中 城关 城北 城区 城厢 城口 城固 城西 复兴 多伦 大余 大关 大兴 大化 大厂 大名 大城 大安 大新 大方 大田 大竹 大英 大通 天元 天全 天台 天宁 天山 天心 天等 天长 太和 太平 太湖 太白 威信 宁远 安化 安县 安定 "
    "安居 安平 安西 安远 宏伟 定南 定日 定边 定远 宝丰 富民 富源 富裕 小店 尚义 山城 山阳 工农 左权 市中 市北 市区 市南 平利 平南 平原 平和 平安 平定 平山 平昌 平桥 平江 平顺 广南 广平 广昌 广水 康乐 康保 延长 建安 建设 开化 开江 开福 开阳 "
    "德化 德安 怀安 怀来 惠来 惠民 成安 政和 文安 文成 文水 新丰 新会 新兴 新北 新华 新和 新城 新安 新市 新平 新建 新星 新河 新都 方正 明光 明水 普安 望江 松山 桥东 桥西 正安 正定 武功 武定 武强 武胜 比如 民丰 民主 民乐 民和 民权 水城 水磨 "
    "永和 永定 永平 永新 永清 汇川 江南 江口 江城 汽车 沙县 沙洲 河口 沿河 泰和 泰来 海东 海兴 海城 海港 清新 清水 港口 火炬 灯塔 爱民 牡丹 独山 玉山 玉泉 田东 白水 白沙 白河 石台 石城 石林 石泉 石门 矿区 站前 紫金 红旗 老城 胜利 荷塘 莲花 "
    "西乡 西区 西华 西和 西城 西山 西平 西盟 解放 贵德 资中 资兴 资源 路北 路南 连山 连平 通江 通海 通道 郊区 金安 金平 金水 金沙 金湖 金门 长乐 长子 长安 长寿 长岭 长武 长清 长白 长顺 阳东 阳春 陵县 隆化 隆安 零陵 青山 青龙 顺城 顺昌 高安 "
    "高密 高平 高新 高明 高要 高青 鹅湖 龙南 龙潭 龙门 "
).split())

EVERYDAY_CITIES = frozenset("阿里 白银 来宾".split())
CROSSED = {"常熟": "非日通", "日照": "假节", "来安": "间时", "高明": "提", "三明": "吃"}  # behind these letters the two syllables belong to two words: 非常|熟悉

# Names in daily use that no division bears. Several wide ones stand for the province they lie in.
QUARTERS = {
    "光谷": "420100", "沌口": "420113", "张江": "310115", "陆家嘴": "310115", "漕河泾": "310104", "徐家汇": "310104", "五角场": "310110", "亦庄": "110115", "望京": "110105",
    "中关村": "110108", "西北旺": "110108", "郑东新区": "410100", "西咸新区": "610100", "天府新区": "510100", "两江新区": "500000", "江北新区": "320100", "滨湖新区": "340111",
    "横琴": "440402", "横琴新区": "440402", "前海": "440305", "贵安新区": "520100", "大亚湾": "441303", "大亚湾区": "441303", "仲恺": "441302", "仲恺区": "441302", "仲恺高新区": "441302",
    "红谷滩新区": "360113", "浦东": "310115", "松山湖": "441900", "曲江新区": "610113", "浐灞生态区": "610111", "下沙": "330114", "湘江新区": "430104", "雄安": "130600", "雄安新区": "130600",
    "苏南": "320000", "苏北": "320000", "苏中": "320000", "浙南": "330000", "浙北": "330000", "皖北": "340000", "皖南": "340000", "闽南": "350000", "赣南": "360700", "鲁南": "370000",
    "豫南": "410000", "豫东": "410000", "鄂西": "420000", "湘西州": "433100", "粤东": "440000", "粤西": "440000", "粤北": "440000", "桂北": "450000", "川东": "510000", "川南": "510000",
    "黔东": "520000", "滇西": "530000", "陕南": "610000", "陕北": "610000", "魔都": "310000", "羊城": "440100", "鹏城": "440300", "蓉城": "510100",
    "土左旗": "150121", "土右旗": "150221", "达茂旗": "150223", "科左中旗": "150521", "科左后旗": "150522", "科右前旗": "152221", "科右中旗": "152222", "阿左旗": "152921",
    "阿右旗": "152922", "乌前旗": "150823", "乌中旗": "150824", "乌后旗": "150825", "察右前旗": "150926", "察右中旗": "150927", "察右后旗": "150928", "哈市": "230100",
}
LETTERS = {"京": "110000", "津": "120000", "沪": "310000", "渝": "500000", "苏": "320000", "浙": "330000", "皖": "340000", "闽": "350000", "赣": "360000", "鲁": "370000",
           "豫": "410000", "鄂": "420000", "湘": "430000", "粤": "440000", "桂": "450000", "琼": "460000", "蜀": "510000", "黔": "520000", "滇": "530000", "陕": "610000", "陇": "620000",
           "晋": "140000", "冀": "130000", "辽": "210000", "黑": "230000", "疆": "650000"}
ZONE = re.compile(r"(高新技术产业开发区|高新技术产业园区|高新技术开发区|高技术产业开发区|经济技术开发区|经济开发区|工业园区|新区|示范区|管理区)$")
SHORT_ZONES = {"高": ("高新区", "高新", "高新园区", "高新技术产业开发区", "高新技术开发区"), "经": ("经开区", "开发区", "经济开发区", "经济技术开发区"), "工": ("工业园区", "园区")}
BASE = 48
FULL, SHORT, HOME = "full", "short", "home"  # HOME: towns of the two provinces whose people register here, known by name without their county
LOCAL_ZONES = frozenset(chain for group in SHORT_ZONES.values() for chain in group)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """divisions: folded form → codes, parted by blanks. towns: folded full name → the same. sizes, town_sizes: first two letters → lengths of the
    forms that begin so, longest first, a letter each (chr(BASE + length)); sizes has what is read anywhere, town_sizes what is read near its county.
    full: forms that are whole official names. weak: forms that need context."""

    divisions: dict[str, str]
    towns: dict[str, str]
    sizes: dict[str, str]
    town_sizes: dict[str, str]
    full: frozenset[str]
    weak: frozenset[str]

    def meanings(self, form: str) -> tuple[str, ...]:
        return tuple(self.divisions.get(form, "").split())

    def town(self, name: str) -> tuple[str, ...]:
        return tuple(self.towns.get(name, "").split("\t")[0].split())

    def town_spoken(self, spoken: str) -> tuple[str, ...]:
        """麻坪 → every 麻坪镇, 麻坪乡 and 麻坪街道."""
        return tuple(code for kind in ("镇", "乡", "街道") for code in self.town(spoken + kind))


@cache
def gazetteer() -> Gazetteer:
    rows = [line.split("\t") for line in lines("forms")]
    forms = {row[0]: row[1] for row in rows if row[2] != HOME}
    full = frozenset(row[0] for row in rows if row[2] == FULL)
    weak = frozenset(form for form, codes in forms.items()
                     if form in LOCAL_ZONES | EVERYDAY_CITIES or (form in EVERYDAY and not any(len(prefix(c)) < 6 for c in codes.split())))
    town_sizes = dict(line.split("\t") for line in lines("heads"))
    return Gazetteer(forms, dict(line.split("\t", 1) for line in lines("towns")), heads_of(row[0] for row in rows), town_sizes, full, weak)


# What follows makes the table of forms (fixtures/sources/places.py); it is here so that names and their short forms stay together.
def short_forms(name: str) -> list[str]:
    spoken = bare(name)
    forms = [spoken]
    if re.search(rf"(?:{PEOPLES})+(?:自治)?[州县区旗]$", name):
        forms.append(spoken + name[-1])
    return [form for form in forms if len(form) > 1 and form != name]


def zone_forms(name: str, parents: tuple[str, ...]) -> list[str]:
    """What is left when the names of province and city are taken off, and the short words for its kind."""
    core = name
    for parent in parents:
        for start in (parent, bare(parent)):
            core = core.removeprefix(start)
    forms = [core] if core != name and len(core) > 2 else []
    kind = ZONE.search(name)
    if kind is None:
        return forms
    shorts, own = SHORT_ZONES.get(kind.group(1)[0], ()), core.removesuffix(kind.group(1))
    if own:
        return forms + [own, *(own + short for short in shorts[:2])] if len(own) > 1 else forms
    return forms + [*shorts, *(bare(parents[-1]) + short for short in shorts)]


def divisions(area: Atlas) -> list[tuple[str, str, bool]]:
    """(form, code, whether it is the full name)."""
    found = [(name, code, True) for code, name in area.names.items() if len(code) == 6 and name not in NAMELESS]
    for name, code, _ in tuple(found):
        if code in area.zones:
            parents = tuple(area.names[step] for step in area.chain(code)[:-1])
            found += [(form, code, False) for form in zone_forms(name, parents)]
        else:
            found += [(form, code, False) for form in short_forms(name)]
    return found + [(name, code, False) for name, code in QUARTERS.items()]


def former(area: Atlas, current: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Old names that mean nothing else today."""
    found = []
    for name, now in area.former.values():
        for form in (name, *(short_forms(name) if name[-1] in "市州" else ())):
            if now and len(form) > 1 and form != "新区" and form not in current and form not in EVERYDAY:
                found += [(form, code) for code in ((now[0],) if len(now) == 1 else (common(now),)) if code in area.names]
    return found


def common(codes: tuple[str, ...]) -> str:
    """The least area that all of them lie in: their county, city or province; "" if none."""
    for width, rest in ((6, ""), (4, "00"), (2, "0000")):
        heads = {code[:width] for code in codes}
        if len(heads) == 1:
            return heads.pop() + rest
    return ""


def forms_of(area: Atlas) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Folded form → (codes, whether it is a full name)."""
    forms: dict[str, list[str]] = defaultdict(list)
    full = set()
    found = divisions(area)
    for form, (_, code, whole) in zip(folded([f for f, _, _ in found]), found, strict=True):
        if code not in forms[form]:
            forms[form].append(code)
        if whole:
            full.add(form)
    old = former(area, forms)
    for form, (_, code) in zip(folded([f for f, _ in old]), old, strict=True):
        if code not in forms[form]:
            forms[form].append(code)
    return {form: (tuple(codes), form in full) for form, codes in forms.items() if len(form) > 1}


def heads_of(forms: Iterable[str]) -> dict[str, str]:
    sizes: dict[str, set[int]] = defaultdict(set)
    for form in forms:
        sizes[form[:2]].add(len(form))
    return {head: "".join(chr(BASE + length) for length in sorted(lengths, reverse=True)) for head, lengths in sizes.items()}
