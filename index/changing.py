"""Changes of one transaction: what is written for each document, and what that means in memory."""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from index import document_rows, passage_rows, records
from index.document_rows import Held
from index.embedding import Vectors
from index.nearest import PassageCodes
from index.preparing import Prepared
from index.types import Document


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document that was added."""

    document_id: str
    status: Literal["added", "unchanged", "replaced"]
    passages: int


class Overtaken(Exception):  # noqa: N818 - no error: whoever meets it prepares again
    """Another thread changed the document after this change was prepared."""


@dataclass(slots=True)
class Change:
    """What a transaction changes beside the rows: vectors and counts."""

    documents: int = 0
    gone: set[int] = field(default_factory=set)
    fresh: dict[int, Vectors] = field(default_factory=dict)

    def passages(self, gone: Collection[int], fresh: Sequence[int], vectors: Vectors) -> None:
        """Note passages that go and others that come; what comes and goes leaves no trace."""
        for identifier in gone:
            if self.fresh.pop(identifier, None) is None:
                self.gone.add(identifier)
        self.fresh.update(zip(fresh, vectors, strict=True))

    def apply(self, vectors: PassageCodes) -> None:
        """Bring the vectors in step with the rows that are committed now."""
        vectors.remove(self.gone)
        if self.fresh:
            vectors.add(list(self.fresh), np.stack(list(self.fresh.values())))


def is_same(document: Document, held: Held | None) -> bool:
    """Tell whether the store holds the document with the very content."""
    return held is not None and held.content_hash == document.content_hash


def put(
    connection: sqlite3.Connection,
    document: Document,
    prepared: Prepared | None,
    change: Change,
    *,
    folder: str,
) -> Added:
    """Write a document, new or over what is held of it, if it differs.

    Args:
        connection: The store, in a transaction.
        document: As it was read.
        prepared: Its passages under the title that is shown; None if it was held as it is.
        change: Is told what the vectors have to follow.
        folder: The synced folder it came from; with "" it stays where it is.

    Raises:
        Overtaken: what is prepared is for another state of the store.
    """
    held = document_rows.find_held(connection, document)
    if held is not None and folder not in {"", held.folder}:
        document_rows.write_folder(connection, held, folder)
    if held is not None and is_same(document, held):
        return Added(held.id, "unchanged", len(passage_rows.ids_of(connection, held.number)))
    if prepared is None or prepared.title != shown_title(document, held):
        raise Overtaken
    if held is None:
        identifier, fresh = records.insert(connection, document, prepared, folder)
        change.documents += 1
        change.passages((), fresh, prepared.vectors)
        return Added(identifier, "added", len(fresh))
    gone, fresh = records.replace(connection, document, prepared, held)
    change.passages(gone, fresh, prepared.vectors)
    return Added(held.id, "replaced", len(fresh))


def shown_title(document: Document, held: Held | None) -> str:
    """Return the title that a document will have in the store: the user's before its own."""
    return (held and held.edits.title) or document.title
