"""Ten sentences that each rule of postings must flag and ten that it must leave alone."""

from datetime import date

import pytest
from compliance_phrases import CLEAN, FLAGGED

from matcher.compliance.engine import check
from matcher.compliance.hits import Level
from matcher.compliance.postings import Posting
from matcher.compliance.tables import starting_tables

DAY = date(2026, 3, 10)
HELD = {Level.BLOCK, Level.HOLD}
# Rules that a person decides, and no more, whatever the words.
NEVER_BLOCKED = ["R02", "R11", "R13", "R16", "R22", "R24", "R27", "R28", "R37"]


def hits(text, rule):
    return [hit for hit in check(Posting(text=text), starting_tables(), DAY) if hit.rule == rule]


def cases(phrases):
    return [pytest.param(rule, text, id=f"{rule} {text}") for rule, texts in phrases.items() for text in texts]


@pytest.mark.parametrize(("rule", "text"), cases(FLAGGED))
def test_a_sentence_that_breaks_a_rule_is_held_or_refused(rule, text):
    assert any(hit.level in HELD for hit in hits(text, rule)), check(Posting(text=text), starting_tables(), DAY)


@pytest.mark.parametrize(("rule", "text"), cases(CLEAN))
def test_a_lawful_sentence_is_left_alone(rule, text):
    assert [hit for hit in hits(text, rule) if hit.level in HELD] == []


@pytest.mark.parametrize("rule", sorted(FLAGGED))
def test_every_rule_has_ten_sentences_of_each(rule):
    assert len(set(FLAGGED[rule])) >= 10
    assert len(set(CLEAN[rule])) >= 10


@pytest.mark.parametrize("rule", NEVER_BLOCKED)
def test_what_a_person_decides_is_never_refused_outright(rule):
    assert not any(hit.level is Level.BLOCK for text in FLAGGED[rule] for hit in hits(text, rule))


def test_lawful_sentences_together_are_refused_by_no_rule_at_all():
    texts = {text for rule, texts in CLEAN.items() for text in texts if rule not in ("R13",)}
    refused = {text: [hit.rule for hit in check(Posting(text=text), starting_tables(), DAY) if hit.level is Level.BLOCK] for text in texts}
    assert {text: rules for text, rules in refused.items() if rules} == {}
