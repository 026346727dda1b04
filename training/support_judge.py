"""The support model as it would run in the product: does a claim follow from the words quoted?

It is not shipped yet (docs/decisions/006-reader.md tells why).
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.embedding import packaged_folder
from rag.models import ShippedModel
from training.support_pairs import Pairs, arrays

if TYPE_CHECKING:
    from index.network import Network

AT_ONCE = 16
"""Pairs that go through the model together."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a claim stands to its evidence: three probabilities whose sum is 1."""

    supported: float
    contradicted: float
    neither: float


class SupportJudge:
    """Runs an exported model; loaded when first used, safe to use from threads."""

    def __init__(self, model: ShippedModel) -> None:
        self._model = model
        self._loading = threading.Lock()
        self._loaded: tuple[Pairs, Network] | None = None

    def entails(self, claim: str, evidence: Sequence[str]) -> float:
        """Return how probably the claim follows from the evidence, 0 to 1.

        Raises:
            ModelError: the embedding model, whose tokenizer is used, or the runtime is broken.
        """
        (standing,) = self.weigh([(claim, evidence)])
        return standing.supported

    def weigh(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Standing]:
        """Return how each claim stands to its evidence.

        Raises:
            ModelError: the embedding model, whose tokenizer is used, or the runtime is broken.
        """
        pairs, network = self._ready()
        rows = [pairs.of(claim, evidence) for claim, evidence in claims]
        order = sorted(range(len(rows)), key=lambda at: len(rows[at].ids))
        found: dict[int, Standing] = {}
        for start in range(0, len(order), AT_ONCE):
            batch = order[start : start + AT_ONCE]
            logits = network.run(arrays([rows[at] for at in batch]))
            for at, row in zip(batch, logits, strict=True):
                powers = np.exp(row - row.max())
                found[at] = Standing(*(powers / powers.sum()).tolist())
        return [found[at] for at in range(len(rows))]

    def _ready(self) -> "tuple[Pairs, Network]":
        with self._loading:
            if self._loaded is None:
                pairs = Pairs(packaged_folder() / "tokenizer.json")
                self._loaded = pairs, self._model.network()
            return self._loaded
