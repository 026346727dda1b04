"""How adding compares with the embedder alone, and what memory it takes, over many short documents.

Speed: slices of the documents are embedded alone and added as JSON lines in turns, in one process,
so that whatever else the machine does meets both alike. Memory: a process of its own adds ever
more rows with a stand-in for the embedder, which only hashes.
"""

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from api.adding import Outcome, add_items
from api.items import File
from bench.memory import resident
from bench.speed import ROOT, commit, machine, told
from index.chunking import chunk
from index.embedding import Embedder, Vectors, load_embedder
from index.passage_index import PassageIndex
from index.preparing import searched_text
from index.reading import read, read_rows

RESULT = ROOT / "bench" / "results" / "adding.md"
SLICE = 500
"""Documents that are embedded alone, then added, before it is the other's turn."""
SENTENCES, WORDS = 2, 12
"""Sentences of a document, words of a sentence."""
VECTOR_BYTES = 4 * 384


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long something took."""

    wall: float
    cores: float
    """Time on all cores together, which others on the machine do not lengthen as much."""

    @classmethod
    def since(cls, start: "Seconds") -> "Seconds":
        """Return what went by since ``start``."""
        now = cls.now()
        return cls(now.wall - start.wall, now.cores - start.cores)

    @classmethod
    def now(cls) -> "Seconds":
        """Return the time of both clocks."""
        return cls(perf_counter(), process_time())


@dataclass(frozen=True, slots=True)
class Turn:
    """What one slice took."""

    embedding: Seconds
    adding: Seconds


@dataclass(frozen=True, slots=True)
class Round:
    """What all slices took together."""

    turns: Sequence[Turn]

    @property
    def embedding(self) -> Seconds:
        """Of the embedder alone."""
        return _sum([turn.embedding for turn in self.turns])

    @property
    def adding(self) -> Seconds:
        """Of adding."""
        return _sum([turn.adding for turn in self.turns])

    @property
    def share(self) -> float:
        """The speed of adding as a share of the embedder's own."""
        return self.embedding.wall / self.adding.wall


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process held, in MiB, after it had added so many rows."""

    rows: int
    resident: float
    vectors: float


class Hashing:
    """Stands in for the embedder where only memory matters."""

    name = "hashing"
    dimension = VECTOR_BYTES // 4

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return unit rows (n, 384)."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[zlib.crc32(text.encode()) % self.dimension] = 1.0
        return rows


def main() -> None:
    """Measure, and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 50_000, 100_000])
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        print(_resident(options.memory))  # noqa: T201 - to the process that asks
        return
    rounds = [_round(number, options.documents) for number in range(1, options.rounds + 1)]
    memories = [_memory(rows) for rows in options.rows]
    RESULT.write_text("\n".join(_report(options.documents, rounds, memories)) + "\n", "utf-8")
    told(f"wrote {RESULT}")


