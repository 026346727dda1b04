"""The one door for documents: bytes of any known format, text as it is, rows of JSON."""

from dataclasses import replace
from importlib import import_module
from typing import Protocol

from index.reading.documents import base_name, document_of, from_text
from index.reading.formats import FORMATS
from index.reading.limits import MOST_BYTES, MOST_CHARACTERS, check_size
from index.reading.rows import RowError, read_rows
from index.reading.sniffing import format_of
from index.types import Document, Metadata, document_id

__all__ = [
    "FORMATS",
    "MOST_BYTES",
    "MOST_CHARACTERS",
    "Read",
    "RowError",
    "from_text",
    "read",
    "read_rows",
]


class Read(Protocol):
    """What makes a file a document: ``read`` below, or the same in a process of its own."""

    def __call__(
        self,
        data: bytes,
        name: str,
        *,
        identity: str | None = None,
        title: str | None = None,
        metadata: Metadata | None = None,
    ) -> Document:
        """Return the file as a document, with the errors of ``read``."""


def read(
    data: bytes,
    name: str,
    *,
    identity: str | None = None,
    title: str | None = None,
    metadata: Metadata | None = None,
) -> Document:
    """Return the file ``name`` with the content ``data`` as a document.

    Its format is told by its content; its id is that of ``identity`` (say, where the file came
    from), else of its name. What is given of title and metadata wins over what the file states.

    Raises:
        UnsupportedFormatError: a format that no reader knows.
        TooLargeError: more than ``MOST_BYTES`` or ``MOST_CHARACTERS``.
        UnreadableDocumentError: broken, encrypted, or no text in it that can be told.
        EmptyDocumentError: nothing but white space.
    """
    source = base_name(name)
    check_size(data, source)
    # One module a format, imported when one of its files comes: none of them costs a start.
    reader = import_module(f"index.reading.{format_of(data, source).module}")
    document = document_of(
        reader.read_layout(data, source),
        source=source,
        id=document_id(identity or name),
        title=title,
        metadata=metadata,
    )
    return replace(document, original=data) if document.boxes.page_count else document
