"""Documents as rows: what was read, what the user set beside it, and every version's facts."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from index import block_rows
from index.edits import Edits
from index.errors import InputError, NotFoundError, StoreDamagedError
from index.schema import next_generation
from index.types import Document, Metadata, document_id


@dataclass(frozen=True, slots=True)
class Held:
    """A document in the store, as far as it matters for changing it."""

    number: int
    id: str
    content_hash: str
    version: int
    """The generation that wrote what it shows now."""
    folder: str
    title: str
    """As read."""
    edits: Edits


_HELD = (
    "SELECT number, id, content_hash, version, folder, title, edited_title, edited_metadata "
    "FROM documents WHERE "
)


def find_held(connection: sqlite3.Connection, document: Document) -> Held | None:
    """Return what the store holds of this document: that of the same id and source, if any."""
    row = connection.execute(
        _HELD + "asked_id = ? AND source = ?", (document.id, document.source)
    ).fetchone()
    return _held(row) if row else None


def held_under(connection: sqlite3.Connection, identifier: str) -> Held:
    """Return what the store holds under an id.

    Raises:
        NotFoundError: there is none of that id.
    """
    row = connection.execute(_HELD + "id = ?", (identifier,)).fetchone()
    if row is None:
        raise not_found()
    return _held(row)


def _held(row: tuple[Any, ...]) -> Held:
    number, identifier, content_hash, version, folder, title, edited_title, edited_metadata = row
    edits = Edits(edited_title, json.loads(edited_metadata))
    return Held(number, identifier, content_hash, version, folder, title, edits)


def free_id(connection: sqlite3.Connection, document: Document) -> str:
    """Return the id for a new document: its own, or another where a different source has that."""
    wanted = document.id
    attempt = 0
    while connection.execute("SELECT 1 FROM documents WHERE id = ?", (wanted,)).fetchone():
        wanted = document_id(document.source + "\n" * attempt)
        attempt += 1
    return wanted


def insert(connection: sqlite3.Connection, document: Document, identifier: str, folder: str) -> int:
    """Write a new document under ``identifier``; return its number."""
    facts = {
        **_read_facts(document),
        "id": identifier,
        "asked_id": document.id,
        "source": document.source,
        "folder": folder,
        "edited_metadata": "{}",
        "version": next_generation(connection),
        "added_at": _now(),
        "updated_at": _now(),
    }
    names, marks = ", ".join(facts), ", ".join("?" * len(facts))
    cursor = connection.execute(
        f"INSERT INTO documents ({names}) VALUES ({marks})",  # noqa: S608 - our own names
        tuple(facts.values()),
    )
    number = cursor.lastrowid or 0
    _insert_content(connection, document, number)
    return number


def replace_content(connection: sqlite3.Connection, document: Document, held: Held) -> None:
    """Write a document over the one that is held; what the user set stays."""
    for table in ("contents", "originals", "blocks"):
        connection.execute(f"DELETE FROM {table} WHERE document = ?", (held.number,))  # noqa: S608
    _update(connection, held.number, _read_facts(document))
    _insert_content(connection, document, held.number)


def write_edits(connection: sqlite3.Connection, held: Held, edits: Edits) -> None:
    """Write what the user set, in place of all that was set before."""
    facts = {"edited_title": edits.title, "edited_metadata": metadata_json(edits.metadata)}
    _update(connection, held.number, facts)


def write_identity(connection: sqlite3.Connection, held: Held, document: Document) -> None:
    """Give the document that is held the id it came with and the source of ``document``."""
    facts = {
        "asked_id": document.id,
        "source": document.source,
        "content_hash": document.content_hash,
    }
    _update(connection, held.number, facts)
    connection.execute(
        "UPDATE versions SET content_hash = ? WHERE document = ? AND number = "
        "(SELECT max(number) FROM versions WHERE document = ?)",
        (document.content_hash, held.number, held.number),
    )


def write_folder(connection: sqlite3.Connection, held: Held, folder: str) -> None:
    """Note that a document belongs to a synced folder; nothing that is shown changes."""
    connection.execute("UPDATE documents SET folder = ? WHERE number = ?", (folder, held.number))


def delete(connection: sqlite3.Connection, number: int) -> None:
    """Take a document out with all that belongs to it, passages and their vectors too."""
    connection.execute("DELETE FROM documents WHERE number = ?", (number,))
    next_generation(connection)


def version_of(connection: sqlite3.Connection, identifier: str) -> tuple[int, int]:
    """Return a document's number and the version of what it shows.

    Raises:
        NotFoundError: there is none of that id.
    """
    row = connection.execute(
        "SELECT number, version FROM documents WHERE id = ?", (identifier,)
    ).fetchone()
    if row is None:
        raise not_found()
    return int(row[0]), int(row[1])


def load(connection: sqlite3.Connection, number: int, *, as_read: bool = False) -> Document:
    """Return a whole document but for its original, as it is shown or as it was read.

    Raises:
        StoreDamagedError: its rows do not fit together.
    """
    identifier, source, title, metadata, edited_title, edited, *boxes, text = connection.execute(
        "SELECT id, source, title, metadata, edited_title, edited_metadata, word_boxes, "
        "page_sizes, text FROM documents LEFT JOIN contents ON document = number "
        "WHERE number = ?",
        (number,),
    ).fetchone()
    try:
        edits = Edits() if as_read else Edits(edited_title, json.loads(edited))
        shown_title, shown_metadata = edits.applied(title, json.loads(metadata))
        return Document(
            id=identifier,
            title=shown_title,
            text=text,
            blocks=block_rows.load_blocks(connection, number),
            source=source,
            metadata=shown_metadata,
            boxes=block_rows.unpacked_boxes(*boxes),
        )
    except (TypeError, ValueError) as error:
        raise StoreDamagedError(
            f"The document {identifier} is damaged in the store. Remove it and add it again."
        ) from error


def load_original(connection: sqlite3.Connection, number: int) -> bytes:
    """Return the file that a document was read from.

    Raises:
        NotFoundError: it is not kept.
    """
    row = connection.execute("SELECT data FROM originals WHERE document = ?", (number,)).fetchone()
    if row is None:
        raise NotFoundError(
            "The file of this document is not kept: only files with pages are. "
            "GET /v1/documents/{id}/text gives its text."
        )
    return bytes(row[0])


def not_found() -> NotFoundError:
    """Return the error for an id that is not in the store."""
    return NotFoundError(
        "There is no document of that id. `pincite documents` and GET /v1/documents list them."
    )


def metadata_json(metadata: Metadata) -> str:
    """Return metadata as JSON.

    Raises:
        InputError: it holds something that JSON has no word for.
    """
    try:
        return json.dumps(dict(metadata), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InputError(f"The metadata cannot be written as JSON: {error}.") from error


def _read_facts(document: Document) -> dict[str, object]:
    return {
        "title": document.title,
        "metadata": metadata_json(document.metadata),
        "content_hash": document.content_hash,
        "text_hash": document.text_hash,
        "characters": len(document.text),
        "pages": document.page_count,
    }


def _update(connection: sqlite3.Connection, number: int, facts: Mapping[str, object]) -> None:
    changed = {**facts, "version": next_generation(connection), "updated_at": _now()}
    setting = ", ".join(f"{name} = ?" for name in changed)
    connection.execute(
        f"UPDATE documents SET {setting} WHERE number = ?",  # noqa: S608 - our own names
        (*changed.values(), number),
    )


def _insert_content(connection: sqlite3.Connection, document: Document, number: int) -> None:
    connection.execute(
        "INSERT INTO contents VALUES (?, ?, ?, ?)",
        (number, *block_rows.packed_boxes(document.boxes), document.text),
    )
    if document.original:
        connection.execute("INSERT INTO originals VALUES (?, ?)", (number, document.original))
    block_rows.insert_blocks(connection, number, document.blocks)
    connection.execute(
        "INSERT INTO versions SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ? FROM versions "
        "WHERE document = ?",
        (number, document.content_hash, len(document.text), _now(), number),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
