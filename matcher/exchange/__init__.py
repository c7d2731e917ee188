"""Partner provinces and stations."""
