"""The one door for documents: bytes by their file name, text as it is, rows of JSON."""

from pathlib import PurePath

from index.errors import TooLargeError, UnsupportedFormatError
from index.furniture import mark_furniture
from index.reading.documents import (
    MOST_BYTES,
    MOST_CHARACTERS,
    base_name,
    check_text,
    from_text,
    stem,
    title_of,
)
from index.reading.encodings import decode
from index.reading.markdown import front_matter_title, markdown_blocks, plain_heading
from index.reading.rows import RowError, read_rows
from index.types import Document, Metadata, document_id

__all__ = [
    "FORMATS",
    "MOST_BYTES",
    "MOST_CHARACTERS",
    "RowError",
    "from_text",
    "read",
    "read_rows",
]

_PLAIN = (".txt", ".text")
_MARKDOWN = (".md", ".markdown")
FORMATS: tuple[str, ...] = (*_PLAIN, *_MARKDOWN, ".jsonl")
"""The file name suffixes that can be added."""


def read(
    data: bytes,
    name: str,
    *,
    identity: str | None = None,
    title: str | None = None,
    metadata: Metadata | None = None,
) -> Document:
    """Return the file ``name`` with the content ``data`` as a document.

    Its id is that of ``identity`` (say, where the file came from), else of its name. The text
    keeps the file's characters, line ends included, without a byte order mark.

    Raises:
        UnsupportedFormatError: a suffix that no reader knows.
        TooLargeError: more than ``MOST_BYTES`` or ``MOST_CHARACTERS``.
        UnreadableDocumentError: no text, or in an encoding that cannot be told.
        EmptyDocumentError: nothing but white space.
    """
    source = base_name(name)
    suffix = _known_suffix(source)
    if len(data) > MOST_BYTES:
        raise TooLargeError(
            f"{source} has {len(data) / 2**20:.1f} MiB, the limit is {MOST_BYTES // 2**20} MiB. "
            "Split it and add the parts."
        )
    text = decode(data, source)
    key = document_id(identity or name)
    if suffix in _MARKDOWN:
        return _read_markdown(text, source, key, title, metadata)
    return from_text(text, title=title, source=source, id=key, metadata=metadata)


def _known_suffix(source: str) -> str:
    suffix = PurePath(source).suffix.lower()
    if suffix == ".jsonl":
        raise UnsupportedFormatError(
            f"{source} holds one document a line: add it with `pincite add`, which reads the rows."
        )
    if suffix and suffix not in FORMATS:
        raise UnsupportedFormatError(
            f"{source} is of a format that cannot be read. Formats: {', '.join(FORMATS)}."
        )
    return suffix


def _read_markdown(
    text: str, source: str, key: str, title: str | None, metadata: Metadata | None
) -> Document:
    check_text(text, source)
    blocks = mark_furniture(text, markdown_blocks(text))
    heading = title_of(text, blocks)
    own = front_matter_title(text) or (plain_heading(heading) if heading else None)
    return Document(
        id=key,
        title=" ".join((title or "").split()) or own or stem(source),
        text=text,
        blocks=blocks,
        source=source,
        metadata=dict(metadata or {}),
    )
