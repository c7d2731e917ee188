"""Accounts, tokens, failed attempts, marks of followers, leases."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from at_hand import NOON, at_once

from matcher.domain.accounts import Account, Grant, Role
from matcher.domain.errors import Missing, Twice
from matcher.ledger.sql import SqlLedger

STATION = Account(name="洛南", grants=(Grant(Role.STATION, "611021103"), Grant(Role.HOST)), password="$argon2id$…")
MINUTE = timedelta(minutes=1)


def test_an_account_is_saved_changed_and_read_with_its_grants(ledger: SqlLedger) -> None:
    changed = replace(STATION, active=False, grants=())
    with ledger.transaction() as tx:
        tx.save_account(STATION)
        tx.save_account(Account(name="admin", grants=(Grant(Role.ADMIN),)))
        assert tx.account("洛南") == STATION
        tx.save_account(changed)
    with ledger.reading() as reader:
        assert [each.name for each in reader.accounts()] == ["admin", "洛南"]
        assert reader.account("洛南") == changed


def test_a_token_leads_to_its_account_and_to_no_other(ledger: SqlLedger) -> None:
    with ledger.transaction() as tx:
        tx.save_account(STATION)
        tx.add_token("洛南", "digest-1")
        assert tx.account_by_token("digest-1") == STATION
        assert tx.account_by_token("digest-2") is None
    with pytest.raises(Twice), ledger.transaction() as tx:
        tx.add_token("洛南", "digest-1")
    with pytest.raises(Missing), ledger.transaction() as tx:
        tx.add_token("nobody", "digest-3")


def test_failed_logins_are_counted_since_a_moment_and_forgotten(ledger: SqlLedger) -> None:
    with ledger.transaction() as tx:
        for minutes in (0, 5, 10):
            tx.add_failed_login("洛南", NOON + minutes * MINUTE)
        tx.add_failed_login("other", NOON)
        assert [tx.failed_logins("洛南", NOON + minutes * MINUTE) for minutes in (0, 5, 11)] == [3, 2, 0]
        tx.forget_failed_logins("洛南", before=NOON + 5 * MINUTE)
        assert tx.failed_logins("洛南", NOON) == 2
        tx.forget_failed_logins("洛南")
        assert (tx.failed_logins("洛南", NOON), tx.failed_logins("other", NOON)) == (0, 1)


def test_a_mark_stays_where_a_follower_left_it(ledger: SqlLedger) -> None:
    with ledger.transaction() as tx:
        assert tx.mark("elasticsearch") == 0
        tx.set_mark("elasticsearch", 7)
        tx.set_mark("elasticsearch", 9)
    with ledger.reading() as reader:
        assert (reader.mark("elasticsearch"), reader.mark("other")) == (9, 0)


def test_a_lease_is_had_by_one_until_it_expires(ledger: SqlLedger) -> None:
    def take(holder: str, minutes: int) -> bool:
        now = NOON + minutes * MINUTE
        with ledger.transaction() as tx:
            return tx.take_lease("tick", holder, now + 5 * MINUTE, now)

    assert [take("a", 0), take("b", 4), take("a", 4), take("b", 8), take("b", 9), take("a", 9)] == [True, False, True, False, True, False]


def test_of_two_who_take_a_free_lease_at_once_one_has_it(ledger: SqlLedger) -> None:
    both = Barrier(2)

    def take(holder: str) -> bool:
        both.wait(10)
        with ledger.transaction() as tx:
            return tx.take_lease("tick", holder, NOON + MINUTE, NOON)

    assert sorted(at_once(lambda: take("a"), lambda: take("b"))) == [False, True]
