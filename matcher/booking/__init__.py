"""Seats: who sits where, and who waits."""
