"""Last layer, behind a seam: how far the words of the source carry the sentence as a whole.

The rules before it look at figures, names and small decisive words. What is left is that a
sentence says more than its source in ordinary words: "… and it won a prize". A judge gives a
probability for the whole; the default one counts words, a trained model may take its place.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from rag.gate.dates import moments
from rag.gate.figures import figures
from rag.gate.words import Word, words

ENOUGH = 0.45
"""The least probability with which the default judge lets a sentence pass."""
_ROOT = 6
_SPARE = 0.5
_SPLITTERS = frozenset("and but because which who while whereas although though so when".split())
_FRAMING = frozenset(
    "according source sources article author text document report says said say states stated "
    "writes describes notes mentions also however therefore thus instead still then only".split()
)
"""Words that tell of the telling, not of the matter."""
_SKIPPED = _SPLITTERS | _FRAMING


class Judge(Protocol):
    """Weighs a claim against the words that it rests on."""

    def entails(self, claim: str, evidence: Sequence[str]) -> float:
        """Return how probably the claim follows from the evidence, 0 to 1."""
        ...


@dataclass(frozen=True, slots=True)
class LexicalJudge:
    """Counts the words of a claim that its evidence has: no model, no network, no state.

    It knows inflected and derived forms, no synonyms, and nothing of word order.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """The weight of a stem, 1 where it is missing."""

    def entails(self, claim: str, evidence: Sequence[str]) -> float:
        """Return the covered share of the words of the least covered clause of ``claim``.

        Half a covered word is added to each, as one of a few words may well be a synonym. A claim
        without a word that says something follows from anything.
        """
        told = _roots(evidence)
        return min((self._covered(clause, told) for clause in _clauses(claim)), default=1.0)

    def _covered(self, clause: Sequence[Word], told: frozenset[str]) -> float:
        weighed = [(self.weights.get(word.stem, 1.0), _root(word) in told) for word in clause]
        found = sum(weight for weight, covered in weighed if covered)
        return (_SPARE + found) / (_SPARE + sum(weight for weight, _ in weighed))


def layer(judge: Judge, least: float) -> Callable[[str, Sequence[str]], str | None]:
    """Return a layer of the gate that objects to what the judge finds improbable."""

    def objection(sentence: str, quotes: Sequence[str]) -> str | None:
        if judge.entails(sentence, quotes) >= least:
            return None
        missing = unsupported(sentence, quotes)
        return f"the source does not say “{missing}”" if missing else "the source does not say this"

    return objection


def unsupported(sentence: str, quotes: Sequence[str]) -> str:
    """Return the longest stretch of ``sentence`` whose telling words the quotes all lack, or "".

    >>> unsupported("The mill burned down and it won a prize.", ["The mill burned down."])
    'won a prize'
    """
    told = _roots(quotes)
    longest: list[Word] = []
    for clause in _clauses(sentence):
        run: list[Word] = []
        for word in clause:
            run = [] if _root(word) in told else [*run, word]
            longest = max(longest, run, key=len)
    return sentence[longest[0].span.start : longest[-1].span.end] if longest else ""


def _roots(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(_root(word) for text in texts for word in words(text))


def _root(word: Word) -> str:
    """Return what "production" and "produced" have in common."""
    return word.stem[:_ROOT]


def _clauses(text: str) -> Iterator[list[Word]]:
    """Yield the telling words of each clause; a lone one belongs to the clause before it."""
    waiting: list[Word] = []
    for clause in _split(words(text), _figures(text)):
        if len(clause) > 1 and waiting:
            yield waiting
            waiting = []
        waiting = [*waiting, *clause]
    if waiting:
        yield waiting


def _split(text: Sequence[Word], told_elsewhere: frozenset[int]) -> Iterator[list[Word]]:
    clause: list[Word] = []
    for before, word in zip((None, *text), text, strict=False):
        if before and (before.clause != word.clause or word.text in _SPLITTERS):
            yield clause
            clause = []
        if word.content and word.text not in _SKIPPED and word.span.start not in told_elsewhere:
            clause.append(word)
    yield clause


def _figures(text: str) -> frozenset[int]:
    """Return the characters of figures, units and dates: other layers compare those."""
    found = [(f.span.start, f.span.start + len(f.shown)) for f in figures(text)]
    found += [(moment.span.start, moment.span.end) for moment in moments(text)]
    return frozenset(at for start, end in found for at in range(start, end))
