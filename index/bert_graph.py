"""The network of all-MiniLM-L6-v2 for OpenVINO, built from weights under their published names.

It knows this architecture and no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.network import Model, Node, constant, ops

HEADS = 12
EPSILON = 1e-12
UNSEEN = 10_000.0
"""Is taken from the attention that a token gives to what only fills up the row."""

Weights = Mapping[str, npt.NDArray[np.float32]]


def sentence_model(weights: Weights) -> Model:
    """Return the network that sums the states of a text's tokens.

    It takes ``ids`` (n, tokens; int32) and ``mask`` (n, tokens; float32, 1 for tokens, 0 for what
    fills up) and gives (n, d), which are no unit vectors yet.

    Raises:
        KeyError: weights are missing.
    """
    ids, mask = asked("ids", np.int32, 2), asked("mask", np.float32, 2)
    states = Bert(weights).states(ids, mask)
    seen = ops.multiply(states, ops.unsqueeze(mask, np.int32(2)))
    return Model([ops.reduce_sum(seen, np.int32(1))], [ids, mask], "all-MiniLM-L6-v2")


def asked(name: str, kind: type[np.generic], dimensions: int) -> Node:
    """Return an input of a network whose sizes may be any."""
    given = ops.parameter([-1] * dimensions, kind, name=name)
    given.output(0).set_names({name})
    return given


@dataclass(frozen=True, slots=True)
class Bert:
    """The encoder, with the pieces that heads on it are made of."""

    weights: Weights

    def states(self, ids: Node, mask: Node) -> Node:
        """Return the states (n, tokens, d)."""
        unseen = ops.multiply(ops.subtract(mask, np.float32(1)), np.float32(UNSEEN))
        bias = ops.unsqueeze(unseen, np.array([1, 2], np.int32))
        states = self._embedded(ids)
        depth = sum(name.endswith("attention.self.query.bias") for name in self.weights)
        for number in range(depth):
            states = self._layer(f"encoder.layer.{number}", states, bias)
        return states

    def linear(self, rows: Node, *names: str) -> Node:
        """Return a linear layer's outputs; of several names those of all, side by side."""
        weight = np.concatenate([self.weights[f"{name}.weight"] for name in names])
        bias = np.concatenate([self.weights[f"{name}.bias"] for name in names])
        return ops.add(ops.matmul(rows, constant(weight), False, True), constant(bias))

    def _embedded(self, ids: Node) -> Node:
        """Return the states of words at their places."""
        part = "embeddings.{}_embeddings.weight".format
        zero, one = np.array([0], np.int32), np.array([1], np.int32)
        tokens = ops.gather(ops.shape_of(ids, "i32"), one, np.int32(0))
        places = ops.slice(constant(self.weights[part("position")]), zero, tokens, one, zero)
        words = ops.gather(constant(self.weights[part("word")]), ids, np.int32(0))
        kind = constant(self.weights[part("token_type")][0])
        return self._normed("embeddings.LayerNorm", ops.add(ops.add(words, places), kind))

    def _layer(self, name: str, states: Node, bias: Node) -> Node:
        """Return the next states: attention, then a two-layer network, each added and normed."""
        attended = self._attended(f"{name}.attention", states, bias)
        states = self._normed(f"{name}.attention.output.LayerNorm", ops.add(states, attended))
        inner = ops.gelu(self.linear(states, f"{name}.intermediate.dense"), "erf")
        outer = self.linear(inner, f"{name}.output.dense")
        return self._normed(f"{name}.output.LayerNorm", ops.add(states, outer))

    def _attended(self, name: str, states: Node, bias: Node) -> Node:
        """Return what the heads gather from the other tokens."""
        width = len(self.weights["embeddings.LayerNorm.bias"])
        together = self.linear(
            states, *(f"{name}.self.{part}" for part in ("query", "key", "value"))
        )
        by_head = ops.reshape(
            together, np.array([0, 0, 3, HEADS, width // HEADS], np.int32), special_zero=True
        )
        parts = ops.split(
            ops.transpose(by_head, np.array([2, 0, 3, 1, 4], np.int32)), np.int32(0), 3
        )
        query, key, value = (ops.squeeze(parts.output(n), np.int32(0)) for n in range(3))
        seen = ops.scaled_dot_product_attention(query, key, value, bias)
        joined = ops.transpose(seen, np.array([0, 2, 1, 3], np.int32))
        rows = ops.reshape(joined, np.array([0, 0, width], np.int32), special_zero=True)
        return self.linear(rows, f"{name}.output.dense")

    def _normed(self, name: str, states: Node) -> Node:
        """Return the states normed over each token."""
        even = ops.mvn(states, np.array([-1], np.int32), True, EPSILON, "inside_sqrt")
        scaled = ops.multiply(even, constant(self.weights[f"{name}.weight"]))
        return ops.add(scaled, constant(self.weights[f"{name}.bias"]))
