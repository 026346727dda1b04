"""Passages as rows: where they stand, their vectors, and the terms that they are searched by."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index import lexical
from index.embedding import Vectors
from index.errors import StoreDamagedError
from index.preparing import Prepared, searched_text
from index.types import Passage, Span
from index.vectors import check_unit_rows

ROWS_AT_ONCE = 4_096
FLOAT = "<f4"


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """The unit vectors of a passage."""

    own: Vectors
    """That of the passage with its title and headings, (d,)."""
    sentences: Vectors
    """Rows (sentences, d)."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """Where a passage stands."""

    id: int
    document: int
    document_id: str
    version: int
    span: Span


def insert(connection: sqlite3.Connection, prepared: Prepared, number: int) -> list[int]:
    """Write the passages of the document of that number; return their ids."""
    rows = zip(prepared.passages, prepared.vectors, prepared.keys, strict=True)
    ids = [
        connection.execute(
            "INSERT INTO passages (document, span_start, span_end, vector, key) "
            "VALUES (?, ?, ?, ?, ?)",
            (number, passage.span.start, passage.span.end, _packed(row), keys.own),
        ).lastrowid
        or 0
        for passage, row, keys in rows
    ]
    connection.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?)",
        (
            (identifier, _packed(rows), keys.sentences)
            for identifier, rows, keys in zip(
                ids, prepared.sentence_vectors, prepared.keys, strict=True
            )
        ),
    )
    texts = (searched_text(passage) for passage in prepared.passages)
    lexical.add(connection, zip(ids, texts, strict=True))
    return ids


def delete(connection: sqlite3.Connection, number: int) -> list[int]:
    """Take the passages of a document out; return the ids that they had."""
    ids = ids_of(connection, number)
    lexical.remove(connection, ids)
    connection.execute("DELETE FROM passages WHERE document = ?", (number,))
    return ids


def ids_of(connection: sqlite3.Connection, number: int) -> list[int]:
    """Return the ids of a document's passages."""
    rows = connection.execute("SELECT id FROM passages WHERE document = ?", (number,))
    return [identifier for (identifier,) in rows]


def vectors_by_key(
    connection: sqlite3.Connection, keys: Iterable[bytes], dimension: int
) -> dict[bytes, Vectors]:
    """Return the rows (n, d) of texts that were embedded before, under their keys.

    Raises:
        StoreDamagedError: a row has another length, or is no unit vector.
    """
    found = {}
    for key in keys:
        row = (
            connection.execute("SELECT vector FROM passages WHERE key = ?", (key,)).fetchone()
            or connection.execute("SELECT vectors FROM sentences WHERE key = ?", (key,)).fetchone()
        )
        if row:
            found[key] = _rows(row, -1, dimension)
    return found


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


def all_ids(connection: sqlite3.Connection) -> npt.NDArray[np.int64]:
    """Return the ids of all passages, in ascending order."""
    rows = connection.execute("SELECT id FROM passages")
    return np.sort(np.fromiter((identifier for (identifier,) in rows), dtype=np.int64))


def count(connection: sqlite3.Connection) -> int:
    """Return the number of passages."""
    (passages,) = connection.execute("SELECT count(*) FROM passages").fetchone()
    return int(passages)


def vectors_of(
    connection: sqlite3.Connection, ids: Sequence[int], dimension: int
) -> Iterator[tuple[list[int], Vectors]]:
    """Yield those of the ids that are stored with their unit rows (n, d), some thousand at a time.

    Raises:
        StoreDamagedError: a row has another length, or is no unit vector.
    """
    for start in range(0, len(ids), ROWS_AT_ONCE):
        wanted = ids[start : start + ROWS_AT_ONCE]
        marks = ", ".join("?" * len(wanted))
        rows = connection.execute(
            f"SELECT id, vector FROM passages WHERE id IN ({marks})",  # noqa: S608 - only question marks
            tuple(wanted),
        ).fetchall()
        yield [row[0] for row in rows], _rows([row[1] for row in rows], len(rows), dimension)


def vectors_at(
    connection: sqlite3.Connection, dimension: int, ids: Sequence[int]
) -> tuple[list[int], Vectors]:
    """Return those of the ids that are stored with their unit rows (n, d).

    Raises:
        StoreDamagedError: a row has another length, or is no unit vector.
    """
    found = list(vectors_of(connection, ids, dimension))
    rows = [np.empty((0, dimension), dtype=np.float32), *(part for _, part in found)]
    return [identifier for part, _ in found for identifier in part], np.concatenate(rows)


def _rows(blobs: Sequence[bytes], count: int, dimension: int) -> Vectors:
    try:
        rows = np.frombuffer(b"".join(blobs), dtype=FLOAT).reshape(count, dimension)
        check_unit_rows(rows, dimension)
    except ValueError as error:
        raise StoreDamagedError(
            "A vector in the store is damaged. Put back a copy of the store's folder, or use "
            "another folder with --store and add the documents again."
        ) from error
    return rows


def _packed(rows: Vectors) -> bytes:
    return rows.astype(FLOAT).tobytes()
