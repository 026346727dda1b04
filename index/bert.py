"""The packaged sentence encoder on plain torch: the vectors of sentence-transformers, sooner.

A question takes less than half the time, and importing transformers, which takes seconds, is not
needed. It knows the architecture of all-MiniLM-L6-v2 and no other.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

HEADS = 12
EPSILON = 1e-12
MOST_TOKENS = 256
BATCH = 16
"""Texts that go through the model at once: measured fastest on two cores."""


@dataclass(frozen=True, slots=True)
class Affine:
    """A weight and a bias, of a linear layer or of a layer norm."""

    weight: Tensor
    bias: Tensor

    @classmethod
    def of(cls, weights: dict[str, Tensor], *names: str) -> Self:
        """Return the affine of that name; of several names, one that gives all their outputs."""
        return cls(
            torch.cat([weights[f"{name}.weight"] for name in names]),
            torch.cat([weights[f"{name}.bias"] for name in names]),
        )

    def linear(self, rows: Tensor) -> Tensor:
        """Apply it as a linear layer."""
        return functional.linear(rows, self.weight, self.bias)

    def norm(self, rows: Tensor) -> Tensor:
        """Apply it as a layer norm."""
        return functional.layer_norm(rows, self.bias.shape, self.weight, self.bias, EPSILON)


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer layer: attention, then a two-layer network, each added and normed."""

    attention: Affine
    """Queries, keys and values at once."""
    attended: Affine
    attended_norm: Affine
    inner: Affine
    outer: Affine
    outer_norm: Affine

    @classmethod
    def of(cls, weights: dict[str, Tensor], prefix: str) -> Self:
        """Return the layer whose weights are named ``prefix`` and so on."""
        asked = (f"{prefix}.attention.self.{name}" for name in ("query", "key", "value"))
        return cls(
            Affine.of(weights, *asked),
            Affine.of(weights, f"{prefix}.attention.output.dense"),
            Affine.of(weights, f"{prefix}.attention.output.LayerNorm"),
            Affine.of(weights, f"{prefix}.intermediate.dense"),
            Affine.of(weights, f"{prefix}.output.dense"),
            Affine.of(weights, f"{prefix}.output.LayerNorm"),
        )

    def __call__(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return the next states (n, tokens, d); ``mask`` (n, 1, 1, tokens) is true for tokens."""
        n, tokens, _ = states.shape
        parts = self.attention.linear(states).view(n, tokens, 3, HEADS, -1)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        joined = self.attended.linear(seen.transpose(1, 2).reshape(states.shape))
        states = self.attended_norm.norm(states + joined)
        inner = functional.gelu(self.inner.linear(states))
        return self.outer_norm.norm(states + self.outer.linear(inner))


class SentenceEncoder:
    """BERT, the mean of its token states, scaled to length 1; safe to use from several threads.

    Each text runs on one thread, several batches beside each other: threads within one
    multiplication wait for each other in a loop, which on a busy machine takes twenty times longer.
    """

    def __init__(self, folder: Path) -> None:
        """Read ``model.safetensors`` and ``tokenizer.json``; files that do not fit raise."""
        weights = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = Affine.of(weights, "embeddings.LayerNorm")
        count = sum(name.endswith("attention.self.query.bias") for name in weights)
        self._layers = [Layer.of(weights, f"encoder.layer.{n}") for n in range(count)]
        torch.set_num_threads(1)

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return unit rows (n, d) in the order of one or more texts, each cut at 256 tokens."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(tokens)), key=lambda at: len(tokens[at]))
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        rows = np.empty((len(tokens), self._words.shape[1]), dtype=np.float32)

        def fill(batch: Sequence[int]) -> None:
            rows[batch] = self._forward([tokens[at] for at in batch])

        if len(batches) == 1:
            fill(order)
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                list(
                    pool.map(fill, reversed(batches))
                )  # the longest first: no core waits at the end
        return rows

    @torch.inference_mode()
    def _forward(self, tokens: Sequence[Sequence[int]]) -> npt.NDArray[np.float32]:
        lengths = torch.tensor([len(each) for each in tokens])
        longest = int(lengths.max())
        numbers = torch.tensor([[*each, *[0] * (longest - len(each))] for each in tokens])
        mask = torch.arange(longest) < lengths[:, None]
        states = self._norm.norm(self._words[numbers] + self._places[:longest])
        for layer in self._layers:
            states = layer(states, mask[:, None, None])
        sums = (states * mask[:, :, None]).sum(dim=1)
        rows: npt.NDArray[np.float32] = functional.normalize(sums).numpy()
        return rows
