"""Settings: config/default.toml, a file named by MATCHER_CONFIG, then MATCHER_<NAME> in the environment; read here and nowhere else."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from importlib import resources
from pathlib import Path
from typing import Any, Self

from dotenv import dotenv_values

from matcher.domain.errors import Invalid

PREFIX = "MATCHER_"
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting with its unit in the name; the reasons stand in config/default.toml.

    secret_key, identity_key: hex; empty means a random one, made once and kept in `var`.
    """

    ledger_url: str = "sqlite:///var/matcher.db"
    catalogue: str = "embedded"
    elasticsearch_url: str = "http://127.0.0.1:9200"
    elasticsearch_prefix: str = "lianxinqiao"
    elasticsearch_timeout_seconds: float = 10.0
    var: str = "var"
    ranking: str = ""
    secret_key: str = ""
    identity_key: str = ""
    session_hours: int = 12
    hold_minutes: int = 15
    connection_minutes: int = 30
    secure_cookies: bool = False
    body_limit_bytes: int = 1_048_576
    proxies: int = 0
    log_level: str = "INFO"

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None, **changes: Any) -> Self:
        """Defaults, file, .env, environment, then `changes`. Raises Invalid, naming every key that is unknown or of the wrong type."""
        environ = {**_dotenv(), **os.environ} if environ is None else environ
        stated = _file(ROOT / "config" / "default.toml")
        if chosen := environ.get(PREFIX + "CONFIG"):
            stated |= _file(Path(chosen))
        known = {f.name: f for f in fields(cls)}
        stated |= {name: environ[PREFIX + name.upper()] for name in known if PREFIX + name.upper() in environ}
        if strange := set(stated) - set(known):
            raise Invalid(f"设置里有不认识的项: {', '.join(sorted(strange))}。请对照 config/default.toml。")
        values = {name: _typed(name, value, type(known[name].default)) for name, value in stated.items()}
        return replace(cls(**values), **changes)

    def ranking_toml(self) -> Mapping[str, Any]:
        """The weights of the criteria."""
        path = Path(self.ranking) if self.ranking else ROOT / "config" / "ranking.toml"
        if path.exists():
            return _file(path)
        return tomllib.loads(resources.files("matcher").joinpath("config/ranking.toml").read_text("utf-8"))

    def key(self, name: str) -> bytes:
        """The bytes of `secret_key` or `identity_key`; made and kept (mode 600) where none is given."""
        stated: str = getattr(self, name)
        if stated:
            return bytes.fromhex(stated)
        path = Path(self.var) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return bytes.fromhex(path.read_text("ascii"))
        made = os.urandom(32)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(made.hex())
        return made


def _dotenv() -> dict[str, str]:
    return {name: value for name, value in dotenv_values(".env").items() if value is not None}


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"设置文件 {path.name} 写错了: {error}") from None


def _typed(name: str, value: Any, kind: type) -> Any:
    if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
        return value
    if kind is bool and isinstance(value, str) and value.lower() in ("1", "true", "yes", "0", "false", "no", ""):
        return value.lower() in ("1", "true", "yes")
    if kind in (int, float) and isinstance(value, str | int):
        try:
            return kind(value)
        except ValueError:
            pass
    raise Invalid(f"设置 {name} 的值“{value}”不对, 应当是 {kind.__name__}。")
