"""Claims with evidence that the support model learns from."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from index.reading import from_text
from index.segmentation import split_sentences
from index.terms import terms
from rag.evaluation.twins import twins
from rag.function_words import FUNCTION_WORDS
from training.reading_sets import articles
from training.support_model import Judged, Label

_LABELS = {
    "supported": Label.SUPPORTED,
    "contradicted": Label.CONTRADICTED,
    "absent": Label.NEITHER,
}
_OF_TWINS = {"addition": Label.NEITHER} | dict.fromkeys(
    ("quantifier", "modality", "quoted term", "comparison"), Label.NOT_SUPPORTED
)
"""How a false twin stands to its original where it does not contradict it."""
NEAR = 2
"""Sentences that stand for the evidence of a claim that has none."""


def written_claims(folders: Sequence[Path], *, aside: bool) -> Iterator[Judged]:
    """Yield the claims of the written articles with their evidence.

    One that the text does not tell of comes with the sentences most like it. Those trained on come
    also beside a wrong sentence, and with sentences that do not tell of them.
    """
    for name, article in articles(folders, aside=aside):
        sentences = _sentences(article["text"], name)
        for claim in article["claims"]:
            label, evidence = _LABELS[claim["label"]], tuple(claim["evidence"])
            near = _nearest(claim["claim"], sentences, evidence)
            yield Judged(claim["claim"], evidence or near[:NEAR], label)
            if evidence and not aside:
                yield Judged(claim["claim"], _beside(evidence, near[0], claim["claim"]), label)
                yield Judged(claim["claim"], near[:NEAR], Label.NEITHER)


def made_twins(folders: Sequence[Path], *, aside: bool, seed: int) -> Iterator[tuple[str, Judged]]:
    """Yield twins of the articles' sentences with their originals, each under its kind.

    True ones are rewordings and the sentences themselves. They must be drawn as often as the false
    ones: a model that sees mostly false twins learns that what is near its source is false.
    """
    for _, article in articles(folders, aside=aside):
        for twin in twins(article["text"], seed=seed):
            label = Label.SUPPORTED if twin.true else _OF_TWINS.get(twin.kind, Label.CONTRADICTED)
            for evidence in ((twin.original,), twin.quotings()[1]):
                yield twin.kind, Judged(twin.sentence, evidence, label)
            yield "verbatim", Judged(twin.original, twin.quotings()[1], Label.SUPPORTED)


def fool_me_twice(folder: Path) -> Iterator[Judged]:
    """Yield the claims of FoolMeTwice (Apache-2.0), with gold and with other evidence.

    Source: Eisenschlos et al., Fool Me Twice: Entailment from Wikipedia Gamification, NAACL 2021.
    """
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            gold = _texts(row["gold_evidence"])
            other = tuple(text for text in _texts(row["retrieved_evidence"]) if text not in gold)
            label = Label.SUPPORTED if row["label"] == "SUPPORTS" else Label.CONTRADICTED
            yield Judged(row["text"], gold, label)
            if other:
                yield Judged(row["text"], (*other[:1], *gold), label)
                yield Judged(row["text"], other[:NEAR], Label.NEITHER)


def summary_edits(folder: Path) -> Iterator[Judged]:
    """Yield edited summaries of SummEdits (Apache-2.0) with the summary that was edited.

    Source: Laban et al., SummEdits: Measuring LLM Ability at Factual Reasoning Through The Lens of
    Summarization, EMNLP 2023. An edit that changes what is said may contradict it or add to it.
    """
    for file in sorted(folder.glob("*.json")):
        for row in json.loads(file.read_text(encoding="utf-8")):
            label = Label.SUPPORTED if row["label"] else Label.NOT_SUPPORTED
            yield Judged(row["summary"], (row["original_summary"],), label)


def multinli(file: Path) -> Iterator[Judged]:
    """Yield the pairs of MultiNLI as GLUE has them: premise, hypothesis and label a line.

    Source: Williams, Nangia & Bowman, A Broad-Coverage Challenge Corpus for Sentence Understanding
    through Inference, NAACL 2018; docs/decisions/022 tells of its licence.
    """
    labels = {
        "entailment": Label.SUPPORTED,
        "contradiction": Label.CONTRADICTED,
        "neutral": Label.NEITHER,
    }
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Judged(row["hypothesis"].strip(), (row["premise"].strip(),), labels[row["label"]])


def _texts(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(row["text"] for row in rows)


def _sentences(text: str, name: str) -> list[str]:
    document = from_text(text, source=name)
    return [
        span.of(document.text)
        for block in document.blocks
        for span in block.sentences or split_sentences(block.span.of(document.text))
    ]


def _nearest(claim: str, sentences: Sequence[str], evidence: Sequence[str]) -> tuple[str, ...]:
    """Return the sentences outside the evidence, those first that share most with the claim."""
    wanted = set(terms(claim)) - FUNCTION_WORDS
    others = [each for each in sentences if not any(each in e or e in each for e in evidence)]
    return tuple(sorted(others, key=lambda each: -len(wanted & set(terms(each)))))


def _beside(evidence: Sequence[str], other: str, claim: str) -> tuple[str, ...]:
    """Return the evidence with a sentence before or behind it, as the claim's letters have it."""
    return (other, *evidence) if random.Random(claim).random() < 0.5 else (*evidence, other)
