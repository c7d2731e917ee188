"""What people search and what matching reads; rebuilt from the ledger at any time."""
