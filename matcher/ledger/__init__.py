"""The one truth: every fact and everything that happened to it, in SQL."""
