"""Pages for people: Jinja and htmx."""
