"""How clearly a sentence answers a question, from a few robust signals.

Two scores of the same signals: ``score`` orders the sentences and tells whether the passage with
the answer was found at all; ``met`` tells whether the sentence holds what the question asks for.
The weights are few and round; the open sets' fits agreed in shape (docs/decisions/003-relevance.md
has the figures, and what was tried and left out).
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise

from index.embedding import Vectors
from index.terms import terms
from index.types import Passage, Span
from rag.answer_types import fit
from rag.gate.figures import figures
from rag.gate.names import names

FOUND = 1.4
"""The lowest ``score`` that counts as an answer, calibrated as told in docs/decisions/003."""
MET = 0.6
"""The lowest ``met`` that counts as an answer, calibrated as told in docs/decisions/003."""
FAMILY = 0.7
"""What a word of the same family ("invaded" for "invasion") counts, beside the word itself."""
_ROOT = 4


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a sentence: shares from 0 to 1, cosines from -1; also a set of weights."""

    cosine: float = 0.0
    """Of question and sentence."""
    passage_cosine: float = 0.0
    """Of question and passage, the latter as the mean of its sentences."""
    exact_words: float = 0.0
    """Share of the question's content terms that the sentence has."""
    words: float = 0.0
    """The same, where a word of the same family counts ``FAMILY``."""
    near_words: float = 0.0
    """Share that the sentence, its neighbours, title and headings have."""
    passage_words: float = 0.0
    """Share that the whole passage, title and headings have."""
    phrases: float = 0.0
    """Share of the question's pairs of neighbouring terms that the sentence has."""
    kind: float = 0.0
    """How well the sentence holds the kind of answer asked for."""
    figures: float = 0.0
    """Share of the question's figures that the sentence has; 1 if it has none."""
    names: float = 0.0
    """Share of the question's names that the passage has; 1 if it has none."""

    def weighted(self, weights: "Signals") -> float:
        """Return the sum of the signals, each times its weight."""
        return float(sum(getattr(self, f.name) * getattr(weights, f.name) for f in fields(self)))


CHOICE = Signals(
    cosine=1.0,
    passage_cosine=0.7,
    words=0.35,
    near_words=0.55,
    passage_words=0.5,
    phrases=0.2,
    kind=0.3,
    figures=0.1,
)
CONSTRAINTS = Signals(
    cosine=1.0, exact_words=0.4, near_words=0.15, kind=0.3, figures=0.2, names=0.1
)
_ALL_MET = CONSTRAINTS.kind + CONSTRAINTS.figures + CONSTRAINTS.names


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage with its scores for a question."""

    passage: int
    """Counts from 0 in the passages that were scored."""
    ordinal: int
    """Counts from 0 in the passage's sentences."""
    span: Span
    text: str
    score: float
    """Orders sentences; low where the passage with the answer was not found."""
    met: float
    """Low where something that the question asks for is not in the sentence."""

    @property
    def answers(self) -> bool:
        """Whether the sentence passes both tests."""
        return self.score >= FOUND and self.met >= MET


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

    def share(self, present: Collection[str]) -> float:
        """Return the share of the weight, 0 to 1, that the terms in ``present`` have."""
        return self._share({term: 1.0 for term in self.of if term in present})

    def family_share(self, present: Collection[str]) -> float:
        """Return the share, 0 to 1, where a word of a term's family counts ``FAMILY``."""
        counted = {term: 1.0 for term in self.of if term in present}
        for term in self.of.keys() - counted.keys():
            if any(same_family(term, other) for other in present):
                counted[term] = FAMILY
        return self._share(counted)

    def pair_share(self, asked: Sequence[str], present: Sequence[str]) -> float:
        """Return the share, 0 to 1, of the question's neighbouring terms that stand together."""
        weighed = {
            pair: self.of.get(pair[0], 0.0) + self.of.get(pair[1], 0.0) for pair in pairwise(asked)
        }
        total = sum(weighed.values())
        there = set(pairwise(present))
        return sum(w for pair, w in weighed.items() if pair in there) / total if total else 0.0

    def _share(self, counted: Mapping[str, float]) -> float:
        total = sum(self.of.values())
        return sum(self.of[term] * part for term, part in counted.items()) / total if total else 0.0


def same_family(one: str, other: str) -> bool:
    """Tell whether two terms share a root of four letters and most of the longer one.

    >>> same_family("invas", "invad"), same_family("norman", "normal")
    (True, True)
    >>> same_family("cat", "cats"), same_family("1931", "1932")
    (False, False)
    """
    if len(one) < _ROOT or not one.startswith(other[:_ROOT]) or not one.isalpha():
        return False
    longest = max(len(one), len(other))
    root = _ROOT
    while root < min(len(one), len(other)) and one[root] == other[root]:
        root += 1
    return root >= 0.6 * longest


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
    asked = _Asked(question, weights)
    candidates = [
        candidate
        for number, (passage, rows) in enumerate(zip(passages, vectors, strict=True))
        if passage.sentences
        for candidate in _scored(asked, number, passage, rows @ query[0], rows.mean(0) @ query[0])
    ]
    return sorted(candidates, key=lambda candidate: -candidate.score)


@dataclass(frozen=True)
class _Asked:
    """A question with what its sentences are compared with."""

    text: str
    weights: Weights

    @cached_property
    def terms(self) -> list[str]:
        return terms(self.text)

    @cached_property
    def names(self) -> list[set[str]]:
        return [set(terms(name)) for name in names(self.text)]

    @cached_property
    def figures(self) -> list[frozenset[object]]:
        return [frozenset(figure.values) for figure in figures(self.text)]

    def names_held(self, present: set[str]) -> float:
        return _part([name <= present for name in self.names])

    def figures_held(self, text: str) -> float:
        if not self.figures:
            return 1.0
        told = {value for figure in figures(text) for value in figure.values}
        return _part([bool(figure & told) for figure in self.figures])


def _part(held: Sequence[bool]) -> float:
    return sum(held) / len(held) if held else 1.0


def _scored(
    asked: _Asked, number: int, passage: Passage, cosines: Vectors, passage_cosine: float
) -> list[Candidate]:
    texts = [_text(passage, span) for span in passage.sentences]
    context = set(terms(f"{passage.title} {passage.heading}"))
    sequences = [terms(text) for text in texts]
    everywhere = context.union(*sequences)
    names_held, passage_words = asked.names_held(everywhere), asked.weights.share(everywhere)
    found = []
    for at, text in enumerate(texts):
        held = set(sequences[at])
        signals = Signals(
            cosine=float(cosines[at]),
            passage_cosine=float(passage_cosine),
            exact_words=asked.weights.share(held),
            words=asked.weights.family_share(held),
            near_words=asked.weights.share(context.union(*sequences[max(0, at - 1) : at + 2])),
            passage_words=passage_words,
            phrases=asked.weights.pair_share(asked.terms, sequences[at]),
            kind=fit(text, asked.text),
            figures=asked.figures_held(text),
            names=names_held,
        )
        score, met = signals.weighted(CHOICE), signals.weighted(CONSTRAINTS) - _ALL_MET
        found.append(Candidate(number, at, passage.sentences[at], text, score, met))
    return found


def _text(passage: Passage, span: Span) -> str:
    return passage.text[span.start - passage.span.start : span.end - passage.span.start]
