"""The invented sample data under fixtures/: read, dated from today, given identifiers that never change."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec
import orjson

from matcher.domain.accounts import SYSTEM
from matcher.domain.employers import Employer
from matcher.domain.errors import Invalid
from matcher.domain.identifiers import Kind, id_for
from matcher.domain.people import Worker
from matcher.domain.vacancies import Vacancy, VacancyState
from matcher.services.seeding import Samples

FOLDER: Final = Path(__file__).resolve().parents[2] / "fixtures"
SOURCE: Final = "示例"
FROM_TODAY: Final = re.compile(r"\+(\d{1,4})")  # "+10" is ten days after the day of seeding, so that samples never grow old


@dataclass(frozen=True, slots=True)
class Fair:
    """A small fair: its posts, its people, and which of them the demonstration shows."""

    name: str
    held_on: date
    vacancies: tuple[str, ...]
    workers: tuple[str, ...]
    shown_vacancies: tuple[str, ...]
    shown_workers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleAccount:
    name: str
    roles: tuple[str, ...]


def sample_id(kind: Kind, key: str) -> str:
    return id_for(kind, SOURCE, key)


def samples(today: date) -> Samples:
    employers = [_document("employer", line, today, Employer) for line in _lines("employers")]
    names = {employer.id: employer.name for employer in employers}
    vacancies = []
    for line in _lines("vacancies"):
        employer = sample_id("employer", line["employer"])
        line |= {"employer": employer, "employer_name": names[employer], "source_key": line["key"], "state": VacancyState.OPEN, "posted_on": "+0"}
        vacancies.append(_document("vacancy", line, today, Vacancy))
    workers = [_document("worker", line, today, Worker) for line in _lines("workers")]
    return Samples(employers, vacancies, workers)


def fair(today: date) -> Fair:
    line = next(_lines("fairs"))
    for name in ("vacancies", "shown_vacancies"):
        line[name] = [sample_id("vacancy", key) for key in line[name]]
    for name in ("workers", "shown_workers"):
        line[name] = [sample_id("worker", key) for key in line[name]]
    return msgspec.convert(_dated(line, today), Fair)


def sample_accounts() -> Iterator[SampleAccount]:
    """A role's scope may name a sample employer by its key (recruiter@e03)."""
    for line in _lines("accounts"):
        roles = tuple(re.sub(r"@(e\d+)$", lambda m: "@" + sample_id("employer", m[1]), role) for role in line["roles"])
        yield SampleAccount(line["name"], roles)


def _lines(name: str) -> Iterator[dict[str, Any]]:
    path = FOLDER / f"{name}.jsonl"
    if not path.exists():
        raise Invalid("没有找到示例数据 (fixtures 文件夹)。示例只在源码目录里有, 请在那里运行。")
    for line in path.read_bytes().splitlines():
        if line.strip():
            yield orjson.loads(line)


def _document(kind: Kind, line: Mapping[str, Any], today: date, shape: type[Any]) -> Any:
    whole = {"source": SOURCE, **line, "id": sample_id(kind, line["key"]), "entered_by": SYSTEM.name}
    return msgspec.convert(_dated(whole, today), shape)


def _dated(value: Any, today: date) -> Any:
    if isinstance(value, dict):
        return {name: _dated(item, today) for name, item in value.items()}
    if isinstance(value, list):
        return [_dated(item, today) for item in value]
    if isinstance(value, str) and (match := FROM_TODAY.fullmatch(value)):
        return (today + timedelta(days=int(match[1]))).isoformat()
    return value
