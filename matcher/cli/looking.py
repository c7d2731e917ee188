"""search and rank: what people look for, in a terminal or for a program."""

from typing import Any

import click

from matcher.cli.layout import bullet, indented, pay_line, person_line, post_line
from matcher.cli.wired import as_json, plain, print_json, wired
from matcher.domain.accounts import SYSTEM
from matcher.domain.people import Worker
from matcher.domain.search import VacancySearch
from matcher.domain.vacancies import Vacancy
from matcher.services.desk import Desk
from matcher.services.recommending import Candidate, Candidates, Post, Posts, candidates_for, posts_for
from matcher.services.searching import VacancyHits, find_vacancies

NO_BREAK = "\xa0"


@click.command()
@click.argument("words", nargs=-1)
@click.option("--place", "places", multiple=True, metavar="地方", help="行政区划代码或地名; 可写多个。")
@click.option("--near", metavar="地方", help="在它周围找, 配合 --km。")
@click.option("--km", type=click.IntRange(0, 2000), help="--near 的半径, 公里。")
@click.option("--occupation", "occupations", multiple=True, metavar="工种", help="职业代码或叫法; 可写多个。")
@click.option("--pay-from", type=click.IntRange(0), metavar="元", help="每月至少这么多。")
@click.option("--lodging", is_flag=True, help="要包住。")
@click.option("--meals", is_flag=True, help="要包吃。")
@click.option("--open-on", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="那天还在招; 不写就是今天。")
@click.option("--size", type=click.IntRange(1, 200), default=20, show_default=True, help="最多列出几个。")
@click.option("--cursor", help="接着上一页: 上次结果里的 cursor。")
@as_json
def search(words: tuple[str, ...], json: bool, **asked: Any) -> None:
    """按 WORDS 找岗位: 工种、地名、单位、待遇都可以, 例: matcher search 缝纫 昆山。"""
    found = find_vacancies(SYSTEM, wired().desk, _search_for(words, asked))
    if json:
        print_json({
            "total": found.total, "hits": [hit(vacancy, wired().desk) for vacancy in found.items], "cursor": found.cursor,
            "facets": {name: [{"value": v.value, "label": v.label, "count": v.count} for v in values] for name, values in found.facets.items()},
            "unknown": found.unknown, "ways_out": [{"label": way.label, "count": way.count} for way in found.ways_out],
        })
    else:
        _print_hits(found, wired().desk)


def _search_for(words: tuple[str, ...], asked: dict[str, Any]) -> VacancySearch:
    """Flags that are not given ask for nothing."""
    return VacancySearch(
        words=" ".join(words), places=asked["places"], near=asked["near"], radius_km=asked["km"], occupations=asked["occupations"],
        pay_from=asked["pay_from"], lodging=asked["lodging"] or None, meals=asked["meals"] or None,
        open_on=asked["open_on"].date() if asked["open_on"] else None, size=asked["size"], cursor=asked["cursor"],
    )


def hit(vacancy: Vacancy, desk: Desk) -> dict[str, Any]:
    """A vacancy as programs read it."""
    return {
        "id": vacancy.id, "title": vacancy.title, "employer": vacancy.employer, "employer_name": vacancy.employer_name, "code": vacancy.code,
        "place": vacancy.place, "place_name": desk.places.name(vacancy.place) if vacancy.place else None, "occupation": vacancy.occupation,
        "pay": [plain(pay) for pay in vacancy.offer.pay], "headcount": vacancy.headcount, "left": vacancy.left, "state": vacancy.state,
        "posted_on": vacancy.posted_on, "closes_on": vacancy.closes_on, "source": vacancy.source,
    }


def _print_hits(found: VacancyHits, desk: Desk) -> None:
    for sentence in found.unknown:
        click.echo(sentence, err=True)
    click.echo(f"共 {found.total} 个岗位" + (f", 列出前 {len(found.items)} 个:" if found.total > len(found.items) else ":"))
    for vacancy in found.items:
        click.echo(post_line(vacancy, desk))
        click.echo(indented(f"{pay_line(vacancy)}  {vacancy.employer_name}  编号 {vacancy.id}"))
    for way in found.ways_out:
        click.echo(bullet(f"{way.label}: {way.count} 个"))


