"""Documents and passages as rows: what stands in SQLite, and how it comes back."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from index import lexical
from index.embedding import Vectors
from index.errors import InputError, NotFoundError, StoreDamagedError
from index.schema import read_generation, write_fact
from index.types import Block, BlockKind, Document, Metadata, Passage, Span, document_id
from index.vectors import check_unit_rows

ROWS_AT_ONCE = 4_096
FLOAT = "<f4"
INTEGER = "<i4"


@dataclass(frozen=True, slots=True)
class Summary:
    """A stored document without its text."""

    id: str
    title: str
    source: str
    passages: int
    metadata: Metadata
    added_at: str
    """When it was first added: ISO 8601, UTC."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with all that is computed before it is written."""

    document: Document
    passages: tuple[Passage, ...]
    vectors: Vectors
    """Unit rows (passages, d)."""
    sentence_vectors: tuple[Vectors, ...]
    """For each passage, unit rows (sentences, d)."""


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """The unit vectors of a passage."""

    own: Vectors
    """That of the passage with its title and headings, (d,)."""
    sentences: Vectors
    """Rows (sentences, d)."""


@dataclass(frozen=True, slots=True)
class Held:
    """Under which number, id and content a document is in the store."""

    number: int
    id: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """Where a passage stands."""

    id: int
    document: int
    document_id: str
    version: int
    span: Span


def find_held(connection: sqlite3.Connection, document: Document) -> Held | None:
    """Return what the store holds of this document: that of the same id and source, if any."""
    row = connection.execute(
        "SELECT number, id, content_hash FROM documents WHERE asked_id = ? AND source = ?",
        (document.id, document.source),
    ).fetchone()
    return Held(*row) if row else None


def free_id(connection: sqlite3.Connection, document: Document) -> str:
    """Return the id for a new document: its own, or another where a different source has that."""
    wanted = document.id
    attempt = 0
    while connection.execute("SELECT 1 FROM documents WHERE id = ?", (wanted,)).fetchone():
        wanted = document_id(document.source + "\n" * attempt)
        attempt += 1
    return wanted


def insert(connection: sqlite3.Connection, prepared: Prepared, identifier: str) -> list[int]:
    """Write a new document under ``identifier``; return the ids of its passages."""
    document = prepared.document
    cursor = connection.execute(
        "INSERT INTO documents (id, asked_id, source, title, metadata, content_hash, version, "
        "added_at, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            identifier,
            document.id,
            document.source,
            document.title,
            metadata_json(document.metadata),
            document.content_hash,
            _next_generation(connection),
            datetime.now(UTC).isoformat(timespec="seconds"),
            document.text,
        ),
    )
    return _insert_parts(connection, prepared, cursor.lastrowid or 0)


def replace_content(connection: sqlite3.Connection, prepared: Prepared, held: Held) -> list[int]:
    """Write a document over the one that is held; return the ids of its new passages."""
    document = prepared.document
    _delete_parts(connection, held.number)
    connection.execute(
        "UPDATE documents SET title = ?, metadata = ?, content_hash = ?, version = ?, text = ? "
        "WHERE number = ?",
        (
            document.title,
            metadata_json(document.metadata),
            document.content_hash,
            _next_generation(connection),
            document.text,
            held.number,
        ),
    )
    return _insert_parts(connection, prepared, held.number)


def delete(connection: sqlite3.Connection, identifier: str) -> list[int]:
    """Take a document out; return the ids that its passages had.

    Raises:
        NotFoundError: there is none of that id.
    """
    number = _number(connection, identifier)
    ids = _delete_parts(connection, number)
    connection.execute("DELETE FROM documents WHERE number = ?", (number,))
    _next_generation(connection)
    return ids


def passage_ids(connection: sqlite3.Connection, number: int) -> list[int]:
    """Return the ids of a document's passages."""
    rows = connection.execute("SELECT id FROM passages WHERE document = ?", (number,))
    return [identifier for (identifier,) in rows]


