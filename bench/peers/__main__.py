"""Pincite beside txtai, LlamaIndex, LangChain, Haystack and Chroma: ``make bench-peers``.

    python -m bench.peers --python .venv-peers/bin/python [--added 120] [--rounds 3]

All have the same weights and the same passages, each peer is used as its documentation shows it,
and each measurement is made in a process of its own, in turns in one run. The report and its plot
go to ``bench/results/``, the figures of the README are put in their place there.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.cached_embedder import CachedEmbedder
from bench.peers.adapters import PEERS
from bench.peers.own import ADDING, OWN
from bench.peers.report import Measured, plotted, report, summary
from bench.peers.running import Added, Given, add, ask
from bench.readme import put
from bench.speed import ASKED, PASSAGES, ROOT, documents, fill, parser, stored_passages, told
from index.chunking import chunk
from index.embedding import load_embedder
from index.passage_index import PassageIndex
from index.preparing import searched_text
from index.types import Document
from rag.evaluation.layouts import read_questions

RESULT = ROOT / "bench" / "results" / "peers.md"
WARMING = 4
"""Documents that are added before the clock runs."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the report, the plot and the figures of the README."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="pincite-peers-") as folder:
        measured = _measured(options, Path(folder))
    written = report(measured, f" --added {options.added} --rounds {options.rounds}")
    options.result.write_text(written, "utf-8")
    options.result.with_suffix(".svg").write_text(plotted(measured), "utf-8")
    if options.result == RESULT:
        put("peers", summary(measured))
    told(written)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    asked = parser("bench.peers", __doc__, RESULT)
    python = Path(sys.executable)
    asked.add_argument("--python", type=Path, default=python, help="that of the peers' environment")
    asked.add_argument("--added", type=int, default=120, help="passages added in a round")
    asked.add_argument("--held", type=int, default=PASSAGES, help="passages that are searched")
    asked.add_argument("--questions", type=int, default=25, help="asked after a cold start")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--peers", nargs="*", choices=[*PEERS], default=[*PEERS])
    return asked.parse_args(arguments)


def _measured(options: argparse.Namespace, folder: Path) -> Measured:
    """Return what all rounds measured, the peers and Pincite in turns."""
    measured = _filled(options, folder)
    slices = _slices([each for each in documents(options.data) if each.text], options.added)
    questions = _questions(options)
    for number in range(options.rounds):
        drawn = next(slices)
        for name in [*options.peers, ADDING]:
            took = _added(options, name, drawn, folder / f"{name} {number}")
            measured.added.setdefault(name, []).append(took)
            told(f"round {number + 1}: {name} added {took.passages / took.wall:.0f} a second")
        asked = questions[number * (1 + options.questions) :][: 1 + options.questions]
        for name in [*options.peers, *OWN]:
            if name != ADDING:
                answered = ask(_python(options, name), name, folder / _store(name), asked)
                measured.asked.setdefault(name, []).append(answered)
                told(f"round {number + 1}: {name} answered after {answered.start:.1f} s")
    return measured


def _filled(options: argparse.Namespace, folder: Path) -> Measured:
    """Fill a store for Pincite and one for each peer, with vectors that are known."""
    known = CachedEmbedder(load_embedder(), options.cache)
    with PassageIndex.open(folder / ADDING, known) as index:
        fill(index, options.data, options.held)
        passages = list(stored_passages(index))
        rows = [vectors.own.tolist() for vectors in index.vectors(passages)]
    given = Given([searched_text(each) for each in passages], rows=rows)
    disk = {ADDING: _bytes(folder / ADDING)}
    for name in options.peers:
        add(options.python, name, folder / name, given, len(passages))
        disk[name] = _bytes(folder / name)
        told(f"{name} holds {len(passages):,} passages")
    return Measured(len(passages), disk)


def _added(
    options: argparse.Namespace, name: str, drawn: Sequence[Document], folder: Path
) -> Added:
    first, rest = drawn[:WARMING], drawn[WARMING:]
    tell = _documents if name == ADDING else _texts
    given = Given(tell(rest), warming=tell(first))
    return add(_python(options, name), name, folder, given, len(_texts(rest)))


def _texts(documents: Sequence[Document]) -> list[str]:
    return [searched_text(passage) for document in documents for passage in chunk(document)]


def _documents(documents: Sequence[Document]) -> list[str]:
    return [
        json.dumps({"text": each.text, "title": each.title, "source": each.source})
        for each in documents
    ]


def _slices(found: list[Document], passages: int) -> Iterator[list[Document]]:
    """Yield documents that have about so many passages after those that warm up, drawn anew."""
    random.Random(0).shuffle(found)  # noqa: S311 - repeatable
    drawn: list[Document] = []
    for document in found:
        drawn.append(document)
        if len(_texts(drawn[WARMING:])) >= passages:
            yield drawn
            drawn = []


def _questions(options: argparse.Namespace) -> list[str]:
    questions = [asked.text for name in ASKED for asked in read_questions(options.data / name)]
    wanted = options.rounds * (1 + options.questions)
    return random.Random(0).sample(questions, wanted)  # noqa: S311 - repeatable


def _python(options: argparse.Namespace, name: str) -> Path:
    return Path(sys.executable) if name in OWN else options.python


def _store(name: str) -> str:
    return ADDING if name in OWN else name


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()
