"""Texts nobody would write and somebody will send: real-looking ones spliced, doubled, cut, blown up, and letters out of nowhere."""

import json
import random
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from compliance_phrases import CLEAN, FLAGGED

from matcher.compliance.engine import check
from matcher.compliance.fairs import check_fair
from matcher.compliance.postings import Posting
from matcher.compliance.records import check_message
from matcher.compliance.tables import starting_tables
from matcher.domain.errors import Refusal
from matcher.reading.age import read_age, read_own_age
from matcher.reading.certificates import read_certificates
from matcher.reading.comments import read_comment
from matcher.reading.contract import read_contract
from matcher.reading.dates import read_date
from matcher.reading.education import read_education, read_education_needed
from matcher.reading.experience import read_experience
from matcher.reading.headcount import read_headcount
from matcher.reading.headings import read_heading
from matcher.reading.identity import read_identity
from matcher.reading.living import read_living
from matcher.reading.occupations import Occupations
from matcher.reading.pay import read_pay, read_pays
from matcher.reading.phones import mask_phones, read_phones
from matcher.reading.places import Places
from matcher.reading.posting import Readers, read_posting
from matcher.reading.posture import read_posture
from matcher.reading.profile import read_profile
from matcher.reading.shift import read_shift
from matcher.reading.welfare import read_welfare
from matcher.sheets.chain import chain_lines
from matcher.sheets.delimited import lines_of

FIXTURES = Path(__file__).parents[2] / "fixtures"
TODAY = date(2026, 3, 10)
LONGEST = 20_000  # characters that one posting may have
PLAIN = [
    "苏州电子厂招普工, 6K-7.5K, 18-48岁, 坐班, 长白班, 包吃住", "底薪2660+加班费1.5/2/3倍, 综合六千五左右, 交五险, 每月15号发工资",
    "工地小工220大工350 管住 管两顿 干完活就结", "1 42 麻坪", "正月初八从洛南县麻坪镇发车 13800000000", "养殖场招两口子 年薪12万 提供单间",
    "我45岁了, 在东莞厚街做过三年鞋厂针车, 想找个离家近的, 4500以上, 不上夜班", "二月底", "2026.2.8", "611021199001011234", "江苏一类区 昆山 玉山镇",
]
ODD = "0123456789-~+/.,:;\n\t①１９Ｋ千万百十一二三两半男女限押金囍龘繁體歲證"
ODD += "\u200b\ufeff\u202e\u0300\u20e3\U0001f600\U0001f469\u200d\U0001f373\ufffd\x00\x07\x1b"
RUNS = [
    "1", "1-", "一", "(", "底薪+", "6千-", "年龄18-", "电工", " ", "1.5/2/3", "1元", "招一名工", "男", "男,", "女、男、",
    "押金", "不", "不收", "返", "省", "河南", "市", "试用", "工资", "离职", "交", "社保", "本地", "要求:", "免费", "0元", "高薪",
    "学", "岁", "小时", "每天", "18:00-", "月休", "\n", "、", "\x00", "，", "😀", "家", "厂", "镇", "村", "洛南县", "正月",
    "初八", "138", "证", "包吃", "年底", "合同一年", "公司承担", "负责", "五险一金", "学历不限", "收", "只",
]


