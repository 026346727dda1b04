"""What is to be added: a file, what is piped in, a page. Each gives its documents when asked."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Protocol

from api.fetching import Fetcher
from index.errors import NotFoundError, TooLargeError, UnreadableDocumentError
from index.passage_index import PassageIndex
from index.reading import MOST_BYTES, Read, RowError, read_rows
from index.reading.documents import base_name, opening, stem
from index.types import Document, Metadata, document_id

LONGEST_LINE = 40 * 2**20
"""Bytes of a row; of a longer line only so much is read, and the reader of rows refuses it."""


class Item(Protocol):
    """Something to be added; it may hold many documents, or none."""

    @property
    def source(self) -> str:
        """What it is called where it fails."""

    @property
    def folder(self) -> str:
        """The key of the folder that it was found in; "" for none."""

    @property
    def is_rows(self) -> bool:
        """Whether it holds one document a line."""

    def documents(self, read: Read) -> Iterator[Document | RowError]:
        """Yield what it holds.

        Raises:
            InputError: it cannot be read.
            FetchError: it cannot be fetched.
            OSError: the system gives none of it.
        """

    def settled(self, index: PassageIndex, document: Document) -> Document:
        """Return one of its documents as it is stored, given what the store holds already."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of this machine."""

    path: Path
    source: str
    """Its name, or its path below the folder that was given."""
    identity: str
    """Its absolute path, so that it is the same document wherever the program is called from."""
    folder: str = ""

    @classmethod
    def named(cls, path: Path) -> "File":
        """Return a file that was named by itself."""
        return cls(path, shown(path.name or str(path)), identity_of(path))

    @property
    def is_rows(self) -> bool:
        """Whether it holds one document a line."""
        return self.path.name.lower().endswith(".jsonl")

    def documents(self, read: Read) -> Iterator[Document | RowError]:
        """Yield what it holds; only of a file of rows more than one."""
        # A pipe or a device might never end.
        if not stat.S_ISREG(self.path.stat().st_mode):
            raise UnreadableDocumentError(
                "This is no regular file. Save its content as a file first."
            )
        if self.is_rows:
            yield from self._rows()
            return
        if (size := self.path.stat().st_size) > MOST_BYTES:
            raise _too_large(f"{size:,}")
        document = read(self.path.read_bytes(), shown(self.path.name), identity=self.identity)
        yield replace(document, source=self.source)

    def _rows(self) -> Iterator[Document | RowError]:
        with self.path.open("rb") as opened:
            for row in read_rows(lines_of(opened), self.source):
                yield row if isinstance(row, RowError) else self._placed(row)

    def _placed(self, row: Document) -> Document:
        """Return a row named after its file's path, if it was named after the file at all."""
        base = base_name(self.source)
        if not row.source.startswith(f"{base}#"):
            return row
        within = row.source.removeprefix(base)
        # Rows without an id of their own must not be taken for those of another file.
        own = row.id != document_id(row.source)
        identifier = row.id if own else document_id(self.identity + within)
        return replace(row, id=identifier, source=self.source + within)

    def settled(self, index: PassageIndex, document: Document) -> Document:
        """Return the document under the source that it has in the store.

        A file that was found in a folder takes its path there as its source; one that is named by
        itself keeps the source that it had.
        """
        if self.is_rows:
            return document
        filed = index.filed_as(document.id)
        if not filed or any(held.source == document.source for held in filed):
            return document
        if not self.folder:
            return replace(document, source=filed[0].source)
        with suppress(NotFoundError):  # someone removes it just now: then it is a new one
            index.move(filed[0].document_id, asked_id=document.id, source=document.source)
        return document


@dataclass(frozen=True, slots=True)
class Piped:
    """What comes in on standard input, or another stream that is read once."""

    stream: IO[bytes]
    name: str | None
    """What it would be called as a file."""
    folder: str = ""

    @property
    def source(self) -> str:
        """Its name where it has one."""
        return self.name or "standard input"

    @property
    def is_rows(self) -> bool:
        """Whether it holds one document a line."""
        return self.source.lower().endswith(".jsonl")

    def documents(self, read: Read) -> Iterator[Document | RowError]:
        """Yield what it holds; only if it is called a file of rows more than one."""
        if self.is_rows:
            yield from read_rows(lines_of(self.stream), self.source)
            return
        data = self.stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise _too_large("more")
        if self.name is not None:
            yield read(data, self.name)
            return
        name = f"standard-input-{hashlib.sha256(data).hexdigest()[:12]}"
        document = read(data, name)
        named = document.title != stem(name)
        yield document if named else replace(document, title=opening(document.text) or name)

    def settled(self, _index: PassageIndex, document: Document) -> Document:
        """Return the document."""
        return document


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the web."""

    url: str
    fetcher: Fetcher
    title: str | None = None
    metadata: Metadata = field(default_factory=dict)
    folder: str = ""
    is_rows: bool = False

    @property
    def source(self) -> str:
        """Its address as it was given."""
        return shown(self.url)

    def documents(self, read: Read) -> Iterator[Document | RowError]:
        """Yield the page."""
        yield self.document(read)

    def document(self, read: Read) -> Document:
        """Return the page; errors are those of ``documents``."""
        from api.web_pages import document_of_page

        page = self.fetcher.fetch(self.url)
        return document_of_page(page, read, title=self.title, metadata=self.metadata)

    def settled(self, index: PassageIndex, document: Document) -> Document:
        """Return the document, with the date of before if the page did not change."""
        from api.web_pages import as_accessed_before

        return as_accessed_before(index, document)


def lines_of(opened: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines, of one that is too long only the beginning: none fills the memory."""
    while line := opened.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = opened.readline(LONGEST_LINE + 1)


def identity_of(path: Path, *, resolved: bool = False) -> str:
    """Return the absolute path as text, each as itself, also one that is no UTF-8."""
    return os.fsencode(path if resolved else path.resolve()).decode("utf-8", "backslashreplace")


def shown(name: str) -> str:
    """Return a name that may hold bytes that are no UTF-8 as text that a store can hold."""
    return os.fsencode(name).decode("utf-8", "replace")


def _too_large(size: str) -> TooLargeError:
    return TooLargeError(
        f"The file has {size} bytes, the limit is {MOST_BYTES:,}. Split it and add the parts."
        if size != "more"
        else f"It has more than the {MOST_BYTES:,} bytes that are read. Split it and add the parts."
    )
