"""What the reader is given: a question and sentences of one passage as rows of tokens.

    [CLS] question [SEP] headings : sentence sentence … [SEP]

A passage that does not fit is read in windows that share one sentence, so that no sentence is left
unread and each has the one before it in sight. A sentence too long for a window comes in pieces.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.types import Passage

MOST_TOKENS = 256
"""Tokens of a window."""
QUESTION_TOKENS, CONTEXT_TOKENS = 64, 40
"""Tokens of the question and of the headings; what is longer is cut."""

STEP = 8
"""Rows are filled up to a multiple of it. The runtime keeps what it works out for each shape that
it meets: 180 MB more after 400 questions, where every length is one."""

Arrays = Mapping[str, npt.NDArray[np.int64] | npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a part of one, in a window."""

    sentence: int
    """Counts from 0 in the passage's sentences."""
    start: int
    end: int
    """Half-open range of the window's tokens."""


@dataclass(frozen=True, slots=True)
class Window:
    """One row of tokens."""

    ids: tuple[int, ...]
    asked: int
    """How many of the tokens, at the beginning, are the question's."""
    pieces: tuple[Piece, ...]


class Windows:
    """Makes windows with the tokenizer of the embedding model."""

    def __init__(self, tokenizer_file: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first, self._parting = self._special("[CLS]"), self._special("[SEP]")

    def of(self, question: str, context: str, sentences: Sequence[str]) -> list[Window]:
        """Return the windows in which the sentences are read; none if there are no sentences."""
        start = [self._first, *self._ids(question)[:QUESTION_TOKENS], self._parting]
        headings = [*self._ids(context)[:CONTEXT_TOKENS], *self._ids(":")] if context else []
        room = MOST_TOKENS - len(start) - len(headings) - 1
        tokens = list(self._tokenized(sentences))
        return [
            self._window(start, headings, parts)
            for parts in _filled(list(_cut(tokens, room)), room)
        ]

    def _window(
        self, start: Sequence[int], headings: Sequence[int], parts: Sequence[tuple[int, list[int]]]
    ) -> Window:
        ids = [*start, *headings]
        pieces = []
        for sentence, tokens in parts:
            pieces.append(Piece(sentence, len(ids), len(ids) + len(tokens)))
            ids += tokens
        return Window((*ids, self._parting), len(start), tuple(pieces))

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found

    def _tokenized(self, texts: Sequence[str]) -> Iterator[list[int]]:
        for encoding in self._tokenizer.encode_batch(list(texts), add_special_tokens=False):
            yield encoding.ids or [self._parting]  # a sentence of unknown signs has a token too

    def _special(self, name: str) -> int:
        number = self._tokenizer.token_to_id(name)
        if number is None:
            raise ValueError(f"the tokenizer has no {name}")
        return int(number)


def arrays(windows: Sequence[Window]) -> Arrays:
    """Return n windows with s pieces in all as the model's input.

    ``ids``, ``mask`` and ``types`` are (n, tokens); ``members`` (s, longest) holds the places of
    each piece's tokens in the rows laid end to end, its last one repeated; ``shares`` (s, longest)
    weighs them to their mean; ``rows`` (s,) tells each piece's window.
    """
    width = -(-max(len(window.ids) for window in windows) // STEP) * STEP
    ids = np.zeros((len(windows), width), dtype=np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = window.ids
        mask[row, : len(window.ids)] = 1
        types[row, window.asked : len(window.ids)] = 1
    found = [(row, piece) for row, window in enumerate(windows) for piece in window.pieces]
    lengths = np.array([piece.end - piece.start for _, piece in found])
    starts = np.array([row * width + piece.start for row, piece in found])
    steps = np.arange(lengths.max())
    return {
        "ids": ids,
        "mask": mask,
        "types": types,
        "members": starts[:, None] + np.minimum(steps, lengths[:, None] - 1),
        "shares": ((steps < lengths[:, None]) / lengths[:, None]).astype(np.float32),
        "rows": np.array([row for row, _ in found]),
    }


def context_of(passage: Passage) -> str:
    """Return the title and headings under which a passage stands."""
    if passage.heading.startswith(passage.title):
        return passage.heading
    return " > ".join(part for part in (passage.title, passage.heading) if part)


def _cut(tokens: Sequence[list[int]], room: int) -> Iterator[tuple[int, list[int]]]:
    """Yield each sentence's number with its tokens, in pieces that fit."""
    for sentence, ids in enumerate(tokens):
        for at in range(0, len(ids), room):
            yield sentence, ids[at : at + room]


def _filled(
    parts: Sequence[tuple[int, list[int]]], room: int
) -> Iterator[Sequence[tuple[int, list[int]]]]:
    """Yield runs of parts that fit; each begins with the last of the run before, if that fits."""
    start = end = 0
    while end < len(parts):
        held = len(parts[start][1])
        if start < end and held + len(parts[end][1]) > room:
            start, held = end, len(parts[end][1])
        end = start + 1
        while end < len(parts) and held + len(parts[end][1]) <= room:
            held += len(parts[end][1])
            end += 1
        yield parts[start:end]
        start = end - 1
