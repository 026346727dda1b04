"""Large stores of generated documents: texts of a Zipf vocabulary, vectors round real ones.

They are written by the store's own rows and indexes, a few thousand passages a transaction. What is
spared is reading, chunking and embedding: those cost hours at a million passages, and measuring
them needs no more than a thousand (see ``bench/adding.py``).
"""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index import records
from index.embedding import Embedder, Vectors
from index.passage_index import PassageIndex
from index.preparing import Keys, Prepared
from index.store import Store
from index.types import Block, BlockKind, Document, Span, document_id

PASSAGES_A_DOCUMENT = 20
SENTENCES = 3
"""Sentences of a passage."""
WORDS = 14
"""Words of a sentence."""
DOCUMENTS_AT_ONCE = 200
VOCABULARY = 60_000
"""No more than the stemmer remembers, or filling would measure the stemmer."""
FLATTENED = 20
"""Of the Zipf-Mandelbrot law, 1 / (rank + this): content words alone, for function words are not
searched. The most frequent one then stands in a fifth of the passages, as in English text."""
NOISE = (0.3, 0.9)
"""Length of what is added to a real unit vector, drawn evenly: cosines of 0.96 to 0.74 to it."""

Words = npt.NDArray[np.str_]


class Generator:
    """Documents from a seed: the same number gives the same document."""

    def __init__(self, real: Vectors) -> None:
        """Draw vectors round the rows of ``real`` (n, d)."""
        self._real = real
        self.words = np.array([_word(rank) for rank in range(VOCABULARY)])
        weights = 1 / (np.arange(VOCABULARY) + FLATTENED)
        self._shares = np.cumsum(weights / weights.sum())

    def document(self, number: int) -> tuple[Document, Prepared]:
        """Return a document with its passages and their vectors."""
        rng = np.random.default_rng(number)
        document = _document(number, self._paragraphs(rng))
        passages = tuple(document.passage(b.span.start, b.span.end) for b in document.blocks)
        near = self._real[rng.integers(len(self._real), size=len(passages))]
        vectors = around(near, rng)
        sentences = around(np.repeat(vectors, SENTENCES, axis=0), rng)
        keys = tuple(_keys(number, at) for at in range(len(passages)))
        parted = tuple(np.split(sentences, len(passages)))
        return document, Prepared(document.title, passages, keys, vectors, parted)

    def _paragraphs(self, rng: np.random.Generator) -> list[list[str]]:
        """Return the sentences of each passage."""
        drawn = np.searchsorted(
            self._shares, rng.random((PASSAGES_A_DOCUMENT, SENTENCES, WORDS)), side="right"
        )
        texts = self.words[np.minimum(drawn, VOCABULARY - 1)]
        return [[f"{' '.join(words).capitalize()}." for words in passage] for passage in texts]


def around(rows: Vectors, rng: np.random.Generator) -> Vectors:
    """Return a unit row near each of these unit rows (n, d), at the cosines of ``NOISE``."""
    count, dimension = rows.shape
    noise = rng.standard_normal((count, dimension), dtype=np.float32)
    lengths = rng.uniform(*NOISE, size=(count, 1)).astype(np.float32)
    moved = rows + noise * (lengths / np.sqrt(np.float32(dimension)))
    made: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return made


def fill(folder: Path, embedder: Embedder, generator: Generator, passages: int) -> Iterator[int]:
    """Make a store of about so many passages; yield how many are written, now and then."""
    PassageIndex.open(folder, embedder).close()
    store = Store(folder)
    documents = -(-passages // PASSAGES_A_DOCUMENT)
    try:
        for start in range(0, documents, DOCUMENTS_AT_ONCE):
            end = min(start + DOCUMENTS_AT_ONCE, documents)
            made = [generator.document(number) for number in range(start, end)]
            with store.writing() as connection:
                for document, prepared in made:
                    records.insert(connection, document, prepared, "")
            yield end * PASSAGES_A_DOCUMENT
    finally:
        store.close()


def _document(number: int, paragraphs: list[list[str]]) -> Document:
    blocks, text = [], ""
    for sentences in paragraphs:
        start, spans = len(text), []
        for sentence in sentences:
            spans.append(Span(len(text), len(text) + len(sentence)))
            text += sentence + " "
        blocks.append(Block(Span(start, len(text) - 1), BlockKind.PARAGRAPH, tuple(spans)))
        text = text[:-1] + "\n\n"
    source = f"generated-{number}.txt"
    return Document(document_id(source), f"Document {number}", text, tuple(blocks), source)


def _word(rank: int) -> str:
    """Return a word of four to eight letters that looks like none of a language."""
    digest = blake2b(str(rank).encode(), digest_size=8).digest()
    pairs = zip(digest[::2], digest[1::2], strict=True)
    letters = "".join("bdfgklmnprtvz"[a % 13] + "aiou"[b % 4] for a, b in pairs)
    return letters[: 5 + digest[0] % 4] + "k"


def _keys(number: int, at: int) -> Keys:
    own = blake2b(f"{number}/{at}".encode(), digest_size=16).digest()
    return Keys(own, blake2b(own, digest_size=16).digest())
