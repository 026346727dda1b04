"""What the models have in common: the encoder of the embedding model, and a small head."""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn


class EncoderWithHead(nn.Module):
    """An encoder of d dimensions with a head that reads 3 d numbers."""

    def __init__(self, folder: Path, outputs: int) -> None:
        """Start from the encoder in ``folder``, with an untrained head."""
        from transformers import AutoModel

        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=0.0,
        )
        width = self.encoder.config.hidden_size
        self.head = nn.Sequential(nn.Linear(3 * width, width), nn.GELU(), nn.Linear(width, outputs))

    def states(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """Return the states (n, tokens, d) of n rows of tokens."""
        found = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types)
        states: Tensor = found.last_hidden_state
        return states

    def judged(self, pooled: Tensor) -> Tensor:
        """Return what the head makes of rows (n, 3 d)."""
        found: Tensor = self.head(pooled)
        return found


def given_to(model: nn.Module, arrays: Mapping[str, Tensor]) -> Tensor:
    """Return the logits that a model gives, in bfloat16 as it is trained, where its weights are."""
    device = next(model.parameters()).device
    with torch.autocast(device.type, dtype=torch.bfloat16):
        logits: Tensor = model(**{name: array.to(device) for name, array in arrays.items()})
    return logits.float()


def drop_out(model: nn.Module, share: float) -> None:
    """Let a model forget a share of its hidden states while it learns."""
    for part in model.modules():
        if isinstance(part, nn.Dropout):
            part.p = share
