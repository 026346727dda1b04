"""Paths to documents: files, folders and JSON lines, one failure never stopping the rest."""

import os
import stat
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import InputError, TooLargeError, UnreadableDocumentError
from index.passage_index import Added, PassageIndex
from index.reading import FORMATS, MOST_BYTES, Read, RowError, read_rows
from index.types import Document

LONGEST_LINE = 40 * 2**20
"""Bytes of a row; of a longer line only so much is read, and the reader of rows refuses it."""


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
    rows_of: str | None = None
    """The file of JSON lines that it is a row of."""

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
Skipped = Callable[[Path, int], None]
"""Is told of a folder and how many of its files are of formats that cannot be read."""


def add_paths(
    index: PassageIndex, files: Iterable[Path | Outcome], told: Told, *, read: Read
) -> None:
    """Add every document of the files; ``told`` hears of each as soon as it is durable.

    ``read`` is given all files but those of rows, which are read line by line.

    Raises:
        StoreError: nothing more can be stored; what was told of is.
        ModelError: the embedding model cannot be loaded.
    """
    waiting: deque[tuple[Document, str | None]] = deque()

    def documents() -> Iterator[Document]:
        for found, rows_of in _documents(files, read):
            if isinstance(found, Outcome):
                told(found)
            else:
                waiting.append((found, rows_of))
                yield found

    def on_added(added: Added) -> None:
        document, rows_of = waiting.popleft()
        told(
            Outcome(
                id=added.document_id,
                title=document.title,
                source=document.source,
                status=added.status,
                passages=added.passages,
                rows_of=rows_of,
            )
        )

    index.add_many(documents(), progress=on_added)


def files_of(paths: Iterable[Path], skipped: Skipped) -> Iterator[Path | Outcome]:
    """Yield the files to read: those named, and those of known formats in named folders."""
    for path in paths:
        if _is_folder(path):
            yield from _files_in(path, skipped)
        else:
            yield path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a path too long, a folder above it closed: told when the file is opened
        return False


def _files_in(folder: Path, skipped: Skipped) -> Iterator[Path | Outcome]:
    found = others = 0
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            if name.lower().endswith(FORMATS):
                found += 1
                yield Path(parent, name)
            else:
                others += 1
    for error in closed:
        yield _failed(Path(error.filename), _why_not_readable(error))
    if others:
        skipped(folder, others)
    if not found and not closed:
        yield _failed(
            folder, f"The folder has no file that can be read. Readable are {', '.join(FORMATS)}."
        )


def _documents(
    files: Iterable[Path | Outcome], read: Read
) -> Iterator[tuple[Document | Outcome, str | None]]:
    """Yield what the files hold, each with the name of its file if it is a row of one."""
    for file in files:
        if isinstance(file, Outcome):
            yield file, None
            continue
        is_rows = file.name.lower().endswith(".jsonl")
        for found in _content(file, read, is_rows=is_rows):
            yield found, _name(file) if is_rows else None


def _content(file: Path, read: Read, *, is_rows: bool) -> Iterator[Document | Outcome]:
    try:
        _check_regular(file)
        yield from _rows(file) if is_rows else _whole(file, read)
    except InputError as error:
        yield _failed(file, str(error))
    except OSError as error:
        yield _failed(file, _why_not_readable(error))


def _check_regular(file: Path) -> None:
    # A pipe or a device might never end.
    if not stat.S_ISREG(file.stat().st_mode):
        raise UnreadableDocumentError("This is no regular file. Save its content as a file first.")


def _whole(file: Path, read: Read) -> Iterator[Document]:
    if file.stat().st_size > MOST_BYTES:
        raise TooLargeError(
            f"The file has {file.stat().st_size:,} bytes, the limit is {MOST_BYTES:,}. "
            "Split it and add the parts."
        )
    # The same file gives the same id, wherever the program is called from.
    yield read(file.read_bytes(), _name(file), identity=_identity(file))


def _rows(file: Path) -> Iterator[Document | Outcome]:
    with file.open("rb") as opened:
        for row in read_rows(_lines(opened), _name(file)):
            if isinstance(row, RowError):
                yield _failed(file, row.message)
            else:
                yield row


def _lines(opened: BinaryIO) -> Iterator[bytes]:
    """Yield the lines, of one that is too long only the beginning: none fills the memory."""
    while line := opened.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = opened.readline(LONGEST_LINE + 1)


# A file's name may hold bytes that are no UTF-8, which a store cannot hold.
def _name(path: Path) -> str:
    return os.fsencode(path.name or path).decode("utf-8", "replace")


def _identity(path: Path) -> str:
    return os.fsencode(path.resolve()).decode("utf-8", "backslashreplace")


def _failed(path: Path, error: str) -> Outcome:
    return Outcome(None, None, _name(path), "failed", error=error)


def _why_not_readable(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "There is no such file. Check the path."
        case PermissionError():
            return "This may not be read. Give yourself the right to read it."
        case _:
            return f"The file cannot be read ({error.strerror or error})."
