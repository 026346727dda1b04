"""Text with its layout to a Document: title, id, source, limits."""

import hashlib
from collections.abc import Iterable
from pathlib import PurePath

from index.furniture import mark_furniture
from index.reading.hidden import mark_hidden
from index.reading.limits import check_text
from index.reading.pieces import Layout
from index.reading.plain_text import plain_text_blocks
from index.types import (
    LONGEST_TITLE,
    Block,
    BlockKind,
    Document,
    Metadata,
    document_id,
    heading_text,
    title_text,
)

_LONGEST_OPENING = 80


def from_text(
    text: str,
    *,
    title: str | None = None,
    source: str | None = None,
    id: str | None = None,  # noqa: A002 - the document's own word for it
    metadata: Metadata | None = None,
) -> Document:
    """Return ``text``, taken exactly as given, as a document laid out by plain text's rules.

    Without a ``source`` it is named after its own hash, so that the same text is the same document.

    Raises:
        EmptyDocumentError: nothing but white space.
        TooLargeError: more than ``MOST_CHARACTERS``.
        UnreadableDocumentError: NUL characters or half of a surrogate pair.
    """
    check_text(text, source or "The text")
    blocks = mark_hidden(text, mark_furniture(text, plain_text_blocks(text)))
    name = source or "pasted-text-" + hashlib.sha256(text.encode()).hexdigest()[:12]
    fallback = stem(name) if source else _given(opening(text)) or name
    return Document(
        id=id or document_id(name),
        title=_given(title) or title_of(text, blocks) or fallback,
        text=text,
        blocks=blocks,
        source=name,
        metadata=dict(metadata or {}),
    )


def document_of(
    layout: Layout,
    *,
    source: str,
    id: str,  # noqa: A002 - the document's own word for it
    title: str | None = None,
    metadata: Metadata | None = None,
) -> Document:
    """Return what a format's reader found as a document.

    Raises:
        EmptyDocumentError: nothing but white space.
        TooLargeError: more than ``MOST_CHARACTERS``.
        UnreadableDocumentError: NUL characters or half of a surrogate pair.
    """
    check_text(layout.text, source)
    blocks = mark_hidden(layout.text, mark_furniture(layout.text, layout.blocks))
    stated = _given(title) or _given(layout.title)
    return Document(
        id=id,
        title=stated or title_of(layout.text, blocks) or _given(stem(source)) or "document",
        text=layout.text,
        blocks=blocks,
        source=source,
        metadata=dict(layout.metadata) | dict(metadata or {}),
        boxes=layout.boxes,
    )


def title_of(text: str, blocks: Iterable[Block]) -> str | None:
    """Return the heading that ``text`` opens with, or else its first one of level 1."""
    shown = [block for block in blocks if block.kind.is_cited]
    headings = [block for block in shown if block.kind is BlockKind.HEADING]
    leading = shown[:1] if shown and shown[0].kind is BlockKind.HEADING else []
    tops = [block for block in headings if block.level == 1]
    for found in (*leading, *tops):
        if title := _given(heading_text(found.span.of(text))):
            return title
    return None


def opening(text: str) -> str | None:
    """Return the first line of ``text`` if it is short, else its first words and an ellipsis."""
    line = " ".join(text.strip()[: LONGEST_TITLE * 5].splitlines()[0].split())
    if len(line) <= _LONGEST_OPENING:
        return line or None
    return line[:_LONGEST_OPENING].rpartition(" ")[0].rstrip(" ,;:-") + "…" if " " in line else None


def stem(name: str) -> str:
    """Return a file name without its suffix."""
    return PurePath(name).stem or name


def base_name(name: str) -> str:
    """Return the last part of a path of either kind, so that no path is ever shown."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2] or "document"


def _given(title: str | None) -> str | None:
    return title_text(title or "") or None
