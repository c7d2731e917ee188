"""The tables that come with the package: words of the rules and starting figures."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Final

THEMES: Final = ("equality", "money", "contract", "safety")


@cache
def table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("matcher.compliance").joinpath("words", f"{name}.toml").read_text(encoding="utf-8"))
