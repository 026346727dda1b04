"""The sentences of a source that a claim is held against, and how much of it each one has."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.terms import terms
from index.types import Document, Span
from rag.function_words import FUNCTION_WORDS
from rag.gate.alignment import PRONOUNS
from rag.gate.words import words
from rag.table_rows import spoken_row
from rag.term_weights import Weights
from rag.wording import root_of, stand_ins

MOST_EVIDENCE = 3
LEAST_GAIN = 0.1
"""The share of a claim's terms that a further sentence must add to become evidence."""
_SAYING_NOTHING = FUNCTION_WORDS | {"one"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source with its distinct terms.

    One that opens with a pronoun has those of the sentence before it too: they tell what it is of.
    """

    span: Span
    text: str
    """Its words; those of a table's row with the names of the columns."""
    terms: frozenset[str]
    is_row: bool = False
    own: frozenset[str] = frozenset()
    """The terms without those of the sentence before it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document made ready for claims to be checked against it."""

    document: Document
    sentences: tuple[Sentence, ...]
    terms: frozenset[str]
    phrases: frozenset[tuple[str, str]]
    """Pairs of neighbouring terms."""

    @classmethod
    def of(cls, document: Document, within: Sequence[Span] | None = None) -> "Source":
        """Take the document's citable sentences, or those of them inside given spans, in order."""
        spans = [span for block in document.blocks for span in block.sentences]
        if within is not None:
            spans = [span for span in spans if any(span in each for each in within)]
        rows = {span: told for span in spans if (told := spoken_row(document, span))}
        texts = [(span, rows.get(span) or span.of(document.text)) for span in spans]
        own = [frozenset(all_terms(text)) for _, text in texts]
        found = tuple(
            Sentence(
                span,
                text,
                held | (own[at - 1] if at and _leans(text) else frozenset()),
                is_row=span in rows,
                own=held,
            )
            for at, ((span, text), held) in enumerate(zip(texts, own, strict=True))
        )
        every = [term for _, text in texts for term in all_terms(text)]
        return cls(document, found, frozenset(every), frozenset(pairwise(every)))


def choose_evidence(sentence: str, source: Source) -> list[Sentence]:
    """Return the fewest sentences of the source that hold most of what is said, best first.

    Each one is the sentence that adds most of the terms still missing, by their rarity in the
    source. One that adds little is left out, and so is one beside the first that shares a single
    term: a name that stands there would bear out whatever is said of it. Where no sentence has a
    word of it, but only ones that may mean the same, none does: "It is known" is not told by
    whatever somebody learnt.
    """
    wanted = content_terms(sentence)
    meant = {term: stand_ins(term) & source.terms for term in wanted}
    holding = [frozenset(t for t in wanted if meant[t] & s.terms) for s in source.sentences]
    frequencies = {term: sum(term in held for held in holding) for term in wanted}
    weights = Weights.from_frequencies(frequencies, len(source.sentences))
    chosen: list[int] = []
    open_to = list(range(len(holding)))
    known: frozenset[str] = frozenset()
    while open_to and len(chosen) < MOST_EVIDENCE:
        best = max(
            open_to,
            key=lambda at: (
                weights.share(holding[at] - known),
                len(wanted & source.sentences[at].terms),
                -at,
            ),
        )
        if weights.share(holding[best] - known) < LEAST_GAIN:
            break
        chosen.append(best)
        known |= holding[best]
        open_to = [at for at, held in enumerate(holding) if len(held) > 1]
    found = [source.sentences[at] for at in chosen]
    if not any(wanted & each.terms for each in found):
        return []
    return _with_rival_rows(_with_antecedents(found, wanted, source), wanted, source)


def _with_antecedents(
    chosen: Sequence[Sentence], wanted: frozenset[str], source: Source
) -> list[Sentence]:
    """Return the sentences chosen, and those before them that tell what "it" is."""
    found = list(chosen)
    for each in chosen:
        if (each.terms & wanted) - frozenset(all_terms(each.text)):
            before = source.sentences[source.sentences.index(each) - 1]
            if before not in found:
                found.append(before)
    return found


def _with_rival_rows(
    chosen: list[Sentence], wanted: frozenset[str], source: Source
) -> list[Sentence]:
    """Return the sentences chosen, and for each row one that holds of what is said what it lacks.

    A figure of the wrong row is told by the row that it should have come from.
    """
    found = list(chosen)
    for each in chosen:
        lacking = wanted - each.terms
        rows = [s for s in source.sentences if s.is_row and s.terms & lacking]
        if each.is_row and rows:
            rival = max(rows, key=lambda s: len(s.terms & wanted))
            found += [rival] if rival not in found else []
    return found


def _leans(sentence: str) -> bool:
    first = words(sentence)[:1]
    return bool(first) and first[0].text in PRONOUNS


def content_terms(sentence: str) -> frozenset[str]:
    """Return the distinct terms that say something."""
    return frozenset(root_of(t) for t in terms(sentence) if t not in _SAYING_NOTHING)


def all_terms(text: str) -> list[str]:
    """Return the terms in order, irregular forms as their first one."""
    return [root_of(term) for term in terms(text)]


def best_held(sentence: str, evidence: Sequence[Sentence], source: Source) -> tuple[float, float]:
    """Return the greatest shares of a sentence's terms, by rarity and by number, in one place."""
    wanted = content_terms(sentence)
    frequencies = {term: sum(term in s.terms for s in source.sentences) for term in wanted}
    weights = Weights.from_frequencies(frequencies, len(source.sentences))
    held = [each.terms & wanted for each in evidence]
    weighed = max(map(weights.share, held), default=0.0)
    return weighed, max((len(each) / len(wanted) for each in held), default=0.0)


def lacking(sentence: str, texts: Sequence[str]) -> float:
    """Return the share of a sentence's terms that no text has, nor a word that may mean the same.

    >>> lacking("Its owner appealed against it.", ["Dunmere's owner was fined."])
    0.5
    """
    told = frozenset(term for text in texts for term in all_terms(text))
    wanted = content_terms(sentence)
    held = [term for term in wanted if term in told or stand_ins(term) & told]
    return 1 - len(held) / len(wanted) if wanted else 0.0