def version_of(connection: sqlite3.Connection, identifier: str) -> tuple[int, int]:
    """Return a document's number and the version of its content.

    Raises:
        NotFoundError: there is none of that id.
    """
    row = connection.execute(
        "SELECT number, version FROM documents WHERE id = ?", (identifier,)
    ).fetchone()
    if row is None:
        raise not_found()
    return int(row[0]), int(row[1])


def load(connection: sqlite3.Connection, number: int) -> Document:
    """Return a whole document.

    Raises:
        StoreDamagedError: its rows do not fit together.
    """
    identifier, title, source, metadata, text = connection.execute(
        "SELECT id, title, source, metadata, text FROM documents WHERE number = ?", (number,)
    ).fetchone()
    rows = connection.execute(
        "SELECT span_start, span_end, kind, sentences, level, page FROM blocks "
        "WHERE document = ? ORDER BY ordinal",
        (number,),
    )
    try:
        return Document(
            id=identifier,
            title=title,
            text=text,
            blocks=tuple(_block(*row) for row in rows),
            source=source,
            metadata=json.loads(metadata),
        )
    except ValueError as error:
        raise StoreDamagedError(
            f"The document {identifier} is damaged in the store. Remove it and add it again."
        ) from error


def stored_passages(connection: sqlite3.Connection, ids: Collection[int]) -> list[StoredPassage]:
    """Return the passages of these ids that still exist."""
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        "SELECT passages.id, number, documents.id, version, span_start, span_end "  # noqa: S608 - only question marks
        f"FROM passages JOIN documents ON number = document WHERE passages.id IN ({marks})",
        tuple(ids),
    )
    return [
        StoredPassage(identifier, number, name, version, Span(start, end))
        for identifier, number, name, version, start, end in rows
    ]


def vectors_in(
    connection: sqlite3.Connection, passage: Passage, dimension: int
) -> PassageVectors | None:
    """Return the vectors of a passage; None if it is no longer stored."""
    row = connection.execute(
        "SELECT vector, vectors FROM sentences JOIN passages ON passages.id = passage "
        "JOIN documents ON number = document "
        "WHERE documents.id = ? AND span_start = ? AND span_end = ?",
        (passage.document_id, passage.span.start, passage.span.end),
    ).fetchone()
    if row is None:
        return None
    own, sentences = (np.frombuffer(blob, dtype=FLOAT).reshape(-1, dimension) for blob in row)
    return PassageVectors(own[0], sentences)


def nearest_sentences(
    connection: sqlite3.Connection, ids: Collection[int], vector: Vectors
) -> dict[int, float]:
    """Return for each of these passages the cosine, -1 to 1, of its sentence nearest to the row."""
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        f"SELECT passage, vectors FROM sentences WHERE passage IN ({marks})",  # noqa: S608 - only question marks
        tuple(ids),
    )
    return {
        identifier: float(
            (np.frombuffer(data, dtype=FLOAT).reshape(-1, len(vector)) @ vector).max()
        )
        for identifier, data in rows
        if data
    }


def all_passage_ids(connection: sqlite3.Connection) -> frozenset[int]:
    """Return the ids of all passages."""
    return frozenset(row[0] for row in connection.execute("SELECT id FROM passages"))


def vectors_of(
    connection: sqlite3.Connection, ids: Collection[int], dimension: int
) -> Iterator[tuple[list[int], Vectors]]:
    """Yield ids with their unit rows (n, d), a few thousand at a time.

    Raises:
        StoreDamagedError: a row has another length, or is no unit vector.
    """
    if not ids:
        return
    rows = connection.execute("SELECT id, vector FROM passages")
    while fetched := rows.fetchmany(ROWS_AT_ONCE):
        wanted = [row for row in fetched if row[0] in ids]
        yield [row[0] for row in wanted], _rows([row[1] for row in wanted], dimension)


