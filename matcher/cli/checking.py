"""check: what the law says of postings, one a line."""

import sys
from datetime import UTC, date, datetime
from typing import Any

import click
import orjson

from matcher.cli.fields import posting_of
from matcher.cli.reading import lines
from matcher.cli.wired import wired
from matcher.compliance.engine import check as checked
from matcher.compliance.hits import Hit
from matcher.compliance.postings import Posting
from matcher.compliance.tables import Tables, starting_tables
from matcher.services.desk import SHANGHAI
from matcher.services.reviewing import tables_of


@click.command()
@click.option("--place", metavar="代码", help="工作地点的行政区划代码, 没写地点的岗位按这里的最低工资查。")
@click.option("--public", is_flag=True, help="由人社部门、劳务站这样的公共机构发布。")
@click.option("--programme", metavar="编号", help="属于哪个项目, 和 --public 一起用。")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="按哪天的标准查; 不写就是今天。")
def check(place: str | None, public: bool, programme: str | None, today: datetime | None) -> None:
    """从标准输入逐行读岗位 (原文, 或带字段的 JSON), 每行写出一个 JSON: {"hits": [...]}。"""
    day = today.date() if today else datetime.now(UTC).astimezone(SHANGHAI).date()
    tables = known_tables()
    for line in lines():
        posting = posting_of(line, Posting(text=line, place=place, public_body=public, programme=programme))
        sys.stdout.buffer.write(orjson.dumps(answer(posting, tables, day, raw=posting.text == line), option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def known_tables() -> Tables:
    """Of the ledger, where there is one; else the figures that come with the package."""
    desk = wired().desk
    if not desk.ledger.ready():
        return starting_tables()
    with desk.ledger.reading() as reader:
        return tables_of(desk, reader)


def answer(posting: Posting, tables: Tables, day: date, *, raw: bool) -> dict[str, Any]:
    """With the text that the spans refer to, where it is not the line itself."""
    found = {"hits": [shown(hit) for hit in checked(posting, tables, day)]}
    return found if raw else found | {"text": posting.text}


def shown(hit: Hit) -> dict[str, Any]:
    return {
        "rule": hit.rule, "level": hit.level, "span": hit.span, "text": hit.text, "basis": hit.basis, "suggestion": hit.suggestion,
        "instead": hit.instead, "field": hit.field, "ruleset": hit.ruleset,
    }


COMMANDS = (check,)
