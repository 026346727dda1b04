import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import StoreLockedError
from index.locking import FolderLock

HOLDER = """
import sys, pathlib
from index.locking import FolderLock
lock = FolderLock(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_folder_is_held_once_and_the_message_names_the_holder(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        with pytest.raises(StoreLockedError, match=f"process with id {process.pid}.*--store"):
            FolderLock(tmp_path)
        process.communicate("")
    FolderLock(tmp_path).release()


def test_a_killed_holder_leaves_nothing_to_clear_away(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        process.kill()
    FolderLock(tmp_path).release()


def test_a_released_lock_can_be_taken_again(tmp_path: Path) -> None:
    FolderLock(tmp_path).release()
    lock = FolderLock(tmp_path)
    with pytest.raises(StoreLockedError):
        FolderLock(tmp_path)
    lock.release()
