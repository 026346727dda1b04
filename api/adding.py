"""Paths to documents: files, folders and JSON lines, one failure never stopping the rest."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import InputError, TooLargeError
from index.passage_index import Added, PassageIndex
from index.reading import FORMATS, MOST_BYTES, RowError, read, read_rows
from index.types import Document


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document, or of a file that gave none."""

    id: str | None
    title: str | None
    source: str
    status: str
    """ "added", "unchanged", "replaced" or "failed"."""
    passages: int = 0
    error: str | None = None

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


def add_paths(index: PassageIndex, files: Iterable[Path | Outcome], told: Told) -> None:
    """Add every document of the files; ``told`` hears of each as soon as it is durable.

    Raises:
        StoreError: nothing more can be stored; what was told of is.
        ModelError: the embedding model cannot be loaded.
    """
    waiting: deque[Document] = deque()

    def documents() -> Iterator[Document]:
        for found in _documents(files):
            if isinstance(found, Outcome):
                told(found)
            else:
                waiting.append(found)
                yield found

    def on_added(added: Added) -> None:
        document = waiting.popleft()
        told(
            Outcome(
                added.document_id, document.title, document.source, added.status, added.passages
            )
        )

    index.add_many(documents(), progress=on_added)


def files_of(paths: Iterable[Path]) -> Iterator[Path | Outcome]:
    """Yield the files to read: those named, and those of known formats in named folders."""
    for path in paths:
        if path.is_dir():
            yield from _files_in(path)
        else:
            yield path


def _files_in(folder: Path) -> Iterator[Path | Outcome]:
    found = False
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(FORMATS):
                found = True
                yield Path(parent, name)
    if not found:
        yield _failed(
            folder, f"The folder has no file that can be read. Readable are {', '.join(FORMATS)}."
        )


def _documents(files: Iterable[Path | Outcome]) -> Iterator[Document | Outcome]:
    for file in files:
        if isinstance(file, Outcome):
            yield file
            continue
        try:
            yield from _rows(file) if file.name.lower().endswith(".jsonl") else _whole(file)
        except InputError as error:
            yield _failed(file, str(error))
        except OSError as error:
            yield _failed(file, _why_not_readable(error))


def _whole(file: Path) -> Iterator[Document]:
    if file.stat().st_size > MOST_BYTES:
        raise TooLargeError(
            f"The file has {file.stat().st_size:,} bytes, the limit is {MOST_BYTES:,}. "
            "Split it and add the parts."
        )
    # The same file gives the same id, wherever the program is called from.
    yield read(file.read_bytes(), file.name, identity=str(file.resolve()))


def _rows(file: Path) -> Iterator[Document | Outcome]:
    with file.open("rb") as lines:
        for row in read_rows(lines, file.name):
            if isinstance(row, RowError):
                yield _failed(file, row.message)
            else:
                yield row


def _failed(path: Path, error: str) -> Outcome:
    return Outcome(None, None, path.name or str(path), "failed", error=error)


def _why_not_readable(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "There is no such file. Check the path."
        case PermissionError():
            return "The file may not be read. Give yourself the right to read it."
        case _:
            return f"The file cannot be read ({error.strerror or error})."
