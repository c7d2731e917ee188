"""Policy as data, arithmetic as code."""
