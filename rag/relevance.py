"""How clearly a sentence answers a question, from a few robust signals.

Two scores of the same signals: ``score`` orders the sentences and tells whether the passage with
the answer was found at all; ``met`` tells whether the sentence holds what the question asks for.
The weights are few and round; the open sets' fits agreed in shape (docs/decisions/003-relevance.md
has the figures, and what was tried and left out).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from operator import attrgetter, mul

from index.embedding import Vectors
from index.passage_rows import PassageVectors
from index.terms import terms
from index.types import Passage, Span
from rag.answer_types import HARDLY_TOLD, fit
from rag.asking import AnswerType, asked_for
from rag.companions import ANNOUNCING, MOST_LISTED
from rag.gate.figures import figures
from rag.gate.names import names
from rag.reader import Logits
from rag.term_weights import Weights

_YEAR = re.compile(r"(?<![\d.,])(?:1[0-9]|20)\d\d(?![\d]|s\b|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a sentence: shares from 0 to 1, cosines from -1; also a set of weights."""

    cosine: float = 0.0
    """Of question and sentence."""
    passage_cosine: float = 0.0
    """Of question and passage."""
    words: float = 0.0
    """Share of the question's content terms that the sentence has; a word of the same family
    counts ``FAMILY``."""
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
    reading: float = 0.0
    """The logit that a reader gives the sentence; 0 without a reader."""

    def weighted(self, weights: "Signals") -> float:
        """Return the sum of the signals, each times its weight."""
        return float(sum(map(mul, _all_signals(self), _all_signals(weights))))


_all_signals = attrgetter(*(field.name for field in fields(Signals)))


_CHOICE = Signals(
    cosine=1.0,
    passage_cosine=0.7,
    words=0.35,
    near_words=0.55,
    passage_words=0.5,
    phrases=0.2,
    kind=0.3,
    figures=0.1,
)
_CONSTRAINTS = Signals(cosine=1.0, words=0.4, near_words=0.15, kind=0.3, figures=0.2, names=0.1)


@dataclass(frozen=True, slots=True)
class Measure:
    """How signals become two scores, and how high these must be for an answer."""

    choice: Signals
    """Weights of ``score``."""
    constraints: Signals
    """Weights of ``met``."""
    found: float
    """The lowest ``score`` that counts as an answer."""
    met: float
    """The lowest ``met`` that counts as an answer."""

    def scores(self, signals: Signals) -> tuple[float, float]:
        """Return ``score`` and ``met``; a question that asks for nothing special has no bonus."""
        weights = self.constraints
        nothing_special = weights.kind + weights.figures + weights.names
        return signals.weighted(self.choice), signals.weighted(weights) - nothing_special

    def passed(self, score: float, met: float) -> bool:
        """Tell whether both scores are high enough for an answer."""
        return score >= self.found and met >= self.met


BY_RULES = Measure(_CHOICE, _CONSTRAINTS, found=1.5, met=0.6)
"""Without a reader; calibrated as told in docs/decisions/003."""
BY_READING = Measure(
    replace(_CHOICE, reading=0.1), replace(_CONSTRAINTS, reading=0.2), found=1.2, met=0.1
)
"""With the reader; calibrated as told in docs/decisions/006 and 026."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage with its scores for a question."""

    passage: int
    """Counts from 0 in the passages that were scored."""
    ordinal: int
    """Counts from 0 in the passage's sentences."""
    span: Span
    text: str
    signals: Signals
    score: float
    """Orders sentences; low where the passage with the answer was not found."""
    met: float
    """Low where something that the question asks for is not in the sentence."""
    answers: bool
    """Whether the sentence passes both tests and fits."""
    fits: bool = True
    """Whether it holds the kind of answer asked for, and its passage does not tell of other years
    than the question: however near it is, it answers only then."""


def score_sentences(
    question: str,
    passages: Sequence[Passage],
    vectors: Sequence[PassageVectors],
    query: Vectors,
    weights: Weights,
) -> list[Candidate]:
    """Score every sentence of the passages by rules alone, best first.

    Args:
        question: What is asked.
        passages: n passages.
        vectors: For each passage its vectors.
        query: The question's unit row, (1, d).
        weights: Weights of the question's content terms.
    """
    asked = _Asked(question, weights)
    candidates = [
        candidate
        for number, (passage, found) in enumerate(zip(passages, vectors, strict=True))
        if passage.sentences
        for candidate in _scored(asked, number, passage, _Cosines.of(found, query[0]))
    ]
    return sorted(candidates, key=lambda candidate: -candidate.score)


