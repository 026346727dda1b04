"""A backup: a copy of every collection's database, with a manifest that tells their hashes.

It is one zip file, or a folder of the same content: ``manifest.json`` and a numbered database for
each collection. What can be built anew is not in it, nor is any trace of what was removed.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from index.library import Library
from index.outputs import write_durably, written_whole

MANIFEST = "manifest.json"
FORMAT = 1
"""Raised when an older program could not restore what a newer one writes."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A collection in a backup."""

    name: str
    file: str
    bytes: int
    sha256: str
    documents: int
    passages: int


def back_up(
    library: Library, target: Path, told: Callable[[str], None] = lambda _: None
) -> list[Copied]:
    """Write a backup of all collections to ``target``: a zip file if its name says so.

    It is there whole or not at all. ``told`` hears the name of each collection that is copied.

    Raises:
        InputError: there is something at ``target`` already.
        StoreError: a collection cannot be read, or the backup not be written.
    """
    with written_whole(target) as folder:
        copied = []
        for number, name in enumerate(library.names()):
            told(name)
            copied.append(_copy(library, name, folder / f"{number:04}.db"))
        manifest = json.dumps(_manifest(copied), ensure_ascii=False, indent=2)
        write_durably(folder / MANIFEST, manifest.encode())
        return copied


def _copy(library: Library, name: str, file: Path) -> Copied:
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with library.collection(name) as index:
        counted = index.document_count, index.passage_count
        index.copy_to(file)
    with file.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        os.fsync(opened.fileno())
    return Copied(name, file.name, file.stat().st_size, sha256, *counted)


def _manifest(copied: list[Copied]) -> dict[str, object]:
    try:
        made_by = version("pincite")
    except PackageNotFoundError:
        made_by = "0"  # run from a checkout that is not installed
    return {
        "format": FORMAT,
        "pincite": made_by,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "collections": [asdict(each) for each in copied],
    }
