"""What is computed of documents before they are written: passages and their vectors."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.chunking import chunk
from index.embedding import Embedder, Vectors
from index.errors import ModelError
from index.types import Document, Passage
from index.vectors import check_unit_rows

TEXTS_AT_ONCE = 256
"""Texts that are gathered from several documents before they are embedded together."""
KEY_BYTES = 16
"""Of a sha256, enough that no two texts ever share a key."""

EMBEDDED_AT_ONCE = 1_024
"""Texts of one document that are embedded before it is asked whether that should go on."""

Pause = Callable[[], None]
"""Is called between pieces of long work; what it raises ends the work."""
Known = Callable[[Collection[bytes]], Mapping[bytes, Vectors]]
"""Gives the rows (n, d) of texts that were embedded before, under their keys."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Short hashes of what is embedded for a passage: equal keys have equal vectors."""

    own: bytes
    """Of the passage with its title and headings."""
    sentences: bytes
    """Of all its sentences, in order."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The passages of a document with all that is computed before they are written."""

    title: str
    """The title that the passages are searched by."""
    passages: tuple[Passage, ...]
    keys: tuple[Keys, ...]
    vectors: Vectors
    """Unit rows (passages, d)."""
    sentence_vectors: tuple[Vectors, ...]
    """For each passage, unit rows (sentences, d)."""


def go_on() -> None:
    """Let work go on: the pause of what nobody ends."""


def prepare(
    documents: Sequence[Document], embedder: Embedder, known: Known, pause: Pause = go_on
) -> list[Prepared]:
    """Return the passages of each document, their vectors and those of their sentences.

    Texts that are known, or that stand in several of the documents, are not embedded again.
    Raises what ``pause`` raises.

    Raises:
        ModelError: the model cannot be loaded, or gives rows that are not unit vectors.
    """
    passages = [tuple(chunk(document)) for document in documents]
    texts: dict[bytes, list[str]] = {}
    keys = [tuple(_keys(each, embedder.name, texts) for each in found) for found in passages]
    rows = _rows(texts, embedder, known, pause)
    return [
        _prepared(document.title, found, own, rows, embedder.dimension)
        for document, found, own in zip(documents, passages, keys, strict=True)
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


def searched_text(passage: Passage) -> str:
    """Return what is embedded and searched for a passage: its title and headings, then its text."""
    title = "" if passage.heading.startswith(passage.title) else passage.title
    text = "\n".join(passage.readings) or passage.text
    return "\n".join(part for part in (title, passage.heading, text) if part)


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


def _keys(passage: Passage, embedder: str, texts: dict[bytes, list[str]]) -> Keys:
    """Return the keys of a passage, having noted in ``texts`` what they stand for."""
    own, sentences = [searched_text(passage)], passage.sentence_texts
    keys = Keys(_key(embedder, own), _key(embedder, sentences))
    texts[keys.own], texts[keys.sentences] = own, sentences
    return keys


def _key(embedder: str, texts: Sequence[str]) -> bytes:
    return hashlib.sha256(json.dumps([embedder, *texts]).encode()).digest()[:KEY_BYTES]


def _rows(
    texts: Mapping[bytes, Sequence[str]], embedder: Embedder, known: Known, pause: Pause
) -> dict[bytes, Vectors]:
    """Return the rows of the texts under their keys, embedding together what is not known."""
    found = dict(known(texts.keys()))
    missing = {key: own for key, own in texts.items() if key not in found}
    if missing:
        rows = _embedded([text for own in missing.values() for text in own], embedder, pause)
        ends = np.cumsum([len(own) for own in missing.values()])
        found.update(zip(missing, np.split(rows, ends[:-1]), strict=True))
    return found


def _embedded(texts: Sequence[str], embedder: Embedder, pause: Pause) -> Vectors:
    rows = np.empty((len(texts), embedder.dimension), dtype=np.float32)
    for start in range(0, len(texts), EMBEDDED_AT_ONCE):
        pause()
        part = slice(start, start + EMBEDDED_AT_ONCE)
        rows[part] = embed(texts[part], embedder)
    return rows


def _prepared(
    title: str,
    passages: tuple[Passage, ...],
    keys: tuple[Keys, ...],
    rows: Mapping[bytes, Vectors],
    dimension: int,
) -> Prepared:
    vectors = np.empty((len(passages), dimension), dtype=np.float32)
    for row, each in zip(vectors, keys, strict=True):
        row[:] = rows[each.own][0]
    return Prepared(title, passages, keys, vectors, tuple(rows[each.sentences] for each in keys))
