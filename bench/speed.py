"""How long searching and answering take over 10,000 passages: what ``make bench`` does.

The passages are those of the open data sets, their vectors from the cache of ``make quality``
(what it lacks is embedded once, which may take ten minutes). Questions are embedded anew.
"""

import argparse
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from platformdirs import user_cache_path

from bench.cached_embedder import CachedEmbedder
from index.chunking import chunk
from index.embedding import Embedder, Vectors, load_embedder
from index.passage_index import PassageIndex
from index.reading import from_text
from index.types import Document, Passage
from rag.answering import Assistant
from rag.assembly import build_assistant
from rag.evaluation.layouts import read_questions, read_texts
from rag.evaluation.metrics import quantile
from rag.settings import Settings

ROOT = Path(__file__).parent.parent
RESULT = ROOT / "bench" / "results" / "speed.md"
PASSAGES = 10_000
CORPORA = (
    "squad2-dev/docs.jsonl", "clapnq-dev/docs.jsonl", "lihua-world/docs.jsonl",
    "covidqa/docs.jsonl", "pubmedqa-l/docs.jsonl", "cacm/corpus.jsonl", "xquad-de/docs.jsonl",
    "xquad-es/docs.jsonl", "xquad-ru/docs.jsonl", "xquad-zh/docs.jsonl",
)  # fmt: skip
ASKED = ("squad2-dev", "clapnq-dev", "lihua-world", "covidqa")
AT_ONCE = 50
"""Documents that are added before it is looked whether there are enough."""
WARMING = 20
"""Questions before the clock runs: the first ones load the model and fill caches."""

Times = dict[str, list[float]]
"""Milliseconds by step, one for each question."""


@dataclass(slots=True)
class TimedEmbedder:
    """An embedder that adds up the seconds it takes."""

    inner: Embedder
    seconds: float = 0.0

    @property
    def name(self) -> str:
        """The name of the model."""
        return self.inner.name

    @property
    def dimension(self) -> int:
        """The number of columns."""
        return self.inner.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return what the model returns."""
        started = perf_counter()
        rows = self.inner.embed(texts)
        self.seconds += perf_counter() - started
        return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the report and keep it."""
    options = _options(arguments)
    if not options.data.is_dir():
        raise SystemExit(f"There is no folder {options.data}. Name the open data with EVAL_DATA.")
    with tempfile.TemporaryDirectory(prefix="pincite-speed-") as temporary:
        known = CachedEmbedder(load_embedder(), options.cache)
        with PassageIndex.open(Path(temporary), known) as index:
            fill(index, options.data)
        model = TimedEmbedder(load_embedder())
        with PassageIndex.open(Path(temporary), model) as index:
            size = f"{index.passage_count:,} passages of {index.document_count:,} documents"
            times = _asked(build_assistant(Settings.from_env({}), index), model, options)
    report = "\n".join(_report(options, size, times))
    print(report)  # noqa: T201 - a report for the terminal
    options.result.parent.mkdir(parents=True, exist_ok=True)
    options.result.write_text(report + "\n", encoding="utf-8")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    asked = parser("bench.speed", __doc__, RESULT)
    asked.add_argument("--questions", type=int, default=300, help="how many are asked")
    return asked.parse_args(arguments)


def parser(module: str, description: str | None, result: Path) -> argparse.ArgumentParser:
    """Return what reads the options that the measurements over the open data sets share."""
    made = argparse.ArgumentParser(prog=f"python -m {module}", description=description)
    data = os.environ.get("EVAL_DATA") or ROOT.parent / "shared" / "eval" / "open"
    cache = user_cache_path("pincite") / "bench"
    made.add_argument("--data", type=Path, default=Path(data), help="folder of the data sets")
    made.add_argument("--cache", type=Path, default=cache, help="folder of known vectors")
    made.add_argument("--result", type=Path, default=result, help="the report to write")
    return made


def documents(data: Path) -> Iterator[Document]:
    """Yield the documents of the open data sets, in an order that never changes."""
    for corpus in CORPORA:
        for text in read_texts(data / corpus):
            if content := text.text.strip() or text.title:
                name = f"{corpus.partition('/')[0]}/{text.id}"
                yield from_text(content, title=text.title or None, source=name)


def fill(index: PassageIndex, data: Path, passages: int = PASSAGES) -> None:
    """Add documents of the open data sets until there are enough passages."""
    found = list(documents(data))
    for at in range(0, len(found), AT_ONCE):
        if index.passage_count >= passages:
            return
        index.add_many(found[at : at + AT_ONCE])
        told(f"{index.passage_count:,} passages")


def stored_passages(index: PassageIndex) -> Iterator[Passage]:
    """Yield every passage of an index, in the order of adding."""
    for summary in index.summaries(limit=index.document_count):
        yield from chunk(index.document(summary.id))


def _asked(assistant: Assistant, model: TimedEmbedder, options: argparse.Namespace) -> Times:
    questions = [asked.text for name in ASKED for asked in read_questions(options.data / name)]
    drawn = random.Random(0).sample(questions, WARMING + options.questions)  # noqa: S311 - repeatable
    for question in drawn[:WARMING]:
        assistant.answer(question)
    times: Times = {}
    for question in drawn[WARMING:]:
        for step, time in _timed(assistant, model, question).items():
            times.setdefault(step, []).append(time)
    return times


def _timed(assistant: Assistant, model: TimedEmbedder, question: str) -> Mapping[str, float]:
    model.seconds = 0.0
    started, worked = perf_counter(), process_time()
    timing = assistant.answer(question).timing
    total, working = 1e3 * (perf_counter() - started), 1e3 * (process_time() - worked)
    embedding = 1e3 * model.seconds
    return {
        "embedding the question": embedding,
        "searching": timing.retrieve - embedding,
        "choosing sentences": timing.write,
        "checking them against the source": timing.verify,
        "**whole answer**": total,
        "the processors' time for it, of all threads": working,
    }


def _report(options: argparse.Namespace, size: str, times: Times) -> Iterator[str]:
    yield "# Speed\n"
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    yield f"`python -m bench.speed`, {now}, commit {commit()}, {machine()}.\n"
    yield f"{options.questions} questions of {', '.join(ASKED)}, one at a time, over {size}.\n"
    yield "| milliseconds | p50 | p95 | p99 |"
    yield "|---|---|---|---|"
    for step, found in times.items():
        shares = " | ".join(f"{quantile(found, share):.1f}" for share in (0.5, 0.95, 0.99))
        yield f"| {step} | {shares} |"


def commit() -> str:
    """Return the short hash of what is measured."""
    git = ["git", "rev-parse", "--short", "HEAD"]
    found = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return found.stdout.strip() or "unknown"


def machine() -> str:
    """Return the processor in words, with how busy it was."""
    processors = Path("/proc/cpuinfo")
    told = processors.read_text(encoding="utf-8") if processors.exists() else ""
    name = re.search(r"model name\s*:\s*(.+)", told)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores of {name[1] if name else platform.processor()}{load}"


def spread(values: Sequence[float]) -> str:
    """Return the median of some values, with the least and the most of them.

    >>> spread([3.0, 1.0, 2.0])
    '2.00 (1.00–3.00)'
    """
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def told(line: str) -> None:
    """Print how far the measuring is, on standard error."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - progress


if __name__ == "__main__":
    main()
