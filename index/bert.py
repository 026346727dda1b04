"""The packaged sentence encoder on plain torch: the vectors of sentence-transformers, sooner.

A question takes less than half the time, and importing transformers, which takes seconds, is not
needed. It knows the architecture of all-MiniLM-L6-v2 and no other.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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


Weights = dict[str, Tensor]


class Linear:
    """A linear layer."""

    def __init__(self, weights: Weights, *names: str) -> None:
        """Take the layer of that name; of several names, one that gives all their outputs."""
        self._bias = torch.cat([weights[f"{name}.bias"] for name in names])
        weight = torch.cat([weights[f"{name}.weight"] for name in names])
        try:
            # In oneDNN's own order of memory: half the time. The call is torch's own, not a
            # promised one, and not on every processor; torch is pinned, and does without it too.
            self._weight = torch.ops.mkldnn._reorder_linear_weight(weight, None)
        except (AttributeError, RuntimeError):
            self._weight = weight

    def __call__(self, rows: Tensor) -> Tensor:
        """Return the outputs for rows (…, d)."""
        if not self._weight.is_mkldnn:
            return functional.linear(rows, self._weight, self._bias)
        packed = (self._weight, self._bias)
        outputs: Tensor = torch.ops.mkldnn._linear_pointwise(rows, *packed, "none", [], "")
        return outputs


class Norm:
    """A layer norm."""

    def __init__(self, weights: Weights, name: str) -> None:
        self._weight, self._bias = weights[f"{name}.weight"], weights[f"{name}.bias"]

    def __call__(self, rows: Tensor) -> Tensor:
        """Return rows (…, d) normed."""
        shape = self._bias.shape
        return functional.layer_norm(rows, shape, self._weight, self._bias, EPSILON)


class Layer:
    """One transformer layer: attention, then a two-layer network, each added and normed."""

    def __init__(self, weights: Weights, prefix: str) -> None:
        asked = (f"{prefix}.attention.self.{name}" for name in ("query", "key", "value"))
        self._attention = Linear(weights, *asked)
        self._attended = Linear(weights, f"{prefix}.attention.output.dense")
        self._attended_norm = Norm(weights, f"{prefix}.attention.output.LayerNorm")
        self._inner = Linear(weights, f"{prefix}.intermediate.dense")
        self._outer = Linear(weights, f"{prefix}.output.dense")
        self._outer_norm = Norm(weights, f"{prefix}.output.LayerNorm")

    def __call__(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return the next states (n, tokens, d); ``mask`` (n, 1, 1, tokens) is true for tokens."""
        n, tokens, _ = states.shape
        parts = self._attention(states).view(n, tokens, 3, HEADS, -1)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        joined = self._attended(seen.transpose(1, 2).reshape(states.shape))
        states = self._attended_norm(states + joined)
        inner = functional.gelu(self._inner(states))
        return self._outer_norm(states + self._outer(inner))


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
        self._norm = Norm(weights, "embeddings.LayerNorm")
        count = sum(name.endswith("attention.self.query.bias") for name in weights)
        self._layers = [Layer(weights, f"encoder.layer.{n}") for n in range(count)]
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
        states = self._norm(self._words[numbers] + self._places[:longest])
        for layer in self._layers:
            states = layer(states, mask[:, None, None])
        sums = (states * mask[:, :, None]).sum(dim=1)
        rows: npt.NDArray[np.float32] = functional.normalize(sums).numpy()
        return rows
