"""Pincite beside the plainest way to do the same, and beside the limit of the machine.

    python -m bench.yardstick [--documents 150] [--rounds 3] [--questions 60]

The yardstick is sentence-transformers as its documentation shows it (32-bit floats in torch,
batches of 32) with FAISS' IndexFlatIP, over the same passages and the same weights. All are
measured in turns in one run, so that whatever else the machine does meets all alike, the yardstick
in a process of its own: only the ratios count, and those of the processors' time most.
"""

import argparse
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench.adding import Seconds
from bench.cached_embedder import CachedEmbedder
from bench.machine_limit import copied_a_second, tokens_a_second
from bench.plain import Plain
from bench.readme import put
from bench.speed import (
    ASKED,
    ROOT,
    commit,
    documents,
    fill,
    machine,
    parser,
    spread,
    stored_passages,
    told,
)
from bench.speed_plot import plot
from index.chunking import chunk
from index.embedding import PackagedEmbedder, load_embedder
from index.passage_index import PassageIndex
from index.preparing import searched_text
from index.reading import from_text
from index.types import Document
from rag.answering import Assistant
from rag.assembly import build_assistant
from rag.evaluation.layouts import read_questions
from rag.evaluation.metrics import quantile
from rag.extractive import ExtractiveWriter
from rag.settings import Settings

RESULT = ROOT / "bench" / "results" / "yardstick.md"
KINDS = ("float32", "bfloat16", "int8")
WARMING = 5


@dataclass(frozen=True, slots=True)
class Round:
    """What one turn of adding took."""

    passages: int
    tokens: int
    """Of the passages, as often as the yardstick reads them."""
    all_tokens: int
    """The same, with those of the sentences that Pincite embeds beside them."""
    plain: Seconds
    embedding: Seconds
    adding: Seconds
    limits: Mapping[str, float]
    """Tokens a second of a core, by kind of number."""

    def passages_a_second(self, took: Seconds) -> float:
        """Return how many passages a second of a core were worked through."""
        return self.passages / took.cores

    def limit(self, kind: str) -> float:
        """Return how many passages a second of a core the products of matrices allow."""
        return self.limits[kind] * self.passages / self.tokens


def main() -> None:
    """Measure, and write the report and the plot."""
    options = _options()
    found = [each for each in documents(options.data) if each.text]
    random.Random(0).shuffle(found)  # noqa: S311 - repeatable
    rounds = [
        _round(found[n * options.documents : (n + 1) * options.documents])
        for n in range(options.rounds)
    ]
    answers = _answers(options) if options.questions else {}
    report = "\n".join(_report(options, rounds, answers)) + "\n"
    options.result.write_text(report, "utf-8")
    options.result.with_suffix(".svg").write_text(
        plot({name: statistics.median(each) for name, each in _measures(rounds).items()}), "utf-8"
    )
    if answers and options.result == RESULT:
        put("yardstick", summary(rounds, answers))
    told(report)


def _options() -> argparse.Namespace:
    asked = parser("bench.yardstick", __doc__, RESULT)
    asked.add_argument("--documents", type=int, default=150, help="added in a round")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--questions", type=int, default=60, help="0 measures adding alone")
    return asked.parse_args()


def _took(work: Callable[[], object]) -> Seconds:
    started = Seconds.now()
    work()
    return Seconds.since(started)


def _round(given: Sequence[Document]) -> Round:
    """Return what adding some documents takes each way, the models loaded before."""
    passages = [passage for document in given for passage in chunk(document)]
    texts = [searched_text(passage) for passage in passages]
    sentences = [text for passage in passages for text in passage.sentence_texts]
    embedder = load_embedder()
    embedder.embed(["The model", "is loaded."])
    with (
        Plain() as plain,
        tempfile.TemporaryDirectory(prefix="pincite-yardstick-") as folder,
        PassageIndex.open(Path(folder), embedder) as index,
    ):
        measured = Round(
            passages=len(texts),
            tokens=plain.tokens(texts),
            all_tokens=plain.tokens([*texts, *sentences]),
            limits={kind: tokens_a_second(kind) for kind in KINDS},
            plain=plain.add(texts),
            adding=_took(lambda: index.add_many(map(_read, given))),
            embedding=_took(lambda: embedder.embed([*texts, *sentences])),
        )
        if index.passage_count != len(texts):
            raise SystemExit("Other passages were added than the yardstick was given.")
    told(f"{len(texts)} passages: {measured.plain.cores / measured.adding.cores:.2f} times as many")
    return measured


def _read(document: Document) -> Document:
    return from_text(document.text, title=document.title, source=document.source)


def _answers(options: argparse.Namespace) -> dict[str, list[Seconds]]:
    """Return what was taken by each question, asked each way in turns, over 10,000 passages."""
    questions = [asked.text for name in ASKED for asked in read_questions(options.data / name)]
    drawn = random.Random(0).sample(questions, WARMING + options.questions)  # noqa: S311 - repeatable
    known = CachedEmbedder(load_embedder(), options.cache)
    with Plain() as plain, tempfile.TemporaryDirectory(prefix="pincite-yardstick-") as folder:
        with PassageIndex.open(Path(folder), known) as index:
            fill(index, options.data)
            passages = list(stored_passages(index))
            plain.hold(np.stack([each.own for each in index.vectors(passages)]))
        model = PackagedEmbedder()
        with PassageIndex.open(Path(folder), model) as index:
            rules = Assistant(index, ExtractiveWriter(index, None))
            reading = build_assistant(Settings.from_env({}), index)
            ways = {
                "plain": plain.search,
                "rules": lambda question: _took(lambda: rules.answer(question)),
                "reading": lambda question: _took(lambda: reading.answer(question)),
            }
            return _asked(drawn, ways, model)


