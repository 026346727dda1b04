"""Documents as JSON lines, one file a collection: what ``pincite add`` takes again."""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from index.errors import NotFoundError
from index.library import Library
from index.masking import masked
from index.outputs import written_whole
from index.passage_index import PassageIndex
from index.types import BlockKind, Document

AT_ONCE = 1_000
"""Documents that are listed at once."""
_LONGEST_SLUG = 60
_MASKS = {kind: " " for kind in BlockKind if not kind.is_cited}


@dataclass(frozen=True, slots=True)
class Exported:
    """A collection in an export."""

    name: str
    file: str
    rows: int
    """Documents, or what else was written."""


Row = Mapping[str, object]
"""What becomes a line of JSON."""


def document_rows(index: PassageIndex) -> Iterator[Row]:
    """Yield the documents of a collection as rows, in the order of adding."""
    return map(row_of, _documents(index))


def export(
    library: Library,
    names: Sequence[str],
    target: Path,
    told: Callable[[str], None] = lambda _: None,
    *,
    rows: Callable[[PassageIndex], Iterable[Row]] = document_rows,
) -> list[Exported]:
    """Write the documents of collections into the new folder ``target``, a file for each.

    The id, title, text and metadata of each document are kept, its source among the metadata;
    pages and the places of words on them are not. ``told`` hears the name of each collection;
    ``rows`` gives something else of it to be written.

    Raises:
        InputError: there is something at ``target`` already.
        NotFoundError: there is no such collection.
        StoreError: a collection cannot be read, or the files not be written.
    """
    with written_whole(target) as folder:
        exported = []
        for number, name in enumerate(names):
            told(name)
            file = folder / f"{number:03}-{_slug(name)}.jsonl"
            with library.collection(name) as index:
                exported.append(Exported(name, file.name, _write(rows(index), file)))
        return exported


def row_of(document: Document) -> Row:
    """Return a document as a row that gives the same id, title, text and source again.

    A row cannot say that some of its text is hidden, or a menu: spaces stand in the place of what
    is never cited, so that it is not cited either when the row is added.
    """
    return {
        "_id": document.id,
        "title": document.title,
        "text": masked(document, _MASKS),
        "metadata": {**document.metadata, "source": document.source},
    }


def _write(rows: Iterable[Row], file: Path) -> int:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as opened:
        written = sum(_write_row(row, opened) for row in rows)
        opened.flush()
        os.fsync(opened.fileno())
    return written


def _write_row(row: Row, opened: TextIO) -> int:
    # Characters that some programs take for the end of a line are escaped with all the others.
    opened.write(json.dumps(row) + "\n")
    return 1


def _documents(index: PassageIndex) -> Iterator[Document]:
    after: str | None = None
    while found := index.summaries(after=after, limit=AT_ONCE):
        for summary in found:
            try:
                yield index.document(summary.id)
            except NotFoundError:
                continue  # removed a moment ago
        after = found[-1].id


def _slug(name: str) -> str:
    """Return what a file may be called after a collection; its number makes it the only one.

    >>> _slug("Reports & more/2026")
    'Reports-more-2026'
    """
    return re.sub(r"[^\w]+", "-", name)[:_LONGEST_SLUG].strip("-") or "collection"
