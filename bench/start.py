"""What starting and checking cost, and what a store takes on the disk: part of ``make bench``.

    python -m bench.start [--rounds 5]

Each start is a process of its own. What it reads lies in the system's memory from the round
before, as on a machine that is in use; the very first start takes longer.
"""

import argparse
import http.client
import json
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from bench.cached_embedder import CachedEmbedder
from bench.load import Server
from bench.readme import put
from bench.speed import ASKED, ROOT, commit, documents, fill, machine, parser, spread, told
from index.embedding import load_embedder
from index.passage_index import PassageIndex
from rag.assembly import seed
from rag.evaluation.layouts import read_questions

RESULT = ROOT / "bench" / "results" / "start.md"
SEED = "seed article"
QUESTION = "How many public PRs did Codex generate in its first 53 days?"
ANSWERS = 40
"""Answers after which the memory is looked at again."""
SENTENCES = 60
"""Sentences of the draft that is checked: the first ones of documents that are stored."""
WAIT = 0.005
"""Seconds between two attempts to reach a server that starts."""


@dataclass(frozen=True, slots=True)
class Start:
    """What one start of the server took."""

    first_byte: float
    """Seconds until the first byte of the page came."""
    ready: float
    """Seconds until a question could be answered."""


@dataclass(frozen=True, slots=True)
class Memory:
    """MiB that a server has on the seed article."""

    ready: float
    used: float
    """After ``ANSWERS`` answers and a check."""


