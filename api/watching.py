"""A folder kept equal to its documents for as long as it is wanted."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePath

from api.adding import Told, is_folder
from api.ignoring import IGNORE_FILE
from api.syncing import Synced
from index.errors import InputError, PinciteError
from index.passage_index import PassageIndex
from index.reading import Read

DEBOUNCE = 1_600
"""Milliseconds after a change within which others are waited for."""
STEP = 200
"""Milliseconds without a change after which they are not."""
TICK = 0.5
"""Seconds after which it is seen that the folder itself has gone."""
POLLED = 5.0
"""Seconds between two runs where the folder cannot be watched."""

STOPPED_WITHIN = 5.0
"""Seconds that a stop waits for the document that is being added."""

Opened = Callable[[], AbstractContextManager[PassageIndex]]
"""Gives the index for as long as it is used."""


def keep_equal(
    synced: Synced,
    opened: Opened,
    told: Told,
    *,
    read: Read,
    warn: Callable[[str], None],
    stop: threading.Event,
) -> None:
    """Sync a folder now and after each change, until ``stop`` is set.

    What goes wrong with a run is given to ``warn``, once for each reason, and tried again after
    the next change; nothing of a folder that is gone is removed.
    """
    last = ""
    while not stop.is_set():
        for _ in _changes(synced.folder, stop):
            wrong = _run(synced, opened, told, read)
            if stop.is_set():
                return
            if wrong and wrong != last:
                warn(wrong)
            last = wrong


def _run(synced: Synced, opened: Opened, told: Told, read: Read) -> str:
    """Sync once; return what went wrong, "" if nothing did."""
    try:
        with opened() as index:
            plan = synced.plan(index)
            plan.run(plan.items, told, read)
    except PinciteError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - the folder is to be kept, whatever one run met
        return f"Unexpected {type(error).__name__} while a folder was synced: {error}."
    return ""


def _changes(folder: Path, stop: threading.Event) -> Iterator[None]:
    """Yield when the folder is watched and after each change, until it is another, or gone.

    What changes while nobody asks is told at the next asking.
    """
    before = _itself(folder)
    if before is None:
        yield
        stop.wait(TICK)
        return
    started = False
    try:
        for changed in _ticks(folder, stop):
            if _itself(folder) != before:
                return
            if changed or not started:
                started = True
                yield
    except OSError:  # it went this very moment, or there are more folders than can be watched
        yield
        stop.wait(POLLED)


def _ticks(folder: Path, stop: threading.Event) -> Iterator[bool]:
    """Yield whether something changed, after a change or else each ``TICK``."""
    from watchfiles import watch

    real = os.path.realpath(folder)
    for changes in watch(
        real,
        watch_filter=lambda _, path: _is_looked_at(real, path),
        debounce=DEBOUNCE,
        step=STEP,
        stop_event=stop,
        rust_timeout=int(TICK * 1_000),
        yield_on_timeout=True,
        ignore_permission_denied=True,
    ):
        yield bool(changes)


def _itself(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another one under the same name; None if there is none."""
    try:
        found = os.stat(folder)  # noqa: PTH116 - its fields
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def _is_looked_at(folder: str, path: str) -> bool:
    parts = PurePath(os.path.relpath(path, folder)).parts
    return parts == (IGNORE_FILE,) or not any(part.startswith(".") for part in parts)


@dataclass(frozen=True, slots=True)
class Watching:
    """Which folders are to be watched, and who hears of it."""

    folders: Sequence[Path]
    collection: str
    """The one that their documents are in."""
    told: Told
    warn: Callable[[str], None]

    def check(self) -> None:
        """See that the folders are there, and that none is inside another.

        Raises:
            InputError: one is not, or is.
        """
        real = [folder.resolve() for folder in self.folders]
        for folder in self.folders:
            if not is_folder(folder):
                raise InputError(f"There is no folder {folder} to watch. Check the path.")
            if sum(folder.resolve().is_relative_to(other) for other in real) > 1:
                raise InputError(f"The folder {folder} is inside another one. Watch that alone.")


class Watchers:
    """Folders that are kept equal to their documents beside other work, each in a thread."""

    def __init__(self, watching: Watching, opened: Opened, read: Read) -> None:
        """Take note of the folders; nothing runs before ``start``."""
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(
                target=keep_equal,
                args=(Synced(folder), opened, watching.told),
                kwargs={"read": read, "warn": watching.warn, "stop": self._stop},
                name="watching",
                daemon=True,
            )
            for folder in watching.folders
        ]

    def start(self) -> None:
        """Begin, once."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, after the document that is being added."""
        self._stop.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(STOPPED_WITHIN)
