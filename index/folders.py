"""Folders and files that are there whole or not at all, also after a crash."""

import os
import shutil
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make what was renamed or removed in a folder last through a power cut."""
    if os.name == "nt":  # has no such call; there a rename is on the disk by itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move(source: Path, target: Path) -> None:
    """Rename within one folder, for good.

    Raises:
        OSError: it cannot be; nothing was changed.
    """
    source.replace(target)
    sync_folder(target.parent)


def forget(path: Path) -> None:
    """Remove a file, or a folder with all that is in it; nothing is done if there is none.

    Raises:
        OSError: something in it cannot be removed.
    """
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
