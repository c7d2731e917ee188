"""The one place that wires everything. What only the web needs is imported when it is built: a command starts in half the time without it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from matcher import cli
from matcher.catalogue.port import Catalogue
from matcher.domain.errors import Invalid
from matcher.ledger.port import Ledger
from matcher.matching.rows import ROWS, feature_fields
from matcher.matching.weights import Weights
from matcher.reading.occupations import Occupations
from matcher.reading.places import Places
from matcher.services.desk import Desk
from matcher.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Wiring:
    """Parts made when first asked for, so that a command that needs no server starts none."""

    settings: Settings
    clock: Clock = utc_now

    @cached_property
    def ledger(self) -> Ledger:
        from matcher.ledger.sealing import Sealing
        from matcher.ledger.sql import SqlLedger

        if path := sqlite_path(self.settings.ledger_url):
            path.parent.mkdir(parents=True, exist_ok=True)
        return SqlLedger(self.settings.ledger_url, Sealing(self.settings.key("identity_key")), self.clock)

    @cached_property
    def catalogue(self) -> Catalogue:
        if self.settings.catalogue == "embedded":
            from matcher.catalogue.embedded import Embedded

            path = sqlite_path(self.settings.ledger_url) or Path(self.settings.var) / "catalogue.db"
            return Embedded(path, self.ledger, ROWS)
        if self.settings.catalogue == "elasticsearch":
            from matcher.catalogue.elastic import Elastic

            return Elastic(
                self.settings.elasticsearch_url.split(","), self.settings.elasticsearch_prefix, timeout=self.settings.elasticsearch_timeout_seconds,
                dtypes=ROWS, features={k: feature_fields(k) for k in ("vacancy", "worker")},
            )
        raise Invalid(f"设置 catalogue 的值“{self.settings.catalogue}”不对, 可用: embedded, elasticsearch。")

    @cached_property
    def desk(self) -> Desk:
        weights = Weights.from_mapping(self.settings.ranking_toml())
        return Desk(self.ledger, self.catalogue, Places.load(), Occupations.load(), weights, self.clock,
                    self.settings.hold_minutes, self.settings.connection_minutes)

    @cached_property
    def app(self) -> "Flask":
        return build(self.settings, desk=self.desk)


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite ledger, None for other engines. sqlite:///var/x.db is relative, sqlite:////srv/x.db absolute."""
    parts = urlsplit(url)
    return Path(parts.path[1:]) if parts.scheme == "sqlite" else None


def build(settings: Settings | None = None, *, desk: Desk | None = None) -> "Flask":
    """The WSGI application. `desk`: parts made elsewhere (tests, commands); the ledger must have the newest schema."""
    from flask import Flask
    from werkzeug.middleware.proxy_fix import ProxyFix

    from matcher import api, logs, web
    from matcher.api import health
    from matcher.context import EXTENSION, check_declared

    settings = settings or Settings.read()
    logs.configure(settings.log_level)
    app = Flask("matcher", static_folder="static", template_folder="web/templates")
    app.config.update(
        SECRET_KEY=settings.key("secret_key"), MATCHER_UPLOADS=str(Path(settings.var) / "uploads"),
        MAX_CONTENT_LENGTH=settings.body_limit_bytes, SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=settings.secure_cookies, PERMANENT_SESSION_LIFETIME=settings.session_hours * 3600,
    )
    app.extensions[EXTENSION] = desk or Wiring(settings).desk
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)  # type: ignore[method-assign]
    health.install(app)
    api.install(app)
    web.install(app)
    check_declared(app)
    return app


def command() -> None:
    """The console command `matcher`."""
    cli.run(lambda: Wiring(Settings.read()))
