"""Documents in, ranked passages out.

SQLite holds the truth; the FAISS index is kept in step with it and can always be built anew. A
document is one transaction: when ``add`` or ``remove`` returns, the change is on the disk, and
every later search sees it.
"""

import logging
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from types import EllipsisType, TracebackType
from typing import Self

from index import document_rows, lexical, listing, passage_rows, records
from index.changing import Added, Change, Overtaken, is_same, put, shown_title
from index.document_cache import MOST_CHARACTERS
from index.document_rows import Held
from index.edits import Edits
from index.embedding import Embedder, Vectors
from index.errors import InputError, StoreError, StoreFullError
from index.index_reader import IndexReader, State
from index.inspection import inspect
from index.listing import Filed, Summary, Version
from index.names import NAME
from index.nearest import fitting
from index.preparing import Pause, Prepared, gathered, go_on, prepare
from index.receipts import Receipt
from index.schema import next_generation, read_generation, write_fact
from index.snapshot import write_snapshot
from index.store import Store
from index.types import Document

__all__ = ["Added", "Filed", "PassageIndex", "Summary", "Version"]

logger = logging.getLogger(__name__)


class PassageIndex(IndexReader):
    """The documents of one folder and their passages; safe to use from several threads."""

    def __init__(
        self, store: Store, embedder: Embedder, *, cached_characters: int = MOST_CHARACTERS
    ) -> None:
        """Take over an open store; raises as ``IndexReader``."""
        super().__init__(store, embedder, cached_characters=cached_characters)
        self._changing = threading.Lock()

    @classmethod
    def open(
        cls,
        folder: Path,
        embedder: Embedder,
        *,
        locked: bool = False,
        cached_characters: int = MOST_CHARACTERS,
    ) -> Self:
        """Open the index in ``folder``, making it if it is missing.

        ``locked`` tells that the caller keeps other processes away from the folder;
        ``cached_characters`` of its documents are kept in memory.

        Raises:
            StoreLockedError: another process has it open.
            StoreVersionError: a newer program wrote it.
            StoreDamagedError: it is no store of Pincite, or is broken.
            EmbedderMismatchError: it was built with another model.
        """
        store = Store(folder, locked=locked)
        try:
            return cls(store, embedder, cached_characters=cached_characters)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Write the snapshot if anything changed since the last one, and let the store go."""
        with self._changing:
            try:
                if not self._snapshot_is_current:
                    self._write_snapshot()
            except (OSError, StoreError) as error:
                # It only saves time: the next opening builds the vector index anew.
                logger.warning("The copy of the vector index was not saved: %s", error)
            finally:
                self._store.close()

    def discard(self, reason: StoreError) -> None:
        """Let the store go as it is; whoever still uses it gets ``reason``."""
        with self._changing:
            self._store.close(reason)

    def copy_to(self, file: Path) -> None:
        """Write the database as it is now into ``file``, without a trace of what was removed.

        Raises:
            StoreError: one of the two cannot be used.
        """
        with self._store.reading() as connection, closing(sqlite3.connect(file)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            lexical.optimize(copy)
            copy.commit()
            copy.execute("VACUUM")

    def rename(self, name: str) -> None:
        """Give the collection another name, which counts as a change of the store."""
        with self._changing:
            with self._store.writing() as connection:
                write_fact(connection, NAME, name)
                generation = next_generation(connection)
            self.collection = name
            self._changed(Change(), generation)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def add(
        self, document: Document, *, receipt: Callable[[Added, Summary], Receipt] | None = None
    ) -> Added:
        """Store a document, or its new content if its id and source are stored already.

        An id that a document of another source holds is not taken from it: the new document then
        gets one made from its source. A ``receipt`` of what became of it is kept with it.

        Raises:
            InputError: its title, source or metadata cannot be stored.
            ModelError: the embedding model cannot be loaded.
            StoreFullError: the disk is full; nothing was changed.
        """
        (added,) = self._added_together([document], "", go_on, receipt)
        return added

    def add_many(
        self,
        documents: Iterable[Document],
        progress: Callable[[Added], None] | None = None,
        *,
        folder: str = "",
        pause: Pause = go_on,
    ) -> list[Added]:
        """Store documents one after the other, short ones together: embedded and written at once.

        ``progress`` is told of each as soon as it is durable. Raises as ``add``; what was told of
        before stays stored.

        Args:
            documents: What was read.
            progress: Is told of each in order.
            folder: The key of the synced folder that they came from; see ``in_folder``.
            pause: Is called now and then; what it raises ends the adding, and what was not told
                of is not stored.
        """
        result = []
        for batch in gathered(documents):
            for added in self._add(batch, folder, pause):
                result.append(added)
                if progress:
                    progress(added)
        return result

    def edit(
        self,
        document_id: str,
        *,
        title: str | EllipsisType | None = ...,
        metadata: Mapping[str, object | None] | None = None,
        receipt: Callable[[Summary], Receipt] | None = None,
    ) -> Summary:
        """Set a document's title and keys of its metadata over what its file says.

        What is set stays when the file is read again. None takes the title or a key back to the
        file's own; what is not named stays as it is. A ``receipt`` is kept with the change.

        Raises:
            NotFoundError: there is none of that id.
            InputError: the title is blank, or the metadata cannot be stored.
        """
        while True:
            with self._store.reading() as connection:
                held = document_rows.held_under(connection, document_id)
                document = self._load(connection, held.number, held.version)
            edits = held.edits.changed(title, metadata or {})
            prepared = self._retitled(document, edits.title or held.title)
            try:
                if edits != held.edits:
                    self._write_edits(held, edits, prepared, receipt)
                elif receipt:
                    self.receipts.keep(receipt(self.summary(document_id)))
                return self.summary(document_id)
            except Overtaken:
                continue

    def move(self, document_id: str, *, asked_id: str, source: str) -> Summary:
        """Say that a document comes from elsewhere now: it keeps its id, its text and its edits.

        Raises:
            NotFoundError: there is none of that id.
            InputError: another document comes from there, or the source cannot be stored.
        """
        with self._changing:
            with _input_checked(), self._store.writing() as connection:
                records.move(connection, document_id, asked_id=asked_id, source=source)
                generation = read_generation(connection)
            self._changed(Change(), generation)
        return self.summary(document_id)

    def remove(self, document_id: str, *, receipt: Receipt | None = None) -> None:
        """Take a document out: no later search, answer or citation shows it.

        A ``receipt`` is kept with the change.

        Raises:
            NotFoundError: there is none of that id.
        """
        change = Change(documents=-1)
        with self._changing:
            with self._store.writing() as connection:
                change.gone.update(records.delete(connection, document_id))
                if receipt:
                    self.receipts.insert(connection, receipt)
                generation = read_generation(connection)
            self._changed(change, generation)

    def check(self) -> list[str]:
        """Return what is wrong with the store, one readable line each; nothing if it is sound."""
        with self._changing, self._store.writing() as connection:
            return list(inspect(connection, self._vectors))

    def _add(self, batch: Sequence[Document], folder: str, pause: Pause) -> Iterator[Added]:
        try:
            added = self._added_together(batch, folder, pause)
        except (InputError, StoreFullError):
            if len(batch) == 1:
                raise
            # One of them cannot be stored. Those before it can: one by one.
            for document in batch:
                yield from self._add([document], folder, pause)
        else:
            yield from added

    def _added_together(
        self,
        batch: Sequence[Document],
        folder: str,
        pause: Pause,
        receipt: Callable[[Added, Summary], Receipt] | None = None,
    ) -> list[Added]:
        while True:
            plan = self._plan(batch, pause)
            pause()
            try:
                return self._write(batch, plan, folder, receipt)
            except Overtaken:
                continue

    def _plan(self, batch: Sequence[Document], pause: Pause) -> list[Prepared | None]:
        """Return what is to be written for each document; None where it is held as it is."""
        with _input_checked(), self._store.reading() as connection:
            held = [document_rows.find_held(connection, document) for document in batch]
        # What one of the batch replaces may come back with a later one: that must be prepared too.
        times = Counter((document.id, document.source) for document in batch)
        same = [
            is_same(each, it) and times[each.id, each.source] == 1
            for each, it in zip(batch, held, strict=True)
        ]
        shown = [
            replace(each, title=shown_title(each, it)) for each, it in zip(batch, held, strict=True)
        ]
        new = [document for document, known in zip(shown, same, strict=True) if not known]
        prepared = iter(prepare(new, self.embedder, self._known, pause))
        return [None if known else next(prepared) for known in same]

    def _write(
        self,
        batch: Sequence[Document],
        plan: Sequence[Prepared | None],
        folder: str,
        receipt: Callable[[Added, Summary], Receipt] | None,
    ) -> list[Added]:
        change = Change()
        with self._changing:
            with _input_checked(), self._store.writing() as connection:
                added = [
                    put(connection, document, prepared, change, folder=folder)
                    for document, prepared in zip(batch, plan, strict=True)
                ]
                if receipt:
                    (one,) = added
                    summary = listing.summary(connection, one.document_id)
                    self.receipts.insert(connection, receipt(one, summary))
                generation = read_generation(connection)
            self._changed(change, generation)
        return added

    def _retitled(self, document: Document, title: str) -> Prepared | None:
        if title == document.title:
            return None
        (prepared,) = prepare([replace(document, title=title)], self.embedder, self._known)
        return prepared

    def _write_edits(
        self,
        held: Held,
        edits: Edits,
        prepared: Prepared | None,
        receipt: Callable[[Summary], Receipt] | None,
    ) -> None:
        change = Change()
        with self._changing:
            with _input_checked(), self._store.writing() as connection:
                if document_rows.held_under(connection, held.id).version != held.version:
                    raise Overtaken
                gone, fresh = records.edit(connection, edits, prepared, held)
                if receipt:
                    summary = listing.summary(connection, held.id)
                    self.receipts.insert(connection, receipt(summary))
                generation = read_generation(connection)
            if prepared:
                change.passages(gone, fresh, prepared.vectors)
            self._changed(change, generation)

    def _known(self, keys: Collection[bytes]) -> Mapping[bytes, Vectors]:
        with self._store.reading() as connection:
            return passage_rows.vectors_by_key(connection, keys, self._vectors.dimension)

    def _changed(self, change: Change, generation: int) -> None:
        """Bring what is in memory in step with what was committed."""
        if generation == self._state.generation:
            return
        change.apply(self._vectors)
        self._vectors = fitting(self._vectors)
        self._state = State(
            generation,
            self._state.documents + change.documents,
            self._state.passages + len(change.fresh) - len(change.gone),
        )
        self._snapshot_is_current = False

    def _write_snapshot(self) -> None:
        sha256 = write_snapshot(self._store.folder, self._vectors)
        with self._store.writing() as connection:
            write_fact(connection, "snapshot", sha256)


@contextmanager
def _input_checked() -> Iterator[None]:
    try:
        yield
    except UnicodeEncodeError as error:
        raise InputError(
            "The title, source or metadata holds half a character (a lone surrogate), which no "
            "text may hold. Write it again in valid UTF-8."
        ) from error
