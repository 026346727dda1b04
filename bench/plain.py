"""The yardstick: sentence-transformers and FAISS, as plain as their documentation shows them.

``Plain`` runs them in a process of their own, for in one process they disturb each other: in turns
with OpenVINO, torch took 480 instead of 14 ms for the same question. Requests and replies are lines
of JSON.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from bench.adding import Seconds
from bench.speed import ROOT
from index.embedding import PACKAGED_DIMENSION, Vectors, packaged_folder

K = 10
BATCH = 32


class Plain:
    """The yardstick in a process of its own, which ends with the context."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "bench.plain"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(  # noqa: S603 - this very module
            command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )

    def __enter__(self) -> Self:
        self.search("The model is loaded.")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def add(self, texts: Sequence[str]) -> Seconds:
        """Embed and index texts on one thread, where torch burns no time by waiting."""
        return self._took({"add": list(texts)})

    def search(self, question: str) -> Seconds:
        """Embed a question on as many threads as torch likes, and find the nearest texts."""
        return self._took({"search": question})

    def tokens(self, texts: Sequence[str]) -> int:
        """Return of how many tokens the texts are, each cut at what the model reads."""
        return int(self._told({"tokens": list(texts)})["tokens"])

    def hold(self, rows: Vectors) -> None:
        """Index rows that were embedded before."""
        with tempfile.TemporaryDirectory(prefix="pincite-plain-") as folder:
            file = Path(folder) / "rows.npy"
            np.save(file, rows)
            self._told({"hold": str(file)})

    def _took(self, request: dict[str, object]) -> Seconds:
        told = self._told(request)
        return Seconds(told["wall"], told["cores"])

    def _told(self, request: dict[str, object]) -> dict[str, Any]:
        if not self._process.stdin or not self._process.stdout:
            raise RuntimeError("the process of the yardstick has no pipes")
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("The yardstick ended: is sentence-transformers installed?")
        told: dict[str, Any] = json.loads(line)
        return told


class _Work:
    """What is done in the process."""

    def __init__(self) -> None:
        import faiss
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(packaged_folder()), device="cpu")
        self._index = faiss.IndexFlatIP(PACKAGED_DIMENSION)

    def reply(self, request: dict[str, Any]) -> dict[str, float]:
        """Return what doing one request took, or what it asks for."""
        ((name, given),) = request.items()
        if name == "tokens":
            return {"tokens": int(self._model.preprocess(given)["attention_mask"].sum())}
        started = Seconds.now()
        if name == "add":
            self._on_one_thread(given)
        elif name == "search":
            self._index.search(self._embed([given]), K)
        elif name == "hold":
            self._index.add(np.load(given))
        seconds = Seconds.since(started)
        return {"wall": seconds.wall, "cores": seconds.cores}

    def _on_one_thread(self, texts: list[str]) -> None:
        import torch

        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        self._index.add(self._embed(texts))
        torch.set_num_threads(threads)

    def _embed(self, texts: list[str]) -> Vectors:
        rows = self._model.encode(
            texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(rows, dtype=np.float32)


def main() -> None:
    """Answer each line of standard input until it ends."""
    work = _Work()
    for line in sys.stdin:
        print(json.dumps(work.reply(json.loads(line))), flush=True)  # noqa: T201 - the reply


if __name__ == "__main__":
    main()
