"""ID numbers: unreadable without the key, findable, bound to their record."""

from dataclasses import replace
from pathlib import Path

import pytest
from at_hand import ROW, SEALING, store_workers, worker
from sqlalchemy import select

from matcher.domain.errors import Unavailable
from matcher.ledger import tables
from matcher.ledger.sealing import Sealing
from matcher.ledger.sql import SqlLedger

ID_NUMBER = "11010519491231002X"


def test_an_id_number_stands_nowhere_in_the_files_of_sqlite(sqlite_ledger: SqlLedger) -> None:
    store_workers(sqlite_ledger, worker(identity=ID_NUMBER))
    folder = Path(str(sqlite_ledger.url.database)).parent
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    assert worker().phone.encode() in stored  # so these are the files
    assert ID_NUMBER.encode() not in stored
    assert ID_NUMBER[:17].encode() not in stored


def test_no_column_holds_an_id_number_or_a_bare_hash_of_it(ledger: SqlLedger) -> None:
    import hashlib

    store_workers(ledger, worker(identity=ID_NUMBER))
    with ledger.reading() as reader:
        [row] = reader.connection.execute(select(tables.worker))
    shown = repr(tuple(row))
    assert ID_NUMBER not in shown
    assert repr(hashlib.sha256(ID_NUMBER.encode()).digest()) not in shown


def test_the_person_comes_back_with_the_number_and_a_saved_edit_keeps_it(ledger: SqlLedger) -> None:
    [read] = store_workers(ledger, worker(identity=ID_NUMBER))
    assert read.identity == ID_NUMBER
    with ledger.transaction() as tx:
        tx.replace_worker(replace(read, village="上村"), ROW)
        assert tx.worker(read.id).identity == ID_NUMBER
        tx.replace_worker(replace(tx.worker(read.id), identity=None), ROW)
        assert tx.worker_by_identity(ID_NUMBER) is None


def test_the_same_number_never_looks_the_same_and_its_hash_always_does() -> None:
    assert SEALING.seal(ID_NUMBER, "w1") != SEALING.seal(ID_NUMBER, "w1")
    assert SEALING.digest(ID_NUMBER) == SEALING.digest(ID_NUMBER.lower())
    assert SEALING.digest(ID_NUMBER) != Sealing(b"another" * 8).digest(ID_NUMBER)


@pytest.mark.parametrize("spoil", [
    pytest.param(lambda sealed: Sealing(b"another" * 8).open(sealed, "w1"), id="another key"),
    pytest.param(lambda sealed: SEALING.open(sealed, "w2"), id="another person's record"),
    pytest.param(lambda sealed: SEALING.open(b"\x02" + sealed[1:], "w1"), id="another version"),
    pytest.param(lambda sealed: SEALING.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "w1"), id="one bit"),
    pytest.param(lambda sealed: SEALING.open(sealed[:9], "w1"), id="cut short"),
])
def test_a_sealed_number_opens_only_as_it_was_sealed(spoil: object) -> None:
    sealed = SEALING.seal(ID_NUMBER, "w1")
    assert SEALING.open(sealed, "w1") == ID_NUMBER
    with pytest.raises(Unavailable, match="密钥"):
        spoil(sealed)  # type: ignore[operator]


def test_a_short_key_is_refused_and_no_key_is_shown() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealing(b"short")
    assert "test" not in repr(SEALING)
