"""Sheets between their arrival and their import: kept for an hour in a place of their own, for the account alone that sent them.

They are full of names and ID numbers, so nothing of them stays: an hour after it came, or at the next visit of anybody after that, it is gone.
"""

import hashlib
import json
import os
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import current_app
from werkzeug.datastructures import FileStorage

from matcher import context
from matcher.sheets.grid import Book
from matcher.sheets.opening import open_file, open_text

FOLDER: Final = "MATCHER_UPLOADS"  # in the app's configuration
KEPT_SECONDS: Final = 3600
GONE: Final = "这份表已经不在了 (传上来的表只留一小时), 请再传一次。"


@dataclass(frozen=True, slots=True)
class Upload:
    """One sheet as sent. kind: what its sender said it is, "" where that was left to us. pasted: text, not a file."""

    token: str
    folder: Path
    name: str
    kind: str
    consent: str
    pasted: bool

    @property
    def path(self) -> Path:
        return self.folder / f"sheet{Path(self.name).suffix[:8].lower()}"

    @property
    def marked(self) -> Path:
        return self.folder / "marked.xlsx"

    def book(self) -> Book:
        desk = context.desk()
        return open_text(self.path.read_text("utf-8"), desk) if self.pasted else open_file(self.path, desk)


def keep(sent: FileStorage | str, kind: str, consent: str) -> Upload:
    """A file, or text that was pasted."""
    drop_old()
    token = secrets.token_urlsafe(16)
    folder = _home() / token
    folder.mkdir(parents=True, mode=0o700)
    name = "粘贴.txt" if isinstance(sent, str) else Path(sent.filename or "表").name[-80:]
    about = {"name": name, "kind": kind, "consent": consent, "pasted": isinstance(sent, str)}
    (folder / "about.json").write_text(json.dumps(about), "utf-8")
    upload = Upload(token, folder, name, kind, consent, isinstance(sent, str))
    if isinstance(sent, str):
        upload.path.write_text(sent, "utf-8")
    else:
        with sent.stream:
            sent.save(upload.path)
    return upload


def find(token: str) -> Upload | None:
    """None where it is gone, or is somebody else's."""
    drop_old()
    folder = _home() / token
    if not token or not token.replace("-", "").replace("_", "").isalnum() or not (folder / "about.json").is_file():
        return None
    about = json.loads((folder / "about.json").read_text("utf-8"))
    return Upload(token, folder, about["name"], about["kind"], about["consent"], about["pasted"])


def drop_old() -> None:
    oldest = time.time() - KEPT_SECONDS
    for account in _root().iterdir() if _root().is_dir() else ():
        for folder in account.iterdir():
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    return Path(current_app.config[FOLDER])


def _home() -> Path:
    """The account's own folder; its name does not show whose it is."""
    name = hashlib.blake2b(context.actor().name.encode(), digest_size=12).hexdigest()
    home = _root() / name
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.chmod(_root(), 0o700)
    return home
