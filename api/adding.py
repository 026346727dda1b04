"""Files, folders, pages and JSON lines into the store, one failure never stopping the rest."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from api.fetching import OFF, Fetcher
from api.folders import Walk, walk
from api.items import File, Item, Page, Piped, shown
from index.errors import FetchError, InputError
from index.passage_index import Added, PassageIndex
from index.preparing import Pause, go_on
from index.reading import FORMATS, Read, RowError
from index.types import Document

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document, or of a file that gave none."""

    id: str | None
    title: str | None
    source: str
    status: str
    """ "added", "unchanged", "replaced", "moved", "removed" or "failed"."""
    passages: int = 0
    error: str | None = None
    rows_of: str | None = None
    """The file of JSON lines that it is a row of."""
    folder: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the outcome as the public contract has it."""
        return {
            "id": self.id,
            "title": self.title,
            "source": self.source,
            "status": self.status,
            "passages": self.passages,
            "error": self.error,
        }


Told = Callable[[Outcome], None]


@dataclass(frozen=True, slots=True)
class Given:
    """How what is named on the command line is to be taken."""

    fetcher: Fetcher | None
    """Fetches pages; None if that is off."""
    stdin: IO[bytes]
    name: str | None = None
    """What standard input would be called as a file."""
    ignore: Sequence[str] = ()
    walked: list[Walk] = field(default_factory=list)
    """Takes the folders that were looked through."""

    def items(self, arguments: Iterable[str]) -> Iterator[Item | Outcome]:
        """Yield what the arguments name: files, what is in folders, pages, standard input.

        Raises:
            InputError: a pattern to ignore cannot be understood.
        """
        for argument in arguments:
            if argument == STANDARD_INPUT:
                yield Piped(self.stdin, self.name)
            elif argument.lower().startswith(("http://", "https://")):
                yield self._page(argument)
            elif is_folder(Path(argument)):
                found = walk(Path(argument), self.ignore)
                self.walked.append(found)
                yield from in_folder(found)
            else:
                yield File.named(Path(argument))

    def _page(self, url: str) -> Item | Outcome:
        return Page(url, self.fetcher) if self.fetcher else failed(shown(url), OFF)


def in_folder(found: Walk) -> Iterator[Item | Outcome]:
    """Yield the files of a folder, and what of it could not be looked into as failures."""
    name = shown(found.folder.name or str(found.folder))
    for below, error in found.closed:
        yield failed(name if below == "." else shown(below), why_not_readable(error))
    yield from found.files
    if not found.files and not found.closed:
        formats = ", ".join(FORMATS)
        yield failed(name, f"The folder has no file that can be read. Readable are {formats}.")


def add_items(
    index: PassageIndex,
    items: Iterable[Item | Outcome],
    told: Told,
    *,
    read: Read,
    pause: Pause = go_on,
) -> None:
    """Add every document of the items; ``told`` hears of each as soon as it is durable.

    ``pause`` is called now and then: what it raises ends the adding.

    Raises:
        StoreError: nothing more can be stored; what was told of is.
        ModelError: the embedding model cannot be loaded.
    """
    for folder, group in groupby(items, key=lambda item: item.folder):
        _Batch(index, told, read, pause).add(group, folder)


@dataclass(slots=True)
class _Batch:
    """Items of one folder, or of none, on their way into the store."""

    index: PassageIndex
    told: Told
    read: Read
    pause: Pause
    waiting: deque[tuple[Document, str | None]] = field(default_factory=deque)
    """What was given to the store and not told of yet, each with the file that it is a row of."""

    def add(self, items: Iterable[Item | Outcome], folder: str) -> None:
        self.index.add_many(self._documents(items), self._added, folder=folder, pause=self.pause)

    def _documents(self, items: Iterable[Item | Outcome]) -> Iterator[Document]:
        for item in items:
            if isinstance(item, Outcome):
                self.told(item)
                continue
            for found in content(item, self.read):
                if isinstance(found, Outcome):
                    self.told(found)
                else:
                    settled = item.settled(self.index, found)
                    self.waiting.append((settled, item.source if item.is_rows else None))
                    yield settled

    def _added(self, added: Added) -> None:
        document, rows_of = self.waiting.popleft()
        self.told(outcome_of(document, added, rows_of))


def content(item: Item, read: Read) -> Iterator[Document | Outcome]:
    """Yield the documents of an item, and what of it failed."""
    try:
        for found in item.documents(read):
            yield failed(item.source, found.message) if isinstance(found, RowError) else found
    except (InputError, FetchError) as error:
        yield failed(item.source, str(error))
    except OSError as error:
        yield failed(item.source, why_not_readable(error))


def outcome_of(document: Document, added: Added, rows_of: str | None = None) -> Outcome:
    """Return what became of a document that was given to the store."""
    return Outcome(
        id=added.document_id,
        title=document.title,
        source=document.source,
        status=added.status,
        passages=added.passages,
        rows_of=rows_of,
    )


def failed(source: str, error: str) -> Outcome:
    """Return what became of something that gave no document."""
    return Outcome(None, None, source, "failed", error=error)


def why_not_readable(error: OSError) -> str:
    """Return in a sentence why the system does not give a file."""
    match error:
        case FileNotFoundError():
            return "There is no such file. Check the path."
        case PermissionError():
            return "This may not be read. Give yourself the right to read it."
        case _:
            return f"The file cannot be read ({error.strerror or error})."


def is_folder(path: Path) -> bool:
    """Tell whether a path leads to a folder."""
    try:
        return path.is_dir()
    except OSError:  # a path too long, a folder above it closed: told when the file is opened
        return False
