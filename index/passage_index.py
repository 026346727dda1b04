"""Documents in, ranked passages out.

SQLite holds the truth; the FAISS index is kept in step with it and can always be built anew. A
document is one transaction: when ``add`` or ``remove`` returns, the change is on the disk, and
every later search sees it.
"""

import logging
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from index import lexical, records, spelling
from index.document_cache import DocumentCache
from index.embedding import Embedder, share_read
from index.errors import EmbedderMismatchError, InputError, StoreError
from index.fusion import best, hybrid_scores
from index.inspection import inspect
from index.preparing import embed, gathered, prepare, sentence_texts
from index.records import (
    Held,
    PassageVectors,
    Prepared,
    StoredPassage,
    Summary,
    searched_text,
)
from index.schema import read_fact, read_generation, write_fact
from index.snapshot import read_snapshot, write_snapshot
from index.store import Store
from index.terms import terms
from index.types import Document, Hit, Passage
from index.vectors import FaissStore

__all__ = ["Added", "PassageIndex", "Summary"]

CANDIDATES = 100
"""The least number of passages that each of the two rankings gives to the fusion."""
COMPARED = 30
"""The least number of passages whose sentences are compared with the query one by one."""
MEANING = 0.5
"""What cosine weighs beside BM25's rest to 1, where the model reads all of the query."""
LEAST_MEANING = 0.05
"""What it weighs where the model reads nothing of it."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document that was added."""

    document_id: str
    status: Literal["added", "unchanged", "replaced"]
    passages: int


@dataclass(frozen=True, slots=True)
class _State:
    generation: int
    documents: int
    passages: int


