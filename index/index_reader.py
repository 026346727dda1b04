"""The reading side of an index: documents, lists and searches, whatever is written meanwhile."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from index import document_rows, frequencies, lexical, listing, passage_rows, pruning, spelling
from index.document_cache import MOST_CHARACTERS, DocumentCache
from index.edits import Edits
from index.embedding import Embedder, share_read
from index.errors import EmbedderMismatchError
from index.fusion import best, hybrid_scores
from index.history import History
from index.lengths import PassageLengths
from index.listing import Filed, Summary, Version
from index.names import DEFAULT, NAME
from index.nearest import PassageCodes, fits, new_codes, searchable
from index.passage_rows import PassageVectors, StoredPassage
from index.preparing import embed, searched_text
from index.receipts import Receipts
from index.schema import read_fact, read_generation, write_fact
from index.snapshot import read_snapshot
from index.store import Store
from index.terms import terms
from index.types import Document, Hit, Passage

CANDIDATES = 100
"""The least number of passages that each of the two rankings gives to the fusion."""
COMPARED = 30
"""The least number of passages whose sentences are compared with the query one by one."""
MEANING = 0.5
"""What cosine weighs beside BM25's rest to 1, where the model reads all of the query."""
LEAST_READ = 0.5
"""What the model must read of a query for its words to be sought the shorter way among many."""
LEAST_MEANING = 0.05
"""What it weighs where the model reads nothing of it."""


@dataclass(frozen=True, slots=True)
class State:
    """What is in the store, counted."""

    generation: int
    documents: int
    passages: int


