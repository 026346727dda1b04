"""One process per store: a lock that the operating system lets go when its holder dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import StoreLockedError
from index.store_errors import store_errors

_PID_BYTES = 20
_LOCKED_BYTE = 1 << 30
"""Which byte Windows locks: one past the process id, since others are to read that."""


class FolderLock:
    """Holds the file ``lock`` of a folder, with the holder's process id in it.

    The lock belongs to the open file, not to the file's being there: after a crash nothing has to
    be cleared away.
    """

    def __init__(self, folder: Path) -> None:
        """Take the lock.

        Raises:
            StoreLockedError: someone has it; the message says which process.
            OSError: the file cannot be made or locked.
        """
        self._descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not _locked(self._descriptor):
                raise StoreLockedError(_complaint(folder, _read_pid(self._descriptor)))
            _write_pid(self._descriptor, str(os.getpid()))
        except BaseException:
            os.close(self._descriptor)
            raise

    def release(self) -> None:
        """Let go, once."""
        _write_pid(self._descriptor, "")
        os.close(self._descriptor)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes away from a store's folder, made if it is missing, until this ends.

    Raises:
        StoreLockedError: another process has it open.
        StoreError: the folder cannot be used.
    """
    with store_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FolderLock(folder)
    try:
        yield
    finally:
        lock.release()


def _read_pid(descriptor: int) -> str:
    found = os.read(descriptor, _PID_BYTES).decode("ascii", "replace").strip()
    return found if found.isdecimal() else ""


def _write_pid(descriptor: int, pid: str) -> None:
    with suppress(OSError):  # a full disk: the lock holds without the number
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, pid.encode())


def _complaint(folder: Path, pid: str) -> str:
    who = f"the process with id {pid}" if pid else "another process"
    return (
        f"The store {folder} is in use by {who}. Stop that first (it may be a running "
        f"`pincite serve`), or use another folder with --store."
    )


if sys.platform == "win32":
    import msvcrt

    def _locked(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _locked(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
