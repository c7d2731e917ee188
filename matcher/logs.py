"""Log lines as JSON, without personal data whoever wrote them."""

import logging
import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# Long digit runs are phones or ID numbers: no log line needs them whole.
NUMBER = re.compile(r"(?<!\d)(\d{3})\d{4,13}(\d{3}[\dXx])(?!\d)")


def masked(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Phones and ID numbers covered in every text of a line."""
    return {name: NUMBER.sub(r"\1****\2", value) if isinstance(value, str) else value for name, value in line.items()}


def configure(level: str) -> None:
    """One JSON object a line on standard error, for our own lines and for those of libraries."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.ExtraAdder(),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, masked, structlog.processors.JSONRenderer(ensure_ascii=False)],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("alembic", "werkzeug", "elastic_transport"):  # werkzeug's lines carry query strings
        logging.getLogger(chatty).setLevel(logging.WARNING)
