"""What a sender once chose for the columns of a sheet, for the next sheet with the same headings."""

from collections.abc import Mapping

from matcher.domain.accounts import Actor
from matcher.services.desk import Desk


def recall(actor: Actor, desk: Desk, signature: str) -> tuple[str, dict[str, str | None]] | None:
    with desk.ledger.reading() as reader:
        return reader.mapping(actor.name, signature)


def remember(actor: Actor, desk: Desk, signature: str, kind: str, fields: Mapping[str, str | None]) -> None:
    with desk.ledger.transaction() as tx:
        tx.save_mapping(actor.name, signature, kind, fields)
