"""What the support model is given: a claim and the words it rests on as rows of tokens.

[CLS] claim [SEP] evidence [SEP]
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

MOST_TOKENS = 192
"""Tokens of a pair; evidence that is longer is cut."""
CLAIM_TOKENS = 96


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of tokens."""

    ids: tuple[int, ...]
    claimed: int
    """How many of the tokens, at the beginning, are the claim's, its signs included."""


class Pairs:
    """Makes pairs with the tokenizer of the embedding model."""

    def __init__(self, tokenizer_file: Path) -> None:
        """Read the tokenizer.

        Raises:
            ValueError: it is no tokenizer of a BERT model.
        """
        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        first, parting = (self._tokenizer.token_to_id(sign) for sign in ("[CLS]", "[SEP]"))
        if first is None or parting is None:
            raise ValueError("the tokenizer has no [CLS] or [SEP]")
        self._first, self._parting = first, parting

    def of(self, claim: str, evidence: Sequence[str]) -> Pair:
        """Return the row for a claim and the sentences it rests on."""
        claimed = [self._first, *self._ids(claim)[:CLAIM_TOKENS], self._parting]
        told = self._ids(" ".join(evidence))[: MOST_TOKENS - len(claimed) - 1]
        return Pair((*claimed, *told, self._parting), len(claimed))

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found


def arrays(pairs: Sequence[Pair]) -> Mapping[str, npt.NDArray[np.int64]]:
    """Return n pairs as the model's input: ``ids``, ``mask`` and ``types``, each (n, tokens)."""
    width = max(len(pair.ids) for pair in pairs)
    ids = np.zeros((len(pairs), width), dtype=np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    for row, pair in enumerate(pairs):
        ids[row, : len(pair.ids)] = pair.ids
        mask[row, : len(pair.ids)] = 1
        types[row, pair.claimed : len(pair.ids)] = 1
    return {"ids": ids, "mask": mask, "types": types}
