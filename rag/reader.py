"""The reader: a small model that tells how clearly each sentence of a passage answers a question.

It was made by ``training/`` (see ``rag/models/MODEL_CARD.md``) and runs on OpenVINO. Where its
weights or the runtime are missing, there is no reader, and the product goes by its rules alone.
"""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.embedding import installed_folder
from index.types import Passage
from rag.models import READER, ShippedModel
from rag.reader_windows import Windows, arrays, context_of

if TYPE_CHECKING:
    from index.network import Network

Logits = npt.NDArray[np.float32]


class Reader(Protocol):
    """Reads passages with a question in mind."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Logits]:
        """Return for each passage one logit a citable sentence, in order.

        0 is the logit of "nothing here answers": a sentence below it answers less likely than not.
        """


class ShippedReader:
    """The reader that comes with Pincite; loaded when first used, safe to use from threads."""

    def __init__(self, model: ShippedModel = READER) -> None:
        self._model = model
        self._loading = threading.Lock()
        self._loaded: tuple[Windows, Network] | None = None

    def read(self, question: str, passages: Sequence[Passage]) -> list[Logits]:
        """Return for each passage one logit a citable sentence, in order.

        A long passage is read in windows, and a sentence that stands in several of them has the
        highest of its logits.

        Raises:
            ModelError: the embedding model, whose tokenizer is used, or the runtime is broken.
        """
        return self.read_texts(
            question, [(context_of(passage), passage.sentence_texts) for passage in passages]
        )

    def read_texts(self, question: str, texts: Sequence[tuple[str, Sequence[str]]]) -> list[Logits]:
        """Return the same for passages given as their headings and sentences."""
        windows, network = self.ready()
        found = [np.full(len(sentences), -np.inf, dtype=np.float32) for _, sentences in texts]
        laid = [
            (logits, window)
            for logits, (context, sentences) in zip(found, texts, strict=True)
            for window in windows.of(question, context, sentences)
        ]
        laid.sort(key=lambda each: -len(each[1].ids))  # the longest first: no core waits at the end
        read = network.run_each([arrays([window]) for _, window in laid])
        for (logits, window), row in zip(laid, read, strict=True):
            for piece, logit in zip(window.pieces, row, strict=True):
                logits[piece.sentence] = max(logits[piece.sentence], logit)
        return found

    def ready(self) -> "tuple[Windows, Network]":
        """Return what reads, loaded before or now; raises as ``read``."""
        with self._loading:
            if self._loaded is None:
                windows = Windows(installed_folder() / "tokenizer.json")
                self._loaded = windows, self._model.network()
            return self._loaded


def load_reader(model: ShippedModel = READER) -> ShippedReader | None:
    """Return the reader, or None if it cannot be used: ``model.problem()`` tells why.

    The weights are checked against their sha256 here and loaded on first use.
    """
    return None if model.problem() else ShippedReader(model)
