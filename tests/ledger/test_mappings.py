"""What a sender chose for the columns of a sheet, on both engines."""

from matcher.ledger.sql import SqlLedger


def test_the_last_choice_of_an_account_stands_and_is_no_other_accounts(ledger: SqlLedger) -> None:
    with ledger.transaction() as tx:
        tx.save_mapping("石坡", "abc", "workers", {"神秘": "note", "民族": None})
    with ledger.transaction() as tx:
        tx.save_mapping("石坡", "abc", "workers", {"神秘": "skills"})
    with ledger.reading() as reader:
        assert reader.mapping("石坡", "abc") == ("workers", {"神秘": "skills"})
        assert reader.mapping("麻坪", "abc") is None
        assert reader.mapping("石坡", "abd") is None
