"""How clearly a sentence answers a question, from a few robust signals.

score = cosine + 0.4 overlap + 0.15 overlap of the surroundings
        - 0.3 (1 - fit of the answer's kind) - 0.1 names missing - 0.2 figures missing

Overlap is the share of the question's content terms, by inverse passage frequency, that the
sentence holds. The weights are few and round on purpose: weights fitted on one kind of text chose
worse on another (see docs/decisions/003-relevance.md for the figures).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.embedding import Vectors
from index.terms import terms
from index.types import Passage, Span
from rag.answer_types import fit
from rag.gate.figures import figures
from rag.gate.names import names
from rag.questions import content_terms

THRESHOLD = 0.6
"""The lowest score that counts as an answer, calibrated as told in docs/decisions/003."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage with its score for a question."""

    passage: int
    """Counts from 0 in the passages that were scored."""
    ordinal: int
    """Counts from 0 in the passage's sentences."""
    span: Span
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Inverse passage frequencies of a question's content terms."""

    of: Mapping[str, float]

    @classmethod
    def from_frequencies(cls, frequencies: Mapping[str, int], passages: int) -> "Weights":
        """Weigh each term by BM25's inverse frequency; one in every passage weighs almost 0.

        Source: Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009.
        """
        return cls(
            {
                term: math.log(1 + (passages - found + 0.5) / (found + 0.5))
                for term, found in frequencies.items()
            }
        )

    def share(self, present: set[str]) -> float:
        """Return the share of the weight, 0 to 1, that the terms in ``present`` have."""
        total = sum(self.of.values())
        return sum(w for term, w in self.of.items() if term in present) / total if total else 0.0


def score_sentences(
    question: str,
    passages: Sequence[Passage],
    vectors: Sequence[Vectors],
    query: Vectors,
    weights: Weights,
) -> list[Candidate]:
    """Score every sentence of the passages, best first.

    Args:
        question: What is asked.
        passages: n passages.
        vectors: For each passage the unit rows (sentences, d) of its sentences.
        query: The question's unit row, (1, d).
        weights: Weights of the question's content terms.
    """
    asked = _Asked.of(question)
    candidates = []
    for number, (passage, rows) in enumerate(zip(passages, vectors, strict=True)):
        texts = [_text(passage, span) for span in passage.sentences]
        cosines = (rows @ query[0]).tolist() if texts else []
        context = set(terms(f"{passage.title} {passage.heading}"))
        held = [set(terms(text)) for text in texts]
        everywhere = context.union(*held)
        for at, text in enumerate(texts):
            near = context.union(*held[max(0, at - 1) : at + 2])
            score = (
                cosines[at]
                + 0.4 * weights.share(held[at])
                + 0.15 * weights.share(near)
                - 0.3 * (1 - fit(text, question))
                - 0.1 * asked.names_missing(everywhere)
                - 0.2 * asked.figures_missing(text)
            )
            span = passage.sentences[at]
            candidates.append(Candidate(number, at, span, text, float(score)))
    return sorted(candidates, key=lambda candidate: -candidate.score)


def question_weights(question: str, frequencies: Mapping[str, int], passages: int) -> Weights:
    """Return the weights of the question's content terms in a store of ``passages`` passages."""
    found = {term: frequencies.get(term, 0) for term in content_terms(question)}
    return Weights.from_frequencies(found, passages)


def _text(passage: Passage, span: Span) -> str:
    return passage.text[span.start - passage.span.start : span.end - passage.span.start]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The names and figures that a question is about."""

    names: tuple[frozenset[str], ...]
    figures: tuple[frozenset[object], ...]

    @classmethod
    def of(cls, question: str) -> "_Asked":
        return cls(
            tuple(frozenset(terms(name)) for name in names(question)),
            tuple(frozenset(figure.values) for figure in figures(question)),
        )

    def names_missing(self, present: set[str]) -> float:
        """Return the share of names, 0 to 1, that are not ``present``."""
        missing = sum(not name <= present for name in self.names)
        return missing / len(self.names) if self.names else 0.0

    def figures_missing(self, text: str) -> float:
        """Return the share of figures, 0 to 1, that ``text`` does not hold."""
        told = {value for figure in figures(text) for value in figure.values}
        missing = sum(not figure & told for figure in self.figures)
        return missing / len(self.figures) if self.figures else 0.0