@click.group()
def rank() -> None:
    """推荐: 给岗位找人, 或给人找岗位。"""


@rank.command("vacancy")
@click.argument("id")
@click.option("--top", type=click.IntRange(1, 200), default=10, show_default=True)
@as_json
def for_vacancy(id: str, top: int, json: bool) -> None:
    """岗位 ID 的最合适人选, 带理由; 姓名电话按规定遮住。"""
    desk = wired().desk
    ranked = candidates_for(SYSTEM, desk, id, top)
    if json:
        print_json({"vacancy": hit(ranked.vacancy, desk), "items": [_scored(item, "worker", _person(item.worker)) for item in ranked.items],
                    "proved": ranked.proved, "passed": ranked.passed})
    else:
        print_candidates(ranked, desk)


@rank.command("worker")
@click.argument("id")
@click.option("--top", type=click.IntRange(1, 200), default=3, show_default=True)
@as_json
def for_worker(id: str, top: int, json: bool) -> None:
    """求职者 ID 的最合适岗位, 带理由, 和改一项就能多出来的岗位。"""
    desk = wired().desk
    ranked = posts_for(SYSTEM, desk, id, top)
    if json:
        opening = {**plain(ranked.opening), "sentence": ranked.opening.sentence} if ranked.opening else None
        print_json({"worker": _person(ranked.worker), "items": [_scored(item, "vacancy", hit(item.vacancy, desk)) for item in ranked.items],
                    "proved": ranked.proved, "passed": ranked.passed, "opening": opening})
    else:
        print_posts(ranked, desk)


def _scored(item: Candidate | Post, name: str, document: dict[str, Any]) -> dict[str, Any]:
    told = item.explanation
    return {name: document, "score": item.score, "wants": item.wants, "needs": item.needs,
            "reasons": {"wants": told.wants, "needs": told.needs, "missing": told.missing, "asks": told.asks}}


def _person(worker: Worker) -> dict[str, Any]:
    return {"id": worker.id, "name": worker.name, "phone": worker.phone, "place": worker.place, "village": worker.village}


def print_candidates(ranked: Candidates, desk: Desk) -> None:
    click.echo(post_line(ranked.vacancy, desk))
    click.echo(indented(f"{pay_line(ranked.vacancy)}  {ranked.vacancy.employer_name}"))
    for place, item in enumerate(ranked.items, 1):
        click.echo(indented(f"{place}. {person_line(item.worker, desk)}  {item.score:.2f}"))
        _print_reasons(item)
    if not ranked.items:
        click.echo(indented("还没有合适的人。"))


def print_posts(ranked: Posts, desk: Desk) -> None:
    click.echo(person_line(ranked.worker, desk))
    for place, item in enumerate(ranked.items, 1):
        click.echo(indented(f"{place}. {post_line(item.vacancy, desk)}  {item.score:.2f}"))
        click.echo(indented(f"{pay_line(item.vacancy)}  {item.vacancy.employer_name}", 5))
        _print_reasons(item)
    if not ranked.items:
        click.echo(indented("今天没有合适的岗位。"))
    if ranked.opening:
        click.echo(indented(f"改一项就更多: {ranked.opening.sentence}"))


def _print_reasons(item: Candidate | Post) -> None:
    told = item.explanation
    for label, texts in (("合意", told.wants), ("能干", told.needs), ("还差", told.missing), ("要问", told.asks)):
        if texts:
            chips = " · ".join(text.replace(" ", NO_BREAK) for text in texts)  # a line ends between reasons, not inside one
            click.echo(indented(f"{label}: {chips}", 5, 6).replace(NO_BREAK, " "))


COMMANDS = (search, rank)
