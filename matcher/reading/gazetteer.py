"""What a place is called in speech and print → the codes it can mean."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from matcher.domain.places import prefix
from matcher.reading.geography import NAMELESS, PEOPLES, Atlas, atlas, bare, folded

# Two syllables that are everyday words too: they name a place only right behind the place they lie in.
EVERYDAY = frozenset((
    "安全 安居 安定 安平 安乡 安化 安吉 宝安 长安 长丰 长乐 长兴 长寿 长岭 长清 长治 昌乐 成安 城区 城中 城东 城西 城北 城关 城口 城固 朝阳 大方 大通 大同 大安 大理 大城 大名 大足 大新 "
    "大化 大丰 大宁 大关 大姚 大余 大祥 大东 东方 东风 东安 东区 东兴 东港 东城 东明 东平 东光 东源 东至 东乡 东山 东海 东台 东阳 东河 东丽 东兰 道里 道外 道真 定安 定边 定远 定南 定海 "
    "二七 丰满 丰都 丰台 丰泽 丰顺 丰城 丰县 富民 富源 富裕 富平 富阳 富川 富宁 富蕴 高要 高明 高新 高平 高安 高港 高青 高邑 高阳 高唐 高县 工农 古城 古田 光明 光山 光泽 广场 广平 广宁 广安 "
    "广德 广南 广水 广饶 广昌 广丰 广阳 海洋 海港 海东 海南 海北 海西 海城 海安 海丰 海晏 海原 海兴 和平 和顺 和政 和静 和硕 和县 河东 河西 河南 河北 河口 合作 合水 合江 合山 合浦 湖口 湖里 花山 花溪 "
    "华安 华容 华亭 华龙 黄山 黄石 会同 会东 会理 会宁 惠民 惠来 惠城 惠安 惠农 互助 吉安 吉利 吉县 江北 江口 江南 江岸 江汉 江山 江安 江东 江海 江城 江都 江源 金门 金山 金水 金湾 金沙 金东 金川 "
    "金平 金牛 金台 金城 金湖 金堂 金寨 金口 金安 京口 景东 景泰 景宁 开平 开化 开远 开江 开阳 开福 开鲁 快乐 乐业 乐安 乐东 乐平 乐至 乐陵 立山 利川 利津 利通 利辛 利州 临高 临时 临西 临海 临县 "
    "灵石 灵山 灵活 罗山 罗平 罗田 绿园 满城 美兰 民丰 民和 民勤 民权 民乐 名山 名气 明光 明水 明山 明溪 南部 南关 南昌 南城 南区 南山 南岸 南开 南海 南和 南安 南江 南康 南华 南丹 南明 南县 南通 宁海 宁安 "
    "宁国 宁化 宁都 宁强 宁县 宁明 宁江 宁河 宁远 宁津 平安 平房 平原 平和 平顺 平山 平江 平桥 平谷 平定 平遥 平南 平乐 平果 平昌 平利 平阳 平阴 平度 平潭 平泉 平乡 平鲁 平川 平舆 平塘 平坝 普定 普安 普通 "
    "前进 前锋 前郭 桥东 桥西 青年 青山 青县 青田 青龙 青云 全南 全椒 全州 仁和 仁化 仁怀 仁寿 如东 山阳 山城 山亭 山丹 商城 商水 商都 上思 上高 上林 上街 上城 上杭 上甘 上饶 尚志 尚义 石门 石台 石泉 "
    "石林 石城 石狮 石拐 双江 双流 双清 双桥 双台 双牌 双柏 双塔 双城 顺平 顺城 顺昌 顺义 顺德 顺河 水城 水富 水磨 四方 四平 太平 太和 太白 太康 太仆 太子 泰来 泰和 泰安 泰顺 泰山 泰宁 泰兴 天心 天全 天台 "
    "天宁 天门 天水 天长 天元 天河 天山 天桥 天峻 天等 天祝 田家 田东 田阳 铁东 铁西 铁山 铁力 通化 通道 通海 通江 通城 通山 通河 通许 通渭 通榆 望城 望都 望江 望奎 望谟 文山 文水 文成 文安 文县 文昌 文登 "
    "文峰 文圣 武功 武安 武定 武平 武城 武进 武胜 武强 西安 西区 西湖 西城 西山 西市 西和 西平 西乡 西华 西丰 西林 西夏 西陵 西峰 西峡 西盟 西充 下城 下陆 下关 先锋 向阳 祥云 新安 新兴 新城 新建 新市 新区 新北 新华 "
    "新和 新民 新平 新河 新县 新都 新田 新星 新野 新源 新宁 新丰 新化 新密 新余 新昌 新泰 新会 新邱 新荣 新蔡 新罗 新吴 新青 兴国 兴安 兴业 兴隆 兴化 兴山 兴文 兴平 兴宁 兴海 兴和 兴仁 兴庆 兴宾 兴义 兴城 秀山 "
    "秀英 延长 延平 延安 延寿 阳光 阳明 阳东 阳西 阳信 阳春 阳高 阳谷 阳原 阳山 阳城 仪器 义安 义马 易门 永安 永和 永定 永丰 永年 永康 永昌 永春 永德 永福 永城 永川 永吉 永清 永新 永兴 永泰 永顺 永平 永善 永胜 永仁 "
    "永寿 永靖 永登 友好 友谊 玉山 玉泉 玉环 玉龙 元宝 元氏 元江 元阳 元谋 云县 云安 云城 云和 云龙 云溪 云霄 云阳 运河 长白 长春 长城 长海 长沙 长泰 长武 长葛 长垣 长子 长顺 长汀 长宁 长江 镇安 镇平 镇海 镇江 "
    "镇坪 镇远 镇雄 正安 正定 正宁 正阳 中山 中方 中心 中江 中原 中站 中宁 中牟 中阳 中卫 钟山 众 竹山 自流 左权 建设 建平 建华 建德 建宁 建邺 建湖 建水 建始 建昌 建瓯 建阳 爱民 爱辉 宝山 宝清 宝应 宝丰 宝鸡 宝塔 "
    "白云 白水 白河 白银 白沙 白玉 白塔 白山 北安 北塔 北关 北流 北海 北仑 北镇 北票 北湖 北林 保定 保康 保靖 保山 保亭 保德 博山 博爱 博白 博野 博望 博兴 措美 措勤 德安 德保 德化 德清 德兴 德江 德钦 德昌 德令 独山 峨边 "
    "凤凰 凤阳 凤台 凤山 凤庆 凤冈 凤翔 凤县 扶余 扶风 扶沟 扶绥 福安 福海 福山 福田 福贡 福泉 福清 福鼎 甘谷 甘南 甘泉 甘德 赣县 港口 港北 港南 巩义 贡山 共和 谷城 贵定 贵德 贵南 桂东 桂平 桂阳 含山 汉阳 汉阴 汉滨 汉台 汉寿 汉源 "
    "和龙 横山 横峰 洪山 红旗 红星 红岗 红安 红桥 红河 红原 红花 红古 呼兰 虎林 集美 集安 集宁 即墨 济阳 嘉定 嘉善 嘉祥 嘉禾 嘉荫 嘉鱼 嘉黎 江油 江津 礼泉 连山 连平 连江 连南 连城 连州 龙门 龙山 龙泉 龙安 龙口 龙海 龙江 龙游 "
    "龙湖 龙华 龙岗 龙马 龙凤 龙井 龙城 龙陵 龙港 龙里 龙胜 龙文 龙亭 龙南 龙川 龙沙 龙潭 隆化 隆安 隆回 隆德 隆昌 隆林 隆尧 隆阳 鹿泉 路南 路北 路桥 平武 迁西 蕉城 昭平 尖山 滑县 源城 沙市 沙县 思明 万年 万全 万安 万荣 万载 万源 "
    "万宁 万山 万秀 万柏 万州 五河 五台 五通 五常 五华 五原 五大 五莲 五指 五家 五营 文化 襄城 襄州 象山 象州 孝义 孝感 孝南 孝昌 信丰 信宜 信阳 信州 兴和 宣传 宣化 宣城 宣汉 宣恩 宣州 宣威 寻甸 依安 依兰 宜良 宜君 宜川 宜黄 宜丰 宜阳 宜州 "
    "科尔 科右 库车 化工 化德 化州 方正 方山 方城 房山 房县 汇川 会昌 会泽 会东 湟中 勉县 山海 尉氏 威信 威宁 威远 威县 固安 固始 固阳 固镇 固原 康平 康保 康定 康乐 康县 康马 康巴 勐海 旌德 旌阳 静安 静宁 静海 静乐 吴中 吴江 余姚 越秀 越城 "
    "越西 盘龙 盘山 盘锦 盘州 常山 常宁 常熟 常州 特克 加查 加格 改则 措勤 比如 当雄 安多 班戈 革吉 日土 札达 普兰 仲巴 定日 定结 江达 左贡 察雅 类乌 边坝 洛隆 朗县 墨脱 米林 工布 错那 乃东 隆子 措美 扎囊 琼结 桑日 曲松").split())

# Names in daily use that no division bears. Several wide ones stand for the province they lie in.
QUARTERS = {
    "光谷": "420100", "沌口": "420113", "张江": "310115", "陆家嘴": "310115", "漕河泾": "310104", "徐家汇": "310104", "五角场": "310110", "亦庄": "110115", "望京": "110105",
    "中关村": "110108", "西北旺": "110108", "郑东新区": "410100", "西咸新区": "610100", "天府新区": "510100", "两江新区": "500000", "江北新区": "320100", "滨湖新区": "340111",
    "横琴": "440402", "横琴新区": "440402", "前海": "440305", "贵安新区": "520100", "大亚湾": "441303", "大亚湾区": "441303", "仲恺": "441302", "仲恺区": "441302", "仲恺高新区": "441302",
    "红谷滩新区": "360113", "浦东": "310115", "松山湖": "441900", "曲江新区": "610113", "浐灞生态区": "610111", "下沙": "330114", "湘江新区": "430104", "雄安": "130600", "雄安新区": "130600",
    "苏南": "320000", "苏北": "320000", "苏中": "320000", "浙南": "330000", "浙北": "330000", "皖北": "340000", "皖南": "340000", "闽南": "350000", "赣南": "360700", "鲁南": "370000",
    "豫南": "410000", "豫东": "410000", "鄂西": "420000", "湘西州": "433100", "粤东": "440000", "粤西": "440000", "粤北": "440000", "桂北": "450000", "川东": "510000", "川南": "510000",
    "黔东": "520000", "滇西": "530000", "陕南": "610000", "陕北": "610000", "关中": "610000", "魔都": "310000", "帝都": "110000", "羊城": "440100", "鹏城": "440300", "蓉城": "510100",
    "土左旗": "150121", "土右旗": "150221", "达茂旗": "150223", "科左中旗": "150521", "科左后旗": "150522", "科右前旗": "152221", "科右中旗": "152222", "阿左旗": "152921",
    "阿右旗": "152922", "乌前旗": "150823", "乌中旗": "150824", "乌后旗": "150825", "察右前旗": "150926", "察右中旗": "150927", "察右后旗": "150928", "哈市": "230100",
}
LETTERS = {"京": "110000", "津": "120000", "沪": "310000", "渝": "500000", "苏": "320000", "浙": "330000", "皖": "340000", "闽": "350000", "赣": "360000", "鲁": "370000",
           "豫": "410000", "鄂": "420000", "湘": "430000", "粤": "440000", "桂": "450000", "琼": "460000", "蜀": "510000", "黔": "520000", "滇": "530000", "陕": "610000", "陇": "620000",
           "晋": "140000", "冀": "130000", "辽": "210000", "黑": "230000", "疆": "650000"}
ZONE = re.compile(r"(高新技术产业开发区|高新技术产业园区|高新技术开发区|高技术产业开发区|经济技术开发区|经济开发区|工业园区|新区|示范区|管理区)$")
SHORT_ZONES = {"高": ("高新区", "高新", "高新园区", "高新技术产业开发区", "高新技术开发区"), "经": ("经开区", "开发区", "经济开发区", "经济技术开发区"), "工": ("工业园区", "园区")}
LOCAL_ZONES = frozenset(chain for group in SHORT_ZONES.values() for chain in group)


@dataclass(slots=True)
class Gazetteer:
    """divisions, towns: folded form → codes. lengths: first two letters → lengths of forms that begin so, longest first. weak: forms that need context."""

    divisions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    towns: dict[str, list[str]] = field(default_factory=dict)
    bare_towns: dict[str, list[str]] = field(default_factory=dict)
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    full: set[str] = field(default_factory=set)
    weak: set[str] = field(default_factory=set)


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
        for form in (name, *short_forms(name)):
            if now and form not in current and form not in EVERYDAY:
                found += [(form, code) for code in ((now[0],) if len(now) == 1 else (common(now),)) if code in area.names]
    return found


def common(codes: tuple[str, ...]) -> str:
    """The least area that all of them lie in: their county, city or province; "" if none."""
    for width, rest in ((6, ""), (4, "00"), (2, "0000")):
        heads = {code[:width] for code in codes}
        if len(heads) == 1:
            return heads.pop() + rest
    return ""


@cache
def gazetteer() -> Gazetteer:
    area, made = atlas(), Gazetteer()
    forms: dict[str, list[str]] = defaultdict(list)
    found = divisions(area)
    for form, (_, code, full) in zip(folded([f for f, _, _ in found]), found, strict=True):
        if code not in forms[form]:
            forms[form].append(code)
        if full:
            made.full.add(form)
    old = former(area, forms)
    for form, code in old:
        if code not in forms[form]:
            forms[form].append(code)
    made.divisions = {form: tuple(codes) for form, codes in forms.items() if len(form) > 1}
    made.weak = {form for form, codes in made.divisions.items() if form in LOCAL_ZONES or (form in EVERYDAY and all(len(prefix(c)) > 4 for c in codes))}
    add_towns(area, made)
    made.lengths = lengths(made)
    return made


def add_towns(area: Atlas, made: Gazetteer) -> None:
    codes = [code for towns in area.towns_of.values() for code in towns]
    for name, code in zip(folded([area.names[code] for code in codes]), codes, strict=True):
        made.towns.setdefault(name, []).append(code)
        spoken = name[:-2] if name[-2:] == "街道" else name[:-1] if name[-1] in "镇乡" else name
        if len(spoken) > 1 and spoken != name:
            made.bare_towns.setdefault(spoken, []).append(code)


def lengths(made: Gazetteer) -> dict[str, tuple[int, ...]]:
    heads: dict[str, set[int]] = {}
    for forms in (made.divisions, made.towns, made.bare_towns):
        for form in forms:
            heads.setdefault(form[:2], set()).add(len(form))
    return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in heads.items()}