class IndexReader:
    """What can be asked of the documents of one folder; safe to use from several threads."""

    def __init__(
        self, store: Store, embedder: Embedder, *, cached_characters: int = MOST_CHARACTERS
    ) -> None:
        """Take over an open store; keep so many characters of documents in memory.

        Raises:
            EmbedderMismatchError: the store's vectors come from another model.
            StoreError: the store cannot be read.
        """
        self.embedder = embedder
        self._store = store
        self.history = History(store)
        self.receipts = Receipts(store)
        self._documents = DocumentCache(cached_characters)
        self._frequencies = lexical.Remembered(frequencies.look_up)
        self._lengths = PassageLengths()
        self._spellings = lexical.Remembered(spelling.corrections)
        dimension = _claim(store, embedder)
        with store.reading() as connection:
            self._state = State(
                read_generation(connection),
                listing.count(connection),
                passage_rows.count(connection),
            )
            self.collection = read_fact(connection, NAME) or DEFAULT
            sha256 = read_fact(connection, "snapshot")
            snapshot = read_snapshot(store.folder, sha256, dimension)
            if snapshot is not None and not fits(snapshot, self._state.passages):
                snapshot = None
            self.opened_from: Literal["snapshot", "rebuilt"] = (
                "rebuilt" if snapshot is None else "snapshot"
            )
            self._vectors = (
                new_codes(dimension, self._state.passages) if snapshot is None else snapshot
            )
            self._snapshot_is_current = not _bring_up_to_date(self._vectors, connection)
            if self._state.passages > pruning.MANY_PASSAGES:
                self._lengths.read_all(connection)
        self._snapshot_is_current &= snapshot is not None

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

    def document(self, document_id: str) -> Document:
        """Return a document with its text.

        Raises:
            NotFoundError: there is none of that id.
        """
        with self._store.reading() as connection:
            return self._load(connection, *document_rows.version_of(connection, document_id))

    def summary(self, document_id: str) -> Summary:
        """Return a document without its text.

        Raises:
            NotFoundError: there is none of that id.
        """
        with self._store.reading() as connection:
            return listing.summary(connection, document_id)

    def summaries(self, *, after: str | None = None, limit: int = 100) -> list[Summary]:
        """Return at most ``limit`` documents in order of adding, from the one after ``after``.

        Raises:
            NotFoundError: there is no document with the id ``after``.
        """
        with self._store.reading() as connection:
            number = document_rows.version_of(connection, after)[0] if after else 0
            return listing.summaries(connection, after=number, limit=limit)

    def edits(self, document_id: str) -> Edits:
        """Return what the user set of a document over what was read.

        Raises:
            NotFoundError: there is none of that id.
        """
        with self._store.reading() as connection:
            return document_rows.held_under(connection, document_id).edits

    def original(self, document_id: str) -> bytes:
        """Return the file that a document was read from, kept where it has pages.

        Raises:
            NotFoundError: there is no document of that id, or its file is not kept.
        """
        with self._store.reading() as connection:
            number, _ = document_rows.version_of(connection, document_id)
            return document_rows.load_original(connection, number)

    def versions(self, document_id: str) -> list[Version]:
        """Return the facts of every content that a document has or had, the first one first.

        Raises:
            NotFoundError: there is none of that id.
        """
        with self._store.reading() as connection:
            return listing.versions(
                connection, document_rows.version_of(connection, document_id)[0]
            )

    def in_folder(self, folder: str) -> list[Filed]:
        """Return the documents that were added from the synced folder of that key."""
        with self._store.reading() as connection:
            return listing.in_folder(connection, folder)

    def filed_as(self, asked_id: str) -> list[Filed]:
        """Return the documents that came with that id, whatever their own is; mostly one."""
        with self._store.reading() as connection:
            return listing.filed_as(connection, asked_id)

    def search(self, query: str, k: int = 10, *, within: str | None = None) -> list[Hit]:
        """Return at most k passages, best first: by meaning (cosine) and by words (BM25), fused.

        The best of the two rankings are ordered anew with the cosine of their nearest sentence,
        for a passage of many subjects is near to no question. In a script that the embedding
        model does not read, words alone decide.

        Equal documents give equal hits, whatever was added or removed before. A query without a
        letter or digit finds nothing. With ``within``, the id of a document, only that is searched.

        Raises:
            ValueError: k is less than 1.
            NotFoundError: there is no document of the id ``within``.
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
        with self._store.reading() as connection:
            number = document_rows.version_of(connection, within)[0] if within else None
            own = None if number is None else passage_rows.ids_of(connection, number)
            vectors = searchable(self._vectors, connection)
            near = [identifier for identifier, _ in vectors.search(vector, pool, own)]
            worded = self._worded(
                connection, query, pool, number, near if read > LEAST_READ else None
            )
            # What is committed and not yet in the vector index is still being added.
            cosines = vectors.cosines(vector, {*near, *worded})
            first = best(hybrid_scores(worded, cosines, meaning), max(COMPARED, k))
            nearest = passage_rows.nearest_sentences(connection, first, vector)
            both = {i: (cosines[i] + nearest.get(i, cosines[i])) / 2 for i in first}
            scores = hybrid_scores(worded, both, meaning)
            found = passage_rows.stored_passages(connection, first)
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
            found = [passage_rows.vectors_in(connection, each, dimension) for each in passages]
        return [
            self._embedded(passage)
            if held is None or len(held.sentences) != len(passage.sentences)
            else held
            for passage, held in zip(passages, found, strict=True)
        ]

    def _embedded(self, passage: Passage) -> PassageVectors:
        rows = embed([searched_text(passage), *passage.sentence_texts], self.embedder)
        return PassageVectors(rows[0], rows[1:])

    def passage_frequencies(self, wanted: Collection[str]) -> dict[str, int]:
        """Return in how many passages each term occurs, with its title and headings; 0 if none."""
        with self._store.reading() as connection:
            return self._frequencies(connection, wanted)

    def _worded(
        self,
        connection: sqlite3.Connection,
        query: str,
        k: int,
        document: int | None,
        near: Collection[int] | None,
    ) -> dict[int, float]:
        """Return passage ids with their BM25 score, typing errors mended."""
        corrected = self._corrections(connection, query)
        asked = Counter(corrected.get(term, term) for term in terms(query))
        found = self._frequencies(connection, asked)
        passages = self.passage_count
        if passages <= pruning.MANY_PASSAGES or document is not None:
            return dict(
                lexical.rank(connection, asked, found, k=k, passages=passages, document=document)
            )
        return dict(
            pruning.rank(
                connection, asked, found, self._lengths, k=k, passages=passages, beside=near
            )
        )

    def _corrections(self, connection: sqlite3.Connection, query: str) -> dict[str, str]:
        doubtful = spelling.doubtful(query)
        found = self._frequencies(connection, doubtful)
        absent = [term for term in doubtful if not found[term]][: spelling.MOST_CORRECTED]
        meant = self._spellings(connection, absent)
        return {term: other for term, other in meant.items() if other}

    def _load(self, connection: sqlite3.Connection, number: int, version: int) -> Document:
        document = self._documents.get(number, version)
        if document is None or document.collection != self.collection:
            loaded = document_rows.load(connection, number)
            document = replace(loaded, collection=self.collection)
            self._documents.put(number, version, document)
        return document

    def _passage(self, connection: sqlite3.Connection, stored: StoredPassage) -> Passage:
        document = self._load(connection, stored.document, stored.version)
        return document.passage(stored.span.start, stored.span.end)


def _claim(store: Store, embedder: Embedder) -> int:
    """Return the dimension of the store's vectors; an empty store takes the embedder's.

    Raises:
        EmbedderMismatchError: they come from another model.
    """
    with store.reading() as connection:
        name = read_fact(connection, "embedder")
        dimension = read_fact(connection, "dimension")
        empty = not listing.count(connection)
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


def _bring_up_to_date(vectors: PassageCodes, connection: sqlite3.Connection) -> bool:
    """Make the vectors those of the stored passages; return whether anything had to change.

    An id stands for one vector for ever, so comparing the ids is enough.

    Raises:
        StoreDamagedError: a stored vector is broken.
    """
    wanted, held = passage_rows.all_ids(connection), vectors.sorted_ids()
    surplus = np.setdiff1d(held, wanted, assume_unique=True).tolist()
    missing = np.setdiff1d(wanted, held, assume_unique=True).tolist()
    vectors.remove(surplus)
    for ids, rows in passage_rows.vectors_of(connection, missing, vectors.dimension):
        vectors.add(ids, rows)
    return bool(surplus or missing)
