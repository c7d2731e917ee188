"""Rules find what they are for in words that posters would use, plain or disguised, and leave lawful neighbours alone."""

from datetime import date

import pytest
from compliance_wordings import HELD, LAWFUL

from matcher.compliance.engine import check
from matcher.compliance.hits import Level
from matcher.compliance.postings import Posting
from matcher.compliance.tables import starting_tables

DAY = date(2026, 3, 10)


def firm(rule, text):
    """Whether the rule (R03, R03 HOLD) refuses or holds the text."""
    return any(hit.rule == rule[:3] and hit.level in (Level.BLOCK, Level.HOLD) for hit in check(Posting(text=text), starting_tables(), DAY))


@pytest.mark.parametrize("rule", sorted(HELD))
def test_wordings_of_a_breach_are_held_or_refused(rule):
    assert [text for text in HELD[rule] if not firm(rule, text)] == []


@pytest.mark.parametrize("rule", sorted(LAWFUL))
def test_lawful_neighbours_are_left_alone(rule):
    assert [text for text in LAWFUL[rule] if firm(rule, text)] == []
