import json

import pytest

from matcher.app import build
from matcher.settings import Settings


@pytest.fixture
def visitor(wiring):
    return build(wiring.settings, desk=wiring.desk).test_client()


def test_the_process_says_that_it_is_alive(visitor):
    assert visitor.get("/healthz").json == {"status": "ok"}


def test_ready_means_that_the_ledger_answers(visitor):
    assert (visitor.get("/readyz").status_code, visitor.get("/readyz").json["ledger"]) == (200, True)


def test_a_ledger_without_tables_is_not_ready(tmp_path):
    visitor = build(Settings.read({}, ledger_url=f"sqlite:///{tmp_path}/empty.db", var=str(tmp_path))).test_client()
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json["ledger"]) == (503, False)


def test_metrics_count_answers_and_are_not_there_for_strangers(visitor):
    visitor.get("/api/v1/vacancies")
    inside = visitor.get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"})
    assert 'matcher_answers_total{route="vacancies.get_vacancies",status="200"}' in inside.text
    assert visitor.get("/metrics", environ_base={"REMOTE_ADDR": "8.8.8.8"}).status_code == 404


def test_a_log_line_holds_neither_what_was_asked_for_nor_a_number(capsys, wiring):
    build(wiring.settings, desk=wiring.desk).test_client().get("/api/v1/vacancies?words=13800138000 示例某")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    answers = [line for line in lines if line.get("event") == "answer"]
    assert answers
    assert answers[-1]["route"] == "vacancies.get_vacancies"
    assert not any("13800138000" in json.dumps(line) or "示例某" in json.dumps(line, ensure_ascii=False) for line in lines)