def seeds() -> list[str]:
    """Invented adverts and people, and the sentences of the rules."""
    found = [*PLAIN, *(text for table in (FLAGGED, CLEAN) for texts in table.values() for text in texts)]
    for name in ("vacancies", "workers"):
        for line in (FIXTURES / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            found.append("\n".join(str(row[key]) for key in ("title", "description", "words", "note") if row.get(key)) or line)
    return found


def mutation(chance: random.Random, texts: Sequence[str]) -> str:
    """One more text, never the same twice in a row; about one in two hundred is as long as a posting may be."""
    text = chance.choice(texts)
    for _ in range(chance.randrange(1, 4)):
        text = chance.choice(WAYS)(chance, text, texts)
    room = chance.random()
    return text[: 400 if room < 0.9 else 2_000 if room < 0.995 else LONGEST]


def spliced(chance: random.Random, text: str, texts: Sequence[str]) -> str:
    other, at = chance.choice(texts), chance.randrange(len(text) + 1)
    return text[:at] + other[chance.randrange(len(other) + 1) :] + text[at:]


def repeated(chance: random.Random, text: str, texts: Sequence[str]) -> str:
    start = chance.randrange(len(text) + 1)
    piece = text[start : start + chance.randrange(1, 12)] or "工"
    return text[:start] + piece * chance.choice((2, 10, 200, LONGEST // len(piece))) + text[start:]


def cut(chance: random.Random, text: str, texts: Sequence[str]) -> str:
    start = chance.randrange(len(text) + 1)
    return text[start : start + chance.randrange(60)]


def widened(chance: random.Random, text: str, texts: Sequence[str]) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" and chance.random() < 0.7 else letter for letter in text)


def blown_up(chance: random.Random, text: str, texts: Sequence[str]) -> str:
    grown = "".join(chance.choices("0123456789.,万千", k=chance.choice((0, 1, 8, 60))))
    return "".join(letter + grown if letter.isdigit() else letter for letter in text)


def peppered(chance: random.Random, text: str, texts: Sequence[str]) -> str:
    letters = list(text)
    for _ in range(chance.randrange(1, 30)):
        at = chance.randrange(len(letters) + 1)
        letters[at : at + chance.randrange(3)] = chance.choices(ODD, k=chance.randrange(4))
    return "".join(letters)


def parted(chance: random.Random, text: str, texts: Sequence[str]) -> str:
    return chance.choice((" ", ".", "*", "-", "\u3000", "\n")).join(text[:500])


def unheard_of(chance: random.Random, text: str, texts: Sequence[str]) -> str:
    """Any letters at all but surrogates, which no text can hold."""
    codes = (chance.randrange(0x110000 if chance.random() < 0.3 else 0x3000) for _ in range(chance.randrange(1, 80)))
    return "".join(chr(code) for code in codes if not 0xD800 <= code < 0xE000)


def in_a_run(chance: random.Random, text: str, texts: Sequence[str]) -> str:
    word = "".join(chance.choices(RUNS, k=chance.choice((1, 1, 2, 3))))
    return word * (chance.choice((20, 400, 2_000, LONGEST)) // len(word) + 1)


def among_odd(chance: random.Random, text: str, texts: Sequence[str]) -> str:
    return "".join(chance.choices([*RUNS, *ODD], k=chance.randrange(1, 150)))


WAYS: list[Callable[[random.Random, str, Sequence[str]], str]] = [
    spliced, repeated, cut, widened, blown_up, peppered, parted, unheard_of, in_a_run, among_odd,
]


def pasted(text: str) -> object:
    """Cells as from the clipboard; a table too wide is refused in words."""
    try:
        return list(lines_of(iter(text[:2_000].splitlines(keepends=True))))
    except Refusal as refusal:
        return refusal


def all_readers() -> dict[str, Callable[[str], object]]:
    """By name: whatever takes a text as it came."""
    places, occupations, tables = Places.load(), Occupations.load(), starting_tables()
    readers = Readers(places, occupations, read_date)
    single = [
        read_pay, read_pays, read_age, read_own_age, read_certificates, read_contract, read_education, read_education_needed, read_experience,
        read_headcount, read_identity, read_living, read_phones, mask_phones, read_posture, read_shift, read_welfare,
    ]
    return {read.__name__: read for read in single} | {
        "places": places.find, "occupations": occupations.find, "occupation search": occupations.search,
        "read_date": partial(read_date, today=TODAY), "read_comment": partial(read_comment, places=places, near="611021"),
        "read_heading": partial(read_heading, kind="workers"),
        "read_posting": partial(read_posting, readers=readers, today=TODAY), "read_profile": partial(read_profile, readers=readers, today=TODAY),
        "a 接龙": lambda text: list(chain_lines(text.split("\n")[:50], places, occupations, TODAY)),
        "pasted cells": pasted,
        "check": lambda text: check(Posting(text=text), tables, TODAY), "check_fair": lambda text: list(check_fair(text)),
        "check_message": lambda text: list(check_message(text, TODAY)),
    }
