"""The console command `matcher`: each command is one call to a service, and prints."""

from matcher.cli.command import group, run

__all__ = ["group", "run"]
