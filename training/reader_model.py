"""The reader as it is trained: the encoder of the embedding model with a head for sentences."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from rag.reader_windows import Window, Windows, arrays
from training.encoder import EncoderWithHead, given_to
from training.examples import Example


class ReaderModel(EncoderWithHead):
    """One pass over question and passage; mean, maximum and [CLS] give each piece a logit."""

    def __init__(self, folder: Path) -> None:
        """Start from the encoder in ``folder``, with an untrained head."""
        super().__init__(folder, outputs=1)

    def forward(
        self,
        ids: Tensor,
        mask: Tensor,
        types: Tensor,
        members: Tensor,
        shares: Tensor,
        rows: Tensor,
    ) -> Tensor:
        """Return a logit for each piece, (s,); shapes are told at ``reader_windows.arrays``."""
        states = self.states(ids, mask, types)
        inside = states.flatten(0, 1)[members]  # (s, longest, d)
        mean = (inside * shares.unsqueeze(2)).sum(1)
        pooled = torch.cat([mean.to(states.dtype), inside.amax(1), states[rows, 0]], 1)
        return self.judged(pooled).squeeze(1)


def tensors(windows: Sequence[Window]) -> dict[str, Tensor]:
    """Return the input of the model."""
    return {name: torch.from_numpy(array) for name, array in arrays(windows).items()}


def loss_of(logits: Tensor, rows: Tensor, gold: Tensor) -> Tensor:
    """Return the mean loss of a batch; ``gold`` (s,) is 1 for pieces that answer.

    It is the cross-entropy over the pieces of a window and the null option with logit 0, the
    answering ones summed, plus half the binary cross-entropy of each piece.
    """
    inside = _inside(rows)
    right = inside & (gold > 0)
    every = _beside_null(logits, inside)
    windows = len(inside)
    none = torch.where(right.any(1), -1e4, 0.0).unsqueeze(1)
    answering = torch.cat([logits.expand(windows, -1).masked_fill(~right, -1e4), none], 1)
    chosen = every.logsumexp(1) - answering.logsumexp(1)
    each = nn.functional.binary_cross_entropy_with_logits(logits, gold)
    return chosen.mean() + 0.5 * each


def taught_loss_of(logits: Tensor, rows: Tensor, taught: Sequence[Tensor]) -> Tensor:
    """Return the mean loss of a batch against what teachers make of it, each logits (s,).

    The goal is the mean of their shares, of the options of a window and of each piece by itself.
    Source: Hinton, Vinyals & Dean, Distilling the Knowledge in a Neural Network, 2015.
    """
    inside = _inside(rows)
    goals = torch.stack([_beside_null(each, inside).softmax(1) for each in taught]).mean(0)
    chosen = -(goals * _beside_null(logits, inside).log_softmax(1)).sum(1)
    alone = torch.stack([each.sigmoid() for each in taught]).mean(0)
    return chosen.mean() + 0.5 * nn.functional.binary_cross_entropy_with_logits(logits, alone)


@torch.inference_mode()
def logits_of(
    model: ReaderModel, windowing: Windows, examples: Sequence[Example]
) -> list[list[float]]:
    """Return a logit for each sentence of each example."""
    windows, owners = windows_of(windowing, examples)
    logits = iter(given_to(model, tensors(windows)).tolist())
    found = [[-float("inf")] * len(example.sentences) for example in examples]
    for window, owner in zip(windows, owners, strict=True):
        for piece, logit in zip(window.pieces, logits, strict=False):
            found[owner][piece.sentence] = max(found[owner][piece.sentence], logit)
    return found


def windows_of(windowing: Windows, examples: Sequence[Example]) -> tuple[list[Window], list[int]]:
    """Return the windows of the examples, and which example each is of."""
    pairs = [
        (window, number)
        for number, example in enumerate(examples)
        for window in windowing.of(example.question, example.context, example.sentences)
    ]
    return [window for window, _ in pairs], [number for _, number in pairs]


def _inside(rows: Tensor) -> Tensor:
    """Return which piece (s) is in which window (n), (n, s)."""
    return rows == torch.arange(int(rows.max()) + 1, device=rows.device).unsqueeze(1)


def _beside_null(logits: Tensor, inside: Tensor) -> Tensor:
    """Return the logits of each window's pieces and of the null option, (n, s + 1)."""
    rows = logits.expand(len(inside), -1).masked_fill(~inside, -1e4)
    return torch.cat([rows, logits.new_zeros(len(inside), 1)], 1)
