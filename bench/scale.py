"""Search over a million passages, timed and held against exact search: ``make bench-scale``.

python -m bench.scale --passages 1000000                  # an hour's quarter and 8 GB of disk
python -m bench.scale --passages 1000000 --store FOLDER   # keeps the store, or uses the one kept

The store is generated (``bench/generated.py``). Vectors are drawn round real ones, those that the
other measurements left in the cache; real questions are asked, which none was drawn round.
"""

import argparse
import random
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np
from platformdirs import user_cache_path

from bench.generated import Generator, fill
from bench.memory import resident
from bench.speed import ROOT, commit, machine, told
from index import frequencies, passage_rows, pruning
from index.embedding import Embedder, Vectors, load_embedder
from index.nearest import searchable
from index.passage_index import PassageIndex
from index.sign_codes import SignCodes
from index.sign_store import SignStore
from rag.evaluation.metrics import quantile

RESULT = ROOT / "bench" / "results" / "scale.md"
POOL = 100
"""Passages that each ranking gives to the fusion."""
K = 10
WARMING = 5
WORDS = 6
"""Words of a passage that a generated question asks for."""
HELD_OUT = 2
"""Real vectors whose key begins with a byte below this are asked; none is drawn round them."""
Value = TypeVar("Value")


@dataclass(slots=True)
class Times:
    """Milliseconds of each question."""

    wall: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    """The processors' time, of all threads."""

    def take(self, step: Callable[[], Value]) -> Value:
        """Return what a step returns, having noted how long it takes."""
        started, working = perf_counter(), process_time()
        value = step()
        self.wall.append(1e3 * (perf_counter() - started))
        self.worked.append(1e3 * (process_time() - working))
        return value


class Fixed:
    """An embedder that gives one vector, for the time of the model is measured elsewhere."""

    def __init__(self, model: Embedder) -> None:
        self.name, self.dimension = model.name, model.dimension
        self.vector = np.eye(1, self.dimension, dtype=np.float32)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the vector for each text."""
        return np.repeat(self.vector, len(texts), axis=0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the report and keep it."""
    options = _options(arguments)
    asked, round_these = _real_vectors(options.cache)
    embedder = Fixed(load_embedder())
    with tempfile.TemporaryDirectory(prefix="pincite-scale-") as temporary:
        folder = options.store or Path(temporary) / "store"
        if not (folder / "pincite.db").exists():
            for written in fill(folder, embedder, Generator(round_these), options.passages):
                told(f"{written:,} passages")
        lines = list(_measured(folder, embedder, asked[: options.questions], round_these))
    report = "\n".join([*_heading(options), *lines])
    print(report)  # noqa: T201 - a report for the terminal
    options.result.write_text(report + "\n", encoding="utf-8")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    cache = user_cache_path("pincite") / "bench"
    parser.add_argument("--passages", type=int, default=1_000_000, help="how many are generated")
    parser.add_argument("--store", type=Path, help="folder of a generated store, made if missing")
    parser.add_argument("--questions", type=int, default=100, help="how many are asked")
    parser.add_argument("--cache", type=Path, default=cache, help="folder of known vectors")
    parser.add_argument("--result", type=Path, default=RESULT, help="the report to write")
    return parser.parse_args(arguments)


def _real_vectors(cache: Path) -> tuple[Vectors, Vectors]:
    """Return real vectors to ask, and others to draw round."""
    file = cache / "vectors.sqlite3"
    if not file.exists():
        raise SystemExit("No vectors are known yet. Run `make quality` first.")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        size = load_embedder().dimension * 4
        query = "SELECT key, vector FROM vectors WHERE length(vector) = ? ORDER BY key"
        known = database.execute(query, (size,)).fetchall()
    asked = [vector for key, vector in known if key[0] < HELD_OUT]
    others = [vector for key, vector in known if key[0] >= HELD_OUT]
    return _rows(asked), _rows(others)


def _rows(vectors: Sequence[bytes]) -> Vectors:
    return np.stack([np.frombuffer(vector, dtype="<f4") for vector in vectors])