class Client:
    """Asks a server that may not be there yet."""

    def __init__(self, port: int) -> None:
        self._port = port

    def get(self, path: str) -> int:
        """Return the status of the answer; 0 while nobody answers."""
        return self._sent("GET", path, None)[0]

    def post(self, path: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is answered, as JSON; any other status than 200 ends the measurement."""
        status, body = self._sent("POST", path, json.dumps(content))
        if status != 200:
            raise SystemExit(f"{path} was answered with {status}: {body[:200].decode()}")
        found: dict[str, Any] = json.loads(body)
        return found

    def _sent(self, method: str, path: str, body: str | None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            answered = connection.getresponse()
            return answered.status, answered.read()
        except OSError:
            return 0, b""
        finally:
            connection.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the report, keep it and put its figures into the README."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="pincite-start-") as temporary:
        seeded, large = Path(temporary) / "seeded", Path(temporary) / "large"
        with PassageIndex.open(seeded, load_embedder()) as index:
            seed(index)
        with PassageIndex.open(large, CachedEmbedder(load_embedder(), options.cache)) as index:
            fill(index, options.data)
            passages = index.passage_count
        told("cold starts")
        stores = {SEED: seeded, f"{passages:,} passages": large}
        times = range(options.rounds)
        asked = {name: [asked_cold(store) for _ in times] for name, store in stores.items()}
        starts = {name: [started(store) for _ in times] for name, store in stores.items()}
        told("memory and checking")
        memory = held(seeded, options.data)
        check = checked(large, options.data)
        size = sum(file.stat().st_size for file in large.rglob("*") if file.is_file())
    report = "\n".join(_report(options, asked, starts, memory, check, size / passages)) + "\n"
    options.result.write_text(report, encoding="utf-8")
    if options.result == RESULT:
        put("start", summary(asked[SEED], starts[SEED], memory, check, size / passages))
    told(report)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    asked = parser("bench.start", __doc__, RESULT)
    asked.add_argument("--rounds", type=int, default=5, help="cold starts of each kind")
    return asked.parse_args(arguments)


def asked_cold(store: Path) -> float:
    """Return the seconds of a whole process that answers one question."""
    command = [sys.executable, "-m", "api.cli", "ask", QUESTION, "--store", str(store)]
    began = perf_counter()
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)  # noqa: S603 - this program
    if ended.returncode not in {0, 1}:  # 1: the sources do not say
        raise SystemExit(ended.stderr.decode())
    return perf_counter() - began


def started(store: Path) -> Start:
    """Return what one start of the server took."""
    with _serving(store) as (client, _, began):
        _until(client, "/")
        first = perf_counter() - began
        _until(client, "/readyz")
        return Start(first, perf_counter() - began)


def held(store: Path, data: Path) -> Memory:
    """Return the memory of a server when it is ready, and after some work."""
    with _serving(store) as (client, server, _):
        _until(client, "/readyz")
        client.post("/v1/answers", {"question": QUESTION})
        ready = server.resident
        for question in islice(read_questions(data / ASKED[0]), ANSWERS):
            client.post("/v1/answers", {"question": question.text})
        client.post("/v1/checks", {"text": draft(data)})
        return Memory(ready, server.resident)


def checked(store: Path, data: Path) -> float:
    """Return the seconds that the check of a draft takes for each sentence."""
    with _serving(store) as (client, _, _):
        _until(client, "/readyz")
        client.post("/v1/checks", {"text": "The model is loaded."})
        began = perf_counter()
        found = client.post("/v1/checks", {"text": draft(data)})
        return (perf_counter() - began) / len(found["sentences"])


def draft(data: Path) -> str:
    """Return a draft of sentences of stored documents, each from another one."""
    found = (" ".join(document.text.split()).partition(". ")[0] for document in documents(data))
    return "\n\n".join(f"{text}." for text in islice(found, SENTENCES))


@contextmanager
def _serving(store: Path) -> Iterator[tuple[Client, Server, float]]:
    """Give a client of a server that begins to start now, and when that was."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port), "--no-seeds"]
    quiet, began = subprocess.DEVNULL, perf_counter()
    process = subprocess.Popen(  # noqa: S603 - this program itself
        [*command, "--store", str(store)], cwd=ROOT, stdout=quiet, stderr=quiet
    )
    with process:
        try:
            yield Client(port), Server("127.0.0.1", port, process.pid), began
        finally:
            process.terminate()


def _until(client: Client, path: str) -> None:
    while client.get(path) != 200:
        sleep(WAIT)


def summary(
    asked: Sequence[float], starts: Sequence[Start], memory: Memory, check: float, size: float
) -> str:
    """Return the paragraph of the README: seconds of the seed article, bytes of a passage."""
    first, ready = (
        statistics.median(each)
        for each in zip(*((s.first_byte, s.ready) for s in starts), strict=True)
    )
    return (
        f"`pincite ask` takes {statistics.median(asked):.1f} s from the command to the answer, its "
        f"whole process; `pincite serve` sends its page after {first:.1f} s and is ready after "
        f"{ready:.1f} s. The server takes {memory.ready:.0f} MiB, {memory.used:.0f} MiB after "
        f"{ANSWERS} answers; a sentence of a draft is checked in {1e3 * check:.0f} ms, and 1,000 "
        f"passages take {size / 1e3:.0f} MB on the disk (`make bench`, "
        "[figures](bench/results/start.md))."
    )


def _report(
    options: argparse.Namespace,
    asked: Mapping[str, Sequence[float]],
    starts: Mapping[str, Sequence[Start]],
    memory: Memory,
    check: float,
    size: float,
) -> Iterator[str]:
    yield "# Starting, checking, memory and disk\n"
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    yield f"`python -m bench.start`, {now}, commit {commit()}, {machine()}.\n"
    yield f"{options.rounds} cold starts each: median, and in brackets least to most.\n"
    yield "| seconds | |"
    yield "|---|---:|"
    for name, seconds in asked.items():
        yield f"| `pincite ask`, whole process, {name} | {spread(seconds)} |"
    for name, found in starts.items():
        yield f"| `pincite serve`, first byte of the page, {name} | {_first(found)} |"
        yield f"| `pincite serve`, ready, {name} | {spread([each.ready for each in found])} |"
    yield (
        f"\nMemory of the server on the seed article: {memory.ready:.0f} MiB after its first "
        f"answer, {memory.used:.0f} MiB after {ANSWERS} more and a check. Checking a draft of "
        f"{SENTENCES} sentences: {1e3 * check:.0f} ms a sentence. On the disk: "
        f"{size / 1e3:.1f} kB a passage, texts, vectors of passages and sentences, and all "
        "indexes together."
    )


def _first(found: Sequence[Start]) -> str:
    return spread([each.first_byte for each in found])


if __name__ == "__main__":
    main()
