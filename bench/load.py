"""What 16 askers at once get of a server over 10,000 passages: what ``make bench-load`` does.

A real server process is asked over HTTP: first by one asker, then by all of them for a while, at
last by all of them while documents are being added. What the askers themselves and other programs
take of the processors is told beside, for it is not there for the server.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import perf_counter, process_time
from urllib.parse import urlsplit

from bench.cached_embedder import CachedEmbedder
from bench.memory import resident
from bench.speed import ASKED, ROOT, commit, fill, machine, parser, told
from index.embedding import load_embedder
from index.passage_index import PassageIndex
from index.processors import cores
from rag.evaluation.layouts import read_questions
from rag.evaluation.metrics import quantile

RESULT = ROOT / "bench" / "results" / "load.md"
WARMING = 40
"""Questions before anything is counted."""
ALONE = 150
"""Questions of the one asker."""
ADDED = (
    "The {number} lamps of pier {number} were lit on a Tuesday. Each burned {number} litres of oil "
    "in a winter, and {number} keepers looked after them. Nobody remembers the name of the ship."
)
_TICKS = os.sysconf("SC_CLK_TCK")
Times = list[float]


@dataclass(slots=True)
class Run:
    """What came of asking for a while; seconds."""

    times: Times = field(default_factory=list)
    errors: int = 0
    wall: float = 0.0
    server: float = 0.0
    """Of the processors, as all that follow."""
    askers: float = 0.0
    busy: float = 0.0
    """Of all programs."""
    added: int = 0
    """Documents that were added meanwhile."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.wall

    @property
    def each(self) -> float:
        """The server's processor time for an answer."""
        return self.server / len(self.times)

    @property
    def others(self) -> float:
        """How many processors other programs took, in the mean."""
        return max(0.0, (self.busy - self.server - self.askers) / self.wall)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, as the operating system sees it."""

    host: str
    port: int
    pid: int

    @property
    def seconds(self) -> float:
        """The processor time that it has taken."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / _TICKS

    @property
    def resident(self) -> float:
        """The memory that it has now, in MiB."""
        return resident(self.pid)


class Asker:
    """One client with one connection, as light as can be: it shares the processors."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, content: object) -> int:
        """Return the status of the answer, which is read whole; 0 if there was none."""
        try:
            return await self._posted(path, content)
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            return 0

    async def _posted(self, path: str, content: object) -> int:
        body = json.dumps(content).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._server.host}:{self._server.port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._server.host, self._server.port)
        reader, writer = self._streams
        writer.write(head.encode() + body)
        answered = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(answered.split(b"content-length: ")[1].split(b"\r\n")[0]))
        return int(answered.split()[1])

    def close(self) -> None:
        """Hang up."""
        if self._streams:
            self._streams[1].close()
        self._streams = None


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the report and keep it."""
    options = _options(arguments)
    if not options.data.is_dir():
        raise SystemExit(f"There is no folder {options.data}. Name the open data with EVAL_DATA.")
    with tempfile.TemporaryDirectory(prefix="pincite-load-") as temporary:
        store = options.store or Path(temporary)
        if not (store / "pincite.db").exists():
            with PassageIndex.open(store, CachedEmbedder(load_embedder(), options.cache)) as index:
                fill(index, options.data)
        with serving(store) as server:
            report = "\n".join(_report(options, *asyncio.run(_measured(server, options))))
    print(report)  # noqa: T201 - a report for the terminal
    options.result.parent.mkdir(parents=True, exist_ok=True)
    options.result.write_text(report + "\n", encoding="utf-8")


