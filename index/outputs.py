"""What is written for the user to keep: there whole, or not at all."""

import errno
import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import InputError, StoreError, StoreFullError
from index.folders import forget, move, sync_folder


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Give a folder to write into, which becomes ``target``: a zip file if its name says so.

    Raises:
        InputError: there is something at ``target`` already, or no folder for it.
        StoreError: it cannot be written; nothing is left of it.
    """
    if os.path.lexists(target):
        raise InputError(f"{target.name} is there already. Give a name that is free.")
    folder = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    packed = folder.with_name(f"{folder.name}.zip")
    with _told(target):
        try:
            folder.mkdir(mode=0o700)
            yield folder
            if target.suffix.lower() == ".zip":
                _pack(folder, packed)
                move(packed, target)
            else:
                sync_folder(folder)
                move(folder, target)
        finally:
            with suppress(OSError):
                forget(packed)
                forget(folder)


def write_durably(file: Path, data: bytes) -> None:
    """Write a new file that only its owner may read.

    Raises:
        OSError: it cannot be written, or is there already.
    """
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def _pack(folder: Path, target: Path) -> None:
    descriptor = os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as opened:
        with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(folder.iterdir()):
                archive.write(file, file.name)
        opened.flush()
        os.fsync(opened.fileno())


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise InputError(f"There is no folder for {target.name}. Make it first.") from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StoreFullError(
                f"The disk of {target.name} is full: nothing was written. Free some space there, "
                "or give another place."
            ) from error
        raise StoreError(
            f"{target.name} cannot be written ({error.strerror}). Give another place."
        ) from error
