"""Measurements of a peer or of Pincite, each in a process of its own."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import IO, Any

from bench.peers.adapters import Rows
from bench.speed import ROOT
from index.embedding import packaged_folder

QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    "TOKENIZERS_PARALLELISM": "false",
    "TQDM_DISABLE": "1",
}
"""No program sends anything, and no thread burns a core's time by waiting."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is added: texts, some before the clock runs, and vectors of the others if known."""

    texts: Sequence[str]
    warming: Sequence[str] = ()
    rows: Rows | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What adding took."""

    passages: int
    wall: float
    cores: float
    version: str
    """Of the peer; empty for Pincite."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a process did that was started cold."""

    start: float
    """Seconds from its start until the first answer: importing, loading, searching."""
    walls: Sequence[float]
    """Seconds of each question after the first."""
    resident: float
    """MiB that it holds at the end."""
    found: Sequence[str] = ()
    """What it found for the first question."""


def add(python: Path, name: str, folder: Path, given: Given, passages: int) -> Added:
    """Return what adding to the store of a folder took, which is made if it is missing.

    Raises:
        SystemExit: the process failed.
    """
    folder.mkdir(exist_ok=True)
    job = {"texts": given.texts, "warming": given.warming, "rows": given.rows}
    with _working(python, name, folder, job) as replies:
        told = _reply(name, replies)
    return Added(passages, told["wall"], told["cores"], told["version"])


def ask(python: Path, name: str, folder: Path, questions: Sequence[str]) -> Asked:
    """Return what a cold process took that asks the store of a folder.

    Raises:
        SystemExit: the process failed.
    """
    started = perf_counter()
    with _working(python, name, folder, {"questions": questions}) as replies:
        first = _reply(name, replies)
        start = perf_counter() - started
        told = _reply(name, replies)
    return Asked(start, told["walls"], told["resident"], first["found"])


@contextmanager
def _working(python: Path, name: str, folder: Path, job: dict[str, Any]) -> Iterator[IO[str]]:
    with tempfile.TemporaryDirectory(prefix="pincite-peers-") as place:
        file = Path(place) / "job.json"
        file.write_text(json.dumps({**job, "model": str(packaged_folder())}), "utf-8")
        command = [str(python), "-m", "bench.peers.work", name, str(folder), str(file)]
        with subprocess.Popen(  # noqa: S603 - a module of this package
            command, cwd=ROOT, env={**os.environ, **QUIET}, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None  # noqa: S101 - as it was asked for
            yield process.stdout


def _reply(name: str, replies: IO[str]) -> dict[str, Any]:
    """Return the next line that is a reply; some peers greet on standard output."""
    for line in replies:
        if line.startswith("{"):
            told: dict[str, Any] = json.loads(line)
            return told
    raise SystemExit(f"{name} ended without a reply: its last lines above say why.")