@contextmanager
def serving(store: Path) -> Iterator[Server]:
    """Give a server of a store, which is ready, until this ends."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--no-seeds"]
    process = subprocess.Popen(  # noqa: S603 - this program itself
        [*command, "--store", str(store)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with process:
        try:
            assert process.stdout is not None  # noqa: S101 - as it was asked for
            address = urlsplit(process.stdout.readline().strip())
            yield Server(address.hostname or "", address.port or 0, process.pid)
        finally:
            process.terminate()


async def _measured(server: Server, options: argparse.Namespace) -> tuple[float, Run, Run, Run]:
    """Return the memory after all, and what came of one asker, of all, and while adding."""
    questions = [asked.text for name in ASKED for asked in read_questions(options.data / name)]
    random.Random(0).shuffle(questions)  # noqa: S311 - repeatable
    left = iter(questions)
    await _ready(server)
    await _asked(server, 4, [next(left) for _ in range(WARMING)], options.seconds)
    told("one asker")
    alone = await _asked(server, 1, [next(left) for _ in range(ALONE)], options.seconds)
    told(f"{options.askers} askers")
    rest = list(left)
    half = len(rest) // 2
    together = await _asked(server, options.askers, rest[:half], options.seconds)
    told(f"{options.askers} askers, while documents are added")
    adding = await _asked(server, options.askers, rest[half:], options.seconds / 3, adding=True)
    return server.resident, alone, together, adding


async def _ready(server: Server) -> None:
    asker = Asker(server)
    while await asker.post("/v1/answers", {"question": "Ready?"}) != 200:
        await asyncio.sleep(0.05)
    asker.close()


async def _asked(
    server: Server, askers: int, questions: Sequence[str], seconds: float, *, adding: bool = False
) -> Run:
    """Ask until the time is over or no question is left, some at once."""
    run, left = Run(), iter(questions)
    started, before = perf_counter(), (server.seconds, process_time(), _busy())

    async def ask() -> None:
        asker = Asker(server)
        for question in left:
            if perf_counter() - started > seconds:
                break
            sent = perf_counter()
            status = await asker.post("/v1/answers", {"question": question})
            run.times.append(perf_counter() - sent)
            run.errors += status != 200
        asker.close()

    async def add() -> None:
        asker = Asker(server)
        try:
            for number in count():
                text = "\n\n".join(ADDED.format(number=number * 10 + at) for at in range(10))
                run.added += await asker.post("/v1/documents", {"text": text}) == 201
        finally:
            asker.close()

    other = asyncio.create_task(add()) if adding else None
    await asyncio.gather(*(ask() for _ in range(askers)))
    if other:
        other.cancel()
    run.wall = perf_counter() - started
    server_before, own_before, busy_before = before
    run.server = server.seconds - server_before
    run.askers, run.busy = process_time() - own_before, _busy() - busy_before
    return run


def _busy() -> float:
    """Return the processor time that all programs have taken."""
    user, nice, system, _, _, irq, softirq, *_ = Path("/proc/stat").read_text().split()[1:]
    return sum(map(int, (user, nice, system, irq, softirq))) / _TICKS


def _report(
    options: argparse.Namespace, memory: float, alone: Run, together: Run, adding: Run
) -> Iterator[str]:
    yield "# Under load\n"
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    yield f"`python -m bench.load`, {now}, commit {commit()}, {machine()}.\n"
    yield "Answers over HTTP from one server over 10,000 passages, from the open data sets.\n"
    yield "| | one asker | " + f"{options.askers} askers | {options.askers} askers, while adding |"
    yield "|---|---|---|---|"
    runs = (alone, together, adding)
    for name, shown in (
        ("answers", [f"{len(run.times)} in {run.wall:.0f} s" for run in runs]),
        ("errors", [str(run.errors) for run in runs]),
        ("answers a second", [f"{run.rate:.1f}" for run in runs]),
        ("p50, ms", [f"{1e3 * quantile(run.times, 0.5):.0f}" for run in runs]),
        ("p95, ms", [f"{1e3 * quantile(run.times, 0.95):.0f}" for run in runs]),
        ("p99, ms", [f"{1e3 * quantile(run.times, 0.99):.0f}" for run in runs]),
        ("the server's processor time an answer, ms", [f"{1e3 * run.each:.0f}" for run in runs]),
        ("processors for the server", [f"{run.server / run.wall:.2f}" for run in runs]),
        ("for the askers", [f"{run.askers / run.wall:.2f}" for run in runs]),
        ("for other programs", [f"{run.others:.2f}" for run in runs]),
        ("documents of ten passages added", [f"{run.added}" for run in runs]),
    ):
        yield f"| {name} | {' | '.join(shown)} |"
    most = cores() / alone.each
    free = (cores() - together.others) / alone.each
    slowest = quantile(together.times, 0.99) / quantile(alone.times, 0.5)
    yield (
        f"\nThroughput: {together.rate / most:.2f} of what {cores()} processors could do at one "
        f"asker's processor time ({most:.1f} a second), {together.rate / free:.2f} of what was "
        f"left of them by other programs. p99 is {slowest:.1f} times the one asker's p50. The "
        f"server has {memory:.0f} MiB."
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    asked = parser("bench.load", __doc__, RESULT)
    asked.add_argument("--store", type=Path, help="a store to ask, filled if it is empty")
    asked.add_argument("--askers", type=int, default=16, help="how many ask at once")
    asked.add_argument("--seconds", type=float, default=60.0, help="how long they do")
    return asked.parse_args(arguments)


if __name__ == "__main__":
    main()
