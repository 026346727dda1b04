"""One collection of a library: its folder, its index while that is open, and who uses it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import GoneError, NotFoundError
from index.passage_index import PassageIndex
from index.peeking import Counts, counts_in

Opener = Callable[[Path], PassageIndex]


class Shelf:
    """Opens its index when it is first used and never closes it on somebody who uses it.

    Two locks, always taken in this order: ``_changing`` while the index is opened or closed,
    ``_counting`` for a moment to count users. Who wants to use it is counted first, so that
    closing an idle one cannot overtake them.
    """

    def __init__(self, name: str, folder: Path, opener: Opener) -> None:
        self.name = name
        self.folder = folder
        self._opener = opener
        self._index: PassageIndex | None = None
        self._users = 0
        self._is_gone = False
        self._changing = threading.Lock()
        self._counting = threading.Lock()

    @contextmanager
    def using(self) -> Iterator[PassageIndex]:
        """Give the index, open until this ends.

        Raises:
            NotFoundError: the collection was removed a moment ago.
            StoreError: it cannot be opened.
        """
        with self._counting:
            self._users += 1
        try:
            yield self._opened()
        finally:
            with self._counting:
                self._users -= 1

    def counts(self) -> Counts:
        """Return how much it holds, without opening it.

        Raises:
            StoreDamagedError: it cannot be read.
        """
        index = self._index
        if index is not None:
            return Counts(index.document_count, index.passage_count)
        return counts_in(self.folder)

    def close_if_idle(self) -> bool:
        """Close the index if nobody uses it; return whether it is closed now."""
        with self._changing:
            with self._counting:
                idle = not self._users
            if idle:
                self._close()
            return self._index is None

    def close(self) -> None:
        """Close the index; whoever still uses it gets a StoreError."""
        with self._changing:
            self._close()

    def forget(self, remove: Callable[[Path], None]) -> None:
        """Take the content off the disk with ``remove``; whoever still uses it gets a GoneError.

        A collection whose folder is left is there again, empty.

        Raises:
            OSError: something could not be removed.
        """
        with self._changing:
            index, self._index = self._index, None
            if index is not None:
                index.discard(
                    GoneError("The collection was removed while it was in use. Choose another one.")
                )
            try:
                remove(self.folder)
            finally:
                self._is_gone = not self.folder.exists()

    def _opened(self) -> PassageIndex:
        with self._changing:
            if self._is_gone:
                raise no_such_collection()
            if self._index is None:
                self._index = self._opener(self.folder)
            return self._index

    def _close(self) -> None:
        index, self._index = self._index, None
        if index is not None:
            index.close()


def no_such_collection() -> NotFoundError:
    """Return the error for a name that no collection has; it does not repeat the name."""
    return NotFoundError(
        "There is no collection of that name. `pincite collections` and GET /v1/collections list "
        "them; the first document that is added to a new name makes one."
    )