def _rows(blobs: Sequence[bytes], dimension: int) -> Vectors:
    try:
        rows = np.frombuffer(b"".join(blobs), dtype=FLOAT).reshape(len(blobs), dimension)
        check_unit_rows(rows, dimension)
    except ValueError as error:
        raise StoreDamagedError(
            "A vector in the store is damaged. Put back a copy of the store's folder, or use "
            "another folder with --store and add the documents again."
        ) from error
    return rows


def summaries(connection: sqlite3.Connection, *, after: int, limit: int) -> list[Summary]:
    """Return the documents with a number above ``after``, in order of adding."""
    rows = connection.execute(
        "SELECT id, title, source, (SELECT count(*) FROM passages WHERE document = number), "
        "metadata, added_at FROM documents WHERE number > ? ORDER BY number LIMIT ?",
        (after, limit),
    )
    return [
        Summary(identifier, title, source, passages, json.loads(metadata), added_at)
        for identifier, title, source, passages, metadata, added_at in rows
    ]


def count(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return the numbers of documents and of passages."""
    (documents,) = connection.execute("SELECT count(*) FROM documents").fetchone()
    (passages,) = connection.execute("SELECT count(*) FROM passages").fetchone()
    return documents, passages


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


def _number(connection: sqlite3.Connection, identifier: str) -> int:
    return version_of(connection, identifier)[0]


def _next_generation(connection: sqlite3.Connection) -> int:
    generation = read_generation(connection) + 1
    write_fact(connection, "generation", str(generation))
    return generation


def _insert_parts(connection: sqlite3.Connection, prepared: Prepared, number: int) -> list[int]:
    connection.executemany(
        "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (_block_row(number, at, block) for at, block in enumerate(prepared.document.blocks)),
    )
    ids = [
        connection.execute(
            "INSERT INTO passages (document, span_start, span_end, vector) VALUES (?, ?, ?, ?)",
            (number, passage.span.start, passage.span.end, row.astype(FLOAT).tobytes()),
        ).lastrowid
        or 0
        for passage, row in zip(prepared.passages, prepared.vectors, strict=True)
    ]
    connection.executemany(
        "INSERT INTO sentences VALUES (?, ?)",
        (
            (identifier, rows.astype(FLOAT).tobytes())
            for identifier, rows in zip(ids, prepared.sentence_vectors, strict=True)
        ),
    )
    texts = (searched_text(passage) for passage in prepared.passages)
    lexical.add(connection, zip(ids, texts, strict=True))
    return ids


def searched_text(passage: Passage) -> str:
    """Return what is embedded and searched for a passage: its title and headings, then its text."""
    title = "" if passage.heading.startswith(passage.title) else passage.title
    return "\n".join(part for part in (title, passage.heading, passage.text) if part)


def _delete_parts(connection: sqlite3.Connection, number: int) -> list[int]:
    ids = passage_ids(connection, number)
    lexical.remove(connection, ids)
    connection.execute("DELETE FROM passages WHERE document = ?", (number,))
    connection.execute("DELETE FROM blocks WHERE document = ?", (number,))
    return ids


def _block_row(number: int, ordinal: int, block: Block) -> tuple[object, ...]:
    return (
        number,
        ordinal,
        block.span.start,
        block.span.end,
        block.kind.value,
        block.level,
        block.page,
        _packed(block.sentences),
    )


def _block(
    start: int, end: int, kind: str, sentences: bytes, level: int | None, page: int | None
) -> Block:
    return Block(Span(start, end), BlockKind(kind), _unpacked(sentences), level, page)


def _packed(spans: Sequence[Span]) -> bytes:
    pairs = [(span.start, span.end) for span in spans]
    return np.array(pairs, dtype=INTEGER).tobytes()


def _unpacked(data: bytes) -> tuple[Span, ...]:
    pairs: Iterable[list[int]] = np.frombuffer(data, dtype=INTEGER).reshape(-1, 2).tolist()
    return tuple(Span(start, end) for start, end in pairs)
