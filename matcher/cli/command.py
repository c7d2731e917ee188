"""The group of all commands, and what becomes of a refusal: exit code 1 and one sentence; 2 is click's own, for wrong usage."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

import click

from matcher.domain.errors import Refusal

# In the order in which people meet them. A family is imported when one of its commands is asked for: the web server imports none.
FAMILIES: Final = {
    "init": "upkeep", "seed": "seed", "demo": "demo", "import": "importing", "headings": "importing", "export": "exporting", "search": "looking",
    "rank": "looking", "read": "reading", "check": "checking", "tables": "tables",
    "account": "account", "trip": "trips", "itinerary": "itineraries",
    "serve": "serving", "tick": "upkeep", "reindex": "upkeep", "dump": "moving", "load": "moving",
}


class Commands(click.Group):
    """Refusals end in a sentence, not in a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(FAMILIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in FAMILIES:
            return None
        family = import_module(f"matcher.cli.{FAMILIES[cmd_name]}")
        commands: tuple[click.Command, ...] = family.COMMANDS
        return next(command for command in commands if command.name == cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise Refused(refusal) from refusal


class Refused(click.ClickException):
    """exit_code 1; doubts about single fields stand below the sentence."""

    exit_code = 1

    def __init__(self, refusal: Refusal) -> None:
        fields = getattr(refusal, "fields", {})
        doubts = [f"  {name}: {text}" for name, texts in fields.items() for text in texts]
        super().__init__("\n".join((refusal.text, *doubts)))

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="lianxinqiao", prog_name="matcher")
def group() -> None:
    """连心桥: 登记、找活、推荐、账号和数据的命令。"""


def run(make: Callable[[], object]) -> None:
    """`make` reads the settings and wires the parts; a setting that is wrong ends in a sentence, too."""
    try:
        parts = make()
    except Refusal as refusal:
        click.echo(refusal.text, err=True)
        sys.exit(Refused.exit_code)
    group(obj=parts)
