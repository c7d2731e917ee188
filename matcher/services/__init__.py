"""Use cases: load, call the rules, save, in one transaction."""
