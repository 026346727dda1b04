"""A store's own health: does everything in it fit together?"""

import sqlite3
from collections.abc import Iterator

import numpy as np

from index import document_rows, frequencies, passage_rows
from index.errors import StoreDamagedError
from index.nearest import PassageCodes


def inspect(connection: sqlite3.Connection, vectors: PassageCodes) -> Iterator[str]:
    """Yield what is wrong, one readable line each; a sound store yields nothing.

    ``connection`` must be the writing one, inside a transaction: FTS5 checks itself by a command
    that has the form of a write.
    """
    damaged = list(_database(connection))
    yield from damaged
    if damaged:
        return  # what follows would only repeat it
    for number, identifier, content_hash in connection.execute(
        "SELECT number, id, content_hash FROM documents ORDER BY number"
    ).fetchall():
        yield from _document(connection, number, identifier, content_hash)
    yield from _vectors(connection, vectors)


def _database(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute("PRAGMA integrity_check(20)"):
        if line != "ok":
            yield f"The database is damaged: {line}."
    for table, row, *_ in connection.execute("PRAGMA foreign_key_check"):
        yield f"Row {row} of the table {table} belongs to no document."
    try:
        connection.execute("INSERT INTO passage_terms (passage_terms) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        yield f"The full-text index is damaged: {error}."


def _document(
    connection: sqlite3.Connection, number: int, identifier: str, content_hash: str
) -> Iterator[str]:
    try:
        document = document_rows.load(connection, number, as_read=True)
    except StoreDamagedError as error:
        yield str(error)
        return
    if document.content_hash != content_hash:
        yield f"The text of the document {identifier} is not what was added."
    rows = connection.execute(
        "SELECT span_start, span_end, length(vectors) FROM passages "
        "LEFT JOIN sentences ON passage = passages.id WHERE document = ?",
        (number,),
    )
    for start, end, size in rows:
        if not 0 <= start < end <= len(document.text):
            yield f"A passage of the document {identifier} lies outside its text."
        elif size is None or size % max(1, len(document.passage(start, end).sentences)):
            yield f"The sentence vectors of a passage of the document {identifier} do not fit it."


def _vectors(connection: sqlite3.Connection, vectors: PassageCodes) -> Iterator[str]:
    stored = passage_rows.all_ids(connection)
    if not np.array_equal(stored, vectors.sorted_ids()):
        yield "The vector index does not hold the stored passages. Open the store again."
    try:
        for _ in passage_rows.vectors_of(connection, stored.tolist(), vectors.dimension):
            pass
    except StoreDamagedError as error:
        yield str(error)
    searched = [row[0] for row in connection.execute("SELECT rowid FROM passage_terms")]
    if not np.array_equal(stored, np.sort(np.array(searched, dtype=np.int64))):
        yield "The full-text index does not hold the stored passages."
    if not frequencies.agree(connection):
        yield "The counts of terms are not those of the stored passages."