def _measured(folder: Path, embedder: Fixed, asked: Vectors, real: Vectors) -> Iterator[str]:
    PassageIndex.open(folder, embedder).close()  # writes the copy of the index if there is none
    before = resident()
    opening = Times()
    with opening.take(partial(PassageIndex.open, folder, embedder)) as index:
        with index._store.reading() as connection:
            questions = list(_questions(connection, index.passage_count, len(asked)))
        times = _times(index, embedder, asked, questions)
        memory = resident()
        with index._store.reading() as connection:
            nearest = searchable(index._vectors, connection)
            found = [[i for i, _ in nearest.search(row, POOL)] for row in asked]
            told("comparing with exact search")
            exact = _exact(connection, asked)
        shares = [_recall(found, exact, k) for k in (K, POOL)]
        yield f"{index.passage_count:,} passages; {len(asked)} questions, one at a time.\n"
    yield from _table(times)
    distinct = np.unique(real, axis=0)  # equal ones would be told apart by chance
    among = _recall_among(distinct, asked)
    yield (
        f"\nOf the {K} nearest by exact search, {shares[0]:.4f} are found, of the {POOL} nearest "
        f"{shares[1]:.4f}. Among the {len(distinct):,} real vectors alone: {among[0]:.4f} and "
        f"{among[1]:.4f}.\n"
    )
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e9
    yield (
        f"Memory of the process: {memory:.0f} MiB, of them {before:.0f} MiB before the store was "
        "opened. "
        f"Opening: {opening.wall[0] / 1e3:.1f} s, {opening.worked[0] / 1e3:.1f} s of processor "
        f"time. On the disk: {size:.1f} GB."
    )


def _questions(connection: sqlite3.Connection, passages: int, count: int) -> Iterator[str]:
    """Yield words of a passage drawn at random, as a question holds them."""
    chance = random.Random(1)  # noqa: S311 - repeatable
    for _ in range(count):
        number = chance.randrange(1, passages)
        (terms,) = connection.execute(
            "SELECT terms FROM passage_terms WHERE rowid = ?", (number,)
        ).fetchone()
        yield " ".join(chance.sample(sorted(set(terms.split())), WORDS))


def _times(
    index: PassageIndex, embedder: Fixed, asked: Vectors, questions: Sequence[str]
) -> dict[str, Times]:
    dense, counting, words, fused = Times(), Times(), Times(), Times()
    for row, question in zip(asked, questions, strict=True):
        embedder.vector, asking = row[np.newaxis], Counter(question.split())
        with index._store.reading() as connection:
            nearest = searchable(index._vectors, connection)
            near = [i for i, _ in dense.take(partial(nearest.search, row, POOL))]
            found = counting.take(partial(frequencies.look_up, connection, asking))
            rank = partial(pruning.rank, k=POOL, passages=index.passage_count, beside=near)
            words.take(partial(rank, connection, asking, found, index._lengths))
        fused.take(partial(index.search, question, K))
    return {
        "by meaning": dense,
        "counting the words' passages": counting,
        "by words": words,
        "**fused, whole search**": fused,
    }


def _table(times: dict[str, Times]) -> Iterator[str]:
    yield "| milliseconds | p50 | p95 | processor time, p50 | p95 |"
    yield "|---|---:|---:|---:|---:|"
    for step, each in times.items():
        shares = [
            f"{quantile(found[WARMING:], share):.1f}"
            for found in (each.wall, each.worked)
            for share in (0.5, 0.95)
        ]
        yield f"| {step} | {' | '.join(shares)} |"


def _exact(connection: sqlite3.Connection, asked: Vectors) -> list[list[int]]:
    """Return the ``POOL`` nearest passages of each row, by every vector of the store."""
    ids = passage_rows.all_ids(connection).tolist()
    held = [np.empty((2, 0))] * len(asked)
    for part, rows in passage_rows.vectors_of(connection, ids, asked.shape[1]):
        for at, cosines in enumerate(asked @ rows.T):
            both = np.concatenate([held[at], np.stack([part, cosines])], axis=1)
            held[at] = both[:, np.argsort(-both[1], kind="stable")[:POOL]]
    return [each[0].astype(int).tolist() for each in held]


def _recall(found: list[list[int]], exact: list[list[int]], k: int) -> float:
    shares = [len(set(a[:k]) & set(b[:k])) / k for a, b in zip(found, exact, strict=True)]
    return float(np.mean(shares))


def _recall_among(real: Vectors, asked: Vectors) -> list[float]:
    codes = SignCodes(real.shape[1])
    codes.add(range(len(real)), real)
    store = SignStore(codes, lambda ids: (list(ids), real[ids]))
    found = [[i for i, _ in store.search(row, POOL)] for row in asked]
    exact = np.argsort(-(asked @ real.T), axis=1, kind="stable")[:, :POOL].tolist()
    return [_recall(found, exact, k) for k in (K, POOL)]


def _heading(options: argparse.Namespace) -> Iterator[str]:
    yield "# Search at scale\n"
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    command = f"python -m bench.scale --passages {options.passages}"
    command += " --store FOLDER" if options.store else ""
    yield f"`{command}`, {now}, commit {commit()}, {machine()}.\n"
    yield (
        "Generated: texts of a Zipf vocabulary, vectors round real ones; written by the store's "
        "own rows and indexes, without reading, chunking and embedding. Real vectors are asked "
        "that none was drawn round, with six words of a passage. Embedding a question is not in "
        "the times; the whole search remembers in how many passages the words of earlier questions "
        "stand, the line before counts all anew.\n"
    )


if __name__ == "__main__":
    main()
