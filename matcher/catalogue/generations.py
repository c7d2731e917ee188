"""Tables of the embedded catalogue. A generation is a full set of them; one serves, another may be being filled beside it."""

import re
import sqlite3
import time
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from matcher.catalogue.board import Row
from matcher.domain.identifiers import key_of
from matcher.domain.search import Cut, Entry, Listed

KINDS: tuple[Listed, ...] = ("vacancy", "worker")
ABANDONED_SECONDS = 3600.0
_PLAIN = re.compile("[0-9a-z\u4e00-\u9fa5]+")
_ALL_PLAIN = re.compile("[0-9a-z\u4e00-\u9fa5 ]*")


def serving(connection: sqlite3.Connection) -> int | None:
    found = connection.execute("SELECT number FROM catalogue_generation WHERE serving").fetchone()
    return found[0] if found else None


def entries_table(kind: Listed, generation: int) -> str:
    return f"catalogue_{kind}_{generation}"


def words_table(kind: Listed, generation: int) -> str:
    return f"catalogue_{kind}_{generation}_words"


def create(connection: sqlite3.Connection, *, serve: bool) -> int:
    """A new, empty generation. Half-made ones that nobody has touched for an hour go."""
    abandoned = "SELECT number FROM catalogue_generation WHERE NOT serving AND touched < ?"
    for (old,) in connection.execute(abandoned, (time.time() - ABANDONED_SECONDS,)).fetchall():
        drop(connection, old)
    made = connection.execute("INSERT INTO catalogue_generation (serving, touched) VALUES (?, ?)", (serve, time.time())).lastrowid
    number = cast(int, made)
    for kind in KINDS:
        # AUTOINCREMENT: a follower that has seen slot n must never meet another entry under n.
        connection.execute(f"CREATE TABLE {entries_table(kind, number)} (slot INTEGER PRIMARY KEY AUTOINCREMENT, key INTEGER NOT NULL UNIQUE, "
                           "version INTEGER NOT NULL, gone INTEGER NOT NULL, codes BLOB NOT NULL, numbers BLOB NOT NULL)")
        connection.execute(f"CREATE VIRTUAL TABLE {words_table(kind, number)} USING fts5(w, b, tokenize = 'unicode61 remove_diacritics 0')")
    return number


def drop(connection: sqlite3.Connection, generation: int) -> None:
    for kind in KINDS:
        connection.execute(f"DROP TABLE IF EXISTS {words_table(kind, generation)}")
        connection.execute(f"DROP TABLE IF EXISTS {entries_table(kind, generation)}")
    connection.execute("DELETE FROM catalogue_generation WHERE number = ?", (generation,))


def count(connection: sqlite3.Connection, kind: Listed, generation: int) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {entries_table(kind, generation)} WHERE NOT gone").fetchone()[0])


def rows_after(connection: sqlite3.Connection, kind: Listed, generation: int, slot: int) -> list[Row]:
    table = entries_table(kind, generation)
    return connection.execute(f"SELECT slot, key, gone, codes, numbers FROM {table} WHERE slot > ? ORDER BY slot", (slot,)).fetchall()


def values_after(connection: sqlite3.Connection, kind: Listed, code: int) -> list[tuple[int, str, str]]:
    return connection.execute("SELECT code, field, value FROM catalogue_value WHERE code > ? AND kind = ?", (code, kind)).fetchall()


def store(connection: sqlite3.Connection, generation: int, entries: Sequence[Entry]) -> None:
    """Those that are newer than what is there."""
    for kind in KINDS:
        newest: dict[int, Entry] = {}
        for entry in entries:
            key = key_of(entry.id)
            if entry.kind == kind and (key not in newest or entry.version > newest[key].version):
                newest[key] = entry
        if newest:
            _store_kind(connection, kind, generation, newest)
    connection.execute("UPDATE catalogue_generation SET touched = ? WHERE number = ?", (time.time(), generation))


