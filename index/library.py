"""Collections of documents, each a store of its own: what is in one is nowhere in another.

Vectors, word statistics, typing errors and caches belong to one store, so nothing has to be
filtered. The collection "default" is the library's folder itself; each other one is a folder below
``collections``, named by this program, with its name among the store's facts. One lock covers all.

A collection is opened when it is first used. Whoever uses it holds a lease; of those that nobody
holds, only the ones used last stay open.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from index.collection_folders import (
    empty_default,
    find_collections,
    finish_restore,
    make_collection,
    remove_collection,
    sweep,
)
from index.document_cache import MOST_CHARACTERS
from index.embedding import Embedder
from index.errors import InputError, NameTakenError, StoreDamagedError
from index.locking import FolderLock
from index.names import DEFAULT, key_of, name_of
from index.passage_index import PassageIndex
from index.shelf import Shelf, no_such_collection
from index.store_errors import store_errors

__all__ = ["DEFAULT", "Described", "Library"]

MOST_OPEN = 32
"""Collections that stay open when nobody uses them: each takes memory and a few open files."""
MOST_COLLECTIONS = 10_000
"""Beyond the default one; every start looks into each, which takes about a millisecond."""
CACHED_CHARACTERS = MOST_CHARACTERS // 8
"""Characters of documents that a collection other than the default one keeps in memory."""


@dataclass(frozen=True, slots=True)
class Described:
    """A collection and how much it holds."""

    name: str
    documents: int
    passages: int


class Library:
    """The collections of one folder; safe to use from several threads."""

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        *,
        locked: bool = False,
        most_open: int = MOST_OPEN,
        most_collections: int = MOST_COLLECTIONS,
    ) -> None:
        """Open the library in ``folder``, making it if it is missing.

        ``locked`` tells that the caller keeps other processes away from the folder.

        Raises:
            StoreLockedError: another process has it open.
            StoreError: the folder cannot be used.
        """
        self.folder = folder
        self.embedder = embedder
        self._most_open = most_open
        self._most_collections = most_collections
        self._naming = threading.Lock()
        self._listing = threading.Lock()
        self._recent: OrderedDict[str, Shelf] = OrderedDict()
        self.unreadable: list[str] = []
        """Why folders among the collections are left out."""
        with store_errors(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = None if locked else FolderLock(folder)
        try:
            with store_errors(folder):
                finish_restore(folder)
                sweep(folder)
                found = find_collections(folder, self.unreadable)
        except BaseException:
            if self._lock:
                self._lock.release()
            raise
        self._default = Shelf(DEFAULT, folder, self._open_default)
        self._shelves = {key_of(DEFAULT): self._default} | {
            key_of(name): Shelf(name, place, self._open_other) for name, place in found.items()
        }

    def close(self) -> None:
        """Close every collection, and let others open the library."""
        with self._naming, self._listing:
            shelves, self._shelves = self._shelves, {}
            self._recent.clear()
            try:
                for shelf in shelves.values():
                    shelf.close()
            finally:
                if shelves and self._lock:
                    self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def collection(self, name: str = DEFAULT, *, create: bool = False) -> Iterator[PassageIndex]:
        """Give the index of a collection, which stays open until this ends.

        Raises:
            NotFoundError: there is none of that name, and none is to be made.
            InputError: one is to be made, and the name cannot be used.
            StoreError: it cannot be opened.
        """
        shelf = self._shelf(name, create=create)
        try:
            with shelf.using() as index:
                yield index
        finally:
            self._close_surplus()

    def names(self) -> list[str]:
        """Return the names of all collections, the default one first."""
        return [shelf.name for shelf in self._listed()]

    def describe(self) -> list[Described]:
        """Return all collections with how much they hold, the default one first.

        Raises:
            StoreDamagedError: one cannot be read.
        """
        return [found for shelf in self._listed() if (found := self._described(shelf))]

    def create(self, name: str) -> str:
        """Make a collection; return its name as it is shown.

        Raises:
            InputError: the name cannot be used.
            NameTakenError: there is one of that name.
            StoreError: it cannot be made; nothing was.
        """
        with self._naming:
            return self._make(self._free(name)).name

    def delete(self, name: str) -> None:
        """Take a collection off the disk with all that is in it; the default one is emptied.

        Raises:
            NotFoundError: there is none of that name.
            StoreError: something could not be removed.
        """
        with self._naming, store_errors(self.folder):
            shelf = self._shelf(name)
            if shelf is self._default:
                shelf.forget(empty_default)
                return
            try:
                shelf.forget(remove_collection)
            finally:
                if not shelf.folder.exists():
                    with self._listing:
                        del self._shelves[key_of(name)]
                        self._recent.pop(key_of(name), None)

    def rename(self, name: str, new: str) -> str:
        """Give a collection another name; return it as it is shown.

        Raises:
            NotFoundError: there is none of that name.
            InputError: it is the default one, or the new name cannot be used.
            NameTakenError: another one has the new name.
            StoreError: it cannot be written; the name is as before.
        """
        with self._naming:
            shelf = self._shelf(name)
            if shelf is self._default:
                raise InputError(
                    "The default collection keeps its name. Make another one and add to it."
                )
            shown = name_of(new) if key_of(new) == key_of(name) else self._free(new)
            with shelf.using() as index:
                index.rename(shown)
            with self._listing:
                del self._shelves[key_of(name)]
                self._recent.pop(key_of(name), None)
                shelf.name = shown
                self._shelves[key_of(shown)] = self._recent[key_of(shown)] = shelf
            return shown

    def _described(self, shelf: Shelf) -> Described | None:
        try:
            counts = shelf.counts()
        except StoreDamagedError:
            if shelf in self._listed():
                raise
            return None  # removed a moment ago
        return Described(shelf.name, counts.documents, counts.passages)

    def _shelf(self, name: str, *, create: bool = False) -> Shelf:
        key = key_of(name)
        with self._listing:
            if shelf := self._shelves.get(key):
                self._recent[key] = shelf
                self._recent.move_to_end(key)
                return shelf
        if not create:
            raise no_such_collection()
        with self._naming:
            with self._listing:
                shelf = self._shelves.get(key)  # another thread may have been first
            return shelf or self._make(name_of(name))

    def _free(self, name: str) -> str:
        shown = name_of(name)
        if key_of(shown) in self._shelves:
            raise NameTakenError(
                "There is a collection of that name, or of one that differs only in its case. "
                "Choose another name."
            )
        return shown

    def _make(self, name: str) -> Shelf:
        if len(self._shelves) > self._most_collections:
            raise InputError(
                f"There are {self._most_collections:,} collections already, the most there can "
                "be. Remove one, or add to one that is there."
            )
        with store_errors(self.folder):
            folder = make_collection(self.folder, name)
        shelf = Shelf(name, folder, self._open_other)
        with self._listing:
            self._shelves[key_of(name)] = self._recent[key_of(name)] = shelf
        return shelf

    def _open_default(self, folder: Path) -> PassageIndex:
        return PassageIndex.open(folder, self.embedder, locked=True)

    def _open_other(self, folder: Path) -> PassageIndex:
        return PassageIndex.open(
            folder, self.embedder, locked=True, cached_characters=CACHED_CHARACTERS
        )

    def _listed(self) -> list[Shelf]:
        with self._listing:
            shelves = [self._shelves[key] for key in sorted(self._shelves)]
        return sorted(shelves, key=lambda shelf: shelf is not self._default)

    def _close_surplus(self) -> None:
        """Close those used longest ago, as many as are too many, unless somebody uses them."""
        with self._listing:
            surplus = list(self._recent)[: max(0, len(self._recent) - self._most_open)]
            shelves = {key: self._recent.pop(key) for key in surplus}
        for key, shelf in shelves.items():
            if not shelf.close_if_idle():
                with self._listing:
                    if self._shelves.get(key) is shelf:
                        self._recent.setdefault(key, shelf)