def rows_of(count: int, seed: int) -> Iterator[bytes]:
    """Yield short documents as JSON lines, no sentence twice."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    seed_text = "\n".join(file.read_text("utf-8") for file in (ROOT / "seeds").glob("*.txt"))
    words = sorted(set(re.findall(r"[a-z]{2,}", seed_text)))
    for number in range(count):
        sentences = (" ".join(rng.choices(words, k=WORDS)).capitalize() for _ in range(SENTENCES))
        text = " ".join(f"{sentence}." for sentence in sentences)
        row = {"_id": f"n{seed}-{number}", "title": f"Note {number}", "text": text}
        yield json.dumps(row).encode() + b"\n"


def _sum(each: Sequence[Seconds]) -> Seconds:
    return Seconds(sum(one.wall for one in each), sum(one.cores for one in each))


def _round(number: int, documents: int) -> Round:
    embedder = load_embedder()
    embedder.embed(["The model", "is loaded."])
    with (
        tempfile.TemporaryDirectory(prefix="pincite-adding-") as folder,
        PassageIndex.open(Path(folder) / "store", embedder) as index,
    ):
        turns = []
        for at in range(0, documents, SLICE):
            file = Path(folder) / f"slice{at}.jsonl"
            file.write_bytes(b"".join(rows_of(SLICE, seed=number * documents + at)))
            turns.append(Turn(_embedded(file, embedder), _added(file, index)))
            told(f"round {number}: {at + SLICE} documents, share {Round(turns).share:.2f}")
        if index.document_count != documents:
            raise SystemExit(f"{index.document_count} documents are stored, not {documents}")
    return Round(turns)


def _embedded(file: Path, embedder: Embedder) -> Seconds:
    """Return the seconds that the embedder takes for all that adding embeds, given at once."""
    texts = []
    with file.open("rb") as lines:
        for row in read_rows(lines, file.name):
            for passage in chunk(row):  # type: ignore[arg-type]
                texts += [searched_text(passage), *passage.sentence_texts]
    started = Seconds.now()
    embedder.embed(texts)
    return Seconds.since(started)


def _added(file: Path, index: PassageIndex) -> Seconds:
    outcomes: list[Outcome] = []
    started = Seconds.now()
    add_items(index, [File.named(file)], outcomes.append, read=read)
    seconds = Seconds.since(started)
    if [outcome.status for outcome in outcomes] != ["added"] * SLICE:
        raise SystemExit("not all of the documents were added")
    return seconds


def _memory(rows: int) -> Memory:
    command = [sys.executable, "-m", "bench.adding", "--memory", str(rows)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    memory = Memory(rows, float(ran.stdout), rows * VECTOR_BYTES / 2**20)
    told(f"{rows} rows: {memory.resident:.0f} MiB, {memory.vectors:.0f} of them vectors")
    return memory


def _resident(rows: int) -> float:
    """Return the MiB that this process holds after it added so many rows, the store still open."""
    with tempfile.TemporaryDirectory(prefix="pincite-adding-") as folder:
        file = Path(folder) / "rows.jsonl"
        with file.open("wb") as lines:
            lines.writelines(rows_of(rows, seed=0))
        with PassageIndex.open(Path(folder) / "store", Hashing()) as index:
            add_items(index, [File.named(file)], lambda _: None, read=read)
            return resident()


def _report(documents: int, rounds: Sequence[Round], memories: Sequence[Memory]) -> Iterator[str]:
    yield "# Adding\n"
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    yield f"`python -m bench.adding`, {now}, commit {commit()}, {machine()}.\n"
    yield (
        f"{documents:,} documents of {SENTENCES} sentences of {WORDS} words as JSON lines, beside "
        "the embedder alone on the very texts that adding embeds (each passage with its title, and "
        f"its sentences), in turns of {SLICE} documents.\n"
    )
    yield "| round | embedder alone, s | adding, s | share of its speed | documents/s |"
    yield "|---:|---:|---:|---:|---:|"
    for number, each in enumerate(rounds, start=1):
        alone, adding = each.embedding, each.adding
        yield (
            f"| {number} | {alone.wall:.1f} ({alone.cores:.1f} on cores) "
            f"| {adding.wall:.1f} ({adding.cores:.1f} on cores) "
            f"| {each.share:.2f} | {documents / adding.wall:.0f} |"
        )
    share = statistics.median(each.share for each in rounds)
    yield f"\nMedian share: **{share:.2f}**; at least 0.70 is asked for.\n"
    yield "| rows added | MiB held | of it vectors | rest |"
    yield "|---:|---:|---:|---:|"
    for memory in memories:
        rest = memory.resident - memory.vectors
        yield f"| {memory.rows:,} | {memory.resident:.0f} | {memory.vectors:.0f} | {rest:.0f} |"
    yield (
        "\nThe vectors are searched in memory, 1.5 KiB a passage; the rest is the program with its "
        "caches, and about 0.3 KiB a passage for ids."
    )


if __name__ == "__main__":
    main()