def _store_kind(connection: sqlite3.Connection, kind: Listed, generation: int, entries: Mapping[int, Entry]) -> None:
    table, words = entries_table(kind, generation), words_table(kind, generation)
    held = {key: found for key in entries if (found := connection.execute(f"SELECT slot, version FROM {table} WHERE key = ?", (key,)).fetchone())}
    newer = {key: entry for key, entry in entries.items() if key not in held or entry.version > held[key][1]}
    old = [(held[key][0],) for key in newer if key in held]
    connection.executemany(f"DELETE FROM {words} WHERE rowid = ?", old)
    connection.executemany(f"DELETE FROM {table} WHERE slot = ?", old)
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    slots = range((last[0] if last else 0) + 1, (last[0] if last else 0) + 1 + len(newer))
    codes = _codes(connection, kind, newer.values())
    connection.executemany(f"INSERT INTO {table} (slot, key, version, gone, codes, numbers) VALUES (?, ?, ?, ?, ?, ?)", (
        (slot, key, entry.version, entry.gone, *(_packed(entry, codes))) for slot, (key, entry) in zip(slots, newer.items(), strict=True)))
    connection.executemany(f"INSERT INTO {words} (rowid, w, b) VALUES (?, ?, ?)", (
        (slot, written(entry.cut.words), written(entry.cut.bigrams)) for slot, entry in zip(slots, newer.values(), strict=True) if not entry.gone))


def _codes(connection: sqlite3.Connection, kind: Listed, entries: Iterable[Entry]) -> dict[tuple[str, str], int]:
    wanted = {(field, value) for entry in entries for field, values in entry.tags.items() for value in values}
    wanted |= {(field, "") for entry in entries for field in entry.numbers}
    found: dict[tuple[str, str], int] = {}
    for field, value in sorted(wanted):
        row = connection.execute("SELECT code FROM catalogue_value WHERE kind = ? AND field = ? AND value = ?", (kind, field, value)).fetchone()
        if row is None:
            made = connection.execute("INSERT INTO catalogue_value (kind, field, value) VALUES (?, ?, ?)", (kind, field, value)).lastrowid
            row = (cast(int, made),)
        found[field, value] = row[0]
    return found


def _packed(entry: Entry, codes: Mapping[tuple[str, str], int]) -> tuple[bytes, bytes]:
    if entry.gone:
        return b"", b""
    tags = array("i", (codes[field, value] for field, values in entry.tags.items() for value in dict.fromkeys(values)))
    numbers = array("q", (item for field, number in entry.numbers.items() for item in (codes[field, ""], number)))
    return tags.tobytes(), numbers.tobytes()


def written(terms: Sequence[str]) -> str:
    text = " ".join(terms)
    return text if _ALL_PLAIN.fullmatch(text) else " ".join(map(_term, terms))


def _term(term: str) -> str:
    """unicode61 would cut or fold anything but plain letters, digits and common Chinese: such a term is kept as digits."""
    return term if _PLAIN.fullmatch(term) else "0x" + term.encode().hex()


def hits_expression(required: Sequence[Cut]) -> str:
    """FTS5: all words of each cut, where it has none all its bigrams."""
    return " AND ".join(_phrases("w", cut.words) or _phrases("b", cut.bigrams) for cut in required)


def relevance_expression(required: Sequence[Cut]) -> str:
    """The same hits; bigrams only add to the relevance of what has the words."""
    extra = [_phrases("b", (bigram,)) for cut in required for bigram in cut.bridges()]
    anchor = [_phrases("w", cut.words[:1]) for cut in required if cut.words][:1]
    wider = f" AND ({' OR '.join(anchor + extra)})" if extra else ""
    return f"({hits_expression(required)}){wider}"


def _phrases(column: str, terms: Iterable[str]) -> str:
    return " AND ".join(f'{column} : "{_term(term)}"' for term in terms)
