"""Which words of the passages does a model's sentence rest on?

What the model says about it is tried first; what it says nothing or something wrong about is
looked for. A few choices of sentences are held against the layers of the gate, the fewest
sentences first. That only chooses: the gate itself decides afterwards.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from index.terms import fold, terms
from index.types import Passage, Span
from rag.checking import claims_anything
from rag.function_words import FUNCTION_WORDS
from rag.gate import LAYERS, Layer, objection
from rag.gate.spans import locate
from rag.language_model.commands import is_command
from rag.language_model.parsing import Sketch
from rag.language_model.plain_text import addresses
from rag.term_weights import Weights
from rag.types import Draft, Quote

Bearing = Callable[[int, int], bool]
"""Tell whether a sentence bears on the question: number of the passage, ordinal, from 0."""
_TRIED = 3
"""How many single sentences are tried, of those named and of all."""
_MOST = 3
"""The most sentences that one sentence may rest on."""
_LEAST_GAIN = 0.1
"""The share of a sentence's weight that a further one must add."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a passage."""

    passage: int
    span: Span
    text: str
    terms: frozenset[str]

    @property
    def quote(self) -> Quote:
        """The sentence as a draft quotes it."""
        return Quote(self.text, self.passage, self.span)


def evidence_in(passages: Sequence[Passage], bears: Bearing) -> list[Evidence]:
    """Return the sentences that may be cited: those that bear on the question and claim something.

    A document's questions, and its words to whoever writes an answer, are no evidence of anything.
    """
    return [
        Evidence(number, span, text, frozenset(terms(text)))
        for number, passage in enumerate(passages)
        for ordinal, span in enumerate(passage.sentences)
        if bears(number, ordinal)
        and claims_anything(text := _text(passage, span))
        and not is_command(text)
    ]


def draft(
    sketch: Sketch,
    passages: Sequence[Passage],
    evidence: Sequence[Evidence],
    layers: Sequence[Layer] = LAYERS,
) -> Draft:
    """Return the sentence with the words it rests on; with none where nothing could carry it."""
    first: Sequence[Evidence] = ()
    for choice in _choices(sketch, passages, evidence):
        texts = [each.text for each in choice]
        if not _could_carry(sketch.text, texts):
            continue
        first = first or choice
        if objection(sketch.text, texts, layers) is None:
            return Draft(sketch.text, tuple(each.quote for each in choice))
    return Draft(sketch.text, tuple(each.quote for each in first))


def _could_carry(text: str, quotes: Sequence[str]) -> bool:
    """Tell whether quotes have every address of a sentence and more than half of its terms.

    The judge is lenient with short sentences, where one of two words may be a synonym; a model
    that was told to say something short would profit.
    """
    told = " ".join(fold(quote) for quote in quotes)
    wanted = frozenset(terms(text)) - FUNCTION_WORDS
    held = wanted.intersection(term for quote in quotes for term in terms(quote))
    every_address = all(fold(address) in told for address in addresses(text))
    return every_address and len(held) > len(wanted) / 2


def _choices(
    sketch: Sketch, passages: Sequence[Passage], evidence: Sequence[Evidence]
) -> Iterator[Sequence[Evidence]]:
    """Yield sets of sentences to rest on, the likeliest first; some may come twice."""
    if quoted := _quoted(sketch, passages, evidence):
        yield quoted
    named = [each for each in evidence if each.passage in sketch.passages]
    for among in (named, evidence):
        ranked = _ranked(sketch.text, among)
        yield from ([each] for each in ranked[:_TRIED])
        if len(together := _together(sketch.text, ranked)) > 1:
            yield together


def _quoted(
    sketch: Sketch, passages: Sequence[Passage], evidence: Sequence[Evidence]
) -> list[Evidence]:
    """Return the sentences that hold the words the model quotes."""
    found: list[Evidence] = []
    for words in sketch.quotes:
        named = [n for n in sketch.passages if 0 <= n < len(passages)]
        places = (locate(Quote(words, number), passages) for number in (*named, None))
        place = next((place for place in places if place), None)
        number = next((n for n, p in enumerate(passages) if place and p is place.passage), -1)
        found += [
            each
            for each in evidence
            if place and each.passage == number and each.span.overlaps(place.span)
        ]
    return list(dict.fromkeys(found))[:_MOST]


def _ranked(sentence: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences that share a content term, by the weight of those that they share."""
    wanted = frozenset(terms(sentence)) - FUNCTION_WORDS
    weights = _weights(wanted, evidence)
    shares = [(weights.share(each.terms & wanted), each) for each in evidence]
    ranked = sorted(shares, key=lambda pair: -pair[0])
    return [each for share, each in ranked if share > 0]


def _together(sentence: str, ranked: Sequence[Evidence]) -> list[Evidence]:
    """Return the fewest sentences that hold most of what is said, best first.

    One beside the first that shares a single term is left out, as in ``rag.checking``: words from
    here and there would bear out whatever is made of them.
    """
    wanted = frozenset(terms(sentence)) - FUNCTION_WORDS
    weights = _weights(wanted, ranked)
    chosen: list[Evidence] = []
    held: set[str] = set()
    while ranked and len(chosen) < _MOST:
        gains = [weights.share((each.terms & wanted) - held) for each in ranked]
        best = max(range(len(gains)), key=gains.__getitem__)
        if gains[best] < _LEAST_GAIN:
            break
        chosen.append(ranked[best])
        held |= ranked[best].terms
        ranked = [each for each in ranked if len(each.terms & wanted) > 1]
    return chosen


def _weights(wanted: Collection[str], evidence: Sequence[Evidence]) -> Weights:
    frequencies = {term: sum(term in each.terms for each in evidence) for term in wanted}
    return Weights.from_frequencies(frequencies, len(evidence))


def _text(passage: Passage, span: Span) -> str:
    offset = passage.span.start
    return passage.text[span.start - offset : span.end - offset]
