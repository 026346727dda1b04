"""Judge the shipped reader on the written articles kept aside, with no help of other scores.

    python -m training.judge_reader --written DIR

Each question is asked of its own article: the passages nearest to it, eight at most.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.embedding import load_embedder
from rag.evaluation.metrics import area_under_curve, quantile
from rag.models import READER
from rag.reader import ShippedReader
from training.examples import Case, cases
from training.reading_sets import written

PASSAGES = 8
BINS = (-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0)
"""Borders between the rows of the table of confidence."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the reader makes of a question."""

    kind: str
    answerable: bool
    best: float
    """The highest logit of any sentence."""
    first: bool
    """Whether that sentence answers."""
    among_two: bool


def judge(asked: Iterable[Case], reader: ShippedReader) -> list[Result]:
    """Return what the reader makes of each question."""
    return [_result(case, reader) for case in asked]


def report(results: Sequence[Result]) -> str:
    """Return the measures as lines of text."""
    answerable = [each for each in results if each.answerable]
    rest = [each for each in results if not each.answerable]
    near = [each.best for each in rest if each.kind == "near-miss"]
    kept = [each.best for each in answerable]
    bar = quantile(kept, 0.1)
    lines = [
        f"answering sentence first {_share([each.first for each in answerable])}"
        f", among two {_share([each.among_two for each in answerable])} of {len(answerable)}",
        f"refusal, area under the curve {area_under_curve(kept, [each.best for each in rest]):.3f}"
        f", near misses only {area_under_curve(kept, near):.3f}",
        f"at 10 % wrong refusals (best logit {bar:.2f}) near misses refused "
        f"{_share([best <= bar for best in near])} of {len(near)}",
    ]
    return "\n".join([*lines, *_by_kind(results), *_confidence(results)])


def _result(case: Case, reader: ShippedReader) -> Result:
    logits = reader.read_texts(
        case.question, [(example.context, example.sentences) for example in case.own[:PASSAGES]]
    )
    ranked = sorted(
        (
            (float(logit), at in example.gold)
            for example, row in zip(case.own, logits, strict=False)
            for at, logit in enumerate(row)
        ),
        key=lambda pair: -pair[0],
    )
    right = [gold for _, gold in ranked]
    return Result(case.kind, case.answerable, ranked[0][0], right[0], any(right[:2]))


def _by_kind(results: Sequence[Result]) -> list[str]:
    lines = []
    for kind in sorted({each.kind for each in results}):
        own = [each for each in results if each.kind == kind]
        kept = [each.best > 0 for each in own]
        lines.append(
            f"{kind}: {len(own)}, first {_share([each.first for each in own])}, "
            f"best logit above 0 {_share(kept)}"
        )
    return lines


def _confidence(results: Sequence[Result]) -> list[str]:
    """Return how often a question is answerable, by the best logit."""
    bins = np.digitize([each.best for each in results], BINS)
    names = [f"below {BINS[0]:g}", *(f"from {low:g}" for low in BINS)]
    return [
        f"best logit {name}: {len(own)}, answerable {_share([each.answerable for each in own])}"
        for number, name in enumerate(names)
        if (own := [each for each, bin_ in zip(results, bins, strict=True) if bin_ == number])
    ]


def _share(values: Sequence[bool]) -> str:
    return f"{np.mean(values):.3f}" if values else "-"


def main() -> None:
    """Judge as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--written", type=Path, nargs="+", required=True)
    parser.add_argument("--model", type=Path, default=READER.file)
    given = parser.parse_args()
    asked = cases(written(given.written, aside=True), load_embedder())
    reader = ShippedReader(replace(READER, file=given.model))
    print(report(judge(asked, reader)))


if __name__ == "__main__":
    main()
