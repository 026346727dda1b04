"""The support model as it is trained: does a claim follow from the words it rests on?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import torch
from torch import Tensor

from training.encoder import EncoderWithHead, given_to
from training.support_pairs import Pairs, arrays


class Label(IntEnum):
    """How a claim stands to its evidence; the first three are the model's classes, in order."""

    SUPPORTED = 0
    CONTRADICTED = 1
    NEITHER = 2
    NOT_SUPPORTED = 3
    """Contradicted or neither: it is not known which."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with evidence and how it stands to it."""

    claim: str
    evidence: tuple[str, ...]
    label: Label


class SupportModel(EncoderWithHead):
    """One pass over claim and evidence; [CLS] and the means of both give three logits."""

    def __init__(self, folder: Path) -> None:
        """Start from the encoder in ``folder``, with an untrained head."""
        super().__init__(folder, outputs=3)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """Return the logits (n, 3) of n pairs; shapes are told at ``support_pairs.arrays``."""
        states = self.states(ids, mask, types)
        pooled = [states[:, 0], _mean(states, mask - types), _mean(states, types)]
        return self.judged(torch.cat(pooled, 1))


def loss_of(logits: Tensor, labels: Sequence[Label]) -> Tensor:
    """Return the mean loss: cross-entropy, or -log(1 - p(supported)) where no more is known."""
    shares = logits.log_softmax(1)
    known = torch.stack([shares[:, label] for label in list(Label)[:3]], 1)
    against = shares[:, 1:].logsumexp(1, keepdim=True)
    wanted = torch.tensor(labels, device=logits.device).unsqueeze(1)
    chosen = torch.cat([known, against], 1).gather(1, wanted)
    return -chosen.mean()


def taught_loss_of(logits: Tensor, taught: Sequence[Tensor]) -> Tensor:
    """Return the mean cross-entropy against the mean of what teachers make of it, each (n, 3)."""
    goals = torch.stack([each.softmax(1) for each in taught]).mean(0)
    return -(goals * logits.log_softmax(1)).sum(1).mean()


def logits_of(model: SupportModel, pairs: Pairs, judged: Sequence[Judged]) -> Tensor:
    """Return the logits (n, 3) of n claims with their evidence."""
    given = arrays([pairs.of(each.claim, each.evidence) for each in judged])
    return given_to(model, {name: torch.from_numpy(array) for name, array in given.items()})


def _mean(states: Tensor, inside: Tensor) -> Tensor:
    weights = inside.unsqueeze(2).to(states.dtype)
    mean: Tensor = (states * weights).sum(1) / weights.sum(1).clamp(min=1)
    return mean
