"""What the reader learns from: a question with one passage, its answering sentences marked."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.embedding import Embedder
from training.noise import lowered, mistyped, swapped


@dataclass(frozen=True, slots=True)
class Example:
    """A question with one passage: which of its sentences answer, if any."""

    question: str
    context: str
    """Title and headings of the passage."""
    sentences: tuple[str, ...]
    gold: tuple[int, ...]
    """The numbers of the sentences that answer; empty if none does."""

    def keeping(self, kept: Sequence[int]) -> "Example":
        """Return the same passage with those sentences only."""
        return replace(
            self,
            sentences=tuple(self.sentences[at] for at in kept),
            gold=tuple(new for new, at in enumerate(kept) if at in self.gold),
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the passages of its own document, and near ones of others."""

    question: str
    kind: str
    answerable: bool
    own: tuple[Example, ...]
    """The document's passages, those nearest to the question first."""
    foreign: tuple[Example, ...] = ()
    """Passages of other documents, those nearest first: none of them answers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands in a data set, with the passages of its document."""

    question: str
    kind: str
    document: str
    answerable: bool
    passages: tuple[Example, ...]


def cases(asked: Sequence[Asked], embedder: Embedder, foreign: int = 3) -> Iterator[Case]:
    """Yield the questions with passages ordered by cosine, theirs and ``foreign`` of others."""
    places = {passage: question.document for question in asked for passage in _bare(question)}
    stored = list(places)
    rows = embedder.embed([f"{context}\n{' '.join(sentences)}" for context, sentences in stored])
    number = {passage: at for at, passage in enumerate(stored)}
    owners = np.array([places[passage] for passage in stored])
    for question, query in zip(asked, embedder.embed([q.question for q in asked]), strict=True):
        near = rows @ query
        own = sorted(
            zip(_bare(question), question.passages, strict=True),
            key=lambda pair: -near[number[pair[0]]],
        )
        others = np.argsort(-np.where(owners == question.document, -2, near))[:foreign]
        yield Case(
            question.question,
            question.kind,
            question.answerable,
            tuple(example for _, example in own),
            tuple(_silent(question.question, stored[at]) for at in others),
        )


def lessons(case: Case, rng: random.Random) -> Iterator[Example]:
    """Yield what is learnt from a question this time: other negatives come the next time."""
    answering = [example for example in case.own if example.gold]
    silent = [example for example in case.own if not example.gold]
    for example in answering[:2]:
        yield _varied(example, rng)
    if answering and rng.random() < 0.35:
        yield _varied(_spoilt(answering[0], case, rng), rng)
    if not case.answerable:
        yield from (_varied(example, rng) for example in silent[:1])
        silent = silent[1:]
    if case.answerable or rng.random() < 0.5:
        near = silent if silent and rng.random() < 0.5 else case.foreign
        if near:
            yield _varied(rng.choice(near[:2]), rng)


def _spoilt(example: Example, case: Case, rng: random.Random) -> Example:
    """Return the example so that it no longer answers."""
    other = swapped(example.question, " ".join(example.sentences), rng)
    if other and case.kind != "yesno" and rng.random() < 0.4:
        return replace(example, question=other, gold=())
    kept = [at for at in range(len(example.sentences)) if at not in example.gold]
    return example.keeping(kept) if kept else case.foreign[0]


def _varied(example: Example, rng: random.Random) -> Example:
    """Return the example as it might be met: no headings, a shorter passage, careless typing."""
    if rng.random() < 0.25:
        example = replace(example, context="")
    if rng.random() < 0.4:
        lost = rng.random() * 0.7
        kept = [
            at for at in range(len(example.sentences)) if at in example.gold or rng.random() >= lost
        ]
        example = example.keeping(kept) if kept else example
    if rng.random() < 0.1:
        example = replace(example, question=lowered(example.question))
    if rng.random() < 0.1:
        example = replace(example, question=mistyped(example.question, rng))
    return example


def _silent(question: str, passage: tuple[str, tuple[str, ...]]) -> Example:
    context, sentences = passage
    return Example(question, context, sentences, ())


def _bare(asked: Asked) -> list[tuple[str, tuple[str, ...]]]:
    return [(passage.context, passage.sentences) for passage in asked.passages]
