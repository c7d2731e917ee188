"""Partner provinces and stations: their lists, taken over."""
