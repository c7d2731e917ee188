"""Pages for people: Jinja and htmx, one call to a service for each thing shown."""

from flask import Flask

from matcher.web import (
    accounts,
    assets,
    blocks,
    boarding,
    employers,
    errors,
    guard,
    home,
    imports,
    intents,
    outbox,
    papers,
    queue,
    reviews,
    seats,
    session,
    suggestions,
    tables,
    trip_forms,
    trips,
    vacancies,
    vacancy_forms,
    wording,
    worker_forms,
    workers,
)
from matcher.web.pages import pages

VIEWS = (  # each adds its routes to `pages`
    accounts, blocks, boarding, employers, home, imports, intents, outbox, papers, queue, reviews, seats, suggestions, tables, trip_forms, trips,
    vacancies, vacancy_forms, worker_forms, workers,
)


def install(app: Flask) -> None:
    """Everything outside /api/: pages, their words and errors, sessions, CSRF, and the headers of every answer."""
    for part in (assets, guard, session, wording, errors):
        part.install(app)
    app.register_blueprint(pages)
