"""The packaged sentence encoder: the vectors of its makers' library, sooner.

Neither torch nor transformers, which take seconds, is imported.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.bert_graph import sentence_model
from index.network import Inputs, Network, Rows

MOST_TOKENS = 256
STEP = 8
"""Rows of tokens are filled up to a multiple of it, so that the network meets few shapes."""
TOKENS_AT_ONCE = 1_024
"""Tokens, filled up ones included, that go through the network together."""


class SentenceEncoder:
    """BERT, the mean of its token states, scaled to length 1; safe to use from several threads.

    A text has the very same vector, bit for bit, whatever is embedded beside it.
    """

    def __init__(self, folder: Path) -> None:
        """Read ``model.safetensors`` and ``tokenizer.json``; files that do not fit raise."""
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._network = Network(sentence_model(load_file(folder / "model.safetensors")))

    def encode(self, texts: Sequence[str]) -> Rows:
        """Return unit rows (n, d) in the order of one or more texts, each cut at 256 tokens."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        batches = list(batched([len(each) for each in tokens]))
        inputs = [_inputs([tokens[at] for at in batch]) for batch in batches]
        sums = np.concatenate(self._network.run_each(inputs))
        rows = np.empty_like(sums)
        rows[np.concatenate(batches)] = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return rows


def batched(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of texts that go through the network together, by their tokens.

    These are filled up to one length: a text's vector then hangs on nothing beside it, and next to
    nothing is computed for nothing. The longest come first: so no core waits at the end.

    >>> list(batched([255, 4, 250, 256, 252, 251]))
    [[0, 2, 3, 4], [5], [1]]
    """
    by_length: dict[int, list[int]] = {}
    for at, length in enumerate(lengths):
        by_length.setdefault(filled(length), []).append(at)
    for length, places in sorted(by_length.items(), reverse=True):
        together = TOKENS_AT_ONCE // length
        for start in range(0, len(places), together):
            yield places[start : start + together]


def filled(tokens: int) -> int:
    """Return how long a row is filled up to be."""
    return -(-tokens // STEP) * STEP


def _inputs(tokens: Sequence[Sequence[int]]) -> Inputs:
    shape = len(tokens), filled(max(map(len, tokens)))
    ids, mask = np.zeros(shape, dtype=np.int32), np.zeros(shape, dtype=np.float32)
    for at, each in enumerate(tokens):
        ids[at, : len(each)] = each
        mask[at, : len(each)] = 1
    return {"ids": ids, "mask": mask}
