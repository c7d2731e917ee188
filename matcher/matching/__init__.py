"""Who fits which post, by one formula, with reasons."""
