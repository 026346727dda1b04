"""How well drafts are checked: judged sentences, written claims, RAGTruth's numbers and names.

    python -m bench.checking [--data DIR] [--keep]

Prints the tables of ``bench/results/checking.md``; ``--keep`` writes them there.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index.embedding import DEFAULT_EMBEDDER, Embedder, load_embedder
from index.passage_index import PassageIndex
from index.reading import from_text, read
from rag.checking import Verdict, check_claim
from rag.draft_checking import CheckedSentence, DraftChecker
from rag.draft_sources import DraftSources
from rag.drafts.reading import draft_of
from rag.evaluation.halves import HALVES, Half, half_of
from rag.evidence import Source
from training.reading_sets import articles

JUDGED = Path(__file__).parents[1] / "tests" / "data" / "checking"
DATA = Path(__file__).parents[2] / "shared" / "eval" / "open"
WRITTEN = Path(__file__).parents[1] / "training" / "written"
RESULTS = Path(__file__).parent / "results" / "checking.md"
SETS = {
    "first": "six texts",
    "tune": "four more texts",
    "report": "four other texts",
    "wider tune": "six texts more",
    "wider report": "six others more",
}
"""The judged sets; rules were written while looking at the first and at those called "tune"."""
_WRONG = re.compile(r"(?<![.!?:*-] )(?<!^)\b[A-Z][\w'-]+|\b\d[\d,.]*\d\b|\b\d\b(?![.)] )")
"""A name inside a sentence, or a number; not the number of a list item."""

Fields = Mapping[str, Any]


@dataclass(slots=True)
class Told:
    """How often which verdict was told of sentences of a label."""

    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    rightly: int = 0
    """Supported sentences that were told so with the right place."""
    accepted: Counter[str] = field(default_factory=Counter)
    """What was changed in the twins that were told as supported."""

    def of(self, label: str) -> int:
        """Return how many sentences of a label were checked."""
        return sum(count for (each, _), count in self.verdicts.items() if each == label)


def check_judged(name: str, embedder: Embedder) -> Told:
    """Return what is told of the judged sentences of a set, against all texts of that set."""
    told = Told()
    sources, sentences = judged(name)
    with TemporaryDirectory() as folder, PassageIndex.open(Path(folder), embedder) as index:
        for row in sources:
            data, file = str(row["text"]).encode(), str(row.get("name", f"{row['_id']}.txt"))
            index.add(read(data, file))
        named = {
            summary.id: Path(summary.source).stem
            for summary in index.summaries(limit=index.document_count)
        }
        checker = DraftChecker(index)
        for row in sentences:
            (sentence,) = checker.check(draft_of(str(row["text"]))).sentences
            _count(told, row, sentence, named)
    return told


def judged(name: str) -> tuple[list[Fields], list[Fields]]:
    """Return the texts and the judged sentences of a set."""
    *wider, half = name.split()
    prefix = {"first": "", "tune": "more_", "report": "more_"}[half] if not wider else "wider_"
    files = (_rows(JUDGED / f"{prefix}{kind}.jsonl") for kind in ("sources", "sentences"))
    sources, sentences = (
        [row for row in rows if row.get("half", "first") == half] for rows in files
    )
    return sources, sentences


def _count(told: Told, row: Fields, sentence: CheckedSentence, named: Mapping[str, str]) -> None:
    verdict = sentence.check.verdict
    told.verdicts[row["label"], verdict.value] += 1
    if verdict is not Verdict.SUPPORTED:
        return
    if row["label"] == "twin":
        told.accepted[row.get("change", "unnamed")] += 1
    told.rightly += row["label"] == "supported" and any(
        words in citation.exact
        for words in row["evidence"]
        for citation in sentence.check.citations
        if named[citation.document_id] == row["doc"]
    )


def judged_lines(found: Mapping[str, Told]) -> Iterator[str]:
    """Yield the lines of the table of the judged sets."""
    yield "| set | supported, in place | twins accepted | twins contradicted | absent | no claim |"
    yield "|---|---:|---:|---:|---:|---:|"
    for name, told in found.items():
        cells = (
            _share(told.rightly, told.of("supported")),
            _share(told.verdicts["twin", "supported"], told.of("twin")),
            _share(told.verdicts["twin", "contradicted"], told.of("twin")),
            _share(told.verdicts["absent", "not_in_sources"], told.of("absent")),
            _share(told.verdicts["no_claim", "no_claim"], told.of("no_claim")),
        )
        yield f"| {name}: {SETS[name]} | {' | '.join(cells)} |"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "–"


def written_lines(folder: Path, embedder: Embedder) -> Iterator[str]:
    """Yield the lines of the table of the claims of the written articles kept aside, in one store.

    They are worded freely: the data card of the articles tells how many words they share with them.
    """
    kept = list(articles([folder], aside=True))
    found: Counter[tuple[str, str]] = Counter()
    with TemporaryDirectory() as store, PassageIndex.open(Path(store), embedder) as index:
        for name, article in kept:
            index.add(from_text(article["text"], title=article["title"], source=name))
        checker, sources = DraftChecker(index), DraftSources(index)
        for _, article in kept:
            for claim in article["claims"]:
                verdict = checker.check_sentence(claim["claim"], "", sources).verdict
                found[claim["label"], verdict.value] += 1
    verdicts = [verdict for verdict in Verdict if verdict is not Verdict.NO_CLAIM]
    yield f"| claims of {len(kept)} written articles | {' | '.join(verdicts)} |"
    yield "|---|" + "---:|" * len(verdicts)
    for label in ("supported", "contradicted", "absent"):
        whole = sum(count for (each, _), count in found.items() if each == label)
        cells = [_share(found[label, verdict], whole) for verdict in verdicts]
        yield f"| {label} | {' | '.join(cells)} |"


def wrong_marks(spans: Sequence[str], source: str) -> list[str]:
    """Return the numbers and names of unsupported spans of which the source has not every word."""
    held = set(re.findall(r"\w+", source.lower().replace(",", "")))
    marks = (mark for span in spans for mark in _WRONG.findall(span))
    return [m for m in marks if not held.issuperset(re.findall(r"\w+", m.lower().replace(",", "")))]


def wrong_sentences(folder: Path) -> Iterator[tuple[Half, str, str]]:
    """Yield RAGTruth's unsupported sentences with a wrong number or name: half, text, source."""
    pairs = {row["_id"]: row for row in _rows(folder / "pairs.jsonl")}
    for row in _rows(folder / "sentences.jsonl"):
        pair, claim = pairs[row["source_ref"]], str(row["claim"])
        if row["label"] == "supported":
            continue
        if wrong_marks(_spans_within(claim, pair), pair["source"]):
            yield half_of(pair["source"]), claim, pair["source"]


