"""What the store tells of its documents without their texts: lists, versions, folders."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from index import document_rows
from index.edits import Edits
from index.types import Metadata


@dataclass(frozen=True, slots=True)
class Summary:
    """A stored document without its text."""

    title: str
    metadata: Metadata
    """As shown: what the user set before what was read."""
    id: str
    source: str
    added_at: str
    """When it was first added: ISO 8601, UTC."""
    updated_at: str
    """When anything of it changed last: ISO 8601, UTC."""
    version: int
    """The number of its present content, from 1."""
    passages: int
    pages: int
    """0 where the format has none."""
    characters: int


@dataclass(frozen=True, slots=True)
class Version:
    """What is remembered of a content that a document has or had; never its text."""

    number: int
    """From 1, in the order in which they were read."""
    content_hash: str
    characters: int
    read_at: str
    """ISO 8601, UTC."""
    current: bool
    """Whether this is what the document holds now."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A document of a synced folder."""

    document_id: str
    asked_id: str
    """The id that it came with, which tells its file; the document's own may differ."""
    source: str
    content_hash: str
    """Of all that was read, the name of the file included."""
    text_hash: str
    """Of the text alone: equal for a file that was only renamed."""


_FILED = "SELECT id, asked_id, source, content_hash, text_hash FROM documents "


def summaries(connection: sqlite3.Connection, *, after: int, limit: int) -> list[Summary]:
    """Return the documents with a number above ``after``, in order of adding."""
    rows = connection.execute(
        "SELECT title, metadata, edited_title, edited_metadata, id, source, added_at, updated_at, "
        "(SELECT max(number) FROM versions WHERE document = documents.number), "
        "(SELECT count(*) FROM passages WHERE document = documents.number), pages, characters "
        "FROM documents WHERE number > ? ORDER BY number LIMIT ?",
        (after, limit),
    )
    return [_summary(*row) for row in rows]


def summary(connection: sqlite3.Connection, identifier: str) -> Summary:
    """Return a document without its text.

    Raises:
        NotFoundError: there is none of that id.
    """
    number, _ = document_rows.version_of(connection, identifier)
    return summaries(connection, after=number - 1, limit=1)[0]


def versions(connection: sqlite3.Connection, number: int) -> list[Version]:
    """Return what is remembered of every content of a document, the first one first."""
    rows = connection.execute(
        "SELECT content_hash, characters, read_at FROM versions WHERE document = ? ORDER BY number",
        (number,),
    ).fetchall()
    return [
        Version(at, content_hash, characters, read_at, current=at == len(rows))
        for at, (content_hash, characters, read_at) in enumerate(rows, start=1)
    ]


def in_folder(connection: sqlite3.Connection, folder: str) -> list[Filed]:
    """Return the documents of a synced folder, in order of adding."""
    rows = connection.execute(
        _FILED + "WHERE folder = ? AND folder <> '' ORDER BY number", (folder,)
    )
    return [Filed(*row) for row in rows]


def filed_as(connection: sqlite3.Connection, asked_id: str) -> list[Filed]:
    """Return the documents that came with an id, in order of adding."""
    rows = connection.execute(_FILED + "WHERE asked_id = ? ORDER BY number", (asked_id,))
    return [Filed(*row) for row in rows]


def count(connection: sqlite3.Connection) -> int:
    """Return the number of documents."""
    (documents,) = connection.execute("SELECT count(*) FROM documents").fetchone()
    return int(documents)


def _summary(
    title: str,
    metadata: str,
    edited_title: str | None,
    edited_metadata: str,
    *facts: Any,  # noqa: ANN401 - a row's values
) -> Summary:
    edits = Edits(edited_title, json.loads(edited_metadata))
    shown = edits.applied(title, json.loads(metadata))
    return Summary(*shown, *facts)
