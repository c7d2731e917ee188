"""Schema history of the ledger; run through `SqlLedger.migrate()`."""
