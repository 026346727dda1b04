"""What the errors of SQLite and of the disk mean to whoever uses a store."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreDamagedError, StoreError, StoreFullError

LITTLE_SPACE = 1 << 20
"""Bytes; a write that fails with less than this left failed for want of space."""


@contextmanager
def store_errors(folder: Path) -> Iterator[None]:
    """Let what fails inside be a StoreError that tells of the store in ``folder``.

    Raises:
        StoreFullError: the disk is full.
        StoreDamagedError: SQLite found a file broken.
        StoreError: it failed in another way, which the message names.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise _meaning(error, folder) from error


def _meaning(error: sqlite3.Error | OSError, folder: Path) -> StoreError:
    code = _name(error)
    if code in {"SQLITE_CORRUPT", "SQLITE_NOTADB"}:
        return StoreDamagedError(
            f"The store {folder} is damaged ({error}). Put back a copy of the folder, or "
            "use another folder with --store and add the documents again."
        )
    starved = code.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and _space_is_short(folder)
    if starved or code in {"SQLITE_FULL", "ENOSPC", "EDQUOT"}:
        return StoreFullError(
            f"The disk of the store {folder} is full. What was stored before is "
            "untouched; free some space and try again."
        )
    if code in {"SQLITE_READONLY", "SQLITE_CANTOPEN", "EACCES", "EPERM", "EROFS"}:
        return StoreError(
            f"The store {folder} cannot be written. Give yourself the right to write "
            "there, or use another folder with --store."
        )
    if code in {"EEXIST", "ENOTDIR"}:
        return StoreError(f"The store {folder} is not a folder. Use another one with --store.")
    return StoreError(
        f"The store {folder} failed ({error}). Nothing that was acknowledged is lost; "
        "try again, and see `pincite doctor`."
    )


def _space_is_short(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < LITTLE_SPACE
    except OSError:
        return False


def _name(error: sqlite3.Error | OSError) -> str:
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0, "")
    return getattr(error, "sqlite_errorname", "") or ""
