"""The group of all commands, and what becomes of a refusal: exit code 1 and one sentence; 2 is click's own, for wrong usage."""

from typing import Any

import click

from matcher.cli import account, demo, importing, looking, moving, reading, seed, serving, upkeep
from matcher.domain.errors import Refusal
from matcher.services.desk import Desk

__all__ = ["Desk", "group"]


class Commands(click.Group):
    """Refusals end in a sentence, not in a traceback."""

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


for _family in (account, demo, importing, looking, moving, reading, seed, serving, upkeep):
    for _command in _family.COMMANDS:
        group.add_command(_command)
