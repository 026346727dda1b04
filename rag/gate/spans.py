"""First layer: does a quote stand where it says, or anywhere in the passages?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.terms import fold
from index.types import Passage, Span
from rag.types import Quote


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands: ``span`` in the document's code points, inside ``passage``."""

    passage: Passage
    span: Span

    @property
    def exact(self) -> str:
        """The source's own characters there."""
        offset = self.passage.span.start
        return self.passage.text[self.span.start - offset : self.span.end - offset]


def locate(quote: Quote, passages: Sequence[Passage]) -> Place | None:
    """Return the place of a quote, or None if no passage holds it.

    A quote with a span must equal the source there, character for character. One without is
    looked for, first in the passage it names, with look-alike characters and any white space
    taken as equal; what is then cited are the source's characters.
    """
    if quote.passage is not None and not 0 <= quote.passage < len(passages):
        return None
    named = passages if quote.passage is None else [passages[quote.passage]]
    if quote.span is not None:
        return next((place for p in named if (place := _at(quote, quote.span, p))), None)
    return next((place for p in named if (place := _find(quote.text, p))), None)


def _at(quote: Quote, span: Span, passage: Passage) -> Place | None:
    place = Place(passage, span)
    return place if span in passage.span and place.exact == quote.text else None


def _find(text: str, passage: Passage) -> Place | None:
    words = fold(text).split()
    if not words:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), fold(passage.text))
    if match is None:
        return None
    offset = passage.span.start
    return Place(passage, Span(offset + match.start(), offset + match.end()))
