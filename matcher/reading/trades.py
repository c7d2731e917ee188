"""Words for work → occupations: the national names, common aliases, and the words of the shop floor, some of them by branch."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from matcher.reading.normal import fold

BRANCHES = {branch: re.compile(pattern) for branch, pattern in {
    "玩具": "玩具", "鞋": "鞋(?!服)", "服装": "服装|服饰|制衣|时装|缝|箱包|皮具|家纺|内衣|羽绒|座椅套|旅行用品|衣", "纺织": "纺织|织造|针织|毛纺|化纤|印染|布业", "注塑": "注塑|塑料|塑胶|塑业|橡塑|吹膜",
    "电子": "电子|光电|电路|手机|富士康|连接器|显示|科技园|数码|smt|通讯|通信设备|无尘", "半导体": "半导体|晶圆|芯片|封测|集成电路", "食品": "食品|饮料|粮油|调味|乳业|肉|糕点|酒业",
    "包装": "包装|纸箱|纸业|纸制品", "印刷": "印刷|彩印|印务", "家具": "家具|家居|木业|橱柜|橱饰|木制|沙发|衣柜|全屋", "汽车": "汽车(?!销售|服务|维修|美容|贸易)|车辆制造|汽配|车业", "化工": "化工|涂料|化学|新材料|树脂|润滑",
    "制药": "制药|药业|药厂|医药科技", "玻璃": "玻璃", "电缆": "电缆|线缆|电线", "电池": "电池|锂电|锂能|储能", "家电": "家电|电器|空调|冰箱|洗衣机|制冷", "电机": "电机", "电气": "电气|开关|配电|变压器|成套",
    "门窗": "门窗|幕墙|铝材", "医疗器械": "医疗器械|医疗科技|医疗用品|一和医疗|医疗设备", "机械": "机械|五金|模具|金属|设备|轴承|阀门?|精密|零部件|机床|铝业|钢|重工|数控|铁件|冲压|铸造",
    "建筑": "建筑|工地|装饰|装潢|装修|施工|园林|市政", "餐饮": "餐饮|饭店|酒楼|火锅|餐厅|食府|大酒店|烧烤|奶茶|小吃|食堂|茶餐|牛排", "酒店": "酒店|宾馆|旅馆|度假", "洗浴": "洗浴|沐浴|浴场|水汇|温泉|汗蒸|足浴|会馆",
    "物流": "物流|快递|速运|仓储|货运|供应链|配送|电商仓|运输", "超市": "超市|商场|百货|便利店|永辉|商贸城", "汽修": "汽修|汽车维修|汽车美容|4s|汽车服务|汽车销售|修车", "美容": "美容|美发|美业|养生|医美",
    "保洁": "保洁|环卫|清洁", "房产": "房产|地产|置业|中介房|楼盘",
}.items()}


@dataclass(slots=True)
class Lexicon:
    """words: folded word → code. weak: words that count only alone. of_branch: branch → word → code. lengths: last two letters → lengths of words, longest first."""

    names: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    weak: set[str] = field(default_factory=set)
    official: set[str] = field(default_factory=set)
    of_branch: dict[str, dict[str, str]] = field(default_factory=dict)
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)


def table(name: str) -> bytes:
    return resources.files("matcher.reading").joinpath("tables", name).read_bytes()


def trade_lines() -> Iterator[tuple[str, str, bool, list[str]]]:
    """(branch or "", code, weak, words)."""
    for line in table("trades.txt").decode().splitlines():
        if not line or line.startswith("#"):
            continue
        words = line.split()
        branch = words.pop(0)[1:-1] if line.startswith("[") else ""
        code = words.pop(0)
        weak = words[0] == "weak"
        yield branch, code, weak, words[1:] if weak else words


def add_official(made: Lexicon) -> None:
    for line in gzip.decompress(table("occupations.csv.gz")).decode().splitlines():
        code, name, aliases = line.split("\t")
        made.names[code] = name
        if aliases:
            made.aliases[code] = tuple(aliases.split("|"))
        if not code.endswith("00") or code[5:7] != "00":
            for alias in made.aliases.get(code, ()):
                if len(alias) > 2:
                    made.words.setdefault(fold(alias), code)
    for code, name in made.names.items():
        if not code.endswith("-00-00"):
            made.words[fold(name)] = code
            made.official.add(fold(name))


@cache
def lexicon() -> Lexicon:
    made = Lexicon()
    add_official(made)
    seen: set[str] = set()
    for branch, code, weak, words in trade_lines():
        for word in map(fold, words):
            if branch:
                made.of_branch.setdefault(branch, {})[word] = code
            elif word not in seen:
                seen.add(word)
                made.words[word] = code
                (made.weak.add if weak else made.weak.discard)(word)
    heads: dict[str, set[int]] = {}
    for word in (*made.words, *(w for words in made.of_branch.values() for w in words)):
        heads.setdefault(word[-2:], set()).add(len(word))
    made.lengths = {head: tuple(sorted(sizes, reverse=True)) for head, sizes in heads.items()}
    return made


def branches(text: str) -> tuple[str, ...]:
    """The branches a folded text speaks of: word by word, and for one word in the order of the table, narrow ones first."""
    spoken = (branch for word in text.split() for branch, pattern in BRANCHES.items() if pattern.search(word))
    return tuple(dict.fromkeys(spoken))
