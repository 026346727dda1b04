"""What is computed of documents before they are written: passages and their vectors."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from index.chunking import chunk
from index.embedding import Embedder, Vectors
from index.errors import ModelError
from index.records import Prepared, searched_text
from index.types import Document, Passage
from index.vectors import check_unit_rows

TEXTS_AT_ONCE = 256
"""Texts that are gathered from several documents before they are embedded together."""


def prepare(documents: Sequence[Document], embedder: Embedder) -> list[Prepared]:
    """Return each document with its passages, their vectors and those of their sentences.

    Raises:
        ModelError: the model cannot be loaded, or gives rows that are not unit vectors.
    """
    passages = [tuple(chunk(document)) for document in documents]
    rows = embed([text for each in passages for text in _texts(each)], embedder)
    ends = np.cumsum([len(_texts(each)) for each in passages], dtype=int)
    return [
        _prepared(document, each, own)
        for document, each, own in zip(documents, passages, np.split(rows, ends)[:-1], strict=True)
    ]


def embed(texts: Sequence[str], embedder: Embedder) -> Vectors:
    """Return unit rows (n, d) of the texts.

    Raises:
        ModelError: the model cannot be loaded, or gives rows that are not unit vectors.
    """
    rows = embedder.embed(texts)
    try:
        check_unit_rows(rows, embedder.dimension)
    except ValueError as error:
        raise ModelError(
            f"The embedding model {embedder.name!r} gives vectors that cannot be used ({error}). "
            "Use another one: set PINCITE_EMBEDDER."
        ) from error
    return rows


def sentence_texts(passage: Passage) -> list[str]:
    """Return the passage's sentences as texts, in order."""
    start = passage.span.start
    return [passage.text[span.start - start : span.end - start] for span in passage.sentences]


def gathered(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield the documents in order, in lists long enough to be embedded together."""
    held: list[Document] = []
    texts = 0
    for document in documents:
        held.append(document)
        texts += 1 + sum(len(block.sentences) for block in document.blocks)
        if texts >= TEXTS_AT_ONCE:
            yield held
            held, texts = [], 0
    if held:
        yield held


def _texts(passages: Sequence[Passage]) -> list[str]:
    """Return the texts to embed: every passage, then every sentence of each."""
    return [searched_text(passage) for passage in passages] + [
        text for passage in passages for text in sentence_texts(passage)
    ]


def _prepared(document: Document, passages: tuple[Passage, ...], rows: Vectors) -> Prepared:
    counts = [len(passages), *(len(passage.sentences) for passage in passages)]
    vectors, *sentence_vectors, _ = np.split(rows, np.cumsum(counts))
    return Prepared(document, passages, vectors, tuple(sentence_vectors))
