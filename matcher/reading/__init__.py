"""Words as people write them, read into values; unknown stays unknown."""