def _spans_within(claim: str, pair: Fields) -> list[str]:
    """Return what of the spans that people marked stands in one sentence of an answer."""
    start = pair["claim"].find(claim)
    end = start + len(claim)
    marked = ((max(s["start"], start), min(s["end"], end)) for s in pair["spans"])
    return [pair["claim"][first:last] for first, last in marked if first < last]


def wrong_lines(folder: Path) -> Iterator[str]:
    """Yield the lines of the table of wrong numbers and names."""
    source_of = lru_cache(maxsize=64)(lambda text: Source.of(from_text(text)))
    found: Counter[tuple[Half, bool]] = Counter()
    for half, claim, source in wrong_sentences(folder):
        verdict = check_claim(claim, source_of(source)).verdict
        found[half, verdict not in {Verdict.SUPPORTED, Verdict.NO_CLAIM}] += 1
    yield "| half | wrong number or name, told as not supported |"
    yield "|---|---:|"
    for half in HALVES:
        yield f"| {half} | {_share(found[half, True], found[half, True] + found[half, False])} |"


def _rows(path: Path) -> list[Fields]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def report(data: Path) -> str:
    """Return the tables as Markdown."""
    embedder = load_embedder(DEFAULT_EMBEDDER)
    lines = [*judged_lines({name: check_judged(name, embedder) for name in SETS})]
    lines += ["", *written_lines(WRITTEN, embedder)]
    if (data / "ragtruth-sub" / "pairs.jsonl").is_file():
        lines += ["", *wrong_lines(data / "ragtruth-sub")]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the tables, and keep them where that is asked."""
    parser = argparse.ArgumentParser(description="Measure the checking of drafts.")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the open sets")
    parser.add_argument("--keep", action="store_true", help=f"write {RESULTS.name}")
    asked = parser.parse_args()
    told = report(asked.data)
    print(told)  # noqa: T201 - a report for the terminal
    if asked.keep:
        before = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else _HEAD
        head = before.partition(_BEGIN)[0]
        RESULTS.write_text(f"{head}{_BEGIN}\n{_dated(told)}", encoding="utf-8")


_HEAD = "# How well drafts are checked\n\n"
_BEGIN = "<!-- made by python -m bench.checking --keep -->"


def _dated(told: str) -> str:
    return f"\nMeasured {datetime.now(UTC):%Y-%m-%d}.\n\n{told}"


if __name__ == "__main__":
    main()
