"""Logs: a line of text for people, or one JSON object a line.

No line holds a question, a word of a document or an address as it was asked, and no character that
came from outside steers a terminal: addresses are told by their template, errors that nobody
foresaw by their kind and where they happened.
"""

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import IO, Any, Literal

access = logging.getLogger("pincite.access")
"""Hears of each request."""
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


def configure(form: Literal["text", "json"], stream: IO[str] | None = None) -> None:
    """Write what is logged to ``stream``, else to standard error; as JSON also each request."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_AsJson() if form == "json" else _AsText("%(message)s"))
    logging.basicConfig(handlers=[handler], force=True)
    access.setLevel(logging.INFO if form == "json" else logging.WARNING)


class _AsText(logging.Formatter):
    """Lines for people, without characters that would steer a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        from api.console import harmless

        return harmless(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        from api.console import clean  # here, since most commands log nothing

        return clean(super().formatMessage(record))


class _AsJson(logging.Formatter):
    """One JSON object a line, in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if identifier := request_id.get():
            told["request_id"] = identifier
        told |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            told["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(told)
