"""A document with its passages, written, replaced and taken out as one."""

import dataclasses
import sqlite3

from index import answer_rows, document_rows, passage_rows, receipts
from index.document_rows import Held
from index.edits import Edits
from index.errors import InputError
from index.preparing import Prepared
from index.types import Document


def insert(
    connection: sqlite3.Connection, document: Document, prepared: Prepared, folder: str
) -> tuple[str, list[int]]:
    """Write a new document as it was read; return its id and the ids of its passages."""
    identifier = document_rows.free_id(connection, document)
    number = document_rows.insert(connection, document, identifier, folder)
    return identifier, passage_rows.insert(connection, prepared, number)


def replace(
    connection: sqlite3.Connection, document: Document, prepared: Prepared, held: Held
) -> tuple[list[int], list[int]]:
    """Write a document over the one held; return the ids of passages gone and of new ones."""
    gone = passage_rows.delete(connection, held.number)
    document_rows.replace_content(connection, document, held)
    answer_rows.follow(connection, held.number, document)
    return gone, passage_rows.insert(connection, prepared, held.number)


def edit(
    connection: sqlite3.Connection, edits: Edits, prepared: Prepared | None, held: Held
) -> tuple[list[int], list[int]]:
    """Write what the user set; return the ids of passages gone and of new ones.

    Args:
        connection: The store, in a transaction.
        edits: All that the user set.
        prepared: The passages under their new title; None if they stay as they are.
        held: The document.
    """
    document_rows.write_edits(connection, held, edits)
    if prepared is None:
        return [], []
    gone = passage_rows.delete(connection, held.number)
    return gone, passage_rows.insert(connection, prepared, held.number)


def delete(connection: sqlite3.Connection, identifier: str) -> list[int]:
    """Take a document out; return the ids that its passages had.

    Raises:
        NotFoundError: there is none of that id.
    """
    held = document_rows.held_under(connection, identifier)
    gone = passage_rows.delete(connection, held.number)
    answer_rows.let_go(connection, held.number)
    receipts.let_go(connection, held.number)
    document_rows.delete(connection, held.number)
    return gone


def move(connection: sqlite3.Connection, identifier: str, *, asked_id: str, source: str) -> None:
    """Give a document another origin; its text, edits and passages stay.

    Raises:
        NotFoundError: there is none of that id.
        InputError: another document comes from there.
    """
    held = document_rows.held_under(connection, identifier)
    document = document_rows.load(connection, held.number, as_read=True)
    moved = dataclasses.replace(document, id=asked_id, source=source)
    other = document_rows.find_held(connection, moved)
    if other is None:
        document_rows.write_identity(connection, held, moved)
    elif other.number != held.number:
        raise InputError(
            f"The document {other.id} comes from {source} already. Remove one of the two first."
        )