def _asked(
    questions: Sequence[str], ways: Mapping[str, Callable[[str], Seconds]], model: PackagedEmbedder
) -> dict[str, list[Seconds]]:
    """Return what each question took each way, without those that warm up."""
    times: dict[str, list[Seconds]] = {name: [] for name in ways}
    for question in questions:
        for name, ask in ways.items():
            model._remembered.cache_clear()  # a question that another way asked is new
            times[name].append(ask(question))
    return {name: each[WARMING:] for name, each in times.items()}


def _report(
    options: argparse.Namespace, rounds: Sequence[Round], answers: Mapping[str, Sequence[Seconds]]
) -> Iterator[str]:
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    yield "# Beside the yardstick and the machine's limit\n"
    yield f"`python -m bench.yardstick`, {now}, commit {commit()}, {machine()}.\n"
    passages = sum(each.passages for each in rounds)
    yield (
        f"{passages:,} passages of the open sets in {len(rounds)} rounds, in turns in one run. "
        "Plain is sentence-transformers in 32-bit floats, batches of 32, with FAISS IndexFlatIP; "
        "Pincite reads, cuts, embeds passages and sentences, writes durably and indexes. Figures "
        "are of a core's own time (other work on the machine is left out, and plain runs on one "
        "thread, where it loses nothing by waiting): medians, and in brackets least to most.\n"
    )
    yield "| passages a second of a core | median | times plain |"
    yield "|---|---:|---:|"
    for name, measured in _measures(rounds).items():
        ratios = [one / plain for one, plain in zip(measured, _plain(rounds), strict=True)]
        yield f"| {name} | {statistics.median(measured):.1f} | {spread(ratios)} |"
    shares = [each.all_tokens / each.embedding.cores / each.limits["bfloat16"] for each in rounds]
    more = statistics.median(each.all_tokens / each.tokens for each in rounds)
    yield (
        f"\nPincite embeds {more:.2f} times the tokens, for it embeds the sentences too. Token for "
        f"token, embedding alone reaches **{spread(shares)}** of the limit in bfloat16.\n"
    )
    yield (f"One core copies {copied_a_second():.1f} GiB a second.\n")
    if answers:
        yield from _answers_table(options, answers)


def summary(rounds: Sequence[Round], answers: Mapping[str, Sequence[Seconds]]) -> str:
    """Return the paragraph of the README."""
    adding = statistics.median(each.plain.cores / each.adding.cores for each in rounds)
    more = statistics.median(each.all_tokens / each.tokens for each in rounds)
    p50 = {way: quantile([each.wall for each in took], 0.5) for way, took in answers.items()}
    return (
        f"Pincite embeds each sentence beside its passage, {more:.1f} times the plain "
        f"way's tokens, and still adds {adding:.1f} times as fast; a full, checked answer takes "
        f"{p50['rules'] / p50['plain']:.1f} times as long as the plain way's bare search by rules "
        f"alone, {p50['reading'] / p50['plain']:.1f} times with the reader "
        "(`make bench`, [figures](bench/results/yardstick.md))."
    )


def _plain(rounds: Sequence[Round]) -> list[float]:
    return [each.passages_a_second(each.plain) for each in rounds]


def _measures(rounds: Sequence[Round]) -> dict[str, list[float]]:
    """Return passages a second of a core of each round, by what was measured."""
    limits = {
        f"limit: products of matrices in {kind}": [each.limit(kind) for each in rounds]
        for kind in KINDS
    }
    return {
        "plain: embed and index": _plain(rounds),
        "Pincite: all of adding": [each.passages_a_second(each.adding) for each in rounds],
        "Pincite: embedding alone": [each.passages_a_second(each.embedding) for each in rounds],
        **limits,
    }


def _answers_table(
    options: argparse.Namespace, answers: Mapping[str, Sequence[Seconds]]
) -> Iterator[str]:
    yield (
        f"{options.questions} questions over 10,000 passages, each asked each way in turns; "
        "milliseconds on the wall, and of all cores.\n"
    )
    yield "| | p50 | p95 | p50, cores | p50 beside plain | p95 beside plain |"
    yield "|---|---:|---:|---:|---:|---:|"
    names = {
        "plain": "plain: bare search",
        "rules": "Pincite: full answer, rules only",
        "reading": "Pincite: full answer with the reader",
    }
    base = [quantile([each.wall for each in answers["plain"]], share) for share in (0.5, 0.95)]
    for way, took in answers.items():
        p50, p95 = (quantile([each.wall for each in took], share) for share in (0.5, 0.95))
        cores = quantile([each.cores for each in took], 0.5)
        yield (
            f"| {names[way]} | {1e3 * p50:.1f} | {1e3 * p95:.1f} | {1e3 * cores:.1f} "
            f"| {p50 / base[0]:.2f} | {p95 / base[1]:.2f} |"
        )


if __name__ == "__main__":
    main()
