"""JSON lines of texts to documents: `_id`, `title`, `text`, `metadata`, as corpora come."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.errors import InputError, UnreadableDocumentError
from index.reading.documents import base_name, from_text
from index.types import Document, document_id

_IDENTITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,127}")
_LONGEST_ROW = 40 * 1024 * 1024  # bytes: a text at its limit, escaped


@dataclass(frozen=True, slots=True)
class RowError:
    """A line that gave no document; lines count from 1."""

    line_number: int
    message: str


def read_rows(lines: Iterable[bytes], name: str) -> Iterator[Document | RowError]:
    """Yield a document for each line of JSON, and a RowError for each line that gives none.

    ``Document.text`` is the row's ``text`` exactly. Blank lines are skipped.
    """
    for line_number, line in enumerate(lines, start=1):
        row = line.removeprefix(b"\xef\xbb\xbf") if line_number == 1 else line
        if not row.strip():
            continue
        try:
            yield _document(_row(row), base_name(name), line_number)
        except InputError as error:
            yield RowError(line_number, f"Line {line_number}: {error}")


def _row(line: bytes) -> dict[str, object]:
    if len(line) > _LONGEST_ROW:
        raise UnreadableDocumentError("the line is longer than 40 MiB. Split its text.")
    try:
        row = json.loads(line.decode(), parse_constant=_refuse_constant)
    except RecursionError as error:
        raise UnreadableDocumentError("the JSON is nested too deeply. Flatten it.") from error
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError("it is not UTF-8. Save the file as UTF-8.") from error
    except ValueError as error:
        reason = getattr(error, "msg", "a number is out of range")
        raise UnreadableDocumentError(
            f'it is no JSON ({reason}). Each line is one object with a "text".'
        ) from error
    if not isinstance(row, dict):
        raise UnreadableDocumentError('it is no JSON object. Each line is one with a "text".')
    return row


def _refuse_constant(constant: str) -> float:
    raise json.JSONDecodeError(f"{constant} is no JSON number", constant, 0)


def _document(row: Mapping[str, object], name: str, line_number: int) -> Document:
    text = row.get("text")
    if not isinstance(text, str):
        raise UnreadableDocumentError('it has no "text" that is a string. Give the row one.')
    title = row.get("title")
    if title is not None and not isinstance(title, str):
        raise UnreadableDocumentError('its "title" is no string. Correct it or leave it out.')
    metadata = row.get("metadata")
    if metadata is not None and not isinstance(metadata, dict):
        raise UnreadableDocumentError('its "metadata" is no object. Correct it or leave it out.')
    identity = _identity(row.get("_id"))
    source = _source(metadata or {}) or f"{name}#{identity or line_number}"
    return from_text(
        text,
        title=title,
        source=source,
        id=identity if _IDENTITY.fullmatch(identity) else document_id(source),
        metadata=metadata,
    )


def _identity(given: object) -> str:
    """Return ``_id`` as text, empty if there is none."""
    if isinstance(given, str):
        _refuse_surrogates(given)
        return given
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if given is None:
        return ""
    raise UnreadableDocumentError('its "_id" is neither text nor a whole number. Correct it.')


def _source(metadata: Mapping[str, object]) -> str | None:
    for key in ("source", "url"):
        given = metadata.get(key)
        if isinstance(given, str) and given.strip():
            _refuse_surrogates(given)
            return given
    return None


def _refuse_surrogates(given: str) -> None:
    try:
        given.encode()
    except UnicodeEncodeError as error:
        raise UnreadableDocumentError(
            "it holds half of a surrogate pair, which is no character. Correct it."
        ) from error