class PassageIndex:
    """The documents of one folder and their passages; safe to use from several threads."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        """Take over an open store.

        Raises:
            EmbedderMismatchError: the store's vectors come from another model.
            StoreError: the store cannot be read.
        """
        self.embedder = embedder
        self._store = store
        self._changing = threading.Lock()
        self._documents = DocumentCache()
        self._frequencies = lexical.Remembered(lexical.frequencies)
        self._spellings = lexical.Remembered(spelling.corrections)
        dimension = _claim(store, embedder)
        with store.reading() as connection:
            self._state = _State(read_generation(connection), *records.count(connection))
            sha256 = read_fact(connection, "snapshot")
            snapshot = read_snapshot(store.folder, sha256, dimension)
            self.opened_from: Literal["snapshot", "rebuilt"] = "snapshot" if snapshot else "rebuilt"
            self._vectors = snapshot or FaissStore(dimension)
            self._snapshot_is_current = not _bring_up_to_date(self._vectors, connection)
        self._snapshot_is_current &= snapshot is not None

    @classmethod
    def open(cls, folder: Path, embedder: Embedder) -> Self:
        """Open the index in ``folder``, making it if it is missing.

        Raises:
            StoreLockedError: another process has it open.
            StoreVersionError: a newer program wrote it.
            StoreDamagedError: it is no store of Pincite, or is broken.
            EmbedderMismatchError: it was built with another model.
        """
        store = Store(folder)
        try:
            return cls(store, embedder)
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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def generation(self) -> int:
        """How many changes the store has seen."""
        return self._state.generation

    @property
    def document_count(self) -> int:
        """The number of stored documents."""
        return self._state.documents

    @property
    def passage_count(self) -> int:
        """The number of stored passages."""
        return self._state.passages

    def add(self, document: Document) -> Added:
        """Store a document, or its new content if its id and source are stored already.

        An id that a document of another source holds is not taken from it: the new document then
        gets one made from its source.

        Raises:
            InputError: its title, source or metadata cannot be stored.
            ModelError: the embedding model cannot be loaded.
            StoreFullError: the disk is full; nothing was changed.
        """
        (added,) = self.add_many([document])
        return added

    def add_many(
        self, documents: Iterable[Document], progress: Callable[[Added], None] | None = None
    ) -> list[Added]:
        """Store documents one after the other, each in its own transaction.

        Short documents are embedded together, which is faster; ``progress`` is told of each as
        soon as it is durable. Raises as ``add``; what was told of before stays stored.
        """
        result = []
        for batch in gathered(documents):
            known = [self._unchanged(document) for document in batch]
            new = [document for document, same in zip(batch, known, strict=True) if not same]
            prepared = iter(prepare(new, self.embedder))
            for same in known:
                result.append(same or self._write(next(prepared)))
                if progress:
                    progress(result[-1])
        return result

    def remove(self, document_id: str) -> None:
        """Take a document out: no later search, answer or citation shows it.

        Raises:
            NotFoundError: there is none of that id.
        """
        with self._changing:
            with self._store.writing() as connection:
                gone = records.delete(connection, document_id)
                generation = read_generation(connection)
            self._vectors.remove(gone)
            self._changed(generation, -1, -len(gone))

    def document(self, document_id: str) -> Document:
        """Return a document with its text.

        Raises:
            NotFoundError: there is none of that id.
        """
        with self._store.reading() as connection:
            return self._load(connection, *records.version_of(connection, document_id))

    def summary(self, document_id: str) -> Summary:
        """Return a document without its text.

        Raises:
            NotFoundError: there is none of that id.
        """
        with self._store.reading() as connection:
            number, _ = records.version_of(connection, document_id)
            return records.summaries(connection, after=number - 1, limit=1)[0]

    def summaries(self, *, after: str | None = None, limit: int = 100) -> list[Summary]:
        """Return at most ``limit`` documents in order of adding, from the one after ``after``.

        Raises:
            NotFoundError: there is no document with the id ``after``.
        """
        with self._store.reading() as connection:
            number = records.version_of(connection, after)[0] if after else 0
            return records.summaries(connection, after=number, limit=limit)

    def search(self, query: str, k: int = 10) -> list[Hit]:
        """Return at most k passages, best first: by meaning (cosine) and by words (BM25), fused.

        The best of the two rankings are ordered anew with the cosine of their nearest sentence,
        for a passage of many subjects is near to no question. In a script that the embedding
        model does not read, words alone decide.

        Equal documents give equal hits, whatever was added or removed before. A query without a
        letter or digit finds nothing.

        Raises:
            ValueError: k is less than 1.
            ModelError: the embedding model cannot be loaded.
        """
        if k < 1:
            raise ValueError("k must be at least 1")
        if not terms(query):
            return []
        vector = embed([query], self.embedder)[0]
        read = share_read(self.embedder.name, query)
        meaning = LEAST_MEANING + (MEANING - LEAST_MEANING) * read
        pool = max(CANDIDATES, 2 * k)
        near = [identifier for identifier, _ in self._vectors.search(vector, pool)]
        with self._store.reading() as connection:
            worded = self._worded(connection, query, pool)
            # What is committed and not yet in the vector index is still being added.
            cosines = self._vectors.cosines(vector, {*near, *worded})
            first = best(hybrid_scores(worded, cosines, meaning), max(COMPARED, k))
            nearest = records.nearest_sentences(connection, first, vector)
            both = {i: (cosines[i] + nearest.get(i, cosines[i])) / 2 for i in first}
            scores = hybrid_scores(worded, both, meaning)
            found = records.stored_passages(connection, first)
            ranked = sorted(found, key=lambda each: (-scores[each.id], each.document_id, each.span))
            return [
                Hit(self._passage(connection, stored), scores[stored.id], cosines[stored.id])
                for stored in ranked[:k]
            ]

    def corrections(self, query: str) -> dict[str, str]:
        """Return the typing errors of a query: terms that no passage holds, and those meant.

        Search looks for the corrected terms by itself. A term that is stored, a number and a known
        word are never corrected.
        """
        with self._store.reading() as connection:
            return self._corrections(connection, query)

    def vectors(self, passages: Sequence[Passage]) -> list[PassageVectors]:
        """Return for each passage its own unit vector and those of its sentences."""
        dimension = self._vectors.dimension
        with self._store.reading() as connection:
            found = [records.vectors_in(connection, each, dimension) for each in passages]
        return [
            self._embedded(passage)
            if held is None or len(held.sentences) != len(passage.sentences)
            else held
            for passage, held in zip(passages, found, strict=True)
        ]

    def _embedded(self, passage: Passage) -> PassageVectors:
        rows = embed([searched_text(passage), *sentence_texts(passage)], self.embedder)
        return PassageVectors(rows[0], rows[1:])

    def passage_frequencies(self, wanted: Collection[str]) -> dict[str, int]:
        """Return in how many passages each term occurs, with its title and headings; 0 if none."""
        with self._store.reading() as connection:
            return self._frequencies(connection, wanted)

    def _worded(self, connection: sqlite3.Connection, query: str, k: int) -> dict[int, float]:
        """Return at most k passage ids with their BM25 score, typing errors mended."""
        corrected = self._corrections(connection, query)
        asked = Counter(corrected.get(term, term) for term in terms(query))
        found = self._frequencies(connection, asked)
        return dict(lexical.rank(connection, asked, found, k=k, passages=self.passage_count))

    def _corrections(self, connection: sqlite3.Connection, query: str) -> dict[str, str]:
        doubtful = spelling.doubtful(query)
        found = self._frequencies(connection, doubtful)
        absent = [term for term in doubtful if not found[term]][: spelling.MOST_CORRECTED]
        meant = self._spellings(connection, absent)
        return {term: other for term, other in meant.items() if other}

    def check(self) -> list[str]:
        """Return what is wrong with the store, one readable line each; nothing if it is sound."""
        with self._changing, self._store.writing() as connection:
            return list(inspect(connection, self._vectors))

    def _unchanged(self, document: Document) -> Added | None:
        with _input_checked(), self._store.reading() as connection:
            return _same(connection, document, records.find_held(connection, document))

    def _write(self, prepared: Prepared) -> Added:
        document, gone = prepared.document, []
        with self._changing:
            with _input_checked(), self._store.writing() as connection:
                held = records.find_held(connection, document)
                if same := _same(connection, document, held):
                    return same  # another thread was first
                if held:
                    gone = records.passage_ids(connection, held.number)
                    fresh = records.replace_content(connection, prepared, held)
                else:
                    identifier = records.free_id(connection, document)
                    fresh = records.insert(connection, prepared, identifier)
                generation = read_generation(connection)
            self._vectors.remove(gone)
            self._vectors.add(fresh, prepared.vectors)
            self._changed(generation, 0 if held else 1, len(fresh) - len(gone))
        if held:
            return Added(held.id, "replaced", len(fresh))
        return Added(identifier, "added", len(fresh))

    def _changed(self, generation: int, documents: int, passages: int) -> None:
        before = self._state
        self._state = _State(generation, before.documents + documents, before.passages + passages)
        self._snapshot_is_current = False

    def _write_snapshot(self) -> None:
        sha256 = write_snapshot(self._store.folder, self._vectors)
        with self._store.writing() as connection:
            write_fact(connection, "snapshot", sha256)

    def _load(self, connection: sqlite3.Connection, number: int, version: int) -> Document:
        document = self._documents.get(number, version)
        if document is None:
            document = records.load(connection, number)
            self._documents.put(number, version, document)
        return document

    def _passage(self, connection: sqlite3.Connection, stored: StoredPassage) -> Passage:
        document = self._load(connection, stored.document, stored.version)
        return document.passage(stored.span.start, stored.span.end)


def _same(connection: sqlite3.Connection, document: Document, held: Held | None) -> Added | None:
    if held is None or held.content_hash != document.content_hash:
        return None
    return Added(held.id, "unchanged", len(records.passage_ids(connection, held.number)))


def _claim(store: Store, embedder: Embedder) -> int:
    """Return the dimension of the store's vectors; an empty store takes the embedder's.

    Raises:
        EmbedderMismatchError: they come from another model.
    """
    with store.reading() as connection:
        name = read_fact(connection, "embedder")
        dimension = read_fact(connection, "dimension")
        empty = not records.count(connection)[0]
    if name == embedder.name and dimension:
        return int(dimension)
    if not empty:
        raise EmbedderMismatchError(
            f"The store {store.folder} was built with the embedding model {name!r}, not with "
            f"{embedder.name!r}. Set PINCITE_EMBEDDER to {name!r}, or use another folder with "
            "--store and add the documents there."
        )
    with store.writing() as connection:
        write_fact(connection, "embedder", embedder.name)
        write_fact(connection, "dimension", str(embedder.dimension))
    return embedder.dimension


def _bring_up_to_date(vectors: FaissStore, connection: sqlite3.Connection) -> bool:
    """Make the vectors those of the stored passages; return whether anything had to change.

    An id stands for one vector for ever, so comparing the ids is enough.

    Raises:
        StoreDamagedError: a stored vector is broken.
    """
    wanted = records.all_passage_ids(connection)
    surplus, missing = vectors.ids() - wanted, wanted - vectors.ids()
    vectors.remove(surplus)
    for ids, rows in records.vectors_of(connection, missing, vectors.dimension):
        vectors.add(ids, rows)
    return bool(surplus or missing)


@contextmanager
def _input_checked() -> Iterator[None]:
    try:
        yield
    except UnicodeEncodeError as error:
        raise InputError(
            "The title, source or metadata holds half a character (a lone surrogate), which no "
            "text may hold. Write it again in valid UTF-8."
        ) from error