def score_again(candidates: Sequence[Candidate], readings: Mapping[int, Logits]) -> list[Candidate]:
    """Score the sentences of the same passages with what a reader makes of them, best first.

    ``readings`` gives the logits (sentences,) of passages by their numbers. A sentence that was not
    read counts as the least likely one of those that were.
    """
    least = min((float(logits.min()) for logits in readings.values() if logits.size), default=0.0)

    def read(each: Candidate) -> Candidate:
        logits = readings.get(each.passage)
        logit = least if logits is None else float(logits[each.ordinal])
        return replace(each, signals=replace(each.signals, reading=logit))

    again = [_judged(read(each), BY_READING) for each in candidates]
    return sorted(again, key=lambda candidate: -candidate.score)


def _judged(candidate: Candidate, measure: Measure) -> Candidate:
    """Return the sentence with the scores that its signals have by a measure."""
    score, met = measure.scores(candidate.signals)
    answers = candidate.fits and measure.passed(score, met)
    return replace(candidate, score=score, met=met, answers=answers)


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

    @cached_property
    def kind(self) -> AnswerType:
        return asked_for(self.text)

    @cached_property
    def years(self) -> set[str]:
        return set(_YEAR.findall(self.text))

    def tells_of_other_years(self, passage: Passage) -> bool:
        """Tell whether years stand in the passage or above it, but none that is asked about."""
        if not self.years:
            return False
        told = set(_YEAR.findall(f"{passage.title}\n{passage.heading}\n{passage.text}"))
        return bool(told) and not self.years <= told

    def names_held(self, present: set[str]) -> float:
        return _part([name <= present for name in self.names])

    def figures_held(self, text: str) -> float:
        if not self.figures:
            return 1.0
        told = {value for figure in figures(text) for value in figure.values}
        return _part([bool(figure & told) for figure in self.figures])


def _part(held: Sequence[bool]) -> float:
    return sum(held) / len(held) if held else 1.0


@dataclass(frozen=True, slots=True)
class _Cosines:
    """Those of the question with a passage and with each of its sentences."""

    passage: float
    sentences: Vectors

    @classmethod
    def of(cls, vectors: PassageVectors, query: Vectors) -> "_Cosines":
        return cls(float(vectors.own @ query), vectors.sentences @ query)


def _scored(asked: _Asked, number: int, passage: Passage, cosines: _Cosines) -> Iterator[Candidate]:
    texts = passage.sentence_texts
    context = set(terms(f"{passage.title} {passage.heading}"))
    sequences = [terms(text) for text in texts]
    everywhere = context.union(*sequences)
    names_held, passage_words = asked.names_held(everywhere), asked.weights.share(everywhere)
    other_years = asked.tells_of_other_years(passage)
    for at, text in enumerate(texts):
        held = set(sequences[at])
        kind = fit(_with_list(texts, at), asked.text)
        signals = Signals(
            cosine=float(cosines.sentences[at]),
            passage_cosine=cosines.passage,
            words=asked.weights.family_share(held),
            near_words=asked.weights.share(context.union(*sequences[max(0, at - 1) : at + 2])),
            passage_words=passage_words,
            phrases=asked.weights.pair_share(asked.terms, sequences[at]),
            kind=kind,
            figures=asked.figures_held(text),
            names=names_held,
        )
        fits = (kind > 0.0 or asked.kind in HARDLY_TOLD) and not other_years
        span = passage.sentences[at]
        score, met = BY_RULES.scores(signals)
        answers = fits and BY_RULES.passed(score, met)
        yield Candidate(number, at, span, _text(passage, span), signals, score, met, answers, fits)


def _with_list(texts: Sequence[str], at: int) -> str:
    """Return a sentence, with what follows if it announces that."""
    announces = texts[at].endswith(ANNOUNCING)
    return " ".join(texts[at : at + 1 + MOST_LISTED]) if announces else texts[at]


def _text(passage: Passage, span: Span) -> str:
    return passage.text[span.start - passage.span.start : span.end - passage.span.start]
