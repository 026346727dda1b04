"""The gate: the only place where a draft becomes a statement.

It trusts no writer. A draft passes when each of its quotes stands at its place in a passage and
in the stored document, and when every layer finds the sentence supported by those quotes. The
layers run cheapest first; the first objection rejects the draft.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.errors import InvalidSpanError, NotFoundError
from index.terms import fold
from index.types import Document, Passage, Span
from rag.citing.places import cite
from rag.gate import (
    appositions,
    comparison,
    judge,
    modality,
    names,
    polarity,
    quantifiers,
    quantities,
    rates,
    roles,
)
from rag.gate.spans import Place, locate
from rag.types import Citation, Draft, Rejection, Statement

Layer = Callable[[str, Sequence[str]], str | None]
"""Say what speaks against a sentence, given the exact words that it rests on; None if nothing."""

RULES: tuple[Layer, ...] = (
    quantities.objection,
    rates.objection,
    names.objection,
    polarity.objection,
    quantifiers.objection,
    modality.objection,
    comparison.objection,
    roles.objection,
    appositions.objection,
)
"""They have a veto: no judge overrules them."""
LAYERS: tuple[Layer, ...] = (*RULES, judge.layer(judge.LexicalJudge(), judge.ENOUGH))
"""The rules, then the judge that needs no model."""


def objection(sentence: str, quotes: Sequence[str], layers: Sequence[Layer] = LAYERS) -> str | None:
    """Return the first objection of the layers, or None; a quote's own words need no layer."""
    if any(_same_words(sentence, quote) for quote in quotes):
        return None
    found = (layer(sentence, quotes) for layer in layers)
    return next((reason for reason in found if reason is not None), None)


def _same_words(sentence: str, quote: str) -> bool:
    return fold(sentence).split() == fold(quote).split() != []


def _nothing(_: str) -> Sequence[Span]:
    return ()


@dataclass(frozen=True, slots=True)
class Gate:
    """Verifies drafts against stored documents."""

    document: Callable[[str], Document]
    """Gives a stored document by its id; raises NotFoundError."""
    layers: Sequence[Layer] = LAYERS
    decisive: Callable[[str], Sequence[Span]] = _nothing
    """Gives the decisive words of a quote."""

    def verify(self, draft: Draft, passages: Sequence[Passage]) -> Statement | Rejection:
        """Return the draft as a statement with its citations, or why it cannot be one."""
        if not draft.quotes:
            return Rejection(draft.text, "it names no words of a source")
        citations = []
        for quote in draft.quotes:
            place = locate(quote, passages)
            citation = self._cited(place) if place else None
            if citation is None:
                return Rejection(draft.text, f"no source says “{_shortened(quote.text)}”")
            citations.append(self._marked(citation, passages))
        reason = objection(draft.text, [citation.exact for citation in citations], self.layers)
        if reason is not None:
            return Rejection(draft.text, reason)
        return Statement(draft.text, tuple(citations))

    def _cited(self, place: Place) -> Citation | None:
        """Cite the place, unless the document has changed or gone since it was retrieved."""
        try:
            document = self.document(place.passage.document_id)
            citation = cite(document, place.span)
        except (NotFoundError, InvalidSpanError):
            return None
        unseen = any(not block.kind.is_cited for block in document.blocks_in(place.span))
        return None if unseen or citation.exact != place.exact else citation

    def _marked(self, citation: Citation, passages: Sequence[Passage]) -> Citation:
        start = citation.span.start
        return replace(
            citation,
            copies=_copies(citation.exact, passages),
            highlights=tuple(
                Span(start + span.start, start + span.end) for span in self.decisive(citation.exact)
            ),
        )


def _copies(exact: str, passages: Sequence[Passage]) -> int:
    """Return how many documents have the words, white space and look-alikes taken as equal."""
    words = " ".join(fold(exact).split())
    holding = {p.document_id for p in passages if words in " ".join(fold(p.text).split())}
    return max(1, len(holding))


def _shortened(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
